from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.homes import Here
from tests.scripted import documents
from walkback import archive, pipeline
from walkback.copies import group_copies
from walkback.record.store import Record

ROWS = [
    ("a", "2031-05-01", "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[visit|planned v]] Kadria by May 10</q1>."),
    (
        "b",
        "2031-05-04",
        "<s1>Rudo Pell, a spokesman for Velmar,</s1> <c1>said</c1> <q1>the ports bill would be [[signed|planned b law]] in June</q1>.",
    ),
    ("c", "2031-05-09", "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the [[visit|cancelled v]] to Kadria was off</q1>."),
    ("d", "2031-05-09", "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the [[visit|cancelled v]] to Kadria was off</q1>."),
    ("e", "", "Nothing happened in Senn =1+1."),
]
DOCUMENTS, READER = documents(ROWS)
STEPS = archive.Steps(lambda document: pipeline.read_page(document, READER), pipeline.follow, group_copies)


@pytest.fixture
def record(here: Here) -> Iterator[Record]:
    """A record of five small articles; d repeats c."""
    with Record.open(here / "r.db", create=True) as held:
        archive.add(held, DOCUMENTS, STEPS)
        yield held
