"""Connections to SQLite and PostgreSQL, set up so that what was acknowledged is stored and nobody waits for ever."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from assistant.addresses import NO_FILE, is_without_file

# How a SQLite transaction begins, as an execution option: DEFERRED for readers, IMMEDIATE for writers; "" for none.
BEGIN = "veileder_sqlite_begin"

# What libpq is told unless the URL says otherwise (VEILEDER_DATABASE_URL=…?name=value). Seconds; milliseconds in options.
_POSTGRES = {
    "application_name": "veileder",
    "connect_timeout": "5",
    "keepalives": "1",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
    "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000",
}


def open_engine(url: str, threads: int = 4) -> Engine:
    """An engine for a database; it connects when it is first used.

    Args:
        url: SQLAlchemy's URL of a SQLite file or of a PostgreSQL database.
        threads: How many connections are kept open.

    Raises:
        ValueError: The URL names a SQLite database without a file.
    """
    parsed = make_url(url)
    options: dict[str, Any] = {"hide_parameters": True, "json_serializer": _dumps, "pool_size": threads}
    if parsed.get_backend_name() != "sqlite":
        given = {name: value for name, value in _POSTGRES.items() if name not in parsed.query}
        return create_engine(parsed, pool_pre_ping=True, connect_args=given, **options)
    if is_without_file(parsed):
        raise ValueError(f"VEILEDER_DATABASE_URL: {NO_FILE}")
    _create_file(Path(parsed.database or ""))
    engine = create_engine(parsed, **options)
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def named(url: URL) -> str:
    """Where a database is, for a message: without user and password."""
    if url.get_backend_name() == "sqlite":
        return f"the file {url.database}"
    return f"the database {url.database} on {url.host or url.query.get('host') or 'this machine'}"


def _create_file(path: Path) -> None:
    """Create the file readable by its owner only; SQLite gives its log files the same mode.

    A file that is there is not opened: closing it would let go of the locks that this process holds on it (POSIX).
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # sqlite3 must not begin transactions by itself: `_begin_sqlite` does
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=5000",
        "journal_mode=WAL",
        "synchronous=FULL",  # a commit is on the disk before it is acknowledged (docs/decisions/0026)
        "foreign_keys=ON",
        "secure_delete=ON",  # erased text is overwritten with zeros, not only unlinked
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock at once: a transaction that reads first could not wait for it later."""
    if how := connection.get_execution_options().get(BEGIN, "DEFERRED"):
        connection.exec_driver_sql(f"BEGIN {how}")


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
