"""Every path of every scheme, walked in process: all outcomes, no dead end, no question that cannot matter."""

from collections import Counter
from functools import cache

import pytest
from eligibility_support import EDITIONS, Node, answers_to, paths
from known_schemes import SCHEMES

from knowledge.eligibility import (
    UNKNOWN,
    InvalidAnswer,
    Verdict,
    check_answer,
    evaluate,
    next_question,
    questions_left,
    without_orphans,
)
from knowledge.model import Criterion, Edition

OUTCOMES = {"eligible", "not_eligible", "needs_action", "unclear"}
all_editions = pytest.mark.parametrize("name", sorted(EDITIONS))


@cache
def nodes(name: str) -> tuple[tuple[Node, Verdict], ...]:
    edition = EDITIONS[name]
    return tuple((node, evaluate(edition, node.answers)) for node in paths(edition))


def ends(name: str) -> list[tuple[Node, Verdict]]:
    return [(node, verdict) for node, verdict in nodes(name) if node.asked is None]


def statuses(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    return tuple((f.criterion.id, f.status) for f in verdict.findings)


def test_all_paths_of_all_schemes_are_walked() -> None:
    counts = {name: len(ends(name)) for name in sorted(EDITIONS)}
    print(f"\npaths to a verdict: {counts}, {sum(counts.values())}")
    assert min(counts.values()) > 100


@all_editions
def test_every_outcome_is_reached(name: str) -> None:
    assert {verdict.outcome for _, verdict in ends(name)} == OUTCOMES


@all_editions
def test_every_option_and_both_sides_of_every_limit_are_met_on_some_path(name: str) -> None:
    seen = {(finding.criterion.id, finding.status) for _, verdict in ends(name) for finding in verdict.findings}
    reasons = {finding.reason.nb for _, verdict in ends(name) for finding in verdict.findings}
    for criterion in EDITIONS[name].criteria:
        assert (criterion.id, "met") in seen, criterion.id
        if criterion.type != "choice":
            assert {(criterion.id, "not_met"), (criterion.id, "unknown")} <= seen, criterion.id
        assert {o.reason.nb for o in criterion.options if o.reason} <= reasons


@all_editions
def test_every_walk_ends_within_as_many_questions_as_there_are_criteria(name: str) -> None:
    assert max(len(node.answers) for node, _ in ends(name)) <= len(EDITIONS[name].criteria)


@all_editions
def test_no_path_is_a_dead_end(name: str) -> None:
    """Who is refused hears why and what to do; who must mend something hears what; who is left open hears where."""
    for _, verdict in ends(name):
        failed = [f for f in verdict.findings if f.status == "not_met"]
        open_findings = [f for f in verdict.findings if f.status == "unknown"]
        assert all(f.remedy for f in failed), statuses(verdict)
        assert bool(failed) == bool(verdict.remedies)
        if verdict.outcome in ("not_eligible", "needs_action"):
            assert failed
        elif verdict.outcome == "unclear":
            assert open_findings
        else:
            assert not failed
            assert not open_findings


@all_editions
def test_only_who_applies_refuses_and_what_can_be_changed_never_does(name: str) -> None:
    for _, verdict in ends(name):
        hard = [f for f in verdict.findings if f.criterion.hard]
        assert [f.criterion.id for f in hard] == ["applicant_type"]
        assert (verdict.outcome == "not_eligible") == (hard[0].status == "not_met")


@all_editions
def test_every_question_put_can_change_the_verdict(name: str) -> None:
    edition = EDITIONS[name]
    for node, _ in nodes(name):
        if node.asked is not None:
            verdicts = [evaluate(edition, {**node.answers, node.asked.id: a}) for a in answers_to(node.asked)]
            assert len({(v.outcome, statuses(v)) for v in verdicts}) > 1, (node.asked.id, node.answers)


@all_editions
def test_nothing_is_asked_twice_nor_asked_where_it_does_not_apply(name: str) -> None:
    edition = EDITIONS[name]
    for node, _ in nodes(name):
        assert node.asked is None or node.asked.id not in node.answers
        assert without_orphans(edition, node.answers) == node.answers


@all_editions
def test_the_number_of_questions_left_is_an_upper_bound_and_falls_with_each_answer(name: str) -> None:
    edition = EDITIONS[name]
    for node, _ in nodes(name):
        left = questions_left(edition, node.answers)
        assert (left == 0) == (node.asked is None)
        if node.asked is not None:
            after = [questions_left(edition, {**node.answers, node.asked.id: a}) for a in answers_to(node.asked)]
            assert max(after) < left


@all_editions
def test_no_questions_come_after_a_refusal(name: str) -> None:
    assert all(node.asked is None for node, verdict in nodes(name) if verdict.outcome == "not_eligible")


@all_editions
def test_who_answers_everything_well_is_eligible_and_who_knows_nothing_is_unclear(name: str) -> None:
    edition = EDITIONS[name]
    assert evaluate(edition, {}).outcome == "unclear"
    assert evaluate(edition, {c.id: UNKNOWN for c in edition.criteria}).outcome == "unclear"
    good = Counter(len(node.answers) for node, verdict in ends(name) if verdict.outcome == "eligible")
    assert good


def number_criteria() -> list[tuple[Edition, Criterion]]:
    return [(e, c) for e in EDITIONS.values() for c in e.criteria if c.type == "number"]


@pytest.mark.parametrize(("edition", "criterion"), number_criteria(), ids=lambda x: getattr(x, "id", ""))
def test_an_impossible_number_is_no_answer(edition: Edition, criterion: Criterion) -> None:
    for wrong in (criterion.minimum - 0.25, -1.0, float("nan"), float("inf"), 1e15, "mange", ""):
        with pytest.raises(InvalidAnswer):
            check_answer(criterion, wrong)
    assert check_answer(criterion, str(criterion.minimum)) == criterion.minimum


@all_editions
def test_an_answer_that_is_no_option_is_refused_and_not_knowing_is_always_an_answer(name: str) -> None:
    for criterion in EDITIONS[name].criteria:
        assert check_answer(criterion, UNKNOWN) == UNKNOWN
        with pytest.raises(InvalidAnswer, match=criterion.id):
            check_answer(criterion, "kanskje")


def test_the_years_of_a_pre_project_count_only_with_a_pre_project() -> None:
    for scheme in ("oppfolging-voksne", "oppfolging-barn-unge"):
        edition = SCHEMES[scheme].edition()
        found = {
            answer: next(
                f.status
                for f in evaluate(edition, {"pre_project": answer, "years": 5.0}).findings
                if f.criterion.id == "years"
            )
            for answer in ("yes", "no", UNKNOWN)
        }
        assert found == {"yes": "met", "no": "not_met", UNKNOWN: "unknown"}


def test_hard_questions_come_first() -> None:
    for edition in EDITIONS.values():
        first = next_question(edition, {})
        assert first is not None
        assert first.hard
