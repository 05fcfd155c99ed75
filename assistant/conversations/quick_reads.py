"""Reads a row of a SQLite file where it is asked for. Handing so small a query to a thread takes ten times as long as
the query, and in WAL mode a reader waits for nobody (docs/decisions/0023-shortcuts-in-the-engine.md)."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Row
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from assistant.conversations.engines import BEGIN


class CannotReadNow(RuntimeError):
    """The row has to be read by a thread, which may wait and can tell what is wrong."""


class QuickReads:
    """One connection of its own, which never waits. For one statement at a time; a second one is refused meanwhile."""

    def __init__(self, engine: Engine) -> None:
        """
        Args:
            engine: Of a SQLite file.
        """
        self._engine = engine.execution_options(**{BEGIN: ""})
        self._connection: Connection | None = None
        self._lock = Lock()

    def find(self, statement: Executable, given: Mapping[str, Any]) -> Row[Any] | None:
        """The one row that a statement finds, or None.

        Raises:
            CannotReadNow: It is not connected, the file is locked or fails, or another thread is reading.
        """
        if not self._lock.acquire(blocking=False):
            raise CannotReadNow
        try:
            connection = self._connection
            if connection is None:
                raise CannotReadNow
            try:
                return connection.execute(statement, given).one_or_none()
            finally:
                connection.rollback()  # nothing was begun in SQLite: only SQLAlchemy's account of it
        except DBAPIError:  # it may quote what was asked for: dropped
            self._disconnect()
            raise CannotReadNow from None
        finally:
            self._lock.release()

    def connect(self) -> None:
        """Open the file again after a failure. This waits while it is locked; when it fails, `find` goes on refusing."""
        with self._lock, contextlib.suppress(SQLAlchemyError):
            if self._connection is None:
                connection = self._engine.connect()
                connection.detach()  # none of the pool's: those wait when the file is locked
                for pragma in ("busy_timeout=0", "query_only=ON"):
                    connection.exec_driver_sql(f"PRAGMA {pragma}")
                connection.rollback()
                self._connection = connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            with contextlib.suppress(SQLAlchemyError):
                connection.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._disconnect()
