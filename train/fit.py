"""Train the reading model.

    python -m train.fit --data ../shared/data --out runs/first --epochs 4

Writes runs/first/last.pt after every epoch and goes on from there when started again. On two cores an epoch takes
10 to 15 minutes; set OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0 on a shared machine.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from train.batches import Batch, batches, collate, stacked, triggers
from train.checkpoints import loaded
from train.data import BUNDLE, Example, Trigger, Versions, samples, versions
from train.model import NEVER, Reader, chain_loss
from train.teacher import MPNet, teacher
from walkback.reading.labels import STATUSES, TAGS
from walkback.reading.windows import tokenizer

ENCODER_RATE, WIDE_RATE, HEAD_RATE, WARM_UP = 1.5e-4, 5e-5, 1e-3, 0.08
WEIGHTS = {
    "tags": 1.5,
    "frames": 0.05,
    "triggers": 3.0,
    "status": 0.5,
    "type": 0.2,
    "flags": 0.3,
    "matter": 0.3,
    "voice": 0.3,
    "when": 0.3,
    "doer": 0.2,
    "other": 0.1,
    "names": 1.0,
    "near": 0.3,
}
DOUBT, MOST_FALSE = (
    0.1,
    6,
)  # a piece as likely a cue as this, that is none, is shown as an anchor without a frame; so many a window


@dataclass(frozen=True)
class Plan:
    """How to train: epochs, the seed, times the usual rates, after how many steps to stop (a trial), what annotation weighs."""

    epochs: int
    seed: int
    rate: float
    steps: int | None = None
    gold: float = 1.0


class Teacher(Protocol):
    """What a larger model makes of the same batches (train.distil)."""

    def losses(self, model: Reader, scores: tuple[Tensor, Tensor, Tensor], batch: Batch) -> dict[str, Tensor]:
        """How far the model is from it, by head."""


def tag_loss(scores: Tensor, gold: Tensor) -> Tensor:
    if not (gold >= 0).any():
        return torch.zeros(())
    return F.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=-100)


def frame_loss(model: Reader, h: Tensor, tags: Tensor, batch: Batch) -> Tensor:
    """Each cue's source and content; where the tagger sees a cue that is none, nothing at all."""
    anchors: list[tuple[int, tuple[int, int]]] = []
    wanted: list[list[int]] = []
    length = h.shape[1]
    likely = torch.softmax(tags.detach().float(), -1)[..., TAGS.index("B-cue")]
    for row, example in enumerate(batch.examples):
        gold = example.attributions
        if gold is None:
            continue
        for span, path in gold.frames:
            anchors.append((row, span))
            wanted.append(path + [0] * (length - len(path)))
        taken = {i for (a, b), _ in gold.frames for i in range(a, b + 1)}
        false = [i for i in (likely[row, : len(example.window)] > DOUBT).nonzero()[:, 0].tolist() if i not in taken]
        for i in false[:MOST_FALSE]:
            anchors.append((row, (i, i)))
            wanted.append([0] * length)
    if not anchors:
        return torch.zeros(())
    rows, spans = stacked(anchors)
    scores = model.frames(h, tags.float(), rows, spans, batch.paragraphs)
    return chain_loss(scores, torch.tensor(wanted), batch.mask[rows], model.transitions()).mean()


def trigger_losses(model: Reader, h: Tensor, batch: Batch, class_weights: Tensor) -> dict[str, Tensor]:
    anchors: list[tuple[int, tuple[int, int]]] = []
    held: list[Trigger] = []
    for row, example in enumerate(batch.examples):
        for trigger in triggers(example):
            anchors.append((row, trigger.pieces))
            held.append(trigger)
    zero = torch.zeros(())
    if not anchors:
        return dict.fromkeys(("status", "type", "flags", "matter", "voice", "when", "doer", "other"), zero)
    rows, spans = stacked(anchors)
    got = model.around(h, rows, spans, batch.paragraphs, batch.mask)
    shares = torch.zeros(len(held), len(STATUSES))
    for n, trigger in enumerate(held):
        for status in trigger.statuses:
            shares[n, status] += 1 / len(trigger.statuses)
    kinds = torch.tensor([trigger.type for trigger in held])
    flags = torch.tensor([[float(trigger.conditional), float(trigger.hedged)] for trigger in held])
    known = kinds >= 0
    return {
        "status": -(shares * class_weights * F.log_softmax(got["status"], -1)).sum(-1).mean(),
        "type": F.cross_entropy(got["type"][known], kinds[known]) if known.any() else zero,
        "flags": F.binary_cross_entropy_with_logits(got["flags"], flags, pos_weight=torch.full((2,), 3.0)),
        "matter": matter_loss(model, got["matter"], [trigger.matter for trigger in held]),
        "voice": pointer_loss(got["voice"], [[-1] if t.voice == [] else t.voice for t in held]),
        "when": pointer_loss(got["when"], [t.when for t in held]),
        "doer": pointer_loss(got["doer"], [t.doers for t in held]),
        "other": pointer_loss(got["other"], [[-1] if t.others == [] else t.others for t in held]),
    }


def pointer_loss(scores: Tensor, wanted: list[list[int] | None]) -> Tensor:
    """Each anchor points at any of its wanted pieces, or at one of k other answers (numbered -k to -1).

    scores [n, length + k], as `Reader.around` gives them; anchors whose answer is not known (None) take no loss.
    """
    known = [n for n, answer in enumerate(wanted) if answer is not None]
    if not known:
        return torch.zeros(())
    every = scores[known]
    right = torch.full_like(every, NEVER)
    for n, k in enumerate(known):
        right[n, wanted[k]] = 0.0
    return -torch.logsumexp(torch.log_softmax(every, -1) + right, -1).mean()


def matter_loss(model: Reader, z: Tensor, matters: list[str | None]) -> Tensor:
    """Pairs of triggers of the batch: one matter or two."""
    known = [i for i, matter in enumerate(matters) if matter]
    names = [matters[i] or "" for i in known]
    same = torch.tensor([[float(a == b) for b in names] for a in names])
    return pairs_loss(model.same_matter(z[known]), same, [name.rsplit("/", 1)[0] for name in names])


def pairs_loss(scores: Tensor, wanted: Tensor, texts: list[str]) -> Tensor:
    """Log-odds [n, n] that two triggers are of one matter against the shares wanted [n, n]; pairs within a text weigh ten times the others.

    Summed over the pairs and divided by the root of their weight: a text with many reports teaches more, not everything.
    """
    if len(texts) < 2:
        return torch.zeros(())
    rows, columns = torch.triu_indices(len(texts), len(texts), 1)
    weight = torch.tensor([[1.0 if a == b else 0.1 for b in texts] for a in texts])[rows, columns]
    lost = F.binary_cross_entropy_with_logits(
        scores[rows, columns], wanted[rows, columns], weight=weight, reduction="sum"
    )
    return lost / weight.sum().sqrt()


def status_weights(documents: list[list[Example]]) -> Tensor:
    """(mean count / count) ** 0.5 for each status, clamped to 0.3..4, of mean 1 over the reports."""
    counts = torch.ones(len(STATUSES))
    for trigger in (t for document in documents for example in document for t in triggers(example)):
        for status in trigger.statuses:
            counts[status] += 1
    weights = (counts.mean() / counts).sqrt().clamp(0.3, 4)
    return weights * counts.sum() / (weights * counts).sum()


@lru_cache(maxsize=1)
def bfloat16_is_fast() -> bool:
    """Whether this processor multiplies in bfloat16 (without avx512_bf16 or amx it is emulated, 90 times slower)."""
    took = []
    for kind in (torch.float32, torch.bfloat16):
        a, b = torch.ones(256, 384, dtype=kind), torch.ones(384, 384, dtype=kind)
        a @ b
        began = time.perf_counter()
        for _ in range(3):
            a @ b
        took.append(time.perf_counter() - began)
    return took[1] < took[0]


def made(model: Reader, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Piece vectors, attribution tag scores and trigger tag scores of a batch, all as single floats."""
    with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16_is_fast()):
        h, tags, trigger_tags = model(batch.ids, batch.mask, batch.quoted)
    return h.float(), tags.float(), trigger_tags.float()


def losses(
    model: Reader, scores: tuple[Tensor, Tensor, Tensor], batch: Batch, class_weights: Tensor
) -> dict[str, Tensor]:
    """What the annotation says of the batch against what `made` gave of it, by head."""
    h, tags, trigger_tags = scores
    return {
        "tags": tag_loss(tags, batch.tags),
        "triggers": tag_loss(trigger_tags, batch.trigger_tags),
        "names": tag_loss(model.names(h), batch.name_tags),
        "frames": frame_loss(model, h, tags, batch),
        **trigger_losses(model, h, batch, class_weights),
    }


def drawn(data: list[Versions], seed: int) -> list[list[Example]]:
    """The windows of one epoch, by document."""
    rng = random.Random(seed)
    return [windows for document in data for windows in document.drawn(rng)]


def fit(model: Reader, data: list[Versions], out: Path, plan: Plan, teacher: Teacher | None = None) -> None:
    """Train the model; it is saved after every epoch, and a run that was cut goes on from there.

    With a teacher, what is annotated weighs `plan.gold` and what the teacher makes of every text as much as annotation otherwise does.
    """
    epochs, seed, rate = plan.epochs, plan.seed, plan.rate
    torch.manual_seed(seed)
    heads, encoder = list[torch.nn.Parameter](), list[torch.nn.Parameter]()
    for name, weights in model.named_parameters():
        pretrained = name.startswith("encoder.") and ".quoted." not in name and ".narrow." not in name
        if weights.requires_grad:
            (encoder if pretrained else heads).append(weights)
    wide = isinstance(model.encoder, MPNet)
    groups = [
        {"params": encoder, "base": rate * (WIDE_RATE if wide else ENCODER_RATE)},
        {"params": heads, "base": rate * HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, lr=ENCODER_RATE, weight_decay=0.01, fused=True)
    seen = drawn(data, seed)
    class_weights = status_weights(seen)
    total = epochs * len(batches(seen, random.Random(seed)))
    step, first, saved = 0, 0, out / "last.pt"
    if saved.exists():
        state = torch.load(saved)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        step, first = state["step"], state["epoch"]
    for epoch in range(first, epochs):
        model.train()
        sums: dict[str, float] = {}
        began, pieces, done = time.time(), 0, 0
        for chosen in batches(drawn(data, seed + epoch), random.Random(seed + epoch)):
            slope = min(1.0, (step + 1) / (WARM_UP * total)) * max(0.02, 1 - step / total)
            for group in optimiser.param_groups:
                group["lr"] = group["base"] * slope
            batch = collate(chosen)
            scores = made(model, batch)
            parts = losses(model, scores, batch, class_weights)
            loss = plan.gold * sum((WEIGHTS[name] * value for name, value in parts.items()), torch.zeros(()))
            if teacher:
                asked = teacher.losses(model, scores, batch)
                loss = loss + sum((WEIGHTS[name] * value for name, value in asked.items()), torch.zeros(()))
                parts |= {f"{name} taught": value for name, value in asked.items()}
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            step, done, pieces = step + 1, done + 1, pieces + int(batch.mask.sum())
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + float(value.detach())
            if done % 50 == 0:
                shown = {name: round(value / done, 4) for name, value in sums.items()}
                print(
                    f"epoch {epoch + 1} step {step}/{total} {pieces / (time.time() - began):.0f} pieces/s {shown}",
                    flush=True,
                )
            if plan.steps and step >= plan.steps:
                return
        out.mkdir(parents=True, exist_ok=True)
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "epoch": epoch + 1}
        torch.save(state, out / "last.tmp")
        (out / "last.tmp").replace(saved)
        log = {"epoch": epoch + 1, "seconds": time.time() - began, **{k: v / done for k, v in sums.items()}}
        with (out / "log.jsonl").open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(log) + "\n")
        torch.save(model.state_dict(), out / f"epoch{epoch + 1}.pt")


def begun(start: Path | None, data: list[Versions], *, wide: bool) -> Reader:
    """The model to train: from a checkpoint or the pretrained encoder; with the larger encoder, under the checkpoint's heads."""
    if wide:
        if start is None:
            raise SystemExit("--teacher needs --start: a checkpoint whose heads it begins with")
        return teacher(
            loaded(start), [e.window for version in data[:: max(1, len(data) // 150)] for e in version.published]
        )
    if start:
        return loaded(start)
    model = Reader()
    model.encoder.load_pretrained()
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="begin with the weights of this checkpoint")
    parser.add_argument("--rate", type=float, default=1.0, help="times the usual learning rates")
    parser.add_argument("--exchanges", type=int, default=2, help="so many versions of each text with names exchanged")
    parser.add_argument("--teacher", action="store_true", help="train the larger encoder that teaches (train.distil)")
    parser.add_argument("--open", action="store_true", help="learn from texts under an open licence only")
    parser.add_argument(
        "--repeats", type=int, default=2, help="times an epoch that articles with undertakings are seen"
    )
    parser.add_argument("--paragraph-repeats", type=int, default=3, help="the same of news items")
    parser.add_argument("--steps", type=int, help="stop after so many steps (a trial)")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    pieces = tokenizer(BUNDLE / "vocab.txt")
    held = samples(args.data, repeats=args.repeats, paragraph_repeats=args.paragraph_repeats, open_only=args.open)
    data = versions(held, pieces, exchanges=args.exchanges)
    seen = drawn(data, args.seed)
    pieces_seen = sum(len(e.window) for d in seen for e in d)
    print(f"{sum(map(len, seen))} windows, {pieces_seen} pieces an epoch", flush=True)
    model = begun(args.start, data, wide=args.teacher)
    fit(model, data, args.out, Plan(args.epochs, args.seed, args.rate, args.steps))


if __name__ == "__main__":
    main()
