"""Whether a message would be answered now, part by part, for whoever sends requests here.

A look that costs something is kept for two seconds: the address is open to everybody.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

KEPT_SECONDS = 2.0
TIMEOUT_SECONDS = 2.0
OK = "ok"
Check = Callable[[], Awaitable[str]]
"""Looks at one part; returns `ok`, or a code that says what is wrong."""


class Readiness:
    """Looks at the parts of a service."""

    def __init__(
        self,
        checks: Mapping[str, Check],
        *,
        flags: Mapping[str, Callable[[], bool]] | None = None,
        spared: Mapping[str, Check] | None = None,
        kept_seconds: float = KEPT_SECONDS,
        timeout_seconds: float = TIMEOUT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Args:
            checks: The parts, by name. Each check handles its own failures.
            flags: Parts that are looked at every time, since that costs nothing; false is `not_loaded`.
            spared: Parts that the service can do without for a while: they are told, and it is ready all the same.
            kept_seconds: How long the result of a look is told again.
            timeout_seconds: How long one check may take; then its part is `slow`.
            clock: Seconds, from any start.
        """
        self._checks = {**checks, **(spared or {})}
        self._flags = dict(flags or {})
        self._spared = frozenset(spared or {})
        self._kept_seconds = kept_seconds
        self._timeout_seconds = timeout_seconds
        self._clock = clock
        self._looked: tuple[float, dict[str, str]] | None = None
        self._lock = asyncio.Lock()
        self.draining = False

    def drain(self) -> None:
        """From now on not ready, for good: the process is about to end."""
        self.draining = True

    async def missing(self) -> dict[str, str]:
        """The parts that are not ready, with what is wrong; empty when a message would be answered."""
        if self.draining:
            return {"process": "draining"}
        wrong = {part: code for part, code in (await self._wrong()).items() if part not in self._spared}
        return {**{part: "not_loaded" for part, holds in self._flags.items() if not holds()}, **wrong}

    async def degraded(self) -> dict[str, str]:
        """The parts that the service does without, with what is wrong; it is ready, if nothing else is missing."""
        return {part: code for part, code in (await self._wrong()).items() if part in self._spared}

    async def _wrong(self) -> dict[str, str]:
        async with self._lock:  # many may ask at once, and one look serves them all
            if self._looked is None or self._clock() - self._looked[0] >= self._kept_seconds:
                found = await asyncio.gather(*(self._look(check) for check in self._checks.values()))
                self._looked = (self._clock(), dict(zip(self._checks, found, strict=True)))
            return {part: code for part, code in self._looked[1].items() if code != OK}

    async def _look(self, check: Check) -> str:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await check()
        except TimeoutError:
            return "slow"
