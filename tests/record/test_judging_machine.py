"""Any run of judgements and withdrawals against a simple oracle: the last word in force, fields that add up, groups of articles."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.homes import Cluster
from tests.record.judged import Desk, fill
from walkback.core.errors import InputError
from walkback.core.interval import Interval
from walkback.record import queries, review
from walkback.record.home import Location
from walkback.record.store import Record

DOCS = "abcdef"
GROUPS = [set("abc"), set("de"), set("f")]
READ = {"a": "planned", "b": "planned", "c": "cancelled", "d": "planned", "e": "done", "f": "planned"}
PEOPLE = st.sampled_from(["Ada", "Bo"])
DUE = Interval(date(2031, 6, 20), date(2031, 6, 20), basis="stated", rule="judged")


@dataclass
class Said:
    """One judgement as the oracle keeps it."""

    by: str
    what: str  # refused, confirmed, status, due, join or part
    doc: str
    value: object = None
    withdrawn: bool = False


class Judging(RuleBasedStateMachine):
    """The record beside a list of what was said."""

    @staticmethod
    def place(folder: Path) -> Location:
        """Where the record is to be."""
        return folder / "r.db"

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        place = self.place(Path(self.folder.name))
        fill(place)
        self.record = Record.open(place)
        self.desk = Desk(self.record)
        self.said: list[Said] = []
        self.ids = {doc: self.desk.report(doc) for doc in DOCS}

    def teardown(self) -> None:
        if hasattr(self, "record"):
            self.record.close()
            self.folder.cleanup()

    def matter(self, doc: str) -> str | None:
        return queries.of_matter(self.record).get(self.ids[doc])

    @rule(by=PEOPLE, doc=st.sampled_from(DOCS), verdict=st.sampled_from(["confirmed", "refused"]))
    def word(self, by: str, doc: str, verdict: str) -> None:
        self.desk.judge(self.ids[doc], verdict, who=by)  # type: ignore[arg-type]
        self.said.append(Said(by, verdict, doc))

    @rule(by=PEOPLE, doc=st.sampled_from(DOCS), status=st.sampled_from(["postponed", "denied"]))
    def status(self, by: str, doc: str, status: str) -> None:
        self.desk.judge(self.ids[doc], "amended", who=by, status=status)
        self.said.append(Said(by, "status", doc, status))

    @rule(by=PEOPLE, doc=st.sampled_from(DOCS))
    def due(self, by: str, doc: str) -> None:
        self.desk.judge(self.ids[doc], "amended", who=by, due=DUE)
        self.said.append(Said(by, "due", doc, DUE))

    @rule(by=PEOPLE, one=st.sampled_from(DOCS), other=st.sampled_from(DOCS))
    def join(self, by: str, one: str, other: str) -> None:
        mine, theirs = self.matter(one), self.matter(other)
        if mine is None or theirs is None or mine == theirs:
            return
        groups = self.groups()
        sides = [next(g for g in groups if doc in g) for doc in (one, other)]
        self.desk.judge(mine, "amended", who=by, merge=(theirs,))
        self.said.append(Said(by, "join", one, tuple(map(frozenset, sides))))

    @rule(by=PEOPLE, doc=st.sampled_from(DOCS))
    def part(self, by: str, doc: str) -> None:
        mine = self.matter(doc)
        group = next(g for g in self.groups() if doc in g)
        if mine is None or len(group) < 2:
            return
        self.desk.judge(mine, "amended", who=by, split=(self.ids[doc],))
        self.said.append(Said(by, "part", doc, (frozenset({doc}), frozenset(group - {doc}))))

    @precondition(lambda self: getattr(self, "said", None))
    @rule(by=PEOPLE)
    def undo(self, by: str) -> None:
        mine = [s for s in self.said if s.by == by and not s.withdrawn]
        assert (self.desk.undo(who=by) is not None) == bool(mine)
        if mine:
            mine[-1].withdrawn = True

    @rule()
    def undo_what_was_never_judged(self) -> None:
        assert self.desk.undo(who="Nobody") is None
        with pytest.raises(InputError):
            self.desk.judge("no such thing", "confirmed")

    def in_force(self) -> list[Said]:
        return [s for s in self.said if not s.withdrawn]

    def groups(self) -> list[set[str]]:
        """Articles by matter: the machine's, then joined and parted in the order said."""
        held = [set(g) for g in GROUPS]

        def main(docs: frozenset[str]) -> set[str]:
            return min((g for g in held if g & docs), key=lambda g: (-len(g & docs), min(g)))

        for s in self.in_force():
            if s.what == "join":
                one, other = (main(docs) for docs in s.value)  # type: ignore[attr-defined]
                if one is not other:
                    held.remove(other)
                    one |= other
            elif s.what == "part":
                leaving, staying = s.value  # type: ignore[misc]
                group = next(g for g in held if s.doc in g)
                if group & staying:
                    group -= leaving
                    # what is in neither set goes with the part it is nearest to: here, with those of its own first matter
                    own = next(g for g in GROUPS if s.doc in g)
                    strays = {d for d in group - staying if d in own and not staying & own}
                    group -= strays
                    held.append(set(leaving) | strays)
        return held

    def refused(self) -> set[str]:
        last = {s.doc: s.what for s in self.in_force() if s.what not in ("join", "part")}
        return {doc for doc, what in last.items() if what == "refused"}

    @invariant()
    def the_record_is_what_the_oracle_says(self) -> None:
        if not hasattr(self, "record"):
            return
        wanted = {frozenset(g - self.refused()) for g in self.groups()} - {frozenset()}
        assert self.desk.matters() == wanted
        status = dict(READ) | {s.doc: str(s.value) for s in self.in_force() if s.what == "status"}
        held = {e.head.doc_id: e.report for m in queries.matters(self.record) for e in m.evidence}
        assert {doc: r.status for doc, r in held.items()} == {d: status[d] for d in held}
        dated = {s.doc for s in self.in_force() if s.what == "due"}
        assert dated & held.keys() <= {doc for doc, r in held.items() if r.due == DUE}
        assert len(review.history(self.record)) == len(self.said)

    @invariant()
    def it_follows_from_its_reports_and_judgements(self) -> None:
        if hasattr(self, "record"):
            assert self.desk.same()


Judging.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
TestJudging = Judging.TestCase


def test_judging_in_postgresql(cluster: Cluster) -> None:
    class InPostgresql(Judging):
        @staticmethod
        def place(folder: Path) -> Location:
            return cluster.fresh()

    run_state_machine_as_test(InPostgresql, settings=settings(max_examples=4, stateful_step_count=8, deadline=None))
