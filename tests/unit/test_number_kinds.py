"""An age, a sum, a period and a year are told apart, in figures and in letters."""

import pytest

from knowledge.language.number_kinds import number_kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("jente på elleve", {"age", "age:child"}),
        ("guten er 15 år", {"age", "age:adolescent"}),
        ("ei kvinne på 26", {"age", "age:adult"}),
        ("en 19-åring", {"age", "age:young_adult"}),
        ("vi vil ha 450000 kroner", {"sum", "sum:large"}),
        ("ein halv million", {"sum", "sum:large"}),
        ("80 000", {"sum", "sum:modest"}),
        ("i fire år", {"period"}),
        ("i 2023", {"year"}),
        ("tre kommuner", {"count"}),
        ("når er fristen", set()),
    ],
)
def test_a_number_is_told_by_its_kind_and_size(text: str, kinds: set[str]) -> None:
    assert number_kinds(text) >= kinds
    assert bool(number_kinds(text)) == bool(kinds)


def test_a_short_period_is_no_age() -> None:
    assert "age" not in number_kinds("tilskudd over fire år")


@pytest.mark.parametrize("digits", [400, 5_000])
def test_a_number_that_no_machine_counts_with_is_very_large_and_no_error(digits: int) -> None:
    assert number_kinds("9" * digits) == {"sum", "sum:very_large"}
    assert number_kinds(f"{'7' * digits} dager, guten er 15 år") >= {"age"}


@pytest.mark.parametrize("text", ["❶", "❶ år", "፩፪ kroner", "①②", "❶, guten er 15 år"])
def test_digits_that_are_no_numerals_are_no_error(text: str) -> None:
    assert number_kinds(text) <= {"count", "age", "age:adolescent"}
