"""Commands that judge: one after another with single keys, or one at a time for scripts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from walkback import judging
from walkback.core.errors import InputError, WalkbackError
from walkback.core.ledger import Amendment, Judgement, Verdict
from walkback.record import anchors, gather, queries, review
from walkback.record.anchors import KINDS, Kind
from walkback.record.home import Location
from walkback.record.review import Waiting
from walkback.record.store import Record
from walkback.views import judged, missing
from walkback.views.console import screen, show, told
from walkback.views.options import PATH, RECORD
from walkback.views.words import clean, count

BY = click.option(
    "--by", envvar="WALKBACK_REVIEWER", show_envvar=True, metavar="NAME", help="Who judges; every judgement is signed."
)
HELP = "c confirm  r refuse  a amend  + add what is missing  n note  u undo  s skip  b back  q quit"
AMENDED = "s status  d due  w whose word  p parties  m merge matter  x split matter  l label  any other key: back"
VERDICTS: dict[str, Verdict] = {
    "confirm": "confirmed", "confirmed": "confirmed", "refuse": "refused", "refused": "refused", "amend": "amended", "amended": "amended",
}  # fmt: skip


def _watched() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@click.command(name="review", short_help="Judge what waits, one after another, with single keys.")
@RECORD
@BY
@click.option("--kind", type=click.Choice(KINDS), default="finding", show_default=True, help="What to judge.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N", help="At most so many.")
@click.option("--list", "listed", is_flag=True, help="Print what waits instead of asking.")
@click.option("--agreement", is_flag=True, help="Print how far reviewers agree instead.")
@click.option("--unplaced", is_flag=True, help="Print judgements whose target is not read now, and why, instead.")
@told
def review_(record: Location, by: str | None, kind: Kind, limit: int, **only: bool) -> None:
    """Judge what waits: the most doubtful that most hangs on first, both sentences side by side, what others said below.

    Keys: c confirm, r refuse, a amend, + add a report that was missed, n note for the next judgement, u undo your last
    judgement, s skip, b back, q quit.
    Every judgement takes effect at once and can be taken back. Two people can judge the same record at once.

    \b
    walkback review --by "Rin Sorel"
    walkback review --list --kind report --limit 20
    """
    with Record.open(record) as held:
        if only["agreement"]:
            show("\n".join(judged.agreement(review.agreement(held))))
        elif only["unplaced"]:
            show(judged.unplaced(screen(), review.unplaced(held)))
        elif only["listed"]:
            rows = review.queue(held, kind=kind, reviewer=by or "", limit=limit, judged=False)
            show("\n".join(judged.waiting(screen(), held, rows)).rstrip() or "Nothing waits.")
        else:
            _sit_down(held, _signed(by), kind, limit)


def _signed(by: str | None) -> str:
    if not by or not by.strip():
        raise InputError("a judgement is signed", hint="give --by NAME, or set WALKBACK_REVIEWER")
    return by.strip()


def _sit_down(record: Record, by: str, kind: Kind, limit: int) -> None:
    if not _watched():
        raise InputError("review asks for keys, and here is no terminal", hint="walkback review --list, and walkback judge TARGET VERDICT")  # fmt: skip
    session = Session(record, by, review.queue(record, kind=kind, reviewer=by, limit=limit, judged=False), limit)
    session.run()
    show(f"{count(session.judged, 'judgement')} by {clean(by)}; walkback review goes on from here")


@dataclass
class Session:
    """One sitting: a place in the queue, the note for the next judgement."""

    record: Record
    by: str
    rows: list[Waiting]
    limit: int = 50
    at: int = 0
    judged: int = 0
    note: str = ""
    keys: dict[str, Callable[[Waiting], bool]] = field(default_factory=dict)

    def run(self) -> None:
        """Ask until the queue or the reviewer has had enough."""
        self.keys = {
            "c": lambda w: self._judge(w.target, "confirmed"), "r": lambda w: self._judge(w.target, "refused"),
            "a": self._amend, "n": self._note, "u": lambda w: self._undo(), "s": lambda w: True,
            "b": lambda w: self._back(), "+": self._missed,
        }  # fmt: skip
        while self.at < len(self.rows) or self._more():
            row = self.rows[self.at]
            if anchors.kind_of(self.record.connection, row.target) is None:  # it follows from nothing any more
                self.at += 1
                continue
            self._show(row)
            if not self._answered(row):
                return
        show("Nothing more waits.")

    def _more(self) -> bool:
        """Take what came up since the queue was asked: an amendment can make a finding that nobody has seen."""
        if not self.rows:
            return False
        seen = {w.target for w in self.rows}
        asked_again = review.queue(
            self.record, kind=self.rows[0].kind, reviewer=self.by, limit=self.limit, judged=False
        )
        self.rows += [w for w in asked_again if w.target not in seen]
        return self.at < len(self.rows)

    def _show(self, row: Waiting) -> None:
        bar = f"{self.at + 1} of {len(self.rows)}"
        others = " · reviewers differ" if row.contested else ""
        show("\n" + screen().paint(f"── {bar}{others} " + "─" * 20, "dim"))
        show(judged.target(screen(), self.record, row.kind, row.target))
        show(screen().paint(HELP, "dim"))

    def _answered(self, row: Waiting) -> bool:
        """Ask for keys until one moves on; False to quit."""
        while True:
            key = click.getchar().lower()
            if key in ("q", "\x03", "\x04", ""):
                return False
            act = self.keys.get("s" if key in (" ", "\r", "\n") else key)
            if act is None:
                show(HELP)
                continue
            try:
                if act(row):
                    self.at += 1
                    return True
            except WalkbackError as error:
                show(screen().paint(clean(str(error)), "red"))

    def _judge(self, target: str, verdict: Verdict, amend: Amendment | None = None) -> bool:
        said = Judgement(target, verdict, self.by, datetime.now(UTC), self.note, amend)
        judging.judge(self.record, said)
        self.judged += 1
        self.note = ""
        show(screen().paint(f"{verdict}{': ' + judged.amendment(amend) if amend else ''}", "green"))
        return True

    def _undo(self) -> bool:
        said = judging.undo(self.record, self.by, datetime.now(UTC))
        if said is None:
            show("You have no judgement to take back.")
            return False
        self.judged -= 1
        show(screen().paint(f"taken back: {said.verdict} on {said.target}", "yellow"))
        found = next((n for n, w in enumerate(self.rows) if w.target == said.target), None)
        if found is None:
            return False
        self.at = found - 1
        return True

    def _back(self) -> bool:
        self.at = max(-1, self.at - 2)
        return True

    def _note(self, row: Waiting) -> bool:
        self.note = click.prompt("note", default="", show_default=False)
        return False

    def _missed(self, row: Waiting) -> bool:
        """Ask what was missed in an article of what is shown, and add it; what is shown stays up, as it may have changed by it."""
        if row.kind not in ("finding", "matter", "report"):
            raise InputError(f"+ adds a report, and this is of no {row.kind}", hint="walkback judge ARTICLE add")
        target = self._target(row, "status")
        held = gather.matters_of(self.record, [target]).get(target)
        doc_id = gather.evidence(self.record, [target])[target].head.doc_id

        def ask(question: str, held: str) -> str:
            return str(click.prompt(question, default=held or None))

        said = missing.judgement(
            self.record, missing.asked(self.record, doc_id, held.id if held else "", ask), self.by, datetime.now(UTC)
        )
        judging.judge(self.record, replace(said, note=self.note))
        self.judged, self.note = self.judged + 1, ""
        show(screen().paint(f"added: {judged.amendment(said.amend)}", "green"))
        if anchors.kind_of(self.record.connection, row.target):
            self.at -= 1
        return True

    def _amend(self, row: Waiting) -> bool:
        """Ask what to amend. The finding stays up, as it may have changed by it; other targets are done."""
        show(AMENDED)
        field = {"s": "status", "d": "due", "w": "by", "p": "parties", "m": "merge", "x": "split", "l": "label"}.get(
            click.getchar().lower()
        )
        if field is None:
            show(HELP)
            return False
        target = self._target(row, field)
        self._judge(target, "amended", asked(self.record, target, field, click.prompt(self._asks(field, target))))
        if row.kind == "finding" and anchors.kind_of(self.record.connection, row.target):
            self.at -= 1
        return True

    def _target(self, row: Waiting, field: str) -> str:
        """The report, matter or whatever else it is that a change of a field is of."""
        if row.kind in ("report", "attribution", "actor"):
            if row.kind == "report" and field in ("merge", "split", "label"):
                return queries.of_matter(self.record)[row.target]
            return row.target
        if row.kind == "matter":
            matter, evidence = row.target, queries.matter_row(self.record, row.target).evidence
        else:
            (found,) = gather.finding_rows(self.record, [row.target])
            matter, evidence = found.matter.id, found.evidence
        if field in ("merge", "split", "label"):
            return matter
        number = click.prompt("which report", type=click.IntRange(1, len(evidence))) if len(evidence) > 1 else 1
        return evidence[number - 1].report.id

    def _asks(self, field: str, target: str) -> str:
        if field == "split":
            for n, e in enumerate(queries.matter_row(self.record, target).evidence, 1):
                show(f"  [{n}] {e.head.published or 'undated'} {clean(e.sentence)[:90]}")
            return "numbers of the reports that are another undertaking"
        if field == "merge":
            for name, label in near(self.record, target):
                show(f"  {name[:10]}  {clean(label)}")
        return {
            "status": "status", "due": "due (2031-05-10, 2031-05-10..2031-05-20, ~ for about, none)", "by": "whose word (a name, or article)",
            "parties": "parties (names, separated by ;)", "merge": "id of the matter that is the same", "label": "label",
        }[field]  # fmt: skip


def near(record: Record, matter: str) -> list[tuple[str, str]]:
    """Other matters that share a party with one, those with most reports first: (id, label)."""
    return record.connection.execute(
        "SELECT m.id, m.label FROM matters m WHERE m.id != ?1 AND EXISTS (SELECT 1 FROM json_each(m.parties) p WHERE p.value IN "
        "(SELECT value FROM matters o, json_each(o.parties) WHERE o.id = ?1)) "
        "ORDER BY (SELECT count(*) FROM matter_reports r WHERE r.matter = m.id) DESC, m.id LIMIT 8",
        (matter,),
    ).fetchall()


def asked(record: Record, target: str, field: str, text: str) -> Amendment:
    """An amendment of one field of a target, from what a person typed.

    Raises InputError where it says nothing that fits.
    """
    if field == "status":
        return Amendment(status=judged.status_of(text))
    if field == "due":
        due = judged.due_of(text)
        return Amendment(due=due, undated=due is None)
    if field == "by":
        return Amendment(by=judged.actor_of(record, text))
    if field == "parties":
        names = [name for name in text.split(";") if name.strip()]
        return Amendment(parties=tuple(judged.actor_of(record, name) for name in names))
    if field == "label":
        return Amendment(label=clean(text))
    kind, _ = review.target(record, target)
    words = text.replace(",", " ").split() if kind != "actor" else text.split(";")
    if kind == "actor":
        ids = tuple(judged.actor_of(record, word) for word in words)
        return Amendment(merge=ids) if field == "merge" else Amendment(split=ids)
    if field == "merge":
        return Amendment(merge=tuple(queries.matter(record, word).matter.id for word in words))
    evidence = queries.matter_row(record, target).evidence
    numbers = {str(n): e.report.id for n, e in enumerate(evidence, 1)}
    return Amendment(split=tuple(numbers.get(word) or review.target(record, word)[1] for word in words))


@click.command(short_help="Judge one thing, for scripts.")
@click.argument("target", metavar="TARGET")
@click.argument("verdict", metavar="VERDICT", type=click.Choice([*VERDICTS, "add", "undo"]))
@RECORD
@BY
@click.option("--note", default="", metavar="TEXT", help="Why.")
@click.option("--status", metavar="STATUS", help="amend: how the report stands.")
@click.option(
    "--due", metavar="DAYS", help="amend: 2031-05-10, 2031-05-10..2031-05-20, ~ at the end for about, or none."
)
@click.option("--whose", "by_", metavar="NAME", help="amend: on whose word; article for the article itself.")
@click.option("--parties", metavar="NAMES", help="amend: who is to act, then others, separated by ;")
@click.option("--label", metavar="TEXT", help="amend: what the matter is called.")
@click.option("--merge", metavar="IDS", help="amend: matters, or actors, that are the same.")
@click.option(
    "--split", metavar="IDS", help="amend: reports that are another undertaking, or actors that are not the same."
)
@click.option("--words", metavar="TEXT", help="add: the words of the article that tell of it, as they stand there.")
@click.option("--at", metavar="OFFSET", help="add: where they begin, if they stand there more than once.")
@click.option(
    "--type", "type_", metavar="TYPE", help="add: what kind of undertaking; else that of its matter, or other."
)
@told
def judge(target: str, verdict: str, record: Location, by: str | None, note: str, **change: str | None) -> None:
    """Judge one finding, report, matter, attribution or actor, or add what was missed in an article. VERDICT is confirm,
    refuse, amend, add or undo.

    The beginning of an id is enough; walkback review --list shows them. undo takes back your last judgement of TARGET. add:
    TARGET is an article; --words and --status say what it tells, --whose, --parties, --due and --merge (its matter) the rest.

    \b
    walkback judge 3f2a91c0 confirm --by "Rin Sorel" --note "both sentences hold"
    walkback judge 77b1e0d4 amend --by "Rin Sorel" --status postponed --due 2031-06-01
    walkback judge wire/0412 add --by "Rin Sorel" --words "visit" --status cancelled --whose "Ilse Tarn" --merge 9c02ab17
    """
    name = _signed(by)
    with Record.open(record) as held:
        if verdict == "add":
            show(_add(held, target, name, note, change))
            return
        if change.pop("words") or change.pop("at") or change.pop("type_"):
            raise InputError("--words, --at and --type say what is added", hint="walkback judge ARTICLE add")
        kind, whole = review.target(held, target)
        if verdict == "undo":
            gone = judging.undo(held, name, datetime.now(UTC), target=whole)
            if gone is None:
                raise InputError(f"{name} has no judgement of {target} to take back", hint="walkback review --list shows who judged what")  # fmt: skip
            show(f"{kind} {whole}: taken back: {gone.verdict}")
            return
        amend = _amendment(held, whole, change)
        said = Judgement(whole, VERDICTS[verdict], name, datetime.now(UTC), note, amend)
        judging.judge(held, said)
    show(f"{kind} {whole}: {said.verdict} by {clean(name)}")


def _add(record: Record, doc_id: str, by: str, note: str, change: dict[str, str | None]) -> str:
    """Add what was missed in an article; a line that says so."""
    given = {name: text or "" for name, text in change.items()}
    if given["label"] or given["split"]:
        raise InputError("an added report has no label and splits nothing", hint="judge its matter afterwards")
    if not given["words"] or not given["status"]:
        raise InputError("what was missed has words and a standing", hint="give --words TEXT and --status STATUS")
    at = given["at"]
    if at and not at.isdecimal():
        raise InputError(f"--at {at!r} is no offset", hint="a number of characters from the beginning of the article")
    text = queries.document(record, doc_id).document.text
    missed = missing.Missed(
        doc_id, missing.place(text, given["words"], int(at) if at else None), given["status"], given["type_"], given["by_"],
        given["parties"], judged.due_of(given["due"]) if given["due"] else None, given["merge"], note,
    )  # fmt: skip
    said = missing.judgement(record, missed, by, datetime.now(UTC))
    judging.judge(record, said)
    return f"report {said.target}: added by {clean(by)}"


def _amendment(record: Record, target: str, change: dict[str, str | None]) -> Amendment | None:
    """All fields that options name as one amendment; None where none does."""
    given: dict[str, object] = {}
    for option, text in change.items():
        if text is not None:
            part = asked(record, target, option.rstrip("_"), text)
            given |= {n: v for n in Amendment.__slots__ if (v := getattr(part, n)) not in (None, (), False)}
    return Amendment(**given) if given else None  # type: ignore[arg-type]


@click.command(name="import-judgements", short_help="Take in judgements that were exported from another record.")
@click.argument("source", metavar="FILE", type=PATH)
@RECORD
@told
def import_judgements(source: Path, record: Location) -> None:
    """Take in the judgements of FILE, made by walkback export --format judgements, and place them by article and overlap.

    Those known already change nothing; those whose target is not read here are kept and listed by walkback review --unplaced.
    """
    try:
        lines = source.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{source} cannot be read: {error}", hint="name a judgements.jsonl") from error
    with Record.open(record) as held:
        taken, known = judging.take_in(held, lines)
        left = len(review.unplaced(held))
    show(f"{count(taken, 'judgement')} taken in, {known:,} known already; {left:,} without a place in this record")
