"""Dialect words and the bokmål words they stand for, learned from sentences that say the same in both.

For comparing only, like `knowledge.language.variants`; that list is written by hand, this map is learned.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from knowledge.language.normalise import fold

GAP = 0.6  # leaving a word without a partner costs as much as a pair with 40 % of its letters in common
ALIKE = 80  # per cent; a word that is not in the map is taken for one that is so like it
_SHORT = 4  # shorter words are never guessed


class DialectMap:
    """Maps a lower-case word to the bokmål word it was written for most often, or to that of a similar word."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = dict(words)
        self._by_letter: dict[str, list[str]] = {}
        for word in self._words:
            self._by_letter.setdefault(word[:1], []).append(word)
        self._guessed: dict[str, str | None] = {}

    @classmethod
    def learn(cls, pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> "DialectMap":
        """
        Args:
            pairs: a sentence's words in a dialect, and the same sentence's words in bokmål; lower case.
        """
        counts: dict[str, Counter[str]] = {}
        for dialect, standard in pairs:
            for word, meant in align(dialect, standard):
                counts.setdefault(word, Counter())[meant] += 1
        return cls({word: max(seen, key=lambda m: (seen[m], m)) for word, seen in counts.items()})

    def get(self, word: str) -> str | None:
        """The bokmål word, or None for a word that is neither known nor like a known one."""
        if word in self._words:
            return self._words[word]
        if word not in self._guessed:
            self._guessed[word] = self._guess(word)
        return self._guessed[word]

    def _guess(self, word: str) -> str | None:
        if len(word) < _SHORT:
            return None
        near = [k for k in self._by_letter.get(word[:1], ()) if abs(len(k) - len(word)) <= 2]
        best = process.extractOne(word, near, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return self._words[best[0]] if best else None


def align(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs words of two versions of a sentence, in order, so that the letters that differ are fewest."""
    cost = [[j * GAP for j in range(len(second) + 1)]]
    for i, word in enumerate(first, 1):
        row = [i * GAP]
        for j, other in enumerate(second, 1):
            row.append(min(cost[i - 1][j - 1] + _unlike(word, other), cost[i - 1][j] + GAP, row[j - 1] + GAP))
        cost.append(row)
    pairs, i, j = [], len(first), len(second)
    while i and j:
        if cost[i][j] == cost[i - 1][j - 1] + _unlike(first[i - 1], second[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((first[i], second[j]))
        elif cost[i][j] == cost[i - 1][j] + GAP:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def _unlike(first: str, second: str) -> float:
    """0 for the same letters, 1 for none in common."""
    return 1 - fuzz.ratio(fold(first), fold(second)) / 100
