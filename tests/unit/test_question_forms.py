"""The form of a question, in bokmål, nynorsk, dialect and English."""

import pytest

from knowledge.language.question_forms import FORMS, KEYWORDS, asks_for_a_scheme, question_forms, tells_of_us


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Hvor mange må være med?", "how_many"),
        ("Kor ofte skal vi rapportere?", "how_many"),
        ("kor mykje kan vi få", "how_much"),
        ("Hvor lenge varer det?", "how_long"),
        ("kem signere", "who"),
        ("koss søke vi", "how"),
        ("Hva skjer hvis vi slutter?", "what_if"),
        ("Held det med ein søknad?", "enough"),
        ("Stemmer det at fristen er ute?", "told"),
        ("How long does it last?", "how_long"),
        ("målgruppe rusarbeid", KEYWORDS),
        ("frist", KEYWORDS),
    ],
)
def test_a_form_is_found(text: str, form: str) -> None:
    assert form in question_forms(text)


def test_a_question_is_no_keywords_and_keywords_have_no_other_form() -> None:
    assert KEYWORDS not in question_forms("Når er fristen?")
    assert KEYWORDS not in question_forms("Vi er en liten kommune i Nordland med to ansatte på rusfeltet")
    assert question_forms("egenfinansiering barn unge") == {KEYWORDS}
    assert KEYWORDS not in FORMS


def test_what_asks_for_a_scheme_names_nothing_to_apply_for() -> None:
    assert asks_for_a_scheme("Hva kan vi søke på? Vi er en kommune.")
    assert asks_for_a_scheme("kva for tilskot kan kommunen søkje om?")
    assert not asks_for_a_scheme("hva kan vi søke på når vi har TryggEst?")


def test_a_text_tells_of_those_who_write_it_or_does_not() -> None:
    assert tells_of_us("vi er to kommuner, når er fristen?")
    assert tells_of_us("Kommunen skal starte opp")
    assert not tells_of_us("når er fristen for TryggEst?")
