"""The page: nothing from a text becomes markup, drawings are well-formed, wordings are honest."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.core.interval import Interval
from walkback.core.ledger import Judgement, Matter, Report
from walkback.core.reading import STATUSES
from walkback.core.text import Span
from walkback.record import queries
from walkback.record.rows import Evidence, Head, MatterRow
from walkback.record.store import Record
from walkback.views.axis import WIDTH, axis_of, room
from walkback.views.markup import Html, el, safe
from walkback.views.report import Parts, gather, report
from walkback.views.timeline import SHAPES, TONES, lanes, legend, mark, place, timeline

ON = date(2031, 3, 5)
DAYS = st.dates(date(2030, 1, 1), date(2033, 12, 31))
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


class Reader(HTMLParser):
    """Collects elements, attributes, ids and links of a page; every element must be closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def parts(record: Record) -> Parts:
    return gather(record, ON)


def test_page_is_well_formed_and_needs_no_network(parts: Parts) -> None:
    page = report(parts)
    read = Reader(page)
    assert read.open == []
    assert read.tags.count("main") == read.tags.count("h1") == read.tags.count("script") == 1
    ids = [v for k, v in read.attributes if k == "id"]
    assert len(ids) == len(set(ids))
    links = [v or "" for k, v in read.attributes if k in ("href", "src")]
    assert not [v for v in links if not v.startswith("#") or v[1:] not in ids]
    assert "@import" not in page and "url(http" not in page


def test_hostile_texts_stay_text(parts: Parts) -> None:
    page = report(parts)
    read = Reader(page)
    assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page
    assert not [k for k, _ in read.attributes if k.startswith("on")]
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page.replace("\n", ""))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " java\nscript:x", "//host/x"])
def test_only_web_addresses_become_links(parts: Parts, url: str) -> None:
    rows = [
        replace(f, evidence=tuple(replace(e, head=replace(e.head, url=url)) for e in f.evidence))
        for f in parts.findings
    ]
    assert "javascript:" not in report(replace(parts, findings=rows))
    links = [v for k, v in Reader(report(replace(parts, findings=rows))).attributes if k == "href"]
    assert all(v and v.startswith("#") for v in links)


def test_findings_are_proposals_until_signed(parts: Parts) -> None:
    page = report(parts)
    assert page.count("proposed, not reviewed") == len(parts.findings)
    signed = Judgement(parts.findings[0].finding.id, "confirmed", "Ida Moen", datetime(2031, 3, 6, 9))
    page = report(replace(parts, findings=[replace(parts.findings[0], judgements=(signed,)), *parts.findings[1:]]))
    assert "confirmed by Ida Moen, 2031-03-06" in page


def test_wordings(parts: Parts) -> None:
    page = report(parts)
    assert "planned on 3 February 2031, called off 5 days later" in page
    assert "the record, as far as it reaches, shows no fulfilment by" in page
    assert "%" not in re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)


def test_what_is_left_out_is_said(parts: Parts) -> None:
    page = report(replace(parts, totals=replace(parts.totals, matters=1000), due=list(parts.due) * 300))
    assert "matters more, with fewer findings and reports, are not drawn" in page
    assert "more are left out; walkback due lists all." in page


def test_an_empty_record_makes_a_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Record.open(tmp_path_factory.mktemp("empty") / "r.db", create=True) as held:
        page = report(gather(held, ON))
    assert Reader(page).open == [] and "None so far." in page and "no dates known" in page


def test_drawings_of_the_page_are_well_formed(parts: Parts) -> None:
    drawn = SVG.findall(report(parts))
    assert len(drawn) > len(parts.matters)
    for piece in drawn:
        ElementTree.fromstring(piece)


def test_every_status_has_its_own_mark() -> None:
    told = {status: (SHAPES[status], TONES[status]) for status in STATUSES}
    assert len(set(told.values())) >= 9
    by_shape = {shape: {TONES[s] for s in STATUSES if SHAPES[s] == shape} for shape in SHAPES.values()}
    assert all(len(tones) == 1 for tones in by_shape.values())
    ElementTree.fromstring(legend())
    for status in STATUSES:
        ElementTree.fromstring(mark(status, 10, 10))


def _evidence(n: int, at: date | None, status: str, by: str, due: Interval | None) -> Evidence:
    held = Report(
        f"r{n}", f"d{n}", Span(4, 9), Span(0, 20), "meets", status, "meet", by, published=at, due=due  # type: ignore[arg-type]
    )  # fmt: skip
    return Evidence(held, Head(f"d{n}", at), "The <meet&s> of both", by)


@st.composite
def _matter(draw: st.DrawFn) -> MatterRow:
    held = []
    for n in range(draw(st.integers(1, 30))):
        ends = sorted(draw(st.tuples(DAYS, DAYS)))
        due = Interval(
            draw(st.sampled_from([None, ends[0]])), draw(st.sampled_from([None, ends[1]])), vague=draw(st.booleans())
        )
        at = draw(st.sampled_from([None, draw(DAYS), date(2031, 1, 1)]))
        by = draw(st.sampled_from(["outlet", *(f"Actor {k} \x1b<" for k in range(12))]))
        held.append(_evidence(n, at, draw(st.sampled_from(STATUSES)), by, draw(st.sampled_from([None, due]))))
    return MatterRow(Matter("m", "A <matter>", "meet", (), tuple(e.report.id for e in held)), (), tuple(held), ())


@given(_matter())
def test_timelines_are_well_formed_and_cover_nothing(row: MatterRow) -> None:
    drawn = timeline(row, ON)
    axis = axis_of(row.evidence)
    assert bool(drawn) is (axis is not None)
    if axis is None:
        return
    ElementTree.fromstring(drawn)
    ticks = [(axis.x(day), room(label) / 2) for day, label in axis.ticks()]
    assert 1 <= len(ticks) <= 11
    for lane in lanes(row.evidence):
        place(lane, axis)
        for level in range(lane.levels):
            points = sorted((p for p in lane.points if p.level == level), key=lambda p: p.x)
            for before, after in pairwise(points):
                assert before.right <= after.left
        assert all(0 <= p.x <= WIDTH for p in lane.points)


@pytest.mark.parametrize("length", [0, 3, 20, 60, 200, 700, 4000, 40000, 400000])
def test_ticks_are_few_and_in_order(length: int) -> None:
    first = date(1031, 2, 3)
    rows = [
        _evidence(n, day, "planned", "outlet", None) for n, day in enumerate((first, first + timedelta(days=length)))
    ]
    axis = axis_of(rows)
    assert axis is not None
    days = [day for day, _ in axis.ticks()]
    assert days == sorted(set(days)) and 1 <= len(days) <= 11


@given(st.text())
def test_text_cannot_become_markup(text: str) -> None:
    made = el("p", text, title=text)
    assert ElementTree.fromstring(made).tag == "p"
    assert safe(Html("<b>x</b>")) == "<b>x</b>"


def test_reports_of_the_record_are_drawn(record: Record) -> None:
    rows = queries.matters(record)
    assert sum(timeline(row).count('class="point"') for row in rows) >= 6
