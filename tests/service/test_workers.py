"""Two real workers behind one port, on both databases: killed, replaced and ended under load, and nothing is lost."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
import requests
from database_servers import Postgres, sqlite_url

from assistant.conversations.stores import open_stores
from assistant.evaluation.local_service import LocalService
from assistant.evaluation.patient import Load, Talk, Tally, compare, turns_of
from assistant.evaluation.temporary_redis import RedisServer
from assistant.settings import Settings

pytestmark = pytest.mark.rasa
CLIENTS = 6
SECRET = "a secret of the tests, 32 characters or more"
_SECONDS = 90


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def workers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, redis_server: RedisServer
) -> Iterator[LocalService]:
    """A service of two workers; the tests run in their order, and the last one ends it."""
    folder = tmp_path_factory.mktemp(request.param)
    postgres: Postgres | None = request.getfixturevalue("postgres_server") if request.param == "postgresql" else None
    url = postgres.ready() if postgres else sqlite_url(folder)
    shared = {"database_url": url, "redis_url": redis_server.url, "secret": SECRET}
    service = LocalService(
        folder, workers=2, **shared, conversations_per_minute=5, trusted_proxies="127.0.0.1/32", max_wait_seconds=5
    )
    try:
        yield service.start()
        assert "Traceback" not in service.log()
    finally:
        if service.lives:
            service.stop()
        if postgres:
            postgres.drop(url)


@asynccontextmanager
async def talking(
    service: LocalService, clients: int = CLIENTS, think_seconds: float = 0.05
) -> AsyncIterator[tuple[Load, Callable[[int], object]]]:
    """Talks while the block runs, and then compares; gives the load, and what waits for so many more acknowledgements."""
    load, over = Load(service.url, clients, think_seconds=think_seconds), asyncio.Event()
    await load.open()
    job = asyncio.create_task(load.talk(over.is_set))

    async def more(messages: int) -> None:
        wanted = load.tally.acknowledged + messages
        async with asyncio.timeout(_SECONDS):
            while load.tally.acknowledged < wanted:
                await asyncio.sleep(0.02)

    try:
        yield load, more
        over.set()
        async with asyncio.timeout(_SECONDS):
            await job
            await load.check()
        kept(load.tally)
    finally:
        job.cancel()
        await load.close()


def kept(tally: Tally) -> None:
    """Every message was acknowledged, each is stored once, and a repeated one gets its first reply."""
    assert tally.is_kept, tally
    assert tally.acknowledged == tally.sent == tally.stored > 0
    assert tally.apologies == 0


async def test_a_conversation_goes_on_with_whichever_worker_answers(workers: LocalService) -> None:
    talk = Talk(workers.url, tally := Tally(), keeps_alive=False)
    await talk.open()
    for pid in workers.workers() * 2:
        os.kill(pid, signal.SIGSTOP)  # so the other one answers
        try:
            await talk.say("hva er fristen for tryggest?")
        finally:
            os.kill(pid, signal.SIGCONT)
    await talk.check()
    await talk.close()
    assert (tally.stored, tally.broken, tally.is_kept) == (4, 0, True), tally


def test_the_limits_hold_for_all_workers_together(workers: LocalService) -> None:
    statuses = []
    for _ in range(12):  # a connection each, so that both are asked
        headers = {"X-Forwarded-For": "192.0.2.77", "Connection": "close"}
        statuses.append(requests.post(f"{workers.url}/api/v1/conversations", json={}, headers=headers).status_code)
    assert statuses == [201] * 5 + [429] * 7


async def test_a_worker_killed_under_load_loses_and_doubles_nothing(workers: LocalService) -> None:
    async with talking(workers) as (load, more):
        await more(15)
        for killed in workers.workers():  # one after the other: all clients may be connected to one of them
            os.kill(killed, signal.SIGSTOP)  # so that somebody waits for it when it is killed
            await asyncio.sleep(0.3)
            os.kill(killed, signal.SIGKILL)
            await more(15)
            workers.wait(lambda killed=killed: len(set(workers.workers()) - {killed}) == 2)
    assert load.tally.broken > 0, "somebody was cut off, or nothing was tried"


async def test_conversations_go_on_while_redis_is_away(workers: LocalService, redis_server: RedisServer) -> None:
    async with talking(workers) as (load, more):
        await more(10)
        redis_server.stop()
        try:
            await more(15)
            ready = requests.get(f"{workers.url}/readyz")
            assert (ready.status_code, ready.json()["degraded"]) == (200, {"redis": "no_answer"})
        finally:
            redis_server.start()
        await more(5)
    assert load.tally.broken == 0
    assert "redis: away" in workers.log()


async def test_replacing_all_workers_under_load_refuses_no_request(workers: LocalService) -> None:
    said = len(workers.log())
    before = set(workers.workers())
    async with talking(workers, clients=2, think_seconds=0.25) as (load, more):
        await more(5)
        workers.tell(signal.SIGHUP)
        await asyncio.to_thread(workers.wait, lambda: not before & set(workers.workers()))
        await more(5)
    assert (load.tally.broken, load.tally.notices) == (0, 0), load.tally
    assert "Replacing 2 workers" in workers.log()[said:]


async def test_told_to_end_under_load_it_ends_well_and_all_that_was_acknowledged_is_stored(
    workers: LocalService,
) -> None:
    load = Load(workers.url, CLIENTS, think_seconds=0.05)
    await load.open()
    job = asyncio.create_task(load.talk(lambda: False))
    while load.tally.acknowledged < 15:
        await asyncio.sleep(0.02)
    workers.tell(signal.SIGTERM)
    assert await asyncio.to_thread(workers.ended) == 0
    job.cancel()
    await load.close()
    assert load.tally.acknowledged >= 15
    stores = open_stores(Settings(database_url=workers.setting("database_url"), secret=SECRET, var=workers.var))
    for talk in load.talks:
        compare(talk.exchanges, turns_of(await stores.history.read(talk.id)), load.tally)
    stores.close()
    assert load.tally.stored == load.tally.acknowledged, load.tally
    assert (load.tally.lost, load.tally.doubled) == (0, 0), load.tally
