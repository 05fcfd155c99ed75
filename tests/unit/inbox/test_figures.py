"""Figures keep each outcome apart, with its denominator, and hide what could point at one municipality."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.inbox.charts import Bar, Part, bar_chart
from assistant.inbox.daily import Count
from assistant.inbox.figures import HIDDEN, SMALL, breakdown, totals, week_of
from assistant.inbox.figures_page import first_day, percent

DAY = dt.date(2026, 11, 18)


def count(number: int, outcome: str = "answered", scheme: str = "tryggest", day: dt.date = DAY) -> Count:
    return Count(day, scheme, "amount", "nb", outcome, number)


def by_scheme(*counts: Count, keys: tuple[str, ...] = ()) -> dict[str, dict[str, tuple[int, str]]]:
    rows = breakdown(counts, lambda each: each.scheme, keys)
    return {row.key: {name: (cell.count, cell.hides) for name, cell in row.cells.items()} for row in rows}


def test_questions_are_the_sum_of_what_became_of_them_and_ratings_and_checks_are_none() -> None:
    sums = totals([count(7), count(2, "no_source"), count(4, "helpful"), count(3, "walk_left"), count(9, "step")])
    assert (sums["asked"], sums["answered"], sums["no_source"], sums["helpful"], sums["walk_left"]) == (9, 7, 2, 4, 3)


@pytest.mark.parametrize("number", [1, 4])
def test_a_number_under_five_is_hidden(number: int) -> None:
    assert by_scheme(count(number))["tryggest"]["answered"] == (number, SMALL)


@pytest.mark.parametrize("number", [0, 5, 50])
def test_none_and_five_are_shown(number: int) -> None:
    assert by_scheme(count(number), keys=("tryggest",))["tryggest"]["answered"] == (number, "")


def test_a_hidden_number_cannot_be_found_by_subtracting_from_a_sum() -> None:
    rows = by_scheme(
        count(40), count(3, "error"), count(30, scheme="fact"), count(6, "error", "fact"), count(9, "handoff", "fact")
    )
    for key in rows:
        assert sum(bool(rows[key][name][1]) for name in ("answered", "error", "handoff", "no_source")) != 1, key
    for name in ("answered", "error", "handoff"):
        assert sum(bool(rows[key][name][1]) for key in rows) != 1, name
    assert rows["fact"]["error"] == (6, HIDDEN)


def test_a_share_is_not_shown_when_a_number_of_it_is_hidden() -> None:
    (row,) = breakdown([count(30), count(6, "no_source"), count(3, "error")], lambda each: each.scheme)
    assert row.share("error") is None
    assert row.cells["answered"].hides or row.share("answered") == pytest.approx(30 / 39)


def test_a_line_without_questions_has_no_share() -> None:
    (row,) = breakdown([], lambda each: each.scheme, ("tryggest",))
    assert row.share("answered") is None


def test_a_week_begins_on_monday_also_at_the_turn_of_the_year() -> None:
    assert week_of(count(1, day=dt.date(2027, 1, 1))) == "2026-12-28"
    assert first_day(dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC).timestamp(), 1) == dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(0, 0, "–"), (0, 9, "0 %"), (1, 1000, "< 1 %"), (999, 1000, "> 99 %"), (9, 9, "100 %"), (1, 3, "33 %")],
)
def test_a_share_never_looks_whole_when_it_is_not(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


def test_a_chart_has_a_name_and_a_description_and_escapes_what_it_is_given() -> None:
    drawn = bar_chart("c", "Tittel & <b>", "Skildring", [Bar("<script>", "5", (Part("error", 0.5),))])
    assert 'role="img" aria-labelledby="c-t c-d"' in drawn
    assert '<title id="c-t">Tittel &amp; &lt;b&gt;</title><desc id="c-d">Skildring</desc>' in drawn
    assert "&lt;script&gt;" in drawn
    assert "<script>" not in drawn
    assert "style=" not in drawn
    assert 'width="50.000%"' in drawn


def test_one_small_line_cannot_be_found_by_subtracting_the_others_from_the_sum() -> None:
    asked = [
        Count(dt.date(2026, 11, 2), "", "", lang, "answered", n) for lang, n in (("nb", 372), ("nn", 201), ("en", 1))
    ]
    rows = {row.key: row.asked for row in breakdown(asked, lambda count: count.lang)}
    assert (rows["en"].hides, rows["nn"].hides, rows["nb"].hides) == (SMALL, HIDDEN, "")


def test_what_is_hidden_beside_a_small_number_leaves_more_than_one_way_to_share_the_sum() -> None:
    counts = {"a": 1, "b": 5, "c": 12, "d": 28}
    asked = [Count(dt.date(2026, 11, 2), key, "", "", "answered", n) for key, n in counts.items()]
    rows = {row.key: row.asked.hides for row in breakdown(asked, lambda count: count.scheme)}
    assert rows == {"a": SMALL, "b": "", "c": HIDDEN, "d": ""}
