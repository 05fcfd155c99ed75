"""Back-pressure: whoever would have to wait too long is refused at once, so that those who are let in are served in time.

What is bounded is the wait, not the number of messages: messages in flight times what one of them keeps the service busy,
measured while it works. At twice the speed twice as many are let in, without a setting.

Several who come at the same moment wait a little; that is better than to be sent away. When many are sent away, more come
than can be served, and a longer queue would serve nobody sooner: it is kept as short as a few messages take.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_FIRST_GUESS_SECONDS = 0.02  # until something was measured
_WEIGHT = 0.1  # of each measurement: what was measured some twenty messages ago hardly counts
# In flight before one: so many are no reason to refuse it, and so many at most while more come than can be served.
_FEW, _CROWD = 4, 3
_REFUSED_WEIGHT = 0.02  # of each who comes: what became of those some hundred before hardly counts
_MANY_REFUSED = 0.1  # of those who come; at seven tenths of what can be served, so short a queue refuses some 5 in 100
_SHARE_OF_NEW = 0.5  # of the wait that a message may have: who is in the middle of something goes first


class Overloaded(Exception):
    """One more would have to wait too long, or too many are in flight."""


class Admission:
    """Who may come in now. Not safe to use from several threads.

    Attributes:
        in_flight: Messages and new conversations being handled.
    """

    def __init__(
        self, max_wait_seconds: float, max_in_flight: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """
        Args:
            max_wait_seconds: How long a message may have to wait for those before it, as expected when it comes;
                that for four others is no reason to refuse one, however slow they are.
            max_in_flight: How many may be in flight, however quick they are.
            clock: Seconds, from any start.
        """
        self._max_wait = max_wait_seconds
        self._max_in_flight = max_in_flight
        self._clock = clock
        self._busy_since = 0.0
        self._each = min(_FIRST_GUESS_SECONDS, max_wait_seconds)
        self._refused = 0.0
        self.in_flight = 0

    @property
    def share_refused(self) -> float:
        """Of the messages that came of late, 0 to 1; new conversations do not count."""
        return self._refused

    @property
    def longest_wait(self) -> float:
        """Seconds that one may be expected to wait now."""
        return _CROWD * self._each if self._refused > _MANY_REFUSED else max(self._max_wait, _FEW * self._each)

    @property
    def seconds_each(self) -> float:
        """How long one keeps the service busy, of late: time with any in flight, divided by those that were done."""
        return self._each

    @property
    def expected_wait(self) -> float:
        """Seconds until those in flight are done, as far as can be told."""
        return self.in_flight * self._each

    def check(self, *, new: bool) -> None:
        """Whether one more may come in.

        Args:
            new: It would begin a conversation; such are refused before messages of conversations under way.

        Raises:
            Overloaded: It may not.
        """
        most = self.longest_wait * (_SHARE_OF_NEW if new else 1.0)
        if self.in_flight and (self.expected_wait > most or self.in_flight >= self._max_in_flight):
            raise Overloaded

    @contextmanager
    def place(self, *, new: bool) -> Iterator[None]:
        """Be in flight while the block runs.

        Raises:
            Overloaded: As `check`.
        """
        try:
            self.check(new=new)
        except Overloaded:
            self._came(new=new, refused=True)
            raise
        self._came(new=new, refused=False)
        if not self.in_flight:
            self._busy_since = self._clock()
        self.in_flight += 1
        try:
            yield
        finally:
            self.in_flight -= 1
            self._measure()

    def _came(self, *, new: bool, refused: bool) -> None:
        """New conversations are refused so early that counting them would keep the queue short long after a rush."""
        if not new:
            self._refused += _REFUSED_WEIGHT * (refused - self._refused)

    def _measure(self) -> None:
        """One is done. A single slow one counts no more than the longest wait: it must not close the door for long."""
        now = self._clock()
        took = min(now - self._busy_since, self._max_wait)
        self._each += _WEIGHT * (took - self._each)
        self._busy_since = now
