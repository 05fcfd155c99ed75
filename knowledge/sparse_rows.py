"""Weights that are mostly zero, a row a feature: what lies there takes a sixth of the memory, and is summed as fast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class SparseRows:
    """A matrix by rows, with what is not zero alone.

    Attributes:
        ends: Where the row of each feature ends, and the next one begins; one more than there are rows, the first is 0.
        columns: The column of each weight.
        values: The weights, with half precision.
        width: How many columns there are.
    """

    ends: Array
    columns: Array
    values: Array
    width: int

    @classmethod
    def of(cls, dense: Array) -> SparseRows:
        """Of features by columns. What is zero with half precision is left out.

        Raises:
            ValueError: there are more than 65,536 columns.
        """
        rounded = np.ascontiguousarray(dense, dtype=np.float16)
        if rounded.shape[1] > np.iinfo(np.uint16).max + 1:
            raise ValueError(f"{rounded.shape[1]} columns; 65,536 at most")
        rows, columns = np.nonzero(rounded)
        ends = np.zeros(len(rounded) + 1, np.uint32)
        np.cumsum(np.bincount(rows, minlength=len(rounded)), out=ends[1:])
        narrow = columns.astype(np.uint8 if rounded.shape[1] <= np.iinfo(np.uint8).max + 1 else np.uint16)
        return cls(ends, narrow, rounded[rows, columns], rounded.shape[1])

    @classmethod
    def load(cls, arrays: Mapping[str, Array], key: str) -> SparseRows:
        """What `save` named by `key`."""
        width = int(arrays[f"width:{key}"])
        return cls(arrays[f"ends:{key}"], arrays[f"columns:{key}"], arrays[f"values:{key}"], width)

    def save(self, key: str) -> dict[str, Array]:
        """As arrays without objects."""
        return {
            f"ends:{key}": self.ends,
            f"columns:{key}": self.columns,
            f"values:{key}": self.values,
            f"width:{key}": np.array(self.width),
        }

    def dense(self, rows: Sequence[int]) -> Array:
        """These rows with their zeros: float32, a row each."""
        whole = np.zeros((len(rows), self.width), np.float32)
        for place, row in enumerate(rows):
            own = slice(self.ends[row], self.ends[row + 1])
            whole[place, self.columns[own]] = self.values[own]
        return whole

    def weighted(self, rows: Array, factors: Array) -> Array:
        """The sum of these rows, each times its factor: float32, one a column."""
        starts = self.ends[rows].astype(np.int64)
        lengths = self.ends[rows + 1].astype(np.int64) - starts
        before = np.cumsum(lengths) - lengths
        places = np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))
        terms = self.values[places].astype(np.float32) * np.repeat(factors, lengths)
        return np.bincount(self.columns[places], terms, self.width).astype(np.float32)
