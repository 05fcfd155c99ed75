"""A running web layer with a fake engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from shipped_library import shipped_library
from web_fakes import FAKE_EXPORTS, FakeAssistant, FakeCatalogue
from web_support import Clock, Site

from assistant.conversations.stores import open_stores
from assistant.settings import Settings
from assistant.web.app import create_app


@pytest.fixture
def overrides() -> dict[str, Any]:
    """Settings that differ from the defaults; a test module overrides this."""
    return {}


@pytest.fixture
async def site(tmp_path: Path, overrides: dict[str, Any]) -> AsyncIterator[Site]:
    clock = Clock()
    settings = Settings(var=tmp_path, **{"max_wait_seconds": 30, **overrides})  # whoever comes is let in
    stores = open_stores(settings, clock=clock)
    assistant = FakeAssistant()
    assistant.stores = stores
    app = create_app(settings, assistant, FakeCatalogue(), shipped_library(), stores, FAKE_EXPORTS)
    async with TestClient(TestServer(app)) as client:
        yield Site(client, assistant, stores, clock)
