"""The database of the conversations: synchronous SQLAlchemy on a small thread pool, so that the loop never waits."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from assistant.conversations.engines import BEGIN, named, open_engine
from assistant.migrations.start import bring_up_to_date

log = logging.getLogger(__name__)
T = TypeVar("T")
Work = Callable[[Session], T]
_REBUILD_AT_ONCE_BYTES = 32_000_000


class StoreUnavailable(RuntimeError):
    """The database cannot be reached or written now; trying again later may help. Carries no data of the call."""


class Database:
    """Runs units of work, each in a session and transaction of its own."""

    def __init__(self, url: str, *, threads: int = 4) -> None:
        """Open a database and bring its tables up to date.

        Raises:
            DatabaseRefused: Its tables are not what this release can use.
            StoreUnavailable: It cannot be reached or written.
        """
        self._engine = open_engine(url, threads)
        self._writer = self._engine.execution_options(**{BEGIN: "IMMEDIATE"})
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="conversations")
        with explained(self._engine):
            bring_up_to_date(self._engine)

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
        """Make deleted data leave SQLite's files.

        `secure_delete` is not enough: the write-ahead log keeps old pages, and a page that was rebalanced keeps copies
        of rows in its unused part (seen about once in 1 500 erasures). So the file is rebuilt. That keeps writers
        waiting, a second for every 100 MB or so; a large file is therefore left to the hourly job.

        Args:
            however_large: Rebuild also a file above `_REBUILD_AT_ONCE_BYTES`.
        """
        if self.is_sqlite:
            await asyncio.get_running_loop().run_in_executor(self._pool, self._rebuild, however_large)

    def close(self) -> None:
        """Finish running work and close the connections."""
        self._pool.shutdown(wait=True)
        self._engine.dispose()

    async def _submit(self, engine: Engine, work: Work[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, _run, engine, work)

    def _rebuild(self, however_large: bool) -> None:
        connection = self._engine.raw_connection()
        cursor = connection.cursor()
        try:
            (pages,), (size,) = (cursor.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
            if however_large or pages * size <= _REBUILD_AT_ONCE_BYTES:
                cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:  # the rows are deleted; the next scrub takes what is left of them
            log.error("database: not scrubbed error=%s", type(error).__name__)
        finally:
            connection.close()


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """For start-up and commands: a database that fails is told of in words that an operator can use.

    Raises:
        StoreUnavailable: The database failed.
    """
    try:
        yield
    except DBAPIError as error:
        raise StoreUnavailable(
            f"{named(engine.url)} cannot be used ({_told(error)}). "
            "Check VEILEDER_DATABASE_URL: is it there, does it answer, may this user write in it?"
        ) from None


def _told(error: DBAPIError) -> str:
    """What the driver says where that is about the server or the file; of anything else, which may quote rows, the kind."""
    if not isinstance(error, OperationalError):
        return type(error.orig).__name__
    return next(iter(str(error.orig).strip().splitlines()), type(error.orig).__name__)


def _run(engine: Engine, work: Work[T]) -> T:
    """One unit of work. The driver's exception is dropped: it may quote the user's text."""
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            return work(session)
    except IntegrityError:
        raise
    except (DBAPIError, PoolTimeout, PendingRollbackError) as error:
        raise StoreUnavailable(type(error).__name__) from None
