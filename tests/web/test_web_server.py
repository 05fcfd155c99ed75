"""The server itself: a free port, broken HTTP, and nothing of it in the log."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
from shipped_library import shipped_library
from web_fakes import FAKE_EXPORTS, FakeAssistant, FakeCatalogue

from assistant.conversations.stores import open_stores
from assistant.settings import Settings
from assistant.web.app import create_app
from assistant.web.server import serve, serving


async def test_it_serves_on_a_free_port_from_a_folder_with_a_space(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "a folder", port=0)
    app = create_app(settings, FakeAssistant(), FakeCatalogue(), shipped_library(), open_stores(settings), FAKE_EXPORTS)
    async with serving(app, settings) as address, aiohttp.ClientSession() as client:
        assert (await client.get(f"{address}/healthz")).status == 200


async def test_serve_tells_its_address_and_stops_when_cancelled(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, port=0)
    app = create_app(settings, FakeAssistant(), FakeCatalogue(), shipped_library(), open_stores(settings), FAKE_EXPORTS)
    told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve(app, settings, ready=told.set_result))
    assert (await asyncio.wait_for(told, 5)).startswith("http://127.0.0.1:")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_broken_http_is_refused_and_its_bytes_reach_no_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(var=tmp_path, port=0)
    app = create_app(settings, FakeAssistant(), FakeCatalogue(), shipped_library(), open_stores(settings), FAKE_EXPORTS)
    with caplog.at_level(logging.DEBUG):
        async with serving(app, settings) as address:
            reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(address).port)
            writer.write(b"GET / secret-bytes\r\nX\x00: kari@post.no\r\n\r\n")
            answer = await asyncio.wait_for(reader.read(), 5)
            writer.close()
    assert b" 400 " in answer.split(b"\r\n")[0]
    assert "secret-bytes" not in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_turn_under_way_is_stored_before_the_service_stops(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, port=0)
    assistant = FakeAssistant()
    assistant.gate = asyncio.Event()
    app = create_app(settings, assistant, FakeCatalogue(), shipped_library(), open_stores(settings), FAKE_EXPORTS)
    async with aiohttp.ClientSession() as client:
        async with serving(app, settings) as address:
            opened = await (await client.post(f"{address}/api/v1/conversations", json={})).json()
            url = f"{address}/api/v1/conversations/{opened['conversation_id']}/messages"
            headers = {"Authorization": f"Bearer {opened['token']}"}
            sent = asyncio.create_task(client.post(url, json={"text": "hei"}, headers=headers))
            await asyncio.sleep(0.1)
            asyncio.get_running_loop().call_later(0.2, assistant.gate.set)
        assert (await sent).status == 200
    stores = open_stores(settings)
    assert len(await stores.history.read(opened["conversation_id"])) == 4
    stores.close()
