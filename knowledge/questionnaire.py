"""The questions of a walk: those of one scheme, or of all schemes at once with what they share asked one time. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from knowledge import eligibility
from knowledge.eligibility import UNKNOWN, Answer, Answers, Verdict, evaluate
from knowledge.language.answers_in_text import find_answers
from knowledge.language.reader import Reading
from knowledge.model import Criterion, Edition, Option, Scheme

ALL = "all"  # stands for every scheme where else the id of one would stand


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the schemes that ask it.

    `id` is what its answer is kept under; `criterion` gives the wording and the options; `owners` are the schemes with
    the criterion as each has it.
    """

    id: str
    criterion: Criterion
    owners: tuple[tuple[Scheme, Criterion], ...]

    @property
    def scheme(self) -> Scheme:
        """The scheme whose source is cited for it."""
        return self.owners[0][0]

    @property
    def only_scheme(self) -> str | None:
        """The id of the scheme when just one asks this."""
        return self.scheme.id if len(self.owners) == 1 else None


class Questionnaire(Protocol):
    """What a walk goes through. Answers are kept by `Asked.id`."""

    @property
    def questions(self) -> Sequence[Asked]:
        """Every question, in the order of the files."""

    def next(self, answers: Answers) -> Asked | None:
        """The next question worth asking, or None when nothing asked can change the result."""

    def left(self, answers: Answers) -> int:
        """How many more questions may come: an upper bound."""

    def relevant(self, answers: Answers) -> set[str]:
        """The ids of the questions that can still matter to a result that is not settled."""

    def kept(self, answers: Answers) -> dict[str, Answer]:
        """The answers that still apply."""

    def find(self, reading: Reading, asked: Asked | None = None) -> dict[str, Answer]:
        """The answers that a text gives; short replies answer `asked`."""


def question_of(questionnaire: Questionnaire, question_id: str) -> Asked:
    return next(q for q in questionnaire.questions if q.id == question_id)


class OneScheme:
    """The questions of one edition of a scheme."""

    def __init__(self, scheme: Scheme, edition: Edition) -> None:
        self._scheme, self._edition = scheme, edition

    @cached_property
    def questions(self) -> Sequence[Asked]:
        return [Asked(c.id, c, ((self._scheme, c),)) for c in self._edition.criteria]

    def next(self, answers: Answers) -> Asked | None:
        criterion = eligibility.next_question(self._edition, answers)
        return question_of(self, criterion.id) if criterion else None

    def left(self, answers: Answers) -> int:
        return eligibility.questions_left(self._edition, answers)

    def relevant(self, answers: Answers) -> set[str]:
        return {q.id for q in self.questions}

    def kept(self, answers: Answers) -> dict[str, Answer]:
        return eligibility.without_orphans(self._edition, answers)

    def find(self, reading: Reading, asked: Asked | None = None) -> dict[str, Answer]:
        return find_answers(self._edition, reading, asked.criterion if asked else None)


class Portfolio:
    """The questions of several schemes at once. Two schemes share a question when it has the same id and wording."""

    def __init__(self, schemes: Sequence[Scheme]) -> None:
        self.schemes = tuple(schemes)

    @cached_property
    def questions(self) -> Sequence[Asked]:
        owners: dict[tuple[str, str], list[tuple[Scheme, Criterion]]] = {}
        for scheme in self.schemes:
            for criterion in scheme.edition().criteria:
                wording = (criterion.question or criterion.label).nb
                owners.setdefault((criterion.id, wording), []).append((scheme, criterion))
        return [Asked(_id_of(own, len(self.schemes)), _merged(own), tuple(own)) for own in owners.values()]

    def sheets(self, answers: Answers) -> dict[str, dict[str, Answer]]:
        """The answer sheet of each scheme. An answer that a scheme does not know is its option that covers that one,
        or unknown."""
        sheets: dict[str, dict[str, Answer]] = {scheme.id: {} for scheme in self.schemes}
        for asked in self.questions:
            if asked.id in answers:
                for scheme, criterion in asked.owners:
                    sheets[scheme.id][criterion.id] = _as_asked(criterion, answers[asked.id])
        return {s.id: eligibility.without_orphans(s.edition(), sheets[s.id]) for s in self.schemes}

    def verdicts(self, sheets: Mapping[str, Answers]) -> dict[str, Verdict]:
        """How each scheme comes out with its answer sheet, by id."""
        return {scheme.id: evaluate(scheme.edition(), sheets[scheme.id]) for scheme in self.schemes}

    def next(self, answers: Answers) -> Asked | None:
        """Who applies first; then what each scheme is for; then what most schemes want to know; of equals the first."""
        wanted: dict[str, list[Asked]] = {}
        for scheme, sheet in self._undecided(answers):
            for criterion in eligibility.worth_asking(scheme.edition(), sheet):
                asked = self._asked_by(scheme, criterion)
                wanted.setdefault(asked.id, []).append(asked)
        votes = [(q[0].criterion.hard, q[0].criterion.purpose, len(q), q[0]) for q in wanted.values()]
        return max(votes, key=lambda vote: vote[:3])[3] if votes else None

    def left(self, answers: Answers) -> int:
        open_now = {
            self._asked_by(scheme, criterion).id
            for scheme, sheet in self._undecided(answers)
            for criterion in scheme.edition().criteria
            if eligibility.may_be_asked(scheme.edition(), sheet, criterion)
        }
        return len(open_now)

    def relevant(self, answers: Answers) -> set[str]:
        undecided = {scheme.id for scheme, _ in self._undecided(answers)}
        return {q.id for q in self.questions if any(scheme.id in undecided for scheme, _ in q.owners)}

    def kept(self, answers: Answers) -> dict[str, Answer]:
        sheets = self.sheets(answers)
        return {
            asked.id: answers[asked.id]
            for asked in self.questions
            if asked.id in answers and any(c.id in sheets[scheme.id] for scheme, c in asked.owners)
        }

    def find(self, reading: Reading, asked: Asked | None = None) -> dict[str, Answer]:
        named = set(reading.schemes)
        if asked and named and not named & {scheme.id for scheme, _ in asked.owners}:
            asked = None  # «TryggEst er vi ikke med på» is about that scheme, whatever was asked
        else:
            named = {scheme.id for scheme in self.schemes}
        found: dict[str, Answer] = {}
        for scheme in (s for s in self.schemes if s.id in named):
            own = next((c for s, c in asked.owners if s is scheme), asked.criterion) if asked else None
            for criterion_id, answer in find_answers(scheme.edition(), reading, own).items():
                criterion = next(c for c in scheme.edition().criteria if c.id == criterion_id)
                question = self._asked_by(scheme, criterion)
                ours = question.only_scheme is None or asked is None or question.id == asked.id
                if ours and question.id not in found:
                    found[question.id] = answer
        return found

    def _undecided(self, answers: Answers) -> list[tuple[Scheme, dict[str, Answer]]]:
        """The schemes still asked about. One of which something is not met is not: what is missing is said, and the
        scheme can be checked alone."""
        sheets = self.sheets(answers)
        verdicts = self.verdicts(sheets)
        return [
            (scheme, sheets[scheme.id])
            for scheme in self.schemes
            if all(f.status != "not_met" for f in verdicts[scheme.id].findings)
        ]

    def _asked_by(self, scheme: Scheme, criterion: Criterion) -> Asked:
        return next(q for q in self.questions if any(s is scheme and c is criterion for s, c in q.owners))


def _id_of(owners: Sequence[tuple[Scheme, Criterion]], schemes: int) -> str:
    """The criterion's id when every scheme asks the same; else with the schemes that do."""
    criterion_id = owners[0][1].id
    return criterion_id if len(owners) == schemes else f"{criterion_id}@{'+'.join(s.id for s, _ in owners)}"


def _merged(owners: Sequence[tuple[Scheme, Criterion]]) -> Criterion:
    """The first criterion with the options of all; one that covers others steps back for them."""
    first = owners[0][1]
    options: dict[str, Option] = {}
    for _, criterion in owners:
        for option in criterion.options:
            options.setdefault(option.value, option)
    listed = [o for o in options.values() if not set(o.covers) & set(options)]
    return first.model_copy(update={"options": tuple(listed)})


def _as_asked(criterion: Criterion, answer: Answer) -> Answer:
    """An answer to a shared question as the scheme's own criterion knows it."""
    values = [option.value for option in criterion.options]
    if criterion.type != "choice" or answer == UNKNOWN or answer in values:
        return answer
    return next((option.value for option in criterion.options if answer in option.covers), UNKNOWN)


def ranked(portfolio: Portfolio, verdicts: Mapping[str, Verdict], open_first: Mapping[str, int]) -> list[Scheme]:
    """The schemes with the likeliest first: by outcome, then by how open the window is, then by what is missing.

    Args:
        open_first: for each scheme a number that is lower the sooner one can apply.
    """
    order = {"eligible": 0, "unclear": 1, "needs_action": 2, "not_eligible": 3}

    def key(scheme: Scheme) -> tuple[int, int, int]:
        verdict = verdicts[scheme.id]
        missing = sum(f.status != "met" for f in verdict.findings)
        return order[verdict.outcome], open_first[scheme.id], missing

    return sorted(portfolio.schemes, key=key)
