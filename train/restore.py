"""Make a checkpoint again from the bundle that ships, so that training can go on from it.

    python -m train.restore --out runs/shipped.pt

Weights come back as int8 left them (products within half a step of a column's scale), the smoothing of `train.smooth` undone; heads
that do not ship are not in it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from train.data import BUNDLE
from walkback.reading.labels import VIEWS

Weights = dict[str, NDArray[np.float32]]


def encoder(path: Path) -> Weights:
    """The weights of the encoder and of the heads in its graph by their names in `train.model.Reader`."""
    graph = onnx.load(str(path)).graph
    held = {i.name: numpy_helper.to_array(i) for i in graph.initializer}

    def whole(name: str) -> NDArray[np.float32]:
        steps = held[f"{name}_quantized"].astype(np.float32) - held[f"{name}_zero_point"].astype(np.float32)
        return steps * held[f"{name}_scale"]

    out: Weights = {}
    for name, value in held.items():
        if name.endswith((".weight", ".bias", ".segment")):
            out[name.replace(".linear.", ".")] = value
        elif name.endswith(".weight_quantized"):
            out[name.removesuffix("_quantized")] = whole(name.removesuffix("_quantized"))
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized"):
            layer = node.name.strip("/").removesuffix("/MatMul_quant").replace("/linear", "").replace("/", ".")
            weight = whole(node.input[1].removesuffix("_quantized")).T
            out[f"{layer}.weight"] = weight * held.get(f"{layer}.quieter", np.float32(1))
    out = {name.removeprefix("reader."): value for name, value in out.items()}
    for kind in ("weight", "bias"):
        parts = np.split(out.pop(f"views.{kind}"), np.cumsum(list(VIEWS.values()))[:-1])
        out |= {f"{name}.{kind}": part for name, part in zip(VIEWS, parts, strict=True)}
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bundle", type=Path, default=BUNDLE)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    weights = encoder(args.bundle / "encoder.int8.onnx")
    with np.load(args.bundle / "heads.npz") as heads:
        weights |= {name: heads[name].astype(np.float32) for name in heads}
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({name: torch.tensor(np.ascontiguousarray(value)) for name, value in weights.items()}, args.out)
    print(f"{len(weights)} weights in {args.out}")


if __name__ == "__main__":
    main()
