"""Bring a record's matters and findings up to date with the articles that were read since: what they touch, and no more.

The same record comes out whether articles came in one go or in pieces, and in whatever order: every step asks what follows
from the documents alone, and does again only what can have changed. `archive.verify` compares with making all of it anew.

1. copies: which new documents repeat a text, and which old ones now repeat a new one;
2. people: who is who now, and of whom that has changed;
3. strands: the reports of each new document by matter, and of old ones whose people changed;
4. links: what each of these continues, and what old strands continue now that these are there;
5. matters and findings of all strands that hang together with any of these, as people judged them.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush

from walkback import candidates, copies, pairing, pipeline, threads
from walkback.candidates import Held, Postings
from walkback.chains import Together, chains, turn
from walkback.core.judged import Judged
from walkback.core.ledger import OUTLET, Actor, Report
from walkback.core.strands import Link, StrandRow
from walkback.pipeline import People
from walkback.record import effects, judgements, links
from walkback.record.home import Connection
from walkback.record.judgements import UNTOUCHED, Touched
from walkback.record.repeats import Repeats
from walkback.record.store import Record
from walkback.record.strands import Strands
from walkback.threads import Strand

AT_ONCE = 40  # a lookup in the record costs about as much as taking so many strands into memory


def link(record: Record, changed: Touched = UNTOUCHED) -> None:
    """Link every document that is not linked yet, and make anew what judgements have touched, in one transaction."""
    record.home.roomy()
    with record.writing() as db:
        fresh = links.pending(db)
        if not fresh and changed == UNTOUCHED:
            return
        numbers = {number for number, _ in fresh}
        touched = numbers | _copies(db, [doc_id for _, doc_id in fresh])
        links.read_again(db, numbers)
        remade = effects.settle(db, None if fresh else changed)
        touched |= remade
        work = _Work(db, Strands(db), effects.judged(db))
        if fresh or changed.people:
            named, merged = work.meet()
            touched |= links.documents_naming(db, named)
            work.restrand(numbers | remade | links.documents_naming(db, merged))
            work.relink()
        else:
            work.recall()
            if remade:
                work.restrand(remade)
                work.relink()
        work.derive([*(s.id for number in touched for s in work.strands.of(number)), *work.strands_of(changed.reports)])
        judgements.place(db, ("finding", "matter"), lost=True)
        db.execute("DELETE FROM link_pending")


def _copies(db: Connection, fresh: Iterable[str]) -> set[int]:
    """Say of every new document whose text it repeats, and of old ones if that changed; the numbers of those changed.

    In order of publication, since only a text that repeats none can be repeated.
    """
    held = Repeats(db)
    new = set(fresh)
    waiting = [(held.document(doc_id)[1], doc_id) for doc_id in new]
    heapify(waiting)
    queued, changed = set(new), set[int]()
    while waiting:
        place, doc_id = heappop(waiting)
        number, _, before = held.document(doc_id)
        text = held.text(doc_id)
        marks = copies.marks(text)
        held.add(number, place, marks)
        leader = copies.repeated(place, text, held)
        if leader != before:
            held.known(doc_id, leader)
            changed.add(number)
        if leader != before or doc_id in new:
            for later in {d for mark in marks for d in held.after(mark, place, copies.CROWDED)} - queued:
                queued.add(later)
                heappush(waiting, (held.document(later)[1], later))
        queued.discard(doc_id)
    return changed


@dataclass
class _Work:
    """One bringing up to date: what was loaded, and what has changed so far."""

    db: Connection
    strands: Strands
    judged: Judged
    people: People = field(default_factory=lambda: People({}, {}, {}))
    everyone: dict[str, Actor] = field(default_factory=dict)  # the same actors, for a map over them
    held: dict[str, Strand] = field(default_factory=dict)
    gone: dict[str, StrandRow] = field(default_factory=dict)  # taken away, or to be made again
    fresh: dict[str, StrandRow] = field(default_factory=dict)  # made in this run
    seeds: set[str] = field(default_factory=set)  # strands whose matter may have changed

    def meet(self) -> tuple[set[str], set[str]]:
        """Find out who is who. Actors known before of whom a name or a side changed; those whose merging changed."""
        self.people = pipeline.people(links.read_actors(self.db), self.judged)
        self.everyone = dict(self.people.actors)
        people, before = self.people, links.known_actors(self.db)
        now = {key: (a, people.same.get(key), people.sides.get(key)) for key, a in people.actors.items()}
        links.write_actors(self.db, (value for key, value in now.items() if before.get(key) != value))
        named, merged = set[str](), set[str]()
        for key, (actor, same, side) in before.items():
            told, now_same, now_side = now[key]
            if (told.name, told.kind, now_side) != (actor.name, actor.kind, side):
                named.add(key)
            if now_same != same:
                merged.add(key)
        return named | {key for key, to in people.same.items() if to in named} | merged, merged

    def recall(self) -> None:
        """Take who is who from the record: nothing was read that could change it."""
        known = links.known_actors(self.db)
        self.everyone = {key: actor for key, (actor, _, _) in known.items()}
        same = {key: to for key, (_, to, _) in known.items() if to}
        self.people = People(self.everyone, same, {key: side for key, (_, _, side) in known.items() if side})

    def strands_of(self, reports: Iterable[str]) -> Iterator[str]:
        """Ids of the strands that hold some reports."""
        for report in reports:
            row = self.db.execute("SELECT document FROM reports WHERE id = ?", (report,)).fetchone()
            if row:
                yield from (s.id for s in self.strands.of(row[0]) if report in s.reports)

    def restrand(self, documents: Collection[int]) -> None:
        """Make the strands of some documents, anew where they have some."""
        for number in sorted(documents):
            reports = links.reports_of(self.db, number)
            old = self.strands.of(number)
            made = threads.strands(reports, self.people.same)
            self.gone |= {s.id: s for s in old}
            self.strands.drop(old)
            rows = [StrandRow(s.id, s.place, tuple(i.report.id for i in s.items), s.keys) for s in made]
            self.strands.put(number, rows)
            self.fresh |= {row.id: row for row in rows}
            self.held |= {s.id: s for s in made}

    def relink(self) -> None:
        """Find what the new strands continue, and what those that may now continue a new one do."""
        postings, total = self._postings()
        again = set(self.fresh)
        if len(again) < total:
            for row in (*self.gone.values(), *self.fresh.values()):
                again |= candidates.affected(postings, row.keys, row.place)
        found: list[tuple[str, Link | None]] = []
        for name in sorted(again):
            link = threads.continued(self.strand(name), postings, self.strand)
            was = None if name in self.fresh else self.strands.row(name)
            before = was.link if was else None
            if name in self.fresh or link != before:
                self.seeds |= {name, *(end.to for end in (link, before) if end)}
                found.append((name, link))
        self.seeds |= {row.link.to for row in self.gone.values() if row.link}
        self.strands.link(found)

    def _postings(self) -> tuple[Postings, int]:
        """Who holds a key, in memory if much is new, else looked up in the record; and how many strands there are."""
        total = len(self.strands)
        if AT_ONCE * len(self.fresh) < total:
            return self.strands, total
        return Held((row.place, row.id, row.keys) for row in self.strands.all()), total

    def strand(self, name: str) -> Strand:
        """A strand with its reports, loaded once."""
        if name not in self.held:
            row = self.strands.row(name)
            assert row is not None, name
            told = (links.report(self.db, report) for report in row.reports)
            self.held[name] = threads.strand([pairing.item(r, self.people.same) for r in told])
        return self.held[name]

    def derive(self, also: Iterable[str]) -> None:
        """Make the matters and findings of all strands that hang together with those changed, or with those named here."""
        left = {name for name in (*self.seeds, *also) if self.strands.row(name)}
        old = links.matters_of(self.db, {r for row in self.gone.values() for r in row.reports})
        new: dict[str, links.Told] = {}
        while left:
            family = self._family(left.pop())
            left.difference_update(family)  # in place: `-=` with a view of keys copies all that is left
            reports = {r.id: r for name in family for r in self._reports(name)}
            old |= links.matters_of(self.db, reports)
            links.forget_left_out(self.db, reports)
            for matter, findings in self._matters(family, reports):
                new[matter.id] = matter, findings
        links.rewrite(self.db, old, new)

    def _reports(self, name: str) -> list[Report]:
        return [item.report for item in self.strand(name).items]

    def _family(self, name: str) -> dict[str, StrandRow]:
        """All strands that hang together with one: by links, or as people brought their reports together or took them apart."""
        family = self._linked(name)
        waiting = set(family)
        while waiting:
            reports = [report for one in waiting for report in family[one].reports]
            waiting = set()
            for other in self.strands_of({r for joint in self.judged.reach(reports) for r in joint}):
                if other not in family:
                    more = self._linked(other)
                    family |= more
                    waiting |= more.keys()
        return family

    def _linked(self, name: str) -> dict[str, StrandRow]:
        """All strands that are linked with one, directly or by way of others."""
        while above := self.strands.parent(name):
            name = above
        family: dict[str, StrandRow] = {}
        waiting = [name]
        while waiting:
            row = self.strands.row(waiting.pop())
            assert row is not None
            family[row.id] = row
            waiting += self.strands.children(row.id)
        return family

    def _matters(self, family: Mapping[str, StrandRow], reports: Mapping[str, Report]) -> Iterator[links.Told]:
        """The matters of a family with what is found on them."""
        told = [kept for r in reports.values() if (kept := self.judged.report(r))]
        named = {a for r in told for a in (r.by, *r.parties)}
        unnamed = links.read_actors(self.db, [a for a in named if a not in self.everyone and a != OUTLET])
        everyone: Mapping[str, Actor] = ChainMap(unnamed, self.everyone)
        people = replace(self.people, actors=everyone)
        copied = links.copied(self.db, {row.place.doc_id for row in family.values()})
        linked = {name: row.link for name, row in family.items() if row.link}
        turns = {name: turn(self._reports(name)) for name in family}
        made = chains(((row.place, name) for name, row in family.items()), linked, turns)
        together = Together({r: name for name, row in family.items() for r in row.reports}, linked)
        for group in self.judged.groups([r for name in strands for r in self._reports(name)] for strands in made):
            refused = [r.id for r in group if r.id in self.judged.refused]
            links.leave_out(self.db, threads.matter_id(self.judged.named_by(group)), refused)
            matter, found = pipeline.matter_of(group, people, copied, together, self.judged)
            if matter:
                yield matter, found
