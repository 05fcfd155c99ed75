"""Server-sent events: a turn as a stream of `typing`, `message`, `error` and `done`."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from aiohttp import web

_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would hold the events back
}


def wanted(request: web.Request) -> bool:
    """Whether the client accepts an event stream."""
    return "text/event-stream" in request.headers.get("Accept", "").lower()


class EventStream:
    """Writes events to one client; a client that has left is no error, since the turn is stored."""

    def __init__(self, request: web.Request) -> None:
        self._request = request
        self._response = web.StreamResponse(headers=_HEADERS)

    @property
    def response(self) -> web.StreamResponse:
        """The response to return from the handler."""
        return self._response

    @property
    def started(self) -> bool:
        """Whether the status is sent, so that an error can only be an event."""
        return self._response.prepared

    async def start(self) -> None:
        """Send the status and the typing sign."""
        try:
            await self._response.prepare(self._request)
        except ConnectionError:
            return
        await self.send("typing", {})

    async def send(self, event: str, data: Any) -> None:
        """Send one event with JSON data."""
        text = f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        with suppress(ConnectionError, RuntimeError):  # RuntimeError: the transport is closed already
            await self._response.write(text.encode("utf-8", "replace"))

    async def finish(self) -> web.StreamResponse:
        """Send `done` and end the stream."""
        await self.send("done", {})
        with suppress(ConnectionError, RuntimeError):
            await self._response.write_eof()
        return self._response
