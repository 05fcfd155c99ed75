"""How often a key may do something: token buckets in this process. `assistant.shared.rates` has those of all processes."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from assistant.settings import Settings

_MAX_KEYS = 50_000


class Rates(Protocol):
    """Counts what keys do against their limits."""

    async def take(self, kind: str, key: str) -> int:
        """Use one token; returns 0, or the whole seconds to wait when there is none.

        Args:
            kind: Which limit: one of `limits_of`.
            key: Who: an address or a conversation.
        """
        ...


class TokenBuckets:
    """Lets each key do `per_minute` things a minute, in bursts up to that number."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity = float(per_minute)
        self._rate = per_minute / 60.0
        self._clock = clock
        self._levels: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> int:
        """Use one token of a key; returns 0, or the whole seconds to wait when there is none."""
        now = self._clock()
        level, since = self._levels.pop(key, (self._capacity, now))
        level = min(self._capacity, level + (now - since) * self._rate)
        wait = 0 if level >= 1 else max(1, math.ceil((1 - level) / self._rate))
        self._levels[key] = (level if wait else level - 1, now)  # at the end: the dict is ordered by latest use
        if len(self._levels) > _MAX_KEYS:
            del self._levels[next(iter(self._levels))]
        return wait


class LocalRates:
    """The buckets of this process."""

    def __init__(self, per_minute: Mapping[str, int]) -> None:
        self._buckets = {kind: TokenBuckets(most) for kind, most in per_minute.items()}

    async def take(self, kind: str, key: str) -> int:
        """See `Rates`."""
        return self._buckets[kind].take(key)


def limits_of(settings: Settings) -> dict[str, int]:
    """How much of each kind a key may do a minute."""
    return {
        "address": settings.conversations_per_minute,
        "conversation": settings.messages_per_minute,
        "export": settings.exports_per_minute,
        "sign_in": settings.sign_ins_per_minute,
    }
