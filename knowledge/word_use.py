"""How much of what a question says is said by people who ask for a statement."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.question_space import Arrays

_LEAST_TELLING = 4.0  # a question of few or common words is never wholly known


class WordUse:
    """Which words people use when they ask for each statement. A word used for few statements tells most."""

    def __init__(self, words: Sequence[str], used: npt.NDArray[np.bool_]) -> None:
        """
        Args:
            used: words by statements.
        """
        self._rows = {word: row for row, word in enumerate(words)}
        self._used = used
        statements = max(used.shape[1], 1)
        self._telling = np.log(1 + statements / np.maximum(used.sum(axis=1), 1)) if len(used) else np.zeros(0)
        self._unseen = math.log(1 + statements)

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
        return cls(words, used)

    def share(self, words: Sequence[str]) -> npt.NDArray[Any]:
        """For each statement, the share of what these words tell that its questions use."""
        seen = [row for word in words if (row := self._rows.get(word)) is not None]
        total = float(self._telling[seen].sum()) + self._unseen * (len(words) - len(seen))
        held: npt.NDArray[Any] = self._telling[seen] @ self._used[seen]
        return held / max(total, _LEAST_TELLING)

    def save(self, key: str) -> Arrays:
        return {
            f"words:{key}": np.frombuffer("\n".join(self._rows).encode(), dtype=np.uint8),
            f"used:{key}": np.packbits(self._used, axis=1),
            f"statement_count:{key}": np.array(self._used.shape[1]),
        }

    @classmethod
    def load(cls, arrays: Mapping[str, npt.NDArray[Any]], key: str) -> "WordUse":
        words = arrays[f"words:{key}"].tobytes().decode().split("\n")
        count = int(arrays[f"statement_count:{key}"])
        return cls(words, np.unpackbits(arrays[f"used:{key}"], axis=1, count=count).astype(np.bool_))
