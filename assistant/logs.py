"""What reaches the log: that something happened and of which kind, never what a user wrote.

Rasa logs messages at debug level and tracebacks when an action fails; both can hold the user's text. Everything from
Rasa is therefore reduced to the logger's name, the level and the kind of exception.
"""

import logging
import os
from collections.abc import MutableMapping
from typing import Any

import structlog

_GUARDED = ("rasa", "rasa_sdk", "asyncio", "apscheduler", "sqlalchemy", "spacy")


class WithoutContent(logging.Filter):
    """Replaces message, arguments and traceback by the kind of exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "none"
        record.msg = f"{record.name}: {record.levelname.lower()} at {record.module}:{record.lineno} error={kind}"
        record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None
        return True


def _only_the_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structured events keep their name and level; their values may hold the user's text."""
    return {"event": str(event.get("event", ""))[:80], "level": event.get("level", "")}


def configure_logs(level: int = logging.WARNING) -> None:
    """Sets up logging once, before Rasa is imported."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    os.environ.setdefault("TQDM_DISABLE", "1")  # Rasa's progress bars
    # Rasa's dependencies switch warnings on again when imported; they say nothing to those who run the service.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    handler = logging.StreamHandler()
    handler.addFilter(_guard)
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(message)s", handlers=[handler])
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, _only_the_event, structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )


_without_content = WithoutContent()


def _guard(record: logging.LogRecord) -> bool:
    if record.name.split(".", 1)[0] in _GUARDED:
        return _without_content.filter(record)
    return True
