"""Which entries a common token counts most in, kept as lexemes of their own so that PostgreSQL need not score all."""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.fields import Fields
from knowledge.search.model import Entry
from knowledge.search.vocabulary import Vocabulary
from knowledge.search.weighed import weighed

BEST, GOOD = "!", "~"  # how the lexemes begin; no token begins so
_BEST, _BEST_OF_COMMON = 400, 1_200  # entries in a list; a token that fewer entries have needs none
_GOOD_SHARE = 0.02  # of all entries are in a good list; a token that more have is a common one
_LABELS = ((1.6, "A"), (1.3, "B"), (1.0, "C"))  # how much a token counts in an entry, at least (`Fields.impacts`)

Pair = tuple[Entry, Fields]


@dataclass(frozen=True, slots=True)
class Lists:
    """For each token that has lists, how much it must count in an entry to be in the best and in the good one."""

    least: Mapping[str, tuple[float, float | None]]

    def lexeme(self, token: str, kind: str) -> str:
        """The lexeme to ask for: a list's when the token has one, else the token itself."""
        held = self.least.get(token)
        return f"{kind}{token}" if held and held[kind == GOOD] is not None else token

    def of(self, token: str, impact: float) -> Iterator[str]:
        """The lexemes of the lists that an entry is in."""
        for kind, least in zip((BEST, GOOD), self.least.get(token, ()), strict=False):
            if least is not None and impact > least:
                yield f"{kind}{token}"


class Champions:
    """Entries as rows for PostgreSQL."""

    def __init__(self, entries: Sequence[Pair], vocabulary: Vocabulary, lists: Lists) -> None:
        self._entries = entries
        self._vocabulary = vocabulary
        self._lists = lists

    @classmethod
    def of(cls, entries: Sequence[Pair]) -> "Champions":
        """Finds the lists for a whole index."""
        vocabulary = Vocabulary.of(set(fields.all()) for _, fields in entries)
        return cls(entries, vocabulary, Lists(_least(entries, vocabulary)))

    def rows(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """kind, scheme, edition, bytea of what the tokens count, entry and tsvector of each entry."""
        for entry, fields in self._entries:
            kept = json.dumps(entry.as_dict(), ensure_ascii=False).replace("\\u0000", "")
            counts = "\\x" + weighed(fields.impacts()).hex()
            yield entry.kind, entry.scheme, entry.edition, counts, kept, " ".join(self._lexemes(fields))

    def tokens(self, only: Iterable[str] | None = None) -> Iterator[tuple[str, int, float | None, float | None]]:
        """Token, documents, and the thresholds of its lists; the tokens named that are there, else all."""
        wanted = [token for token, _ in self._vocabulary.items()] if only is None else only
        for token in wanted:
            if token in self._vocabulary:
                best, good = self._lists.least.get(token, (None, None))
                yield token, self._vocabulary.documents(token), best, good

    def _lexemes(self, fields: Fields) -> Iterator[str]:
        for token, impact in fields.impacts().items():
            quoted = token.replace("\\", "\\\\").replace("'", "''")
            yield f"'{quoted}':1{_label(impact)}"
            for lexeme in self._lists.of(token, impact):
                yield "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _label(value: float) -> str:
    return next((label for least, label in _LABELS if value >= least), "D")


def _least(entries: Sequence[Pair], vocabulary: Vocabulary) -> dict[str, tuple[float, float | None]]:
    """The thresholds that leave each list about as long as it should be; equals at the end of a list are left out."""
    impacts: defaultdict[str, array[float]] = defaultdict(lambda: array("d"))
    for _, fields in entries:
        for token, impact in fields.impacts().items():
            if vocabulary.documents(token) > _BEST:
                impacts[token].append(impact)
    least: dict[str, tuple[float, float | None]] = {}
    longest = max(_BEST, int(_GOOD_SHARE * len(entries)))
    for token, values in impacts.items():
        held = np.sort(np.frombuffer(values, dtype=np.float64))[::-1]
        common = len(held) > longest
        best = min(_BEST_OF_COMMON if common else _BEST, len(held) - 1)
        least[token] = (float(held[best]), float(held[longest]) if common else None)
    return least
