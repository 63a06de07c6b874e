"""Pictures of every page of the reading room: `python -m bench.screens` writes docs/screens/ and docs/report.png.

They show the invented news of `walkback demo`, read by the shipped model, with a few judgements signed. Light, dark and
phone; beside them an empty record and a matter of more than sixty reports, which is the largest of some copies of the
record put together. Needs Debian's Chromium, playwright and pillow (all but the first in the extra `dev`).
"""

from __future__ import annotations

import argparse
import io
import sqlite3
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from bench import grown
from bench.browsing import browsing, chromium, serving
from bench.corpora import ROOT
from walkback import archive, demo, judging
from walkback.core.ledger import Judgement, Verdict
from walkback.record import queries
from walkback.record.rows import Problem
from walkback.record.store import Record
from walkback.views import adding

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ON = date(2031, 6, 12)
COLOURS = 255  # of a picture: fewer would change the tones of standings
LOOKS: dict[str, tuple[Literal["light", "dark"], int, int]] = {
    "light": ("light", 1280, 900), "dark": ("dark", 1280, 900), "phone": ("light", 390, 844),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shot:
    """One page: where it is, what is done on it before the picture is taken."""

    name: str
    address: str
    hover: str = ""
    press: str = ""


def read(path: Path) -> None:
    """The record of the invented news, with judgements of two people and two inputs that could not be read."""
    with Record.open(path, create=True) as record:
        archive.add(record, demo.documents(), adding.STEPS)
        found = queries.findings(record)
        likely = [r.finding.id for r in sorted(found, key=lambda r: (-r.finding.score, r.finding.id))]
        doubtful, older = [r.finding.id for r in found if r.finding.id not in likely[:3]][-2:]
        signed: list[tuple[str, str, Verdict]] = [(name, "Ida Moen", "confirmed") for name in likely[:3]]
        signed += [(likely[0], "Ben Otto", "confirmed"), (older, "Ben Otto", "refused"), (doubtful, "Ida Moen", "refused"), (doubtful, "Ben Otto", "confirmed")]  # fmt: skip
        for n, (name, by, verdict) in enumerate(signed):
            at = datetime(2031, 6, 12, 9, 10 + n, tzinfo=UTC)
            judging.judge(record, Judgement(name, verdict, by, at, "read both articles"))
        record.note_problem(
            Problem("inbox/2031-06-11-harbour.html", "no article in the page", "save the page again, with its text")
        )
        record.note_problem(Problem("wire/june.jsonl line 212", "not JSON: Expecting ',' delimiter", "mend the line and add the file again"))  # fmt: skip


def sixty(small: Path, path: Path) -> str:
    """As many copies of a record as make a matter of more than sixty reports, the largest of each put together; its id."""
    with Record.open(path, create=True) as record:
        db = record.connection
        assert isinstance(db, sqlite3.Connection)
        db.execute("ATTACH ? AS small", (str(small),))
        largest, size = db.execute(
            "SELECT matter, count(*) FROM small.matter_reports GROUP BY matter ORDER BY count(*) DESC, matter LIMIT 1"
        ).fetchone()
        copies = 60 // size + 1
        db.execute("BEGIN")
        for n in range(copies):
            grown.copy(db, n, 40, worlds=1)
        held = [f"{n:04x}{largest[4:]}" for n in range(copies)]
        for n, matter in enumerate(held[1:], 1):
            db.execute(
                "UPDATE matter_reports SET matter = ?, place = place + ? WHERE matter = ?", (held[0], 100 * n, matter)
            )
            db.execute("UPDATE findings SET matter = ? WHERE matter = ?", (held[0], matter))
            db.execute("DELETE FROM matters WHERE id = ?", (matter,))
        db.execute("INSERT INTO search (search) VALUES ('rebuild')")
        db.execute("COMMIT")
    return held[0]


def shots(record: Path) -> list[Shot]:
    """Every page, of the record's own things where it is about one."""
    with Record.open(record) as held:
        matter = queries.matters(held, limit=1)[0].matter.id
        likely = max(queries.findings(held, kind="reversal"), key=lambda r: r.finding.score).finding.id
        text = queries.document(held, "31-observers-not-arrived").document.text
    told = text.index("undertook to provide")
    start, chosen = text.rindex("\n", 0, told) + 1, f"{told}-{told + len('undertook to provide')}"
    return [
        Shot("today", "/"),
        Shot("today-narrowed", "/?kind=reversal&outlet=Meridian+Wire"),
        Shot("matter", f"/matter/{matter}", hover="a.point >> nth=1"),
        Shot("matters", "/matters?order=told"),
        Shot("actor", "/actor/yao-dessouba"),
        Shot("actors", "/actors"),
        Shot("article", "/article/31-observers-not-arrived"),
        Shot(
            "missing",
            f"/article/31-observers-not-arrived?missing={start}&words={chosen}&status=agreed&acts=Skelland#missing",
        ),
        Shot("articles", "/articles"),
        Shot("due", "/due"),
        Shot("month", "/due?month=2031-06"),
        Shot("review", "/review"),
        Shot("judge", f"/review/{likely}"),
        Shot("search", "/search?q=bridge"),
        Shot("problems", "/problems"),
        Shot("help", "/help"),
        Shot("keys", "/", press="?"),
        Shot("error", "/matter/0123456789abcdef"),
    ]


def take(browser: Browser, site: str, shot: Shot, folder: Path, *, looks: tuple[str, ...] = tuple(LOOKS)) -> None:
    """Pictures of one page in each look."""
    for look in looks:
        scheme, width, height = LOOKS[look]
        context = browser.new_context(
            base_url=site, color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        context.add_cookies([{"name": "reviewer", "value": quote("Cato Lind"), "url": site}])
        page = context.new_page()
        page.goto(shot.address)
        if shot.hover and look != "phone":
            page.hover(shot.hover)
        if shot.press:
            page.keyboard.press(shot.press)
        save(page.screenshot(), folder / f"{shot.name}-{look}.png")
        context.close()


def save(raw: bytes, path: Path) -> None:
    """A picture with few colours."""
    from PIL import Image

    picture = Image.open(io.BytesIO(raw)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)
    sys.stdout.write(
        f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}  {path.stat().st_size / 1000:.0f} kB\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screens")
    parser.add_argument("--only", help="pages whose name begins so")
    args = parser.parse_args()
    if chromium() is None:
        sys.stdout.write("no Chromium: apt-get install chromium, or name one in WALKBACK_CHROMIUM\n")
        return 2
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, browsing() as browser:
        folder = Path(scratch)
        read(folder / "news.db")
        many = sixty(folder / "news.db", folder / "sixty.db")
        Record.open(folder / "empty.db", create=True).close()
        with serving(folder / "news.db", on=ON) as site:
            for shot in shots(folder / "news.db"):
                if not args.only or shot.name.startswith(args.only):
                    take(browser, site, shot, args.out)
            take(browser, site, Shot("report", "/?reviewed=yes"), args.out, looks=("light",))  # of the README
            (args.out / "report-light.png").replace(args.out.parent / "report.png")
        with serving(folder / "sixty.db", on=date(2032, 3, 15)) as site:
            take(browser, site, Shot("sixty", f"/matter/{many}"), args.out)
        with serving(folder / "empty.db", on=ON) as site:
            take(browser, site, Shot("empty", "/"), args.out, looks=("light", "phone"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
