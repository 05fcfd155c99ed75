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
        raise NoPostgres("PostgreSQL is not installed: no initdb in /usr/lib/postgresql or on the path.")
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


@contextmanager
def temporary_postgres() -> Iterator[Engine]:
    """A new, empty database; stopped and removed at the end.

    Raises:
        NoPostgres: The server is not installed, or does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="search-postgres-"))
    tools = binaries()
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, _USER)
    try:
        _run(tools / "initdb", "-D", str(folder / "data"), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C")
        options = " ".join(f"-c {each}" for each in (*_SETTINGS, f"unix_socket_directories={folder}"))
        _run(tools / "pg_ctl", "-D", str(folder / "data"), "-o", options, "-w", "-l", str(folder / "log"), "start")
        try:
            yield _engine(folder)
        finally:
            _run(tools / "pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _engine(folder: Path) -> Engine:
    return create_engine(f"postgresql+psycopg2://{_USER}@/postgres?host={folder}", pool_size=8)


def _run(*command: object) -> None:
    prefix = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run(  # noqa: S603 - fixed commands, no input of a user
        [*prefix, *map(str, command)], capture_output=True, text=True, cwd="/", check=False
    )
    if done.returncode:
        raise NoPostgres(f"PostgreSQL: {command[0]} failed: {done.stderr.strip() or done.stdout.strip()}")
