"""What reaches the log: that something happened and of which kind, never what a user wrote.

Rasa logs messages at debug level and tracebacks when an action fails; both can hold the user's text. Everything from
Rasa is therefore reduced to the logger's name, the level and the kind of exception. Nobody's traceback is printed: its
last line is the exception's message, which can quote a user.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import re
import threading
from collections.abc import MutableMapping
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

FORMAT_VARIABLE = "VEILEDER_LOG_FORMAT"
JSON_FORMAT = "json"
request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being answered; "" outside of one."""
_GUARDED = ("rasa", "rasa_sdk", "asyncio", "apscheduler", "sqlalchemy", "spacy")
# What could begin a new line, move the cursor, colour a terminal or reorder what is read.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_STRUCTURED = "structured"


class WithoutContent(logging.Filter):
    """Replaces message, arguments and traceback by the kind of exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "none"
        record.msg = f"{record.name}: {record.levelname.lower()} at {record.module}:{record.lineno} error={kind}"
        record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None
        return True


class TextLines(logging.Formatter):
    """One line for people."""

    def format(self, record: logging.LogRecord) -> str:
        shown = _fields(record)
        told = "".join(f" {name}={value}" for name, value in shown.items())
        return _escape(f"{self.formatTime(record)} {record.levelname} {record.getMessage()}{told}")


class JsonLines(logging.Formatter):
    """One JSON object a line: `time` (UTC), `level`, `logger`, `event`, and what else is known."""

    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        line = {"time": at, "level": record.levelname.lower(), "logger": record.name, "event": record.getMessage()}
        return json.dumps({**line, **_fields(record)}, ensure_ascii=True, default=str)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    """What a record tells beside its message: the `fields` that it was given, its request, the kind of exception."""
    found: dict[str, Any] = dict(getattr(record, "fields", {}))
    if (identity := request_id.get()) and "request_id" not in found:
        found["request_id"] = identity
    if record.exc_info and record.exc_info[0]:
        found["error"] = record.exc_info[0].__name__
        found["at"] = _raised_at(record.exc_info[2])
    return found


def _raised_at(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def _escape(line: str) -> str:
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _only_the_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structured events keep their name and level; their values may hold the user's text."""
    return {"event": str(event.get("event", ""))[:80], "level": event.get("level", "")}


def configure_logs(level: int = logging.WARNING, *, form: str | None = None) -> None:
    """Sets up logging once, before Rasa is imported.

    Args:
        level: The least level that is written.
        form: `json` for JSON lines, anything else for text; as VEILEDER_LOG_FORMAT says when not given. The settings,
            which refuse other words, are read later: what goes wrong with them is logged too.
    """
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    os.environ.setdefault("TQDM_DISABLE", "1")  # Rasa's progress bars
    # Rasa's dependencies switch warnings on again when imported; they say nothing to those who run the service.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    chosen = os.environ.get(FORMAT_VARIABLE, "") if form is None else form
    handler = logging.StreamHandler()
    handler.addFilter(_guard)
    handler.setFormatter(JsonLines() if chosen == JSON_FORMAT else TextLines())
    logging.basicConfig(level=level, handlers=[handler])
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, _only_the_event, structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: logging.getLogger(_STRUCTURED),
        cache_logger_on_first_use=False,
    )
    threading.excepthook = _thread_failed


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    """Python would print the traceback of a thread that ends so, with the exception's message."""
    name = failed.thread.name if failed.thread else "?"
    where = place(failed.exc_value) if failed.exc_value else "?"
    logging.getLogger(__name__).error("thread %s: ended error=%s at=%s", name, failed.exc_type.__name__, where)


_without_content = WithoutContent()


def _guard(record: logging.LogRecord) -> bool:
    if record.name.split(".", 1)[0] in _GUARDED:
        return _without_content.filter(record)
    return True


def place(error: BaseException) -> str:
    """File and line where an exception was raised; no values."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
