"""Which entries a token counts most in, kept as lexemes of their own so that PostgreSQL need not look at all.

A token that many entries have gets lists of its best 40, 160, 640 … entries. An entry in the second list of «frist»
has the lexeme `!1frist`; it has `!2frist` too, as the lists lie one within the other.
"""

import json
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.fields import Fields
from knowledge.search.model import Entry
from knowledge.search.vocabulary import Vocabulary
from knowledge.search.weighed import weighed

MARK = "!"  # how the lexeme of a list begins; no token begins so
SIZES = tuple(40 * 4**level for level in range(9))  # entries in each list; a token has those shorter than all it is in
_TIE = 1e-4  # more than any two tokens that count the same may differ by, so that a list can end between them

Pair = tuple[Entry, Fields]
Row = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Lists:
    """For each token that has lists, how much it must count in an entry to be in each of them, the shortest first."""

    least: Mapping[str, Sequence[float]]

    def lexeme(self, token: str, level: int) -> str:
        """The lexeme to ask for: a list's when the token has one of that level, else the token itself."""
        return f"{MARK}{level}{token}" if level < len(self.least.get(token, ())) else token

    def of(self, token: str, impact: float) -> Iterator[str]:
        """The lexemes of the lists that an entry is in."""
        for level, least in enumerate(self.least.get(token, ())):
            if impact > least:
                yield f"{MARK}{level}{token}"


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

    def rows(self) -> Iterator[Row]:
        """kind, scheme, edition, bytea of what the tokens count, entry and tsvector of each entry."""
        for place, (entry, fields) in enumerate(self._entries):
            kept = json.dumps(entry.as_dict(), ensure_ascii=False).replace("\\u0000", "")
            impacts, tie = fields.impacts(), _tie(entry, place)
            lexemes = [lexeme for token, impact in impacts.items() for lexeme in self._lexemes(token, impact + tie)]
            counts = f"\\x{weighed(impacts).hex()}"
            yield entry.kind, entry.scheme, entry.edition, counts, kept, " ".join(map(quoted, lexemes))

    def tokens(self, only: Iterable[str] | None = None) -> Iterator[tuple[str, int, str]]:
        """Token, documents, and the array of what it must count for its lists; the tokens named that are there, else all."""
        wanted = [token for token, _ in self._vocabulary.items()] if only is None else only
        for token in wanted:
            if token in self._vocabulary:
                least = ",".join(map(repr, self._lists.least.get(token, ())))
                yield token, self._vocabulary.documents(token), f"{{{least}}}"

    def _lexemes(self, token: str, impact: float) -> Iterator[str]:
        yield token
        yield from self._lists.of(token, impact)


def quoted(lexeme: str) -> str:
    """A lexeme as a tsvector or tsquery takes it, whatever is in it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _tie(entry: Entry, place: int) -> float:
    """Orders entries in which a token counts the same, alike for every token, so that they meet in lists; 0 to `_TIE`."""
    return zlib.crc32(f"{entry.scheme} {place}".encode()) / 2**32 * _TIE


def _least(entries: Sequence[Pair], vocabulary: Vocabulary) -> dict[str, tuple[float, ...]]:
    """What a token must count, so that each list is as long as it should be."""
    held: defaultdict[str, array[float]] = defaultdict(lambda: array("d"))
    for place, (entry, fields) in enumerate(entries):
        tie = _tie(entry, place)
        for token, impact in fields.impacts().items():
            if vocabulary.documents(token) > SIZES[0]:
                held[token].append(impact + tie)
    return {token: _thresholds(values) for token, values in held.items()}


def _thresholds(values: "array[float]") -> tuple[float, ...]:
    best_first = np.sort(np.frombuffer(values, dtype=np.float64))[::-1]
    return tuple(float(best_first[size]) for size in SIZES if size < len(best_first))
