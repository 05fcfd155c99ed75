"""A browser without JavaScript, as far as tests need one: it keeps a page's hidden fields and sends them with a form."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient

PATH = "/samtale"


class Browser:
    """One tab on `/samtale`; `html` is its page."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self._client = client
        self.html = ""
        self.hidden: dict[str, str] = {}

    async def open(self, query: str = "") -> ClientResponse:
        return await self._show(await self._client.get(PATH + query))

    async def say(self, text: str) -> ClientResponse:
        return await self.post({**self.hidden, "text": text})

    async def post(self, fields: dict[str, str], headers: dict[str, str] | None = None) -> ClientResponse:
        form = FormData({name: value for name, value in fields.items() if name != "do" or value})
        return await self._show(await self._client.post(f"{PATH}?lang=nb", data=form, headers=headers))

    async def send_raw(self, body: bytes, content_type: str) -> ClientResponse:
        headers = {"Content-Type": content_type}
        return await self._show(await self._client.post(PATH, data=body, headers=headers))

    @property
    def text(self) -> str:
        """The page's words, with single spaces."""
        body = re.sub(r"<[^>]+>", "", self.html.partition("<main")[2])
        return " ".join(unescape(body).split())

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.html, re.S)
        return unescape(found[1]) if found else ""

    @property
    def field(self) -> str:
        """What stands in the text field; a page's first newline after the tag is not part of it."""
        found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", self.html, re.S)
        return unescape(found[1]) if found else ""

    @property
    def rated(self) -> str:
        """The id of the reply that can be rated."""
        return re.findall(r'name="message" value="([^"]+)"', self.html)[0]

    def payloads(self) -> dict[str, str]:
        """The payload of each button, by what stands on it."""
        found = re.findall(r'name="payload" value="([^"]+)">([^<]+)</button>', self.html)
        return {unescape(title): payload for payload, title in found}

    async def _show(self, response: ClientResponse) -> ClientResponse:
        self.html = await response.text()
        names = ("key", "conversation", "token")
        found = {name: re.search(rf'name="{name}" value="([^"]*)"', self.html) for name in names}
        self.hidden = {name: match[1] if match else "" for name, match in found.items()}
        return response
