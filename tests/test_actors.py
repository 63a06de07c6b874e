from __future__ import annotations

import re

import pytest

from walkback.actors import Cast, cast
from walkback.core.reading import NAME_KINDS, NameKind, NamePiece
from walkback.core.text import Document, Span, slug
from walkback.names import bare, places, seats
from walkback.offices import role_before
from walkback.reading.sentences import sentences

TABLE = {"velmar": ("Velmar", False), "velmari": ("Velmar", True), "port senn": ("Velmar", False)}


def read(text: str, *sources: str) -> tuple[Cast, list[str]]:
    """The cast of a text and the names that the sources, given by their words in order, resolve to."""
    spans, at = [], 0
    for words in sources:
        start = text.index(words, at)
        spans.append(Span(start, start + len(words)))
        at = start + 1
    made = cast(Document("d", text), sentences(text), spans, table=TABLE)
    return made, [made.actors[made.sources[tuple(s)]].name for s in spans]


@pytest.mark.parametrize(
    ("text", "sources", "names"),
    [
        ("Prime Minister Ilse Tarn spoke. “No,” Ms. Tarn said.", ["Ms. Tarn"], ["Ilse Tarn"]),
        ("Ilse Tarn arrived late. She said no.", ["She"], ["Ilse Tarn"]),
        (
            "Ilse Tarn, the finance minister, arrived. The finance minister said no.",
            ["The finance minister"],
            ["Ilse Tarn"],
        ),
        (
            "Greens in the Velmari Assembly said no.",
            ["Greens in the Velmari Assembly"],
            ["Greens in the Velmari Assembly"],
        ),
        (
            "A vote split the Greens. Greens in the Velmari Assembly said no.",
            ["Greens in the Velmari Assembly"],
            ["Greens"],
        ),
        ("Port Senn said it would wait.", ["Port Senn"], ["Velmar"]),
        ("The Velmari government said no.", ["The Velmari government"], ["Velmar"]),
        (
            "Two officials familiar with the talks said no.",
            ["Two officials familiar with the talks"],
            ["Two officials familiar with the talks"],
        ),
        (
            "Bo Kessi, a spokesman for the Ministry of Ports, said no.",
            ["Bo Kessi, a spokesman for the Ministry of Ports"],
            ["Bo Kessi"],
        ),
        (
            "Ilse Tarn met Rudo Pell. Mr. Pell said no, but Ms. Tarn said yes.",
            ["Mr. Pell", "Ms. Tarn"],
            ["Rudo Pell", "Ilse Tarn"],
        ),
        ("Ilse Tarn left. Ms. Tarn’s aides said no.", ["Ms. Tarn’s aides"], ["Ms. Tarn’s aides"]),
    ],
)
def test_sources(text: str, sources: list[str], names: list[str]) -> None:
    assert read(text, *sources)[1] == names


def test_unnamed_sources_never_merge() -> None:
    made, _ = read("An official said no. An official said yes.", "An official", "An official")
    assert len(set(made.sources.values())) == 2


def test_names_do_not_cross_sentences() -> None:
    made, _ = read("She met Rudo Pell. Ilse Tarn left. He saw Ilse Tarn and Rudo Pell.")
    assert {a.name for a in made.actors.values()} == {"Rudo Pell", "Ilse Tarn"}


def test_middle_initials_are_one_person() -> None:
    made, _ = read("It was Ilse B. Tarn who came. Then Ilse Tarn left.")
    assert len([a for a in made.actors.values() if a.kind == "person"]) == 1


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Mr. Pell’s", "Pell"),
        ("Prime Minister Ilse Tarn", "Ilse Tarn"),
        ("Secretary of Ports Ilse Tarn", "Ilse Tarn"),
        ("Speaker of the House Ilse Tarn", "Ilse Tarn"),
        ("Director of the Harbour Service", "Director of the Harbour Service"),
        ("Pell", "Pell"),
        ("Del. Ilse Tarn", "Ilse Tarn"),
        ("Del Tarn", "Del Tarn"),
    ],
)
def test_bare(surface: str, name: str) -> None:
    assert bare(surface) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On Monday the Ports and Tides Administration met.", {"Ports and Tides Administration"}),
        ("On Monday Osric Dane and Harbour Council members met.", {"Osric Dane", "Harbour Council"}),
        ("Dane rose. On Monday Dane and Tides Administration officials met. Later Dane left.", {"Dane", "Tides Administration"}),
        ("On Monday the Ports and Tides Administration Commissioner Ilse Tarn met the crew of the late ferry.", {"Ports and Tides Administration", "Ilse Tarn"}),
        ("On Monday Velmar and Tides Administration officials met.", {"Velmar", "Tides Administration"}),
        ("On Monday the House Salvage and Coastal Tides Committee heard the crew of the late ferry.", {"House Salvage and Coastal Tides Committee"}),
        ("On Monday Senate Independents and Tides Committee staff heard the crew of the late ferry.", {"Senate Independents", "Tides Committee"}),
        ("On Monday the House Ferries and Senate Tides Committee heard the crew of the late ferry.", {"House Ferries", "Senate Tides Committee"}),
        ("On Monday Del. Ilse Tarn met the crew of the late ferry.", {"Ilse Tarn"}),
        ("On Monday PTX and Harbour Enforcement Administration met.", {"PTX", "Harbour Enforcement Administration"}),
        ("The Ports and Tides Administration met. The P.T.A. said no. Its rival, the P.T.C., met too.", {"Ports and Tides Administration", "P.T.C."}),
    ],
)  # fmt: skip
def test_names_that_and_joins(text: str, names: set[str]) -> None:
    assert {a.name for a in read(text)[0].actors.values()} == names


def test_a_name_in_capitals_is_written_as_names_are() -> None:
    _, names = read("OSRIC DANE: When?\n\nTARN: In May.\n\nDANE: Good.", "OSRIC DANE", "DANE")
    assert names == ["Osric Dane", "Osric Dane"]


def test_places_are_read() -> None:
    table = places()
    assert len(table) > 400
    assert all(isinstance(name, str) and name for name, _ in table.values())


def test_slug() -> None:
    assert slug("Ilse B. Tarn") == "ilse-b-tarn"


BROTHERS = (
    "Finance Minister Osric Dane and his brother, Mayor Tilde Dane of Senn, quarrelled on Monday. "
    "Osric Dane left first. Mr. Dane said the bridge could wait. Tilde Dane stayed. Ms. Dane said it could not."
)
PREDECESSOR = (
    "Foreign Minister Ilse Tarn landed in Senn on Monday. Rudo Pell, the former foreign minister, had been there in May. "
    "The foreign minister said the treaty was ready. The former foreign minister said it was not."
)
TWO_BODIES = (
    "Bo Kessi, a spokesman for the Ministry of Ports, met Anwen Roz, a spokeswoman for the Harbour Board. "
    "The spokeswoman said the ferry was safe. The spokesman said it was old."
)
PARAGRAPHS = (
    "Ilse Tarn, the foreign minister, arrived in Senn on Monday with Rudo Pell, her spokesman.\n\n"
    "The talks will last two days, and the harbour is closed to ships.\n\n"
    "She said the treaty was ready. He said that it was signed."
)


@pytest.mark.parametrize(
    ("text", "sources", "names"),
    [
        (BROTHERS, ["Mr. Dane", "Ms. Dane"], ["Osric Dane", "Tilde Dane"]),
        (PREDECESSOR, ["The foreign minister", "The former foreign minister"], ["Ilse Tarn", "Rudo Pell"]),
        (TWO_BODIES, ["The spokeswoman", "The spokesman"], ["Anwen Roz", "Bo Kessi"]),
        (PARAGRAPHS, ["She", "He"], ["Ilse Tarn", "Rudo Pell"]),
        ("“It holds,” said Ilse Tarn of the Harbour Fund. Ms. Tarn said it twice.", ["Ms. Tarn"], ["Ilse Tarn"]),
        ("Osric Dane of Kadria left. Mr. Dane said no.", ["Osric Dane of Kadria"], ["Osric Dane"]),
        (
            "Velmar’s foreign minister, Ilse Tarn, met Rudo Pell, Kadria’s foreign minister. The Velmari foreign minister said no.",
            ["The Velmari foreign minister"],
            ["Ilse Tarn"],
        ),
        ("The Harbour Post’s Osric Dane said no.", ["The Harbour Post’s Osric Dane"], ["Osric Dane"]),
        ("Osric Dane wrote of Rudo Pell. “Rudo Pell must go,” he said.", ["he"], ["Osric Dane"]),
        ("Opponents of Osric Dane said no.", ["Opponents of Osric Dane"], ["Opponents of Osric Dane"]),
        (
            "An official in the ministry said no. It rained in Senn. The official said it was late.",
            ["An official in the ministry", "The official"],
            ["An official in the ministry", "An official in the ministry"],
        ),
        (
            "A spokesman for Osric Dane said no. “Never,” the spokesman said.",
            ["A spokesman for Osric Dane", "the spokesman"],
            ["A spokesman for Osric Dane", "A spokesman for Osric Dane"],
        ),
        ("Queen Maude met Osric Dane. She said yes. He said no.", ["She", "He"], ["Maude", "Osric Dane"]),
        ("Velmar said yes.", ["Velmar"], ["Velmar"]),
        ("Prime Minister Sheikh Hadrin said yes. Hadrin left.", ["Prime Minister Sheikh Hadrin"], ["Hadrin"]),
    ],
)
def test_hard_casts(text: str, sources: list[str], names: list[str]) -> None:
    assert read(text, *sources)[1] == names


def test_a_seat_that_ends_in_a_word_of_titles() -> None:
    text = "The Red House spokeswoman Ilse Tarn came."
    assert role_before(text, 25, 35, {"red house": ("Velmar", False)}) == "spokeswoman for Velmar"


def roles(text: str, actor: str) -> tuple[str, ...]:
    return read(text)[0].actors[actor].roles


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Foreign Minister Ilse Tarn of Velmar came.", ("foreign minister of Velmar",)),
        ("Velmar’s foreign minister, Ilse Tarn, came.", ("foreign minister of Velmar",)),
        ("Velmari Foreign Minister Ilse Tarn came.", ("foreign minister of Velmar",)),
        ("Ilse Tarn, the Velmari foreign minister, came.", ("foreign minister of Velmar",)),
        ("Ilse Tarn, foreign minister of Velmar, came.", ("foreign minister of Velmar",)),
        ("Ilse Tarn, a spokeswoman for the Ministry of Ports, came.", ("spokeswoman for Ministry of Ports",)),
        ("Ilse Tarn, the Harbour Board spokeswoman, came.", ("spokeswoman for Harbour Board",)),
        ("Harrow Lines spokeswoman Ilse Tarn came.", ("spokeswoman for Harrow Lines",)),
        ("On Monday spokeswoman Ilse Tarn came.", ("spokeswoman",)),
        ("Ilse Tarn, who is the mayor of Kadria, came.", ("mayor of Kadria",)),
        ("Ilse Tarn, a former foreign minister, came.", ("former foreign minister",)),
        ("Ilse Tarn, 41, came.", ()),
        ("Ilse Tarn, who said nothing, came.", ()),
        ("Ilse Tarn came. Prime Minister Rudo Pell left.", ()),
    ],
)
def test_roles_name_their_home_once(text: str, held: tuple[str, ...]) -> None:
    assert roles(text, "ilse-tarn") == held


def test_a_capital_is_a_government_when_it_acts_and_a_city_where_things_happen() -> None:
    sentence = "The envoys met in Port Senn on Monday. Port Senn said it would sign."
    start = sentence.index("Port Senn said")
    made = cast(
        Document("d", sentence), sentences(sentence), [Span(start, start + 9)], table=TABLE, seats={"port senn"}
    )
    assert [m.span.start for m in made.mentions] == [start]
    assert made.actors[made.sources[start, start + 9]].kind == "government"


def test_capitals_and_seats_of_power_are_told_apart_from_countries() -> None:
    held = seats()
    assert {"moscow", "kremlin", "washington", "white house", "paris"} <= held
    assert not {"france", "russia", "singapore"} & held


def test_letters_in_brackets_are_another_name_of_an_organisation() -> None:
    made, _ = read("The Harbour Workers Union (HWU) will strike. The HWU voted on Monday.")
    assert [(a.name, a.aliases) for a in made.actors.values()] == [("Harbour Workers Union", ("HWU",))]


def test_what_is_named_in_full_again_and_again_is_no_person() -> None:
    made, _ = read("Harbour Watch wrote to us. We asked Harbour Watch. Then Harbour Watch sued.")
    assert [a.kind for a in made.actors.values()] == ["organisation"]


def test_a_headline_in_capitals_names_only_who_is_named_below() -> None:
    text = "OSRIC DANE PLANS WORLD LARGEST HARBOUR BRIDGE\n\nOsric Dane will build it."
    made, _ = read(text)
    assert {a.name for a in made.actors.values()} <= {"Osric Dane", "OSRIC", "DANE"}


def test_an_unnamed_spokesman_is_bound_to_whom_he_speaks_for_and_stays_unnamed() -> None:
    made, _ = read("A spokesman for Velmar said no.", "A spokesman for Velmar")
    (actor,) = [a for a in made.actors.values() if a.kind == "anonymous"]
    assert actor.roles == ("spokesman for Velmar",) and actor.id.startswith("anon-")


def test_unnamed_sources_of_two_articles_stay_two() -> None:
    text = "An official said no. The official said it again."
    ids = set()
    for doc_id in ("a", "b"):
        made = cast(Document(doc_id, text), sentences(text), [Span(0, 11), Span(21, 33)], table=TABLE)
        assert len(set(made.sources.values())) == 1
        ids |= set(made.sources.values())
    assert len(ids) == 2


def judged(text: str, **kinds: NameKind) -> list[NamePiece]:
    """Pieces of words, each surely of one kind of name; words not named here are of none."""
    pieces = []
    for word, kind in kinds.items():
        for match in re.finditer(rf"\b{word}\b", text):
            pieces.append(NamePiece(Span(*match.span()), tuple(0.9 * (k == kind) for k in NAME_KINDS)))
    return sorted(pieces, key=lambda p: p.span)


def taken(text: str, **kinds: NameKind) -> dict[str, str]:
    """Name -> kind of every actor, as the model judges the words."""
    made = cast(Document("d", text), sentences(text), [], table=TABLE, judged=judged(text, **kinds))
    return {a.name: a.kind for a in made.actors.values()}


def test_the_model_tells_who_acts_from_where_it_happens() -> None:
    text = "Rivertown Mills told Orrin of the plan in Lower Sand."
    assert taken(text, Rivertown="organisation", Mills="organisation", Orrin="person", Lower="place", Sand="place") == {
        "Rivertown Mills": "organisation",
        "Orrin": "person",
    }


def test_a_word_that_the_model_takes_for_no_name_names_nobody() -> None:
    assert taken("They signed the Orders Early and told Bram Oster.", Bram="person", Oster="person") == {
        "Bram Oster": "person"
    }


def test_a_country_acts_whatever_the_model_missed() -> None:
    assert taken("Aid went through Velmar after Velmar agreed.") == {"Velmar": "government"}


def test_titles_before_a_name_do_not_hide_what_it_is() -> None:
    text = "Prime Minister Ilse Tarn and Ms. Tarn’s deputy."
    pieces = judged(text, Prime="title", Minister="title", Ilse="person", Tarn="person")
    (tarn,) = cast(Document("d", text), sentences(text), [], table=TABLE, judged=pieces).actors.values()
    assert (tarn.name, tarn.kind, tarn.roles) == ("Ilse Tarn", "person", ("prime minister",))


def test_a_firm_by_the_first_word_of_its_name() -> None:
    held = read(
        "Harrow Foods Group said no on Monday. The union asked Harrow to wait, and Harrow agreed.", "Harrow Foods Group"
    )
    assert [a.name for a in held[0].actors.values() if "Harrow" in a.name] == ["Harrow Foods Group"]
    assert any("Harrow" in a.aliases for a in held[0].actors.values())
