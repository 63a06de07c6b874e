"""Messages sent: a POST of JSON to a webhook, a mail through an SMTP server. Whoever gets one twice knows it by its id."""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Literal

from walkback.core.errors import InputError, WalkbackError

SECONDS = 20.0  # that a server may take


class SendError(WalkbackError):
    """A message that did not arrive."""


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server. tls: "starttls", "tls" from the first byte, or "none"."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: Literal["none", "starttls", "tls"] = "none"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: to whom, its subject line and its text. id: what makes it the same mail when it is sent again."""

    id: str
    to: Sequence[str]
    subject: str
    text: str
    at: datetime


def post(address: str, body: Mapping[str, Any], *, message_id: str, secret: str = "", agent: str = "walkback") -> None:
    """Post JSON to a webhook.

    Idempotency-Key bears the message's id; with a secret, X-Walkback-Signature bears the HMAC-SHA256 of the body.
    Raises SendError unless the answer is 2xx, InputError without the extra `watch`.
    """
    try:
        import httpx
    except ImportError as error:
        raise InputError("webhooks need the extra `watch`", hint="install it: pip install 'walkback[watch]'") from error
    data = json.dumps(body, ensure_ascii=False).encode("utf-8")
    headers = {"Content-Type": "application/json", "User-Agent": agent, "Idempotency-Key": message_id}
    if secret:
        headers["X-Walkback-Signature"] = "sha256=" + hmac.new(secret.encode(), data, hashlib.sha256).hexdigest()
    try:
        answer = httpx.post(address, content=data, headers=headers, timeout=SECONDS, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SendError(f"the webhook cannot be reached ({type(error).__name__})", hint="is its server up?") from error
    if not answer.is_success:
        raise SendError(f"the webhook answers {answer.status_code}", hint="is its address right, and its key valid?")


def mail(server: Server, letter: Letter) -> None:
    """Send a mail.

    Raises SendError where the server cannot be reached or refuses it, or any of those it goes to.
    """
    message = EmailMessage()
    message["From"], message["To"] = server.sender, ", ".join(letter.to)
    message["Subject"], message["Date"] = letter.subject, format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.id}@{server.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office notes, please
    message.set_content(letter.text)
    try:
        refused = _delivered(server, message)
    except (OSError, smtplib.SMTPException) as error:
        raise SendError(
            f"the mail server at {server.host}:{server.port} did not take it: {_reason(error)}",
            hint="check [smtp] in the alerts file",
        ) from error
    if refused:
        raise SendError(f"the mail server refused {', '.join(sorted(refused))}", hint="check the addresses")


def _delivered(server: Server, message: EmailMessage) -> Mapping[str, tuple[int, bytes]]:
    kind = smtplib.SMTP_SSL if server.tls == "tls" else smtplib.SMTP
    with kind(server.host, server.port, timeout=SECONDS) as held:
        if server.tls == "starttls":
            held.starttls(context=ssl.create_default_context())
        if server.user:
            held.login(server.user, server.password)
        return held.send_message(message)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        told = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {told}"[:200]
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__)[:200]
