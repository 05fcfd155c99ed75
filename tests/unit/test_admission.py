"""Back-pressure: what is let in follows from how long it would have to wait, as measured."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack, suppress
from copy import copy

import pytest

from assistant.web.admission import Admission, Overloaded


class Service:
    """A service that handles one message after the other, on a clock of its own."""

    def __init__(self, max_wait_seconds: float = 0.5, max_in_flight: int = 100) -> None:
        self.now = 0.0
        self.admission = Admission(max_wait_seconds, max_in_flight, clock=lambda: self.now)

    def learn(self, seconds: float, times: int = 100) -> None:
        """Handle messages that take so long, one at a time."""
        for _ in range(times):
            with self.admission.place(new=False):
                self.now += seconds

    def admits(self, *, new: bool = False) -> int:
        """How many come in at the same moment."""
        probe = copy(self.admission)
        try:
            while probe.in_flight < 1000:
                probe.check(new=new)
                probe.in_flight += 1
        except Overloaded:
            pass
        return probe.in_flight


@pytest.mark.parametrize(("seconds", "admitted"), [(0.025, 21), (0.05, 11), (0.1, 6)])
def test_so_many_come_in_as_are_done_within_the_longest_wait(seconds: float, admitted: int) -> None:
    service = Service()
    service.learn(seconds * 0.9999)  # floating point: just below, so that the last one is let in
    assert service.admits() == admitted


def test_new_conversations_are_refused_before_messages() -> None:
    service = Service()
    service.learn(0.0499)
    assert (service.admits(new=True), service.admits()) == (6, 11)


def test_four_wait_for_one_however_slow_the_service_is() -> None:
    service = Service()
    service.learn(60.0)
    assert service.admission.seconds_each <= 0.5
    assert service.admits() == 5


def come(service: Service, per_message: float, messages: int, seconds_each: float = 0.0249) -> list[int]:
    """So many messages come, that many for each that can be served; how many were in flight when each came in."""
    held: deque[ExitStack] = deque()
    found: list[int] = []
    for number in range(messages):
        with ExitStack() as stack, suppress(Overloaded):
            stack.enter_context(service.admission.place(new=False))
            found.append(service.admission.in_flight)
            held.append(stack.pop_all())
        if number % per_message < 1 and held:
            service.now += seconds_each
            held.popleft().close()
    for stack in held:
        service.now += seconds_each
        stack.close()
    return found


def test_while_three_times_as_many_come_as_can_be_served_few_wait() -> None:
    service = Service()
    service.learn(0.0249)
    crowd = come(service, per_message=3, messages=600)
    assert max(crowd[:40]) == 21  # it may be a burst
    assert max(crowd[60:]) <= 4
    assert service.admission.share_refused == pytest.approx(2 / 3, abs=0.1)


def test_a_burst_is_let_in_again_soon_after_a_rush() -> None:
    service = Service()
    service.learn(0.0249)
    come(service, per_message=3, messages=600)
    assert service.admits() == 4
    service.learn(0.0249, times=120)
    assert service.admits() == 21


def test_conversations_that_were_not_begun_do_not_shorten_the_queue_of_messages() -> None:
    service = Service()
    service.learn(0.0249)
    with ExitStack() as held:
        for _ in range(12):
            held.enter_context(service.admission.place(new=False))
        for _ in range(500):
            with suppress(Overloaded), service.admission.place(new=True):
                raise AssertionError("one came in")
        assert service.admission.share_refused < 0.1
        assert service.admits() == 21


def test_a_few_refusals_do_not_shorten_the_queue() -> None:
    service = Service()
    service.learn(0.0249)
    for _ in range(5):
        come(service, per_message=1, messages=100)
        come(service, per_message=30, messages=24)  # four of them too many
    assert 0 < service.admission.share_refused < 0.1
    assert service.admits() == 21


def test_a_single_slow_one_does_not_close_the_door() -> None:
    service = Service()
    service.learn(0.025)
    service.learn(30.0, times=1)
    assert service.admits() >= 6
    service.learn(0.025, times=30)
    assert service.admits() >= 18


def test_what_is_measured_is_how_long_one_keeps_the_service_busy_not_how_long_it_waits() -> None:
    service = Service()
    for _ in range(100):
        with ExitStack() as four:
            for _ in range(4):
                four.enter_context(service.admission.place(new=False))
            service.now += 0.1  # all four are done together: each cost a quarter of it
    assert service.admission.seconds_each == pytest.approx(0.025, rel=0.4)


def test_idle_time_counts_for_nothing() -> None:
    service = Service()
    service.learn(0.02)
    service.now += 3600
    service.learn(0.02, times=1)
    assert service.admission.seconds_each == pytest.approx(0.02, rel=0.01)


def test_no_more_than_the_number_that_is_set_come_in_however_quick_they_are() -> None:
    service = Service(max_in_flight=7)
    service.learn(0.000001)
    assert service.admits() == 7


def test_a_failure_gives_its_place_back() -> None:
    service = Service()
    with pytest.raises(ZeroDivisionError), service.admission.place(new=False):
        raise ZeroDivisionError
    assert service.admission.in_flight == 0
