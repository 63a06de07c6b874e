"""New findings told once, to a real webhook and a real mail server."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.homes import Here
from tests.scripted import parse
from tests.watching.clock import Clock
from tests.watching.newsroom import OFF, PLAN, STEPS, Desk, next_day, page
from tests.watching.site import Answer, Site, rss, served
from walkback import archive, sending, watching
from walkback.alerts import Alerts, Filter
from walkback.core.text import Document
from walkback.record import queries
from walkback.record import watch as memory
from walkback.record.store import Record
from walkback.sending import Letter, SendError, Server


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


def test_two_runs_do_not_both_send(here: Here, clock: Clock) -> None:
    with Record.open(here / "r.db", create=True) as record:
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
