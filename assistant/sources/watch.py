"""Reads the sources again, and tells what has become of them: unchanged, changed, moved, gone, expired, out of reach.

A source is gone only when two looks in a row say so, since a site that is being rebuilt says it too. What was read goes
to the shelf; what citations open stays as it is until an editor has seen the new text.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from assistant.sources.look import Fetch, Looker
from assistant.sources.observations import Observation, expired_observation
from assistant.sources.reading import Read, read_document
from assistant.sources.register import PASSING, Found, Noted, Passed, Register
from assistant.sources.shelf import Shelf
from assistant.sources.watched import WatchedSource
from knowledge.documents.model import Document

log = logging.getLogger(__name__)
OnChanged = Callable[[str, Document], Awaitable[None]]


async def nothing(_source: str, _document: Document) -> None:
    """A hook that does nothing."""


@dataclass(frozen=True)
class Watch:
    """All that a look at the sources needs.

    Attributes:
        shelf: Where what is read is kept.
        register: Where what was seen is written down.
        clock: Seconds since 1970.
        on_changed: Called with the id of a source and what it says now, when that was read for the first time or has
            changed. If it fails, the change is not written down, and the next look sees it again.
        read: How bytes become a document.
    """

    shelf: Shelf
    register: Register
    clock: Callable[[], float]
    on_changed: OnChanged = nothing
    read: Read = read_document


async def watch_once(sources: Sequence[WatchedSource], fetch: Fetch, watch: Watch, today: dt.date) -> list[Observation]:
    """Look at every source once: one after the other on each host, hosts side by side.

    Args:
        sources: What to look at.
        fetch: Fetches an address: `Fetcher.fetch`.
        watch: What else is needed.
        today: The day that deadlines are compared with.

    Raises:
        StoreUnavailable: The database failed.
        OSError: What was read cannot be kept.
        Exception: What `Watch.on_changed` raises. Whatever fails for one source, all others have been looked at.
    """
    looker = Looker(fetch, watch.shelf, watch.read, watch.clock)
    hosts: defaultdict[str, list[WatchedSource]] = defaultdict(list)
    for source in sources:
        hosts[urlsplit(source.url).netloc].append(source)

    async def look(several: Sequence[WatchedSource]) -> list[list[Observation] | BaseException]:
        looks = [(source, looker, watch, today) for source in several]
        return [result for args in looks for result in await asyncio.gather(_one(*args), return_exceptions=True)]

    results = list(chain.from_iterable(await asyncio.gather(*map(look, hosts.values()))))
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return [seen for result in results if not isinstance(result, BaseException) for seen in result]


async def run_forever(
    run: Callable[[], Awaitable[object]], hours: float, *, wait: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Look again and again; the first time a few minutes after the start.

    Args:
        run: One look at everything. What fails in it is logged, and the next one comes all the same.
        hours: Hours between two looks, more or less: several services must not all ask at the same moment.
        wait: Waits for seconds; a test gives its own.
    """
    await wait(random.uniform(60, 600))  # noqa: S311  spread, not secrecy
    while True:
        try:
            await run()
        except Exception as error:  # noqa: BLE001  one failed look must not end the watch
            log.error("watch: a look at the sources failed error=%s", type(error).__name__)
        await wait(hours * 3600 * random.uniform(0.9, 1.1))  # noqa: S311  spread, not secrecy


async def _one(source: WatchedSource, looker: Looker, watch: Watch, today: dt.date) -> list[Observation]:
    """A source, looked at and written down."""
    expired = [expired_observation(source.id, *entry) for entry in source.expired(today)]
    over = {scheme for scheme, _, _ in source.deadlines} - {scheme for seen in expired for scheme in seen.schemes}
    passed = [Passed(source.id, "", frozenset({"expired"}), scheme) for scheme in sorted(over)]
    if not source.url:
        await watch.register.note(Noted(found=_found(expired, 0), passed=passed))
        return expired
    before = await watch.register.row(source.id, source.url)
    seen = await looker.look(source, before, today)
    if seen.document is not None:
        await watch.on_changed(source.id, seen.document)
    if seen.look.read:
        ended = {"moved"} - {one.kind for one in seen.observations}
        passed.append(Passed(source.id, source.url, PASSING | ended))
    observed = [*seen.observations, *expired]
    misses = before.misses if before else 0
    await watch.register.note(Noted([seen.look], _found(observed, misses), passed))
    return observed


def _found(observed: Sequence[Observation], misses: int) -> list[Found]:
    told = (observation.found(misses) for observation in observed)
    return [found for found in told if found is not None]
