"""Spans of a turn, for whoever wants to see where its time goes. Without tracing, a span costs a function call.

    with span("understand") as seen:
        ...
        seen.set("intent", "ask_deadline")

Attributes tell kinds, never content: a key that is not in `ATTRIBUTES`, or a value that does not look like an
identifier, is a defect of the caller and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

Value = str | int | float | bool
ATTRIBUTES = frozenset(
    [
        "action",
        "count",
        "error",
        "intent",
        "kind",
        "lang",
        "masked",
        "method",
        "operation",
        "replayed",
        "route",
        "scheme",
        "seconds",
        "status",
        "topic",
        "turn",
    ]
)
_IDENTIFIER = re.compile(r"[A-Za-z0-9_./{}:,-]{1,120}")


class Span(Protocol):
    """One stretch of work."""

    def set(self, name: str, value: Value | None) -> None:
        """Say one thing about it; None says nothing."""


Start = Callable[[str], AbstractContextManager[Span]]


class _Nothing:
    """The span when nobody looks."""

    __slots__ = ()

    def __enter__(self) -> _Nothing:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def set(self, name: str, value: Value | None) -> None:
        return None


_NOTHING = _Nothing()
_start: Start | None = None


def span(name: str) -> AbstractContextManager[Span]:
    """A span from here to the end of the block, within the one that is open."""
    return _NOTHING if _start is None else _start(name)


def use_spans(start: Start | None) -> None:
    """Let spans be made by `start`; None switches them off."""
    global _start
    _start = start


def allowed(name: str, value: Value | None) -> bool:
    """Whether a value may stand in a span: a number or an identifier, under a name that is known."""
    if name not in ATTRIBUTES or value is None:
        return False
    return not isinstance(value, str) or bool(_IDENTIFIER.fullmatch(value))
