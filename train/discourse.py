"""Attributions of openly licensed texts: GUM's discourse relations, and what EWT's syntax says of the same verbs.

GUM (open part) marks the clause that attributes and the clause attributed (eRST relations attribution-positive and -negative); its syntax
tells the cue and the source within the first. EWT has syntax alone: a verb that attributes in GUM at least twice, with a clause of its own,
attributes there too. Spans follow the habits of PolNeAR: auxiliaries and negation in the cue, "that" and quotation marks in the content.

Licences: GUM's annotations CC BY 4.0, its texts as their genres state (CC BY, CC BY-SA, public domain); EWT CC BY-SA 4.0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import conllu
from bench.corpora import Json

GUM, EWT = Path("gum/open/gum-train.conllu.gz"), Path("ewt/en_ewt-ud-train.rebuilt.conllu.gz")
_RELATION = re.compile(r"([\w-]+):(\d+)->(\d+)|ROOT:(\d+)")
_OF_THE_CUE = {"aux", "aux:pass", "cop", "compound:prt", "advmod"}
_SUBJECTS = ("nsubj", "nsubj:pass", "obl:agent", "csubj")
_CLAUSES = ("ccomp", "parataxis")
_CLOSING = {".", ",", ";", "-", "--", "–", "—"}
LEAST_SEEN = 2  # times that a verb attributes in GUM before it is believed in EWT


@dataclass
class Token:
    start: int
    end: int
    form: str
    lemma: str
    tag: str
    head: int  # number of the token in its document that governs it; -1: none
    relation: str
    unit: int  # of discourse, 0 where none is marked
    children: list[int] = field(default_factory=list)


@dataclass
class Parsed:
    """One document: its text, its tokens, and for each unit of discourse its relation and the unit that it belongs to."""

    doc_id: str
    text: str
    tokens: list[Token]
    sentences: list[tuple[int, int]]  # first token, one past the last
    units: dict[int, tuple[str, int]]


def documents(path: Path) -> Iterator[Parsed]:
    """The documents of a CoNLL-U file (gzip), texts rebuilt with an empty line between paragraphs."""
    return (_parsed(name, sentences) for name, sentences in conllu.documents(path))


def _parsed(name: str, sentences: list[conllu.Sentence]) -> Parsed:
    out = Parsed(name, "", [], [], {})
    text, unit = "", 0
    for sentence in sentences:
        if sentence.opens and text:
            text = text.rstrip() + "\n\n"
        first = len(out.tokens)
        for word in sentence.words:
            _, form, lemma, _, tag, _, head, relation, _, misc = word.cells
            mark = re.search(r"Discourse=([^|]+)", misc)
            if mark and (told := _RELATION.search(mark.group(1))):
                unit = int(told.group(2) or told.group(4))
                if told.group(1):
                    out.units[unit] = (told.group(1), int(told.group(3)))
            place = -1 if head == "0" else first + int(head) - 1
            out.tokens.append(Token(len(text), len(text) + len(form), form, lemma, tag, place, relation, unit))
            text += form + " " * word.spaced
        out.sentences.append((first, len(out.tokens)))
    out.text = text.rstrip()
    for i, token in enumerate(out.tokens):
        if token.head >= 0:
            out.tokens[token.head].children.append(i)
    return out


def below(doc: Parsed, top: int, without: set[int] | frozenset[int] = frozenset()) -> list[int]:
    """A token and all that it governs, in order, but for what hangs under `without`."""
    out, todo = list[int](), [top]
    while todo:
        i = todo.pop()
        if i not in without:
            out.append(i)
            todo += doc.tokens[i].children
    return sorted(out)


def runs(doc: Parsed, tokens: list[int]) -> list[list[int]]:
    """Spans of characters over neighbouring tokens, without the stops at their ends."""
    groups: list[list[int]] = []
    for i in tokens:
        if groups and i == groups[-1][-1] + 1:
            groups[-1].append(i)
        else:
            groups.append([i])
    out = []
    for group in groups:
        while group and doc.tokens[group[0]].form in _CLOSING:
            group.pop(0)
        while group and doc.tokens[group[-1]].form in _CLOSING:
            group.pop()
        if group:
            out.append([doc.tokens[group[0]].start, doc.tokens[group[-1]].end])
    return out


def attribution(doc: Parsed, cue: int, content: list[int]) -> Json | None:
    """Cue, source and content as spans, told by the syntax around the word that attributes; None without a source or a content."""
    token = doc.tokens[cue]
    word = [cue]
    source: list[int] = []
    told = set(content)
    if (marks := [c for c in token.children if doc.tokens[c].relation == "case"]) and token.tag[0] in "NPV":
        word, source = below(doc, marks[0]), below(doc, cue, told | set(marks))  # "according to the ministry"
    else:
        for child in token.children:
            kind = doc.tokens[child].relation
            if kind in _OF_THE_CUE and abs(child - cue) < 4 and child not in told:
                word.append(child)
            elif kind in _SUBJECTS and not source and child not in told:
                source = below(doc, child, told)
        if not source and token.relation.startswith(("acl", "conj", "xcomp", "advcl")) and token.head >= 0:
            source = _shared(doc, cue, told)
    spans = runs(doc, [i for i in content if i not in set(word) | set(source)])
    if not spans or not source:
        return None
    return {"cue": runs(doc, sorted(word)), "source": runs(doc, source), "content": spans}


def _shared(doc: Parsed, cue: int, told: set[int]) -> list[int]:
    """The subject of the clause that this one hangs on; of "the man saying", the man."""
    head = doc.tokens[cue].head
    if doc.tokens[cue].relation.startswith("acl") and doc.tokens[head].tag[0] in "NP":
        return below(doc, head, told | {cue})
    for child in doc.tokens[head].children:
        if doc.tokens[child].relation in _SUBJECTS and child not in told:
            return below(doc, child, told)
    return []


def by_discourse(doc: Parsed) -> list[tuple[str, Json]]:
    """The attributions that a document of GUM marks, each with the lemma of its cue."""
    members: dict[int, list[int]] = {}
    for i, token in enumerate(doc.tokens):
        if token.unit:
            members.setdefault(token.unit, []).append(i)
    of: dict[int, list[int]] = {}
    for unit, (_, parent) in doc.units.items():
        of.setdefault(parent, []).append(unit)
    sentence = {i: n for n, (first, end) in enumerate(doc.sentences) for i in range(first, end)}
    out = []
    for unit, (relation, told) in doc.units.items():
        if not relation.startswith("attribution") or unit not in members or told not in members:
            continue
        clause = members[unit]
        cue = next((i for i in clause if doc.tokens[i].head not in clause and doc.tokens[i].tag[0] in "VNRIJ"), None)
        if cue is None:
            continue
        content, todo, here = list[int](), [told], sentence[members[told][0]]
        while todo:
            at = todo.pop()
            content += [i for i in members.get(at, []) if sentence[i] == here]
            todo += [u for u in of.get(at, []) if u != unit and u in members and sentence[members[u][0]] == here]
        if found := attribution(doc, cue, sorted(content)):
            out.append((doc.tokens[cue].lemma, found))
    return out


def by_syntax(doc: Parsed, verbs: set[str]) -> list[Json]:
    """What those verbs attribute: a clause that they govern, or that stands around them."""
    out = []
    for i, token in enumerate(doc.tokens):
        if token.lemma not in verbs or token.tag[0] != "V":
            continue
        clauses = [c for c in token.children if doc.tokens[c].relation in _CLAUSES]
        if clauses and (found := attribution(doc, i, below(doc, clauses[0]))):
            out.append(found)
    return out


def attributed(data: Path) -> Iterator[tuple[str, str, list[Json]]]:
    """Document, text and attributions of the openly licensed texts: GUM's training part, then EWT's."""
    verbs: Counter[str] = Counter()
    for doc in documents(data / GUM):
        found = by_discourse(doc)
        verbs.update(lemma for lemma, _ in found)
        yield doc.doc_id, doc.text, [said for _, said in found]
    believed = {lemma for lemma, seen in verbs.items() if seen >= LEAST_SEEN}
    for doc in documents(data / EWT):
        yield doc.doc_id, doc.text, by_syntax(doc, believed)
