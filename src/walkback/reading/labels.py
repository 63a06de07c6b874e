"""The label sets of the reading model, in the order of its outputs (statuses and types: core.reading)."""

from walkback.core.reading import STATUSES, TYPES

ROLES = ("source", "cue", "content")
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
TRIGGER_TAGS = ("O", "B", "I")
DISTANCES = (1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 45, 70, 110)  # upper edges of the linkers' distance buckets, in pieces

__all__ = ["DISTANCES", "ROLES", "STATUSES", "TAGS", "TRIGGER_TAGS", "TYPES"]
