"""The tables that a record is written out as: their columns, what each holds, their rows.

The dictionary of docs/tables.md is made of this module, so what a column means is said here and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

from walkback.core.ledger import OUTLET
from walkback.record.store import Record

# text; integer and real numbers; boolean; day (a date); time (a moment, UTC); list (of texts)
Type = Literal["text", "integer", "real", "boolean", "day", "time", "list"]
Row = tuple[Any, ...]
PROPOSED = "proposed by the machine, not reviewed"
STATUSES = "floated, proposed, planned, agreed, underway, done, postponed, cancelled, rejected, denied or failed"
AT = "JSON, [[start, end], ...] in code points of the document's text, end exclusive"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `what` it holds in a sentence; empty cells are allowed only where `empty` says what they mean."""

    name: str
    type: Type
    what: str
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its columns, the columns that tell its rows apart, its rows in a fixed order.

    Values of the rows: str, int, float, bool, ISO days and moments as str, lists of str, None for an empty cell.
    """

    name: str
    what: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Record], Iterator[Row]]


TABLES: dict[str, Table] = {}
_Rows = Callable[[Record], Iterator[Row]]


def _table(name: str, what: str, key: str, *columns: Column) -> Callable[[_Rows], _Rows]:
    """Register the rows of a table under its name."""

    def register(rows: _Rows) -> _Rows:
        TABLES[name] = Table(name, what, tuple(key.split()), columns, rows)
        return rows

    return register


def _text(name: str, what: str, empty: str = "") -> Column:
    return Column(name, "text", what, empty)


def _due(name: str) -> tuple[Column, Column, Column]:
    """The columns of an interval that begin with a name."""
    return (
        Column(f"{name}_earliest", "day", "first day of the interval", "open, or not told"),
        Column(f"{name}_latest", "day", "last day of the interval, included", "open, or not told"),
        Column(f"{name}_vague", "boolean", "whether the phrase was vague, so that its width is assumed"),
    )


def _interval(value: str | None) -> tuple[str | None, str | None, bool, str | None, str | None]:
    """(earliest, latest, vague, basis, phrase) of a stored interval."""
    earliest, latest, vague, basis, _, phrase = json.loads(value) if value else (None, None, False, None, "", None)
    return earliest, latest, bool(vague), basis, phrase or None


DOC = _text("doc_id", "the document it stands in (documents)")
SCORE = Column("score", "real", "the model's own confidence, 0 to 1; no measure of truth")


@_table(
    "documents", "One article as it was read.", "doc_id",
    _text("doc_id", "its id"),
    Column("published", "day", "the day it was published", "unknown"),
    _text("published_basis", "how that day was come by: given, page, dateline or unknown"),
    _text("outlet", "who published it", "unknown"),
    _text("title", "its headline", "unknown"),
    _text("url", "where it was published", "unknown"),
    _text("copy_of", "the document whose text it repeats; a copy is no witness of its own", "not a copy"),
    _text("sha256", "SHA-256 of its text in UTF-8, hexadecimal"),
    _text("furniture", f"what is not news in it: {AT}"),
    _text("text", "its text as it was stored; all offsets count code points of it"),
)  # fmt: skip
def _documents(record: Record) -> Iterator[Row]:
    yield from record.connection.execute(
        "SELECT doc_id, published, published_basis, outlet, title, url, copy_of, sha, furniture, text FROM documents "
        "ORDER BY published NULLS FIRST, doc_id"
    )


@_table(
    "sentences", "One sentence of a document.", "doc_id start",
    DOC,
    Column("start", "integer", "where it begins, in code points of the document's text"),
    Column("end", "integer", "where it ends, exclusive"),
    _text("text", "the sentence"),
)  # fmt: skip
def _sentences(record: Record) -> Iterator[Row]:
    yield from record.connection.execute(
        'SELECT d.doc_id, s.start, s."end", s.text FROM sentences s JOIN documents d ON d.number = s.document '
        "ORDER BY d.published NULLS FIRST, d.doc_id, s.start"
    )


_ACTOR = (
    _text("name", "the name it goes by"),
    _text("kind", "person, government, organisation, group or anonymous"),
    Column("aliases", "list", "other names it was read under"),
    Column("roles", "list", "offices and descriptions it was given"),
)


@_table(
    "actors", "Someone whose word or deed is on record.", "id",
    _text("id", "its id"),
    *_ACTOR,
    _text("same_as", "the actor it was merged into", "stands for itself"),
)  # fmt: skip
def _actors(record: Record) -> Iterator[Row]:
    for row in record.connection.execute("SELECT id, name, kind, aliases, roles, same_as FROM actors ORDER BY id"):
        yield (*row[:3], json.loads(row[3]), json.loads(row[4]), row[5])


@_table(
    "cast", "One actor in one document, as it was read there.", "doc_id actor",
    DOC,
    _text("actor", "its id (actors)"),
    *_ACTOR,
)  # fmt: skip
def _cast(record: Record) -> Iterator[Row]:
    for row in record.connection.execute(
        "SELECT d.doc_id, p.actor, p.name, p.kind, p.aliases, p.roles FROM page_actors p "
        "JOIN documents d ON d.number = p.document ORDER BY d.published NULLS FIRST, d.doc_id, p.actor"
    ):
        yield (*row[:4], json.loads(row[4]), json.loads(row[5]))


@_table(
    "attributions", "Who said what: a source, a cue, a content.", "doc_id place",
    _text("id", "its id, which follows from the content"),
    DOC,
    Column("place", "integer", "its place in that document, from 0"),
    _text("by", "the actor who said it (actors)", "no source is named"),
    _text("name", "that actor's name in the document", "no source is named"),
    _text("manner", "direct (nine tenths or more inside quotation marks), indirect (nothing inside) or mixed"),
    _text("source", "the words that name the source, pieces joined by …", "not named"),
    _text("cue", "the words that say that something is said", "none"),
    _text("content", "what is said, pieces joined by …"),
    _text("source_at", f"where the source stands: {AT}"),
    _text("cue_at", f"where the cue stands: {AT}"),
    _text("content_at", f"where the content stands: {AT}"),
    SCORE,
)  # fmt: skip
def _attributions(record: Record) -> Iterator[Row]:
    for row in record.connection.execute(
        "SELECT a.id, d.doc_id, a.place, a.by, p.name, a.manner, a.source, a.cue, a.content, a.score, d.text FROM attributions a "
        "JOIN documents d ON d.number = a.document LEFT JOIN page_actors p ON p.document = a.document AND p.actor = a.by "
        "ORDER BY d.published NULLS FIRST, d.doc_id, a.place"
    ):
        pieces = [" … ".join(row[10][start:end] for start, end in json.loads(spans)) or None for spans in row[6:9]]
        yield (*row[:6], *pieces, *row[6:9], round(row[9], 4))


@_table(
    "timexes", "One time expression and the days it means.", "doc_id start end",
    DOC,
    Column("start", "integer", "where it begins, in code points of the document's text"),
    Column("end", "integer", "where it ends, exclusive"),
    _text("text", "its words"),
    _text("type", "TIMEX3: DATE, TIME, DURATION or SET"),
    _text("value", "TIMEX3 value", "cannot be resolved"),
    _text("mod", "TIMEX3 mod: START, MID, END, APPROX and the like", "none"),
    *_due("days"),
    _text("days_basis", "how the days were come by: stated, resolved, inherited or assumed", "no days"),
)  # fmt: skip
def _timexes(record: Record) -> Iterator[Row]:
    for row in record.connection.execute(
        'SELECT d.doc_id, t.start, t."end", substr(d.text, t.start + 1, t."end" - t.start), t.type, t.value, t.mod, t.days '
        'FROM timexes t JOIN documents d ON d.number = t.document ORDER BY d.published NULLS FIRST, d.doc_id, t.start, t."end"'
    ):
        yield (*row[:7], *_interval(row[7])[:4])


@_table(
    "reports", "One sentence's word on a matter.", "id",
    _text("id", "its id, which follows from document, place and status, never from the model"),
    DOC,
    Column("published", "day", "the day its document was published", "unknown"),
    _text("matter", "the undertaking it speaks of (matters)", "not linked yet, or refused"),
    Column("place", "integer", "its place in that matter, in order of time, from 0", "not linked yet, or refused"),
    Column("copy", "boolean", "whether its document repeats another's text, so that it is no evidence of its own"),
    _text("status", STATUSES),
    _text("type", "meet, agree, truce, force, aid, sanction, law, personnel, disclose, probe, build or other"),
    _text("by", "on whose word: an actor (actors), or outlet for what the article states as its own"),
    _text("name", "that actor's name in the document, or outlet"),
    Column("parties", "list", "the actors it is about, the one who would do it first (actors)"),
    _text("trigger", "the words that name the undertaking"),
    _text("phrase", "those words with what follows them", "none"),
    Column("start", "integer", "where the trigger begins, in code points of the document's text"),
    Column("end", "integer", "where it ends, exclusive"),
    Column("sentence_start", "integer", "where its sentence begins"),
    Column("sentence_end", "integer", "where its sentence ends, exclusive"),
    *_due("as_of")[:2],
    *_due("due"),
    _text("due_basis", "how the due days were come by: stated, resolved, inherited or assumed", "no due days"),
    _text("due_phrase", "the words they were read from", "none"),
    Column("conditional", "boolean", "whether it hangs on a stated condition"),
    Column("hedged", "boolean", "whether the article or its source marks it as unsure"),
    SCORE,
    _text("sentence", "the sentence that proves it"),
    Column("refused", "boolean", "whether a person refused it; it is then in no matter"),
    _text("read_status", "the standing that the machine read, where a person amended the report", "as the machine read it"),
    Column("added", "boolean", "whether a person added it, where no machine had read anything"),
)  # fmt: skip
def _reports(record: Record) -> Iterator[Row]:
    for row in record.connection.execute(
        "SELECT r.id, d.doc_id, d.published, m.matter, m.place, d.copy_of IS NOT NULL, r.status, r.type, r.by, p.name, r.parties, "
        'r."trigger", r.phrase, r.start, r."end", r.sentence_start, r.sentence_end, r.as_of, r.due, r.conditional, r.hedged, '
        "r.score, substr(d.text, r.sentence_start + 1, r.sentence_end - r.sentence_start), l.report IS NOT NULL, "
        "json_extract(w.was, '$[0]'), a.report IS NOT NULL FROM reports r "
        "JOIN documents d ON d.number = r.document LEFT JOIN matter_reports m ON m.report = r.id "
        "LEFT JOIN left_out l ON l.report = r.id LEFT JOIN read_reports w ON w.report = r.id "
        "LEFT JOIN added_reports a ON a.report = r.id LEFT JOIN page_actors p ON p.document = r.document AND p.actor = r.by "
        "ORDER BY d.published NULLS FIRST, d.doc_id, r.start, r.id"
    ):
        name = row[9] or (OUTLET if row[8] == OUTLET else row[8])
        as_of, due = _interval(row[17]), _interval(row[18])
        yield (
            *row[:5], bool(row[5]), *row[6:9], name, json.loads(row[10]), row[11], row[12] or None, *row[13:17], *as_of[:2], *due,
            bool(row[19]), bool(row[20]), round(row[21], 4), row[22], bool(row[23]), row[24], bool(row[25]),
        )  # fmt: skip


@_table(
    "matters", "One undertaking with all that is reported of it.", "id",
    _text("id", "its id, which follows from its first report"),
    _text("label", "what it is about, in the words of its reports"),
    _text("type", "meet, agree, truce, force, aid, sanction, law, personnel, disclose, probe, build or other"),
    Column("parties", "list", "the actors it is about, the one who would do it first (actors)"),
    Column("names", "list", "their names, in the same order"),
    Column("reports", "integer", "how many reports it has, those of copies included"),
    Column("documents", "integer", "how many documents speak of it, copies left out"),
    _text("standing", f"the status of its last report: {STATUSES}"),
    Column("as_told_on", "day", "the day that report was published", "unknown"),
    Column("findings", "list", "the kinds of finding on it, in order of the day they came to light"),
    _text("sentence", "the sentence of its last report"),
)  # fmt: skip
def _matters(record: Record) -> Iterator[Row]:
    names = _names(record)
    found: dict[str, list[str]] = {}
    for matter, kind in record.connection.execute(
        "SELECT matter, kind FROM findings ORDER BY matter, day NULLS FIRST, id"
    ):
        found.setdefault(matter, []).append(kind)
    rows = record.connection.execute(
        "SELECT m.id, m.label, m.type, m.parties, r.status, d.published, d.doc_id, d.copy_of, "
        "substr(d.text, r.sentence_start + 1, r.sentence_end - r.sentence_start) FROM matters m "
        "JOIN matter_reports o ON o.matter = m.id JOIN reports r ON r.id = o.report JOIN documents d ON d.number = r.document "
        'ORDER BY m.id, d.published NULLS FIRST, d.doc_id, r.start, r."end", r.id'
    )
    for (matter, label, kind, parties), told in groupby(rows, key=itemgetter(0, 1, 2, 3)):
        held = list(told)
        own = {row[6] for row in held if row[7] is None}
        ids = json.loads(parties)
        last = held[-1]
        yield (
            matter, label, kind, ids, [names.get(i, i) for i in ids], len(held), len(own), last[4], last[5],
            found.get(matter, []), last[8],
        )  # fmt: skip


def _names(record: Record) -> dict[str, str]:
    """Actor id -> the name of the actor it stands for."""
    rows = record.connection.execute(
        "SELECT a.id, b.name FROM actors a JOIN actors b ON b.id = coalesce(a.same_as, a.id)"
    )
    return dict(rows)


@_table(
    "findings", "What an editor would flag in one line.", "id",
    _text("id", "its id, which follows from its rule and its reports"),
    _text("kind", "reversal, delay, dispute, kept or lapse; a lapse means: the record, as far as it reaches, shows no fulfilment by the due day"),
    Column("on", "day", "the day it came to light", "unknown"),
    _text("matter", "the undertaking it is about (matters)"),
    _text("label", "what that is about"),
    Column("who", "list", "the names of the actors it is about"),
    _text("note", "the change in one line"),
    _text("rule", "the name and version of the rule that made it"),
    Column("steps", "list", "how the rule came to it, step by step"),
    SCORE,
    _text("reviewed", f"the last verdict of a person: confirmed, refused or amended; else “{PROPOSED}”"),
    _text("reviewed_by", "who gave that verdict", "not reviewed"),
    Column("reviewed_at", "time", "when", "not reviewed"),
    Column("documents", "list", "the documents of its reports, in order of time"),
    Column("sentences", "list", "the sentences of its reports, in order of time"),
)  # fmt: skip
def _findings(record: Record) -> Iterator[Row]:
    db, names = record.connection, _names(record)
    last = {row[0]: row[1:] for row in db.execute("SELECT target, verdict, by, at FROM judgements ORDER BY number")}
    who: dict[str, list[str]] = {}
    for finding, actor in db.execute("SELECT finding, actor FROM finding_who ORDER BY finding, place"):
        who.setdefault(finding, []).append(names.get(actor, actor))
    proof: dict[str, list[tuple[str, str]]] = {}
    for finding, doc_id, sentence in db.execute(
        "SELECT f.finding, d.doc_id, substr(d.text, r.sentence_start + 1, r.sentence_end - r.sentence_start) "
        "FROM finding_reports f JOIN reports r ON r.id = f.report JOIN documents d ON d.number = r.document "
        "ORDER BY f.finding, f.place"
    ):
        proof.setdefault(finding, []).append((doc_id, sentence))
    for row in db.execute(
        "SELECT f.id, f.kind, f.day, f.matter, m.label, f.note, f.rule, f.steps, f.score FROM findings f "
        "JOIN matters m ON m.id = f.matter ORDER BY f.day NULLS FIRST, f.id"
    ):
        told = proof.get(row[0], [])
        verdict, by, at = last.get(row[0], (PROPOSED, None, None))
        yield (
            *row[:5], list(dict.fromkeys(who.get(row[0], []))), row[5], row[6], json.loads(row[7]), round(row[8], 4),
            verdict, by, at, [t[0] for t in told], [t[1] for t in told],
        )  # fmt: skip


@_table(
    "finding_reports", "One report that proves a finding.", "finding place",
    _text("finding", "the finding (findings)"),
    Column("place", "integer", "its place in the order of time, from 0"),
    _text("report", "the report (reports)"),
)  # fmt: skip
def _finding_reports(record: Record) -> Iterator[Row]:
    yield from record.connection.execute("SELECT finding, place, report FROM finding_reports ORDER BY finding, place")


@_table(
    "finding_actors", "One actor that a finding is about.", "finding place",
    _text("finding", "the finding (findings)"),
    Column("place", "integer", "its place among them, from 0"),
    _text("actor", "the actor (actors)"),
)  # fmt: skip
def _finding_actors(record: Record) -> Iterator[Row]:
    yield from record.connection.execute("SELECT finding, place, actor FROM finding_who ORDER BY finding, place")


@_table(
    "judgements", "A person's word; nothing is ever overwritten, the last one in force counts.", "id",
    _text("id", "its id"),
    _text("kind", "what it is about: finding, report, matter, attribution or actor"),
    _text("target", "the id of that, now", "what was judged is not read now; see placed"),
    _text("judged", "the id it had when it was judged"),
    _text("verdict", "confirmed, refused, amended or added"),
    _text("amend", "what an amended one changes, or an added report says: JSON, see docs/review.md", "changes nothing"),
    _text("by", "who signed it"),
    Column("at", "time", "when"),
    _text("note", "why", "no note"),
    Column("withdrawn_at", "time", "when its reviewer took it back", "in force"),
    _text("placed", "how its target was found in this reading: same, overlap or gone"),
)  # fmt: skip
def _judgements(record: Record) -> Iterator[Row]:
    for row in record.connection.execute(
        "SELECT s.id, s.kind, p.target, s.target, s.verdict, s.amend, s.by, s.at, s.note, w.at, coalesce(p.how, 'gone') FROM signed s "
        "LEFT JOIN placements p ON p.number = s.number LEFT JOIN withdrawals w ON w.judgement = s.id ORDER BY s.number"
    ):
        yield (*row[:8], row[8] or None, *row[9:])


@_table(
    "problems", "An input that could not be read.", "source reason",
    _text("source", "where it stands"),
    _text("reason", "why it could not be read"),
    _text("hint", "what to do", "nothing to be done"),
)  # fmt: skip
def _problems(record: Record) -> Iterator[Row]:
    for row in record.connection.execute("SELECT source, reason, hint FROM problems ORDER BY source, reason"):
        yield (*row[:2], row[2] or None)
