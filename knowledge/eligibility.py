"""Three-valued eligibility rules over typed answers. Pure: no clock, no storage, no conversation.

An answer sheet maps criterion ids to answers: an option's value (choice), "yes"/"no" (yes_no), a number, or
"unknown". A criterion that is not in the sheet has not been answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.model import CitationRef, Criterion, Edition, LocalText, Option, Status

Answer = str | float
Answers = Mapping[str, Answer]
Outcome = Literal["eligible", "not_eligible", "needs_action", "unclear"]
Truth = bool | None  # None: not known

UNKNOWN = "unknown"


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
    criterion = next(c for c in edition.criteria if c.id == criterion_id)
    applicable = holds(criterion.applies_when, answers, edition)
    if applicable is False:
        return False
    answer = answers.get(criterion_id, UNKNOWN)
    if answer == UNKNOWN or applicable is None:
        return None
    return answer in values


def evaluate(edition: Edition, answers: Answers) -> Verdict:
    """Judges an answer sheet. Criteria that do not apply are left out; unanswered ones are unknown."""
    findings = []
    for criterion in edition.criteria:
        applicable = holds(criterion.applies_when, answers, edition)
        if applicable is False:
            continue
        answer = answers.get(criterion.id, UNKNOWN) if applicable else UNKNOWN
        findings.append(_judge(criterion, answer, answers, edition))
    return Verdict(_outcome(findings), tuple(findings))


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
    possible: list[float] = []
    for limit in criterion.limits:
        truth = holds(limit.when, answers, edition)
        if truth is True:
            possible = [limit.value]
        elif truth is None:
            possible.append(limit.value)
    verdicts = {number <= value for value in possible}
    if len(verdicts) != 1:
        return "unknown"
    return "met" if verdicts.pop() else "not_met"


def next_question(edition: Edition, answers: Answers) -> Criterion | None:
    """The next criterion worth asking about, or None when nothing asked can change the verdict.

    Hard criteria first; then in the order of the file, which is the order a municipality thinks in. Once a hard
    criterion has failed nothing more is asked. A criterion that is answered with "unknown" is not asked again.
    """
    worth = worth_asking(edition, answers)
    return next((c for c in worth if c.hard), worth[0] if worth else None)


def worth_asking(edition: Edition, answers: Answers) -> list[Criterion]:
    """Every question whose answer can change the verdict now, in the order of the file."""
    if evaluate(edition, answers).outcome == "not_eligible":
        return []
    return [
        c
        for c in edition.criteria
        if c.id not in answers
        and c.question is not None
        and holds(c.applies_when, answers, edition) is True
        and _matters(c, answers, edition)
    ]


def _matters(criterion: Criterion, answers: Answers, edition: Edition) -> bool:
    """Whether two answers to it lead to different findings now (a pre-project matters only to a fifth year)."""
    seen = set()
    for value in possible_answers(criterion):
        verdict = evaluate(edition, {**answers, criterion.id: value})
        seen.add(tuple((f.criterion.id, f.status) for f in verdict.findings))
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
