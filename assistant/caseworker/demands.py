"""The criteria of an edition in full: what is asked, what each answer means, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.caseworker.reading import Place, Reading
from knowledge.answer_words import in_words, possible_in_words
from knowledge.language.texts import knowledge_texts
from knowledge.model import Criterion
from knowledge.values import Status

Means = Literal["met", "refused", "fixable", "unclear"]


@dataclass(frozen=True)
class Reply:
    """One answer and what it means. `place` only where the answer has a citation of its own."""

    title: str
    condition: str
    means: Means
    reason: str
    remedy: str
    place: Place | None


@dataclass(frozen=True)
class Demand:
    """A criterion. `conditions` say when it applies; `copied` is the text that a copy button gives."""

    id: str
    label: str
    question: str
    why: str
    hard: bool
    conditions: tuple[str, ...]
    replies: tuple[Reply, ...]
    place: Place
    copied: str

    @property
    def anchor(self) -> str:
        """The id of the criterion on its page."""
        return f"krav-{self.id}"


def demands(reading: Reading, *, words: bool = False) -> list[Demand]:
    """Every criterion of the edition, in the order of the file; with the source's own `words` when they are shown."""
    return [_demand(reading, criterion, words=words) for criterion in reading.edition.criteria]


def means(criterion: Criterion, status: Status) -> Means:
    """What a status comes to: who fails a hard criterion is refused, everything else can be mended."""
    if status == "met":
        return "met"
    if status == "unknown":
        return "unclear"
    return "refused" if criterion.hard else "fixable"


def conditions(reading: Reading, when: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """«når svaret på «Hvem som søker» er: Kommune og helseforetak», for each criterion that a condition names."""
    by_id = {c.id: c for c in reading.edition.criteria}
    said = []
    for name, values in when.items():
        titles = dict(possible_in_words(by_id[name], reading.lang))
        answers = ", ".join(titles[value] for value in values)
        said.append(knowledge_texts()("flow_when", reading.lang, label=reading.t(by_id[name].label), answers=answers))
    return tuple(said)


def _demand(reading: Reading, criterion: Criterion, *, words: bool) -> Demand:
    place, why = reading.place(criterion.citation, words=words), reading.t(criterion.why)
    return Demand(
        criterion.id,
        reading.t(criterion.label),
        reading.t(criterion.question) if criterion.question else "",
        why,
        criterion.hard,
        conditions(reading, criterion.applies_when),
        tuple(_replies(reading, criterion)),
        place,
        reading.quote(f"{reading.title}, {reading.edition.id}. {reading.t(criterion.label)}: {why}", place),
    )


def _replies(reading: Reading, criterion: Criterion) -> Iterator[Reply]:
    if criterion.type == "choice":
        yield from _choices(reading, criterion)
    elif criterion.type == "yes_no":
        titles = dict(possible_in_words(criterion, reading.lang))
        for value in ("yes", "no"):
            status: Status = "met" if (value == "yes") == criterion.met_when else "not_met"
            yield _reply(reading, criterion, titles[value], status)
    else:
        yield from _limits(reading, criterion)
    yield _reply(reading, criterion, knowledge_texts()("answer_unknown", reading.lang), "unknown")


def _choices(reading: Reading, criterion: Criterion) -> Iterator[Reply]:
    for option in criterion.options:
        reason = option.reason or getattr(criterion.reasons, option.status)
        remedy = option.remedy or criterion.remedy
        shown = remedy if option.status == "not_met" else None
        place = reading.place(option.citation) if option.citation else None
        said = reading.t(shown) if shown else ""
        yield Reply(reading.t(option.title), "", means(criterion, option.status), reading.t(reason), said, place)


def _limits(reading: Reading, criterion: Criterion) -> Iterator[Reply]:
    texts = knowledge_texts()
    for limit in criterion.limits:
        number, condition = in_words(criterion, limit.value, reading.lang), "; ".join(conditions(reading, limit.when))
        yield _reply(reading, criterion, texts("flow_up_to", reading.lang, number=number), "met", condition)
        yield _reply(reading, criterion, texts("flow_above", reading.lang, number=number), limit.above, condition)


def _reply(reading: Reading, criterion: Criterion, title: str, status: Status, condition: str = "") -> Reply:
    remedy = criterion.remedy if status == "not_met" else None
    reason = getattr(criterion.reasons, status)
    said = reading.t(remedy) if remedy else ""
    return Reply(title, condition, means(criterion, status), reading.t(reason), said, None)


def answered(reading: Reading, criterion: Criterion, answer: str | float | None) -> str:
    """An answer in words; none given is said to be none."""
    if answer is None:
        return knowledge_texts()("document_no_answer", reading.lang)
    return in_words(criterion, answer, reading.lang)
