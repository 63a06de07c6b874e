"""Try the bonuses of walkback.standing: joint F1 of reports on the dev sets for each status and bonus.

python -m train.cues --shared ../shared
"""

from __future__ import annotations

from collections.abc import Mapping

from bench.corpora import Json, scorer
from bench.quality import key_of
from train.dev import SETS, asking, cases
from walkback import standing
from walkback.core.reading import STATUSES, TriggerSpan
from walkback.core.text import Document, covering
from walkback.reading.reader import OnnxReader

Row = tuple[str, str, TriggerSpan, str | None]


def rows(reader: OnnxReader, case: str, documents: list[Document]) -> list[Row]:
    """(case, document, trigger, status that its cue names) of every trigger read in a case."""
    out: list[Row] = []
    for document in documents:
        reading = reader.read(document)
        for t in reading.triggers:
            sentence = covering(reading.sentences, t.span) or t.span
            others = [o.span for o in reading.triggers if o.span != t.span and sentence.contains(o.span)]
            out.append((case, document.doc_id, t, standing.cue(document.text, t.span, sentence, others)))
    return out


def predicted(held: list[Row], bonus: Mapping[str, float]) -> dict[str, Json]:
    out: dict[str, Json] = {}
    for n, (case, doc_id, t, named) in enumerate(held):
        chances = standing.restated(t.statuses, named, bonus=bonus)  # type: ignore[arg-type]
        status = STATUSES[max(range(len(STATUSES)), key=chances.__getitem__)]
        empty: Json = {"case": case, "actors": {}, "matters": {}, "reports": [], "findings": []}
        report = {
            "id": str(n),
            "doc_id": doc_id,
            "matter": str(n),
            "span": list(t.span),
            "status": status,
            "by": "outlet",
        }
        out.setdefault(case, empty)["reports"].append(report)
    return out


def main() -> None:
    parser = asking(__doc__)
    args = parser.parse_args()
    reader, score = OnnxReader(args.bundle), scorer(args.shared, "score_ledger")
    held = []
    for folder, name in SETS:
        every = [(key_of(gold), gold, docs) for gold, docs in cases(args.shared, folder, name)]
        held.append(
            ({key: gold for key, gold, _ in every}, [row for key, _, docs in every for row in rows(reader, key, docs)])
        )
    trials: list[tuple[str, dict[str, float]]] = [("none", {}), ("shipped", dict(standing.BONUS))]
    trials += [(f"{status} {bonus}", {status: float(bonus)}) for status in standing.BONUS for bonus in (1, 2, 3, 4)]
    for name, bonuses in trials:
        figures = [score.score(gold, predicted(triggers, bonuses))[0] for gold, triggers in held]
        print(
            f"{name:14s} joint",
            " ".join(f"{f['joint']['f1']:.3f}" for f in figures),
            "right",
            sum(f["joint"]["tp"] for f in figures),
        )


if __name__ == "__main__":
    main()
