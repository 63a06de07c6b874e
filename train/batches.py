"""Batches of training windows: as full as may be, with their labels padded alike."""

from __future__ import annotations

import random
from dataclasses import dataclass

import torch
from torch import Tensor

from train.data import Example, Trigger
from walkback.reading.windows import Window

BATCH_PIECES = 2600


@dataclass(frozen=True)
class Batch:
    """Windows of like length, padded; labels are -100 where there is nothing to learn."""

    ids: Tensor
    mask: Tensor
    quoted: Tensor
    tags: Tensor
    trigger_tags: Tensor
    name_tags: Tensor
    paragraphs: Tensor
    examples: list[Example]


def batches(documents: list[list[Example]], rng: random.Random) -> list[list[Example]]:
    """Shuffled batches of at most BATCH_PIECES word pieces each with their padding.

    A document whose reports are of known matters stays together, so that reports far apart are compared; the windows of all
    others are mixed, those of like length beside one another.
    """
    told, order = list[list[Example]](), list[Example]()
    for document in documents:
        if len(document) > 1 and any(t.matter for e in document for t in triggers(e)):
            told.append(document)
        else:
            order += document
    rng.shuffle(told)
    rng.shuffle(order)
    out = _packed([e for d in told for e in d])
    for start in range(0, len(order), 400):
        out += _packed(sorted(order[start : start + 400], key=lambda e: len(e.window)))
    rng.shuffle(out)
    return out


def triggers(example: Example) -> list[Trigger]:
    """The gold triggers of a window, none where nobody has read for them."""
    return example.undertakings.triggers if example.undertakings else []


def _packed(examples: list[Example]) -> list[list[Example]]:
    """Neighbours in batches as full as may be."""
    out: list[list[Example]] = []
    longest = 0
    for example in examples:
        longest = max(longest, len(example.window))
        if not out or longest * (len(out[-1]) + 1) > BATCH_PIECES:
            out.append([])
            longest = len(example.window)
        out[-1].append(example)
    return out


def collate(chosen: list[Example]) -> Batch:
    """Some windows as one batch."""
    length = max(len(e.window) for e in chosen)

    def padded(rows: list[list[int]], pad: int) -> Tensor:
        return torch.tensor([row + [pad] * (length - len(row)) for row in rows])

    return Batch(
        ids=padded([list(e.window.ids) for e in chosen], 0),
        mask=padded([[1] * len(e.window) for e in chosen], 0),
        quoted=padded([list(e.window.quoted) for e in chosen], 0),
        tags=padded([e.attributions.tags if e.attributions else [-100] * len(e.window) for e in chosen], -100),
        trigger_tags=padded([e.undertakings.tags if e.undertakings else [-100] * len(e.window) for e in chosen], -100),
        name_tags=padded([e.names or [-100] * len(e.window) for e in chosen], -100),
        paragraphs=padded([list(e.window.paragraphs) for e in chosen], -1),
        examples=chosen,
    )


def alone(window: Window) -> tuple[Tensor, Tensor, Tensor]:
    """One window as a batch of its own: ids, mask and quote flags, each [1, length]."""
    ids = torch.tensor([window.ids])
    return ids, torch.ones_like(ids), torch.tensor([window.quoted])


def stacked(chosen: list[tuple[int, tuple[int, int]]]) -> tuple[Tensor, Tensor]:
    """(row, span) pairs as rows [n] and spans [n, 2]."""
    return torch.tensor([row for row, _ in chosen]), torch.tensor([span for _, span in chosen])
