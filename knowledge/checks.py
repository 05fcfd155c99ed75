"""What must hold across a scheme file, beyond the shape of its parts. Each problem says where it stands."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.model import Criterion, Edition, Scheme

Location = tuple[str | int, ...]
Problem = tuple[Location, str]


class InconsistentSchemeError(ValueError):
    """Parts of a scheme do not fit together. `problems` pairs a place in the file with what is wrong and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(message for _, message in problems))
        self.problems = problems


def check_scheme(scheme: "Scheme") -> None:
    """Raises InconsistentSchemeError with everything that does not fit."""
    problems = list(_repeated([s.id for s in scheme.sources], ("sources",)))
    problems += _repeated([e.id for e in scheme.editions], ("editions",))
    known = {source.id for source in scheme.sources}
    for number, edition in enumerate(scheme.editions):
        at: Location = ("editions", number)
        problems += _unknown_sources(edition, known, at)
        statements = [*(fact.id for fact in edition.facts), *(gap.id for gap in edition.gaps)]
        problems += _repeated(statements, at, ("facts", len(edition.facts)), "gaps")
        problems += _repeated([c.id for c in edition.criteria], (*at, "criteria"))
        problems += _repeated([c.id for c in edition.checklist], (*at, "checklist"))
        problems += _conditions(edition, at)
    problems += _unknown_statements(scheme)
    if problems:
        raise InconsistentSchemeError(problems)


def check_can_be_met(criterion: "Criterion") -> None:
    """Raises ValueError for a criterion that no answer meets: it would refuse every applicant."""
    if criterion.type == "choice" and criterion.options and all(o.status != "met" for o in criterion.options):
        raise ValueError("can never be met: no option has `status: met`. Give one, or remove the criterion")
    low = [limit.value for limit in criterion.limits if limit.value < criterion.minimum]
    if criterion.type == "number" and low:
        raise ValueError(
            f"can never be met: the limit {low[0]:g} is below the minimum {criterion.minimum:g}. "
            f"Raise the limit or lower `minimum`"
        )
    if criterion.type == "number" and all(limit.when for limit in criterion.limits):
        raise ValueError("no limit holds when no condition does: let one entry under `limits` have no `when`")


def _repeated(ids: list[str], at: Location, split: tuple[str, int] | None = None, then: str = "") -> Iterator[Problem]:
    """The second use of an id. With `split` the first ids belong to one list of the file and the rest to `then`."""
    for index, item in enumerate(ids):
        if item in ids[:index]:
            place: Location = (index,)
            if split:
                place = (split[0], index) if index < split[1] else (then, index - split[1])
            yield (*at, *place, "id"), f"the id '{item}' stands twice: rename one"


def _unknown_sources(edition: "Edition", known: set[str], at: Location) -> Iterator[Problem]:
    for place, citation in edition.citations():
        if citation.source not in known:
            where = (*at, *place, "source")
            yield (
                where,
                f"cites the source '{citation.source}', which is not listed. "
                f"Known: {', '.join(sorted(known))}. Add it under `sources` or correct the id",
            )


def _unknown_statements(scheme: "Scheme") -> Iterator[Problem]:
    known = {statement.id for edition in scheme.editions for statement in edition.statements}
    for field, statements in (("questions", scheme.questions), ("contrasts", scheme.contrasts)):
        for statement in statements:
            if statement not in known:
                message = (
                    f"{field} for '{statement}', but no edition has a statement with that id. Correct it or remove them"
                )
                yield (field, statement), message


def _conditions(edition: "Edition", at: Location) -> Iterator[Problem]:
    """Conditions may only name criteria that come earlier (so no circles) and answers that exist."""
    allowed: dict[str, set[str]] = {}
    for index, criterion in enumerate(edition.criteria):
        here = (*at, "criteria", index)
        yield from _condition(criterion.applies_when, allowed, (*here, "applies_when"))
        for number, limit in enumerate(criterion.limits):
            yield from _condition(limit.when, allowed, (*here, "limits", number, "when"))
        allowed[criterion.id] = _answers(criterion)
    for index, item in enumerate(edition.checklist):
        yield from _condition(item.when, allowed, (*at, "checklist", index, "when"))
        for number, criterion_id in enumerate(item.settles):
            if criterion_id not in allowed:
                where = (*at, "checklist", index, "settles", number)
                yield where, f"'{criterion_id}' is no criterion of the edition. Correct the id or remove it"


def _answers(criterion: "Criterion") -> set[str]:
    """The answers that a condition can name; a number has none."""
    if criterion.type == "choice":
        return {option.value for option in criterion.options}
    return {"yes", "no"} if criterion.type == "yes_no" else set()


def _condition(condition: dict[str, tuple[str, ...]], allowed: dict[str, set[str]], at: Location) -> Iterator[Problem]:
    for criterion_id, values in condition.items():
        where = (*at, criterion_id)
        if criterion_id not in allowed:
            yield (
                where,
                f"depends on '{criterion_id}', which is not a criterion listed before it. "
                f"Move '{criterion_id}' up, or correct the id",
            )
            continue
        possible = ", ".join(sorted(allowed[criterion_id])) or "none, since it is a number"
        if not values:
            yield where, f"no answer is named, so it can never hold. Name at least one. Possible: {possible}"
        for value in values:
            if value not in allowed[criterion_id]:
                yield where, f"'{criterion_id}' can never be '{value}'. Possible: {possible}"
