"""The JSON API against its own description, by schemathesis in full: `python -m bench.api`.

Serves a record of the invented demo news on a free port of this machine and lets schemathesis try every address with what
the description allows and with what it does not: examples, every boundary, random values, chains of calls.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from walkback import demo
from walkback.record.store import Record
from walkback.views import adding
from walkback.views.web.app import create_app


@contextmanager
def served(record: Path) -> Iterator[str]:
    """The reading room of a record on a free port; its address."""
    config = uvicorn.Config(create_app(record), host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def tried(address: str, *, examples: int, seed: int) -> int:
    """What schemathesis says of the API at an address; its exit status, 0 where nothing failed."""
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"{address}/api/openapi.json", "--url", f"{address}/api", "--max-examples",
        str(examples), "--seed", str(seed), "--checks", "all", "--mode", "all", "--continue-on-failure", "--no-color",
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        return subprocess.run(command, check=False, cwd=scratch).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=100, help="random ones for each address")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--record", type=Path, help="another record than that of the demo")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.record or Path(folder) / "demo.db"
        if not args.record:
            with Record.open(path, create=True) as record:
                adding.add_documents(record, demo.documents(), total=32)
        with served(path) as address:
            return tried(address, examples=args.examples, seed=args.seed)


if __name__ == "__main__":
    sys.exit(main())
