"""One worker as its supervisor sees it: started, ready, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence

from assistant.workers.seat import READY, Seat

Command = Callable[[Seat], Sequence[str]]
"""The command line of a worker for a seat."""


class Worker:
    """A process that serves, or is about to."""

    def __init__(self, seat: Seat, command: Command, status: int) -> None:
        """Start it.

        Args:
            seat: Its place; the descriptors are inherited.
            command: Gives its command line.
            status: The end of its status pipe that is read here; closed when it has spoken or ended.

        Raises:
            OSError: It cannot be started.
        """
        self.seat = seat
        self.status: int | None = status
        self.is_ready = False
        self.started = time.monotonic()
        # A group of its own: Ctrl-C in a terminal is for the supervisor, which tells the workers what to do.
        self._process = subprocess.Popen(command(seat), pass_fds=seat.descriptors, process_group=0)  # noqa: S603

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def look(self) -> bool:
        """Take note of whether it has become ready; True when it just has."""
        if self.status is None:
            return False
        try:
            said = os.read(self.status, 64)
        except BlockingIOError:
            return False
        self.forget_status()
        self.is_ready = said.startswith(READY)
        return self.is_ready

    def forget_status(self) -> None:
        """Close the status pipe."""
        if self.status is not None:
            os.close(self.status)
            self.status = None

    def ended(self) -> int | None:
        """Its exit code, negative for a signal; None while it lives."""
        return self._process.poll()

    def tell(self, what: signal.Signals) -> None:
        """Send a signal, if it lives."""
        self._process.send_signal(what)

    def how(self) -> str:
        """How it ended, in words."""
        code = self._process.returncode
        if code is None or code >= 0:
            return f"with exit code {code}"
        try:
            return f"by {signal.Signals(-code).name}"
        except ValueError:
            return f"by signal {-code}"


def start(make: Callable[[int], Seat], command: Command) -> Worker:
    """Start a worker.

    Args:
        make: Makes its seat from the descriptor of its end of the status pipe.
        command: Gives its command line.
    """
    mine, its = os.pipe()
    os.set_blocking(mine, False)
    try:
        return Worker(make(its), command, mine)
    except OSError:
        os.close(mine)
        raise
    finally:
        os.close(its)
