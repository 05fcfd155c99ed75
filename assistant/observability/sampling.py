"""What is not counted when it happens but looked at: the event loop's lag, memory, processor time, the latest run of a job."""

from __future__ import annotations

import asyncio
import logging
import math
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from assistant.logs import place

log = logging.getLogger(__name__)
LAG_SECONDS = 0.1
"""How often the lag is sampled: ten times a second finds what stops the loop, and costs some microseconds."""
SLOW_EVERY = 50
"""Every so many samples, what takes longer to find is looked at too."""
_WINDOW_SECONDS = 60.0
_STATM = Path("/proc/self/statm")


class Measures(Protocol):
    """Where samples go: `assistant.web.metrics.Metrics`."""

    def observe_lag(self, seconds: float) -> None: ...
    def set(self, name: str, value: float, /, **labels: str) -> None: ...
    def add(self, name: str, amount: float) -> None: ...


class LongestLately:
    """The longest of the samples of the last one to two minutes."""

    def __init__(self, *, window_seconds: float = _WINDOW_SECONDS) -> None:
        self._window = window_seconds
        self._since = -math.inf
        self._now = self._before = 0.0

    def of(self, value: float, at: float) -> float:
        """Add a sample taken at a time (seconds); returns the longest."""
        if at - self._since >= self._window:
            self._before = self._now if at - self._since < 2 * self._window else 0.0
            self._now, self._since = 0.0, at
        self._now = max(self._now, value)
        return max(self._now, self._before)


class Sampler:
    """Samples this process into its metrics."""

    def __init__(self, measures: Measures, look: Callable[[Measures], None] = lambda _: None) -> None:
        """
        Args:
            measures: Where to.
            look: Sets what only the application knows; called now and then, and must be quick.
        """
        self._measures = measures
        self._look = look
        self._longest = LongestLately()
        self._cpu = 0.0
        self._last_run: float | None = None

    def retention_ran(self) -> None:
        """The retention has just run to its end."""
        self._last_run = time.monotonic()

    def lag(self, seconds: float) -> None:
        """Take one sample of the loop's lag."""
        self._measures.observe_lag(seconds)
        self._measures.set("veileder_loop_lag_max_seconds", self._longest.of(seconds, time.monotonic()))

    def slow(self) -> None:
        """Look at the rest."""
        cpu = cpu_seconds()
        self._measures.add("veileder_cpu_seconds_total", max(0.0, cpu - self._cpu))
        self._cpu = cpu
        self._measures.set("veileder_memory_bytes", resident_bytes())
        if self._last_run is not None:
            self._measures.set("veileder_retention_age_seconds", time.monotonic() - self._last_run)
        self._look(self._measures)

    def _try_slow(self) -> None:
        try:
            self.slow()
        except Exception as error:  # noqa: BLE001  no file to spare, for a moment, must not end the sampling
            log.warning("metrics: not sampled error=%s at=%s", type(error).__name__, place(error))

    async def run(self) -> None:
        """Sample until cancelled."""
        loop = asyncio.get_running_loop()
        count = 0
        while True:
            if count % SLOW_EVERY == 0:
                self._try_slow()
            count += 1
            due = loop.time() + LAG_SECONDS
            await asyncio.sleep(LAG_SECONDS)
            self.lag(max(0.0, loop.time() - due))


def cpu_seconds() -> float:
    """Processor time that this process has used, in user and system mode."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def resident_bytes() -> int:
    """Memory that this process holds now; where /proc is missing, the most that it has held."""
    if _STATM.exists():
        return int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
