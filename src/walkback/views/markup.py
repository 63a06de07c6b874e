"""HTML and SVG built from elements: what is not markup by its type is escaped, so no text can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from walkback.views.words import visible

_BLANKS = re.compile(r"\s+")
_EMPTY = frozenset({"br", "circle", "input", "meta", "path", "rect", "stop"})


class Html(str):
    """Markup that is safe as it stands, for templates as well (`__html__`)."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def safe(text: str) -> Html:
    """Text as markup: escaped, on one line, without control characters; blanks at its edges are kept."""
    return text if isinstance(text, Html) else Html(escape(visible(_BLANKS.sub(" ", text))))


def el(tag: str, /, *children: str, **attributes: object) -> Html:
    """An element. Attributes that are None or False are left out, True stands alone; class_ and aria_label are
    written class and aria-label."""
    shown = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        shown.append(f' {attribute}="{"" if value is True else safe(str(value))}"')
    if tag in _EMPTY:
        return Html(f"<{tag}{''.join(shown)}/>")
    return Html(f"<{tag}{''.join(shown)}>{join(children)}</{tag}>")


def join(parts: Iterable[str], mark: str = "") -> Html:
    """Parts one after the other, those that are empty left out."""
    return Html(safe(mark).join(safe(part) for part in parts if part))
