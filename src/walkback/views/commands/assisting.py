"""The command that lets an assistant ask the record."""

from __future__ import annotations

from datetime import date

import click

from walkback.record.home import Location
from walkback.views import assistant
from walkback.views.console import told
from walkback.views.options import ON, RECORD


@click.command(short_help="Let an assistant ask the record (MCP).")
@RECORD
@ON
@told
def mcp(record: Location, on: date | None) -> None:
    """Answer an assistant's questions about the record over standard input and output (Model Context Protocol).

    Nothing is written and nothing leaves this machine but through the assistant you connect. Every answer comes with its
    sentences, their document and day, and whether a person has judged them; docs/assistant.md shows how to connect it.
    Needs the extra: pip install 'walkback[mcp]'.

    \b
    walkback mcp --record newsroom.db
    """
    assistant.server(record, lambda: on or date.today()).run()
