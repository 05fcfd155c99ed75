"""Serves an application on an address until cancelled. Prints nothing: the caller does."""

from __future__ import annotations

import asyncio
import logging
import resource
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import cache

from aiohttp import web

from assistant.announcement import CANNOT_LISTEN
from assistant.settings import Settings
from assistant.web.middleware import SECURITY
from assistant.web.observing import drain

_SHUTDOWN_SECONDS = 10.0
_FIRST_REQUEST_SECONDS = 15.0  # until the whole header of the first request is there
_MOST_CONNECTIONS = 4096
_FILES_KEPT = 64  # for databases, logs, documents and whatever else the service opens
_http_log = logging.getLogger("assistant.web.http")


class _WithoutContent(logging.Filter):
    """aiohttp logs a broken request with its bytes; only that it happened, and the exception's type, is let through."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "none"
        record.msg, record.args, record.exc_info, record.exc_text = f"http: refused error={kind}", (), None, None
        return True


_http_log.addFilter(_WithoutContent())


class _Connection(web.RequestHandler):
    """Answers broken HTTP without repeating its bytes, and with the headers that every other answer has."""

    __slots__ = ()  # the same shape as aiohttp's, so that one can be turned into the other

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Who opens a connection must ask for something soon: aiohttp's own limits begin after the first request."""
        super().connection_made(transport)
        asyncio.get_running_loop().call_later(_FIRST_REQUEST_SECONDS, self._close_if_silent)

    @property
    def is_silent(self) -> bool:
        """Whether no request of it is being answered."""
        return self._current_request is None

    @property
    def is_unfinished(self) -> bool:
        """Whether a request of it has not come whole."""
        return self._current_request is not None and not self._current_request.content.is_eof()

    def _close_if_silent(self) -> None:
        if self.is_silent and self._request_count == 0:
            self.force_close()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """aiohttp's answer, which shows what could not be read and the versions of Python and aiohttp, made plain."""
        response = super().handle_error(request, status, exc, "The request is not HTTP that can be read.\n")
        response.headers.update({**SECURITY, "Cache-Control": "no-store", "Server": "tilskuddsveilederen"})
        return response


class _Server(web.Server):
    """Makes a `_Connection` for each client."""

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """One more. When there are more than files to spare, the one that has been silent longest gives way, and where none
        is, the one that has kept others waiting longest for the rest of its request."""
        super().connection_made(handler, transport)
        if len(self._connections) > _most_connections():
            others = [each for each in self._connections if isinstance(each, _Connection) and each is not handler]
            silent = next((each for each in others if each.is_silent), None)
            unfinished = next((each for each in others if each.is_unfinished), None)
            if giving_way := silent or unfinished:
                giving_way.force_close()
            else:
                loop = asyncio.get_running_loop()
                loop.call_soon(
                    loop.call_soon, handler.force_close
                )  # once aiohttp has begun with it: it insists on that

    def __call__(self) -> web.RequestHandler:
        connection = super().__call__()
        connection.__class__ = _Connection  # aiohttp names its own class, and has no setting for another
        return connection


@cache
def _most_connections() -> int:
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(
        _MOST_CONNECTIONS if files == resource.RLIM_INFINITY else min(_MOST_CONNECTIONS, files - _FILES_KEPT), 16
    )


class Runner(web.AppRunner):
    """Serves an application through `_Server`."""

    async def _make_server(self) -> web.Server:
        server = await super()._make_server()
        server.__class__ = _Server
        return server


def new_runner(app: web.Application) -> Runner:
    """What serves an application on whatever is opened for it; it logs no content and finishes what is under way."""
    return Runner(app, access_log=None, logger=_http_log, shutdown_timeout=_SHUTDOWN_SECONDS)


def refuse_taken_address(settings: Settings) -> None:
    """Listens for a moment, so that a port in use is known before anything is loaded.

    Raises:
        OSError: The address cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            what = f"{CANNOT_LISTEN} on {settings.host}:{settings.port}: {error.strerror}"
            raise OSError(error.errno, what) from None


@asynccontextmanager
async def serving(app: web.Application, settings: Settings) -> AsyncIterator[str]:
    """Serve while the block runs; gives the address, e.g. `http://127.0.0.1:8000`.

    Raises:
        OSError: The address cannot be listened on.
    """
    runner = new_runner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        yield _address(runner, settings)
    finally:
        await runner.cleanup()


async def serve(app: web.Application, settings: Settings, *, ready: Callable[[str], None] | None = None) -> None:
    """Serve until cancelled or told to end (SIGTERM, as systemd and containers do); turns under way are finished.

    Once told to end, `/readyz` says 503 for `VEILEDER_DRAIN_SECONDS` before no request is taken any more, so that a
    proxy can turn elsewhere first.

    Args:
        app: The application.
        settings: Where to listen.
        ready: Called with the address once requests are answered.

    Raises:
        OSError: The address cannot be listened on.
    """
    told_to_end = asyncio.Event()
    with suppress(NotImplementedError, ValueError):  # Windows, or a loop that is not the main thread's
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told_to_end.set)
    async with serving(app, settings) as address:
        if ready is not None:
            ready(address)
        await told_to_end.wait()
        drain(app)
        await asyncio.sleep(settings.drain_seconds)


def _address(runner: web.AppRunner, settings: Settings) -> str:
    port = runner.addresses[0][1]
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}"
