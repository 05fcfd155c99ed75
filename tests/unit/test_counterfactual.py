"""What would have to be another answer: enough, no more than needed, and never a trick."""

from functools import cache
from itertools import combinations

import pytest
from eligibility_support import EDITIONS, Sheet, paths
from known_schemes import SCHEMES

from knowledge.counterfactual import Counterfactual, counterfactuals
from knowledge.eligibility import check_answer, evaluate, without_orphans
from knowledge.model import Edition

FAILED = {"not_eligible", "needs_action"}
all_editions = pytest.mark.parametrize("name", sorted(EDITIONS))


@cache
def sheets(name: str) -> tuple[Sheet, ...]:
    """The answers at the end of every path."""
    return tuple(node.answers for node in paths(EDITIONS[name]) if node.asked is None)


def changed(edition: Edition, sheet: Sheet, found: Counterfactual, keep: tuple[str, ...] | None = None) -> Sheet:
    """The sheet after the changes, or after those to some criteria only."""
    after = {c.criterion.id: c.after for c in found.changes if keep is None or c.criterion.id in keep}
    return without_orphans(edition, {**sheet, **after})


@all_editions
def test_every_failed_verdict_has_a_way_out_and_no_other_verdict_has_one(name: str) -> None:
    edition = EDITIONS[name]
    failed = 0
    for sheet in sheets(name):
        outcome = evaluate(edition, sheet).outcome
        assert bool(counterfactuals(edition, sheet)) == (outcome in FAILED), sheet
        failed += outcome in FAILED
    assert failed > 20


@all_editions
def test_the_changes_are_enough_real_and_each_of_them_needed(name: str) -> None:
    edition = EDITIONS[name]
    for sheet in sheets(name):
        for found in counterfactuals(edition, sheet):
            ids = [c.criterion.id for c in found.changes]
            assert len(set(ids)) == len(ids)
            assert all(c.before == sheet.get(c.criterion.id) != c.after for c in found.changes)
            assert all(check_answer(c.criterion, c.after) == c.after for c in found.changes)
            verdict = evaluate(edition, changed(edition, sheet, found))
            assert verdict == found.verdict
            assert verdict.outcome not in FAILED
            for fewer in combinations(ids, len(ids) - 1):
                assert evaluate(edition, changed(edition, sheet, found, fewer)).outcome in FAILED, (sheet, fewer)


@all_editions
def test_what_is_met_already_is_left_alone_but_where_a_limit_hangs_on_it(name: str) -> None:
    edition = EDITIONS[name]
    decide = {i for c in edition.criteria for limit in c.limits for i in limit.when}
    for sheet in sheets(name):
        met = {f.criterion.id for f in evaluate(edition, sheet).findings if f.status == "met"}
        for found in counterfactuals(edition, sheet):
            assert not met & {c.criterion.id for c in found.changes} - decide


@pytest.mark.parametrize(
    ("scheme", "sheet", "ways"),
    [
        ("oppfolging-barn-unge", {"applicant_type": "trust"}, [{"applicant_type": "municipality_trust"}]),
        ("kommunalt-rusarbeid", {"applicant_type": "organisation"}, [{"applicant_type": "municipality_organisations"}]),
        ("tryggest", {"applicant_type": "private_person"}, [{"applicant_type": "municipality"}]),
        (
            "tryggest",
            {"applicant_type": "municipality", "tryggest_status": "neither", "commitment": "no", "amount": 600_000.0},
            [{"tryggest_status": "decided", "commitment": "yes", "amount": 400_000.0}],
        ),
        (
            "oppfolging-voksne",
            {
                "applicant_type": "municipality",
                "target_group": "yes",
                "user_involvement": "yes",
                "pre_project": "no",
                "years": 5.0,
            },
            [{"pre_project": "yes"}, {"years": 4.0}],
        ),
    ],
)
def test_the_smallest_changes_are_those_that_a_person_would_make(scheme: str, sheet: Sheet, ways: list[Sheet]) -> None:
    found = counterfactuals(SCHEMES[scheme].edition(), sheet)
    assert [{c.criterion.id: c.after for c in way.changes} for way in found] == ways
