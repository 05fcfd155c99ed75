"""The log: JSON lines or text, no content, and nothing that could pass for another line."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

from assistant import logs

NASTY = "x\r\n2026-01-01 ERROR forged\x1b[31m\u2028\u202e\x07"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[str], logging.Handler]]:
    """Sets up the log in one form, writing to the captured stderr, and puts back what was."""
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    capturing = logging.getLogger("py.warnings").level

    def start(form: str) -> logging.Handler:
        for handler in root.handlers[:]:
            root.removeHandler(handler)
        logs.configure_logs(form=form)
        return root.handlers[0]

    yield start
    root.handlers[:] = kept
    root.setLevel(level)
    logging.captureWarnings(False)
    logging.getLogger("py.warnings").setLevel(capturing)
    structlog.reset_defaults()


def test_a_json_line_tells_time_level_logger_and_event(
    lines: Callable[[str], object], capsys: pytest.CaptureFixture[str]
) -> None:
    lines("json")
    token = logs.request_id.set("abc-1")
    logging.getLogger("assistant.test").warning("something happened count=%d", 3, extra={"fields": {"status": 200}})
    logs.request_id.reset(token)
    found = json.loads(capsys.readouterr().err)
    assert found.pop("time").endswith("+00:00")
    assert found == {
        "level": "warning", "logger": "assistant.test", "event": "something happened count=3", "status": 200,
        "request_id": "abc-1",
    }  # fmt: skip


@pytest.mark.parametrize("form", ["text", "json"])
def test_one_event_is_one_line_whatever_it_holds(
    lines: Callable[[str], object], capsys: pytest.CaptureFixture[str], form: str
) -> None:
    lines(form)
    logging.getLogger("assistant.test").error("bad %s", NASTY, extra={"fields": {"more": NASTY}})
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1, "no line break of any kind is let through"
    assert not any(ord(char) < 32 or ord(char) in (0x2028, 0x202E) for char in told.rstrip("\n"))
    assert "forged" in told


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exception_is_told_by_type_and_place_and_never_by_its_message(
    lines: Callable[[str], object], capsys: pytest.CaptureFixture[str], form: str
) -> None:
    lines(form)
    try:
        raise ValueError("kari skrev dette")
    except ValueError:
        logging.getLogger("assistant.test").exception("failed")
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "test_logs.py:" in told
    assert "kari" not in told
    assert "Traceback" not in told


@pytest.mark.parametrize("form", ["text", "json"])
def test_rasas_own_lines_lose_their_words_in_both_forms(
    lines: Callable[[str], object], capsys: pytest.CaptureFixture[str], form: str
) -> None:
    lines(form)
    logging.getLogger("rasa.core.processor").error("message was: %s", "kari skrev dette")
    structlog.get_logger("rasa").error("processor.failed", text="kari skrev dette")
    told = capsys.readouterr()
    assert "kari" not in told.err + told.out
    assert "rasa.core.processor" in told.err
    assert "processor.failed" in told.err, "the name of a structured event is kept"
    assert told.out == "", "the log goes to stderr"


def test_the_form_comes_from_the_environment(
    lines: Callable[[str], object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines("text")
    for handler in logging.getLogger().handlers[:]:
        logging.getLogger().removeHandler(handler)
    monkeypatch.setenv("VEILEDER_LOG_FORMAT", "json")
    logs.configure_logs()
    logging.getLogger("assistant.test").error("told")
    assert json.loads(capsys.readouterr().err)["event"] == "told"
