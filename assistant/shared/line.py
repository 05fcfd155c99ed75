"""The line to Redis: short time-outs, and a pause after a failure, so that nobody waits for a server that is away."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 0.25
AGAIN_SECONDS = 2.0
_MOST_SLOW = 2  # one slow answer may be this process's own load; two in a row are a server that hangs
_MOST_CONNECTIONS = 64
T = TypeVar("T")


class Away(Exception):
    """Redis does not answer now: whoever asked does without."""


class RedisLine:
    """Asks Redis, and knows whether it is there.

    Attributes:
        told: Told whether it is there whenever that changes.
    """

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        """
        Args:
            url: As `redis.asyncio.Redis.from_url` takes it. Nothing is connected yet.
            clock: Seconds, from any start.
        """
        self.client: Redis = Redis.from_url(
            url,
            socket_connect_timeout=TIMEOUT_SECONDS,
            socket_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 1),  # a connection that a restarted server has cut is opened again
            max_connections=_MOST_CONNECTIONS,
        )
        self._clock = clock
        self._slow = 0
        self._again = 0.0
        self.is_up = True
        self.told: Callable[[bool], None] = lambda _is_up: None

    async def ask(self, work: Callable[[], Awaitable[T]]) -> T:
        """The result of some commands.

        Raises:
            Away: They failed, or have failed within the last seconds; then nothing was sent.
        """
        if not self.is_up:
            if self._clock() < self._again:
                raise Away
            self._again = self._clock() + AGAIN_SECONDS  # this one tries, and the others need not wait for it
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                result = await work()
        except TimeoutError:
            self._failed("TimeoutError", is_slow=True)
            raise Away from None
        except (RedisError, OSError) as error:
            self._failed(type(error).__name__, is_slow=False)
            raise Away from None
        self._slow = 0
        self._is(up=True)
        return result

    async def close(self) -> None:
        """Close the connections."""
        await self.client.aclose()

    def _failed(self, why: str, *, is_slow: bool) -> None:
        self._slow += 1
        if is_slow and self._slow < _MOST_SLOW:
            return
        self._again = self._clock() + AGAIN_SECONDS
        self._is(up=False, why=why)

    def _is(self, *, up: bool, why: str = "") -> None:
        if up == self.is_up:
            return
        self.is_up = up
        self.told(up)
        if up:
            log.warning("redis: back; limits and locks are shared again")
        else:
            log.warning("redis: away error=%s; this process limits and locks alone, and tries again", why)
