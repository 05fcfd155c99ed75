"""What the tests of sources share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from publisher import Publisher, publishing


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    async with publishing() as site:
        yield site
