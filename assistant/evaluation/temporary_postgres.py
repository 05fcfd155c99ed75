"""A PostgreSQL server of its own for tests and measurements, in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine

_USER = "postgres"
_SETTINGS = ("listen_addresses=", "fsync=off", "shared_buffers=512MB", "jit=off", "max_parallel_workers_per_gather=0")


class NoPostgres(RuntimeError):
    """PostgreSQL cannot be started here; the message says why."""


def binaries() -> Path:
    """The folder of `initdb` and `pg_ctl`, the newest version that is installed.

    Raises:
        NoPostgres: There is none.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: (len(str(p)), str(p)))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise NoPostgres(
            "PostgreSQL is not installed: no initdb in /usr/lib/postgresql or on the path. Install it: apt-get install postgresql"
        )
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


class PostgresServer:
    """A running server that listens on a socket in its folder only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tools = binaries()
        self._data = folder / "data"
        _run(self._tools / "initdb", "-D", self._data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C")
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = " ".join(f"-c {each}" for each in (*_SETTINGS, f"unix_socket_directories={self._folder}"))
        log = self._folder / "log"
        _run(self._tools / "pg_ctl", "-D", self._data, "-o", options, "-w", "-l", log, "start")

    def stop(self) -> None:
        """Stop it at once; whoever is connected is cut off."""
        _run(self._tools / "pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def url(self, database: str = "postgres") -> str:
        """SQLAlchemy's URL of one of its databases."""
        return f"postgresql+psycopg2://{_USER}@/{database}?host={self._folder}"

    def log(self) -> str:
        """What it has logged."""
        return (self._folder / "log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def temporary_postgres_server() -> Iterator[PostgresServer]:
    """A new server with an empty database; stopped and removed at the end.

    Raises:
        NoPostgres: The server is not installed, or does not start.
    """
    binaries()
    folder = Path(tempfile.mkdtemp(prefix="veileder-postgres-"))
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, _USER)
    try:
        server = PostgresServer(folder)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def temporary_postgres() -> Iterator[Engine]:
    """The empty database of a new server; stopped and removed at the end.

    Raises:
        NoPostgres: The server is not installed, or does not start.
    """
    with temporary_postgres_server() as server:
        yield create_engine(server.url(), pool_size=8)


def _run(*command: object) -> None:
    prefix = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run(  # noqa: S603 - fixed commands, no input of a user
        [*prefix, *map(str, command)], capture_output=True, text=True, cwd="/", check=False
    )
    if done.returncode:
        raise NoPostgres(f"PostgreSQL: {command[0]} failed: {done.stderr.strip() or done.stdout.strip()}")
