"""A case system that takes summaries, for tests of handing over."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from web_support import Site

from assistant.settings import Settings
from assistant.web.services import SERVICES

SECRET = "a secret of at least thirty-two characters"


class Receiver:
    """A case system's webhook: keeps what it gets and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        self.seconds = 0.0

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        await asyncio.sleep(self.seconds)
        return web.Response(status=self.status, headers={"Location": "http://127.0.0.1:1/"})

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.got[-1][1])
        return content


@asynccontextmanager
async def receiving(site: Site, **more: str) -> AsyncIterator[Receiver]:
    """The site with a receiver set up, as an operator does it by two settings."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    async with TestServer(app) as server:
        service = site.client.app[SERVICES]
        values = {"handoff_webhook": f"http://127.0.0.1:{server.port}/hook", "handoff_secret": SECRET, **more}
        given = Settings.model_validate({**service.settings.model_dump(), **values})
        object.__setattr__(service, "settings", given)
        yield receiver
