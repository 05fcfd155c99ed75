"""Whole documents are searched for what no statement answers; one that several schemes share only where it is cited."""

import pytest
from known_schemes import SCHEMES

from knowledge.model import Scheme, Source
from knowledge.passages import Passages
from knowledge.search.documents import DocumentSearch

TRYGGEST, ADULTS = SCHEMES["tryggest"], SCHEMES["oppfolging-voksne"]
RULES = """# Krav til regnskap

Prosjektregnskapet for tilskuddet skal bekreftes av revisor når beløpet er over 200 000 kroner.

# Merking

Brosjyrer og filmer skal merkes med logoen til Bufdir.
"""
QUESTION = "må regnskapet bekreftes av revisor?"


def with_source(scheme: Scheme, source: str) -> Scheme:
    shipped = scheme.sources[0].model_dump()
    return scheme.model_copy(update={"sources": (*scheme.sources, Source(**{**shipped, "id": source}))})


@pytest.fixture(scope="module")
def alone() -> DocumentSearch:
    return DocumentSearch([with_source(TRYGGEST, "rules"), ADULTS], Passages({"rules": RULES}))


def test_a_section_that_nothing_cites_answers(alone: DocumentSearch) -> None:
    found, *_ = alone.likely(QUESTION, with_source(TRYGGEST, "rules"))
    assert (found.source, found.locator) == ("rules", "Krav til regnskap")
    assert found.answer.startswith("Prosjektregnskapet for tilskuddet skal bekreftes av revisor")


def test_another_schemes_document_does_not_answer(alone: DocumentSearch) -> None:
    assert alone.likely(QUESTION, ADULTS) == []


def test_what_somebody_read_and_found_silent_does_not_count(alone: DocumentSearch) -> None:
    assert alone.likely(QUESTION, with_source(TRYGGEST, "rules"), without={"rules"}) == []


def test_of_a_document_that_several_share_what_nobody_cites_does_not_answer() -> None:
    both = [with_source(TRYGGEST, "rules"), with_source(ADULTS, "rules")]
    shared = DocumentSearch(both, Passages({"rules": RULES}))
    assert [shared.likely(QUESTION, scheme) for scheme in both] == [[], []]
