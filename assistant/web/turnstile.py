"""Work that keeps the event loop busy for milliseconds, one piece at a time.

The loop runs all that is ready before it looks for what has happened meanwhile. When eight messages are ready at once, a
reply that is stored after a millisecond waits for seven others to be worked out before it is sent. Here one is worked out,
and what has come in or become ready meanwhile is seen to before the next: a reply takes some rounds of the loop from the
disk to the network, a request as many until it is let in or refused.
"""

from __future__ import annotations

import asyncio
from collections import deque

_ROUNDS = 4


class Turnstile:
    """Lets one through, and the next when the loop has gone round a few times, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_taken = False
        self._loop: asyncio.AbstractEventLoop | None = None

    async def passed(self) -> None:
        """Wait for one's turn."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:  # one that has ended lets nobody through any more
            self._loop, self._is_taken = loop, False
            self._waiting.clear()
        if not self._is_taken:
            self._is_taken = True
            self._after(_ROUNDS)
            return
        turn = loop.create_future()
        self._waiting.append(turn)
        await turn

    def _after(self, rounds: int) -> None:
        if rounds:
            asyncio.get_running_loop().call_soon(self._after, rounds - 1)
        else:
            self._next()

    def _next(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # who has gone meanwhile is passed over
                turn.set_result(None)
                self._after(_ROUNDS)
                return
        self._is_taken = False
