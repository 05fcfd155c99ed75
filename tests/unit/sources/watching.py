"""A watch over one publisher, for the tests of what it sees."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from announcements import TEXT, read_here
from publisher import Publisher

from assistant.conversations.database import Database
from assistant.sources.fetch import Fetcher
from assistant.sources.observations import Observation
from assistant.sources.register import Register
from assistant.sources.shelf import Shelf
from assistant.sources.watch import Watch, watch_once
from assistant.sources.watched import WatchedSource
from knowledge.documents.model import Document

TODAY = dt.date(2030, 2, 1)
LATER = TEXT.replace("1. mars 2030.", "15. april 2030.")


class Watching:
    """A watch over one publisher, look by look; an hour passes between two."""

    def __init__(self, folder: Path, publisher: Publisher, database: Database) -> None:
        self.now = 1_000_000
        self.publisher = publisher
        self.shelf = Shelf(folder / "sources")
        self.register = Register(database, self.clock)
        self.heard: list[tuple[str, Document]] = []
        self.watch = Watch(self.shelf, self.register, self.clock, self.hear, read_here)

    def clock(self) -> float:
        return self.now

    async def hear(self, source: str, document: Document) -> None:
        self.heard.append((source, document))

    def source(self, path: str = "/side", **changes: Any) -> WatchedSource:
        return WatchedSource(
            **{"id": "side-2030", "url": self.publisher.url(path), "schemes": ("tryggest",), **changes}
        )

    async def look(self, *sources: WatchedSource, today: dt.date = TODAY) -> list[Observation]:
        self.now += 3600
        async with Fetcher(self.publisher.policy()) as fetcher:
            return await watch_once(sources or [self.source()], fetcher.fetch, self.watch, today)

    async def kinds(self, *sources: WatchedSource) -> list[str]:
        return [seen.kind for seen in await self.look(*sources)]

    async def told(self) -> list[str]:
        return [row.kind for row in await self.register.findings()]


def says(watching: Watching, text: str, path: str = "/side", **options: Any) -> None:
    """Lets the publisher say something at a path."""
    watching.publisher.says(path, text, **{"content_type": "text/plain", **options})
