"""What the inbox hands to its pages."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.inbox.outcomes import Entry, Item


@dataclass(frozen=True, slots=True)
class Marked:
    """Something in the inbox, with how far the staff have come with it."""

    item: Item
    status: str
    owner: str
    owner_name: str


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation around something in the inbox; `ratings` by message id."""

    entries: list[Entry]
    ratings: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Change:
    """A status that somebody gave; `at` in seconds since 1970."""

    at: int
    name: str
    status: str
