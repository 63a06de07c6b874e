"""Trained readers as files: loaded from checkpoints, and the teacher as what training changed of the model it came from.

    python -m train.checkpoints runs/teacher/epoch2.pt --out runs/teacher.npz

A teacher can be kept, and carried from one machine to another, in a fiftieth of its size: as two factors of rank 64 for what changed of each matrix (as LoRA has them, Hu et al. 2022, but found afterwards, by
singular values), in eight bits; the few weights that are no matrices, and the heads, in half precision. Prints its size, and how far
what is kept stands from the checkpoint.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from train import model
from train.batches import alone
from train.data import BUNDLE, samples
from train.model import Encoder, Reader
from train.teacher import MPNet
from walkback.reading.windows import Window, tokenizer, windows

RANK, SHOWN = 64, 25  # of the factors; documents of the training set that what is kept is compared on


def loaded(checkpoint: Path) -> Reader:
    """A trained reader, whichever its encoder; from a checkpoint, or a teacher from what `packed` kept of it (.npz)."""
    if checkpoint.suffix == ".npz":
        return _applied(checkpoint)
    state = torch.load(checkpoint, map_location="cpu")
    state = state.get("model", state)
    reader = Reader(MPNet() if "encoder.narrow.weight" in state else Encoder(model.depth(state)))
    missing = reader.load_state_dict(state, strict=False)
    if missing.missing_keys:
        print(f"not in {checkpoint}: {len(missing.missing_keys)} weights of later heads")
    return reader.eval()


def _pretrained() -> dict[str, Tensor]:
    """The weights of the encoder as it came, by their names in the reader; those it did not come with are left out."""
    new = ("encoder.narrow.", "encoder.quoted.")
    held = Reader(MPNet().load_pretrained()).state_dict()
    return {name: w for name, w in held.items() if name.startswith("encoder.") and not name.startswith(new)}


def packed(reader: Reader, rank: int = RANK) -> dict[str, Any]:
    """What training changed of the larger encoder, and the heads: NAME.left [rows, rank] and NAME.right [columns, rank], int8 with a scale
    a column beside each, for every matrix of its layers that changed; NAME in half precision for all else."""
    before, out = _pretrained(), dict[str, Any]()
    for name, weight in reader.state_dict().items():
        if name not in before:
            out[name] = weight.half().numpy()
        elif not torch.equal(weight, before[name]):
            change = weight - before[name]
            if change.ndim == 1:
                out[name] = change.half().numpy()
                continue
            left, size, right = torch.svd_lowrank(change, q=rank + 8, niter=4)
            for side, factor in (("left", left), ("right", right)):
                half = factor[:, :rank] * size[:rank].sqrt()
                scale = half.abs().amax(0) / 127
                out[f"{name}.{side}"] = (half / scale).round().to(torch.int8).numpy()
                out[f"{name}.{side}.scale"] = scale.numpy()
    return out


def _applied(path: Path) -> Reader:
    """The teacher that `packed` made this of."""
    state = _pretrained()
    with np.load(path) as held:
        kept = {name: torch.from_numpy(held[name].astype(np.float32)) for name in held}
    for name, value in kept.items():
        if name.endswith(".left"):
            stem = name.removesuffix(".left")
            left, right = (kept[f"{stem}.{side}"] * kept[f"{stem}.{side}.scale"] for side in ("left", "right"))
            state[stem] = state[stem] + left @ right.T
        elif name in state:
            state[name] = state[name] + value
        elif not name.endswith((".right", ".scale")):
            state[name] = value
    reader = Reader(MPNet())
    reader.load_state_dict(state)
    return reader.eval()


@torch.no_grad()
def differ(one: Reader, other: Reader, seen_on: list[Window]) -> tuple[float, float]:
    """How far the piece vectors of two readers lie apart, as a share of their variance, and the share of pieces they tag differently."""
    seen = list[tuple[Tensor, Tensor, Tensor, Tensor]]()
    for window in seen_on:
        (h, tags, _), (g, others, _) = (reader(*alone(window)) for reader in (one, other))
        seen.append((h[0], g[0], tags[0].argmax(-1), others[0].argmax(-1)))
    h, g, tags, others = (torch.cat(parts) for parts in zip(*seen, strict=True))
    return float((h - g).square().mean() / h.var()), float((tags != others).float().mean())


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Keep a trained teacher in ten megabytes, and say how far what is kept is from it."
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rank", type=int, default=RANK)
    args = parser.parse_args()
    torch.manual_seed(0)
    trained = loaded(args.checkpoint)
    np.savez_compressed(args.out, **packed(trained, args.rank))
    pieces = tokenizer(BUNDLE / "vocab.txt")
    some = [w for s in samples(args.data)[:SHOWN] for w in windows(s.text, pieces)]
    vectors, tags = differ(trained, loaded(args.out), some)
    print(
        f"{args.out.stat().st_size / 1e6:.1f} MB in {args.out}; on {sum(map(len, some))} pieces {vectors:.4f} of the variance apart, {tags:.1%} of the tags differ"
    )


if __name__ == "__main__":
    main()
