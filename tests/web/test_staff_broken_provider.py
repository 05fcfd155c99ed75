"""A provider that is down, slow, or answers with something that is no answer: said plainly, and tried again later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from fake_provider import FakeProvider
from staff_support import begin, come_back, get, refused, with_provider
from web_support import Clock, Site

from assistant.staff.oidc_http import Fetcher
from assistant.staff.sign_in import SIGN_IN_KEY

DISCOVERY = "/.well-known/openid-configuration"
Both = tuple[Site, FakeProvider]


def _clock_of(site: Site) -> Clock:
    """A clock in place of the provider's, for the test to move."""
    provider, clock = site.client.app[SIGN_IN_KEY].provider, Clock()  # type: ignore[union-attr]
    assert provider is not None
    provider._clock = clock
    return clock


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    async with with_provider(tmp_path) as both:
        yield both


@pytest.mark.parametrize("path", [DISCOVERY, "/token", "/keys"])
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda: web.Response(status=500, text="<b>stack</b>"), 503),
        (lambda: web.Response(text="<html>no JSON</html>"), 502),
        (lambda: web.Response(body=b"\xff\xfe"), 502),
        (lambda: web.Response(text="[" * 100_000), 502),
        (lambda: web.Response(text='{"a": "' + "x" * 400_000 + '"}'), 502),
        (lambda: web.Response(status=302, headers={"Location": "https://evil.example/"}), 502),
    ],
    ids=["500", "no JSON", "no UTF-8", "deep", "huge", "redirect"],
)
async def test_a_broken_answer_is_refused_wherever_it_comes(both: Both, path: str, answer: Any, status: int) -> None:
    site, provider = both
    if path == DISCOVERY:
        provider.answers[path] = answer()
        response = await get(site, "/logg-inn/oidc")
    else:
        query = provider.consent(await begin(site))
        provider.answers[path] = answer()
        response = await get(site, "/logg-inn/retur", params=query)
    text = await refused(response, status)
    assert "stack" not in text
    assert "evil" not in text


async def test_a_provider_that_is_down_is_said_to_be_and_works_again_when_it_is_up(both: Both) -> None:
    site, provider = both
    clock = _clock_of(site)
    provider.answers[DISCOVERY] = web.Response(status=503)
    await refused(await get(site, "/logg-inn/oidc"), 503, "Vent litt og prøv igjen")
    del provider.answers[DISCOVERY]
    clock.now += 11
    assert (await come_back(site, provider)).status == 303


async def test_a_provider_that_is_down_is_not_asked_by_each_visitor(both: Both) -> None:
    site, provider = both
    clock = _clock_of(site)
    provider.answers[DISCOVERY] = web.Response(status=500)
    pages = await asyncio.gather(*(get(site, "/logg-inn?ut=1") for _ in range(12)))
    assert [page.status for page in pages] == [200] * 12
    await refused(await get(site, "/logg-inn/oidc"), 503)
    assert provider.calls.count(DISCOVERY) == 1
    clock.now += 11
    await get(site, "/logg-inn?ut=1")
    assert provider.calls.count(DISCOVERY) == 2


async def test_all_who_ask_at_once_share_one_answer(both: Both) -> None:
    site, provider = both
    provider.waits[DISCOVERY] = asyncio.Event()
    asking = [asyncio.ensure_future(get(site, "/logg-inn/oidc")) for _ in range(6)]
    while not provider.calls:
        await asyncio.sleep(0)
    for _ in range(50):
        await asyncio.sleep(0)  # so that all have come as far as they can
    provider.waits[DISCOVERY].set()
    assert [page.status for page in await asyncio.gather(*asking)] == [303] * 6
    assert provider.calls.count(DISCOVERY) == 1


async def test_a_provider_that_nobody_answers_for_is_said_to_be_down(both: Both) -> None:
    site, provider = both
    await provider.stop()
    await refused(await get(site, "/logg-inn/oidc"), 503, "fikk ikke kontakt")


async def test_a_provider_that_never_answers_is_given_up(both: Both) -> None:
    site, provider = both
    sign_in = site.client.app[SIGN_IN_KEY]  # type: ignore[union-attr]
    assert sign_in.provider is not None
    sign_in.provider._fetcher = Fetcher(total_seconds=0.05)
    provider.waits[DISCOVERY] = asyncio.Event()
    await refused(await get(site, "/logg-inn/oidc"), 503, "svarte for sent")
