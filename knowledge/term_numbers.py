"""The numbers of known terms, without the terms: twelve bytes a term in place of a hundred and more.

Models know a hundred thousand words, word pairs and letter sequences each, and never need to say one aloud.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.strings import get_string_id

Array = npt.NDArray[Any]


class TermNumbers:
    """Terms numbered from 0 in the order they were given in, known by their 64-bit hashes (MurmurHash64A).

    That a term which nobody gave has the hash of one of 120,000 happens once in 10^14 terms.
    """

    def __init__(self, hashes: Array) -> None:
        """
        Args:
            hashes: Of each term, in the order of their numbers: uint64.
        """
        self._order = np.argsort(hashes).astype(np.int32)
        self._sorted = hashes[self._order]

    @classmethod
    def of(cls, terms: Collection[str]) -> TermNumbers:
        """
        Raises:
            ValueError: two terms are the same, or have the same hash.
        """
        made = cls(_hashes(terms))
        if len(made._sorted) > 1 and not (made._sorted[1:] > made._sorted[:-1]).all():
            raise ValueError("two of the terms have the same hash; a term that is given twice is to be given once")
        return made

    def __len__(self) -> int:
        return len(self._order)

    def numbers(self, terms: Collection[str]) -> npt.NDArray[np.int32]:
        """The number of each term; -1 where it is not known."""
        if not len(self):
            return np.full(len(terms), -1, np.int32)
        asked = _hashes(terms)
        places = np.minimum(np.searchsorted(self._sorted, asked), len(self) - 1)
        return np.where(self._sorted[places] == asked, self._order[places], np.int32(-1))

    @property
    def hashes(self) -> Array:
        """What `TermNumbers` is made from again."""
        found = np.empty_like(self._sorted)
        found[self._order] = self._sorted
        return found


def _hashes(terms: Iterable[str]) -> Array:
    return np.fromiter(map(get_string_id, terms), np.uint64)
