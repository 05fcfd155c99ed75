"""More messages than the service can bear: how many are let in, how soon those are answered (`make bench-overload`).

First the capacity is measured: a few clients that talk without a pause. Then messages arrive at random moments, whatever
becomes of those before them, as often as the service can bear and three times as often.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TCPConnector

from assistant.evaluation.load import scripts
from assistant.evaluation.local_service import local_service
from assistant.evaluation.quantiles import quantile
from assistant.evaluation.visitors import API, Conversation, advised_wait, refuse_other_machines

_CLIENTS = 4  # for each worker: enough to keep it busy, few enough that none is refused
_POOL = 300
_WARM_SECONDS, _CLOSED_SECONDS, _OPEN_SECONDS = 5.0, 15.0, 20.0
_NEW_SHARE = 0.1  # of the arrivals begin a conversation
_MOST_ARRIVALS = 20_000
_TIMES = (1.0, 3.0)
_MOST_RATIO = 2.0
_ENOUGH = ClientTimeout(total=30)


@dataclass
class Seen:
    """What came back: seconds of what was let in, by kind; what was shed; what else went wrong."""

    times: list[float] = field(default_factory=list)
    let_in: Counter[str] = field(default_factory=Counter)
    shed: Counter[str] = field(default_factory=Counter)
    without_advice: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    health: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def quantile(self, share: float) -> float:
        """Milliseconds that this share of what was let in took at most."""
        return quantile(self.times, share)


class Driver:
    """Sends messages to one service, each of another conversation."""

    def __init__(self, url: str, session: ClientSession) -> None:
        self._url = url
        self._session = session
        self._texts = [text for script in scripts() for text in script]
        self._pool: list[Conversation] = []
        self._number = count()

    async def fill(self, size: int) -> None:
        """Open conversations, one after the other."""
        while len(self._pool) < size:
            await self.open(Seen(), time.perf_counter())

    async def open(self, seen: Seen, due: float) -> None:
        """Begin a conversation."""
        async with self._session.post(self._url + API, json={}) as response:
            if _is_told(response, "new", seen, due):
                self._pool.append(Conversation.opened(await response.json()))

    async def say(self, seen: Seen, due: float, number: int | None = None) -> None:
        """Say something in the next conversation, or in the one with a number."""
        turn = next(self._number)
        held = self._pool[(turn if number is None else number) % len(self._pool)]
        body = {"text": self._texts[turn * 7 % len(self._texts)]}
        async with self._session.post(self._url + held.messages, json=body, headers=held.bearer) as response:
            await response.read()
            _is_told(response, "message", seen, due)

    async def look(self, seen: Seen, over: asyncio.Event) -> None:
        """Ask twice a second whether the service lives and is ready."""
        while not over.is_set():
            for path in ("/healthz", "/readyz"):
                began = time.perf_counter()
                async with self._session.get(self._url + path) as response:
                    seen.failed[f"{path} {response.status}"] += response.status != 200
                seen.health.append(time.perf_counter() - began)
            await asyncio.sleep(0.5)


def _is_told(response: ClientResponse, kind: str, seen: Seen, due: float) -> bool:
    if answered := response.status in (200, 201):
        seen.times.append(time.perf_counter() - due)
        seen.let_in[kind] += 1
    elif response.status in (429, 503):
        seen.shed[kind] += 1
        seen.without_advice += advised_wait(response) is None
    else:
        seen.failed[str(response.status)] += 1
    return answered


async def closed_loop(driver: Driver, clients: int, seconds: float) -> Seen:
    """A few clients, each of which says something as soon as it is answered."""
    seen, began = Seen(), time.perf_counter()

    async def client(number: int) -> None:
        while time.perf_counter() - began < seconds:
            await driver.say(seen, time.perf_counter(), number)

    await asyncio.gather(*(client(number) for number in range(clients)))
    seen.seconds = time.perf_counter() - began
    return seen


async def open_loop(driver: Driver, per_second: float, seconds: float) -> Seen:
    """Arrivals at random moments; a time counts from when a message was due, not from when it could be sent."""
    seen, over, chance = Seen(), asyncio.Event(), random.Random(7)  # noqa: S311 - the same arrivals each time
    looking = asyncio.create_task(driver.look(seen, over))
    began = time.perf_counter()
    arriving: list[asyncio.Task[None]] = []
    due = began
    while (due := due + chance.expovariate(per_second)) < began + seconds and len(arriving) < _MOST_ARRIVALS:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        what = driver.open if chance.random() < _NEW_SHARE else driver.say
        arriving.append(asyncio.create_task(_counted(what, seen, due)))
    await asyncio.gather(*arriving)
    seen.seconds = time.perf_counter() - began
    over.set()
    await looking
    return seen


async def _counted(what: Callable[[Seen, float], Awaitable[None]], seen: Seen, due: float) -> None:
    try:
        await what(seen, due)
    except (ClientError, TimeoutError) as error:
        seen.failed[type(error).__name__] += 1


async def measure(url: str, workers: int) -> bool:
    """Measures one service and prints it; whether what it let in at three times the capacity was answered in time.

    Raises:
        NotLoopback: The address is not this machine's.
    """
    refuse_other_machines(url)
    async with ClientSession(timeout=_ENOUGH, connector=TCPConnector(limit=0)) as session:
        driver = Driver(url, session)
        await driver.fill(_POOL)
        await closed_loop(driver, _CLIENTS * workers, _WARM_SECONDS)
        normal = await closed_loop(driver, _CLIENTS * workers, _CLOSED_SECONDS)
        capacity = len(normal.times) / normal.seconds
        print(_line(f"closed loop, {_CLIENTS * workers} clients", normal, normal), flush=True)
        for times in _TIMES:
            seen = await open_loop(driver, times * capacity, _OPEN_SECONDS)
            print(_line(f"open loop, {times:g} × capacity", seen, normal), flush=True)
    return seen.quantile(0.95) <= _MOST_RATIO * normal.quantile(0.95) and not +seen.failed and not seen.without_advice


def _line(what: str, seen: Seen, normal: Seen) -> str:
    health = f"{1000 * max(seen.health):.0f} ms" if seen.health else "–"
    cells = (
        what,
        f"{(seen.let_in.total() + seen.shed.total()) / seen.seconds:.0f}/s",
        f"{seen.let_in.total() / seen.seconds:.0f}/s",
        _share(seen, "message"),
        _share(seen, "new"),
        f"{seen.quantile(0.5):.0f} ms",
        f"{seen.quantile(0.95):.0f} ms",
        f"{seen.quantile(0.95) / normal.quantile(0.95):.2f}",
        health,
        ", ".join(f"{number} × {what}" for what, number in (+seen.failed).items()) or "0",
    )
    return f"| {' | '.join(cells)} |"


def _share(seen: Seen, kind: str) -> str:
    asked = seen.let_in[kind] + seen.shed[kind]
    return f"{100 * seen.shed[kind] / asked:.0f} %" if asked else "–"


_HEADER = (
    "| arrivals | asked | let in | messages shed | new conversations shed | p50 of what was let in | p95 | "
    "p95 ÷ normal p95 | longest /healthz or /readyz | failed |\n|---|---|---|---|---|---|---|---|---|---|"
)


def main(argv: Sequence[str]) -> int:
    """Starts a service of its own and measures it; 1 when the p95 of what was let in is over twice the normal one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=1)
    workers = parser.parse_args(argv).workers
    with (
        tempfile.TemporaryDirectory(prefix="veileder-overload-") as folder,
        local_service(Path(folder), workers) as service,
    ):
        print(_HEADER, flush=True)
        held = asyncio.run(measure(service.url, workers))
    print("the p95 stays within twice the normal one" if held else "the p95 does not stay within twice the normal one")
    return int(not held)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
