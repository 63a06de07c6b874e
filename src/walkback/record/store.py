"""The record on disk: one writer, every document in one transaction, the same thing twice changes nothing."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Protocol

from walkback.core import judged
from walkback.core.codec import iso
from walkback.core.errors import RecordError
from walkback.core.ledger import Actor, Finding, Judgement, Matter, Page, Report
from walkback.core.text import Document
from walkback.record import anchors, judgements
from walkback.record import rows_codec as codec
from walkback.record.rows import Problem
from walkback.record.schema import connect

MOST_NAMES = 12  # aliases, and roles, of one actor that are kept
DUMPED = (
    "documents", "sentences", "actors", "page_actors", "attributions", "reports", "timexes", "matters", "matter_reports", "findings",
    "finding_reports", "finding_who", "problems", "signed", "withdrawals", "placements", "left_out", "read_reports", "read_attributions",
)  # fmt: skip


class Links(Protocol):
    """What follows from all reports (pipeline.Followed)."""

    @property
    def actors(self) -> Mapping[str, Actor]: ...
    @property
    def same(self) -> Mapping[str, str]: ...
    @property
    def matters(self) -> Mapping[str, Matter]: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def threads(self) -> tuple[tuple[str, ...], ...]: ...
    @property
    def left_out(self) -> Mapping[str, str]: ...


def sha(text: str) -> str:
    """SHA-256 of a text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Record:
    """A record that is open for reading and writing. Use as a context manager."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path, *, create: bool = False, any_thread: bool = False) -> Record:
        """The record at a path. any_thread: it may be used by one thread after another, never by two at once.

        Raises RecordError if it does not exist (unless create), is no record, or is of a newer version.
        """
        return cls(connect(path, create=create, any_thread=any_thread), path)

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: all of it or nothing. Inside another one it is part of that."""
        if self.connection.in_transaction:
            yield self.connection
            return
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError):
                raise RecordError(
                    f"{self.path} cannot be written: {error}", hint="check free space and permissions"
                ) from error
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
            number = db.execute(
                "INSERT INTO documents (doc_id, published, published_basis, outlet, title, url, sha, furniture, text) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (document.doc_id, iso(document.published), document.published_basis, document.outlet, document.title,
                 document.url, sha(document.text), codec.pack(document.furniture), document.text),
            ).lastrowid  # fmt: skip
            assert number is not None
            self._put_parts(db, page, number)
            db.execute("INSERT OR REPLACE INTO meta VALUES ('stale', '1')")
        return True

    def _put_parts(self, db: sqlite3.Connection, page: Page, number: int) -> None:
        text = page.document.text
        for span in page.sentences:
            piece = text[span.start : span.end]
            row = db.execute(
                'INSERT INTO sentences (document, start, "end", text) VALUES (?, ?, ?, ?)', (number, *span, piece)
            ).lastrowid
            db.execute("INSERT INTO search (rowid, text) VALUES (?, ?)", (row, piece))
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
            "INSERT OR IGNORE INTO timexes VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(number, *t.span, t.type, t.value, codec.interval_out(t.interval), t.mod) for t in page.timexes],
        )

    def stale(self) -> bool:
        """Whether documents were put, or judgements given, since matters and findings were last made."""
        return bool(self.connection.execute("SELECT 1 FROM meta WHERE key = 'stale'").fetchone())

    def reports(self) -> list[Report]:
        """All reports as they were read, in order of publication, document and place."""
        read = {
            row[0]: anchors.form_in(json.loads(row[1])) for row in self.connection.execute("SELECT * FROM read_reports")
        }
        rows = self.connection.execute(
            f"SELECT {codec.REPORT} FROM reports r JOIN documents d ON d.number = r.document "
            "ORDER BY d.published, d.doc_id, r.start, r.id"
        )
        found = (codec.report_in(row) for row in rows)
        return [judged.standing(r, read[r.id]) if r.id in read else r for r in found]

    def page_actors(self) -> dict[str, Actor]:
        """Every actor as read in the documents, names and roles of all readings together."""
        out: dict[str, Actor] = {}
        rows = self.connection.execute(
            "SELECT p.actor, p.name, p.kind, p.aliases, p.roles FROM page_actors p JOIN documents d ON d.number = p.document "
            "ORDER BY d.published, d.doc_id, p.actor"
        )
        for row in rows:
            actor = codec.actor_in(row)
            if actor.id in out:
                actor = out[actor.id].joined(actor)
                actor = replace(actor, aliases=actor.aliases[:MOST_NAMES], roles=actor.roles[:MOST_NAMES])
            out[actor.id] = actor
        return out

    def texts(self) -> Iterator[tuple[str, str]]:
        """(doc_id, text) of every document in order of publication."""
        yield from self.connection.execute("SELECT doc_id, text FROM documents ORDER BY published, doc_id")

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

    def replace(self, links: Links, copies: Mapping[str, str]) -> None:
        """Rewrite what follows from the reports: matters, findings, merged actors, copies. One transaction."""
        with self.writing() as db:
            for table in (
                "finding_who",
                "finding_reports",
                "findings",
                "matter_reports",
                "matters",
                "actors",
                "threaded",
                "left_out",
            ):
                db.execute(f"DELETE FROM {table}")
            db.execute("UPDATE documents SET copy_of = NULL WHERE copy_of IS NOT NULL")
            db.executemany(
                "UPDATE documents SET copy_of = ? WHERE doc_id = ?", [(v, k) for k, v in sorted(copies.items())]
            )
            db.executemany(
                "INSERT INTO actors VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (a.id, a.name, a.kind, codec.pack(a.aliases), codec.pack(a.roles), links.same.get(a.id))
                    for a in links.actors.values()
                ],
            )
            for m in links.matters.values():
                db.execute("INSERT INTO matters VALUES (?, ?, ?, ?)", (m.id, m.label, m.type, codec.pack(m.parties)))
                db.executemany(
                    "INSERT INTO matter_reports VALUES (?, ?, ?)", [(m.id, n, r) for n, r in enumerate(m.reports)]
                )
            for f in links.findings:
                db.execute(
                    "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (f.id, f.kind, f.matter, iso(f.on), f.note, f.rule, codec.pack(f.steps), f.score),
                )
                db.executemany(
                    "INSERT INTO finding_reports VALUES (?, ?, ?)", [(f.id, n, r) for n, r in enumerate(f.reports)]
                )
                db.executemany("INSERT INTO finding_who VALUES (?, ?, ?)", [(f.id, n, a) for n, a in enumerate(f.who)])
            db.executemany(
                "INSERT INTO threaded VALUES (?, ?)", [(r, group[0]) for group in links.threads for r in group]
            )
            db.executemany("INSERT INTO left_out VALUES (?, ?)", sorted(links.left_out.items()))
            db.execute("DELETE FROM meta WHERE key = 'stale'")
            judgements.place(db, ("finding", "matter", "actor"))

    def note_problem(self, problem: Problem) -> None:
        """Keep an input that could not be read; the same one twice is kept once."""
        with self.writing() as db:
            db.execute(
                "INSERT OR IGNORE INTO problems VALUES (?, ?, ?)", (problem.source, problem.reason, problem.hint)
            )

    def judge(self, judgement: Judgement) -> None:
        """Add a person's word; nothing is ever overwritten. What follows from it is made by the next linking: to have it at
        once, use `walkback.judging.judge`.

        Raises InputError for a target the record does not hold, no name, no time zone, an amendment that does not fit.
        """
        with self.writing() as db:
            if judgements.append(db, judgement) != judgements.Touched():
                db.execute("INSERT OR REPLACE INTO meta VALUES ('stale', '1')")

    def dump(self) -> Iterator[str]:
        """All content, a line a row in a fixed order: two records are equal when their dumps are."""
        for table in DUMPED:
            columns = [row[1] for row in self.connection.execute(f"PRAGMA table_info({table})")]
            order = ", ".join(f'"{c}"' for c in columns)
            for row in self.connection.execute(f"SELECT * FROM {table} ORDER BY {order}"):
                yield f"{table} {json.dumps([v.hex() if isinstance(v, bytes) else v for v in row], ensure_ascii=False)}"
