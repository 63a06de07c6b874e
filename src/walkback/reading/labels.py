"""The label sets of the reading model, in the order of its outputs."""

ROLES = ("source", "cue", "content")
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
TRIGGER_TAGS = ("O", "B", "I")
STATUSES = (
    "floated",
    "proposed",
    "planned",
    "agreed",
    "underway",
    "done",
    "postponed",
    "cancelled",
    "rejected",
    "denied",
    "failed",
)
TYPES = (
    "meet",
    "agree",
    "truce",
    "force",
    "aid",
    "sanction",
    "law",
    "personnel",
    "disclose",
    "probe",
    "build",
    "other",
)
DISTANCES = (1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 45, 70, 110)  # upper edges of the linkers' distance buckets, in pieces
