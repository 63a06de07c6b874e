"""What every command prints with: errors as one line, the terminal, standard output."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from walkback.core.errors import WalkbackError
from walkback.views.terminal import Screen
from walkback.views.words import clean

P = ParamSpec("P")


def told(function: Callable[P, None]) -> Callable[P, None]:
    """Errors that a person can act on become one line and exit status 2; a closed pipe ends the program quietly."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
            sys.stdout.flush()
        except (WalkbackError, sqlite3.Error) as error:
            hint = " (is the record damaged, or in use? try a copy)" if isinstance(error, sqlite3.Error) else ""
            click.echo(f"walkback: {clean(str(error))}{hint}", err=True)
            sys.exit(2)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except KeyboardInterrupt:
            click.echo("\nwalkback: interrupted; what was read is kept, the same command goes on from there", err=True)
            sys.exit(130)

    return run


def screen() -> Screen:
    """The terminal, in colour only where somebody looks and NO_COLOR is not set."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Screen.here(colour=sys.stdout.isatty() and not plain)


def show(text: str) -> None:
    sys.stdout.write(text + "\n")
