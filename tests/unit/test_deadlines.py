"""A deadline is said as fixed or assumed, and as coming, here or gone, seen from the day of the question."""

import datetime as dt
from typing import Literal

import pytest
from known_schemes import SCHEMES
from pydantic import ValidationError

from knowledge.deadlines import format_date, is_past, sentence, status_sentence, window
from knowledge.model import LANGS, CitationRef, Deadline, Deadlines, Edition

CITED = CitationRef(source="s", locator="der det står")
FIXED = Deadline(date=dt.date(2025, 3, 31), certainty="fixed", citation=CITED)
ASSUMED_DAY = Deadline(date=dt.date(2025, 3, 31), certainty="assumed", citation=CITED)
ASSUMED_MONTH = Deadline(date=dt.date(2025, 4, 1), precision="month", certainty="assumed", citation=CITED)
RUSARBEID = SCHEMES["kommunalt-rusarbeid"].edition()
Kind = Literal["deadline", "reporting"]

# (deadline, today, what bokmål and nynorsk must say)
SAID = [
    (FIXED, "2025-03-01", "Fristen er 31. mars 2025, om 30 dager.", "Fristen er 31. mars 2025, om 30 dagar."),
    (FIXED, "2025-03-29", "Fristen er 31. mars 2025, om 2 dager.", "Fristen er 31. mars 2025, om 2 dagar."),
    (FIXED, "2025-03-30", "Fristen er i morgen, 31. mars 2025.", "Fristen er i morgon, 31. mars 2025."),
    (FIXED, "2025-03-31", "Fristen er i dag, 31. mars 2025.", "Fristen er i dag, 31. mars 2025."),
    (FIXED, "2025-04-01", "Fristen var 31. mars 2025 og er gått ut.", "Fristen var 31. mars 2025 og er gått ut."),
    (FIXED, "2026-11-21", "Kildene nevner ingen ny utlysning.", "Kjeldene nemner inga ny utlysing."),
    (
        ASSUMED_MONTH,
        "2025-03-31",
        "Fristen er antatt i april 2025, men er ikke bekreftet.",
        "Fristen er venta i april 2025",
    ),
    (ASSUMED_MONTH, "2025-04-01", "altså denne måneden", "altså denne månaden"),
    (ASSUMED_MONTH, "2025-04-30", "altså denne måneden", "altså denne månaden"),
    (ASSUMED_MONTH, "2025-05-01", "Fristen var antatt i april 2025", "Fristen var venta i april 2025"),
    (
        ASSUMED_DAY,
        "2025-03-01",
        "Fristen er antatt 31. mars 2025, men er ikke bekreftet.",
        "Fristen er venta 31. mars 2025",
    ),
    (ASSUMED_DAY, "2025-03-30", "Fristen er antatt 31. mars 2025", "Fristen er venta 31. mars 2025"),
    (ASSUMED_DAY, "2025-03-31", "Fristen er antatt 31. mars 2025", "Fristen er venta 31. mars 2025"),
    (ASSUMED_DAY, "2025-04-01", "Fristen var antatt 31. mars 2025", "Fristen var venta 31. mars 2025"),
]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def edition(status: str, application: Deadline) -> Edition:
    changed = {"status": status, "deadlines": Deadlines(application=application)}
    return RUSARBEID.model_copy(update=changed)


@pytest.mark.parametrize(("deadline", "today", "nb", "nn"), SAID)
def test_a_deadline_is_said_as_it_stands_today(deadline: Deadline, today: str, nb: str, nn: str) -> None:
    assert nb in sentence(deadline, day(today), "nb")
    assert nn in sentence(deadline, day(today), "nn")


@pytest.mark.parametrize("kind", ["deadline", "reporting"])
@pytest.mark.parametrize("deadline", [FIXED, ASSUMED_DAY, ASSUMED_MONTH], ids=["fixed", "assumed day", "assumed month"])
def test_no_day_breaks_a_sentence_or_makes_it_certain(deadline: Deadline, kind: Kind) -> None:
    doubts = {"nb": "antatt", "nn": "venta", "en": "assumed"}
    for offset in (-400, -35, -2, -1, 0, 1, 29, 30, 365, 1200):
        today = deadline.date + dt.timedelta(days=offset)
        for lang in LANGS:
            said = sentence(deadline, today, lang, kind)
            assert "{" not in said
            assert (doubts[lang] in said) == (deadline.certainty == "assumed")
            assert (lang == "en") == ("deadline" in said.lower())


@pytest.mark.parametrize("deadline", [FIXED, ASSUMED_DAY, ASSUMED_MONTH], ids=["fixed", "assumed day", "assumed month"])
def test_what_has_passed_is_never_said_as_coming(deadline: Deadline) -> None:
    coming = {"nb": "Fristen er ", "nn": "Fristen er ", "en": "The deadline is "}
    for offset in range(-60, 60, 3):
        today = deadline.date + dt.timedelta(days=offset)
        for lang in LANGS:
            assert sentence(deadline, today, lang).startswith(coming[lang]) != is_past(deadline, today)


def test_a_day_is_past_the_day_after_and_a_month_when_it_is_over() -> None:
    assert not is_past(FIXED, day("2025-03-31"))
    assert is_past(FIXED, day("2025-04-01"))
    assert not is_past(ASSUMED_MONTH, day("2025-04-30"))
    assert is_past(ASSUMED_MONTH, day("2025-05-01"))
    assert not is_past(ASSUMED_MONTH, day("2024-12-31"))


def test_a_fixed_deadline_without_a_day_is_refused() -> None:
    with pytest.raises(ValidationError, match="a fixed deadline has a day"):
        Deadline(date=dt.date(2025, 4, 1), precision="month", certainty="fixed", citation=CITED)


@pytest.mark.parametrize(
    ("lang", "whole", "month"),
    [("nb", "1. mars 2025", "mars 2025"), ("nn", "1. mars 2025", "mars 2025"), ("en", "1 March 2025", "March 2025")],
)
def test_dates_are_written_out(lang: str, whole: str, month: str) -> None:
    assert format_date(day("2025-03-01"), "day", lang) == whole
    assert format_date(day("2025-03-01"), "month", lang) == month


def test_every_month_has_its_own_name_in_every_language() -> None:
    for lang in LANGS:
        assert len({format_date(dt.date(2025, month, 1), "month", lang) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("status", "deadline", "today", "state"),
    [
        ("announced", FIXED, "2025-03-31", "open"),
        ("announced", FIXED, "2025-04-01", "closed"),
        ("announced", ASSUMED_DAY, "2025-03-01", "open"),
        ("closed", FIXED, "2025-03-01", "closed"),
        ("closed", FIXED, "2025-04-01", "closed"),
        ("not_announced_yet", ASSUMED_MONTH, "2025-04-30", "not_announced"),
        ("not_announced_yet", ASSUMED_MONTH, "2025-05-01", "assumed_passed"),
    ],
)
def test_the_window_is_open_only_when_announced_and_not_past(
    status: str, deadline: Deadline, today: str, state: str
) -> None:
    found = window(edition(status, deadline), day(today), "nb")
    assert found.state == state
    assert found.deadline == deadline.date
    assert found.certainty == deadline.certainty
    assert found.citation == deadline.citation


def test_a_scheme_closed_before_its_deadline_does_not_count_the_days() -> None:
    assert window(edition("closed", FIXED), day("2025-03-01"), "nb").text == "Ordningen er lukket."
    assert window(edition("closed", FIXED), day("2025-03-01"), "nn").text == "Ordninga er lukka."


@pytest.mark.parametrize(
    ("status", "today", "said"),
    [
        ("announced", "2025-03-31", "Ordningen er utlyst for 2025."),
        ("announced", "2025-04-01", "Ordningen var utlyst for 2025."),
        ("not_announced_yet", "2025-03-01", "Kilden fra 2025 sier at ordningen foreløpig ikke er kunngjort."),
        ("not_announced_yet", "2026-11-21", "Kilden fra 2025 sier at ordningen foreløpig ikke er kunngjort."),
        ("closed", "2026-11-21", "Ordningen er lukket."),
    ],
)
def test_the_status_is_told_as_its_source_knows_it(status: str, today: str, said: str) -> None:
    assert status_sentence(edition(status, FIXED), day(today), "nb") == said


def test_today_all_four_schemes_are_closed_or_were_only_assumed() -> None:
    states = {s.id: window(s.edition(), day("2026-11-21"), "nb").state for s in SCHEMES.values()}
    assert states == {
        "kommunalt-rusarbeid": "closed",
        "oppfolging-barn-unge": "assumed_passed",
        "oppfolging-voksne": "assumed_passed",
        "tryggest": "closed",
    }
