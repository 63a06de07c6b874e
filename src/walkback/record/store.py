"""The record: one writer, every document in one transaction, the same thing twice changes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType

from walkback.core import judged
from walkback.core.codec import iso
from walkback.core.ledger import Actor, Finding, Judgement, Page, Report
from walkback.core.text import Document
from walkback.record import anchors, judgements
from walkback.record import rows_codec as codec
from walkback.record.home import PATIENCE, Connection, Home, Location, Server, location, next_number
from walkback.record.links import joined
from walkback.record.rows import Problem
from walkback.record.sqlite_home import SqliteHome

DUMPED = (
    "documents", "sentences", "actors", "page_actors", "attributions", "reports", "timexes", "matters", "matter_reports", "findings",
    "finding_reports", "finding_who", "problems", "signed", "withdrawals", "placements", "left_out", "read_reports", "read_attributions", "added_reports",
)  # fmt: skip


def sha(text: str) -> str:
    """SHA-256 of a text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Record:
    """A record that is open for reading and writing. Use as a context manager."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.connection = home.connection

    @classmethod
    def open(cls, where: Location | str, *, create: bool = False, any_thread: bool = False) -> Record:
        """The record in a file, or in a database of PostgreSQL. any_thread: it may be used by one thread after another,
        never by two at once.

        Raises RecordError if it does not exist (unless create), is no record, is of a newer version, or its server does not
        answer; InputError for PostgreSQL without the extra.
        """
        place = location(where)
        if isinstance(place, Server):
            from walkback.record.postgres_home import PostgresHome

            return cls(PostgresHome(place, create=create))
        return cls(SqliteHome(place, create=create, any_thread=any_thread))

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.home.close()

    @contextmanager
    def writing(self, *, patience: float = PATIENCE) -> Iterator[Connection]:
        """One write transaction: all of it or nothing. Inside another one it is part of that.

        patience: seconds to wait for whoever writes. Raises StorageError where they do not do, or the record cannot be written.
        """
        if self.connection.in_transaction:
            yield self.connection
            return
        try:
            self.home.begin(patience=patience)
            yield self.connection
            self.home.settle()
            self.connection.execute("COMMIT")
        except BaseException as error:
            if self.connection.in_transaction:
                self.connection.rollback()
            fault = self.home.fault(error)
            if fault and fault is not error:
                raise fault from error
            raise

    def admit(self, document: Document) -> Document | None:
        """The document under the id it will be stored by; None if the record holds it already.

        Another text under an id that is taken gets the id with "@" and the first eight digits of its digest: an article
        that changed is kept beside what it was.
        """
        digest = sha(document.text)
        for doc_id in (document.doc_id, f"{document.doc_id}@{digest[:8]}"):
            row = self.connection.execute("SELECT sha FROM documents WHERE doc_id = ?", (doc_id,)).fetchone()
            if row is None:
                return replace(document, doc_id=doc_id)
            if row[0] == digest:
                return None
        return None

    def put(self, page: Page) -> bool:
        """Store a page; False if its document is there already."""
        document = page.document
        with self.writing() as db:
            if db.execute("SELECT 1 FROM documents WHERE doc_id = ?", (document.doc_id,)).fetchone():
                return False
            number = next_number(db, "documents")
            db.execute(
                "INSERT INTO documents (number, doc_id, published, published_basis, outlet, title, url, sha, furniture, text) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, document.doc_id, iso(document.published), document.published_basis, document.outlet, document.title,
                 document.url, sha(document.text), codec.pack(document.furniture), document.text),
            )  # fmt: skip
            self.put_parts(db, page, number)
            db.execute("INSERT INTO link_pending VALUES (?)", (number,))
        return True

    def put_parts(self, db: Connection, page: Page, number: int) -> None:
        """Store what was read in a document, in a write transaction."""
        text = page.document.text
        pieces = [
            (n, text[span.start : span.end]) for n, span in enumerate(page.sentences, next_number(db, "sentences"))
        ]
        db.executemany(
            'INSERT INTO sentences (number, document, start, "end", text) VALUES (?, ?, ?, ?, ?)',
            [(n, number, *span, piece) for (n, piece), span in zip(pieces, page.sentences, strict=True)],
        )
        self.home.index("search", pieces)
        db.executemany(
            "INSERT INTO page_actors VALUES (?, ?, ?, ?, ?, ?)",
            [(number, a.id, a.name, a.kind, codec.pack(a.aliases), codec.pack(a.roles)) for a in page.actors.values()],
        )
        db.executemany(
            "INSERT INTO attributions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [codec.attribution_out(a, number, n) for n, a in enumerate(page.attributions)],
        )
        db.executemany(
            f"INSERT INTO reports VALUES ({', '.join('?' * 19)})", [codec.report_out(r, number) for r in page.reports]
        )
        db.executemany(
            "INSERT INTO timexes VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(number, *t.span, t.type, t.value, codec.interval_out(t.interval), t.mod) for t in page.timexes],
        )

    def stale(self) -> bool:
        """Whether documents were put, or judgements added, that are not linked yet."""
        return bool(self.connection.execute("SELECT 1 FROM link_pending").fetchone())

    def reports(self) -> list[Report]:
        """All reports as they were read, in order of publication, document and place."""
        read = {
            row[0]: anchors.form_in(json.loads(row[1])) for row in self.connection.execute("SELECT * FROM read_reports")
        }
        rows = self.connection.execute(
            f"SELECT {codec.REPORT} FROM reports r JOIN documents d ON d.number = r.document "
            "ORDER BY d.published NULLS FIRST, d.doc_id, r.start, r.id"
        )
        found = (codec.report_in(row) for row in rows)
        return [judged.standing(r, read[r.id]) if r.id in read else r for r in found]

    def page_actors(self) -> dict[str, Actor]:
        """Every actor as read in the documents, names and roles of all readings together."""
        return joined(
            self.connection.execute(
                "SELECT p.actor, p.name, p.kind, p.aliases, p.roles FROM page_actors p JOIN documents d ON d.number = p.document "
                "ORDER BY d.published NULLS FIRST, d.doc_id, p.actor"
            )
        )

    def texts(self) -> Iterator[tuple[str, str]]:
        """(doc_id, text) of every document in order of publication."""
        yield from self.connection.execute("SELECT doc_id, text FROM documents ORDER BY published NULLS FIRST, doc_id")

    def findings(self) -> list[Finding]:
        """All findings, by id."""
        who: dict[str, list[str]] = {}
        for finding, actor in self.connection.execute("SELECT finding, actor FROM finding_who ORDER BY finding, place"):
            who.setdefault(finding, []).append(actor)
        of: dict[str, list[str]] = {}
        for finding, report in self.connection.execute(
            "SELECT finding, report FROM finding_reports ORDER BY finding, place"
        ):
            of.setdefault(finding, []).append(report)
        rows = self.connection.execute(f"SELECT {codec.FINDING} FROM findings ORDER BY id")
        return [codec.finding_in(row, who.get(row[0], ()), of.get(row[0], ())) for row in rows]

    def note_problem(self, problem: Problem) -> None:
        """Keep an input that could not be read; the same one twice is kept once."""
        with self.writing() as db:
            db.execute(
                "INSERT INTO problems VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (problem.source, problem.reason, problem.hint),
            )

    def judge(self, judgement: Judgement) -> None:
        """Add a person's word; nothing is ever overwritten. What follows from it is made by the next linking: to have it at
        once, use `walkback.judging.judge`.

        Raises InputError for a target the record does not hold, no name, an amendment that does not fit.
        """
        with self.writing() as db:
            judgements.postpone(db, judgements.append(db, judgement))

    def dump(self) -> Iterator[str]:
        """All content, a line a row in a fixed order: two records are equal when their dumps are.

        Documents are named by their ids: the numbers they got say only in what order they came.
        """
        for table in DUMPED:
            columns = self.home.columns(table)
            held = [f't."{c}"' for c in columns if c != "number" and c != "document"]
            joined = "JOIN documents d ON d.number = t.document" if "document" in columns else ""
            told = ", ".join((["d.doc_id"] if joined else []) + held)
            order = "t.number" if table == "signed" else ", ".join(f"{c} NULLS FIRST" for c in told.split(", "))
            for row in self.home.stream(f"SELECT {told} FROM {table} t {joined} ORDER BY {order}"):
                yield f"{table} {json.dumps([_plain(v) for v in row], ensure_ascii=False)}"


def _plain(value: object) -> object:
    """A value as both homes would have it: bytes in hexadecimal, yes and no as numbers."""
    return value.hex() if isinstance(value, bytes) else int(value) if isinstance(value, bool) else value
