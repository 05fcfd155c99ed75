"""Who opens connections and says nothing, sends half a body, or chooses how a form is decoded, holds nobody up."""

from __future__ import annotations

import asyncio
import encodings
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from web_support import API, Site

from assistant.web import body, server
from assistant.web.problems import Problem

FORM = "/samtale"


@pytest.fixture
async def address(site: Site) -> AsyncIterator[tuple[str, int]]:
    """The application served as the service serves it."""
    runner = server.Runner(_answering(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][0], runner.addresses[0][1]
    await runner.cleanup()


def _answering() -> web.Application:
    app = web.Application()

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="hei")

    async def read(request: web.Request) -> web.Response:
        try:
            return web.Response(text=str((await body.read_form(request))["text"]))
        except Problem:
            return web.Response(text="refused", status=400)

    app.router.add_get("/", answer)
    app.router.add_post("/form", read)
    return app


async def _asked(address: tuple[str, int]) -> bytes:
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return answer


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Half: "])
async def test_a_connection_that_asks_for_nothing_is_closed(
    address: tuple[str, int], sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_FIRST_REQUEST_SECONDS", 0.1)
    reader, writer = await asyncio.open_connection(*address)
    writer.write(sent)
    assert await asyncio.wait_for(reader.read(), 10) == b""
    writer.close()
    assert await _asked(address)


async def test_a_connection_that_asked_stays_open(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_FIRST_REQUEST_SECONDS", 0.05)
    reader, writer = await asyncio.open_connection(*address)
    for _ in range(2):
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await asyncio.wait_for(reader.readuntil(b"hei"), 10)).startswith(b"HTTP/1.1 200")
        await asyncio.sleep(0.2)
    writer.close()


async def test_when_there_are_too_many_the_silent_ones_give_way(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_most_connections", lambda: 8)
    silent = [await asyncio.open_connection(*address) for _ in range(30)]
    assert b"hei" in await _asked(address)
    ended = [await asyncio.wait_for(reader.read(), 10) for reader, _ in silent[:20]]
    assert ended == [b""] * 20
    for _, writer in silent:
        writer.close()


async def test_when_there_are_too_many_those_with_half_a_request_give_way_too(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_most_connections", lambda: 8)
    half = [await asyncio.open_connection(*address) for _ in range(6)]
    for _, writer in half:
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\na")
        await writer.drain()
    await asyncio.sleep(0.2)
    more = [await asyncio.open_connection(*address) for _ in range(6)]
    for _, writer in more:
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\na")
        await writer.drain()
        await asyncio.sleep(0.05)
    for _ in range(3):
        assert b"hei" in await asyncio.wait_for(_asked(address), 10)
    for _, writer in (*half, *more):
        writer.close()


async def test_half_a_body_is_not_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    await site.open()
    monkeypatch.setattr(body, "_JSON_SECONDS", 0.1)
    monkeypatch.setattr(body, "_FORM_SECONDS", 0.1)

    async def half() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(5)
        yield b"}"

    said = f"{API}/conversations/{site.id}/messages"
    for path, kind in ((said, "application/json"), (FORM, "application/x-www-form-urlencoded")):
        headers = site.headers(Content_Type=kind)
        response = await asyncio.wait_for(site.client.post(path, data=half(), headers=headers), 4)
        assert response.status == 400, path


URLENCODED = "application/x-www-form-urlencoded"
SAID = "påmelding"


def _part(name: str, value: bytes, kind: str = "") -> bytes:
    described = f"Content-Type: {kind}\r\n" if kind else ""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n{described}\r\n'.encode() + value + b"\r\n"


def _forms(charset: str) -> list[tuple[bytes, str]]:
    """Bodies with their types: a form of either kind, and one whose first part names the charset of the others."""
    multipart, end = "multipart/form-data; boundary=b", b"--b--\r\n"
    said = SAID.encode()
    return [
        (f"text={SAID}".encode(), f"{URLENCODED}; charset={charset}"),
        (_part("text", said, f"text/plain; charset={charset}") + end, multipart),
        (_part("_charset_", charset[:30].encode()) + _part("text", said) + end, multipart),
    ]


async def _answers(address: tuple[str, int], charset: str) -> list[tuple[int, str]]:
    async with ClientSession(f"http://{address[0]}:{address[1]}") as client:
        sent = [await client.post("/form", data=data, headers={"Content-Type": t}) for data, t in _forms(charset)]
        return [(response.status, await response.text()) for response in sent]


@pytest.mark.parametrize("charset", ["punycode", "utf-7", "idna", "latin-1", "x" * 4_000, "unknown-charset"])
async def test_nobody_chooses_how_a_form_is_decoded(address: tuple[str, int], charset: str) -> None:
    before = set(encodings._cache)  # type: ignore[attr-defined]
    assert await _answers(address, charset) == [(400, "refused")] * 3
    assert set(encodings._cache) == before, "a codec was looked for"  # type: ignore[attr-defined]


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8"])
async def test_utf_8_may_be_said(address: tuple[str, int], charset: str) -> None:
    assert (await _answers(address, charset))[:2] == [(200, SAID)] * 2
