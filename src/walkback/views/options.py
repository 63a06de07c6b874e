"""What several commands take: days, numbers of days, the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from walkback.core.errors import InputError
from walkback.record.home import Location, location


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


class Late(MutableMapping[str, click.Command]):
    """Commands by name, each imported from "module:function" under walkback.views.commands when it is first asked for."""

    def __init__(self, where: Mapping[str, str]) -> None:
        self._where = where
        self._held: dict[str, click.Command | None] = dict.fromkeys(where)

    def __getitem__(self, name: str) -> click.Command:
        command = self._held[name]
        if command is None:
            module, function = self._where[name].split(":")
            command = self._held[name] = getattr(import_module(f"walkback.views.commands.{module}"), function)
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._held[name] = command

    def __delitem__(self, name: str) -> None:
        del self._held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


class InOrder(click.Group):
    """A group whose help lists its commands in the order of work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


class Kept(click.ParamType[Location]):
    """Where a record is: a file, or the address of a database."""

    name = "PATH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Location:
        try:
            return location(value)
        except InputError as error:  # it does not repeat the address, which may hold a password
            self.fail(str(error), param, ctx)


PATH = click.Path(path_type=Path)
KEPT = Kept()
RECORD = click.option(
    "--record", type=KEPT, default="walkback.db", envvar="WALKBACK_RECORD", show_default=True, show_envvar=True,
    help="The record: one SQLite file, or postgresql://USER@HOST/DATABASE where several people write.",
)  # fmt: skip
ON = click.option("--on", type=Day(), help="Count from this day instead of today.")
KINDS = click.Choice(["reversal", "delay", "dispute", "kept", "lapse"])
