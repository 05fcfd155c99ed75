"""A case in the address of a page is judged as the rules judge it, and becomes a letter with numbered sources."""

import re
from pathlib import Path
from typing import Any

import pytest
from multidict import MultiDict
from ruamel.yaml import YAML
from two_editions import two_editions

from assistant.caseworker.case_form import Case, Field, read_case
from assistant.caseworker.judgement import judge
from assistant.caseworker.letter import letter
from assistant.caseworker.reading import Reading, read
from knowledge.eligibility import UNKNOWN, evaluate

CASES = Path(__file__).parents[2] / "cases"
SCHEMES = ("kommunalt-rusarbeid", "oppfolging-voksne", "oppfolging-barn-unge", "tryggest")
APPLICANTS = [
    pytest.param(scheme, applicant, id=f"{scheme}: {applicant['name']}")
    for scheme in SCHEMES
    for applicant in YAML(typ="safe").load((CASES / f"{scheme}.yml").read_text(encoding="utf-8"))["applicants"]
]


def reading(scheme: str, lang: str = "nb") -> Reading:
    found = read(two_editions(), scheme, lang)
    assert found is not None
    return found


def case(scheme: str, *pairs: tuple[str, Any]) -> Case:
    return read_case(reading(scheme), MultiDict([(f"krav-{name}", str(value)) for name, value in pairs]))


def field(found: Case, name: str) -> Field:
    return next(f for f in found.fields if f.name == f"krav-{name}")


@pytest.mark.parametrize(("scheme", "applicant"), APPLICANTS)
def test_every_shipped_case_gets_the_verdict_that_a_caseworker_found(scheme: str, applicant: dict[str, Any]) -> None:
    here = reading(f"{scheme}@2025")
    query = MultiDict([(f"krav-{name}", str(answer)) for name, answer in applicant["answers"].items()])
    found = read_case(here, query)
    assert not found.errors
    judgement = judge(here, found.answers)
    assert judgement.outcome == applicant["expect"]["outcome"]
    assert judgement.outcome == evaluate(here.edition, applicant["answers"]).outcome
    words = {"met": ("met",), "not_met": ("refused", "fixable"), "unknown": ("unclear",)}
    came_out = {judged.id: judged.means for judged in judgement.criteria}
    assert all(came_out[name] in words[status] for name, status in applicant["expect"]["criteria"].items())


@pytest.mark.parametrize(
    ("given", "number"),
    [("400000", 400000), ("400 000", 400000), ("400.000,-", 400000), ("kr 400 000", 400000), (" 1 mill ", 1e6)],
)
def test_an_amount_is_read_however_it_is_written(given: str, number: float) -> None:
    assert case("tryggest", ("amount", given)).answers == {"amount": number}


@pytest.mark.parametrize(
    "given", ["mye", "4 eller 5", "-5", "0", "1e9", "9" * 30, "9" * 41, "nan", "inf", "2 år", "<b>x</b>", "½½", "💰"]
)
def test_what_is_no_amount_is_answered_at_the_field_and_nothing_is_lost(given: str) -> None:
    found = case("tryggest", ("amount", given), ("applicant_type", "municipality"))
    assert [f.name for f in found.errors] == ["krav-amount"]
    assert field(found, "amount").given == given
    assert field(found, "applicant_type").given == "municipality"
    assert found.answers == {"applicant_type": "municipality"}


def test_not_knowing_is_an_answer_and_a_question_left_open_is_none() -> None:
    found = case("tryggest", ("applicant_type", UNKNOWN), ("amount", ""), ("years-ukjent", "1"))
    assert found.answers == {"applicant_type": UNKNOWN, "years": UNKNOWN}
    assert field(found, "years").unknown


@pytest.mark.parametrize(
    "pairs",
    [
        [("applicant_type", "emperor")],
        [("applicant_type", "municipality"), ("applicant_type", "other")],
        [("years", "2"), ("years-ukjent", "1")],
        [("tryggest_status", "<script>alert(1)</script>")],
    ],
)
def test_answers_that_cannot_be_are_errors_at_their_question(pairs: list[tuple[str, str]]) -> None:
    found = case("tryggest", *pairs)
    assert [f.name for f in found.errors] == [f"krav-{pairs[0][0]}"]
    assert found.answers == {}


def test_answers_to_questions_that_the_edition_does_not_ask_are_counted_and_left_out() -> None:
    found = case("kommunalt-rusarbeid", ("local_plan", "yes"), ("amount", "5"), ("target_group", "yes"))
    assert (found.dropped, found.answers) == (2, {"target_group": "yes"})


def test_an_answer_that_does_not_apply_is_named_as_not_counted() -> None:
    here = reading("oppfolging-voksne")
    judgement = judge(here, {"applicant_type": "municipality", "agreement": "no"})
    assert judgement.not_counted == ("Samarbeidsavtale",)
    assert "agreement" not in {judged.id for judged in judgement.criteria}


def test_an_edition_is_judged_by_its_own_rules() -> None:
    answers = {"applicant_type": "municipality", "tryggest_status": "introduced", "amount": 450000, "years": 2}
    assert judge(reading("tryggest@2025"), answers).outcome == "needs_action"
    assert judge(reading("tryggest@2026"), {**answers, "local_plan": "yes"}).outcome == "eligible"


@pytest.mark.parametrize("lang", ["nb", "nn"])
def test_a_letter_numbers_its_sources_and_names_each_once(lang: str) -> None:
    here = reading("oppfolging-voksne", lang)
    text = letter(here, judge(here, {"applicant_type": "municipality_trust", "agreement": "no", "years": 6}))
    body, listed = text.rsplit("Kilder" if lang == "nb" else "Kjelder", 1)
    used = list(dict.fromkeys(int(n) for n in re.findall(r"\[(\d+)\]", body)))
    assert used == list(range(1, len(used) + 1))
    assert [int(n) for n in re.findall(r"^\[(\d+)\]", listed, re.MULTILINE)] == used
    assert "{" not in text
    assert len({line.split("]", 1)[1] for line in listed.strip().splitlines()}) == len(used)


def test_a_letter_says_the_verdict_the_deadline_each_criterion_and_what_to_do() -> None:
    here = reading("oppfolging-voksne")
    judgement = judge(here, {"applicant_type": "municipality_trust", "agreement": "no"})
    text = letter(here, judgement)
    said = [judgement.sentence, judgement.window.text, *judgement.remedies, *(j.reason for j in judgement.criteria)]
    assert all(each in text for each in said)
    renewing = {item.id for item in here.edition.checklist if item.renews}
    assert all((item.what in text) != (item.id in renewing) for item in judgement.items)
    assert "hvis ordningen blir lyst ut på nytt" in text
    assert "(forbi)" not in text, "a day that is past is no day to do anything on"
    assert "ikke et vedtak" in text


def test_a_letter_in_nynorsk_has_nothing_in_bokmaal() -> None:
    here = reading("tryggest", "nn")
    text = letter(here, judge(here, {"applicant_type": "municipality"}))
    words = set(re.findall(r"\w+", text.split("Kjelder")[0].lower()))
    assert not words & {"ikke", "dere", "kilde", "kilder", "tilskudd", "hvem", "må", "kreves"} - {"må"}
