"""Walks every path of a scheme's eligibility questions, and makes random answer sheets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hypothesis import strategies as st
from known_schemes import SCHEMES

from knowledge.eligibility import UNKNOWN, Answer, next_question
from knowledge.model import Criterion, Edition

EDITIONS = {f"{scheme.id} {edition.id}": edition for scheme in SCHEMES.values() for edition in scheme.editions}
Sheet = dict[str, Answer]


@dataclass(frozen=True)
class Node:
    """A point of a walk: the answers so far and what is asked next (None: the walk has ended)."""

    answers: Sheet
    asked: Criterion | None


def answers_to(criterion: Criterion) -> list[Answer]:
    """Every answer worth trying: all options, both sides of every limit and of the minimum, and not knowing."""
    if criterion.type == "choice":
        return [*(option.value for option in criterion.options), UNKNOWN]
    if criterion.type == "yes_no":
        return ["yes", "no", UNKNOWN]
    step = 1.0 if criterion.unit == "kroner" else 0.5
    edges = {criterion.minimum} | {value for limit in criterion.limits for value in (limit.value, limit.value + step)}
    return [*sorted(edges), UNKNOWN]


def paths(edition: Edition, answers: Sheet | None = None) -> Iterator[Node]:
    """Every point that a walk can come to, ends included, depth first."""
    sheet = answers or {}
    asked = next_question(edition, sheet)
    yield Node(sheet, asked)
    if asked is not None:
        for answer in answers_to(asked):
            yield from paths(edition, {**sheet, asked.id: answer})


def walk(edition: Edition, oracle: Mapping[str, Answer], start: Sheet | None = None) -> Sheet:
    """The sheet of a walk to its end that takes its answers from `oracle`, from the beginning or from `start`."""
    sheet = dict(start or {})
    while (asked := next_question(edition, sheet)) is not None:
        sheet[asked.id] = oracle[asked.id]
    return sheet


def any_answer(criterion: Criterion) -> st.SearchStrategy[Answer]:
    if criterion.type != "number":
        return st.sampled_from(answers_to(criterion))
    numbers = st.floats(criterion.minimum, 1e7, allow_nan=False)
    return st.sampled_from(answers_to(criterion)) | numbers


@st.composite
def sheets(draw: st.DrawFn, *, complete: bool = False) -> tuple[str, Sheet]:
    """The name of an edition and valid answers to some of its criteria (all when `complete`), in any order."""
    name = draw(st.sampled_from(sorted(EDITIONS)))
    criteria = EDITIONS[name].criteria
    places = draw(st.permutations(range(len(criteria))))
    size = len(places) if complete else draw(st.integers(0, len(places)))
    return name, {criteria[place].id: draw(any_answer(criteria[place])) for place in places[:size]}
