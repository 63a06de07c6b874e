"""Words that the terminal and the page share: days, standings, changes. Never a control character from a text."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Finding, Judgement
from walkback.record.rows import Evidence, FindingRow

OUTCOMES = ("kept", "slipped", "withdrawn", "disputed", "lapsed", "open")
PLURALS = {"reversal": "reversals", "delay": "delays", "dispute": "disputes", "kept": "kept", "lapse": "lapses"}
AS_FAR = "the record, as far as it reaches, shows no fulfilment"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# What steers a terminal, turns the direction of writing, hides, or may not stand in XML; newlines are left.
_CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ISO = re.compile(r"(about )?(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))?")


def visible(text: str) -> str:
    """A text without characters that would steer a terminal or hide, all blanks made plain; its lines are kept."""
    return _CONTROL.sub(lambda found: " " if found[0].isspace() else "", text)


def clean(text: str) -> str:
    """A text on one line, without characters that would steer a terminal or hide."""
    return " ".join(visible(text).split())


def count(n: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 article", "1,204 articles"."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def joined(parts: Sequence[str]) -> str:
    """Parts as a list in a sentence: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def days(interval: Interval | None) -> str:
    """An interval in ISO days: "2031-02-06", "about 2031-02-20 to 2031-05-22", "by 2031-03-01"."""
    if interval is None or not (interval.earliest or interval.latest):
        return ""
    about = "about " if interval.vague else ""
    if interval.latest is None:
        return f"{about}from {interval.earliest} on"
    if interval.earliest is None or interval.earliest == interval.latest:
        return f"{'' if interval.earliest else 'by '}{about}{interval.latest}"
    return f"{about}{interval.earliest} to {interval.latest}"


def day(value: date | None) -> str:
    """A day as newspapers write it: "6 February 2031"."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else "undated"


def month(value: date) -> str:
    """The short name of a day's month: "Feb"."""
    return _MONTHS[value.month - 1][:3]


def spoken(interval: Interval | None) -> str:
    """An interval as newspapers write it: "6 February 2031", "20–24 May 2031", "about January 2031"."""
    if interval is None or not (interval.earliest or interval.latest):
        return ""
    about = "about " if interval.vague else ""
    if interval.latest is None:
        return f"{about}from {day(interval.earliest)} on"
    if interval.earliest is None:
        return f"by {about}{day(interval.latest)}"
    return about + _between(interval.earliest, interval.latest)


def _between(first: date, last: date) -> str:
    if first == last:
        return day(last)
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        if (first.month, last.month) == (1, 12):
            return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{_MONTHS[first.month - 1]} {first.year}"
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} to {day(last)}"
    return f"{first.day}–{day(last)}"


def in_words(note: str) -> str:
    """A note with its ISO days written out."""

    def written(found: re.Match[str]) -> str:
        try:
            first = date.fromisoformat(found[2])
            return (found[1] or "") + _between(first, date.fromisoformat(found[3]) if found[3] else first)
        except ValueError:
            return found[0]

    return _ISO.sub(written, note)


def standing_of(judgements: Sequence[Judgement], *, written: bool = False) -> str:
    """Whether a person has signed a finding; a machine's finding is a proposal. written: the day as newspapers write it."""
    if not judgements:
        return "proposed, not reviewed"
    last = judgements[-1]
    return f"{last.verdict} by {clean(last.by)}, {day(last.at.date()) if written else last.at.date()}"


def lateness(left: int) -> str:
    """Days to a due day in words: "12 days over", "due today", "in 1 day"."""
    return f"{count(-left, 'day')} over" if left < 0 else "due today" if left == 0 else f"in {count(left, 'day')}"


SPOKEN = {
    "floated": "floated", "proposed": "proposed", "planned": "planned", "agreed": "agreed", "underway": "under way",
    "done": "done", "postponed": "put off", "cancelled": "called off", "rejected": "refused", "denied": "denied",
    "failed": "failed",
}  # fmt: skip


def change(row: FindingRow) -> str:
    """The change from first to last evidence: "planned on 3 March 2031, called off 5 days later"; of a delay both due days, of
    a dispute both words, of a lapse what was undertaken."""
    if not row.evidence:
        return ""
    first, last = row.evidence[0], row.evidence[-1]
    one, other = SPOKEN[first.report.status], SPOKEN[last.report.status]
    if first is last:
        return one
    if row.finding.kind == "dispute":
        return f"{one}, says {voice(first)}; {other}, says {voice(last)}"
    if row.finding.kind == "lapse" or (one == other and first.head.doc_id == last.head.doc_id):
        return f"{one}{_on(first)}"
    if one == other:
        other = "again"
    return _moved(row) or f"{one}{_on(first)}, {other}{_after(first, last)}"


def gist(row: FindingRow) -> str:
    """The change with what more there is to it, in one line."""
    return "; ".join(dict.fromkeys(part for part in (change(row), note_of(row, written=True)) if part))


def _moved(row: FindingRow) -> str:
    """The two due days of a delay and what lies between them; "" where either is unknown."""
    first, last = row.evidence[0], row.evidence[-1]
    before, now = first.report.due, last.report.due
    if row.finding.kind != "delay" or first is last or not (before and now and before.latest and now.latest and before.latest < now.latest):  # fmt: skip
        return ""
    gap = count((now.latest - before.latest).days, "day")
    return f"due {spoken(before)}, then {spoken(now)}: {'about ' if before.vague or now.vague else ''}{gap} later"


def _on(row: Evidence) -> str:
    return f" on {day(row.head.published)}" if row.head.published else ""


def _after(first: Evidence, last: Evidence) -> str:
    one, other = first.head.published, last.head.published
    if first.head.doc_id == last.head.doc_id or not one or not other:
        return " in the same article" if first.head.doc_id == last.head.doc_id else ""
    gap = (other - one).days
    return f" {count(gap, 'day')} later" if gap > 0 else " the same day" if gap == 0 else _on(last)


def subject(row: FindingRow) -> str:
    """Whose change it is; a dispute names its sides in its change."""
    return "" if row.finding.kind == "dispute" and len(row.evidence) > 1 else ", ".join(clean(a.name) for a in row.who)


def note_of(row: FindingRow, *, written: bool = False) -> str:
    """What a finding says beyond its change; "" where the change tells all. written: days as newspapers write them."""
    kind, note = row.finding.kind, row.finding.note
    if kind == "lapse":
        due = next((e.report.due for e in row.evidence if e.report.due), None)
        by = f" by {(spoken if written else days)(due).removeprefix('by ')}" if due else ""
        return f"{AS_FAR}{by}"
    if len(row.evidence) > 1 and (kind in ("reversal", "kept", "dispute") or _moved(row)):
        return ""
    told = in_words(note) if written else note
    return "" if told == change(row) else told


def note_of_finding(finding: Finding) -> str:
    """The note of a finding with its days written out; a lapse says how far it can be trusted."""
    return f"{AS_FAR}; {in_words(finding.note)}" if finding.kind == "lapse" else in_words(finding.note)


def voice(evidence: Evidence) -> str:
    """On whose word a report stands."""
    return "the article itself" if evidence.report.by == OUTLET else clean(evidence.by)


def flags(evidence: Evidence) -> list[str]:
    """What a report says with reserve."""
    return [name for name in ("conditional", "hedged") if getattr(evidence.report, name)]
