"""Properties of the eligibility rules that hold for any answers, checked on random sheets."""

from eligibility_support import EDITIONS, Sheet, any_answer, sheets, walk
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.eligibility import UNKNOWN, evaluate, holds, next_question, without_orphans
from knowledge.model import Edition


def statuses(edition: Edition, sheet: Sheet) -> list[tuple[str, str]]:
    return [(f.criterion.id, f.status) for f in evaluate(edition, sheet).findings]


many = settings(max_examples=200, deadline=None, derandomize=True, database=None)
Case = tuple[str, Sheet]


@many
@given(sheets())
def test_the_same_answers_always_give_the_same_verdict(case: Case) -> None:
    edition, sheet = EDITIONS[case[0]], case[1]
    assert evaluate(edition, sheet) == evaluate(edition, dict(sheet))
    assert next_question(edition, sheet) == next_question(edition, dict(sheet))


@many
@given(sheets(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(case: Case, random: object) -> None:
    edition, sheet = EDITIONS[case[0]], case[1]
    items = list(sheet.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    assert evaluate(edition, dict(items)) == evaluate(edition, sheet)
    assert next_question(edition, dict(items)) == next_question(edition, sheet)
    assert without_orphans(edition, dict(items)) == without_orphans(edition, sheet)


@many
@given(sheets(), st.data())
def test_more_knowledge_never_turns_met_into_not_met_or_back(case: Case, data: st.DataObject) -> None:
    edition, sheet = EDITIONS[case[0]], case[1]
    open_ids = [c for c in edition.criteria if sheet.get(c.id, UNKNOWN) == UNKNOWN]
    more = {**sheet, **{c.id: data.draw(any_answer(c)) for c in open_ids}}
    before = {f.criterion.id: f.status for f in evaluate(edition, sheet).findings}
    after = {f.criterion.id: f.status for f in evaluate(edition, more).findings}
    for criterion_id, status in before.items():
        if status != "unknown" and criterion_id in after:
            assert after[criterion_id] == status


@many
@given(sheets(), st.data())
def test_an_outcome_that_is_decided_stays_so_with_more_knowledge(case: Case, data: st.DataObject) -> None:
    edition, sheet = EDITIONS[case[0]], case[1]
    outcome = evaluate(edition, sheet).outcome
    open_ids = [c for c in edition.criteria if sheet.get(c.id, UNKNOWN) == UNKNOWN]
    more = {**sheet, **{c.id: data.draw(any_answer(c)) for c in open_ids}}
    assert outcome == "unclear" or evaluate(edition, more).outcome == outcome


@many
@given(sheets())
def test_an_answer_that_does_not_apply_changes_nothing(case: Case) -> None:
    edition, sheet = EDITIONS[case[0]], case[1]
    applies = {c.id for c in edition.criteria if holds(c.applies_when, sheet, edition) is not False}
    assert evaluate(edition, {k: v for k, v in sheet.items() if k in applies}) == evaluate(edition, sheet)


@many
@given(sheets())
def test_taking_out_orphans_once_is_enough_and_changes_no_verdict(case: Case) -> None:
    edition, sheet = EDITIONS[case[0]], case[1]
    kept = without_orphans(edition, sheet)
    assert without_orphans(edition, kept) == kept
    assert kept.items() <= sheet.items()
    assert all(holds(c.applies_when, kept, edition) is True for c in edition.criteria if c.id in kept)
    assert evaluate(edition, kept).outcome == evaluate(edition, sheet).outcome


@many
@given(sheets(complete=True), st.data())
def test_changing_an_answer_equals_starting_afresh_with_it(case: Case, data: st.DataObject) -> None:
    edition, everything = EDITIONS[case[0]], case[1]
    walked = walk(edition, everything)
    criterion_id = data.draw(st.sampled_from(list(walked)))
    criterion = next(c for c in edition.criteria if c.id == criterion_id)
    everything[criterion_id] = data.draw(any_answer(criterion))
    changed = without_orphans(edition, {**walked, criterion_id: everything[criterion_id]})
    went_on = walk(edition, everything, changed)
    afresh = walk(edition, everything)
    assert evaluate(edition, went_on).outcome == evaluate(edition, afresh).outcome
    if evaluate(edition, afresh).outcome != "not_eligible":  # a refusal ends a fresh walk before the other questions
        # What was answered before and no longer matters may stay; it changes no finding.
        assert afresh.items() <= went_on.items()
        assert statuses(edition, went_on) == statuses(edition, afresh)
