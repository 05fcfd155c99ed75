"""Sentences of whole documents answer rightly or not at all: on documents never looked at, and what each sign is for."""

from functools import cache

import pytest
from labelled_queries import CASES

from assistant.evaluation.passage_cases import Case, cases, document
from assistant.evaluation.passage_weights import HELD_OUT, Result, asked_of, judge
from knowledge.search.answer_kinds import never_answers
from knowledge.search.embedded import EmbeddedEngine
from knowledge.search.stems import stem
from knowledge.search.verbatim import LEAST, LEAST_NEAR, MOST_NEAR, answering_passage, likely_passages, weights

PRECISION, RECALL = 0.96, 0.7
FEWEST = 60  # questions of each sort in a part
LETTER = """Tilskudd til badeplasser 2027

Søknad

Søknaden sendes i portalen innen 1. mars 2027. Ordføreren skal signere søknaden. Kommunen behandler søknaden innen seks uker.

Beløp

En kommune kan få inntil 200 000 kroner. Egenandelen er 20 prosent første år.

Dette dekkes ikke:

- kjøp av motorbåter og vannscootere
- lønn til badevakter på kveldstid

Rapport

Halvårsrapporten leveres 15. august. Kommunen skal vedlikeholde badeplassen i ti år. Vedtaket faller bort hvis arbeidet ikke er i gang innen to år.
"""


@cache
def labelled() -> list[Case]:
    return list(cases(CASES))


@cache
def letter() -> EmbeddedEngine:
    return document("letter", LETTER).engine()


def answer(question: str) -> str | None:
    found = answering_passage(question, letter())
    return found.answer if found else None


def measured(part: str) -> Result:
    return judge(asked_of((case for case in labelled() if case.part == part), removed=False), weights())


@pytest.mark.parametrize("part", [HELD_OUT, "development"])
def test_passages_of_whole_documents_answer_rightly_or_not_at_all(part: str) -> None:
    result = measured(part)
    assert result.precision >= PRECISION
    assert result.recall >= RECALL


@pytest.mark.parametrize("part", [HELD_OUT, "development"])
def test_there_are_questions_enough_of_both_sorts_in_each_part(part: str) -> None:
    answered = [case.is_answered for case in labelled() if case.part == part]
    assert sum(answered) >= FEWEST
    assert len(answered) - sum(answered) >= FEWEST


def test_what_is_labelled_as_right_stands_in_its_document() -> None:
    for case in labelled():
        for has in case.has:
            assert any(has.lower() in section.text.lower() for section in case.document.sections), (case.question, has)


def test_no_question_is_asked_twice_of_a_document() -> None:
    asked = [(case.document.name, case.question) for case in labelled()]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hva er søknadsfristen?", "Søknaden sendes i portalen innen 1. mars 2027."),
        ("Hvem signerer søknaden?", "Ordføreren skal signere søknaden."),
        ("Kva er fristen for å søkje?", "Søknaden sendes i portalen innen 1. mars 2027."),
        ("Når skal halvårsrapporten leveres?", "Halvårsrapporten leveres 15. august."),
    ],
)
def test_a_question_gets_one_sentence_as_it_stands(question: str, told: str) -> None:
    assert answer(question) == told


@pytest.mark.parametrize(
    "question",
    [
        "Hvem signerer rapporten?",
        "Hva var søknadsfristen i 2026?",
        "Hvor stor er egenandelen tredje år?",
        "Når skal sluttrapporten leveres?",
        "Hva skjer hvis vi ikke vedlikeholder badeplassen?",
        "Kan idrettslag søke?",
        "Må rapporten sendes elektronisk?",
        "Hvor mye kan et idrettslag få?",
    ],
)
def test_what_is_nearly_answered_is_not_answered(question: str) -> None:
    assert answer(question) is None


def test_an_item_comes_with_what_its_list_begins_with() -> None:
    first, *_ = likely_passages("Dekkes kjøp av motorbåter?", letter())
    assert first.answer == "Dette dekkes ikke: kjøp av motorbåter og vannscootere"


@pytest.mark.parametrize(
    ("one", "other"),
    [("teikningane", "tegning"), ("veka", "uker"), ("opne", "åpent"), ("kveldar", "kvelder"), ("fristane", "frist")],
)
def test_forms_of_a_word_meet_across_målformer(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("frist", "fri"), ("søker", "søknad"), ("leie", "lege")])
def test_different_words_do_not_meet(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hva skjer hvis vi ikke leverer?", "Kommunen skal levere innen 1. mars."),
        ("Når utbetales tilskuddet?", "Tilskuddet utbetales i én sum."),
        ("Hvor mange voksne må være med?", "Det må være voksne til stede."),
        ("Hvor lenge må anlegget holdes ved like?", "Anlegget skal holdes ved like."),
        ("Hvem er revisor?", "Regnskapet skal attesteres av revisor."),
    ],
)
def test_a_sentence_without_the_kind_of_thing_that_is_asked_for_never_answers(question: str, told: str) -> None:
    assert never_answers(question, told)


def test_what_is_given_tells_how_likely_it_is_and_why() -> None:
    found = answering_passage("Hvem signerer søknaden?", letter())
    assert found is not None
    assert LEAST <= found.likelihood <= 1.0
    assert found.signs["all"] == 1.0


@pytest.mark.parametrize(("part", "least"), [(HELD_OUT, 0.88), ("blind", 0.4)])
def test_what_comes_nearest_often_has_the_answer_where_nothing_is_sure(part: str, least: float) -> None:
    result = measured(part)
    assert result.recall_near >= least
    assert result.recall_near > result.recall


def test_the_likeliest_comes_first_and_no_more_than_two() -> None:
    near = likely_passages("hvor mye kan kommunen få?", letter())
    assert 1 <= len(near) <= MOST_NEAR
    assert [each.likelihood for each in near] == sorted((each.likelihood for each in near), reverse=True)
    assert all(LEAST_NEAR <= each.likelihood < 1 for each in near)


def test_what_the_document_has_nothing_of_comes_near_nothing() -> None:
    assert likely_passages("hva heter kongen i Danmark?", letter()) == []


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("Hvem betaler for å vedlikeholde badeplassen?", "Kommunen skal vedlikeholde badeplassen i ti år."),
        ("Dekkes lønn til badevakter om morgenen?", "Dette dekkes ikke: lønn til badevakter på kveldstid"),
    ],
)
def test_what_holds_less_than_is_asked_is_near_and_no_answer(question: str, near: str) -> None:
    assert answer(question) is None
    assert near in [each.answer for each in likely_passages(question, letter())]
