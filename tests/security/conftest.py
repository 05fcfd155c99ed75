"""A running web layer with a fake engine, as in tests/web, for those who try to break it."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import fuzzing
import pytest
from aiohttp.test_utils import TestClient, TestServer

TESTS = Path(__file__).parents[1]
sys.path += [str(TESTS / "web"), str(TESTS / "unit" / "documents"), str(TESTS / "unit")]
from shipped_library import shipped_library  # noqa: E402
from web_fakes import FAKE_EXPORTS, FakeAssistant, FakeCatalogue  # noqa: E402
from web_support import Clock, Site  # noqa: E402

from assistant.conversations.stores import open_stores  # noqa: E402
from assistant.settings import Settings  # noqa: E402
from assistant.web.app import create_app  # noqa: E402


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


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was made up and tried, at the end of a run (of one process; `make fuzz` is one)."""
    for line in fuzzing.report():
        terminalreporter.write_line(line)
