"""A question that asks for a figure is not answered by a statement without one."""

import pytest

from knowledge.expected_value import lacks_the_figure, things_asked, things_told

PART = "Tilskuddet til FACT-ung er delfinansiering: det dekker en del av kostnadene."
LIMIT = "Hver kommune kan søke om inntil 400 000 kroner. Midlene kan brukes i opptil to år av gangen."
TEAM = "Oppsøkende team bør være tverrsektorielle og flerfaglige."
PRE = "Det kan eventuelt gis ett år ekstra til forprosjekt."
OPENING = "Tjenesten har tilpassede åpningstider. Kilden oppgir ikke bestemte klokkeslett."


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Hvor mange ansatte må teamet ha?", TEAM),
        ("kor ofte må utekontakten vere ute?", TEAM),
        ("Hvilken årslønn kan vi regne for psykologen?", PART),
        ("Kva lønstrinn skal dei tilsette ha?", PART),
        ("Hvor mange kroner kan vi bruke på forprosjektet?", PRE),
        ("Er det en nedre beløpsgrense?", LIMIT),
        ("Kva dato tek opplæringa til?", TEAM),
        ("How many employees are needed?", TEAM),
    ],
)
def test_a_figure_is_missed(question: str, statement: str) -> None:
    assert lacks_the_figure(question, statement)


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Hvor mange år kan vi bruke pengene?", LIMIT),
        ("Hvor mange kroner kan vi få?", LIMIT),
        ("Hvor mange av kostnadene dekkes?", PART),
        ("Hvem bør være i teamet?", TEAM),
        ("Hvor mange timer må det være åpent?", OPENING),
        ("Hvilke fag bør være med?", TEAM),
    ],
)
def test_nothing_is_missed_where_a_figure_stands_or_none_is_asked_for(question: str, statement: str) -> None:
    assert not lacks_the_figure(question, statement)


@pytest.mark.parametrize(
    ("question", "thing", "telling", "not_telling"),
    [
        ("Hvor lenge varer tilskuddet?", "duration", PRE, TEAM),
        ("Kva kostar det å starte?", "sum", LIMIT, TEAM),
        ("Hvilke aldre gjelder?", "age", "Tjenester for barn og ungdom 12–25 år.", TEAM),
        ("Når på kvelden stenger de?", "clock", OPENING, LIMIT),
        ("Dekker dere halvparten?", "share", PART, TEAM),
    ],
)
def test_what_is_asked_for_is_told_or_not(question: str, thing: str, telling: str, not_telling: str) -> None:
    assert thing in things_asked(question)
    assert thing in things_told(telling)
    assert thing not in things_told(not_telling)


def test_a_question_of_no_such_thing_asks_for_nothing() -> None:
    assert not things_asked("Kan vi kjøpe bil?")


@pytest.mark.parametrize("question", ["en 12-åring", "12 åringer", "gjelder det 8åringen?", "0" * 300 + "-åring"])
def test_a_child_of_so_many_years_asks_for_an_age_however_it_is_written(question: str) -> None:
    assert "age" in things_asked(question)
