"""A clock that tests move, a small client for one running service, and an assertion about problems."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from web_fakes import FakeAssistant

from assistant.conversations.stores import Stores

API = "/api/v1"


class Clock:
    """A clock that a test moves; close to the real one, so that nothing is long past."""

    def __init__(self) -> None:
        self.now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


class Site:
    """One running service and a client of it, with a conversation that is opened when needed."""

    def __init__(self, client: TestClient[Any, Any], assistant: FakeAssistant, stores: Stores, clock: Clock) -> None:
        self.client = client
        self.assistant = assistant
        self.stores = stores
        self.clock = clock
        self.id = ""
        self.token = ""

    async def open(self, body: Any = None) -> dict[str, Any]:
        response = await self.client.post(f"{API}/conversations", json={} if body is None else body)
        assert response.status == 201, await response.text()
        opened: dict[str, Any] = await response.json()
        self.id, self.token = opened["conversation_id"], opened["token"]
        return opened

    def headers(self, **more: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.token}",
            **{name.replace("_", "-"): value for name, value in more.items()},
        }

    async def send(self, body: Any, **headers: str) -> ClientResponse:
        return await self.call("POST", "/messages", json=body, **headers)

    async def call(self, method: str, path: str = "", *, json: Any = None, **headers: str) -> ClientResponse:
        url = f"{API}/conversations/{self.id}{path}"
        return await self.client.request(method, url, json=json, headers=self.headers(**headers))

    async def replies(self, text: str) -> list[dict[str, Any]]:
        response = await self.send({"text": text})
        assert response.status == 200, await response.text()
        return (await response.json())["messages"]


async def problem(response: ClientResponse, status: int, name: str) -> dict[str, Any]:
    """Assert that a response is this problem; returns it."""
    assert response.status == status, await response.text()
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = await response.json(content_type=None)
    assert body["type"] == f"/problems/{name}"
    assert body["status"] == status
    assert body["title"] and body["detail"]
    return body
