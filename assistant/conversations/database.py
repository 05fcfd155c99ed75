"""The database of the conversations: synchronous SQLAlchemy on a small thread pool, so that the loop never waits."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from assistant.conversations.scrubbing import Scrubber
from assistant.conversations.tables import Base
from assistant.observability.spans import span

T = TypeVar("T")
Work = Callable[[Session], T]
Observer = Callable[[str, float, str], None]
"""Told of each awaited call: `read` or `write`, the seconds it took, and the type of its exception or ""."""
_BEGIN = "veileder_sqlite_begin"


class StoreUnavailable(RuntimeError):
    """The database cannot be reached or written now; trying again later may help. Carries no data of the call."""


class Database:
    """Runs units of work, each in a session and transaction of its own."""

    def __init__(self, url: str, *, threads: int = 4) -> None:
        self._engine = _create_engine(url, threads)
        self._writer = self._engine.execution_options(**{_BEGIN: "IMMEDIATE"})
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="conversations")
        self._scrubber = Scrubber(self._engine.raw_connection)
        self.observer: Observer = lambda _operation, _seconds, _error: None
        Base.metadata.create_all(self._engine)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self._engine.dialect.name == "sqlite"

    async def read(self, work: Work[T]) -> T:
        """Run work that only reads.

        Raises:
            StoreUnavailable: The database failed.
        """
        return await self._submit(self._engine, work)

    async def write(self, work: Work[T]) -> T:
        """Run work that writes; all of it is committed, or nothing.

        Raises:
            StoreUnavailable: The database failed.
            IntegrityError: The work broke a constraint.
        """
        return await self._submit(self._writer, work)

    def read_now(self, work: Work[T]) -> T:
        """`read`, waiting for it here: for start-up and commands, where no loop runs."""
        return _run(self._engine, work)

    def write_now(self, work: Work[T]) -> T:
        """`write`, waiting for it here: for start-up and commands, where no loop runs."""
        return _run(self._writer, work)

    async def ping(self) -> None:
        """Check that the database answers.

        Raises:
            StoreUnavailable: It does not.
        """
        await self.read(lambda session: session.execute(text("SELECT 1")).scalar())

    async def scrub(self, *, however_large: bool = False) -> None:
        """Make deleted data leave SQLite's files, and return when it has.

        `secure_delete` is not enough: the write-ahead log keeps old pages, and a page that was rebalanced keeps copies
        of rows in its unused part. So the file is rebuilt, once for all who asked meanwhile. That keeps writers waiting,
        a second for every 100 MB or so; a large file is therefore left to the hourly job.

        Args:
            however_large: Rebuild also a file above `scrubbing.REBUILD_AT_ONCE_BYTES`.
        """
        if self.is_sqlite:
            await self._scrubber.scrub(however_large=however_large)

    def scrub_soon(self) -> None:
        """`scrub` within about a second, without waiting for it."""
        if self.is_sqlite:
            self._scrubber.ask(soon=True)

    def close(self) -> None:
        """Finish running work and close the connections."""
        self._scrubber.close()
        self._pool.shutdown(wait=True)
        self._engine.dispose()

    async def _submit(self, engine: Engine, work: Work[T]) -> T:
        operation = "write" if engine is self._writer else "read"
        begun, error = time.perf_counter(), ""
        with span("store") as seen:
            seen.set("operation", operation)
            try:
                return await asyncio.get_running_loop().run_in_executor(self._pool, _run, engine, work)
            except StoreUnavailable as failed:
                error = str(failed)
                raise
            finally:
                self.observer(operation, time.perf_counter() - begun, error)


def _run(engine: Engine, work: Work[T]) -> T:
    """One unit of work. The driver's exception is dropped: it may quote the user's text."""
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            return work(session)
    except IntegrityError:
        raise
    except (DBAPIError, PoolTimeout) as error:
        raise StoreUnavailable(type(error).__name__) from None


def _create_engine(url: str, threads: int) -> Engine:
    parsed = make_url(url)
    options: dict[str, Any] = {"hide_parameters": True, "json_serializer": _dumps}
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_size=threads, pool_pre_ping=True, **options)
    if not parsed.database or parsed.database == ":memory:":
        raise ValueError("VEILEDER_DATABASE_URL: SQLite needs a file, since several threads use it")
    _create_file(Path(parsed.database))
    engine = create_engine(parsed, pool_size=threads, **options)
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _create_file(path: Path) -> None:
    """Create the file readable by its owner only; SQLite gives its log files the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # sqlite3 must not begin transactions by itself: `_begin_sqlite` does
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=5000",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",  # erased text is overwritten with zeros, not only unlinked
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock at once: a transaction that reads first could not wait for it later."""
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get(_BEGIN, 'DEFERRED')}")


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
