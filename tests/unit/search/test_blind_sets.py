"""Queries and questions by somebody who had not seen the search: its least quality where nothing was fitted at first."""

from functools import cache

import pytest
from known_schemes import SCHEMES
from labelled_queries import KINDS, Labelled, labelled, read, shipped_entries

from knowledge.documents import read as read_document
from knowledge.documents import sections
from knowledge.search.embedded import EmbeddedEngine
from knowledge.search.entries import section_entries
from knowledge.search.knowledge import KnowledgeSearch
from knowledge.search.verbatim import VerbatimPassage, answering_passage

RECALL, MRR = 0.95, 0.9
PRECISION, ANSWERED = 0.95, 0.2


@cache
def schemes() -> KnowledgeSearch:
    return KnowledgeSearch.of(list(SCHEMES.values()))


@cache
def document(name: str) -> EmbeddedEngine:
    made = EmbeddedEngine()
    text = read("blind_passages.yml")["documents"][name]
    made.index(section_entries(name, sections(read_document(text.encode(), name=f"{name}.txt")), scheme=name))
    return made


def answer(case: dict[str, str]) -> VerbatimPassage | None:
    return answering_passage(case["q"], document(case["document"]))


def rank(case: Labelled) -> int:
    hits = [case.accepts(f.entry) for f in schemes().look_up(case.query) if f.entry.kind in KINDS]
    return hits.index(True) + 1 if True in hits else 0


def test_blind_queries_find_the_right_thing_among_the_first_three() -> None:
    cases = labelled("blind_queries.yml")
    found = [rank(case) for case in cases]
    missed = [case.query for case, place in zip(cases, found, strict=True) if not 0 < place <= 3]
    assert len(cases) == 120
    assert 1 - len(missed) / len(cases) >= RECALL, missed
    assert sum(1 / place for place in found if place) / len(found) >= MRR


def test_blind_questions_get_the_sentence_that_answers_or_nothing() -> None:
    asked = read("blind_passages.yml")
    given = [(answer(case), case["has"]) for case in asked["answered"]]
    right = sum(found is not None and has.lower() in found.answer.lower() for found, has in given)
    told = sum(found is not None for found, _ in given)
    told += sum(answer(case) is not None for case in asked["unanswered"])
    assert right / told >= PRECISION
    assert right / len(given) >= ANSWERED


@pytest.mark.parametrize("query", ["tryggets frist", "trygest maks sum", "tryggestmidlene rapport", "TRYGGEST vedlegg"])
def test_the_scheme_that_is_named_comes_first(query: str) -> None:
    assert schemes().find(query)[0].scheme == "tryggest"


@pytest.mark.parametrize("query", ["400000", "400 000", "400.000", "400 tusen", "kr 400 000,-"])
def test_a_sum_is_found_however_it_is_written(query: str) -> None:
    assert [hit.statement for hit in schemes().find(query)][:1] == ["amount"]


@pytest.mark.parametrize("query", ["fireårig", "4 årig", "4-årig", "fire år", "4 år"])
def test_a_number_of_years_is_found_however_it_is_written(query: str) -> None:
    assert schemes().find(query)[0].statement == schemes().find("4 år")[0].statement


@pytest.mark.parametrize("query", ["hundeklubb", "pølsebod", "brannslukking"])
def test_a_word_that_matches_nothing_is_not_taken_for_another(query: str) -> None:
    assert schemes().find(query) == []


def test_what_is_looked_for_exists_in_the_blind_set() -> None:
    held = {(e.scheme, f"criterion:{e.id}" if e.kind == "criterion" else e.id) for e in shipped_entries()}
    for case in labelled("blind_queries.yml"):
        assert any((case.scheme, want) in held for want in case.want), case.query


def test_a_heading_is_no_answer() -> None:
    engine = EmbeddedEngine()
    text = (
        "Retningslinjer\n\nHvem kan søke om støtte til kor?\n\nDette må være med i søknaden om kor:\n\nKor søker her."
    )
    engine.index(section_entries("kor", sections(read_document(text.encode(), name="kor.txt")), scheme="kor"))
    for question in ("Hva må være med i søknaden om kor?", "Hvem kan søke om støtte til kor?"):
        assert answering_passage(question, engine) is None
