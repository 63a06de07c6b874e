"""Both homes of a record for the tests: files of SQLite, and databases of a PostgreSQL that is started for them.

WALKBACK_POSTGRES may name a server of one's own, as postgresql://USER@HOST/DATABASE of a role that may make databases. Without
it the binaries that Debian installs are used: the server listens on this machine alone, keeps nothing and is gone with the tests.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from walkback.record import postgres_schema
from walkback.record.home import Location, Server
from walkback.record.moving import move
from walkback.record.store import Record

Kind = Literal["sqlite", "postgresql"]
BLANK = "walkback_blank"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=60",
         "listen_addresses=127.0.0.1", "unix_socket_directories=", "logging_collector=off")  # fmt: skip


def binaries() -> Path | None:
    """The folder of initdb and postgres, the newest there is; None where there is none."""
    held = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    found = shutil.which("initdb")
    return held[-1].parent if held else Path(found).resolve().parent if found else None


def missing() -> str:
    """Why there is no PostgreSQL to test with; empty where there is."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "no psycopg: pip install 'walkback[postgres]'"
    if os.environ.get("WALKBACK_POSTGRES"):
        return ""
    if binaries() is None:
        return "no PostgreSQL: apt-get install postgresql, or name a server in WALKBACK_POSTGRES"
    if os.geteuid() == 0 and not (shutil.which("setpriv") and _user()):
        return "PostgreSQL does not run as root, and there is no user postgres"
    return ""


def _user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return None


@contextmanager
def server() -> Iterator[str]:
    """The address of a database on a server that may be filled with others."""
    named = os.environ.get("WALKBACK_POSTGRES")
    if named:
        yield named
        return
    folder = Path(tempfile.mkdtemp(prefix="walkback-pg-"))
    user = _user() if os.geteuid() == 0 else None
    wrap = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
        wrap += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    held = binaries()
    assert held is not None
    make = [
        held / "initdb",
        "-D",
        folder / "data",
        "-U",
        "walkback",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    subprocess.run([*wrap, *make], check=True, capture_output=True, cwd=folder)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = [word for setting in (*QUICK, f"port={port}") for word in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [*wrap, held / "postgres", "-D", folder / "data", *options], stdout=log, stderr=log, cwd=folder
        )
    address = f"postgresql://walkback@127.0.0.1:{port}/postgres"
    try:
        _wait(address, running, folder / "log")
        yield address
    finally:
        running.terminate()
        try:
            running.wait(5)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    for _ in range(300):
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            if running.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-800:]}")


class Cluster:
    """Databases of one server, made and dropped for the tests."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._made = 0
        self.make(BLANK)
        postgres_schema.connect(self.named(BLANK), create=True).close()

    def named(self, name: str) -> Server:
        """The address of a database."""
        return Server(urlunsplit(urlsplit(self.address)._replace(path=f"/{name}")))

    def run(self, statement: str) -> None:
        import psycopg

        with closing(psycopg.connect(self.address, autocommit=True)) as held:
            held.execute(statement.encode())

    def make(self, name: str, like: str = "template0") -> Server:
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        quick = " STRATEGY file_copy" if self._version() >= 15 else ""
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{like}" ENCODING \'UTF8\'{quick}')
        return self.named(name)

    def _version(self) -> int:
        import psycopg

        with closing(psycopg.connect(self.address)) as held:
            return held.info.server_version // 10_000

    def fresh(self) -> Server:
        """A database of its own with an empty record."""
        self._made += 1
        return self.make(f"walkback_{os.getpid()}_{self._made}", BLANK)

    def drop(self, held: Server) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{urlsplit(held.address).path[1:]}" WITH (FORCE)')


class Here:
    """A place for records as a folder is one: `here / "r.db"` is a file in it, or a database."""

    def __init__(self, folder: Path, cluster: Cluster | None) -> None:
        self.folder = folder
        self.cluster = cluster
        self._held: dict[str, Server] = {}

    def __truediv__(self, name: str) -> Location:
        if self.cluster is None:
            return self.folder / name
        if name not in self._held:
            self._held[name] = self.cluster.fresh()
        return self._held[name]

    def copy(self, held: Location, name: str) -> Location:
        """All that a record holds, under another name."""
        with Record.open(held) as source, Record.open(self / name, create=True) as into:
            move(source, into)
        return self / name

    def close(self) -> None:
        for held in self._held.values():
            assert self.cluster is not None
            self.cluster.drop(held)


def spelled(where: Location) -> str:
    """A location as a command is told it."""
    return where.address if isinstance(where, Server) else str(where)
