"""One look at all sources with the parts of a running service, or of a command."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Sequence

from assistant.conversations.clock import Clock
from assistant.settings import Settings
from assistant.sources.fetch import Fetcher
from assistant.sources.observations import Observation
from assistant.sources.policy import Policy
from assistant.sources.register import Register
from assistant.sources.shelf import Shelf
from assistant.sources.watch import OnChanged, Watch, nothing, watch_once
from assistant.sources.watched import watched_sources
from knowledge.model import Scheme


def shelf_of(settings: Settings) -> Shelf:
    """Where a service keeps its source documents."""
    return Shelf(settings.var / "sources")


async def look_at_all(
    settings: Settings,
    schemes: Sequence[Scheme],
    register: Register,
    today: dt.date,
    *,
    on_changed: OnChanged = nothing,
    clock: Clock = time.time,
    policy: Policy | None = None,
) -> list[Observation]:
    """Look at every source that the schemes cite, and write down what has become of it.

    Args:
        settings: Which hosts may be asked, and where documents are kept.
        schemes: As they are now.
        register: Where what was seen is written down.
        today: The day that deadlines are compared with.
        on_changed: As `Watch.on_changed`.
        clock: Seconds since 1970.
        policy: What may be fetched, if it is not what the settings say; for tests.

    Raises:
        StoreUnavailable: The database failed.
        ShelfError: What is kept of a source is damaged.
        OSError: What was read cannot be kept.
    """
    shelf = shelf_of(settings)
    watch = Watch(shelf, register, clock, on_changed)
    sources = await asyncio.to_thread(watched_sources, schemes, shelf)
    await register.retire((source.id, source.url) for source in sources)
    async with Fetcher(policy or Policy.from_settings(settings)) as fetcher:
        return await watch_once(sources, fetcher.fetch, watch, today)
