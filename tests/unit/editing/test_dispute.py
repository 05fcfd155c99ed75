"""Where two sources tell two things, both are said and cited, and nothing is said as certain."""

import datetime as dt

import pytest
from drafts_by_hand import CALL, TRYGGEST, accept_all, amount, date, draft, finding, proposals
from known_schemes import SCHEMES

from knowledge import checklist
from knowledge.answers import answer
from knowledge.deadlines import window
from knowledge.drafting.model import DateValue
from knowledge.editing.dispute import disputed
from knowledge.editing.proposals import Decision, decided
from knowledge.model import Scheme, Topic

BEFORE = dt.date(2025, 2, 1)


@pytest.fixture
def both() -> Scheme:
    scheme = disputed(TRYGGEST, draft(date("2025-04-15"), edition="2025"), CALL)
    assert scheme is not None
    return scheme


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("nb", "Kildene er uenige om søknadsfristen: 31. mars 2025 eller 15. april 2025."),
        ("nn", "Kjeldene er usamde om søknadsfristen: 31. mars 2025 eller 15. april 2025."),
        ("en", "The sources disagree on the application deadline: 31 March 2025 or 15 April 2025."),
    ],
)
def test_both_dates_are_said_and_both_sources_cited(both: Scheme, lang: str, said: str) -> None:
    given = answer(both, Topic.DEADLINE, lang, BEFORE)
    assert given.text.startswith(said)
    assert {c.source for c in given.citations} == {"slides-2025", "call-2026"}


def test_the_window_is_open_until_the_last_date_and_the_first_is_worked_towards(both: Scheme) -> None:
    edition = both.edition()
    before, between, after = (window(edition, day, "nb") for day in (BEFORE, dt.date(2025, 4, 2), dt.date(2025, 5, 1)))
    assert (before.state, before.deadline, before.certainty) == ("open", dt.date(2025, 3, 31), "assumed")
    assert (between.state, between.deadline) == ("open", dt.date(2025, 4, 15))
    assert after.state == "closed"


def test_a_checklist_counts_back_from_the_first_date_and_calls_none_certain(both: Scheme) -> None:
    due = [item.due for item in checklist.build(both, {}, "nb", BEFORE) if item.due.date]
    assert max(d.date for d in due if d.date) == dt.date(2025, 3, 31)
    assert {d.certainty for d in due} == {"assumed"}


def test_an_amount_that_another_source_tells_otherwise_is_said_beside_the_first() -> None:
    scheme = disputed(TRYGGEST, draft(amount(500_000), edition="2025"), CALL)
    assert scheme is not None
    said = answer(scheme, Topic.AMOUNT, "nb", BEFORE)
    assert "inntil 400 000 kroner" in said.text and "Det kan søkes om inntil 500 000 kroner." in said.text
    assert {c.source for c in said.citations} == {"slides-2025", "call-2026"}


@pytest.mark.parametrize(
    "found",
    [
        draft(date("2025-03-31"), edition="2025"),  # the same
        draft(date("2025-04-15", certain=False), edition="2025"),  # not certain
        draft(date("2025-04-15"), date("2025-05-15"), edition="2025"),  # tells two things itself
        draft(date("2025-04-15"), edition="2025", certain=False),  # not certain that it is this edition
        draft(date("2026-04-15"), edition="2026"),  # another year
        draft(
            finding("deadline", DateValue(dt.date(2025, 3, 1), "month", "assumed")), edition="2025"
        ),  # the month fits
    ],
)
def test_nothing_is_disputed_without_need(found: object) -> None:
    assert disputed(TRYGGEST, found, CALL) is None  # type: ignore[arg-type]


def test_a_day_in_the_assumed_month_contradicts_nothing() -> None:
    scheme = SCHEMES["oppfolging-voksne"]
    assert disputed(scheme, draft(date("2025-04-15"), edition="2025"), CALL) is None
    assert disputed(scheme, draft(date("2025-05-15"), edition="2025"), CALL) is not None


def test_the_same_contradiction_is_added_once(both: Scheme) -> None:
    assert disputed(both, draft(date("2025-04-15"), edition="2025"), CALL) is None


@pytest.mark.parametrize(("what", "settled"), [("accept", "15. april 2025"), ("reject", "31. mars 2025")])
def test_an_editors_decision_settles_it(both: Scheme, what: str, settled: str) -> None:
    found = proposals(draft(date("2025-04-15"), edition="2025"), both)
    decisions = accept_all(found) | {"deadline": Decision(what, {})}  # type: ignore[arg-type]
    scheme = decided(both, list(found.values()), decisions)
    assert scheme.edition().deadlines.application.otherwise == ()
    assert f"Fristen er {settled}" in answer(scheme, Topic.DEADLINE, "nb", BEFORE).text
