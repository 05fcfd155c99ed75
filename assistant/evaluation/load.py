"""Many conversations at once against a service on this machine: what gets through, how fast, and what goes wrong.

Requests are bounded in count and time, and go to loopback addresses only.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from assistant.evaluation.cases import read_cases
from assistant.evaluation.quantiles import quantile
from assistant.evaluation.visitors import Open, Refused, refuse_other_machines

ROOT = Path(__file__).resolve().parents[2]
_TIMEOUT = ClientTimeout(total=60)
Script = tuple[str, ...]


@dataclass
class Seen:
    """What the clients saw; times in seconds.

    Attributes:
        times: From each message that was answered, until its answer.
        failed: What else came instead of an answer, with how often.
        elapsed: From the first message to the last answer.
    """

    times: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    elapsed: float = 0.0

    @property
    def rate(self) -> float:
        """Messages answered a second."""
        return len(self.times) / self.elapsed if self.elapsed else 0.0

    def quantile(self, share: float) -> float:
        """The time, in milliseconds, that this share of the messages took at most; 0 of none."""
        return quantile(self.times, share) if self.times else 0.0


def scripts() -> list[Script]:
    """What people write in the labelled conversations, one script a conversation."""
    cases = read_cases(ROOT / "tests" / "cases" / "conversations")
    written = (tuple(turn.q for turn in case.turns if turn.q) for case in cases)
    return [script for script in written if script]


def chained(written: Sequence[Script], messages: int) -> list[Script]:
    """The same texts in the same order, in conversations of so many messages, as people hold them."""
    texts = [text for script in written for text in script]
    return [tuple(texts[start : start + messages]) for start in range(0, len(texts), messages)]


async def converse(
    url: str,
    said: Sequence[Script],
    begin: Open,
    *,
    clients: int,
    most_seconds: float,
    most_messages: int = 0,
    pause: Callable[[], float] | None = None,
) -> Seen:
    """Holds the conversations, some at once: each client takes the next one until none is left or time is up.

    Args:
        url: Of the service.
        said: The conversations.
        begin: Opens a conversation with the service; returns what says a text in it.
        clients: How many talk at once.
        most_seconds: No message is sent after that.
        most_messages: Nor after so many; 0 for no bound but the scripts.
        pause: Seconds from an answer to the next message; none if not given.

    Raises:
        NotLoopback: The address is not this machine's.
    """
    refuse_other_machines(url)
    seen, left = Seen(), iter(said)
    start = time.perf_counter()

    def over() -> bool:
        asked = len(seen.times) + sum(seen.failed.values())
        return time.perf_counter() - start > most_seconds or bool(most_messages and asked >= most_messages)

    async def client(session: ClientSession) -> None:
        for script in left:
            if over():
                return
            await _hold(session, url, script, begin, seen, over, pause)

    async with ClientSession(timeout=_TIMEOUT, connector=TCPConnector(limit=0)) as session:
        await asyncio.gather(*(client(session) for _ in range(clients)))
    seen.elapsed = time.perf_counter() - start
    return seen


async def _hold(
    session: ClientSession,
    url: str,
    script: Script,
    begin: Open,
    seen: Seen,
    over: Callable[[], bool],
    pause: Callable[[], float] | None,
) -> None:
    try:
        say = await begin(session, url)
        for text in script:
            if over():
                return
            began = time.perf_counter()
            if not await say(text):
                raise Refused("no answer")
            seen.times.append(time.perf_counter() - began)
            if pause:
                await asyncio.sleep(pause())
    except (Refused, ClientError, TimeoutError) as error:
        seen.failed[str(error) or type(error).__name__] += 1
