"""One piece of work a round of the loop, in order; what happens meanwhile is seen to in between."""

from __future__ import annotations

import asyncio

import pytest

from assistant.web.turnstile import Turnstile


async def worker(turnstile: Turnstile, name: str, seen: list[str]) -> None:
    await turnstile.passed()
    seen.append(name)


async def test_everyone_passes_in_the_order_in_which_they_came() -> None:
    turnstile, seen = Turnstile(), list[str]()
    await asyncio.gather(*(worker(turnstile, str(number), seen) for number in range(20)))
    assert seen == [str(number) for number in range(20)]


async def test_what_becomes_ready_comes_before_the_next_in_the_row() -> None:
    turnstile, seen = Turnstile(), list[str]()
    loop = asyncio.get_running_loop()

    async def busy(name: str) -> None:
        await turnstile.passed()
        seen.append(name)
        loop.call_soon(loop.call_soon, seen.append, f"two rounds after {name}")

    await asyncio.gather(*(busy(name) for name in "ab"))
    assert seen[:3] == ["a", "two rounds after a", "b"]


async def test_who_leaves_is_passed_over() -> None:
    turnstile, seen = Turnstile(), list[str]()
    tasks = [asyncio.create_task(worker(turnstile, name, seen)) for name in "abcd"]
    await asyncio.sleep(0)  # all have come
    tasks[2].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert seen == ["a", "b", "d"]


def test_a_loop_that_has_ended_keeps_nobody_waiting() -> None:
    turnstile, seen = Turnstile(), list[str]()
    for name in "ab":
        asyncio.run(asyncio.wait_for(worker(turnstile, name, seen), 5))
    assert seen == ["a", "b"]


@pytest.mark.parametrize("times", [1, 3])
async def test_an_empty_one_lets_the_next_through_at_once(times: int) -> None:
    turnstile, seen = Turnstile(), list[str]()
    for number in range(times):
        await worker(turnstile, str(number), seen)
        for _ in range(10):
            await asyncio.sleep(0)
    assert len(seen) == times
    turnstile_is_free = asyncio.create_task(worker(turnstile, "last", seen))
    await asyncio.sleep(0)
    assert turnstile_is_free.done()
