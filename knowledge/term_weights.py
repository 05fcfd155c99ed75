"""Term weights of one kind of feature: tf-idf with logarithms of counts, each row of length 1.

The arithmetic is scikit-learn's TfidfVectorizer's, to the last bit, without holding every feature of every text at
once, and quick for a single text.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_LEAST_TEXTS = 2  # a feature seen in one text only tells nothing
Idf = npt.NDArray[np.float32]


class TermWeights:
    """Which features are known, in order of their columns, and how telling each is."""

    def __init__(self, vocabulary: Mapping[str, int], idf: Idf) -> None:
        self.vocabulary = vocabulary
        self.idf = idf
        self._place = vocabulary.get

    @classmethod
    def fit(cls, texts: Iterable[Iterable[str]]) -> TermWeights:
        """
        Args:
            texts: the features of each text.
        """
        seen: Counter[str] = Counter()
        number = 0
        for number, features in enumerate(texts, 1):  # noqa: B007 - how many there were
            seen.update(set(features))
        terms = sorted(term for term, count in seen.items() if count >= _LEAST_TEXTS)
        in_texts = np.array([seen[term] for term in terms], dtype=np.float32)
        idf = np.log(np.float32(number + 1) / (in_texts + np.float32(1))) + np.float32(1)
        return cls({term: place for place, term in enumerate(terms)}, idf)

    def vector(self, features: Iterable[str]) -> tuple[npt.NDArray[np.int32], Idf]:
        """The columns and values of one text's row in `vectors`, without making a matrix of it."""
        counts = [
            (place, count) for term, count in Counter(features).items() if (place := self._place(term)) is not None
        ]
        columns = np.array([place for place, _ in counts], np.int32)
        values = (np.log(np.array([count for _, count in counts], np.float32)) + np.float32(1)) * self.idf[columns]
        length = math.sqrt(float(values.astype(np.float64) @ values))
        return columns, values / np.float32(length) if length else values

    def vectors(self, texts: Iterable[Iterable[str]]) -> csr_matrix:
        """One row a text, float32."""
        from scipy.sparse import csr_matrix
        from sklearn.preprocessing import normalize

        places, counts, ends = array("i"), array("f"), array("i", [0])
        for features in texts:
            for term, count in Counter(features).items():
                if (place := self._place(term)) is not None:
                    places.append(place)
                    counts.append(count)
            ends.append(len(places))
        columns, values = np.frombuffer(places, np.int32), np.frombuffer(counts, np.float32)
        values = (np.log(values) + np.float32(1)) * self.idf[columns]
        matrix = csr_matrix((values, columns, np.frombuffer(ends, np.int32)), shape=(len(ends) - 1, len(self.idf)))
        matrix.sort_indices()
        return normalize(matrix, copy=False)
