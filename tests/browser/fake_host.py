"""A page of somebody else, on an origin of its own and under a strict policy, that embeds the widget."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

SHELL = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Kommunen</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/host.css">{head}</head><body>{body}</body></html>"""
BODY = '<main><h1>Tilskudd i kommunen</h1><p><a href="/annet">En annen side</a></p>{embed}</main>'


class FakeHost:
    """Runs in the loop of the fake server; tests set `embed`, `body`, `head` and `css`."""

    def __init__(self, service: str) -> None:
        self.service = service.rstrip("/")
        self.url = ""
        self.reset()

    def reset(self) -> None:
        """An empty page again."""
        self.lang = "nb"
        self.embed = ""
        self.body = BODY
        self.head = ""
        self.css = ""

    def script(self, attributes: str = "") -> str:
        """The one line."""
        return f'<script src="{self.service}/widget/veileder.js" {attributes} defer></script>'

    @property
    def policy(self) -> str:
        """The lines of docs/tasks/embed-the-widget.md, and nothing more."""
        return (
            f"default-src 'none'; script-src 'self' {self.service}; style-src 'self'; "
            f"connect-src {self.service}; img-src data:; base-uri 'none'; form-action 'self'"
        )

    def start(self, loop: asyncio.AbstractEventLoop) -> FakeHost:
        """Serves on a free port of localhost."""
        asyncio.run_coroutine_threadsafe(self._serve(), loop).result(10)
        return self

    async def _serve(self) -> None:
        app = web.Application()
        app.add_routes([web.get("/host.css", self._style), web.get("/{path:.*}", self._page)])
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def _style(self, request: web.Request) -> web.Response:
        return web.Response(text=self.css, content_type="text/css")

    async def _page(self, request: web.Request) -> web.Response:
        body = (
            self.body.replace("{embed}", self.embed)
            if not request.path.startswith("/annet")
            else "<main><h1>En annen side</h1></main>"
        )
        text = SHELL.format(lang=self.lang, head=self.head, body=body)
        headers: dict[str, Any] = {"Content-Security-Policy": self.policy}
        return web.Response(text=text, content_type="text/html", headers=headers)
