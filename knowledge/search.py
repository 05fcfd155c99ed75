"""Finds statements by words: lemmas of both målformer, parts of compounds, and small misspellings."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.language.lemmas import search_words
from knowledge.tables import StatementRow

_K1, _B = 1.2, 0.6  # BM25: how soon a repeated word stops counting, how much a long text is held back


@dataclass(frozen=True, slots=True)
class Hit:
    scheme: str
    edition: str
    topic: str
    statement: str
    text: str
    source: str
    locator: str
    score: float


class StatementSearch:
    """BM25 over the statements of the knowledge base, in memory: hundreds of short texts."""

    def __init__(self, rows: Sequence[StatementRow]) -> None:
        self._rows = list(rows)
        self._counts = [Counter(row.words.split()) for row in self._rows]
        self._mean = sum(sum(c.values()) for c in self._counts) / max(len(self._counts), 1)
        self._documents = Counter(word for counts in self._counts for word in counts)
        self._vocabulary = sorted(self._documents)

    def find(self, query: str, lang: str = "nb", limit: int = 10) -> list[Hit]:
        """The best statements for a query, best first; at most one for each statement id."""
        wanted = [self._known(word) for word in search_words(query)]
        scored = [(self._score(wanted, index), index) for index, row in enumerate(self._rows) if row.lang == lang]
        best = sorted(((s, i) for s, i in scored if s > 0), key=lambda item: (-item[0], item[1]))[:limit]
        return [self._hit(index, score) for score, index in best]

    def _known(self, word: str) -> list[tuple[str, float]]:
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

    def _score(self, wanted: Sequence[list[tuple[str, float]]], index: int) -> float:
        counts, total = self._counts[index], 0.0
        length = sum(counts.values())
        for group in wanted:
            best = 0.0
            for word, weight in group:
                if word in counts:
                    seen = counts[word]
                    rarity = math.log(
                        1 + (len(self._rows) - self._documents[word] + 0.5) / (self._documents[word] + 0.5)
                    )
                    tf = seen * (_K1 + 1) / (seen + _K1 * (1 - _B + _B * length / self._mean))
                    best = max(best, weight * rarity * tf)
            total += best
        return total

    def _hit(self, index: int, score: float) -> Hit:
        row = self._rows[index]
        return Hit(row.scheme_id, row.edition, row.topic, row.id, row.text, row.source_id, row.locator, round(score, 3))
