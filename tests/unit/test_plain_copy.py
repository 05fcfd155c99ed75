"""A copy of JSON is the same, and changing it changes nothing else."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.plain_copy import plain_copy

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    max_leaves=20,
)


def _containers(value: Any) -> set[int]:
    if not isinstance(value, list | dict):
        return set()
    inner = value.values() if isinstance(value, dict) else value
    return {id(value)}.union(*map(_containers, inner))


@given(JSON)
def test_a_copy_is_alike_and_shares_nothing_that_can_be_changed(value: Any) -> None:
    made = plain_copy(value)
    assert made == copy.deepcopy(value)
    assert not _containers(made) & _containers(value)
