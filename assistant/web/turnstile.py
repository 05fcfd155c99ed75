"""Work that keeps the event loop busy for milliseconds, one piece at a time.

The loop runs all that is ready before it looks for what has happened meanwhile. When eight messages are ready at once, a
reply that is stored after a millisecond waits for seven others to be worked out before it is sent. Here each round of the
loop works out one, and what has come in between is seen to first.
"""

from __future__ import annotations

import asyncio
from collections import deque


class Turnstile:
    """Lets one through each time that the loop goes round, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_taken = False

    async def passed(self) -> None:
        """Wait for one's turn."""
        loop = asyncio.get_running_loop()
        if not self._is_taken:
            self._is_taken = True
            loop.call_soon(self._next)
            return
        turn = loop.create_future()
        self._waiting.append(turn)
        await turn

    def _next(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # who has gone meanwhile is passed over
                turn.set_result(None)
                asyncio.get_running_loop().call_soon(self._next)
                return
        self._is_taken = False
