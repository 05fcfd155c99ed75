"""Applicants on both sides of every threshold and date get the verdict, the reasons and the checklist a caseworker would
give, and the words they answer in are understood (tests/cases/<scheme>.yml)."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from known_schemes import SCHEMES
from ruamel.yaml import YAML

from knowledge import checklist, deadlines
from knowledge.eligibility import Answer, check_answer, evaluate, next_question
from knowledge.language.answers_in_text import find_answers
from knowledge.language.reader import MessageReader
from knowledge.offices.directory import Directory

CASES = Path(__file__).parents[1] / "cases"
READER = MessageReader(list(SCHEMES.values()), Directory.load())


@dataclass(frozen=True)
class Applicant:
    """One applicant of the case files. `says` and `answers` are by criterion id."""

    scheme: str
    name: str
    today: dt.date
    lang: str
    says: Mapping[str, str]
    answers: Mapping[str, Answer]
    expect: Mapping[str, Any]


@lru_cache(maxsize=1)
def applicants() -> tuple[Applicant, ...]:
    """Every applicant of every scheme."""
    return tuple(
        Applicant(scheme, c["name"], c["today"], c["lang"], c["says"], c["answers"], c["expect"])
        for scheme in sorted(SCHEMES)
        for c in YAML(typ="safe").load((CASES / f"{scheme}.yml").read_text(encoding="utf-8"))["applicants"]
    )


every_applicant = pytest.mark.parametrize("applicant", applicants(), ids=lambda a: f"{a.scheme}: {a.name}")


@every_applicant
def test_the_verdict_and_the_status_of_each_criterion_are_right(applicant: Applicant) -> None:
    verdict = evaluate(SCHEMES[applicant.scheme].edition(), applicant.answers)
    assert verdict.outcome == applicant.expect["outcome"]
    statuses = {f.criterion.id: f.status for f in verdict.findings}
    assert {i: statuses.get(i) for i in applicant.expect["criteria"]} == applicant.expect["criteria"]
    beyond = {i: s for i, s in statuses.items() if i not in applicant.expect["criteria"] and i in applicant.answers}
    assert applicant.expect["outcome"] == "not_eligible" or "not_met" not in beyond.values()


@every_applicant
def test_the_window_is_judged_by_the_day(applicant: Applicant) -> None:
    window = deadlines.window(SCHEMES[applicant.scheme].edition(), applicant.today, applicant.lang)
    assert window.state == applicant.expect["window"]


@every_applicant
def test_the_checklist_has_what_the_applicant_needs_and_nothing_wrong(applicant: Applicant) -> None:
    scheme = SCHEMES[applicant.scheme]
    items = {i.id for i in checklist.build(scheme, applicant.answers, applicant.lang, applicant.today)}
    assert set(applicant.expect["checklist"]["has"] or ()) <= items
    assert not set(applicant.expect["checklist"]["lacks"] or ()) & items


@every_applicant
def test_asked_one_by_one_the_walk_ends_with_the_same_verdict(applicant: Applicant) -> None:
    edition = SCHEMES[applicant.scheme].edition()
    given: dict[str, Answer] = {}
    while (asked := next_question(edition, given)) is not None:
        given[asked.id] = check_answer(asked, applicant.answers.get(asked.id, "unknown"))
    assert evaluate(edition, given).outcome == applicant.expect["outcome"]


@every_applicant
def test_their_own_words_are_understood(applicant: Applicant) -> None:
    edition = SCHEMES[applicant.scheme].edition()
    criteria = {c.id: c for c in edition.criteria}
    wrong = {}
    for criterion_id, text in applicant.says.items():
        found = find_answers(edition, READER.read(text), criteria[criterion_id]).get(criterion_id)
        if found != applicant.answers[criterion_id] and {found, applicant.answers[criterion_id]} != {
            "unknown",
            "unsure",
        }:
            wrong[text] = (found, applicant.answers[criterion_id])
    assert not wrong


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
def test_every_scheme_has_applicants_for_every_answer_and_outcome_in_both_languages(scheme: str) -> None:
    mine = [a for a in applicants() if a.scheme == scheme]
    assert len(mine) >= 25
    assert min(Counter(a.lang for a in mine).values()) >= 10
    assert {a.expect["outcome"] for a in mine} == {"eligible", "not_eligible", "needs_action", "unclear"}
    assert len({a.expect["window"] for a in mine}) == 2
    for criterion in SCHEMES[scheme].edition().criteria:
        given = {a.answers.get(criterion.id) for a in mine}
        wanted = {o.value for o in criterion.options} or {"yes", "no"}
        assert given >= ({*wanted, "unknown"} if criterion.type != "number" else {"unknown"}), criterion.id
        for limit in criterion.limits:
            numbers = {n for n in given if isinstance(n, int | float)}
            assert limit.value in numbers and any(n > limit.value for n in numbers), criterion.id
