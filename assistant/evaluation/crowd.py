"""Many at once, and for long: what the service takes, how soon it answers, and whether its memory grows.

`make bench-load`: 200 conversations at the same time, first as people hold them, with pauses in which they read, then
without any pause. `make soak`: a crowd that goes on for minutes; the slope of the memory is worked out. Both start a
service of their own on this machine, as it is shipped, are bounded in count and time, and end it. Who is asked to wait
(503, 429) waits and sends the same request once more, as the widget does; times are from the first sending.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from aiohttp import ClientResponse, ClientSession

from assistant.evaluation.load import Script, Seen, chained, converse, scripts
from assistant.evaluation.local_service import LocalService, local_service, memory_of
from assistant.evaluation.visitors import Say, Visitor, advised_wait

_AT_ONCE, _MESSAGES = 200, 5
_PAUSE = (2.0, 10.0)  # seconds between an answer and the next message, at random
_MOST_SECONDS = 180.0
_SOAK_CLIENTS, _WARM_SHARE, _SAMPLE_SECONDS = 8, 0.25, 2.0
_MOST_MESSAGES = 100_000
_SEED = 20261123


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs `load` or `soak`; 1 when a message was not answered."""
    parser = argparse.ArgumentParser(prog="crowd", description=__doc__)
    parser.add_argument("what", choices=["load", "soak"])
    parser.add_argument("--workers", type=int, default=2, help="processes that answer")
    parser.add_argument("--minutes", type=float, default=5.0, help="how long a soak takes, starting not counted")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, local_service(Path(folder), given.workers) as service:
        asyncio.run(Crowd(service).talk([("hei",)] * 40, 4))
        return _load(service, given.workers) if given.what == "load" else _soak(service, given.minutes * 60)


def _load(service: LocalService, workers: int) -> int:
    said = list(islice(cycle(chained(scripts(), _MESSAGES)), 2 * _AT_ONCE))
    print(
        f"{_AT_ONCE} conversations at once, {_MESSAGES} messages each; {workers} workers, SQLite, {os.cpu_count()} cores"
    )
    print(
        f"{'':34}{'messages':>9}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'asked to wait':>15}{'errors':>8}"
    )
    failed = 0
    for name, pause, part in (
        (f"with pauses of {_PAUSE[0]:.0f} to {_PAUSE[1]:.0f} seconds", _PAUSE, said[:_AT_ONCE]),
        ("without pauses", None, said[_AT_ONCE:]),
    ):
        crowd = Crowd(service)
        seen = asyncio.run(crowd.talk(part, _AT_ONCE, pause))
        errors = sum(seen.failed.values())
        numbers = "".join(f"{seen.quantile(share):9.0f}" for share in (0.5, 0.95, 0.99))
        print(f"{name:34}{len(seen.times):9}{seen.rate:10.1f}{numbers}{crowd.asked_to_wait:15}{errors:8}", flush=True)
        failed += errors
        if errors:
            print(f"  not answered: {dict(seen.failed)}")
    return int(bool(failed))


class Crowd(Visitor):
    """Visitors of one service.

    Attributes:
        asked_to_wait: How often the service said that it could not now, and when to try again.
    """

    sends_keys = True

    def __init__(self, service: LocalService) -> None:
        self._url = service.url
        self._chance = random.Random(_SEED)  # noqa: S311 - pauses, no secret
        self.asked_to_wait = 0

    async def talk(
        self,
        said: Sequence[Script],
        clients: int,
        pause: tuple[float, float] | None = None,
        *,
        most_seconds: float = _MOST_SECONDS,
    ) -> Seen:
        """Hold the conversations, some at once, with pauses between these seconds."""

        async def begin(session: ClientSession, url: str) -> Say:
            if pause:
                await asyncio.sleep(self._chance.uniform(0, pause[1]))  # they do not all come in the same moment
            return await self.begin(session, url)

        waits = (lambda: self._chance.uniform(*pause)) if pause else None
        return await converse(
            self._url,
            said,
            begin,
            clients=clients,
            most_seconds=most_seconds,
            most_messages=_MOST_MESSAGES,
            pause=waits,
        )

    def refused(self, response: ClientResponse) -> float:
        """As long as the service says, more or less, so that they do not all come back in the same moment."""
        wait = advised_wait(response)
        if wait is None:
            return super().refused(response)
        self.asked_to_wait += 1
        return wait * self._chance.uniform(0.5, 1.5)


def _soak(service: LocalService, seconds: float) -> int:
    """Talks on, in new conversations all the time, and watches the memory of all processes."""
    written = chained(scripts(), _MESSAGES)
    seen, samples = asyncio.run(_go_on(service, written, seconds))
    settled = [(at, megabytes) for at, megabytes in samples if at >= seconds * _WARM_SHARE]
    per_hour = 3600 * statistics.linear_regression(*zip(*settled, strict=True)).slope
    errors = sum(seen.failed.values())
    print(
        f"{len(seen.times)} messages in {seen.elapsed:.0f} s ({seen.rate:.1f}/s), errors {errors} {dict(seen.failed) or ''}"
    )
    print(
        f"memory of all processes: {samples[0][1]:.0f} MB at first, {settled[0][1]:.0f} MB when warm, {samples[-1][1]:.0f} MB at the end"
    )
    per_thousand = per_hour * seen.elapsed / 3600 / len(seen.times) * 1000
    print(f"memory slope when warm: {per_hour:+.1f} MB an hour at this rate, {per_thousand:+.2f} MB for 1,000 messages")
    return int(bool(errors))


async def _go_on(
    service: LocalService, written: Sequence[Script], seconds: float
) -> tuple[Seen, list[tuple[float, float]]]:
    samples: list[tuple[float, float]] = []
    began = time.monotonic()

    async def watch() -> None:
        while True:
            samples.append((time.monotonic() - began, _megabytes(service)))
            await asyncio.sleep(_SAMPLE_SECONDS)

    watching = asyncio.create_task(watch())
    said = [written[number % len(written)] for number in range(_MOST_MESSAGES // _MESSAGES)]
    try:
        seen = await Crowd(service).talk(said, _SOAK_CLIENTS, most_seconds=seconds)
    finally:
        watching.cancel()
    return seen, samples


def _megabytes(service: LocalService) -> float:
    """Of memory that the service takes: what processes share is counted once (PSS)."""
    return sum(map(memory_of, [service.pid, *service.workers()]))


if __name__ == "__main__":
    sys.exit(main())
