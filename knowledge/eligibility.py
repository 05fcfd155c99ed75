"""Three-valued eligibility rules over typed answers. Pure: no clock, no storage, no conversation.

An answer sheet maps criterion ids to answers: an option's value (choice), "yes"/"no" (yes_no), a number, or
"unknown". A criterion that is not in the sheet has not been answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from knowledge.model import CitationRef, Criterion, Edition, LocalText, Option
from knowledge.values import Status

Answer = str | float
Answers = Mapping[str, Answer]
Outcome = Literal["eligible", "not_eligible", "needs_action", "unclear"]
Truth = bool | None  # None: not known

UNKNOWN = "unknown"
_MOST_KEPT = 1_000


class InvalidAnswer(ValueError):
    """The answer is none that the criterion can have. The message says what it can be."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How one criterion came out, and why."""

    criterion: Criterion
    status: Status
    reason: LocalText
    remedy: LocalText | None
    citation: CitationRef


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    findings: tuple[Finding, ...]

    @property
    def remedies(self) -> list[LocalText]:
        """What to do about each criterion that is not met, in order, without repeats."""
        found = [f.remedy for f in self.findings if f.status == "not_met" and f.remedy]
        return list(dict.fromkeys(found))


def check_answer(criterion: Criterion, answer: Answer) -> Answer:
    """Returns the answer in its canonical form.

    Raises:
        InvalidAnswer: for a value that is not an option, or a number below the criterion's minimum.
    """
    if answer == UNKNOWN:
        return UNKNOWN
    if criterion.type == "number":
        return _check_number(criterion, answer)
    allowed = [o.value for o in criterion.options] if criterion.type == "choice" else ["yes", "no"]
    if answer not in allowed:
        raise InvalidAnswer(f"{criterion.id}: '{answer}' is not one of {', '.join(allowed)}, {UNKNOWN}")
    return answer


def _check_number(criterion: Criterion, answer: Answer) -> float:
    try:
        number = float(answer)
    except (TypeError, ValueError):
        raise InvalidAnswer(f"{criterion.id}: '{answer}' is not a number") from None
    if not criterion.minimum <= number < 1e12:
        raise InvalidAnswer(f"{criterion.id}: {number:g} is out of range, the least is {criterion.minimum:g}")
    return number


@dataclass(frozen=True, slots=True)
class _Structure:
    """What follows from the criteria alone. `touched` are those that an answer to a criterion can change: itself, and
    what depends on it, in the order of the file."""

    by_id: Mapping[str, Criterion]
    touched: Mapping[str, tuple[Criterion, ...]]
    hard: tuple[Criterion, ...]


# By the identity of the criteria, since they hold mappings and have no hash. A few editions, so it stays small.
_structures: dict[int, tuple[tuple[Criterion, ...], _Structure]] = {}


def _structure(edition: Edition) -> _Structure:
    known = _structures.get(id(edition.criteria))
    if known is None or known[0] is not edition.criteria:
        if len(_structures) > _MOST_KEPT:
            _structures.clear()
        known = edition.criteria, _structure_of(edition.criteria)
        _structures[id(edition.criteria)] = known
    return known[1]


def _structure_of(criteria: tuple[Criterion, ...]) -> _Structure:
    touched: dict[str, set[str]] = {c.id: {c.id} for c in criteria}
    for criterion in criteria:  # a criterion depends only on earlier ones, so one round is enough
        named = {*criterion.applies_when, *(name for limit in criterion.limits for name in limit.when)}
        for reached in touched.values():
            if named & reached:
                reached.add(criterion.id)
    ordered = {i: tuple(c for c in criteria if c.id in reached) for i, reached in touched.items()}
    return _Structure({c.id: c for c in criteria}, ordered, tuple(c for c in criteria if c.hard))


def holds(condition: Mapping[str, tuple[str, ...]], answers: Answers, edition: Edition) -> Truth:
    """Whether every named criterion has one of the named answers; a criterion that does not apply has none."""
    result: Truth = True
    for criterion_id, values in condition.items():
        truth = _has_answer(criterion_id, values, answers, edition)
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def _has_answer(criterion_id: str, values: tuple[str, ...], answers: Answers, edition: Edition) -> Truth:
    criterion = _structure(edition).by_id[criterion_id]
    applicable = holds(criterion.applies_when, answers, edition)
    if applicable is False:
        return False
    answer = answers.get(criterion_id, UNKNOWN)
    if answer == UNKNOWN or applicable is None:
        return None
    return answer in values


def evaluate(edition: Edition, answers: Answers) -> Verdict:
    """Judges an answer sheet. Criteria that do not apply are left out; unanswered ones are unknown."""
    findings = _findings(edition.criteria, answers, edition)
    return Verdict(_outcome(findings), tuple(findings))


def _findings(criteria: Sequence[Criterion], answers: Answers, edition: Edition) -> list[Finding]:
    findings = []
    for criterion in criteria:
        applicable = holds(criterion.applies_when, answers, edition)
        if applicable is False:
            continue
        answer = answers.get(criterion.id, UNKNOWN) if applicable else UNKNOWN
        findings.append(_judge(criterion, answer, answers, edition))
    return findings


def _outcome(findings: list[Finding]) -> Outcome:
    """A failed hard criterion decides alone; an unknown hard one leaves it open; then what can be mended."""
    if any(f.status == "not_met" and f.criterion.hard for f in findings):
        return "not_eligible"
    if any(f.status == "unknown" and f.criterion.hard for f in findings):
        return "unclear"
    if any(f.status == "not_met" for f in findings):
        return "needs_action"
    return "unclear" if any(f.status == "unknown" for f in findings) else "eligible"


def _judge(criterion: Criterion, answer: Answer, answers: Answers, edition: Edition) -> Finding:
    option: Option | None = None
    # A choice whose every answer comes out the same is settled without one.
    outcomes = {o.status for o in criterion.options}
    status: Status = outcomes.pop() if len(outcomes) == 1 else "unknown"
    if answer != UNKNOWN:
        if criterion.type == "choice":
            option = next(o for o in criterion.options if o.value == answer)
            status = option.status
        elif criterion.type == "yes_no":
            status = "met" if (answer == "yes") == criterion.met_when else "not_met"
        else:
            status = _within_limit(criterion, float(answer), answers, edition)
    reason = option.reason if option and option.reason else getattr(criterion.reasons, status)
    remedy = (option.remedy if option and option.remedy else criterion.remedy) if status == "not_met" else None
    citation = option.citation if option and option.citation else criterion.citation
    return Finding(criterion, status, reason, remedy, citation)


def _within_limit(criterion: Criterion, number: float, answers: Answers, edition: Edition) -> Status:
    """Met or not met when every limit that may apply agrees; unknown when they do not."""
    possible: list[Status] = []
    for limit in criterion.limits:
        truth = holds(limit.when, answers, edition)
        status: Status = "met" if number <= limit.value else limit.above
        if truth is True:
            possible = [status]
        elif truth is None:
            possible.append(status)
    return possible[0] if len(set(possible)) == 1 else "unknown"


def next_question(edition: Edition, answers: Answers) -> Criterion | None:
    """The next criterion worth asking about, or None when nothing asked can change the verdict.

    Hard criteria first; then in the order of the file, which is the order a municipality thinks in. Once a hard
    criterion has failed nothing more is asked. A criterion that is answered with "unknown" is not asked again.
    """
    if _is_refused(edition, answers):
        return None
    hard = _structure(edition).hard
    order = chain(hard, (c for c in edition.criteria if not c.hard)) if hard else edition.criteria
    return next((c for c in order if _is_worth_asking(c, answers, edition)), None)


def worth_asking(edition: Edition, answers: Answers) -> list[Criterion]:
    """Every question whose answer can change the verdict now, in the order of the file."""
    if _is_refused(edition, answers):
        return []
    return [c for c in edition.criteria if _is_worth_asking(c, answers, edition)]


def _is_refused(edition: Edition, answers: Answers) -> bool:
    """Whether a hard criterion is not met: then nothing else matters."""
    return any(f.status == "not_met" for f in _findings(_structure(edition).hard, answers, edition))


def _is_worth_asking(criterion: Criterion, answers: Answers, edition: Edition) -> bool:
    return (
        criterion.id not in answers
        and criterion.question is not None
        and holds(criterion.applies_when, answers, edition) is True
        and _matters(criterion, answers, edition)
    )


def _matters(criterion: Criterion, answers: Answers, edition: Edition) -> bool:
    """Whether two answers to it lead to different findings now (a pre-project matters only to a fifth year)."""
    seen = set()
    touched = _structure(edition).touched[criterion.id]
    for value in possible_answers(criterion):
        findings = _findings(touched, {**answers, criterion.id: value}, edition)
        seen.add(tuple((f.criterion.id, f.status) for f in findings))
        if len(seen) > 1:
            return True
    return False


def possible_answers(criterion: Criterion) -> list[Answer]:
    """Every option; yes and no; for a number, one on each side of every limit."""
    if criterion.type == "choice":
        return [option.value for option in criterion.options]
    if criterion.type == "yes_no":
        return ["yes", "no"]
    return sorted({value for limit in criterion.limits for value in (limit.value, limit.value + 1)})


def questions_left(edition: Edition, answers: Answers) -> int:
    """How many more questions may come: an upper bound, since answers can make some fall away."""
    if next_question(edition, answers) is None:
        return 0
    return sum(may_be_asked(edition, answers, c) for c in edition.criteria)


def may_be_asked(edition: Edition, answers: Answers, criterion: Criterion) -> bool:
    """Whether a criterion is unanswered, has a question, and may apply."""
    unanswered = criterion.id not in answers and criterion.question is not None
    return unanswered and holds(criterion.applies_when, answers, edition) is not False


def without_orphans(edition: Edition, answers: Answers) -> dict[str, Answer]:
    """The answers that still apply, so that changing one equals having started afresh with it."""
    kept: dict[str, Answer] = {}
    for criterion in edition.criteria:
        if criterion.id in answers and holds(criterion.applies_when, kept, edition) is True:
            kept[criterion.id] = answers[criterion.id]
    return kept
