"""Whether a built wheel holds what it must and nothing else: `python -m bench.wheel dist/NAME.whl`."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from bench.corpora import ROOT

LARGEST = 25_000_000  # bytes; the model is nearly all of it
MUST = ("walkback/reading/bundle/manifest.json", "walkback/py.typed")


def complaints(wheel: Path) -> list[str]:
    """What is missing from the wheel, what does not belong there, and whether it is too large."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / "walkback").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    out = [f"missing: {name}" for name in sorted((wanted | set(MUST)) - names)]
    out += [f"does not belong: {n}" for n in sorted(names) if not n.startswith(("walkback/", "walkback-"))]
    size = wheel.stat().st_size
    if size > LARGEST:
        out.append(f"{size / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f}")
    return out


def main() -> int:
    wheel = Path(sys.argv[1])
    found = complaints(wheel)
    print(*(found or [f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, complete"]), sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
