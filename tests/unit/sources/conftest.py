"""What the tests of sources share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from publisher import Publisher, publishing
from watching import Watching

from assistant.conversations.database import Database


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    async with publishing() as site:
        yield site


@pytest.fixture
async def watching(tmp_path: Path, publisher: Publisher, database_url: str) -> AsyncIterator[Watching]:
    database = Database(database_url)
    yield Watching(tmp_path, publisher, database)
    database.close()
