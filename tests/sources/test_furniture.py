"""What is furniture on a page, and above all what is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.sources.furniture import furniture

TITLE = "Port Alma puts off the opening of its bridge"
NEWS = [
    "The bridge will not open on Friday, Mayor Ines Oduber said, because the lamps have not arrived from Kestria.",
    "He said no.",
    "“We will open it when it is lit,” Oduber told reporters at the town hall.",
]


def marked(text: str) -> list[str]:
    return [text[start:end] for start, end in furniture(text)]


def page(*, head: tuple[str, ...] = (), tail: tuple[str, ...] = (), body: tuple[str, ...] = ()) -> str:
    return "\n\n".join([TITLE, *head, *NEWS, *body, *NEWS[::-1], *NEWS, *NEWS, *tail])


@pytest.mark.parametrize(
    "line",
    [
        "7 hours ago 3",
        "Read Entire Article",
        "Share this",
        "Share on Facebook",
        "Tweet",
        "Advertisement",
        "Story continues below advertisement",
        "4 min read",
        "12 Comments",
        "Leave a comment",
        "Related: Who pays for the lamps?",
        "READ MORE: The bridge in pictures",
        "Sign up for our morning newsletter",
        "We use cookies to improve this page.",
        "By signing up, you agree to our terms.",
        "Get the Courier in your inbox every day.",
        "Follow Awa Sandrel on Twitter @awasandrel.",
        "Follow us on Facebook",
        "Home | News | Sport | Weather",
        "Healthy games| | | |",
        "Copyright 2031 Port Alma Courier.",
        "© Port Alma Courier. All rights reserved.",
        "The unlit bridge on Sunday.Credit...Awa Sandrel/Northline",
        "Mayor Oduber on the bridge. (Photo by Awa Sandrel/Northline)",
        "Mayor Oduber on the bridge. (Northline Photo/Awa Sandrel)",
        "The bridge at night, unlit. Awa Sandrel/Getty Images",
        "Awa Sandrel via Getty Images.",
        "Photo: Awa Sandrel / Northline",
        "Image source, Northline",
        "https://courier.example/bridge",
    ],
)
def test_furniture_anywhere(line: str) -> None:
    assert marked(page(body=(line,))) == [line]


@pytest.mark.parametrize(
    "lines",
    [
        ("By Awa Sandrel",),
        ("BY AWA SANDREL AND TOMAS QUILL",),
        ("By Awa Sandrel, Courier staff writer",),
        ("March 3, 2031",),
        ("Awa Sandrel", "March 3, 2031"),
        ("Awa Sandrel and Tomas de Quill", "4 min read", "Published March 3, 2031 at 7:12 p.m."),
        ("Published 3 March 2031 | Updated 4 March 2031",),
    ],
)
def test_furniture_under_the_headline(lines: tuple[str, ...]) -> None:
    assert marked(page(head=lines)) == list(lines)


@pytest.mark.parametrize(
    "line",
    [
        "Awa Sandrel is a harbor correspondent for The Courier, covering bridges and what goes over them.",
        "Awa Sandrel is senior editor at the Courier.",
        "Awa Sandrel covers the harbor for The Courier.",
        "(Reporting by Awa Sandrel; Editing by Tomas Quill)",
        "Tomas Quill contributed reporting from Mirov.",
        "Editor's note: Readers should know that the bridge is named after a former editor.",
        "This article was updated to add what the mayor said.",
        "An earlier version of this article misspelled a name.",
    ],
)
def test_furniture_at_the_end(line: str) -> None:
    assert marked(page(tail=(line,))) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "He said no.",
        "No.",
        "Getty Images said on Tuesday that it would sue the town.",
        "The credit is due to the workers.",
        "By Friday, nobody was left on the bridge.",
        "By Land and Sea",
        "Sign up by Friday or lose your place, the mayor told the hauliers.",
        "Follow the money, Oduber told the court.",
        "The Port Alma Club is leaving Tomas Quill and heading for Mirov.",
        "Ines Oduber is a writer at heart, her deputy said.",
        "Ines Oduber is the director of the bridge office and has led it for ten years.",
        "Tomas Quill is doing better than his fellow Kestrians.",
        "Share prices fell by a tenth.",
        "Comments by the mayor drew laughter.",
        "Related charges were dropped on Monday.",
        "The bridge opened 3 years ago.",
        "Print workers walked out.",
        "Oduber v. Quill / the case that split the town",
        "Advertisements for the bridge were taken down.",
        "Copyright law does not cover bridges, the court held.",
        "March 3, 2031 was the day on which the lamps went out.",
        "Her promise: light by spring; his: by summer; theirs: never.",
        "Port Alma",
        "“Editor's note: resign,” the placard read.",
    ],
)
@pytest.mark.parametrize("where", ["head", "body", "tail"])
def test_news_is_never_furniture(line: str, where: str) -> None:
    parts = {where: (line,)}
    assert marked(page(head=parts.get("head", ()), body=parts.get("body", ()), tail=parts.get("tail", ()))) == []


@pytest.mark.parametrize(
    "title", ["By Awa Sandrel", "Editor's note: we were wrong", "Related: a family feud", "Ines Oduber"]
)
def test_a_headline_is_not_furniture(title: str) -> None:
    assert marked("\n\n".join([title, *NEWS])) == []


def test_words_of_a_picture_go_with_its_credit() -> None:
    picture = "Two workers stand beside a dark lamp.\nThe bridge on Sunday.Credit...Awa Sandrel/Northline"
    assert marked(page(head=(picture,))) == picture.split("\n")


def test_news_above_a_credit_is_kept_where_no_blank_lines_part_paragraphs() -> None:
    credit = "The bridge on Sunday.Credit...Awa Sandrel/Northline"
    assert marked("\n".join([TITLE, NEWS[0], credit, *NEWS])) == [credit]


def test_an_author_whom_the_news_names_is_news() -> None:
    line = "Ines Oduber is a columnist for The Courier who was jailed for what she wrote."
    assert marked(page(tail=(line,))) == []


def test_spans_are_exact_with_blanks_and_tabs_around() -> None:
    text = f"{TITLE}\n\n \t Advertisement  \n\n{NEWS[0]}"
    assert marked(text) == ["Advertisement"]


PIECES = st.sampled_from(
    ["Advertisement", "By Awa Sandrel", "March 3, 2031", "\n", "\n\n", " ", "|", "News.", "Credit...A", "é", "\r"]
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=30).map("".join))
def test_spans_are_sorted_whole_and_apart(text: str) -> None:
    spans = furniture(text)
    assert all(0 <= s.start < s.end <= len(text) and "\n" not in text[s.start : s.end] for s in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize("piece", ["Aa ", "A", "a-", "| ", "a, ", "(A/", "is a ", "by ", "{", "Photo: A"])
def test_hostile_lines_end_quickly(piece: str) -> None:
    furniture("\n\n".join([TITLE, *[(piece * 600)[:n] for n in (150, 599)], *["x"] * 3]))
