"""The watch as part of a running service: looks at the sources now and then, and drafts what has changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from aiohttp import web

from assistant.conversations.stores import Stores
from assistant.editing.intake_commands import look
from assistant.settings import Settings
from assistant.sources.watch import run_forever


def keep_watch(app: web.Application, settings: Settings, stores: Stores) -> None:
    """Lets an application look at the sources every `watch_hours`; not at all when that is 0."""
    if settings.watch_hours:
        app.cleanup_ctx.append(_watching(settings, stores))


def _watching(settings: Settings, stores: Stores) -> Callable[[web.Application], AsyncIterator[None]]:
    async def watching(_app: web.Application) -> AsyncIterator[None]:
        async def once() -> None:
            await look(settings, stores)

        job = asyncio.create_task(run_forever(once, settings.watch_hours), name="watch")
        yield
        job.cancel()
        with suppress(asyncio.CancelledError):
            await job

    return watching
