"""A running service whose staff sign in with a fake provider, and a browser to do it with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import ClientResponse, CookieJar
from aiohttp.test_utils import TestClient, TestServer
from fake_provider import CLIENT, FakeProvider
from shipped_library import shipped_library
from web_fakes import FAKE_EXPORTS, FakeAssistant, FakeCatalogue
from web_support import Clock, Site

from assistant.conversations.stores import open_stores
from assistant.settings import Settings
from assistant.staff.guard import COOKIE
from assistant.web.app import create_app

ROLES = {"oidc_readers": "Innsyn", "oidc_editors": "Rediger", "oidc_admins": "Styr,Toppleder"}


@asynccontextmanager
async def running(folder: Path, clock: Clock, **settings: Any) -> AsyncIterator[Site]:
    """A running service with these settings, and a browser without redirects of its own."""
    given = Settings(var=folder, **settings)
    stores = open_stores(given, clock=clock)
    app = create_app(given, FakeAssistant(), FakeCatalogue(), shipped_library(), stores, FAKE_EXPORTS)
    async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as client:
        yield Site(client, FakeAssistant(), stores, clock)


@asynccontextmanager
async def with_provider(folder: Path, **settings: Any) -> AsyncIterator[tuple[Site, FakeProvider]]:
    """A service and its provider."""
    clock = Clock()
    provider = FakeProvider(clock)
    await provider.start()
    oidc = {"oidc_issuer": provider.url, "oidc_client_id": CLIENT, **ROLES, **settings}
    try:
        async with running(folder, clock, **oidc) as site:
            yield site, provider
    finally:
        await provider.stop()


async def get(site: Site, path: str, **options: Any) -> ClientResponse:
    """A page, redirects not followed."""
    return await site.client.get(path, allow_redirects=False, **options)


async def post(site: Site, path: str, data: dict[str, str], **options: Any) -> ClientResponse:
    """A form, redirects not followed."""
    return await site.client.post(path, data=data, allow_redirects=False, **options)


async def begin(site: Site, **query: str) -> str:
    """Begin to sign in; returns where the provider is to be found."""
    response = await get(site, "/logg-inn/oidc", params=query)
    assert response.status == 303, await response.text()
    return response.headers["Location"]


async def come_back(site: Site, provider: FakeProvider, **more: str) -> ClientResponse:
    """Sign in at the provider and come back with what it gave."""
    query = provider.consent(await begin(site), **more)
    return await get(site, "/logg-inn/retur", params=query)


async def refused(response: ClientResponse, status: int, *sentences: str) -> str:
    """Assert that a sign-in ended on a page that says so, with no session; returns the page."""
    text = await response.text()
    assert response.status == status, text
    assert COOKIE not in response.cookies
    assert "Du er ikke logget inn" in text
    for sentence in sentences:
        assert sentence in text
    return text


def another_browser() -> aiohttp.ClientSession:
    """A browser with no cookies."""
    return aiohttp.ClientSession(cookie_jar=CookieJar(unsafe=True))
