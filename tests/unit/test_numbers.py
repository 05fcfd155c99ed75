"""Amounts and periods are read as people write them, in figures and words, and never as something smaller."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language.number_words import split_compound
from knowledge.language.numbers import quantities

KRONER = {
    "400.000,-": 400_000, "400 000,-": 400_000, "400\u00a0000 kr": 400_000, "kr 400000": 400_000, "kr. 400.000": 400_000,
    "NOK 400,000": 400_000, "400,000": 400_000, "400'000": 400_000, "400000": 400_000, "400 tusen": 400_000, "400k": 400_000,
    "fire hundre tusen": 400_000, "firehundretusen": 400_000, "four hundred thousand": 400_000, "399 999": 399_999,
    "400 001 kr": 400_001, "400000,50": 400_000.5, "0,4 mill": 400_000, "en halv million": 500_000, "ein halv million": 500_000,
    "ei halv mill": 500_000, "en halv mill. kroner": 500_000, "½ million": 500_000, "1½ million": 1_500_000,
    "1/2 million": 500_000, "half a million": 500_000, "halvannen million": 1_500_000, "halvanna million": 1_500_000,
    "en og en halv million": 1_500_000, "to og en halv million": 2_500_000, "to og ein halv million": 2_500_000,
    "to millioner og fem hundre tusen": 2_500_000, "tre komma fem millioner": 3_500_000, "1,2 millioner": 1_200_000,
    "1.5 million": 1_500_000, "7,7 mill": 7_700_000, "7,7 millionar": 7_700_000, "1.000.000": 1_000_000, "1 000 000": 1_000_000,
    "en million": 1_000_000, "ein million": 1_000_000, "a million": 1_000_000, "million": 1_000_000, "to mill": 2_000_000,
    "fire hundre og femti tusen": 450_000, "hundreogfemtitusen": 150_000, "hundre og ti tusen": 110_000,
    "hundre tusen": 100_000, "hundretusen": 100_000, "et hundre tusen": 100_000, "åtti tusen": 80_000, "førtifem tusen": 45_000,
    "tjue fem tusen": 25_000, "femten tusen": 15_000, "sytten tusen": 17_000, "ett tusen": 1_000, "tusen kroner": 1_000,
    "to tusen fem hundre kroner": 2_500, "fem hundre kroner": 500, "500 kr": 500, "null kroner": 0, "0 kr": 0,
    "minus 5000 kr": -5000, "-5000 kr": -5000, "99999999999999 kr": 99_999_999_999_999, "125 000,- i alt": 125_000,
    "vi tenker rundt 300 000": 300_000, "me søkjer om 250 tusen": 250_000, "søke om to hundre tusen kronar": 200_000,
    "det blir nok 380000 kroner til sammen": 380_000, "mi trur kring 120.000": 120_000,
}  # fmt: skip
YEARS = {
    "to år": 2, "2 år": 2, "eit år": 1, "ett år": 1, "et år": 1, "one year": 1, "two years": 2, "tre og et halvt år": 3.5,
    "3 1/2 år": 3.5, "3½ år": 3.5, "2,5 år": 2.5, "et halvt år": 0.5, "eit halvt år": 0.5, "halvannet år": 1.5, "halvanna år": 1.5,
    "18 måneder": 1.5, "18 månader": 1.5, "seks månader": 0.5, "12 mnd": 1, "fire år": 4, "fem år": 5,
    "4 aar": 4, "i fire år": 4, "over to år": 2, "ti år": 10, "24 months": 2, "et og et halvt år": 1.5,
}  # fmt: skip


def read(text: str) -> list[tuple[float, str]]:
    return [(q.value, q.unit) for q in quantities(text)]


@pytest.mark.parametrize(("text", "value"), KRONER.items())
def test_an_amount_is_read_in_full(text: str, value: float) -> None:
    assert read(text) == [(value, "kroner")]


@pytest.mark.parametrize(("text", "value"), YEARS.items())
def test_a_period_is_read_in_years(text: str, value: float) -> None:
    assert read(text) == [(value, "years")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("400.000,- over to år", [(400_000, "kroner"), (2, "years")]),
        ("tre hundre tusen og to år", [(300_000, "kroner"), (2, "years")]),
        ("300.000 kroner og to år", [(300_000, "kroner"), (2, "years")]),
        ("i 2025 får vi 300 000", [(2025, "calendar_year"), (300_000, "kroner")]),
        ("vi er tre kommuner og vil ha 400 tusen i 2 år", [(3, "none"), (400_000, "kroner"), (2, "years")]),
        ("me er fire kommunar", [(4, "none")]),
        ("12–25 år", [(12, "none"), (25, "years")]),
        ("31. mars 2025", [(31, "none"), (2025, "calendar_year")]),
        ("kap. 765 post 60", [(765, "none"), (60, "none")]),
        ("2", [(2, "none")]),
        ("to", [(2, "none")]),
        ("-5", [(-5, "none")]),
        ("73199000", [(73_199_000, "none")]),
        ("organisasjonsnummer 987654321", [(987_654_321, "none")]),
    ],
)
def test_several_numbers_each_keep_what_they_count(text: str, found: list[tuple[float, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "vi er en kommune",
        "et tilbud til ein ungdom",
        "entre",
        "k",
        "t",
        "millionærene",
        "tresliperi",
        "åtselet",
        "🙂",
    ],
)
def test_words_that_are_no_numbers_count_nothing(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("førtifem", ("førti", "fem")),
        ("hundreogfemtitusen", ("hundre", "og", "femti", "tusen")),
        ("titusen", ("ti", "tusen")),
        ("fjorten", ("fjorten",)),
        ("tusenvis", ("tusenvis",)),
        ("treffe", ("treffe",)),
    ],
)
def test_a_number_written_together_is_taken_apart(word: str, parts: tuple[str, ...]) -> None:
    assert split_compound(word) == parts


steady = settings(deadline=None, derandomize=True, database=None)


@steady
@given(st.integers(10_000, 9_999_999))
def test_the_way_an_amount_is_grouped_does_not_change_it(amount: int) -> None:
    for text in (
        f"{amount}",
        f"{amount:,}",
        f"{amount:,}".replace(",", "."),
        f"{amount:,}".replace(",", " "),
        f"kr {amount},-",
    ):
        assert read(text) == [(amount, "kroner")]


@steady
@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert all(q.unit in ("kroner", "years", "calendar_year", "none") for q in quantities(text))
