"""What is seen of requests and turns: ids, lines, counts, spans, readiness; and no content in any of it."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from jsonschema import Draft202012Validator
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from shipped_library import shipped_library
from web_fakes import FAKE_EXPORTS, FakeAssistant, FakeCatalogue
from web_support import API, Site, problem

from assistant.conversations.stores import open_stores
from assistant.logs import JsonLines
from assistant.observability.tracing import Tracing
from assistant.settings import Settings
from assistant.web import openapi
from assistant.web.app import create_app
from assistant.web.observing import READINESS, SAMPLER, drain
from assistant.web.server import serve, serving
from assistant.web.services import SERVICES

SAID = "bokfinken bor i Storgata, ring 91234567 eller skriv til kari.nordmann@example.no"


@pytest.fixture
def overrides() -> dict[str, Any]:
    return {
        "limit_loopback": True,
        "messages_per_minute": 3,
        "conversations_per_minute": 2,
        "trusted_proxies": "127.0.0.1/32",
        "access_log": True,
    }


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What is logged; the access log's level is put back."""
    access = logging.getLogger("assistant.access")
    yield caplog
    access.setLevel(logging.NOTSET)


async def metrics(site: Site) -> str:
    return await (await site.client.get("/metrics")).text()


async def test_a_proxys_request_id_is_taken_over_and_given_back(site: Site) -> None:
    response = await site.client.get("/healthz", headers={"X-Request-Id": "Abc-123"})
    assert response.headers["X-Request-Id"] == "Abc-123"


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "æ", "a;b", "<script>"])
async def test_a_request_id_that_is_not_well_formed_is_made_anew(site: Site, given: str) -> None:
    response = await site.client.get("/healthz", headers={"X-Request-Id": given})
    assert re.fullmatch(r"[0-9a-f]{16}", response.headers["X-Request-Id"])


async def test_nobody_but_a_trusted_proxy_chooses_the_request_id(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, port=0)
    app = create_app(settings, FakeAssistant(), FakeCatalogue(), shipped_library(), open_stores(settings), FAKE_EXPORTS)
    async with serving(app, settings) as address, aiohttp.ClientSession() as client:
        response = await client.get(f"{address}/healthz", headers={"X-Request-Id": "mine"})
        assert response.headers["X-Request-Id"] != "mine"


async def test_errors_pages_streams_and_redirects_have_an_id_too(site: Site) -> None:
    await site.open()
    for response in (
        await site.client.get(f"{API}/nowhere"),
        await site.client.get("/nowhere"),
        await site.client.get("/static/page.css"),
        await site.client.get("/redaksjon", allow_redirects=False),
        await site.send({"text": "hei"}, Accept="text/event-stream"),
    ):
        assert re.fullmatch(r"[0-9a-f]{16}", response.headers["X-Request-Id"]), response.url


async def test_the_access_log_tells_template_and_duration_and_nothing_of_the_user(
    site: Site, written: pytest.LogCaptureFixture
) -> None:
    await site.open()
    await site.send({"text": SAID}, **{"X-Forwarded-For": "203.0.113.9", "X-Request-Id": "id-1"})
    await site.client.get(f"{API}/search", params={"q": "bokfinken"})
    await site.client.get("/bokfinken/nowhere")
    records = [record for record in written.records if record.name == "assistant.access"]
    lines = [json.loads(JsonLines().format(record)) for record in records]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("POST", f"{API}/conversations", 201),
        ("POST", f"{API}/conversations/{{id}}/messages", 200),
        ("GET", f"{API}/search", 200),
        ("GET", "none", 404),
    ]
    assert all(line["duration_ms"] >= 0 for line in lines)
    told = "".join(map(str, lines))
    for secret in ("bokfinken", "Storgata", "91234567", "kari", "203.0.113.9", "127.0.0.1", site.id, site.token):
        assert secret not in told


async def test_every_line_of_a_request_has_its_id(site: Site, written: pytest.LogCaptureFixture) -> None:
    told: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(JsonLines().format(record))

    handler = Handler()
    logging.getLogger("assistant").addHandler(handler)
    await site.open()
    await site.send({"text": "raise"}, **{"X-Request-Id": "id-2"})
    logging.getLogger("assistant").removeHandler(handler)
    failed = [json.loads(line) for line in told if "engine: failed" in line]
    assert [line["request_id"] for line in failed] == ["id-2"]


async def test_without_being_asked_for_no_request_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(var=tmp_path, port=0)
    app = create_app(settings, FakeAssistant(), FakeCatalogue(), shipped_library(), open_stores(settings), FAKE_EXPORTS)
    async with serving(app, settings) as address, aiohttp.ClientSession() as client:
        await client.get(f"{address}/healthz")
    assert [record for record in caplog.records if record.name == "assistant.access"] == []


async def test_refusals_are_counted_by_their_reason(site: Site) -> None:
    await site.open()
    for _ in range(4):
        last = await site.send({"text": "hei"})
    await problem(last, 429, "rate-limited")
    await problem(await site.send({"text": "a" * 70_000}), 429, "rate-limited")
    await site.open()
    await problem(await site.client.post(f"{API}/conversations", json={}), 429, "rate-limited")
    big = await site.call("PATCH", json={"lang": "a" * 70_000})
    await problem(big, 413, "too-large")
    limits = site.client.app[SERVICES].limits  # type: ignore[union-attr]
    limits._admission.in_flight = 10_000
    await problem(await site.send({"text": "hei"}), 503, "unavailable")
    text = await metrics(site)
    for reason, count in (("conversation", 2), ("address", 1), ("too_large", 1), ("overloaded", 1)):
        assert f'veileder_refused_total{{reason="{reason}"}} {count}.0' in text
    assert "veileder_messages_in_flight 10000.0" in text


async def test_turns_are_timed_by_kind_and_conversations_are_counted(site: Site) -> None:
    await site.open()
    replies = await site.replies("hei")
    await site.send({"payload": next(b["payload"] for reply in replies for b in reply["buttons"])})
    await site.call("DELETE")
    text = await metrics(site)
    for turn in ("open", "text", "button"):
        assert f'veileder_reply_seconds_count{{turn="{turn}"}} 1.0' in text
    for event in ("started", "erased"):
        assert f'veileder_conversations_total{{event="{event}"}} 1.0' in text
    assert re.search(r'veileder_database_seconds_count\{operation="write"\} [1-9]', text)
    assert re.search(r"veileder_build_info\{model=\"[0-9a-f]{16}\",version=\"[^\"]+\"\} 1.0", text)


async def test_the_retention_tells_when_it_ran(site: Site) -> None:
    async with asyncio.timeout(5):
        while "veileder_retention_age_seconds +Inf" in (text := await metrics(site)):
            await asyncio.sleep(0.01)
    found = re.search(r"^veileder_retention_last_run_timestamp_seconds (\S+)", text, re.MULTILINE)
    assert found and float(found[1]) > 1.7e9


async def test_a_failing_database_is_counted(site: Site) -> None:
    from sqlalchemy import text as sql

    from assistant.conversations.database import StoreUnavailable

    with pytest.raises(StoreUnavailable):
        await site.stores.database.read(lambda session: session.execute(sql("SELECT * FROM nothing")))
    assert 'veileder_database_failures_total{error="OperationalError"} 1.0' in await metrics(site)


async def test_a_loop_that_is_stopped_shows_as_lag(site: Site) -> None:
    site.client.app[SAMPLER].lag(0.3)  # type: ignore[union-attr]
    text = await metrics(site)
    assert 'veileder_loop_lag_seconds_bucket{le="0.5"}' in text
    found = re.search(r"^veileder_loop_lag_max_seconds (\S+)", text, re.MULTILINE)
    assert found and float(found[1]) >= 0.3


@pytest.fixture
async def spans() -> AsyncIterator[InMemorySpanExporter]:
    memory = InMemorySpanExporter()
    tracing = Tracing(memory, at_once=True)
    yield memory
    tracing.close()


async def test_spans_tell_where_a_turn_spent_its_time_and_nothing_of_what_was_said(
    spans: InMemorySpanExporter, site: Site
) -> None:
    await site.open()
    spans.clear()
    await site.send({"text": SAID})
    await site.send({"text": "raise"})
    found = spans.get_finished_spans()
    by_name = {each.name: each for each in found}
    assert {"request", "masking", "turn", "reply", "store"} <= by_name.keys()
    first = {each.name: each for each in reversed(found)}
    assert first["request"].attributes == {
        "route": f"{API}/conversations/{{id}}/messages",
        "method": "POST",
        "status": 200,
    }
    assert first["masking"].attributes == {"masked": 2}
    assert first["reply"].attributes == {"turn": "text", "kind": "answer", "topic": "goal", "lang": "nb"}
    parents = {each.context.span_id: each.name for each in found}
    assert first["turn"].parent is not None and parents[first["turn"].parent.span_id] == "request"
    assert first["reply"].parent is not None and parents[first["reply"].parent.span_id] == "turn"
    everything = "".join(each.to_json() for each in found)
    for secret in ("bokfinken", "Storgata", "91234567", "kari", "telefon", "secret text", "Du sa", site.id, site.token):
        assert secret not in everything


async def test_a_part_that_is_not_ready_is_named_as_the_contract_says(site: Site) -> None:
    site.assistant.is_ready = False
    body = await problem(await site.client.get("/readyz"), 503, "unavailable")
    assert body["not_ready"] == {"engine": "not_loaded"}
    contract = openapi.load()
    schema = {"$ref": "#/components/schemas/NotReady", "components": contract["components"]}
    Draft202012Validator(schema).validate(body)


async def test_told_to_end_it_is_not_ready_and_answers_still(site: Site) -> None:
    drain(site.client.app)  # type: ignore[arg-type]
    response = await site.client.get("/readyz")
    assert (await problem(response, 503, "unavailable"))["not_ready"] == {"process": "draining"}
    assert int(response.headers["Retry-After"]) >= 1
    assert (await site.client.get("/healthz")).status == 200
    await site.open()


async def test_serve_drains_before_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(var=tmp_path, port=0, drain_seconds=30)
    app = create_app(settings, FakeAssistant(), FakeCatalogue(), shipped_library(), open_stores(settings), FAKE_EXPORTS)
    told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    ended = asyncio.Event()
    monkeypatch.setattr("assistant.web.server.asyncio.Event", lambda: ended)
    task = asyncio.create_task(serve(app, settings, ready=told.set_result))
    address = await asyncio.wait_for(told, 5)
    ended.set()  # what SIGTERM does
    async with aiohttp.ClientSession() as client, asyncio.timeout(5):
        while not app[READINESS].draining:
            await asyncio.sleep(0.01)
        assert (await client.get(f"{address}/readyz")).status == 503
        assert (await client.get(f"{address}/healthz")).status == 200
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
