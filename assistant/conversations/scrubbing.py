"""Makes deleted rows leave SQLite's files: one rebuild for all who erased since the last, and again until it is done.

docs/decisions/0025-erasures-share-rebuilds.md says why a rebuild is needed, and what callers are told.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)
REBUILD_AT_ONCE_BYTES = 32_000_000
"""A larger file is rebuilt by the hourly job only: writers wait for a rebuild."""
PATIENCE_SECONDS = 10.0
"""How long an erasure waits for its bytes to be gone before it is told so anyway, with an error in the log."""
_REST = 3  # a rebuild that took one second is followed by three without: a quarter of the time at most
_LONGEST_REST_SECONDS = 5.0
_RETRY_SECONDS, _LONGEST_RETRY_SECONDS = 0.5, 60.0
_OFTEN = 20  # so many times it is tried again soon, since somebody may be waiting; then less and less often
_SPARE_BYTES = 16 * 1024 * 1024  # what a rebuild leaves free for those who write meanwhile
_READER, _NO_ROOM = "a reader", "no room"
_CAUSES = {
    _READER: "another process keeps deleted rows in the files",
    _NO_ROOM: "the disk has no room to rebuild the file, and deleted rows stay in it until there is some",
}
_LOCK_MILLISECONDS = 250  # a checkpoint that waits for a reader keeps writers waiting too, so it does not wait long
_BUSY_MILLISECONDS = 5_000
_SOON_SECONDS = 1.0
Connect = Callable[[], Any]


@dataclass(frozen=True)
class _Asked:
    """What one caller wants: a rebuild no later than `at` (`time.monotonic`), earlier if somebody waits for one."""

    done: Future[None]
    at: float
    however_large: bool


class Scrubber:
    """Rebuilds the file of one database when asked, in a thread of its own that lives while there is work."""

    def __init__(self, connect: Connect) -> None:
        """
        Args:
            connect: Gives a connection of the driver, in no transaction; it is closed after each rebuild.
        """
        self._connect = connect
        self._changed = threading.Condition()
        self._asked: list[_Asked] = []
        self._thread: threading.Thread | None = None
        self._closing = False
        self._rest_until = 0.0
        self._failed = 0  # how many times since it last succeeded
        self._why = ""
        self.rebuilds = 0

    async def scrub(self, *, however_large: bool) -> None:
        """Return when what was deleted before the call has left the files, or after `PATIENCE_SECONDS`."""
        done = self.ask(however_large=however_large)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await asyncio.shield(asyncio.wrap_future(done))
        except TimeoutError:
            cause = _CAUSES.get(self._why, f"deleted rows are still in the files why={self._why or 'not known yet'}")
            log.error("database: %s; it is tried again until they are gone", cause)

    def ask(self, *, however_large: bool = False, soon: bool = False) -> Future[None]:
        """Ask for a rebuild that begins after now; the future is done when one has succeeded.

        Args:
            soon: Nobody waits for it: begin within a second, together with the next that somebody waits for.
        """
        asked = _Asked(Future(), time.monotonic() + (_SOON_SECONDS if soon else 0.0), however_large)
        with self._changed:
            if self._closing:
                raise RuntimeError("the database is closed")
            self._asked.append(asked)
            self._changed.notify_all()
            if self._thread is None:
                thread = threading.Thread(target=self._work, name="scrubber", daemon=True)
                with suppress(RuntimeError):  # the system has no thread to spare: the next who asks starts it
                    thread.start()
                    self._thread = thread
        return asked.done

    def close(self) -> None:
        """Try once more what is not done, without a rest, and end."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while taken := self._take():
            if self._try(however_large=any(asked.however_large for asked in taken)) or self._closing:
                for asked in taken:
                    with suppress(InvalidStateError):  # its caller has gone
                        asked.done.set_result(None)
            else:
                with self._changed:  # again, together with those who come meanwhile
                    self._asked = taken + self._asked

    def _take(self) -> list[_Asked]:
        """All that is asked for, when it is time; nothing, when nobody asks for anything: then the thread ends."""
        with self._changed:
            while self._asked and not self._closing:
                due = max(self._rest_until, min(asked.at for asked in self._asked))
                if (left := due - time.monotonic()) <= 0:
                    break
                self._changed.wait(left)
            taken, self._asked = self._asked, []
            if not taken:
                self._thread = None
            return taken

    def _try(self, *, however_large: bool) -> bool:
        begun = time.monotonic()
        try:
            why = self._rebuild(however_large=however_large)
        except Exception as error:  # noqa: BLE001  no connection or file to spare, too: it is tried again
            why = type(error).__name__
        took = time.monotonic() - begun
        if why and why != self._why:  # each cause once, however long it lasts
            log.warning("database: not scrubbed yet why=%s", why)
        self._failed, self._why = (self._failed + 1, why) if why else (0, "")
        self._rest_until = time.monotonic() + (self._until_retry() if why else min(_REST * took, _LONGEST_REST_SECONDS))
        return not why

    def _until_retry(self) -> float:
        doubled: float = _RETRY_SECONDS * 2.0 ** min(max(0, self._failed - _OFTEN), 10)
        return min(doubled, _LONGEST_RETRY_SECONDS)

    def _rebuild(self, *, however_large: bool) -> str:
        """Rebuild the file and empty the write-ahead log, which takes the size of the file twice for a moment.

        Returns:
            Why it is not done: "" when it is.
        """
        connection = self._connect()
        cursor = connection.cursor()
        try:
            (pages,), (size,) = (cursor.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
            wanted = however_large or pages * size <= REBUILD_AT_ONCE_BYTES
            has_room = _free_bytes(cursor) >= pages * size + _SPARE_BYTES
            try:
                if wanted and has_room:
                    cursor.execute("VACUUM")
                    self.rebuilds += 1
            finally:  # the log is emptied also where a rebuild has failed, and left its pages there
                cursor.execute(f"PRAGMA busy_timeout={_LOCK_MILLISECONDS}")
                (blocked, _, _) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return _READER if blocked else "" if has_room or not wanted else _NO_ROOM
        finally:
            cursor.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")
            cursor.close()
            connection.close()


def _free_bytes(cursor: Any) -> int:
    """What the disk of the connection's file has to spare."""
    path = next(file for _, name, file in cursor.execute("PRAGMA database_list").fetchall() if name == "main")
    return shutil.disk_usage(Path(path).parent).free
