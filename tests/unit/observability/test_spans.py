"""Spans: nothing when off, kinds when on, content never."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant.observability.spans import span
from assistant.observability.tracing import Tracing, start_tracing
from assistant.settings import Settings, SettingsError

ROOT = Path(__file__).parents[3]


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    memory = InMemorySpanExporter()
    tracing = Tracing(memory, at_once=True)
    yield memory
    tracing.close()


def test_without_tracing_a_span_is_nothing_and_the_same_for_all() -> None:
    with span("turn") as first, span("store") as second:
        first.set("kind", "answer")
        assert first is second


def test_spans_lie_within_each_other(exporter: InMemorySpanExporter) -> None:
    with span("turn") as outer, span("store"):
        outer.set("kind", "answer")
    inner, turn = exporter.get_finished_spans()
    assert (inner.name, turn.name) == ("store", "turn")
    assert inner.parent is not None and inner.parent.span_id == turn.context.span_id
    assert turn.attributes == {"kind": "answer"}


def test_what_looks_like_content_is_left_out(exporter: InMemorySpanExporter) -> None:
    with span("turn") as seen:
        seen.set("text", "hei")  # no such attribute
        seen.set("topic", "når er fristen")  # no identifier
        seen.set("topic", None)
        seen.set("status", 200)
    assert exporter.get_finished_spans()[0].attributes == {"status": 200}


def test_an_exception_leaves_its_type_and_no_words(exporter: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="kari"), span("turn"):
        raise ValueError("kari skrev dette")
    (found,) = exporter.get_finished_spans()
    assert found.attributes == {"error": "ValueError"}
    assert found.events == ()
    assert "kari" not in found.to_json()


def test_no_endpoint_means_no_tracing_and_nothing_of_it_is_imported() -> None:
    assert start_tracing(Settings()) is None
    code = "import sys, assistant.web.app; print([n for n in sys.modules if n.startswith('opentelemetry')])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "[]"


def test_an_endpoint_without_the_packages_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter", None)
    with pytest.raises(SettingsError, match="--extra tracing"):
        start_tracing(Settings(tracing_endpoint="http://127.0.0.1:4318/v1/traces"))


@pytest.mark.parametrize("address", ["http://collector.example.no/v1/traces", "collector:4318", "https://a:b@c.no/"])
def test_spans_are_sent_over_https_or_within_this_machine_only(address: str) -> None:
    with pytest.raises(SettingsError, match="VEILEDER_TRACING_ENDPOINT"):
        Settings.from_env({"VEILEDER_TRACING_ENDPOINT": address})
