"""The parts that several processes share where VEILEDER_REDIS_URL says through what; else those of this process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from assistant.conversations.secret import Keyring
from assistant.settings import Settings
from assistant.web.locks import KeyedLocks, Locks
from assistant.web.rates import LocalRates, Rates, limits_of

if TYPE_CHECKING:
    from assistant.shared.line import RedisLine


@dataclass(frozen=True)
class Shared:
    """Rate limits, locks, and the line to Redis, if there is one."""

    rates: Rates
    locks: Locks
    line: RedisLine | None = None


SHARED = web.AppKey("shared", Shared)


def share(settings: Settings, keyring: Keyring) -> Shared:
    """As the settings say. Redis is imported only where it is used, and connected when it is first asked."""
    per_minute = limits_of(settings)
    alone = LocalRates(per_minute)
    if settings.redis_url is None:
        return Shared(alone, KeyedLocks())
    from assistant.shared.line import RedisLine
    from assistant.shared.locks import SharedLocks
    from assistant.shared.rates import SharedRates

    line = RedisLine(settings.redis_url.get_secret_value())
    return Shared(SharedRates(line, keyring, per_minute, alone), SharedLocks(line, keyring), line)


async def close_shared(app: web.Application) -> AsyncIterator[None]:
    """Closes the line when the application ends."""
    yield
    if line := app[SHARED].line:
        await line.close()
