"""Make the shipped bundle from a trained model.

    python -m train.export runs/first/last.pt --out src/walkback/reading/bundle

Spreads the outliers of the activations over the weights (train.smooth), exports the encoder with its tag heads to ONNX, checks it
against torch on padded input, quantises the weights to int8 per channel, and writes the other heads as half precision. Weights use seven bits (reduce_range): on processors without VNNI
the eight-bit products of u8 x s8 saturate, and the same file must read alike everywhere.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
import torch.nn as nn
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor

from train.checkpoints import loaded
from train.data import BUNDLE, samples
from train.model import Reader, depth
from train.smooth import smooth
from walkback.reading.labels import VIEWS
from walkback.reading.manifest import FILES, FORMAT, digest
from walkback.reading.windows import tokenizer, windows

IN_GRAPH = ("encoder.", "tags.", "trigger_tags.", *(f"{name}." for name in VIEWS))
CALIBRATION = 25  # documents of the training set whose activations are looked at


class Graph(nn.Module):
    """What runs as one graph: the encoder, both taggers, and what the other heads make of every piece."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.reader, self.views = model, model.views()

    def forward(self, ids: Tensor, mask: Tensor, quoted: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        h, tags, triggers = self.reader(ids, mask, quoted)
        return h, tags, triggers, self.views(h)


def export_encoder(model: Graph, path: Path) -> float:
    """Write the fp32 graph; the largest difference between torch and onnxruntime on a padded batch."""
    ids = torch.randint(1000, 20000, (2, 40))
    mask = torch.ones_like(ids)
    mask[1, 25:] = 0
    quoted = torch.randint(0, 3, (2, 40))
    axes = {0: "batch", 1: "length"}
    names = ("ids", "mask", "quoted", "h", "tags", "triggers", "views")
    torch.onnx.export(
        model,
        (ids, mask, quoted),
        str(path),
        input_names=list(names[:3]),
        output_names=list(names[3:]),
        dynamic_axes={name: axes for name in names},
        opset_version=17,
        dynamo=False,
    )
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    got = session.run(None, {"ids": ids.numpy(), "mask": mask.numpy(), "quoted": quoted.numpy()})
    with torch.no_grad():
        wanted = model(ids, mask, quoted)
    real = mask.bool().numpy()
    return max(float(np.abs(a - b.numpy())[real].max()) for a, b in zip(got, wanted, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=BUNDLE)
    parser.add_argument("--name", default="reader")
    parser.add_argument("--full-range", action="store_true", help="eight-bit weights (for comparison)")
    parser.add_argument("--fp32", action="store_true", help="keep the encoder in fp32 (for comparison)")
    args = parser.parse_args()
    torch.manual_seed(0)
    model = loaded(args.checkpoint)
    args.out.mkdir(parents=True, exist_ok=True)
    heads = {
        key: value.numpy().astype(np.float16)
        for key, value in model.state_dict().items()
        if not key.startswith(IN_GRAPH)
    }
    if not args.fp32:
        pieces = tokenizer(args.out / "vocab.txt")
        smooth(model, (w for s in samples(args.data)[:CALIBRATION] for w in windows(s.text, pieces)))
    with tempfile.TemporaryDirectory() as scratch:
        plain, prepared = Path(scratch) / "plain.onnx", Path(scratch) / "prepared.onnx"
        difference = export_encoder(Graph(model).eval(), plain)
        print(f"onnx against torch on padded input: {difference:.1e}")
        if difference > 1e-4:
            raise SystemExit("the exported graph differs from the model: not written")
        quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
        target = args.out / "encoder.int8.onnx"
        if args.fp32:
            onnx.save(onnx.load(str(prepared)), str(target))
        else:
            quantize_dynamic(
                str(prepared),
                str(target),
                per_channel=True,
                reduce_range=not args.full_range,
                weight_type=QuantType.QInt8,
            )
    np.savez(args.out / "heads.npz", **heads)
    old = args.out / "manifest.json"
    settings = json.loads(old.read_text())["settings"] if old.exists() else {}
    manifest = {
        "format": FORMAT,
        "name": args.name,
        "encoder": f"all-MiniLM-L6-v2 (Apache-2.0), fine-tuned, {depth(model.state_dict())} layers",
        "settings": settings,
        "sha256": {name: digest(args.out / name) for name in FILES},
    }
    old.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    sizes = {name: round((args.out / name).stat().st_size / 1e6, 2) for name in FILES}
    print(sizes, "MB")


if __name__ == "__main__":
    main()
