"""What is said of a matter in a list: how often and when it was told, how it stands, by when it is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from walkback.core.codec import iso
from walkback.core.errors import StorageError
from walkback.core.interval import Interval
from walkback.record import rows_codec as codec
from walkback.record.gather import AMONG, many
from walkback.record.home import PATIENCE, next_number
from walkback.record.queries import CLOSED, OPEN
from walkback.record.store import Record

AT_ONCE = 2.0  # seconds that somebody who only looks waits for a writer
_TOLD = (
    "SELECT m.matter, d.published, r.id, r.status, r.due, CASE WHEN d.copy_of IS NULL THEN d.number END FROM matter_reports m JOIN reports r ON r.id = m.report "
    "JOIN documents d ON d.number = r.document WHERE m.matter IN {among} AND coalesce(d.published, '') <= ? "
    "ORDER BY m.matter, coalesce(d.published, ''), d.doc_id, r.start"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """One matter in a line.

    documents: how many articles tell of it, copies left out; standing: the latest status told; open: whether it may still
    come about; report and due: the latest word on its due day; dated: whether it ever had one; far: the latest day on which
    it was spoken of or due.
    """

    matter: str
    reports: int
    documents: int
    first: date | None
    last: date | None
    standing: str
    open: bool
    report: str | None = None
    due: Interval | None = None
    dated: bool = False
    far: date | None = None


def told(record: Record, ids: Iterable[str], *, until: date | None = None) -> Iterator[Facts]:
    """The facts of matters by what was published until a day; those of which nothing was told by then are left out."""
    last = until.isoformat() if until else "9999"
    rows = record.connection.execute(_TOLD.format(among=AMONG), (many(ids), last))
    for matter, group in groupby(rows, key=lambda row: str(row[0])):
        yield _facts(matter, list(group))


def _facts(matter: str, rows: list[tuple[str, str | None, str, str, str | None, int | None]]) -> Facts:
    days = [row[1] for row in rows if row[1]]
    standing = next((row[3] for row in reversed(rows) if row[3] in OPEN | CLOSED), "")
    given = [(row, due) for row in rows if (due := codec.interval_in(row[4]))]
    report, due = next(((row[2], due) for row, due in reversed(given) if row[3] in OPEN and due.latest), (None, None))
    first, last = (codec.day(days[0]), codec.day(days[-1])) if days else (None, None)
    return Facts(
        matter, len(rows), len({row[5] for row in rows} - {None}), first, last, rows[-1][3], standing not in CLOSED, report, due,
        any(row[3] in OPEN for row, _ in given), max([d for d in (last, *(due.latest for _, due in given)) if d], default=None),
    )  # fmt: skip


def behind(record: Record) -> bool:
    """Whether any matter changed since its facts were made: a look at a table that is mostly empty."""
    return bool(record.connection.execute("SELECT 1 FROM matters_changed LIMIT 1").fetchone())


def refresh(record: Record, *, patience: float = PATIENCE) -> int:
    """Bring the facts of changed matters up to date; how many there were. patience: as of `Record.writing`."""
    db = record.connection
    if not behind(record):
        return 0
    with record.writing(patience=patience):
        changed = [row[0] for row in db.execute("SELECT matter FROM matters_changed")]
        _forget(record, changed)
        query = f"SELECT id, label, type, parties FROM matters WHERE id IN {AMONG} ORDER BY id"
        named = db.execute(query, (many(changed),)).fetchall()
        number = next_number(db, "matter_facts")
        held = {f.matter: f for f in told(record, (row[0] for row in named))}
        rows = [(n, row[1], _row(held[row[0]], row[2])) for n, row in enumerate(named, number) if row[0] in held]
        db.executemany(f"INSERT INTO matter_facts VALUES ({', '.join('?' * 15)})", ((n, *row) for n, _, row in rows))
        record.home.index("search_matters", [(n, label) for n, label, _ in rows])
        parties = ((actor, row[0]) for row in named for actor in sorted(set(codec.words_in(row[3]))))
        db.executemany("INSERT INTO matter_parties VALUES (?, ?)", parties)
        db.execute("DELETE FROM matters_changed")
    return len(changed)


def catch_up(record: Record) -> None:
    """Bring facts up to date for somebody who only looks: while another is writing for long, what was true before will do."""
    with suppress(StorageError):
        refresh(record, patience=AT_ONCE)


def _forget(record: Record, ids: Iterable[str]) -> None:
    wanted = many(ids)
    db = record.connection
    gone = db.execute(
        f"SELECT x.number, s.label FROM matter_facts x JOIN search_matters s ON s.rowid = x.number WHERE x.matter IN {AMONG}",
        (wanted,),
    ).fetchall()
    record.home.unindex("search_matters", gone)
    for table in ("matter_facts", "matter_parties"):
        db.execute(f"DELETE FROM {table} WHERE matter IN {AMONG}", (wanted,))


def _row(held: Facts, kind: str) -> codec.Row:
    due = held.due
    return (
        held.matter, kind, held.reports, iso(held.first), iso(held.last), held.standing, held.open,
        held.report, iso(due.earliest) if due else None, iso(due.latest) if due else None, bool(due and due.vague), held.documents,
        int(held.dated), iso(held.far),
    )  # fmt: skip
