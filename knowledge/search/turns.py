"""Takes turns, in the order of coming: threads that all compute only hold each other up.

CPython runs one thread's Python at a time and changes between threads many times a query, so four queries at once take as
long as one after the other, and all of them end late. Two at once use what does run beside it, the arithmetic on arrays.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Lets so many threads through at once, first come, first served: a semaphore mostly takes who just had it again."""

    def __init__(self, at_once: int = 2) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._free = at_once

    @contextmanager
    def one(self) -> Iterator[None]:
        """The body runs when enough of those that came before have left theirs. It may not ask for another turn."""
        self._come()
        try:
            yield
        finally:
            self._leave()

    def _come(self) -> None:
        with self._guard:
            if self._free:
                self._free -= 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()  # until somebody who leaves hands over

    def _leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
