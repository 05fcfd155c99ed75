"""Time as the stores keep it: whole seconds since 1970 in UTC, the same in every database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], float]
"""Gives seconds since 1970; `time.time`, or a fixed one in tests."""

HOUR = 3600
DAY = 24 * HOUR


def iso(seconds: float) -> str:
    """The moment as RFC 3339 in UTC, to the second: `2025-03-01T12:00:00Z`."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
