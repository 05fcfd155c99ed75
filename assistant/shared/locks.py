"""One lock for each conversation, of all processes.

It only spares work: a turn that another process has overtaken is refused by the database and taken anew. So nobody waits
long for it, and a process that dies with it holds nobody up.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from redis.asyncio.lock import Lock
from redis.exceptions import LockError

from assistant.conversations.secret import Keyring
from assistant.shared.line import Away, RedisLine
from assistant.web.locks import KeyedLocks

_HELD_SECONDS = 10.0
"""When a lock is free again, whatever has become of its holder."""
_PATIENCE_SECONDS = 1.0
"""How long a turn waits for another process's; then it begins, and the database decides."""
_LOOK_SECONDS = 0.02
_HASH_CHARS = 32


class SharedLocks:
    """As `KeyedLocks`: within this process in order of arrival, and beside the other processes one at a time."""

    def __init__(self, line: RedisLine, keyring: Keyring) -> None:
        self._line = line
        self._keyring = keyring
        self._here = KeyedLocks()

    @asynccontextmanager
    async def hold(self, key: str) -> AsyncIterator[None]:
        """Hold the lock of a key; when Redis is away, of this process alone."""
        async with self._here.hold(key):
            lock = await self._acquired(f"veileder:lock:{self._keyring.digest('lock', key)[:_HASH_CHARS]}")
            try:
                yield
            finally:
                if lock is not None:
                    with suppress(Away):
                        await self._line.ask(lambda: _release(lock))

    def __len__(self) -> int:
        return len(self._here)

    async def _acquired(self, name: str) -> Lock | None:
        """The lock, or None when it is not to be had now."""
        lock = Lock(self._line.client, name, timeout=_HELD_SECONDS, thread_local=False)
        until = time.monotonic() + _PATIENCE_SECONDS
        with suppress(Away):
            while not await self._line.ask(lambda: lock.acquire(blocking=False)):
                if time.monotonic() > until:
                    return None
                await asyncio.sleep(_LOOK_SECONDS)
            return lock
        return None


async def _release(lock: Lock) -> None:
    with suppress(LockError):  # its time was over, and it may be another's by now
        await lock.release()
