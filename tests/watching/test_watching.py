"""Feeds followed from a real server into a record, findings told to a real webhook and a real mail server."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.scripted import parse
from tests.watching.clock import Clock
from tests.watching.site import Answer, Site, article, rss, served
from walkback import archive, copies, pipeline, sending, watching
from walkback.alerts import Alerts, Filter
from walkback.core.errors import RecordError
from walkback.core.reading import Reading
from walkback.core.text import Document
from walkback.record import queries
from walkback.record import watch as memory
from walkback.record.store import Record
from walkback.sending import Letter, SendError, Server
from walkback.sources.addresses import host_of
from walkback.sources.apart import Bench
from walkback.sources.fetching import Fetcher, Manners

EVERY = timedelta(minutes=30)
PLAN = "<s1>Bo Kessi, foreign minister of Velmar,</s1> <c1>said</c1> <q1>he would [[meet|planned talks meet]] the envoys of Kadria in Orlo on March 10</q1>."
OFF = "<s1>Bo Kessi</s1> <c1>said</c1> <q1>the [[meeting|cancelled talks meet]] in Orlo was off</q1>."
REST = {  # two texts that share their filling would be copies of each other
    PLAN: " The ferry from Orlo runs every day, and the harbour master says that the strait has been calm for a week.",
    OFF: " Rain is expected over the hills of Senn, where the road to the pass was closed by stones in the night.",
}


class MarkedReader:
    """Reads what the marked sentences say wherever they stand in a text."""

    def read(self, document: Document) -> Reading:
        marked = document.text
        for sentence in (PLAN, OFF):
            marked = marked.replace(parse(sentence).text, sentence)
        return parse(marked).reading()


def page(title: str, day: str, marked: str, **more: str) -> str:
    return article(title, day, parse(marked).text, REST[OFF if OFF in marked else PLAN], **more)


STEPS = archive.Steps(lambda d: pipeline.read_page(d, MarkedReader()), pipeline.follow, copies.group_copies)


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Bench() as held:
        yield held


@dataclass
class Desk:
    """One newsroom: its record, its clock, the site it follows."""

    path: Path
    site: Site
    clock: Clock
    bench: Bench
    alerts: Alerts = field(default_factory=Alerts)
    rounds: list[watching.Round] = field(default_factory=list)
    tools: Callable[[watching.Tools], watching.Tools] = lambda tools: tools

    def once(self, *feeds: str) -> watching.Round:
        """What one run comes to."""
        manners = Manners(gap=0.0, version="9")
        trusted = {host_of(self.site.base)}
        with (
            Fetcher(manners, clock=self.clock.now, sleep=self.clock.sleep, trusted=trusted) as fetcher,
            Record.open(self.path, create=True) as record,
        ):
            post = partial(sending.post, agent=manners.agent)
            tools = watching.Tools(fetcher.get, self.bench, STEPS, post, sending.mail, self.clock.now, self.clock.sleep)
            named = [f"{self.site.base}{f}" for f in feeds or ["/feed"]]
            watching.once(record, named, self.tools(tools), self.alerts, every=EVERY, told=self.rounds.append)
        return self.rounds[-1]

    def ask(self, question: Callable[[Record], Any]) -> Any:
        with Record.open(self.path) as record:
            return question(record)


@pytest.fixture
def desk(tmp_path: Path, site: Site, clock: Clock, bench: Bench) -> Desk:
    site.answers |= {
        "/feed": Answer(rss(("BASE/plan?utm_source=rss", "Envoys to meet", "Mon, 03 Mar 2031 10:00:00 GMT")), media="application/rss+xml", headers={"ETag": '"1"'}),
        "/plan?utm_source=rss": Answer(page("Envoys to meet", "2031-03-03", PLAN, canonical="BASE/plan")),
        "/off": Answer(page("Talks off", "2031-03-04", OFF)),
    }  # fmt: skip
    return Desk(tmp_path / "r.db", site, clock, bench)


def next_day(site: Site) -> None:
    """The feed lists the withdrawal, and the first article again under another spelling."""
    body = rss(("BASE/off", "Talks off", "Tue, 04 Mar 2031 10:00:00 GMT"), ("BASE/plan#x", "Envoys to meet", "Mon, 03 Mar 2031 10:00:00 GMT"))  # fmt: skip
    site.answers["/feed"] = Answer(body, media="application/rss+xml", headers={"ETag": '"2"'})


def test_new_articles_are_read_once(desk: Desk, site: Site) -> None:
    first = desk.once()
    assert (first.feeds, first.listed, first.read, first.troubles) == (1, 1, 1, 0)
    again = desk.once()
    assert (again.unchanged, again.listed, again.read) == (1, 0, 0)
    next_day(site)
    later = desk.once()
    assert (later.listed, later.read, later.found) == (1, 1, 1)
    assert site.paths() == ["/feed", "/plan?utm_source=rss", "/feed", "/feed", "/off"]
    (row,) = desk.ask(queries.findings)
    assert row.finding.kind == "reversal"
    head = row.evidence[0].head
    assert (head.url, head.outlet, str(head.published)) == (f"{site.base}/plan", "Strait Courier", "2031-03-03")


def test_one_article_under_two_addresses_is_read_once(desk: Desk, site: Site) -> None:
    desk.once()
    site.answers |= {
        "/two": Answer(rss(("BASE/r/77", "Envoys", "x"), ("BASE/amp/plan", "Envoys", "x")), media="text/xml"),
        "/r/77": Answer(status=302, headers={"Location": "/plan"}),
        "/plan": Answer(page("Envoys to meet", "2031-03-03", PLAN)),
        "/amp/plan": Answer(page("Envoys to meet, short", "2031-03-03", PLAN, canonical="BASE/plan")),
    }
    done = desk.once("/feed", "/two")
    assert (done.listed, done.read, done.known) == (2, 0, 2)
    assert desk.ask(queries.totals).documents == 1


def test_what_cannot_be_fetched_is_noted_tried_later_and_then_no_problem_any_more(
    desk: Desk, site: Site, clock: Clock
) -> None:
    good = site.answers["/plan?utm_source=rss"]
    site.answers["/plan?utm_source=rss"] = Answer("", 503, {"Retry-After": "1800"})
    assert desk.once().troubles == 1
    (problem,) = desk.ask(queries.problems)
    assert problem.source == f"{site.base}/plan?utm_source=rss" and "503" in problem.reason and problem.hint
    clock.at += timedelta(minutes=20)
    asked = len(site.paths())
    desk.once()
    assert "/plan?utm_source=rss" not in site.paths()[asked:]  # the server asked for half an hour
    site.answers["/plan?utm_source=rss"] = good
    clock.at += timedelta(minutes=11)
    assert desk.once().read == 1
    assert desk.ask(queries.problems) == []


def test_waits_grow_and_end(desk: Desk, site: Site, clock: Clock) -> None:
    site.answers["/plan?utm_source=rss"] = Answer("", 500)
    waits = []
    for _ in range(watching.TRIES):
        desk.once()
        soon = desk.ask(lambda r: memory.waiting(r, clock.at + timedelta(days=9)))
        if soon:
            until = desk.ask(lambda r: r.connection.execute("SELECT next FROM watched_articles").fetchone()[0])
            waits.append((memory.instant(until) - clock.at) / timedelta(minutes=1))
            clock.at = memory.instant(until)
    assert waits == [5, 10, 20, 40, 80, 160, 320]
    assert desk.once().troubles == 0
    assert site.paths().count("/plan?utm_source=rss") == watching.TRIES
    assert desk.ask(lambda r: memory.again(r, clock.at)) == 1
    site.answers["/plan?utm_source=rss"] = Answer(page("Envoys to meet", "2031-03-03", PLAN))
    assert desk.once().read == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer("x", 404), "404"),
        (Answer(b"%PDF-1.7", media="application/pdf"), "application/pdf"),
        (Answer("<html><body><p></p></body></html>"), "no article|cannot"),
        (Answer(status=302, headers={"Location": "http://10.0.0.1/x"}), "private network"),
    ],
)
def test_an_article_that_is_none_is_a_problem_and_the_run_goes_on(
    desk: Desk, site: Site, answer: Answer, said: str
) -> None:
    next_day(site)
    site.answers |= {"/plan": Answer(page("Envoys to meet", "2031-03-03", PLAN)), "/off": answer}
    done = desk.once()
    assert (done.read, done.troubles) == (1, 1)
    (problem,) = desk.ask(queries.problems)
    assert any(word in problem.reason for word in said.split("|"))


def test_robots_keep_us_out_of_articles(desk: Desk, site: Site) -> None:
    site.answers["/robots.txt"] = Answer("User-agent: walkback\nDisallow: /plan")
    assert desk.once().read == 0
    assert site.paths() == ["/feed"]
    assert "robots" in desk.ask(queries.problems)[0].reason


def test_feeds_that_fail_moved_or_are_gone(desk: Desk, site: Site, clock: Clock) -> None:
    site.answers |= {
        "/gone": Answer("", 410),
        "/down": Answer("", 500),
        "/moved": Answer(status=301, headers={"Location": "/feed"}),
        "/page": Answer("<html><head><link rel=alternate type='application/rss+xml' href=/feed></head></html>"),
    }
    feeds = ("/gone", "/down", "/moved", "/page")
    done = desk.once(*feeds)
    assert (done.feeds, done.troubles, done.read) == (4, 3, 1)
    assert any(f"{site.base}/feed" in p.hint for p in desk.ask(queries.problems))
    asked = len(site.asked)
    desk.once(*feeds)
    assert [a.path for a in site.asked[asked:] if a.path != "/robots.txt"] == [
        "/feed"
    ]  # where it moved; the others are put off or gone
    clock.at += timedelta(minutes=6)
    site.answers["/down"] = Answer(rss(title="Up again"), media="text/xml")
    desk.once(*feeds)
    states = {f.address.removeprefix(site.base): f for f in desk.ask(memory.feeds)}
    assert states["/down"].failures == 0 and states["/down"].title == "Up again"
    assert states["/gone"].gone and site.paths().count("/gone") == 1
    desk.once("/feed")
    assert [f.address for f in desk.ask(memory.feeds)] == [f"{site.base}/feed"]  # others are no longer listed


def test_a_run_that_is_ended_goes_on_where_it_was(desk: Desk, site: Site) -> None:
    addresses = [(f"BASE/n/{n}", f"News {n}", "Mon, 03 Mar 2031 10:00:00 GMT") for n in range(5)]
    site.answers["/feed"] = Answer(rss(*addresses), media="text/xml")
    site.answers |= {
        f"/n/{n}": Answer(page(f"News number {n}", "2031-03-03", f"{PLAN} It is story {n}.")) for n in range(5)
    }
    read: list[str] = []

    def killed(document: Document) -> Any:
        if len(read) == 3:
            raise KeyboardInterrupt
        read.append(document.doc_id)
        return STEPS.read(document)

    desk.tools = lambda tools: replace(tools, steps=replace(STEPS, read=killed))
    with pytest.raises(KeyboardInterrupt):
        desk.once()
    desk.tools = lambda tools: tools
    assert desk.once().read == 2
    assert desk.ask(queries.totals).documents == 5
    # of those fetched before the end only the one in hand is fetched again, and those that waited behind it
    assert all(site.paths().count(f"/n/{n}") <= 2 for n in range(5))
    assert desk.once().read == 0


def test_the_loop_sleeps_until_there_is_something_to_do(desk: Desk, clock: Clock, site: Site) -> None:
    began = clock.at

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if clock.at - began > timedelta(hours=2):
            raise KeyboardInterrupt

    manners = Manners(gap=0.0)
    with (
        Fetcher(manners, clock=clock.now, sleep=clock.sleep, trusted={host_of(site.base)}) as fetcher,
        Record.open(desk.path, create=True) as record,
    ):
        tools = watching.Tools(fetcher.get, desk.bench, STEPS, sending.post, sending.mail, clock.now, sleep)
        with pytest.raises(KeyboardInterrupt):
            watching.watch(record, [f"{site.base}/feed"], tools, Alerts(), every=EVERY, told=desk.rounds.append)
    assert [r.feeds for r in desk.rounds] == [1, 1, 1, 1, 1]
    assert max(clock.slept) <= 60


# --- telling ---------------------------------------------------------------------------------------------------------


class Letters:
    """What a mail server was handed. refuse: how many more it turns away."""

    def __init__(self) -> None:
        self.held: list[EmailMessage] = []
        self.to: list[list[str]] = []
        self.refuse = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse:
            self.refuse -= 1
            return "451 try again later"
        self.held.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.to.append(envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture
def post_office() -> Iterator[tuple[Letters, Server]]:
    """A real SMTP server on this machine."""
    letters = Letters()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(letters, hostname="127.0.0.1", port=port)
    controller.start()
    yield letters, Server("127.0.0.1", port, "walkback@example.org")
    controller.stop()


@pytest.fixture
def hook() -> Iterator[Site]:
    """A real webhook on this machine."""
    with served() as held:
        held.answers["/hook"] = Answer("ok")
        yield held


def told(hook: Site) -> list[dict[str, Any]]:
    return [json.loads(a.body) for a in hook.asked]


def test_a_new_finding_is_told_once(desk: Desk, site: Site, hook: Site, post_office: tuple[Letters, Server]) -> None:
    letters, server = post_office
    wanted = Filter("withdrawn", ("reversal",), actor="Kessi", webhook=f"{hook.base}/hook", secret="s3", mail=("desk@example.org", "night@example.org"))  # fmt: skip
    desk.alerts = Alerts((wanted, Filter("delays", ("delay",), webhook=f"{hook.base}/hook")), server)
    assert desk.once().sent == 0
    next_day(site)
    assert desk.once().sent == 2
    for _ in range(2):
        assert desk.once().sent == 0
    (body,) = told(hook)
    assert body["filter"] == "withdrawn" and body["findings"][0]["kind"] == "reversal"
    asked = hook.asked[0]
    assert (asked.method, asked.headers["content-type"]) == ("POST", "application/json")
    assert asked.headers["idempotency-key"] == body["id"] and asked.headers["x-walkback-signature"].startswith(
        "sha256="
    )
    (letter,), (to,) = letters.held, letters.to
    assert to == ["desk@example.org", "night@example.org"]
    assert letter["subject"].startswith("walkback, withdrawn: reversal: ")
    assert letter["message-id"].endswith("@example.org>") and letter["auto-submitted"] == "auto-generated"
    text = letter.get_content()
    assert "Bo Kessi said the meeting in Orlo was off." in text and f"{site.base}/off" in text
    assert "Proposed by a machine" in text


def test_what_the_record_held_before_is_not_told(desk: Desk, site: Site, hook: Site) -> None:
    next_day(site)
    site.answers["/plan"] = Answer(page("Envoys to meet", "2031-03-03", PLAN))
    with Record.open(desk.path, create=True) as record:
        made = [Document("a", parse(PLAN).text, datetime(2031, 3, 3).date(), "given"), Document("b", parse(OFF).text, datetime(2031, 3, 4).date(), "given")]  # fmt: skip
        archive.add(record, made, STEPS)
        assert len(record.findings()) == 1
    desk.alerts = Alerts((Filter("all", webhook=f"{hook.base}/hook"),))
    desk.once()
    assert told(hook) == []


def test_a_finding_that_grew_is_not_told_again(desk: Desk, site: Site, hook: Site) -> None:
    desk.alerts = Alerts((Filter("all", webhook=f"{hook.base}/hook"),))
    desk.once()
    next_day(site)
    desk.once()
    before = desk.ask(lambda r: {f.id for f in r.findings()})
    earlier = page("Envoys to meet, it is said", "2031-03-01", PLAN + " That was first said on Saturday.")
    site.answers |= {"/feed": Answer(rss(("BASE/first", "x", "Sat, 01 Mar 2031 10:00:00 GMT")), media="text/xml"), "/first": Answer(earlier)}  # fmt: skip
    assert desk.once().read == 1
    assert desk.ask(lambda r: {f.id for f in r.findings()}) != before  # another first report, another id
    assert len(told(hook)) == 1


def test_a_message_that_does_not_arrive_is_sent_later(
    desk: Desk, site: Site, clock: Clock, hook: Site, post_office: tuple[Letters, Server]
) -> None:
    letters, server = post_office
    letters.refuse = 1
    hook.answers["/hook"] = [Answer("", 500), Answer("ok")]
    desk.alerts = Alerts((Filter("all", webhook=f"{hook.base}/hook", mail=("desk@example.org",)),), server)
    desk.once()
    next_day(site)
    done = desk.once()
    assert (done.sent, done.unsent) == (0, 2)
    reasons = " ".join(p.reason for p in desk.ask(queries.problems))
    assert "500" in reasons and "451" in reasons
    assert desk.once().sent == 0
    clock.at += timedelta(minutes=2)
    assert desk.once().sent == 2
    assert desk.ask(queries.problems) == []
    assert (len(letters.held), len({b["id"] for b in told(hook)})) == (1, 1)


def test_killed_before_sending_it_is_sent_by_the_next_run(desk: Desk, site: Site, hook: Site) -> None:
    desk.alerts = Alerts((Filter("all", webhook=f"{hook.base}/hook"),))
    desk.once()
    next_day(site)

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    desk.tools = lambda tools: replace(tools, post=dies)
    with pytest.raises(KeyboardInterrupt):
        desk.once()
    desk.tools = lambda tools: tools
    assert desk.once().sent == 0  # it may be on its way: it is claimed for a while
    desk.clock.at += watching.LEASE
    assert desk.once().sent == 1
    assert desk.once().sent == 0
    assert len(told(hook)) == 1


def test_killed_between_arrival_and_note_it_bears_the_same_id(desk: Desk, site: Site, hook: Site) -> None:
    desk.alerts = Alerts((Filter("all", webhook=f"{hook.base}/hook"),))
    desk.once()
    next_day(site)

    def dies_after(*given: Any, **more: Any) -> None:
        sending.post(*given, **more)
        raise KeyboardInterrupt

    desk.tools = lambda tools: replace(tools, post=dies_after)
    with pytest.raises(KeyboardInterrupt):
        desk.once()
    desk.tools = lambda tools: tools
    desk.clock.at += watching.LEASE
    desk.once()
    assert len({a.headers["idempotency-key"] for a in hook.asked}) == 1


def test_two_runs_do_not_both_send(tmp_path: Path, clock: Clock) -> None:
    with Record.open(tmp_path / "r.db", create=True) as record:
        message = memory.Message("m", "f", "webhook", {})
        assert memory.tell(record, [message], clock.at) == 1
        assert memory.tell(record, [message], clock.at) == 0
        assert memory.claim(record, message, clock.at, watching.LEASE)
        assert not memory.claim(record, message, clock.at, watching.LEASE)


def test_a_filter_that_is_gone_keeps_its_messages(desk: Desk, site: Site, hook: Site) -> None:
    desk.alerts = Alerts((Filter("all", webhook=f"{hook.base}/hook"),))
    desk.once()
    next_day(site)
    desk.tools = lambda tools: replace(tools, post=lambda *_, **__: (_ for _ in ()).throw(SendError("down")))
    desk.once()
    desk.tools = lambda tools: tools
    gone, desk.alerts = desk.alerts, Alerts()
    desk.clock.at += timedelta(minutes=2)
    assert desk.once().unsent == 1
    desk.alerts = gone
    desk.clock.at += timedelta(minutes=30)
    assert desk.once().sent == 1


def test_mail_servers_that_refuse(post_office: tuple[Letters, Server]) -> None:
    letters, server = post_office
    letter = Letter("id1", ["a@example.org"], "Talks — off", "text\n", datetime(2031, 3, 5, 9, tzinfo=UTC))
    sending.mail(server, letter)
    assert letters.held[0]["subject"] == "Talks — off" and letters.held[0]["date"].startswith("Wed, 05 Mar 2031")
    with pytest.raises(SendError, match="did not take it"):
        sending.mail(replace(server, tls="starttls"), letter)
    with pytest.raises(SendError, match="did not take it"):
        sending.mail(replace(server, user="x", password="y"), letter)
    with pytest.raises(SendError, match="did not take it"):
        sending.mail(replace(server, port=1), letter)


def test_a_webhook_that_does_not_answer() -> None:
    with served() as held:
        pass
    with pytest.raises(SendError, match="cannot be reached"):
        sending.post(f"{held.base}/hook", {}, message_id="x")


def test_schema_is_there_for_old_records(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r.db", create=True) as record:
        assert memory.soonest(record) is None
    with pytest.raises(RecordError):
        Record.open(tmp_path / "none.db")
