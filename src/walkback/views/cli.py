"""The command line: one group, its commands in the order of work. Each kind of command has a module in commands/."""

from __future__ import annotations

import sys

import click

import walkback
from walkback.views.commands import asking, assisting, keeping, publishing, reading, reviewing, serving, watching
from walkback.views.options import InOrder


@click.group(
    cls=InOrder,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Try it: walkback demo. Errors are one line and exit status 2; see docs/cli.md for all options.",
)
@click.version_option(walkback.__version__, prog_name="walkback")
def main() -> None:
    """Keep the record of who said what, who undertook what by when, and what became of it.

    What it finds is proposed by a machine; it always shows the sentences, so that you can judge.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


for command in (
    reading.demo,
    reading.read,
    keeping.add,
    keeping.reread,
    watching.watch,
    asking.findings,
    asking.matter,
    asking.who,
    asking.due,
    asking.show_document,
    asking.search,
    reviewing.review_,
    reviewing.judge,
    keeping.problems,
    keeping.verify,
    keeping.report,
    serving.serve,
    assisting.mcp,
    publishing.feed,
    publishing.calendar,
    publishing.brief,
    publishing.publish,
    keeping.export,
    reviewing.import_judgements,
):
    main.add_command(command)
