"""How many inputs a test makes up for itself, and how many it has tried: printed, so that a run says what it did."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, settings

ASKED = int(os.environ.get("VEILEDER_FUZZ_EXAMPLES") or 0)
"""Inputs for each test, as `make fuzz` asks for; 0: as many as the suite has time for."""
SEED = int(os.environ.get("VEILEDER_FUZZ_SEED") or 20261123)
_IGNORED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)


def inputs(suite: int, share: float = 1.0) -> int:
    """How many inputs to make: `suite` of them in the suite, that `share` of what is asked for in a longer run."""
    return max(suite, int(ASKED * share)) if ASKED else suite


def fuzz(suite: int, share: float = 1.0) -> settings:
    """Hypothesis' settings: the same inputs in each run of the suite, nothing kept on the disk, no deadline."""
    return settings(
        max_examples=inputs(suite, share),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=_IGNORED,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )


def rng(name: str) -> random.Random:
    """A source of chance for one test, the same in each run."""
    return random.Random(f"{SEED} {name}")


_tried: Counter[str] = Counter()
_failed: Counter[str] = Counter()


@contextmanager
def tried(what: str) -> Iterator[None]:
    """Counts one input, and whether it failed."""
    _tried[what] += 1
    try:
        yield
    except BaseException:
        _failed[what] += 1
        raise


def report() -> Iterator[str]:
    """A line for each kind of input that was tried."""
    for what, count in sorted(_tried.items()):
        yield f"fuzz: {what}: {count:,} inputs tried, {_failed[what]:,} failures"
    if _tried:
        yield f"fuzz: together {_tried.total():,} inputs tried, {_failed.total():,} failures"
