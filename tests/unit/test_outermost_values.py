"""The first and the last day that a scheme can have: all that is made of them can be made; documents may tell others."""

import datetime as dt

import pytest
from jsonschema import Draft202012Validator
from known_schemes import SCHEMES

from assistant.editing import intake
from assistant.sources.versions import Origin, Version
from knowledge.checklist_document import compose
from knowledge.documents import read
from knowledge.drafting.drafting import draft
from knowledge.drafting.model import DateValue
from knowledge.export.ics import render_ics
from knowledge.model import Scheme
from knowledge.schema import scheme_schema
from knowledge.values import FIRST_DAY, LARGEST, LAST_DAY

TODAY = dt.date(2026, 1, 20)


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_a_checklist_and_a_calendar_can_be_made_of_the_outermost_days(day: dt.date) -> None:
    plain = SCHEMES["tryggest"].model_dump(mode="json")
    plain["editions"][0]["deadlines"]["application"]["date"] = day.isoformat()
    content = compose(Scheme.model_validate(plain), {}, "nb", min(TODAY, day))
    assert any(item["due"]["date"] for item in content["items"])
    assert b"BEGIN:VEVENT" in render_ics({**content, "id": "x" * 32})


def test_the_published_schema_marks_a_number_that_is_too_large() -> None:
    limit = {**scheme_schema(), "$ref": "#/$defs/Limit"}
    limit = {key: limit[key] for key in ("$ref", "$defs")}
    assert not list(Draft202012Validator(limit).iter_errors({"value": LARGEST}))
    assert list(Draft202012Validator(limit).iter_errors({"value": 1e308}))


def test_a_deadline_of_long_ago_is_told_in_words_and_never_as_a_date() -> None:
    text = "Kommunalt rusarbeid\n\nSøknadsfristen er 1. mars {}."
    found = {
        year: [
            (isinstance(each.value, DateValue), each.certain)
            for one in draft(read(text.format(year).encode()), list(SCHEMES.values()), today=TODAY)
            for each in one.findings
            if each.field == "deadline"
        ]
        for year in (1950, 2026)
    }
    assert found == {1950: [(False, False)], 2026: [(True, True)]}


@pytest.mark.parametrize(
    ("updated", "cited"), [("01.01.1900", dt.date(2024, 5, 9)), ("01.06.2025", dt.date(2025, 6, 1))]
)
def test_a_document_that_tells_an_impossible_day_is_a_source_without_it(updated: str, cited: dt.date) -> None:
    words = f"Kommunalt rusarbeid\n\nSøknadsfristen er 1. mars 2026.\n\nPublisert: 09.05.2024 Sist endret: {updated}"
    document = read(words.encode())
    (found,) = draft(document, list(SCHEMES.values()), today=TODAY)
    origin = Origin(url="https://www.eksempel.no/rus?a=b")
    kept = Version("a", document.sha256, "text", 1, origin, "", "nb", None, None, 1)
    source = intake._source(found, document, kept, list(SCHEMES.values()), TODAY, "")
    assert (source.date, source.url) == (cited, "https://www.eksempel.no/rus")
