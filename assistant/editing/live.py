"""The knowledge that answers now, and how a published change comes to answer without a restart.

Every process looks for new versions four times a second, so that it does not matter where somebody published: on a page of
this process or another one, or with a command. What is new is built beside what answers, and then takes its place.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from aiohttp import web

from assistant.conversations.database import StoreUnavailable
from assistant.editing.versions import Version, VersionStore
from assistant.logs import place
from knowledge.model import Scheme

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.25
_AFTER_FAILURE_SECONDS = 5.0
Built = Callable[[Sequence[Scheme], Mapping[str, int]], Callable[[], None]]


class LiveKnowledge:
    """Follows the versions in the database."""

    def __init__(
        self,
        versions: VersionStore,
        live: Sequence[tuple[Version, Scheme]],
        build: Built,
        documents: Callable[[], Any] = lambda: None,
    ) -> None:
        """
        Args:
            live: What answers at the start.
            build: Builds everything that answers from schemes and the numbers of their versions, in a thread, and
                returns what puts it in place; that is called in the event loop, and must be quick.
            documents: Tells the installed source documents; when it tells something else, they are read again.
        """
        self._versions = versions
        self._build = build
        self._documents = documents
        self._read = documents()
        self._schemes = {version.scheme: scheme for version, scheme in live}
        self.heads = {version.scheme: version.number for version, _ in live}
        self._lock = asyncio.Lock()

    async def refresh(self) -> bool:
        """Lets the newest versions answer; returns whether anything was new.

        Raises:
            StoreUnavailable: The database failed; what answered before answers still.
        """
        async with self._lock:
            heads = await self._versions.heads()
            documents = await asyncio.to_thread(self._documents)
            if heads == self.heads and documents == self._read:
                return False
            live = await self._versions.live()
            schemes = [self._unchanged(version) or scheme for version, scheme in live]
            numbers = {version.scheme: version.number for version, _ in live}
            put_in_place = await asyncio.to_thread(self._build, schemes, numbers)
            put_in_place()
            self._schemes = {scheme.id: scheme for scheme in schemes}
            self.heads = numbers
            self._read = documents
            log.info("knowledge: version changed live=%s", self.heads)
            return True

    def _unchanged(self, version: Version) -> Scheme | None:
        """The scheme as it answers already: what was made of it can be kept."""
        return self._schemes.get(version.scheme) if self.heads.get(version.scheme) == version.number else None

    async def follow(self) -> None:
        """Looks for new versions until it is cancelled."""
        while True:
            try:
                await self.refresh()
                await asyncio.sleep(LOOK_SECONDS)
            except StoreUnavailable as error:
                log.warning("knowledge: versions not read error=%s", error)
                await asyncio.sleep(_AFTER_FAILURE_SECONDS)
            except Exception as error:  # noqa: BLE001  whatever it was, what is published later must still answer
                log.error("knowledge: versions not followed error=%s at=%s", type(error).__name__, place(error))
                await asyncio.sleep(_AFTER_FAILURE_SECONDS)


LIVE = web.AppKey("live", LiveKnowledge)


def follow(app: web.Application, live: LiveKnowledge) -> None:
    """Lets an application follow what is published, from its start to its end."""
    app[LIVE] = live
    app.cleanup_ctx.append(_following)


async def _following(app: web.Application) -> AsyncIterator[None]:
    job = asyncio.create_task(app[LIVE].follow(), name="live knowledge")
    yield
    job.cancel()
    with suppress(asyncio.CancelledError):
        await job


async def answer_at_once(app: web.Application) -> None:
    """Lets what was just published answer before the page says that it does; elsewhere within a quarter of a second."""
    if live := app.get(LIVE):
        await live.refresh()
