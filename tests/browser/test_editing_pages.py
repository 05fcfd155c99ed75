"""The editors' pages in Chromium: WCAG on every page and state, by keyboard alone, and nothing the policy forbids."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_checks import Watch, axe_violations, overflow
from pages_server import PagesServer
from playwright.sync_api import Browser, Page

sys.path.append(str(Path(__file__).parents[1] / "web"))
from editing_support import TRYGGEST, UNKNOWN, disputed, ship
from shipped_library import shipped_library

from assistant.editing.intake import Intake, take_in
from assistant.editing.versions import WATCH
from assistant.sources.ingest import Taken
from assistant.sources.register import Found, Noted
from assistant.sources.shelf import Shelf
from assistant.sources.versions import Origin
from assistant.staff.identity import Role

pytestmark = pytest.mark.browser
LOOKS = [("nb", 1280, "light"), ("nn", 320, "light"), ("nn", 1280, "dark"), ("nb", 320, "dark")]
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true })"
TARGETS = """() => [...document.querySelectorAll('main button, main select, main textarea, main input:not([type=hidden])')]
  .map((node) => node.getBoundingClientRect()).filter((box) => box.width && Math.min(box.width, box.height) < 20).length"""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PagesServer, dict[str, str]]]:
    """A server of its own with drafts, a disagreement and something that the watch has found; with their addresses."""
    folder = tmp_path_factory.mktemp("editing")
    server = PagesServer(folder).start()
    server.run(asyncio.to_thread(ship, server.stores))
    yield server, server.run(_seed(server, folder))
    server.stop()


async def _seed(server: PagesServer, folder: Path) -> dict[str, str]:
    stores, library = server.stores, shipped_library()
    intake = Intake(
        stores.drafts, stores.versions, Shelf(folder / "sources"), lambda: library.passages, library.today, stores.clock
    )
    known = await take_in(WATCH, Taken(TRYGGEST.encode(), Origin(name="tryggest.txt")), intake, publisher="Bufdir")
    other = await take_in(WATCH, Taken(UNKNOWN.encode(), Origin(name="ny.txt")), intake)
    await stores.versions.publish(WATCH, disputed("kommunalt-rusarbeid"), base=1, why="Kilder.", kind="disputed")
    change = {"kind": "changed", "locator": "Frist", "before": "1. mars", "after": "2. mars <b>", "was": ""}
    found = [
        Found(
            "web-2023",
            "https://www.helsedirektoratet.no/a",
            "kommunalt-rusarbeid",
            "changed",
            {"changes": [change], "more": 0},
        ),
        Found("slides-2025", "", "tryggest", "expired", {"deadline": "2025-03-31", "edition": "2025"}),
    ]
    await stores.sources.note(Noted(found=found))
    kept = known.kept
    return {
        "draft": f"/redaksjon/utkast/{known.drafts[0].id}",
        "unknown": f"/redaksjon/utkast/{other.drafts[0].id}",
        "new": f"/redaksjon/ny?utkast={other.drafts[0].id}",
        "document": f"/redaksjon/dokument/{kept.source}/{kept.sha256}",
    }


@pytest.fixture
def desk(chromium: Browser, newsroom: tuple[PagesServer, dict[str, str]]) -> Iterator[Any]:
    """Opens a page as a member of staff; afterwards nothing may have gone wrong on any of them."""
    opened: list[tuple[Watch, Page]] = []
    server, addresses = newsroom

    def opener(path: str, role: Role = Role.EDITOR, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "nb-NO", **options})
        context.set_default_timeout(10_000)
        server.sign_in(context, role)
        watch = Watch(context, server.url)
        page = context.new_page()
        page.goto(server.url + _path(addresses, path))
        opened.append((watch, page))
        return page

    yield opener
    for watch, page in opened:
        watch.assert_nothing_went_wrong(page)
        page.context.close()


def _path(addresses: dict[str, str], path: str) -> str:
    name, rest = path.partition("?")[0], path.partition("?")[2]
    first, _, more = name.partition("/") if not name.startswith("/") else (name, "", "")
    address = f"{addresses.get(first, first)}{'/' + more if more else ''}"
    return f"{address}{('&' if '?' in address else '?') + rest if rest else ''}"


@pytest.mark.parametrize(("lang", "width", "scheme"), LOOKS)
@pytest.mark.parametrize(
    "path",
    [
        "/redaksjon", "/redaksjon/dokument", "/redaksjon/ny", "/redaksjon/ordning/kommunalt-rusarbeid",
        "/redaksjon/ordning/kommunalt-rusarbeid/versjon/2", "/redaksjon/ordning/tryggest/yaml",
        "/redaksjon/utkast/borte", "draft", "draft/publiser", "unknown", "new", "document",
    ],
)  # fmt: skip
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(
    desk: Any, path: str, lang: str, width: int, scheme: str
) -> None:
    look = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page: Page = desk(f"{path}?lang={lang}", **look)
    page.evaluate(OPEN_ALL)
    assert axe_violations(page) == []
    assert overflow(page) <= 0
    assert page.evaluate(TARGETS) == 0
    assert page.locator("html").get_attribute("lang") == lang
