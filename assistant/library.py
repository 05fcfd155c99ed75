"""The knowledge base as pages read it: whole schemes, search, passages and offices, with today's date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.model import Scheme
from knowledge.offices.directory import Directory
from knowledge.passages import Passages
from knowledge.search.knowledge import KnowledgeSearch


@dataclass(frozen=True)
class Library:
    """What a page may read. `passages` holds the word-for-word documents that are installed; it may be empty."""

    schemes: Sequence[Scheme]
    search: KnowledgeSearch
    passages: Passages
    directory: Directory
    today: Callable[[], dt.date]

    def scheme(self, scheme_id: str) -> Scheme | None:
        """The scheme with an id, or None."""
        return next((scheme for scheme in self.schemes if scheme.id == scheme_id), None)
