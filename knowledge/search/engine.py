"""What a search engine does. Two do it: `embedded` (in this process) and `postgres`."""

from collections.abc import Collection, Sequence
from typing import Protocol

from knowledge.search.model import Entry, Found, Kind
from knowledge.search.query import Group


class SearchEngine(Protocol):
    """Keeps entries and finds those that fit a query. Every method may be called from several threads at once."""

    def index(self, entries: Sequence[Entry]) -> None:
        """Makes the index hold just these entries."""

    def replace(self, scheme: str, entries: Sequence[Entry]) -> None:
        """Makes the index hold just these entries of a scheme; none removes it. A reader sees the old or the new."""

    def find(
        self,
        query: str,
        *,
        kinds: Collection[Kind] | None = None,
        schemes: Collection[str] | None = None,
        limit: int = 10,
        unfinished: bool = False,
    ) -> list[Found]:
        """The entries that fit best, best first, at most `limit`.

        Args:
            query: As it was written; one without words finds nothing.
            kinds: Only entries of these kinds.
            schemes: Only entries of these schemes.
            limit: How many.
            unfinished: Whether the last word may still be being typed.
        """

    def groups(self, query: str, *, unfinished: bool = False) -> list[Group]:
        """What a query means to this index."""
