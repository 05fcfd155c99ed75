"""A term that people use about several schemes proves none of them."""

from known_schemes import SCHEMES

from knowledge.language.distinctive import common_terms
from knowledge.language.normalise import fold_phrase
from knowledge.language.reader import MessageReader
from knowledge.offices.directory import Directory

COMMON = common_terms(list(SCHEMES.values()))
READER = MessageReader(list(SCHEMES.values()), Directory.load())


def test_everyday_words_of_applications_are_common() -> None:
    for owner, term in (("tryggest", "kurs"), ("oppfolging-barn-unge", "stilling"), ("kommunalt-rusarbeid", "lenke")):
        assert (owner, fold_phrase(term)) in COMMON


def test_a_model_that_one_scheme_alone_is_asked_about_is_not() -> None:
    assert ("oppfolging-voksne", ("housing", "first")) not in COMMON


def test_a_scheme_without_known_questions_keeps_its_terms() -> None:
    quiet = [scheme.model_copy(update={"questions": {}}) for scheme in SCHEMES.values()]
    assert common_terms(quiet) == frozenset()


def test_a_common_term_is_still_a_term_but_proves_nothing() -> None:
    found = [t for t in READER.read("Kan vi bruke pengene på kurs?").terms if t.text == "kurs"]
    assert found
    assert not any(t.proves for t in found)
    assert any(t.proves for t in READER.read("Er Housing First med?").terms)
