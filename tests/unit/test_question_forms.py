"""The form of a question, in bokmål, nynorsk, dialect and English."""

import pytest

from knowledge.language.question_forms import FORMS, KEYWORDS, question_forms


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
