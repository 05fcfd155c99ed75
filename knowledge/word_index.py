"""Ranks short texts by the words of a query (BM25): compounds and small misspellings count too. In memory."""

import math
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

_K1, _B = 1.2, 0.6  # BM25: how soon a repeated word stops counting, how much a long text is held back

Wanted = list[tuple[str, float]]  # the indexed words that one word of a query stands for, each with its weight


class WordIndex:
    """Texts as lists of comparable words, in a fixed order; a text is named by its place in that order."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._counts = [Counter(words) for words in texts]
        self._mean = sum(sum(c.values()) for c in self._counts) / max(len(self._counts), 1)
        self._documents = Counter(word for counts in self._counts for word in counts)
        self._vocabulary = sorted(self._documents)

    def known(self, word: str) -> Wanted:
        """The indexed words that a query word stands for, with weights: itself, its compounds, its misspellings."""
        exact = [(word, 1.0)] if word in self._documents else []
        parts = [(w, 0.5) for w in self._vocabulary if len(word) >= 4 and w != word and (word in w)]
        parts += [(w, 0.5) for w in self._vocabulary if len(w) >= 5 and w != word and w in word]
        if exact or parts or len(word) < 5:
            return exact + parts
        near = process.extract(
            word, self._vocabulary, scorer=OSA.distance, score_cutoff=1 if len(word) < 9 else 2, limit=3
        )
        return [(w, 0.7) for w, _, _ in near]

    def begun(self, beginning: str) -> Wanted:
        """The indexed words that begin so: a word that is still being typed."""
        return [(w, 0.5) for w in self._vocabulary if w.startswith(beginning)]

    def score(self, wanted: Sequence[Wanted], index: int) -> float:
        """How well a text fits; 0 when it has none of the words. Only comparable within one query."""
        counts, total = self._counts[index], 0.0
        length = sum(counts.values())
        for group in wanted:
            best = 0.0
            for word, weight in group:
                if word in counts:
                    seen = counts[word]
                    documents = self._documents[word]
                    rarity = math.log(1 + (len(self._counts) - documents + 0.5) / (documents + 0.5))
                    tf = seen * (_K1 + 1) / (seen + _K1 * (1 - _B + _B * length / self._mean))
                    best = max(best, weight * rarity * tf)
            total += best
        return total

    def coverage(self, wanted: Sequence[Wanted], index: int) -> float:
        """The share of the query's words that a text has, 0 to 1."""
        counts = self._counts[index]
        return sum(any(word in counts for word, _ in group) for group in wanted) / max(len(wanted), 1)
