"""Talks to a running service as a program would: through the HTTP contract."""

import re
from typing import Any

import aiohttp

Message = dict[str, Any]


class ServiceClient:
    """One conversation at a time."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str) -> None:
        self._session = session
        self._api = f"{base_url.rstrip('/')}/api/v1"
        self._id = ""
        self._headers: dict[str, str] = {}
        self._last: list[Message] = []

    async def start(self, **options: str) -> list[Message]:
        """Begins a new conversation; returns its greeting."""
        async with self._session.post(f"{self._api}/conversations", json=options) as response:
            response.raise_for_status()
            body = await response.json()
        self._id, self._headers = body["conversation_id"], {"Authorization": f"Bearer {body['token']}"}
        self._last = list(body["messages"])
        return self._last

    async def say(self, text: str) -> list[Message]:
        return await self._send({"text": text})

    async def press(self, pattern: str) -> list[Message]:
        """Presses the first button of the last reply whose title matches; an empty list when there is none."""
        for message in self._last:
            for button in message["buttons"]:
                if re.search(pattern, button["title"], re.IGNORECASE):
                    return await self._send({"payload": button["payload"]})
        return []

    async def end(self) -> None:
        """Erases the conversation."""
        async with self._session.delete(f"{self._api}/conversations/{self._id}", headers=self._headers):
            return

    async def _send(self, body: dict[str, str]) -> list[Message]:
        url = f"{self._api}/conversations/{self._id}/messages"
        async with self._session.post(url, json=body, headers=self._headers) as response:
            answer = await response.json(content_type=None)
            if response.status != 200:
                text = f"HTTP {response.status}: {answer.get('type')}"
                return [
                    {
                        "kind": f"http-{response.status}",
                        "text": text,
                        "lang": "",
                        "scheme": None,
                        "citations": [],
                        "buttons": [],
                    }
                ]
        self._last = list(answer["messages"])
        return self._last
