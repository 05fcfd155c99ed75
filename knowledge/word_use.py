"""How much of what a question says is said by people who ask for a statement."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.question_space import Arrays
from knowledge.term_numbers import TermNumbers

_LEAST_TELLING = 4.0  # a question of few or common words is never wholly known


class WordUse:
    """Which words people use when they ask for each statement. A word used for few statements tells most."""

    def __init__(self, rows: TermNumbers, used: npt.NDArray[np.uint8], statements: int) -> None:
        """
        Args:
            rows: of words in `used`.
            used: words by statements, a bit each.
        """
        self._rows = rows
        self._used = used
        self._statements = statements
        often = np.unpackbits(used, axis=1, count=statements).sum(axis=1) if len(used) else np.zeros(0)
        self._telling = np.log(1 + max(statements, 1) / np.maximum(often, 1))
        self._unseen = math.log(1 + max(statements, 1))

    @classmethod
    def fit(cls, texts: Sequence[Iterable[Sequence[str]]]) -> "WordUse":
        """
        Args:
            texts: for each statement, the base forms of each of its texts.
        """
        bags = [{word for text in lines for word in text} for lines in texts]
        words = sorted(set().union(*bags)) if bags else []
        rows = {word: row for row, word in enumerate(words)}
        used = np.zeros((len(words), len(bags)), dtype=np.bool_)
        for column, bag in enumerate(bags):
            used[[rows[word] for word in bag], column] = True
        return cls(TermNumbers.of(words), np.packbits(used, axis=1), len(bags))

    def share(self, words: Sequence[str]) -> npt.NDArray[Any]:
        """For each statement, the share of what these words tell that its questions use."""
        rows = self._rows.numbers(words)
        seen = rows[rows >= 0]
        total = float(self._telling[seen].sum()) + self._unseen * (len(words) - len(seen))
        used = np.unpackbits(self._used[seen], axis=1, count=self._statements)
        held: npt.NDArray[Any] = self._telling[seen] @ used.astype(np.bool_)
        return held / max(total, _LEAST_TELLING)

    def save(self, key: str) -> Arrays:
        return {
            f"words:{key}": self._rows.hashes,
            f"used:{key}": self._used,
            f"statement_count:{key}": np.array(self._statements),
        }

    @classmethod
    def load(cls, arrays: Mapping[str, npt.NDArray[Any]], key: str) -> "WordUse":
        return cls(TermNumbers(arrays[f"words:{key}"]), arrays[f"used:{key}"], int(arrays[f"statement_count:{key}"]))
