"""Term weights of one kind of feature: tf-idf with logarithms of counts, each row of length 1.

The arithmetic is scikit-learn's TfidfVectorizer's, to the last bit, without holding every feature of every text at
once, and quick for a single text.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from knowledge.term_numbers import TermNumbers

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_LEAST_TEXTS = 2  # a feature seen in one text only tells nothing
Idf = npt.NDArray[np.float32]


class TermWeights:
    """Which features are known, in order of their columns, and how telling each is."""

    def __init__(self, known: TermNumbers, idf: Idf) -> None:
        """
        Args:
            known: The column of each feature.
            idf: The logarithm of how rare each is, by column.
        """
        self.known = known
        self.idf = idf

    @classmethod
    def fit(cls, texts: Iterable[Iterable[str]]) -> TermWeights:
        """
        Args:
            texts: the features of each text.
        """
        counted = TermCounts()
        return counted.weights([counted.add(features) for features in texts])

    def vector(self, features: Iterable[str]) -> tuple[npt.NDArray[np.int32], Idf]:
        """The columns and values of one text's row in `vectors`, without making a matrix of it."""
        counts = Counter(features)
        columns = self.known.numbers(counts)
        seen = columns >= 0
        columns = columns[seen]
        often = np.fromiter(counts.values(), np.float32, len(counts))[seen]
        values = (np.log(often) + np.float32(1)) * self.idf[columns]
        length = math.sqrt(float(values.astype(np.float64) @ values))
        return columns, values / np.float32(length) if length else values

    def vectors(self, texts: Iterable[Iterable[str]]) -> csr_matrix:
        """One row a text, float32."""
        counted = TermCounts()
        return counted.vectors([counted.add(features) for features in texts], self)


class TermCounts:
    """The features of texts as numbers, so that those who learn from a text twice need not analyse it again."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._terms: list[npt.NDArray[np.int32]] = []
        self._counts: list[npt.NDArray[np.float32]] = []

    def add(self, features: Iterable[str]) -> int:
        """Counts the features of a text.

        Returns:
            The number of the text, in order from 0.
        """
        counts = Counter(features)
        self._terms.append(np.fromiter(map(self._numbers.__getitem__, counts), np.int32, len(counts)))
        self._counts.append(np.fromiter(counts.values(), np.float32, len(counts)))
        return len(self._terms) - 1

    def weights(self, texts: Sequence[int]) -> TermWeights:
        """What `TermWeights.fit` makes of these texts."""
        seen = np.bincount(_joined([self._terms[text] for text in texts], np.int32), minlength=len(self._numbers))
        known = sorted(term for term, number in self._numbers.items() if seen[number] >= _LEAST_TEXTS)
        in_texts = seen[[self._numbers[term] for term in known]].astype(np.float32)
        idf = np.log(np.float32(len(texts) + 1) / (in_texts + np.float32(1))) + np.float32(1)
        return TermWeights(TermNumbers.of(known), idf)

    def words(self, weights: TermWeights) -> list[str]:
        """Those of the features that these weights know and that are words alone."""
        words = [term for term in self._numbers if term.isalpha()]
        return [word for word, column in zip(words, weights.known.numbers(words), strict=True) if column >= 0]

    def vectors(self, texts: Sequence[int], weights: TermWeights) -> csr_matrix:
        """One row a text, float32, by weights that may have been learned from others."""
        from scipy.sparse import csr_matrix
        from sklearn.preprocessing import normalize

        places = weights.known.numbers(self._numbers)
        columns = places[_joined([self._terms[text] for text in texts], np.int32)]
        known = columns >= 0
        lengths = [len(self._terms[text]) for text in texts]
        rows = np.repeat(np.arange(len(texts)), lengths)[known]
        ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(texts)))])
        columns = columns[known]
        values = np.log(_joined([self._counts[text] for text in texts], np.float32)[known]) + np.float32(1)
        parts = (values * weights.idf[columns], columns, ends.astype(np.int32))
        matrix = csr_matrix(parts, shape=(len(texts), len(weights.idf)))
        matrix.sort_indices()
        return normalize(matrix, copy=False)


def _joined(parts: Sequence[npt.NDArray[Any]], kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate([np.zeros(0, kind), *parts])
