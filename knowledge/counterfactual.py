"""What would make an application eligible: the fewest answers that would have to be others. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from knowledge.eligibility import UNKNOWN, Answer, Answers, Verdict, evaluate, without_orphans
from knowledge.model import Criterion, Edition

_FAILED = frozenset({"not_eligible", "needs_action"})


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that would have to be another. `before` is None for a criterion that has not been answered."""

    criterion: Criterion
    before: Answer | None
    after: Answer


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Changes that together leave no criterion failed, and the verdict with them.

    The verdict may be `unclear`: of what has not been answered yet, or would be asked then.
    """

    changes: tuple[Change, ...]
    verdict: Verdict


def counterfactuals(edition: Edition, answers: Answers) -> list[Counterfactual]:
    """The smallest sets of changes after which nothing fails; several when they are equally small.

    Empty when nothing fails, or when nothing that the applicant can answer helps. A failed choice is changed to the
    option that the scheme names as nearest (`Option.instead`), else to the first that meets the criterion.
    """
    if evaluate(edition, answers).outcome not in _FAILED:
        return []
    for size in range(1, len(edition.criteria) + 1):
        found = list(_of_size(size, edition, answers))
        if found:
            fewest = min(_left_open(c, answers) for c in found)
            return [c for c in found if _left_open(c, answers) == fewest]
    return []


def _of_size(size: int, edition: Edition, answers: Answers) -> Iterator[Counterfactual]:
    """Counterfactuals of so many changes."""
    for criteria in combinations(_worth_changing(edition, answers), size):
        for values in product(*(_better(c, answers.get(c.id)) for c in criteria)):
            changed = dict(zip((c.id for c in criteria), values, strict=True))
            kept = without_orphans(edition, {**answers, **changed})
            if changed.keys() <= kept.keys():
                verdict = evaluate(edition, kept)
                if verdict.outcome not in _FAILED:
                    changes = (Change(c, answers.get(c.id), changed[c.id]) for c in criteria)
                    yield Counterfactual(tuple(changes), verdict)


def _worth_changing(edition: Edition, answers: Answers) -> Sequence[Criterion]:
    """Failed criteria, and those that a failed one's limits hang on, in the order of the file. Not those that decide
    whether it applies: nobody leaves the hospital out to be rid of the signatures."""
    failed = {f.criterion.id for f in evaluate(edition, answers).findings if f.status == "not_met"}
    by_id = {c.id: c for c in edition.criteria}
    worth = set(failed)
    for criterion_id in failed:
        criterion = by_id[criterion_id]
        worth |= {name for limit in criterion.limits if limit.above == "not_met" for name in limit.when}
    return [c for c in edition.criteria if c.id in worth]


def _better(criterion: Criterion, now: Answer | None) -> list[Answer]:
    """The answers worth trying instead of the present one."""
    if criterion.type == "choice":
        present = next((o for o in criterion.options if o.value == now), None)
        if present is not None and present.instead:
            return [present.instead]
        met = [o.value for o in criterion.options if o.status == "met" and o.value != now]
        return list(met if present is None or present.status == "met" else met[:1])
    if criterion.type == "yes_no":
        return [value for value in ("yes", "no") if value != now]
    return list(dict.fromkeys(limit.value for limit in criterion.limits if limit.value != now))


def _left_open(found: Counterfactual, answers: Answers) -> int:
    """How many criteria would still be open that are not answered now either."""
    return sum(f.status == "unknown" and answers.get(f.criterion.id) != UNKNOWN for f in found.verdict.findings)
