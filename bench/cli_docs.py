"""Write docs/cli.md from the help texts of the command line: `python -m bench.cli_docs`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from bench.corpora import ROOT
from walkback.views.cli import main

HEAD = """# Command line

Made from the commands' own help by `python -m bench.cli_docs`; a test sees to it that none is missing.
"""


def sections(command: click.Command, name: str, parent: click.Context | None = None) -> Iterator[str]:
    """The help of a command and of every command under it, as Markdown."""
    settings = {**command.context_settings, "terminal_width": 100}
    context = click.Context(command, info_name=name.split()[-1], parent=parent, **settings)
    yield f"\n## `{name}`\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for key in sorted(command.commands):
            yield from sections(command.commands[key], f"{name} {key}", context)


def page() -> str:
    """The text of docs/cli.md."""
    return HEAD + "".join(sections(main, "walkback"))


if __name__ == "__main__":
    (ROOT / "docs" / "cli.md").write_text(page(), encoding="utf-8")
