"""The real web layer with a fake engine, in a thread of its own, for browser tests of the pages."""

from __future__ import annotations

import asyncio
import sys
import threading
from pathlib import Path
from typing import Any

from aiohttp import web
from playwright.sync_api import BrowserContext

from assistant.conversations.stores import Stores, open_stores
from assistant.settings import Settings
from assistant.staff.guard import COOKIE
from assistant.staff.identity import Role
from assistant.web.app import create_app

sys.path.append(str(Path(__file__).parents[1] / "web"))
from shipped_library import shipped_library
from web_fakes import FAKE_EXPORTS, FakeAssistant, FakeCatalogue

_PATIENCE_SECONDS = 90  # the schemes are read first, which takes its time on a machine that others use


class PagesServer:
    """Serves until `stop`. `stores` and `assistant` are those of the running app; `run` awaits in its loop."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.settings = Settings(var=folder, host="127.0.0.1", port=0, **settings)
        self.loop = asyncio.new_event_loop()
        self.assistant = FakeAssistant()
        self.url = ""
        self.stores: Stores

    def start(self) -> PagesServer:
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(ready,), daemon=True).start()
        assert ready.wait(_PATIENCE_SECONDS)
        return self

    def stop(self) -> None:
        self.run(self.runner.cleanup())
        self.loop.call_soon_threadsafe(self.loop.stop)

    def run(self, work: Any) -> Any:
        """The result of a coroutine, awaited in the server's loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(_PATIENCE_SECONDS)

    def sign_in(self, context: BrowserContext, role: Role, name: str = "Kari Nordmann") -> None:
        """Give a browser context the cookie of a signed-in member of staff."""
        token = self.run(self.stores.staff.begin("test|1", name, role))
        context.add_cookies([{"name": COOKIE, "value": token, "url": self.url}])

    def _serve(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._start())
        ready.set()
        self.loop.run_forever()

    async def _start(self) -> None:
        self.stores = open_stores(self.settings)
        self.assistant.stores = self.stores
        app = create_app(self.settings, self.assistant, FakeCatalogue(), shipped_library(), self.stores, FAKE_EXPORTS)
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
