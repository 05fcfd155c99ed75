"""Numbers by text in a few bytes each, where a dictionary takes a hundred and more."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

from marisa_trie import Trie


class PackedNumbers:
    """Numbers of texts, never changed. Safe to share between threads."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        """
        Args:
            numbers: Each from 0 to 2^32 - 1.
        """
        self._trie = Trie(numbers)
        self._numbers = array("I", bytes(array("I").itemsize * len(numbers)))
        for text, number in numbers.items():
            self._numbers[self._trie[text]] = number

    def of_beginnings(self, text: str) -> list[int]:
        """The numbers of all texts that this one begins with, the shortest first; it is one of them itself."""
        return [self._numbers[place] for _, place in self._trie.iter_prefixes_with_ids(text)]
