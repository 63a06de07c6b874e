"""The command line: one group, its commands in the order of work. Each kind of command has a module in commands/.

A module is imported when one of its commands is asked for: what others need costs nobody time.
"""

from __future__ import annotations

import sys

import click

import walkback
from walkback.views.options import InOrder, Late

COMMANDS = Late(
    {
        "demo": "reading:demo",
        "read": "reading:read",
        "add": "keeping:add",
        "reread": "keeping:reread",
        "watch": "watching:watch",
        "findings": "asking:findings",
        "matter": "asking:matter",
        "who": "asking:who",
        "due": "asking:due",
        "show": "asking:show_document",
        "search": "asking:search",
        "review": "reviewing:review_",
        "judge": "reviewing:judge",
        "problems": "keeping:problems",
        "verify": "keeping:verify",
        "report": "keeping:report",
        "serve": "serving:serve",
        "mcp": "assisting:mcp",
        "feed": "publishing:feed",
        "calendar": "publishing:calendar",
        "brief": "publishing:brief",
        "publish": "publishing:publish",
        "export": "keeping:export",
        "import-judgements": "reviewing:import_judgements",
        "copy": "moving:copy",
    }
)


@click.group(
    cls=InOrder,
    commands=COMMANDS,
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
