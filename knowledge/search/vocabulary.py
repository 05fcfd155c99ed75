"""What tokens an index holds and how common they are; and, for a word that it lacks, those that are nearly it."""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.search.tokens import skeleton

_SHORTEST_MISSPELT = 5  # letters; a shorter word has too many neighbours
_LONG = 9  # letters from which two may be wrong
_SAME_BEGINNING = 3  # letters that a word with two wrong ones shares with what it is taken for
_MOST_NEAR, _MOST_BEGUN, _MOST_ALIKE = 3, 40, 6
_SHORTEST_SKELETON = 4


class Vocabulary:
    """The tokens of an index. It never changes: a changed index has another one."""

    def __init__(self, documents: Mapping[str, int], entries: int) -> None:
        """
        Args:
            documents: How many entries have a token.
            entries: How many entries there are.
        """
        self._documents = documents
        self.entries = entries

    @classmethod
    def of(cls, token_sets: Iterable[Collection[str]]) -> "Vocabulary":
        """The vocabulary of entries, given the different tokens of each."""
        counts: Counter[str] = Counter()
        entries = 0
        for tokens in token_sets:
            counts.update(tokens)
            entries += 1
        return cls(counts, entries)

    def items(self) -> Iterable[tuple[str, int]]:
        """Every token with the number of entries that have it."""
        return self._documents.items()

    def __len__(self) -> int:
        return len(self._documents)

    def __contains__(self, token: str) -> bool:
        return token in self._documents

    def documents(self, token: str) -> int:
        """How many entries have a token."""
        return self._documents.get(token, 0)

    def rarity(self, token: str) -> float:
        """How much a token tells (BM25's inverse document frequency), above 0; more for a rarer one."""
        documents = self.documents(token)
        return math.log(1 + (self.entries - documents + 0.5) / (documents + 0.5))

    def near(self, token: str, distance: int) -> list[str]:
        """The tokens that a misspelt one may be, the likeliest first.

        Args:
            token: One that is not in the index.
            distance: How many letters may be missing, added, changed or swapped, 1 or 2.
        """
        if len(token) < _SHORTEST_MISSPELT or (distance > 1 and len(token) < _LONG):
            return []
        close = self._within(token, distance, first_letter=True)
        if distance > 1:  # two letters are easily as much as two words differ by
            close = [hit for hit in close if hit[0][:_SAME_BEGINNING] == token[:_SAME_BEGINNING]]
        elif not close:
            close = self._within(token, distance, first_letter=False)
        best = sorted(close, key=lambda hit: (hit[1], -self.documents(hit[0]), hit[0]))
        return [found for found, _ in best[:_MOST_NEAR]]

    def _within(self, token: str, distance: int, *, first_letter: bool) -> list[tuple[str, float]]:
        """Tokens within an edit distance; as good as all misspellings keep the first letter, so that is tried first."""
        letter = token[0] if first_letter else ""
        lengths = range(len(token) - distance, len(token) + distance + 1)
        found: list[tuple[str, float]] = []
        for length in lengths:
            candidates = self._buckets.get((length, letter), ())
            hits = process.extract(token, candidates, scorer=OSA.distance, score_cutoff=distance, limit=_MOST_NEAR)
            found += [(word, away) for word, away, _ in hits]
        return found

    @cached_property
    def _buckets(self) -> dict[tuple[int, str], list[str]]:
        buckets: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for token in self._documents:
            if len(token) >= _SHORTEST_MISSPELT - 1 and not token.isdigit():
                buckets[len(token), token[0]].append(token)
                buckets[len(token), ""].append(token)
        return buckets

    def begun(self, beginning: str) -> list[str]:
        """The commonest tokens that begin so: a word that is still being typed."""
        start = bisect_left(self._sorted, beginning)
        end = bisect_left(self._sorted, beginning + "\U0010ffff")
        return sorted(self._sorted[start:end], key=lambda token: (-self.documents(token), token))[:_MOST_BEGUN]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._documents)

    def alike(self, token: str) -> list[str]:
        """The other tokens that are the same word in another målform, or as verb and noun."""
        bare = skeleton(token)
        if len(bare) < _SHORTEST_SKELETON:
            return []
        return [other for other in self._skeletons.get(bare, ()) if other != token][:_MOST_ALIKE]

    @cached_property
    def _skeletons(self) -> dict[str, list[str]]:
        table: defaultdict[str, list[str]] = defaultdict(list)
        for token in sorted(self._documents, key=lambda token: (-self.documents(token), token)):
            table[skeleton(token)].append(token)
        return table
