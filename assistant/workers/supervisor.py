"""Keeps workers running behind one port: starts, replaces and ends them, and answers nothing itself.

It imports nothing of what answers, so that it stays small and a fault there cannot end it. The workers accept from one
socket that it holds: a connection that waits when a worker dies is taken by another one.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from assistant.workers.process import Command, Worker, start
from assistant.workers.seat import Seat

EXIT_GAVE_UP = 1
EXIT_BAD_INPUT = 2
"""The exit code of a worker whose settings, database or files are wrong: the next one would find the same."""
_MOST_FAILED_STARTS = 4
_SETTLED_SECONDS = 30.0  # who has served so long did not die of its start
_FIRST_DELAY_SECONDS, _LONGEST_DELAY_SECONDS = 0.5, 30.0
_LOOK_SECONDS = 1.0
_GRACE_SECONDS = 30.0  # turns under way may take ten seconds, what else runs ten, the stores some more


@dataclass
class Slot:
    """The place of one worker.

    Attributes:
        worker: Who serves there, or is about to.
        heir: Who is being started to take over from it.
        failures: How often in a row one did not settle.
        due: When the next one may be started (`time.monotonic`).
    """

    number: int
    worker: Worker | None = None
    heir: Worker | None = None
    failures: int = 0
    due: float = 0.0

    def workers(self) -> list[Worker]:
        """All of them."""
        return [worker for worker in (self.worker, self.heir) if worker is not None]


@dataclass(frozen=True)
class Plan:
    """What to run.

    Attributes:
        count: How many workers.
        command: The command line of one.
        address: Where they answer, for the message.
        grace_seconds: From SIGTERM until those that still run are killed.
        link: The file of the local sign-in link, if there is one.
        first_ready: Called when the first worker answers.
        forget: Called with the process id of each worker that has ended.
    """

    count: int
    command: Command
    address: str
    grace_seconds: float = _GRACE_SECONDS
    link: Path | None = None
    first_ready: Callable[[], None] = lambda: None
    forget: Callable[[int], None] = lambda _pid: None


@dataclass
class _Told:
    """What signals have asked for since they were last looked at."""

    end: int = 0
    roll: bool = False


@dataclass
class Supervisor:
    """Runs workers until it is told to end."""

    plan: Plan
    sockets: Sequence[socket.socket]
    say: Callable[[str], None]
    slots: list[Slot] = field(init=False)

    def __post_init__(self) -> None:
        self.slots = [Slot(number) for number in range(self.plan.count)]
        self._leaving: dict[Worker, float] = {}  # told to go, and when they are killed
        self._to_roll: deque[Slot] = deque()
        self._roll_asked = 0.0
        self._told = _Told()
        self._began = time.monotonic()
        self._was_ready = self._all_ready = False
        self._failed_starts = 0
        self._last_code = 0
        self._lifeline, self._held = os.pipe()

    def run(self) -> int:
        """Run until SIGTERM or SIGINT, or until workers die again and again before they serve; returns the exit code.

        SIGHUP replaces the workers one after the other, each when the next one answers.
        """
        with self._signals():
            while not self._told.end:
                self._look()
                if self._is_hopeless():
                    return self._give_up()
                self._start_missing()
                self._roll()
                self._wait(_LOOK_SECONDS)
            return self._end()

    def _look(self) -> None:
        """Take note of who is ready and who has ended."""
        for slot in self.slots:
            for worker in slot.workers():
                if worker.look():
                    self._became_ready(slot, worker)
                if worker.ended() is not None:
                    self._has_ended(slot, worker)
        for worker, kill_at in list(self._leaving.items()):
            if worker.ended() is not None:
                self._bury(worker)
                del self._leaving[worker]
            elif time.monotonic() >= kill_at:
                self.say(f"Worker {worker.seat.number} did not end in time and is killed.")
                worker.tell(signal.SIGKILL)
                self._leaving[worker] = time.monotonic() + _GRACE_SECONDS

    def _became_ready(self, slot: Slot, worker: Worker) -> None:
        self._failed_starts = 0
        if not self._was_ready:
            self._was_ready = True
            self.plan.first_ready()
        if worker is slot.heir and slot.worker is not None:
            self._leaving[slot.worker] = time.monotonic() + self.plan.grace_seconds
            slot.worker.tell(signal.SIGHUP)
            slot.worker, slot.heir = worker, None
        if not self._all_ready and all(one.worker is not None and one.worker.is_ready for one in self.slots):
            self._all_ready = True
            self.say(f"All {self.plan.count} workers are ready ({time.monotonic() - self._began:.1f} s).")

    def _has_ended(self, slot: Slot, worker: Worker) -> None:
        """One that was not told to: another takes its place, soon or, if they keep dying, later."""
        how = worker.how()
        self._bury(worker)
        self._last_code = worker.ended() or 0
        if not worker.is_ready:
            self._failed_starts += 1
        if worker is slot.heir:
            slot.heir = None
            self._to_roll.clear()
            self.say(f"The new worker {slot.number} ended {how}; those that serve stay. Send SIGHUP to try again.")
            return
        slot.worker, slot.heir = slot.heir, None
        settled = worker.is_ready and time.monotonic() - worker.started >= _SETTLED_SECONDS
        slot.failures = 0 if settled else slot.failures + 1
        delay = min(_LONGEST_DELAY_SECONDS, _FIRST_DELAY_SECONDS * 2 ** (slot.failures - 1)) if slot.failures else 0.0
        slot.due = time.monotonic() + delay
        self.say(f"Worker {slot.number} (process {worker.pid}) ended {how}; another is started.")

    def _bury(self, worker: Worker) -> None:
        worker.forget_status()
        self.plan.forget(worker.pid)

    def _is_hopeless(self) -> bool:
        """Whether nobody serves, and who is started would not either."""
        if any(worker.is_ready for slot in self.slots for worker in slot.workers()):
            return False
        never = not self._was_ready and self._failed_starts > 0 and self._last_code == EXIT_BAD_INPUT
        return never or self._failed_starts >= _MOST_FAILED_STARTS

    def _give_up(self) -> int:
        if self._last_code == EXIT_BAD_INPUT:
            self.say("The worker that was started said what is wrong. Nothing serves.")
        else:
            self.say(
                f"{self._failed_starts} workers in a row ended before they were ready, and none serves: giving up. "
                "Their last lines tell why; `veileder doctor` looks at the installation."
            )
        self._end()
        return EXIT_BAD_INPUT if self._last_code == EXIT_BAD_INPUT else EXIT_GAVE_UP

    def _start_missing(self) -> None:
        """The first one alone: it trains the model and brings the database up to date if need be. Then all others."""
        is_served = any(slot.worker is not None and slot.worker.is_ready for slot in self.slots)
        for slot in self.slots if is_served else self.slots[:1]:
            if slot.worker is None and slot.due <= time.monotonic():
                slot.worker = self._started(slot)

    def _roll(self) -> None:
        """The next step of replacing the workers, when the step before is done."""
        if self._told.roll:
            self._told.roll, self._roll_asked = False, time.monotonic()
            self._to_roll = deque(self.slots)
            self.say(f"Replacing {self.plan.count} workers, one after the other.")
        if not self._to_roll or self._leaving or any(slot.heir is not None for slot in self.slots):
            return
        slot = self._to_roll[0]
        if slot.worker is not None and not slot.worker.is_ready:
            return  # it is being started anyway
        self._to_roll.popleft()
        if slot.worker is not None and slot.worker.started < self._roll_asked:
            slot.heir = self._started(slot)

    def _started(self, slot: Slot) -> Worker:
        link = str(self.plan.link) if self.plan.link else ""
        listeners = tuple(one.fileno() for one in self.sockets)
        seat = partial(_seat, slot.number, listeners, self._lifeline, link)
        return start(seat, self.plan.command)

    def _end(self) -> int:
        """Tell all to end, wait for them, and kill who does not; 0 when all ended by themselves."""
        for one in self.sockets:
            one.close()  # when the last worker closes it too, nobody can connect any more
        left = [*self._leaving, *(worker for slot in self.slots for worker in slot.workers())]
        for worker in left:
            worker.tell(signal.SIGTERM)
        end, asked = time.monotonic() + self.plan.grace_seconds, self._told.end
        while any(worker.ended() is None for worker in left) and time.monotonic() < end and self._told.end <= asked:
            self._wait(0.2)
        late = [worker for worker in left if worker.ended() is None]
        for worker in late:
            self.say(f"Worker {worker.seat.number} did not end in time and is killed.")
            worker.tell(signal.SIGKILL)
        while any(worker.ended() is None for worker in late):
            self._wait(0.2)
        for worker in left:
            self._bury(worker)
        return EXIT_GAVE_UP if late else 0

    def _wait(self, most_seconds: float) -> None:
        """Until something may have happened: a worker has spoken or ended, a signal has come, one may be started."""
        now = time.monotonic()
        dues = [slot.due - now for slot in self.slots if slot.worker is None and slot.due > now]
        seconds = min([most_seconds, *dues])
        with selectors.DefaultSelector() as selector:
            selector.register(self._woken, selectors.EVENT_READ)
            for worker in (worker for slot in self.slots for worker in slot.workers()):
                if worker.status is not None:
                    selector.register(worker.status, selectors.EVENT_READ)
            selector.select(seconds)
        try:
            while self._woken.recv(4096):
                pass
        except BlockingIOError:
            pass

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Take note of signals while the block runs, and wake up for them."""
        self._woken, waker = socket.socketpair()
        for end in (self._woken, waker):
            end.setblocking(False)
        taken = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)
        before = {one: signal.signal(one, self._note) for one in taken}
        woke = signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(woke)
            for one, handler in before.items():
                signal.signal(one, handler)
            for end in (self._woken, waker):
                end.close()
            os.close(self._lifeline)
            os.close(self._held)

    def _note(self, number: int, _frame: object) -> None:
        if number in (signal.SIGTERM, signal.SIGINT):
            self._told.end += 1
        elif number == signal.SIGHUP:
            self._told.roll = True


def _seat(number: int, listeners: tuple[int, ...], lifeline: int, link: str, status: int) -> Seat:
    return Seat(number, listeners, status, lifeline, link)
