"""Names of a sentence as roots, and what they tell of two strands."""

from __future__ import annotations

import pytest

from walkback.core.roots import LETTERS, root, roots


@pytest.mark.parametrize(
    ("place", "people"),
    [
        ("Ruritania", "Ruritanians"),
        ("Velmar", "Velmarian"),
        ("Kestria", "Kestrian"),
        ("Ostan", "Ostani"),
        ("Borduria", "Bordurian"),
    ],
)
def test_a_place_and_its_people_share_a_root(place: str, people: str) -> None:
    assert root(place) == root(people)


def test_a_root_is_short_and_never_empty() -> None:
    assert len(root("Constantinopolitan")) == LETTERS
    assert [root(name) for name in ("Ana", "As", "I", "Ian’s")] == ["ana", "as", "i", "ian"]


def test_names_are_words_with_a_capital_but_not_the_first_alone() -> None:
    assert roots("Protesters block the bridge of Orlo") == ("orlo",)
    assert roots("Anwen Roz leaves Orlo, says Roz’s aide") == ("anwen", "roz", "orlo")
    assert roots("The talks of Monday And Others") == ("other",), "a headline's small words name nobody"
    assert roots("nobody is named here") == () == roots("")
