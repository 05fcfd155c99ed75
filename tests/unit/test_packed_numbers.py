"""Packed numbers say what a dictionary says, and which of the texts another one begins with."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.packed_numbers import PackedNumbers

TEXTS = st.text("abåø= ", max_size=6)


@given(st.dictionaries(TEXTS, st.integers(0, 2**32 - 1), max_size=30), TEXTS)
def test_beginnings_are_found_as_by_comparing_with_each(numbers: dict[str, int], text: str) -> None:
    wanted = [numbers[one] for one in sorted(numbers, key=len) if text.startswith(one)]
    assert PackedNumbers(numbers).of_beginnings(text) == wanted


def test_nothing_begins_where_nothing_is_held() -> None:
    assert PackedNumbers({}).of_beginnings("oppfølging") == []
