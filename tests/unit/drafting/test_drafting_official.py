"""The official documents give what the scheme files say, and the page about it is true."""

from functools import cache

import pytest
from drafting_support import TODAY, stands_there
from known_schemes import SCHEMES

from assistant.evaluation import ingestion
from assistant.evaluation.announcements import Figures
from assistant.evaluation.ingestion_report import PAGE, report
from knowledge.drafting.drafting import draft

DOCUMENTS = ingestion.official_documents()


@cache
def figures() -> dict[str, Figures]:
    return ingestion.by_field(ingestion.official())


needs_documents = pytest.mark.skipif(len(DOCUMENTS) < 2, reason="the official documents are not here: make ingest")


@needs_documents
@pytest.mark.parametrize("field", ingestion.STRICT)
def test_nothing_certain_is_wrong_in_the_official_documents(field: str) -> None:
    found = figures()[field]
    assert found.precision == 1.0


@needs_documents
@pytest.mark.parametrize("field", ["deadline", "reporting_deadline", "who_can_apply", "amount", "total_amount"])
def test_every_date_applicant_and_sum_of_the_official_documents_is_found(field: str) -> None:
    assert figures()[field].recall == 1.0


@needs_documents
def test_the_overview_that_only_names_schemes_makes_none() -> None:
    made = draft(DOCUMENTS["slides-2025"], list(SCHEMES.values()), today=TODAY)
    assert [one.scheme for one in made] == [
        "kommunalt-rusarbeid",
        "oppfolging-voksne",
        "oppfolging-barn-unge",
        "tryggest",
    ]
    assert all(one.certain and one.edition == "2025" for one in made)


@needs_documents
@pytest.mark.parametrize("source", sorted(DOCUMENTS))
def test_every_passage_of_the_official_documents_stands_where_it_says(source: str) -> None:
    findings = [f for one in draft(DOCUMENTS[source], list(SCHEMES.values()), today=TODAY) for f in one.findings]
    assert findings
    assert [f for f in findings if not stands_there(DOCUMENTS[source], f)] == []


@needs_documents
def test_the_page_about_ingestion_is_what_the_rules_give() -> None:
    again = "python -m assistant.evaluation.ingestion_report --write"
    assert PAGE.read_text(encoding="utf-8") == report(), f"docs/ingestion.md is out of date: {again}"
