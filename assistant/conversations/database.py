"""The database of the conversations: synchronous SQLAlchemy on a small thread pool, so that the loop never waits.

Single rows of a SQLite file are read in the loop itself, where nobody has to be waited for (`quick_reads`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Executable, Row, text
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from assistant.conversations.engines import BEGIN, named, open_engine
from assistant.conversations.quick_reads import CannotReadNow, QuickReads
from assistant.conversations.scrubbing import Scrubber
from assistant.conversations.writing import WriteQueue
from assistant.migrations.start import bring_up_to_date
from assistant.observability.spans import span

T = TypeVar("T")
C = TypeVar("C", Session, Connection)
Work = Callable[[Session], T]
Observer = Callable[[str, float, str], None]
"""Told of each awaited call: `read` or `write`, the seconds it took, and the type of its exception or ""."""


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
        self._queue = WriteQueue(self._writer, _run_plainly) if self.is_sqlite else None
        self._quick = QuickReads(self._engine) if self.is_sqlite else None
        self._scrubber = Scrubber(self._engine.raw_connection)
        self.observer: Observer = lambda _operation, _seconds, _error: None
        with explained(self._engine):
            bring_up_to_date(self._engine)
        if self._quick:
            self._quick.connect()

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self._engine.dialect.name == "sqlite"

    async def read(self, work: Work[T]) -> T:
        """Run work that only reads.

        Raises:
            StoreUnavailable: The database failed.
        """
        return await self._submit(self._engine, _run, work)

    async def find(self, statement: Executable, given: Mapping[str, Any]) -> Row[Any] | None:
        """The one row that a statement finds by its key, or None: `read` without a session, and without a thread where
        the database is a file.

        Raises:
            StoreUnavailable: The database failed.
        """
        with self._observing("read"):
            if self._quick:
                with suppress(CannotReadNow):
                    return self._quick.find(statement, given)
            return await asyncio.get_running_loop().run_in_executor(self._pool, self._find, statement, given)

    def _find(self, statement: Executable, given: Mapping[str, Any]) -> Row[Any] | None:
        """What `find` does in a thread; where that succeeds, the next one may be quick again."""
        found = _run_plainly(self._engine, lambda connection: connection.execute(statement, given).one_or_none())
        if self._quick:
            self._quick.connect()
        return found

    async def write(self, work: Work[T]) -> T:
        """Run work that writes; all of it is committed, or nothing.

        Raises:
            StoreUnavailable: The database failed.
            IntegrityError: The work broke a constraint.
        """
        return await self._submit(self._writer, _run, work)

    async def change(self, work: Callable[[Connection], T]) -> T:
        """`write`, for work that needs no session.

        Raises:
            StoreUnavailable: The database failed.
            IntegrityError: The work broke a constraint.
        """
        if self._queue is None:
            return await self._submit(self._writer, _run_plainly, work)
        return await self._observed("write", asyncio.wrap_future(self._queue.change(work)))

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
        if self._queue:
            self._queue.close()
        if self._quick:
            self._quick.close()
        self._engine.dispose()

    async def _submit(self, engine: Engine, run: Callable[[Engine, Callable[[C], T]], T], work: Callable[[C], T]) -> T:
        writes = engine is self._writer
        pool = self._queue.thread if writes and self._queue else self._pool
        done = asyncio.get_running_loop().run_in_executor(pool, run, engine, work)
        return await self._observed("write" if writes else "read", done)

    async def _observed(self, operation: str, done: Awaitable[T]) -> T:
        with self._observing(operation):
            return await done

    @contextmanager
    def _observing(self, operation: str) -> Iterator[None]:
        begun, error = time.perf_counter(), ""
        with span("store") as seen:
            seen.set("operation", operation)
            try:
                yield
            except StoreUnavailable as failed:
                error = str(failed)
                raise
            finally:
                self.observer(operation, time.perf_counter() - begun, error)


_BRING_BACK = "Keep a copy of the file, and bring back a backup or move the file away."


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """For start-up and commands: a database that fails is told of in words that an operator can use.

    Raises:
        StoreUnavailable: The database failed.
    """
    try:
        yield
    except UnicodeDecodeError:
        raise StoreUnavailable(f"{named(engine.url)} is damaged. {_BRING_BACK}") from None
    except DBAPIError as error:
        if engine.dialect.name == "sqlite" and type(error) is DatabaseError:  # «malformed», «not a database»
            raise StoreUnavailable(f"{named(engine.url)} cannot be used ({_told(error)}). {_BRING_BACK}") from None
        raise StoreUnavailable(
            f"{named(engine.url)} cannot be used ({_told(error)}). "
            "Check VEILEDER_DATABASE_URL: is it there, does it answer, may this user write in it?"
        ) from None


def _told(error: DBAPIError) -> str:
    """What the driver says where that is about the server or the file; of anything else, which may quote rows, the kind."""
    if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
        return type(error.orig).__name__
    return next(iter(str(error.orig).strip().splitlines()), type(error.orig).__name__)


def _run(engine: Engine, work: Work[T]) -> T:
    """One unit of work, in a session."""
    with _without_content(), Session(engine, expire_on_commit=False) as session, session.begin():
        return work(session)


def _run_plainly(engine: Engine, work: Callable[[Connection], T]) -> T:
    """One unit of work, on a connection."""
    with _without_content(), engine.begin() as connection:
        return work(connection)


@contextmanager
def _without_content() -> Iterator[None]:
    """The driver's exception is dropped: it may quote the user's text."""
    try:
        yield
    except IntegrityError:
        raise
    # A damaged SQLite file makes the driver fail over its own message, which is not UTF-8 then.
    except (DBAPIError, PoolTimeout, PendingRollbackError, UnicodeDecodeError) as error:
        raise StoreUnavailable(type(error).__name__) from None
