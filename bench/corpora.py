"""Where the corpora lie, and how walkback is run on them as its users run it: as a child process."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

Json = dict[str, Any]
ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
WALKBACK = (sys.executable, "-m", "walkback")


def rows(path: Path) -> Iterator[Json]:
    """The objects of a JSON lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def write_rows(path: Path, objects: Sequence[Json]) -> Path:
    """The same path, now holding one object a line."""
    path.write_text("".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects), encoding="utf-8")
    return path


def fingerprint(*paths: Path) -> str:
    """SHA-256 over the contents of some files, hexadecimal."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def scorer(shared: Path, name: str, folder: str = "bench") -> ModuleType:
    """One of the scorers in shared/bench, or in another folder of shared, as a module."""
    spec = importlib.util.spec_from_file_location(name, shared / folder / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def polnear(shared: Path, *, count: int | None = None) -> list[Json]:
    """Articles of PolNeAR as input: dev first, then train, at most `count`; no annotation."""
    folder = shared / "data" / "polnear"
    out: list[Json] = []
    for name in ("dev.cases.jsonl", "train.jsonl.gz"):
        for row in rows(folder / name):
            out.append({key: row[key] for key in ("doc_id", "dct", "text", "title", "outlet") if row.get(key)})
            if count is not None and len(out) >= count:
                return out
    return out


@dataclass(frozen=True, slots=True)
class Spent:
    """What a child process used: seconds of processor time, seconds by the clock, peak memory in MB."""

    cpu: float
    wall: float
    peak: float


def environment() -> dict[str, str]:
    """The environment of a child: this checkout first, one thread a process."""
    path = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1"}


def start(*args: str | Path, log: Path) -> subprocess.Popen[bytes]:
    """walkback as a child in a process group of its own, its output in a log."""
    with log.open("wb") as out:
        return subprocess.Popen(
            [*WALKBACK, *map(str, args)],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment(),
            start_new_session=True,
        )


def run(*args: str | Path, out: Path) -> Spent:
    """Run walkback to its end, standard output to a file; what it used, its own children included.

    Raises RuntimeError with the end of its error output if it fails.
    """
    errors = out.with_suffix(".err")
    before = os.times().elapsed
    with out.open("wb") as stdout, errors.open("wb") as stderr:
        child = subprocess.Popen([*WALKBACK, *map(str, args)], stdout=stdout, stderr=stderr, env=environment())
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        tail = errors.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"walkback {' '.join(map(str, args))} ended with {child.returncode}:\n{tail}")
    return _spent(used, os.times().elapsed - before)


def _spent(used: resource.struct_rusage, wall: float) -> Spent:
    return Spent(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)
