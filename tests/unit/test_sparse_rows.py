"""Weights kept without their zeros say what the whole matrix says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sparse_rows import SparseRows


@given(
    seed=st.integers(0, 2**32 - 1),
    shape=st.tuples(st.integers(1, 40), st.integers(1, 12)),
    share=st.sampled_from([0.0, 0.1, 0.9, 1.0]),
    chosen=st.integers(0, 12),
)
def test_rows_are_summed_as_by_the_whole_matrix(seed: int, shape: tuple[int, int], share: float, chosen: int) -> None:
    chance = np.random.default_rng(seed)
    dense = np.where(chance.random(shape) < share, chance.normal(size=shape), 0).astype(np.float16)
    rows = chance.integers(0, shape[0], chosen)
    factors = chance.random(chosen).astype(np.float32)
    kept = SparseRows.of(dense)
    again = SparseRows.load(kept.save("x"), "x")
    expected = factors @ dense[rows].astype(np.float32)
    for each in (kept, again):
        found = each.weighted(rows, factors)
        assert found.dtype == np.float32
        assert np.allclose(found, expected, atol=1e-5)
        assert np.array_equal(each.dense(rows.tolist()), dense[rows].astype(np.float32))


@pytest.mark.parametrize(("columns", "kind"), [(256, np.uint8), (257, np.uint16)])
def test_columns_are_numbered_in_as_little_as_they_need(columns: int, kind: type) -> None:
    dense = np.zeros((3, columns))
    dense[1, columns - 1] = 2
    kept = SparseRows.of(dense)
    assert kept.columns.dtype == kind
    assert kept.weighted(np.array([1, 2]), np.array([0.5, 1.0]))[columns - 1] == 1


def test_more_columns_than_can_be_numbered_are_refused() -> None:
    with pytest.raises(ValueError, match="65537 columns"):
        SparseRows.of(np.zeros((1, 65_537), np.float16))
