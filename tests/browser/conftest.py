"""Chromium from the system, driven by Playwright, against the fake server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_server import FakeServer
from page_driver import Guide, opening
from pages_server import PagesServer
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run."""
    if not CHROMIUM.exists():
        pytest.skip("the browser tests need Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def running_server() -> Iterator[FakeServer]:
    """The fake server, in its own thread."""
    server = FakeServer().start()
    yield server
    server.stop()


@pytest.fixture
def server(running_server: FakeServer) -> FakeServer:
    """The fake server without memory of earlier tests."""
    running_server.reset()
    return running_server


@pytest.fixture
def open_guide(chromium: Browser, server: FakeServer) -> Iterator[Any]:
    """Opens the page with the given context options (viewport, color_scheme …) and gives the widget's driver.

    Afterwards nothing may have broken the content security policy, thrown, or left for another origin.
    """
    with opening(chromium, server.url, timeout=5_000) as opener:
        yield opener


@pytest.fixture
def guide(open_guide: Any) -> Guide:
    """The page in bokmål, light, on a desktop."""
    opened: Guide = open_guide()
    return opened


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PagesServer]:
    """The real web layer with a fake engine."""
    server = PagesServer(tmp_path_factory.mktemp("pages")).start()
    yield server
    server.stop()
