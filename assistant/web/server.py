"""Serves an application on an address until cancelled. Prints nothing: the caller does."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from aiohttp import web

from assistant.settings import Settings
from assistant.web.observing import drain

_SHUTDOWN_SECONDS = 10.0
_http_log = logging.getLogger("assistant.web.http")


class _WithoutContent(logging.Filter):
    """aiohttp logs a broken request with its bytes; only that it happened, and the exception's type, is let through."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "none"
        record.msg, record.args, record.exc_info, record.exc_text = f"http: refused error={kind}", (), None, None
        return True


_http_log.addFilter(_WithoutContent())


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
            what = f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}"
            raise OSError(error.errno, what) from None


@asynccontextmanager
async def serving(app: web.Application, settings: Settings) -> AsyncIterator[str]:
    """Serve while the block runs; gives the address, e.g. `http://127.0.0.1:8000`.

    Raises:
        OSError: The address cannot be listened on.
    """
    runner = web.AppRunner(app, access_log=None, logger=_http_log, shutdown_timeout=_SHUTDOWN_SECONDS)
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
