"""Saved filters and the messages they ask for: which new finding is told to whom, and in what words."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_args

from walkback.core.codec import days, iso
from walkback.core.errors import InputError
from walkback.core.ledger import FindingKind
from walkback.core.reading import TYPES
from walkback.record.rows import Evidence, FindingRow
from walkback.record.watch import Message, message_id
from walkback.sending import Server

Row = dict[str, Any]
PROPOSED = "Proposed by a machine, not reviewed by a person. Read the sentences before you use it."
_SMTP = {"host", "port", "sender", "user", "password", "tls"}
_TLS = ("none", "starttls", "tls")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is worth a message, and where it goes. Empty kinds or types mean any; actor is a name or part of one."""

    name: str
    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    actor: str = ""
    least_score: float = 0.0
    webhook: str = ""
    secret: str = ""
    mail: tuple[str, ...] = ()

    def matches(self, row: FindingRow) -> bool:
        """Whether a finding is meant. One that a person refused is never told."""
        if row.judgements and row.judgements[-1].verdict == "refused":
            return False
        return (
            (not self.kinds or row.finding.kind in self.kinds)
            and (not self.types or row.matter.type in self.types)
            and row.finding.score >= self.least_score
            and (not self.actor or any(_bears(self.actor, (a.name, *a.aliases)) for a in row.who))
        )


@dataclass(frozen=True, slots=True)
class Alerts:
    """The filters of a file, and the mail server they use."""

    filters: tuple[Filter, ...] = ()
    server: Server | None = None

    def named(self, name: str) -> Filter | None:
        """The filter of a name; None where the file has it no more."""
        return next((f for f in self.filters if f.name == name), None)


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Alerts:
    """The alerts of a TOML file (docs/watching.md). A value that begins with $ is read from the environment.

    Raises InputError for a file that cannot be read, an unknown key, a filter that matches nothing or goes nowhere.
    """
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", hint="name the file that holds the filters") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no TOML: {error}", hint="docs/watching.md shows one") from error
    _known(held, {"smtp", "filter"}, f"{path}")
    server = _server(held["smtp"], f"{path}: [smtp]", environment) if "smtp" in held else None
    rows = held.get("filter", [])
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"{path} holds no [[filter]]", hint="docs/watching.md shows one")
    filters = tuple(_filter(row, f"{path}: filter {n}", environment) for n, row in enumerate(rows, 1))
    names = [f.name for f in filters]
    if doubled := next((n for n in names if names.count(n) > 1), None):
        raise InputError(f"{path}: two filters are called {doubled!r}", hint="give each a name of its own")
    if server is None and (wanting := next((f.name for f in filters if f.mail), None)):
        raise InputError(
            f"{path}: filter {wanting!r} sends mail, but there is no [smtp]", hint="add host, port, sender"
        )
    return Alerts(filters, server)


def messages(alerts: Alerts, rows: Sequence[FindingRow]) -> list[Message]:
    """One message a filter and channel, about all findings that match; none for a filter that nothing matches."""
    out = []
    for each in alerts.filters:
        found = [row for row in rows if each.matches(row)]
        if not found:
            continue
        ids = [row.finding.id for row in found]
        body = {"filter": each.name, "text": _headline(each, found), "findings": [_finding(row) for row in found]}
        for channel, wanted in (("webhook", each.webhook), ("mail", each.mail)):
            if wanted:
                known = message_id(each.name, channel, ids)  # type: ignore[arg-type]
                out.append(Message(known, each.name, channel, body | {"id": known}))  # type: ignore[arg-type]
    return out


def letter_text(body: Mapping[str, Any]) -> str:
    """The text of a mail: each finding with its sentences, where they stand and on whose word."""
    return "\n".join(line for row in body["findings"] for line in _lines(row)) + f"\n-- \nFilter: {body['filter']}\n"


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    yield f"{row['kind'].upper()}  {row['label']}"
    yield f"{row['on'] or 'undated'}  {', '.join(row['who'])}: {row['note']}".replace("  : ", "  ")
    yield PROPOSED if not row["reviewed"] else f"Reviewed: {row['reviewed']}."
    for e in row["evidence"]:
        yield f"\n  {e['published'] or 'undated'}, {e['outlet'] or e['doc_id']} ({e['status']}, on the word of {e['by']}):"
        yield f"  “{' '.join(e['sentence'].split())}”"
        if e["url"]:
            yield f"  {e['url']}"
    yield "\n"


def _headline(each: Filter, rows: Sequence[FindingRow]) -> str:
    first = f"{rows[0].finding.kind}: {rows[0].matter.label}"
    more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
    return f"walkback, {each.name}: {' '.join(first.split())[:150]}{more}"


def _finding(row: FindingRow) -> Row:
    f, last = row.finding, row.judgements[-1] if row.judgements else None
    return {
        "id": f.id, "kind": f.kind, "on": iso(f.on), "matter": f.matter, "label": row.matter.label, "type": row.matter.type,
        "who": [a.name for a in row.who], "note": f.note, "score": round(f.score, 4), "rule": f.rule, "steps": list(f.steps),
        "reviewed": f"{last.verdict} by {last.by}" if last else None, "evidence": [_evidence(e) for e in row.evidence],
    }  # fmt: skip


def _evidence(row: Evidence) -> Row:
    return {
        "doc_id": row.head.doc_id, "published": iso(row.head.published), "outlet": row.head.outlet, "title": row.head.title, "url": row.head.url,
        "status": row.report.status, "by": row.by, "due": days(row.report.due), "sentence": row.sentence,
    }  # fmt: skip


def _bears(wanted: str, names: Sequence[str]) -> bool:
    """Whether one of the names holds all words of the one that is wanted."""
    words = set(re.findall(r"\w+", wanted.casefold()))
    return any(words <= set(re.findall(r"\w+", name.casefold())) for name in names)


def _known(row: Mapping[str, Any], keys: set[str], where: str) -> None:
    for key in row:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(keys))}"
            raise InputError(f"{where}: unknown key {key!r}", hint=hint)


def _text(value: object, where: str, environment: Mapping[str, str]) -> str:
    if not isinstance(value, str) or not value.strip() or re.search(r"[\r\n]", value):
        raise InputError(f"{where} must be a line of text", hint='write it in quotes: key = "value"')
    if not value.startswith("$"):
        return value.strip()
    if not environment.get(value[1:]):
        raise InputError(f"{where} asks for {value}, which is not set", hint=f"export {value[1:]}=...")
    return environment[value[1:]]


def _texts(value: object, where: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    held = value if isinstance(value, list) else [value]
    return tuple(_text(each, where, environment) for each in held)


def _filter(row: Mapping[str, Any], where: str, environment: Mapping[str, str]) -> Filter:
    _known(row, {f.name for f in fields(Filter)}, where)
    if "name" not in row:
        raise InputError(f"{where} has no name", hint="its messages bear it")
    given: Row = {}
    for key, value in row.items():
        if key == "least_score":
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                raise InputError(f"{where}: least_score must be a number from 0 to 1", hint="scores are probabilities")
            given[key] = float(value)
        else:
            several = key in ("kinds", "types", "mail")
            given[key] = (_texts if several else _text)(value, f"{where}: {key}", environment)
    out = Filter(**given)
    for name, chosen, known in (("kinds", out.kinds, get_args(FindingKind)), ("types", out.types, TYPES)):
        if wrong := next((c for c in chosen if c not in known), None):
            raise InputError(f"{where}: {wrong!r} is none of the {name}", hint=f"known are {', '.join(known)}")
    if not out.webhook and not out.mail:
        raise InputError(f"{where} goes nowhere", hint="give it a webhook, or addresses as mail")
    if out.webhook and not out.webhook.startswith(("http://", "https://")):
        raise InputError(f"{where}: webhook is no web address", hint="it begins with https://")
    if wrong := next((m for m in out.mail if not re.fullmatch(r"[^@\s,<>]+@[^@\s,<>]+", m)), None):
        raise InputError(f"{where}: {wrong!r} is no mail address", hint="write name@host")
    return out


def _server(row: object, where: str, environment: Mapping[str, str]) -> Server:
    if not isinstance(row, dict):
        raise InputError(f"{where} is no table", hint="docs/watching.md shows one")
    _known(row, _SMTP, where)
    port = row.get("port", 25)
    if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65_536:
        raise InputError(f"{where}: port must be a number", hint="25, 465 (tls) or 587 (starttls)")
    if wanting := next((key for key in ("host", "sender") if key not in row), None):
        raise InputError(f"{where} has no {wanting}", hint="it needs host, port and sender")
    given = {key: _text(value, f"{where}: {key}", environment) for key, value in row.items() if key != "port"}
    if given.get("tls", "none") not in _TLS:
        raise InputError(f"{where}: tls is one of {', '.join(_TLS)}", hint="587 goes with starttls, 465 with tls")
    return Server(port=port, **given)  # type: ignore[arg-type]
