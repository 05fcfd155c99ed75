"""A publisher's website on this machine, which can be made to misbehave."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from assistant.sources.policy import Policy

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PAGE = "<html><body><main><h1>Grønn ordning</h1><p>Søknadsfrist er 1. mars 2030.</p></main></body></html>"


class Publisher:
    """The site: what it answers at a path, and what it has been asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Handler] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.port = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def policy(self, **changes: Any) -> Policy:
        """Rules that let this site be asked, and nothing else on this machine."""
        loopback = frozenset({("127.0.0.1", self.port)})
        return Policy(**{"hosts": frozenset({"example.no"}), "pause_seconds": 0.0, "loopback": loopback, **changes})

    def says(self, path: str, text: str = PAGE, **options: Any) -> None:
        """Answer a path with a page."""

        async def answer(_request: web.Request) -> web.Response:
            return web.Response(text=text, **{"content_type": "text/html", **options})

        self.pages[path] = answer

    def redirects(self, path: str, to: str, status: int = 302) -> None:
        async def answer(_request: web.Request) -> web.Response:
            return web.Response(status=status, headers={"Location": to})

        self.pages[path] = answer

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        self.headers.append(dict(request.headers))
        if request.path not in self.pages:
            raise web.HTTPNotFound
        return await self.pages[request.path](request)


@asynccontextmanager
async def publishing() -> AsyncIterator[Publisher]:
    """A site that is running."""
    publisher = Publisher()
    app = web.Application()
    app.router.add_get("/{path:.*}", publisher.answer)
    async with TestServer(app, host="127.0.0.1") as server:
        publisher.port = int(server.port or 0)
        yield publisher


def bomb(megabytes: int) -> Handler:
    """A small gzip that becomes large."""
    packed = gzip.compress(b" " * 1024 * 1024 * megabytes)

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})

    return answer


def stream(chunk: bytes, pause_seconds: float) -> Handler:
    """A body that never ends."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(chunk)
            await asyncio.sleep(pause_seconds)

    return answer


@asynccontextmanager
async def saying(raw: bytes) -> AsyncIterator[int]:
    """A server that answers every page with these very bytes, robots.txt with 404; gives its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        writer.write(missing if b"/robots.txt" in head else raw)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield int(server.sockets[0].getsockname()[1])
