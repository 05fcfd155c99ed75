"""Threads that take turns: in the order of coming, so many at once, and never stuck."""

import threading

import pytest

from knowledge.search.turns import Turns


def _started(turns: Turns, name: int, order: list[int], gate: threading.Event) -> threading.Thread:
    """A thread that has come for a turn, and waits for the gate when it has one."""

    def work() -> None:
        with turns.one():
            order.append(name)
            gate.wait(10)

    thread = threading.Thread(target=work)
    before = len(turns._waiting) + len(order)
    thread.start()
    while len(turns._waiting) + len(order) == before:
        pass
    return thread


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_so_many_at_once_and_the_others_in_the_order_of_coming(at_once: int) -> None:
    turns, order, gate = Turns(at_once), list[int](), threading.Event()
    threads = [_started(turns, name, order, gate) for name in range(8)]
    assert order == list(range(at_once))
    gate.set()
    for thread in threads:
        thread.join(10)
    assert sorted(order) == list(range(8))
    if at_once == 1:
        assert order == list(range(8))


def test_who_fails_leaves_the_turn() -> None:
    turns = Turns(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"), turns.one():
            raise ValueError("broken")
    with turns.one():
        pass


def test_no_more_than_so_many_run_together() -> None:
    turns, inside, most = Turns(2), list[int](), list[int]()

    def work() -> None:
        for _ in range(200):
            with turns.one():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(most) == 1200
    assert max(most) <= 2
