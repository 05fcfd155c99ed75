"""Keeps the values of a metric's label few and free of content."""

from __future__ import annotations

import re
from collections.abc import Iterable

OTHER = "other"
_MOST = 200  # values that one label may have; more would be a series for each, for ever
_PLAIN = re.compile(r"[A-Za-z0-9_./{}:-]{0,120}")


class Values:
    """The values that one label may have: those named, or the first `most` plain words that come."""

    def __init__(self, known: Iterable[str] | None = None, *, most: int = _MOST) -> None:
        """
        Args:
            known: All values there are; None when they are only known to be few and made by us.
            most: How many are let through when `known` is None.
        """
        self._closed = known is not None
        self._known = set(known or ())
        self._most = most

    def of(self, value: str) -> str:
        """The value, or `other`."""
        if value in self._known:
            return value
        if self._closed or len(self._known) >= self._most or not _PLAIN.fullmatch(value):
            return OTHER
        self._known.add(value)
        return value
