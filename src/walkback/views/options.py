"""What several commands take: days, numbers of days, the record."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import click


class Day(click.ParamType[date]):
    """A day written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as YYYY-MM-DD", param, ctx)


class Days(click.ParamType[int]):
    """A number of days: 14, 14d or 2w."""

    name = "DAYS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"([0-9]{1,5})(d|w)?", str(value))
        if not found:
            self.fail(f"{value!r} is no number of days; write 14d or 2w", param, ctx)
        return int(found.group(1)) * (7 if found.group(2) == "w" else 1)


class InOrder(click.Group):
    """A group whose help lists its commands in the order of work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


PATH = click.Path(path_type=Path)
RECORD = click.option(
    "--record", type=PATH, default="walkback.db", envvar="WALKBACK_RECORD", show_default=True, show_envvar=True,
    help="The record, one SQLite file.",
)  # fmt: skip
ON = click.option("--on", type=Day(), help="Count from this day instead of today.")
KINDS = click.Choice(["reversal", "delay", "dispute", "kept", "lapse"])
