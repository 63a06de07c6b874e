"""The label sets of the reading model, in the order of its outputs (statuses and types: core.reading)."""

from walkback.core.reading import NAME_KINDS, STATUSES, TYPES

ROLES = ("source", "cue", "content")
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
FRAME_TAGS = ("O", "B-source", "I-source", "B-content", "I-content")  # as seen from one cue
TRIGGER_TAGS = ("O", "B", "I")
NAME_TAGS = ("O", *(f"{at}-{kind}" for kind in NAME_KINDS for at in "BI"))
WHEN = ("undated", "today", "from today")  # of an undertaking that no time expression dates
# What the heads make of every piece before they look from anywhere: computed beside the encoder, in one product. Name: width.
VIEWS = {
    "frame.piece": 128,
    "voice.piece": 64,
    "time.piece": 64,
    "doer.piece": 64,
    "other.piece": 64,
    "key": 64,
    "value": 96,
    "name": 128,
}
DISTANCES = (1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 45, 70, 110)  # upper edges of the distance buckets, in pieces

__all__ = [
    "DISTANCES",
    "FRAME_TAGS",
    "NAME_KINDS",
    "NAME_TAGS",
    "ROLES",
    "STATUSES",
    "TAGS",
    "TRIGGER_TAGS",
    "TYPES",
    "VIEWS",
    "WHEN",
]
