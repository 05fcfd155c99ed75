"""What can be found, and what a search gives back."""

import json
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.model import CitationRef, Topic

Kind = Literal["scheme", "criterion", "fact", "gap", "passage"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    Attributes:
        kind: What it is.
        scheme: The scheme's id; for a passage of a document that belongs to none, the source's id.
        edition: The edition it belongs to; empty for a passage that belongs to none.
        id: The id of the criterion or statement; for a scheme its own; empty for a passage.
        title: What it is called, by language.
        text: What it says, by language; a passage is the same in all.
        topic: The topic of a statement, or of the first statement that cites a passage.
        citation: Where it stands; None for a scheme.
        terms: More words that it is found by, never shown.
        names: What its scheme is called, never shown with the hit.
    """

    kind: Kind
    scheme: str
    edition: str
    id: str
    title: dict[str, str]
    text: dict[str, str]
    topic: Topic | None
    citation: CitationRef | None
    terms: str = ""
    names: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For keeping in an index; `from_dict` gives the same entry back."""
        citation = self.citation.model_dump() if self.citation else None
        return {**{name: getattr(self, name) for name in self.__slots__}, "citation": citation}

    def as_json(self) -> str:
        """`as_dict` as an index keeps it; without the character that PostgreSQL cannot keep."""
        return json.dumps(self.as_dict(), ensure_ascii=False).replace("\\u0000", "")

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> "Entry":
        """The entry that `as_dict` was called on."""
        topic = Topic(kept["topic"]) if kept["topic"] else None
        citation = CitationRef(**kept["citation"]) if kept["citation"] else None
        return cls(**{**kept, "topic": topic, "citation": citation})


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, in characters: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that fits a query.

    Attributes:
        entry: What was found.
        score: How well it fits, from 0; a higher score fits better. Only comparable within one query.
        coverage: The share of the query's meaning that the entry has, 0 to 1; rare words weigh more.
        matched: The tokens of the index by which it was found.
    """

    entry: Entry
    score: float
    coverage: float
    matched: frozenset[str]
