"""Teach the model that ships what a larger one makes of the same texts, and of texts that nobody has annotated.

    python -m train.fit --teacher --start runs/shipped.pt --out runs/teacher --epochs 2
    python -m train.distil --teacher runs/teacher/epoch2.pt --start runs/shipped.pt --out runs/taught --epochs 3

Where a text is annotated, annotation and teacher count half each (Hinton et al. 2015); elsewhere the teacher alone: the divergence of its scores from
the student's at every head, and how far apart their piece vectors are. What the teacher makes of a window is kept, so that it is asked once.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from bench import ecb
from bench.corpora import fingerprint, rows
from train import discourse
from train.batches import Batch, stacked
from train.checkpoints import loaded
from train.data import BUNDLE, Example, Versions, annotated, held_out, samples, versions
from train.fit import Plan, fit, made, pairs_loss
from train.model import WIDTH, Encoder, Reader, deepened, depth
from walkback.reading.labels import TAGS
from walkback.reading.windows import Window, tokenizer, windows

HALF = 0.5  # what annotation weighs beside the teacher
BESIDE = {"triggers": 3.0, "status": 2.0, "matter": 0.2}  # times what annotation weighs: pairs are many, the rest few
CUE, TRIGGER = 0.1, 0.15  # a piece is an anchor of the teacher's from this probability on
SPOKEN = ("GUM_news", "GUM_interview", "GUM_speech")
Anchors = list[tuple[int, tuple[int, int]]]


def diverged(taught: Tensor, learned: Tensor) -> Tensor:
    """KL divergence of the learner's softmax over the last axis from the teacher's, [..]."""
    return (torch.softmax(taught, -1) * (torch.log_softmax(taught, -1) - torch.log_softmax(learned, -1))).sum(-1)


def anchors(scores: Tensor, mask: Tensor, begin: int, inside: int, least: float) -> Anchors:
    """(row, (first, last piece)) of the spans a tagger thinks likely: they begin at `least` and go on while inside is likeliest."""
    shares = torch.softmax(scores, -1)
    goes_on = shares.argmax(-1) == inside
    out: Anchors = []
    for row, first in ((shares[..., begin] > least) & (mask > 0)).nonzero().tolist():
        last = first
        while last + 1 < mask.shape[1] and mask[row, last + 1] and goes_on[row, last + 1]:
            last += 1
        out.append((row, (first, last)))
    return out


class Vectors:
    """What a teacher's encoder made of windows, in half precision; kept in a file, so that a later run need not ask again."""

    def __init__(self, path: Path) -> None:
        self._at: dict[str, tuple[int, int]] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b")
        self._index = path.with_suffix(".index").open("a+", encoding="ascii")
        self._index.seek(0)
        for line in self._index:
            key, start, length = line.split()
            self._at[key] = int(start), int(length)

    @staticmethod
    def key(window: Window) -> str:
        return blake2b(np.array([window.ids, window.quoted], np.int32).tobytes(), digest_size=12).hexdigest()

    def __contains__(self, window: Window) -> bool:
        return self.key(window) in self._at

    def __getitem__(self, window: Window) -> NDArray[np.float16]:
        start, length = self._at[self.key(window)]
        self._file.seek(start)
        return np.frombuffer(self._file.read(length), np.float16).reshape(-1, WIDTH)

    def __setitem__(self, window: Window, vectors: NDArray[np.float16]) -> None:
        key, start, held = self.key(window), self._file.seek(0, 2), vectors.tobytes()
        self._file.write(held)
        self._at[key] = start, len(held)
        self._index.write(f"{key} {start} {len(held)}\n")

    def flush(self) -> None:
        """Vectors first: an index never names what is not written."""
        self._file.flush()
        self._index.flush()


@dataclass
class Teacher:
    """The larger model, and what its encoder made of each window so far."""

    model: Reader
    held: Vectors

    @torch.no_grad()
    def vectors(self, batch: Batch) -> Tensor:
        """[batch, length, 384]."""
        missing = [n for n, e in enumerate(batch.examples) if e.window not in self.held]
        if missing:
            some = replace(batch, **{name: getattr(batch, name)[missing] for name in ("ids", "mask", "quoted")})
            for n, h in zip(missing, made(self.model, some)[0], strict=True):
                window = batch.examples[n].window
                self.held[window] = h[: len(window)].numpy().astype(np.float16)
            self.held.flush()
        out = torch.zeros(*batch.ids.shape, self.model.tags.in_features)
        for row, example in enumerate(batch.examples):
            out[row, : len(example.window)] = torch.from_numpy(self.held[example.window].astype(np.float32))
        return out

    def losses(self, model: Reader, scores: tuple[Tensor, Tensor, Tensor], batch: Batch) -> dict[str, Tensor]:
        """How far the model is from the teacher, by head."""
        h, tags, triggers = scores
        with torch.no_grad():
            own = self.vectors(batch)
            own_tags, own_triggers = self.model.tags(own), self.model.trigger_tags(own)
            own_names = self.model.names(own)
        real = batch.mask > 0
        apart = {
            "tags": diverged(own_tags, tags)[real].mean(),
            "triggers": diverged(own_triggers, triggers)[real].mean(),
            "names": diverged(own_names, model.names(h))[real].mean(),
            "near": F.mse_loss(h[real], own[real]),
            "frames": self._frames(model, (h, tags), (own, own_tags), batch),
            **self._triggers(model, h, own, own_triggers, batch),
        }
        return {name: BESIDE.get(name, 1.0) * value for name, value in apart.items()}

    def _frames(
        self, model: Reader, learned: tuple[Tensor, Tensor], own: tuple[Tensor, Tensor], batch: Batch
    ) -> Tensor:
        spans = anchors(own[1], batch.mask, TAGS.index("B-cue"), TAGS.index("I-cue"), CUE)
        if not spans:
            return torch.zeros(())
        rows_, places = stacked(spans)
        with torch.no_grad():
            wanted = self.model.frames(*own, rows_, places, batch.paragraphs)
        got = model.frames(*learned, rows_, places, batch.paragraphs)
        return (diverged(wanted, got) * batch.mask[rows_]).sum(-1).mean()

    def _triggers(self, model: Reader, h: Tensor, own: Tensor, own_tags: Tensor, batch: Batch) -> dict[str, Tensor]:
        spans = anchors(own_tags, batch.mask, 1, 2, TRIGGER)
        if not spans:
            return {}
        rows_, places = stacked(spans)
        with torch.no_grad():
            wanted = self.model.around(own, rows_, places, batch.paragraphs, batch.mask)
        got = model.around(h, rows_, places, batch.paragraphs, batch.mask)
        apart = {
            name: F.binary_cross_entropy_with_logits(got[name], torch.sigmoid(wanted[name]))
            if name == "flags"
            else diverged(wanted[name], got[name]).mean()
            for name in got
            if name != "matter"
        }
        with torch.no_grad():
            alike = torch.sigmoid(self.model.same_matter(wanted["matter"]))
        texts = [batch.examples[row].doc_id for row in rows_.tolist()]
        return apart | {"matter": pairs_loss(model.same_matter(got["matter"]), alike, texts)}


def unread(data: Path, pieces: Tokenizer, *, paragraphs: int, seed: int) -> list[Versions]:
    """Windows of news that nobody annotated for this model.

    Paragraphs of current events, messages of officials, news, interviews and speeches of GUM's open part, and ECB+ but for its dev and test topics.
    """
    taken = annotated(data) | held_out(data)
    free = [r for r in rows(data / "current-events" / "events-2002-2019.jsonl.gz") if r["id"] not in taken]
    texts = [(r["id"], r["text"]) for r in random.Random(seed).sample(free, min(paragraphs, len(free)))]
    texts += [(r["id"], r["text"]) for r in rows(data / "ukraine-official-messages-2022" / "messages.jsonl.gz")]
    texts += [(d.doc_id, d.text) for d in discourse.documents(data / discourse.GUM) if d.doc_id.startswith(SPOKEN)]
    learned = frozenset(range(1, 36)) - ecb.DEV
    texts += [(d.doc_id, d.text) for held in ecb.topics(data.parent, learned).values() for d, _ in held]
    out = []
    for name, text in texts:
        if len(text) >= 80:
            out.append(Versions([Example(name, w, None, None) for w in windows(text, pieces)], [], 1))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--rate", type=float, default=0.7)
    parser.add_argument("--paragraphs", type=int, default=6000, help="of current events that nobody annotated")
    parser.add_argument("--exchanges", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--doubled", type=int, nargs="*", default=[], help="layers of the student to double")
    parser.add_argument("--steps", type=int)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    pieces = tokenizer(BUNDLE / "vocab.txt")
    held = samples(args.data, repeats=1, paragraph_repeats=2)
    data = versions(held, pieces, exchanges=args.exchanges)
    more = unread(args.data, pieces, paragraphs=args.paragraphs, seed=args.seed)
    print(f"{sum(len(e.window) for v in more for e in v.published)} pieces that nobody annotated", flush=True)
    kept = args.out.parent / f"teacher.{fingerprint(args.teacher)[:12]}.vectors"
    teacher = Teacher(loaded(args.teacher), Vectors(kept))
    student = loaded(args.start)
    if args.doubled:
        weights = deepened(student.state_dict(), args.doubled)
        student = Reader(Encoder(depth(weights)))
        student.load_state_dict(weights)
    fit(student, data + more, args.out, Plan(args.epochs, args.seed, args.rate, args.steps, HALF), teacher)


if __name__ == "__main__":
    main()
