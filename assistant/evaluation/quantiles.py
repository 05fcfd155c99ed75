"""What a share of measured times stays within."""

from __future__ import annotations

from collections.abc import Sequence


def quantile(times: Sequence[float], share: float) -> float:
    """The time, in milliseconds, that this share of the times (in seconds) took at most; nan of no times."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")
