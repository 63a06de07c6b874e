"""Choose what the bundle's manifest holds beside the weights: biases of the decoders, the temperature of the statuses.

    python -m train.choose --bundle src/walkback/reading/bundle --shared ../shared

The trigger bias, and by how much it is more in a second look at silent sentences, are chosen by the mean of detection and joint F1 over
the stories and the ledger dev sets, through all of walkback (joint F1 alone is flat), the biases of cues and frames by
attribution F1 on PolNeAR dev, the temperature by likelihood of the statuses on the ledger dev sets. Prints every sweep;
writes the manifest.
"""

from __future__ import annotations

import json
import math
from itertools import product

import numpy as np

from bench.perfect import pieces_in
from train.dev import SETS, Held, Polnear, Set, asking, encode, tuned, whole
from walkback.reading.decode import TriggerHead
from walkback.reading.labels import STATUSES
from walkback.reading.reader import Heads, OnnxReader

BIASES = (0.0, 0.5, 1.0, 1.5)  # -0.5 and 2 were never near the best
AGAIN = (0.0, 0.5, 1.0)  # in a second look at sentences that showed no trigger


def temperature(head: TriggerHead, sets: list[Set]) -> float:
    """The temperature under which gold statuses on gold triggers are likeliest."""
    scores, wanted = [], []
    for held in sets:
        for case, document, windows in held.encoded:
            for e in windows:
                for r in held.gold[case]["reports"]:
                    if r.get("doc_id", document.doc_id) != document.doc_id:
                        continue
                    at = pieces_in(e.window, *r["span"])
                    if at:
                        scores.append(np.log(head(e, [(at[0], at[-1])]).statuses[0] + 1e-9))
                        wanted.append(STATUSES.index(r["status"]))
    logits, gold = np.array(scores), np.array(wanted)
    best = (math.inf, 1.0)
    for t in np.arange(0.8, 4.05, 0.1):
        z = logits / t
        loss = float(np.mean(np.log(np.exp(z).sum(-1)) - z[np.arange(len(gold)), gold]))
        best = min(best, (loss, float(round(t, 2))))
    right = float((logits.argmax(-1) == gold).mean())
    print(f"status: {len(gold)} gold triggers, {right:.3f} right, temperature {best[1]} (loss {best[0]:.3f})")
    return best[1]


def main() -> None:
    parser = asking(__doc__)
    args = parser.parse_args()
    reader = Held(OnnxReader(args.bundle))
    dev = [encode(reader, args.shared, *at) for at in SETS if at[0] == "ledger"]
    found = temperature(TriggerHead(reader.heads.weights), dev)
    settings: dict[str, float] = {"status_temperature": found, **tuned(Polnear(reader, args.shared))}
    reader.heads = Heads(reader.heads.weights, settings, {})
    best = (0.0, 0.0, 0.0)
    for bias, again in product(BIASES, AGAIN):
        reader.heads.settings = settings | {"trigger_bias": bias, "trigger_again": again}
        figures = [whole(reader, args.shared, *at) for at in SETS]
        joint = sum(f["joint"]["f1"] + f["detection"]["f1"] for f in figures) / (2 * len(figures))
        row = "  ".join(f"{f['detection']['f1']:.3f}/{f['joint']['f1']:.3f}" for f in figures)
        print(
            f"trigger bias {bias:+.1f}, again {again:.1f}: detection/joint {row}; mean of all {joint:.3f}", flush=True
        )
        best = max(best, (joint, bias, again))
    settings |= {"trigger_bias": best[1], "trigger_again": best[2]}
    path = args.bundle / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) | {"settings": settings}
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(settings)


if __name__ == "__main__":
    main()
