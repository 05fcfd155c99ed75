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
