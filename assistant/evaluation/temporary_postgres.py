"""A PostgreSQL server of its own for tests and measurements, in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine

_USER = "postgres"
_AS_USER = [] if os.geteuid() else ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--init-groups"]
_WAIT_SECONDS = 60
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
        """Start it, and wait until it answers.

        It ends when this process does, however that ends (`pdeathsig`): a run that is killed leaves no server behind.
        """
        options = [f"-c{each}" for each in (*_SETTINGS, f"unix_socket_directories={self._folder}")]
        command = [*_AS_USER, "setpriv", "--pdeathsig", "QUIT", self._tools / "postgres", "-D", self._data, *options]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen([*map(str, command)], stdout=log, stderr=log, cwd="/")  # noqa: S603
        end = time.monotonic() + _WAIT_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise NoPostgres(f"PostgreSQL did not start: {self.log()[-500:]}")
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """Stop it: at once, as in a crash (SIGQUIT), or in order (SIGINT). Whoever is connected is cut off."""
        self._process.send_signal(how)
        self._process.wait()

    def _answers(self) -> bool:
        command = [self._tools / "pg_isready", "--quiet", "--host", self._folder, "--username", _USER]
        return subprocess.run([*map(str, command)], check=False).returncode == 0  # noqa: S603 - fixed command

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
    done = subprocess.run(  # noqa: S603 - fixed commands, no input of a user
        [*_AS_USER, *map(str, command)], capture_output=True, text=True, cwd="/", check=False
    )
    if done.returncode:
        raise NoPostgres(f"PostgreSQL: {command[0]} failed: {done.stderr.strip() or done.stdout.strip()}")
