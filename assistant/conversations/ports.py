"""What the web layer needs from the rest: the engine, the catalogue of schemes, and what writes a checklist as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

Json = dict[str, Any]
"""A JSON object."""

Export = Callable[[Json], bytes]
"""Writes a checklist's content (with its `id`, and `done` in each item) as a file. Runs in a thread."""

Exports = Mapping[str, Export]
"""One for each of `pdf`, `docx`, `ics` and `txt`."""


@dataclass(frozen=True)
class Standing:
    """Where a conversation stands, for a person who takes over.

    Attributes:
        scheme: Id of the scheme talked about last, or None.
        municipality: Number of the municipality, or None.
        walk: Id of the scheme whose eligibility is or was checked, `knowledge.questionnaire.ALL`, or None.
        edition: The edition of the walk; empty when all schemes are checked.
        answers: The walk's answers by the id of the question, in the order they were given.
    """

    scheme: str | None = None
    municipality: str | None = None
    walk: str | None = None
    edition: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


class UnknownMunicipality(ValueError):
    """The municipality number is not in use."""


class Assistant(Protocol):
    """The dialogue engine.

    The messages it returns are those of the HTTP contract (design §7) without `id`. Their buttons are
    `{"title", "command"}` and their question's options `{"value", "title", "command"}`, where `command` is a JSON
    object that comes back through `press` when the user chooses it.
    """

    async def open(self, conversation_id: str, *, lang: str | None, municipality: str | None) -> list[Json]:
        """Start a conversation and return its greeting.

        Raises:
            UnknownMunicipality: The number is not in use.
        """

    async def say(self, conversation_id: str, text: str) -> list[Json]:
        """Reply to a text, which is cleaned and masked already."""

    async def press(self, conversation_id: str, command: Json) -> list[Json]:
        """Reply to a verified button; a stale one gives a `notice` and the current question."""

    async def set_language(self, conversation_id: str, lang: str) -> None:
        """Override the language: nb, nn, en, or auto to follow the user again."""

    async def language(self, conversation_id: str) -> str:
        """The language of the latest reply: nb, nn or en."""

    async def standing(self, conversation_id: str) -> Standing:
        """What the engine remembers that a person would need to take over."""

    async def forget(self, conversation_id: str) -> None:
        """Erase everything the engine holds about a conversation."""


@runtime_checkable
class ReportsReadiness(Protocol):
    """An engine that can say whether it is ready (optional; without it, it is taken to be)."""

    def ready(self) -> bool:
        """Whether a message would be answered now."""


class TurnMemory(Protocol):
    """What an engine remembers, while a turn is taken.

    Attributes:
        after: What is to be stored, as the engine writes it; None when nothing has changed.
    """

    after: str | None

    def stored(self) -> None:
        """Called when `after` has been stored."""


@runtime_checkable
class LeavesStoring(Protocol):
    """An engine whose memory is stored by the caller, together with what was said (optional)."""

    def remembering(self, conversation_id: str, stored: str | None) -> AbstractContextManager[TurnMemory]:
        """While the block runs, the engine remembers `stored` of the conversation, and stores nothing itself."""


class Catalogue(Protocol):
    """Read access to the knowledge base. Synchronous: it is called in a thread."""

    def list_schemes(self, lang: str) -> list[Json]:
        """All schemes, short."""

    def get_scheme(self, scheme_id: str, lang: str) -> Json | None:
        """One scheme with its statements, or None when there is no such scheme."""

    def search(self, q: str, lang: str, limit: int) -> list[Json]:
        """The best `limit` hits: `{"scheme", "topic", "title", "snippet", "citation"}` each."""
