"""Articles in web pages."""

from __future__ import annotations

import json
from datetime import date

import pytest

from walkback.core.errors import InputError
from walkback.sources import html

PARAGRAPHS = [
    "The bridge of Port Alma will not open on Friday, Mayor Ines Oduber said, because the lamps have not arrived.",
    "She told reporters at the town hall that the opening would be put off to the spring, when the days are longer.",
    "The builders will pay a fine for every week in which the bridge stands dark, according to the council's letter.",
]
TITLE = "Port Alma puts off the opening of its bridge"
DAY = date(2031, 3, 3)


def page(*, head: str = "", before: str = "", after: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{TITLE} | Port Alma Courier</title>"
        f"<meta property='og:site_name' content='Port Alma Courier'>{head}</head><body>"
        f"<nav><a href='/'>Home</a><a href='/s'>Sport</a></nav><article><h1>{TITLE}</h1>{before}{body}{after}</article>"
        "<footer>All pages</footer></body></html>"
    )


def linked(**fields: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(fields)}</script>"


def test_an_article_comes_out_title_first_with_paragraphs_apart() -> None:
    found = html.article(page(head="<link rel='canonical' href='https://courier.example/bridge'>"))
    assert found.text == "\n\n".join([TITLE, *PARAGRAPHS])
    assert (found.title, found.outlet, found.url) == (TITLE, "Port Alma Courier", "https://courier.example/bridge")
    assert found.published is None


@pytest.mark.parametrize(
    "head",
    [
        linked(**{"@type": "NewsArticle", "datePublished": "2031-03-03T10:00:00Z"}),
        linked(**{"@graph": [{"@type": "WebSite"}, {"@type": ["Article"], "datePublished": "2031-03-03"}]}),
        linked(
            **{
                "image": {"@type": "ImageObject", "datePublished": "2029-01-01"},
                "@type": "NewsArticle",
                "datePublished": "2031-03-03",
            }
        ),
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2031-03-03", }</script>',
        '<meta property="article:published_time" content="2031-03-03T10:00:00+01:00">',
        "<meta content='March 3, 2031' name='Date'>",
        '<meta name="parsely-pub-date" content="2031-03-03&#84;10:00">',
    ],
)
def test_the_day_a_page_states(head: str) -> None:
    assert html.page_day(page(head=head)) == DAY


def test_the_day_of_an_item() -> None:
    before = '<time itemprop="datePublished" datetime="2031-03-03T16:45+0100">on Monday</time>'
    assert html.page_day(page(before=before)) == DAY


def test_a_day_after_today_is_not_believed() -> None:
    stated = page(head='<meta property="article:published_time" content="2031-03-03">')
    assert html.page_day(stated, today=date(2031, 3, 3)) == DAY
    assert html.page_day(stated, today=date(2031, 3, 2)) is None


@pytest.mark.parametrize(
    "hostile",
    [
        "<html><body>" + "<div>" * 5000 + "text",
        "<html><body>" + "<div>" * 300 + "text" + "</div>" * 300,
        "<html>" + "<meta " * 20_000,
        "<html>" + "<script type='application/ld+json'>" * 900,
        "<html><script type='application/ld+json'>" + "[" * 50_000 + "</script>",
        "<!---->" * 20_000 + "<p",
        "<html></html>",
        "<html>" + "x" * html.LARGEST_PAGE,
    ],
)
def test_hostile_and_empty_pages_are_refused_with_a_hint(hostile: str) -> None:
    with pytest.raises(InputError) as caught:
        html.article(hostile)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "whole", "piece"),
    [
        ("<!doctype html><p>x</p>", True, True),
        ("  <?xml version='1.0'?><!-- a --><!-- b --><html>", True, True),
        ("<div class='a'><p>x</p></div>", False, True),
        ("<tweet id='1'>x</tweet>", False, False),
        ("Mayors < ministers", False, False),
        ("", False, False),
    ],
)
def test_pages_are_told_from_texts(text: str, whole: bool, piece: bool) -> None:
    assert (html.is_html(text), html.is_html(text, fragment=True)) == (whole, piece)
