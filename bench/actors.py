"""Who is who within an article, against the coreference of GUM: named mentions in clusters, and he and she.

    python -m bench.actors               news and interviews of the open part, train and dev
    python -m bench.actors --split test  its test documents, for a last look
    python -m bench.actors --errors 20   also the first mentions whose neighbours are wrong

Only mentions of persons, organisations and places whose head is a proper noun count, as annotated; one that walkback
does not see is a cluster of its own. Figures: B-cubed (Bagga and Baldwin 1998), MUC (Vilain et al. 1995), and pairs of
mentions told to be the same. A pronoun is right when the actor it is given bears a name of its entity.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import conllu
from bench.corpora import SHARED
from walkback import names
from walkback.actors import Cast, cast
from walkback.core.text import Document, Span
from walkback.reading.sentences import sentences

GENRES = ("news", "interview")
KINDS = frozenset({"person", "organization", "place"})
PRONOUNS = frozenset({"he", "she"})  # as subjects: what can be the source of a statement
_BRACKET = re.compile(r"\((?P<open>\d+)-(?P<kind>\w+)-(?P<rest>[^()]*)|(?P<close>\d+)\)")


@dataclass
class Named:
    """A mention of the gold annotation: its entity, its place, the place of its head."""

    entity: str
    kind: str
    span: Span
    head: Span
    proper: bool
    words: str


@dataclass
class Article:
    """A document of GUM as text with its mentions."""

    name: str
    text: str = ""
    mentions: list[Named] = field(default_factory=list)
    tokens: list[tuple[Span, str]] = field(default_factory=list)  # place and part of speech
    opened: dict[str, list[tuple[str, str, int]]] = field(default_factory=lambda: defaultdict(list))

    def token(self, form: str, tag: str, misc: str, *, spaced: bool) -> None:
        """Add a word with what its annotation opens and closes."""
        at = len(self.text)
        self.text += form
        self.tokens.append((Span(at, len(self.text)), tag))
        entities = next((part[7:] for part in misc.split("|") if part.startswith("Entity=")), "")
        for found in _BRACKET.finditer(entities):
            if found["open"]:
                self.opened[found["open"]].append((found["kind"], found["rest"], len(self.tokens) - 1))
                if found.end() < len(entities) and entities[found.end()] == ")":
                    self._close(found["open"])  # opened and closed on one word
            else:
                self._close(found["close"])
        self.text += " " * spaced

    def _close(self, entity: str) -> None:
        if not self.opened[entity]:
            return
        kind, rest, first = self.opened[entity].pop()
        held = self.tokens[first:]
        least = next((part for part in rest.split("-") if re.fullmatch(r"\d+(?:,\d+)*", part)), "1")
        heads = [held[int(n) - 1] for n in least.split(",") if int(n) <= len(held)] or held[-1:]
        span = Span(held[0][0].start, held[-1][0].end)
        head = Span(heads[0][0].start, heads[-1][0].end)
        proper = any(tag == "PROPN" for _, tag in heads)
        self.mentions.append(Named(entity, kind, span, head, proper, self.text[span.start : span.end]))


def articles(path: Path, genres: Sequence[str] = GENRES) -> Iterator[Article]:
    """The documents of a CoNLL-U file of some genres."""
    for name, told in conllu.documents(path):
        if name.split("_")[1] not in genres:
            continue
        held = Article(name)
        for sentence in told:
            if sentence.opens:
                held.text = held.text.rstrip() + ("\n" if held.text.strip() else "")
            for word in sentence.words:
                held.token(word.cells[1], word.cells[3], word.cells[9], spaced=word.spaced)
        yield held


Clusters = Mapping[Hashable, set[int]]


def by_label(labels: Sequence[Hashable]) -> dict[Hashable, set[int]]:
    """Labels of items -> clusters of their indices."""
    out: dict[Hashable, set[int]] = defaultdict(set)
    for n, label in enumerate(labels):
        out[label].add(n)
    return out


@dataclass
class Counts:
    """Sums of a score over documents: right and all of what was told, right and all of what is so."""

    told: float = 0.0
    of_told: float = 0.0
    held: float = 0.0
    of_held: float = 0.0

    def add(self, told: float, of_told: float, held: float, of_held: float) -> None:
        self.told, self.of_told = self.told + told, self.of_told + of_told
        self.held, self.of_held = self.held + held, self.of_held + of_held

    @property
    def prf(self) -> tuple[float, float, float]:
        p, r = self.told / self.of_told if self.of_told else 0.0, self.held / self.of_held if self.of_held else 0.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


def score(gold: Sequence[Hashable], told: Sequence[Hashable], sums: Mapping[str, Counts]) -> None:
    """Add one document: the labels of the same mentions, as annotated and as walkback has them."""
    a, b = by_label(gold), by_label(told)
    n = len(gold)
    precision = sum(len(a[gold[i]] & b[told[i]]) / len(b[told[i]]) for i in range(n))
    recall = sum(len(a[gold[i]] & b[told[i]]) / len(a[gold[i]]) for i in range(n))
    sums["B-cubed"].add(precision, n, recall, n)
    sums["MUC"].add(*_links(b, told, gold), *_links(a, gold, told))
    both = sum(gold[i] == gold[j] and told[i] == told[j] for i in range(n) for j in range(i))
    sums["pairs"].add(both, sum(told[i] == told[j] for i in range(n) for j in range(i)), both, sum(gold[i] == gold[j] for i in range(n) for j in range(i)))  # fmt: skip


def _links(clusters: Clusters, own: Sequence[Hashable], other: Sequence[Hashable]) -> tuple[int, int]:
    """Links of some clusters that the other labels keep, and all of them."""
    return (
        sum(len(c) - len({other[i] for i in c}) for c in clusters.values()),
        sum(len(c) - 1 for c in clusters.values()),
    )


def labels_of(article: Article, made: Cast, wanted: Sequence[Named]) -> list[Hashable]:
    """The actor of each mention, by what stands on its head; one that is not seen is alone."""
    out: list[Hashable] = []
    for n, named in enumerate(wanted):
        found = next((m.actor for m in made.mentions if m.span.overlaps(named.head)), None)
        out.append(found if found is not None else ("unseen", n))
    return out


def measure(held: Sequence[Article], errors: int = 0) -> tuple[dict[str, Counts], Counter[str]]:
    """Scores of some articles, and counts of mentions and pronouns, seen and right."""
    table = names.places()
    sums = {name: Counts() for name in ("B-cubed", "MUC", "pairs")}
    seen: Counter[str] = Counter()
    for article in held:
        wanted = [m for m in article.mentions if m.proper and m.kind in KINDS]
        persons = {m.entity for m in wanted if m.kind == "person"}
        spoken = [m for m in article.mentions if m.words.lower() in PRONOUNS and m.entity in persons]
        document = Document(article.name, article.text)
        made = cast(document, sentences(article.text), [m.span for m in spoken], table=table)
        told = labels_of(article, made, wanted)
        score([m.entity for m in wanted], told, sums)
        seen["named"] += len(wanted)
        seen["named seen"] += sum(not isinstance(label, tuple) for label in told)
        bears: dict[Hashable, set[str]] = defaultdict(set)
        for label, named in zip(told, wanted, strict=True):
            bears[label].add(named.entity)
        for m in spoken:
            right = m.entity in bears[made.sources[m.span.start, m.span.end]]
            seen["pronouns"] += 1
            seen["pronouns right"] += right
            if errors and not right:
                errors -= 1
                actor = made.actors[made.sources[m.span.start, m.span.end]].name
                gold = next(w.words for w in wanted if w.entity == m.entity)
                before = article.text[max(0, m.span.start - 200) : m.span.end + 30]
                print(f"{article.name}: {gold!r}, told {actor!r}: ...{' '.join(before.split())}\n")
        errors = _show(article, wanted, told, errors)
    return sums, seen


def _show(article: Article, wanted: Sequence[Named], told: Sequence[Hashable], errors: int) -> int:
    """Print entities that came apart, a few; how many may still be printed."""
    apart: dict[str, dict[Hashable, set[str]]] = defaultdict(lambda: defaultdict(set))
    for named, label in zip(wanted, told, strict=True):
        apart[named.entity][label].add(named.words)
    for labels in apart.values():
        if errors and len(labels) > 1:
            errors -= 1
            parts = " | ".join(
                f"{'unseen' if isinstance(k, tuple) else k}: {'; '.join(sorted(v))}" for k, v in labels.items()
            )
            print(f"{article.name}: {parts}\n")
    return errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of the annotated corpora")
    parser.add_argument("--split", choices=["dev", "test"], default="dev", help="dev: train and dev documents together")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the first N that came out wrong")
    args = parser.parse_args()
    splits = ("train", "dev") if args.split == "dev" else ("test",)
    held = [a for s in splits for a in articles(args.shared / "data" / "gum" / "open" / f"gum-{s}.conllu.gz")]
    sums, seen = measure(held, args.errors)
    print(f"{len(held)} articles, {seen['named']} named mentions, {seen['named seen']} seen")
    for name, counts in sums.items():
        p, r, f = counts.prf
        print(f"  {name:8s} P {100 * p:.1f}  R {100 * r:.1f}  F1 {100 * f:.1f}")
    print(f"  he and she: {seen['pronouns right']} of {seen['pronouns']} right")


if __name__ == "__main__":
    main()
