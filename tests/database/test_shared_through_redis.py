"""Rate limits and locks through a real Redis: shared by all processes, and done without when it is away.

Each line has connections of its own, so for Redis they are processes of their own.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator

import pytest
import redis

from assistant.conversations.secret import Keyring
from assistant.evaluation.temporary_redis import RedisServer
from assistant.shared.line import AGAIN_SECONDS, Away, RedisLine
from assistant.shared.locks import SharedLocks
from assistant.shared.rates import SharedRates
from assistant.web.rates import LocalRates

KEYRING = Keyring(b"a secret of the tests, long enough")
LIMITS = {"address": 6, "conversation": 60}


class Process:
    """What one process shares."""

    def __init__(self, url: str) -> None:
        self.now = 0.0
        self.line = RedisLine(url, clock=lambda: self.now)
        self.rates = SharedRates(self.line, KEYRING, LIMITS, LocalRates(LIMITS))
        self.locks = SharedLocks(self.line, KEYRING)

    async def back(self) -> None:
        """Let the pause after a failure pass."""
        self.now += AGAIN_SECONDS + 1


@pytest.fixture
async def two(redis_server: RedisServer) -> AsyncIterator[list[Process]]:
    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()
    made = [Process(redis_server.url) for _ in range(2)]
    yield made
    for process in made:
        await process.line.close()


async def test_two_processes_together_allow_what_one_would(two: list[Process]) -> None:
    waits = [await two[number % 2].rates.take("address", "192.0.2.7") for number in range(8)]
    assert (waits[:6], [wait > 0 for wait in waits[6:]]) == ([0] * 6, [True, True])
    assert await two[0].rates.take("address", "192.0.2.8") == 0
    assert await two[1].rates.take("conversation", "192.0.2.7") == 0, "another limit, another bucket"


async def test_nothing_in_redis_tells_who_it_was_and_nothing_stays(
    two: list[Process], redis_server: RedisServer
) -> None:
    await two[0].rates.take("address", "192.0.2.7")
    async with two[0].locks.hold("conversation-1234"):
        with redis.Redis.from_url(redis_server.url) as client:
            keys = list(client.scan_iter("*"))
            held = {key: client.dump(key) for key in keys}
            assert len(keys) == 2 and all(0 < client.ttl(key) <= 61 for key in keys)
    for key, value in held.items():
        assert b"192.0.2" not in key + value and b"conversation-1234" not in key + value


async def test_a_conversation_is_held_by_one_process_at_a_time(two: list[Process]) -> None:
    inside, most = 0, 0

    async def turn(process: Process) -> None:
        nonlocal inside, most
        async with process.locks.hold("one"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(*(turn(process) for process in two * 5))
    assert most == 1
    assert len(two[0].locks) == 0


async def test_a_lock_whose_holder_has_died_keeps_nobody_out_for_long(two: list[Process]) -> None:
    gone = two[0].locks.hold("one")
    await gone.__aenter__()
    async with two[1].locks.hold("one"):
        pass  # without it, after a while: the database decides
    await gone.__aexit__(None, None, None)


async def test_while_redis_is_away_each_process_counts_alone_and_says_so_once(
    two: list[Process], redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[bool] = []
    two[0].line.told = told.append
    caplog.set_level(logging.WARNING)
    assert await two[0].rates.take("address", "192.0.2.9") == 0
    redis_server.stop()
    try:
        assert [await two[0].rates.take("address", "192.0.2.9") for _ in range(7)][:6] == [0] * 6
        async with two[0].locks.hold("one"):
            pass
    finally:
        redis_server.start()
    assert told == [False]
    await two[0].back()
    assert await two[0].rates.take("address", "192.0.2.9") == 0, "the server is empty, and counted there again"
    assert (told, [record.message.split()[1] for record in caplog.records]) == ([False, True], ["away", "back;"])


async def test_a_server_that_hangs_is_asked_twice_and_then_left_alone(
    two: list[Process], redis_server: RedisServer
) -> None:
    asked = 0

    async def ping() -> object:
        nonlocal asked
        asked += 1
        return await two[0].line.client.ping()

    await two[0].line.ask(ping)
    os.kill(redis_server.pid, signal.SIGSTOP)
    try:
        for _ in range(10):
            with pytest.raises(Away):
                await two[0].line.ask(ping)
    finally:
        os.kill(redis_server.pid, signal.SIGCONT)
    assert asked == 3
    await two[0].back()
    assert await two[0].line.ask(ping)
