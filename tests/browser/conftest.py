"""Chromium from the system, driven by Playwright, against the fake server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_host import FakeHost
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
def running_host(running_server: FakeServer) -> FakeHost:
    """A site of somebody else, on another port."""
    return FakeHost(running_server.url).start(running_server.loop)


@pytest.fixture
def host(running_host: FakeHost, server: FakeServer) -> FakeHost:
    """That site with an empty page, allowed to call the service."""
    running_host.reset()
    server.origins = {running_host.url}
    return running_host


@pytest.fixture
def open_host(chromium: Browser, server: FakeServer, host: FakeHost) -> Iterator[Any]:
    """Opens the other site's page with the one line that embeds the widget; attributes go on the script.

    Afterwards nothing may have broken that page's policy, thrown, or gone anywhere but there and to the service.
    """
    guides: list[Guide] = []
    with opening(chromium, host.url, timeout=5_000) as opener:

        def open_page(attributes: str = "", **options: Any) -> Guide:
            host.embed = host.embed or host.script(attributes)
            guides.append(opener("/", **options))
            return guides[-1]

        yield open_page
        for guide in guides:
            guide.watch.foreign[:] = [url for url in guide.watch.foreign if not url.startswith(server.url)]


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PagesServer]:
    """The real web layer with a fake engine."""
    server = PagesServer(tmp_path_factory.mktemp("pages")).start()
    yield server
    server.stop()
