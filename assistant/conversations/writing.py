"""One thread writes to SQLite, which lets one write at a time: whoever else wants to would try again after a nap.

What waits is stored in one transaction, so that a disk that is slow to say «written» is asked once for all of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

T = TypeVar("T")
_MOST_AT_ONCE = 16
Change = Callable[[Connection], Any]
Begin = Callable[[Engine, Callable[[Connection], T]], T]
"""Runs work in a transaction: committed when it returns, or rolled back."""


class WriteQueue:
    """Changes in the order in which they were asked for; each is stored, when it is done, wholly or not at all."""

    def __init__(self, engine: Engine, begin: Begin[Any]) -> None:
        """
        Args:
            engine: Of the database; its transactions begin as a writer's.
            begin: Runs work in a transaction of the engine.
        """
        self._engine = engine
        self._begin = begin
        self._waiting: deque[tuple[Change, Future[Any]]] = deque()
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="conversations-writer")

    def change(self, work: Callable[[Connection], T]) -> Future[T]:
        """Have work done with those that wait; the result is there when it is committed.

        Work that raises is undone by itself. When the database fails, all of a transaction fails with it.
        """
        done: Future[T] = Future()
        self._waiting.append((work, done))
        self.thread.submit(self._store)
        return done

    def close(self) -> None:
        """Finish what waits."""
        self.thread.shutdown(wait=True)

    def _store(self) -> None:
        """Do what waits; what came since an earlier call was done by that one."""
        given = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST_AT_ONCE))]
        wanted = [(work, done) for work, done in given if done.set_running_or_notify_cancel()]
        if not wanted:
            return
        try:
            told = self._begin(self._engine, lambda connection: _all_of(connection, wanted))
        except BaseException as failed:  # noqa: BLE001  whoever waits is told
            for _, done in wanted:
                done.set_exception(failed)
            return
        for tell in told:
            tell()


def _all_of(connection: Connection, wanted: list[tuple[Change, Future[Any]]]) -> list[Callable[[], None]]:
    """Does each, and returns what tells those who wait, for when all is committed."""
    if len(wanted) == 1:
        work, done = wanted[0]
        result = work(connection)
        return [lambda: done.set_result(result)]
    return [_one_of(connection, work, done) for work, done in wanted]


def _one_of(connection: Connection, work: Change, done: Future[Any]) -> Callable[[], None]:
    try:
        with connection.begin_nested():
            result = work(connection)
    except Exception as failed:
        if isinstance(failed, DBAPIError) and not isinstance(failed, IntegrityError):
            raise  # the transaction itself may be lost
        told = failed
        return lambda: done.set_exception(told)
    return lambda: done.set_result(result)
