"""A case as the rules judge it: the verdict, each criterion, what would change it, and what is to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.caseworker.demands import Means, answered, means
from assistant.caseworker.reading import Place, Reading
from knowledge import checklist, deadlines
from knowledge.counterfactual import Counterfactual, counterfactuals
from knowledge.eligibility import Answer, Finding, Outcome, evaluate
from knowledge.language.texts import knowledge_texts


@dataclass(frozen=True)
class Judged:
    """A criterion as it came out."""

    id: str
    label: str
    answer: str
    status: str
    means: Means
    reason: str
    remedy: str
    place: Place


@dataclass(frozen=True)
class Judgement:
    """The whole answer. `not_counted` names questions with an answer that do not apply to this case."""

    outcome: Outcome
    sentence: str
    window: deadlines.Window
    window_places: tuple[Place, ...]
    criteria: tuple[Judged, ...]
    not_counted: tuple[str, ...]
    remedies: tuple[str, ...]
    ways: str
    items: tuple[checklist.Item, ...]
    item_places: tuple[Place, ...]


def judge(reading: Reading, answers: Mapping[str, Answer]) -> Judgement:
    """Judges an answer sheet by the rules of the edition, seen from today."""
    edition, lang = reading.edition, reading.lang
    verdict = evaluate(edition, answers)
    window = deadlines.window(edition, reading.today, lang)
    counted = {finding.criterion.id for finding in verdict.findings}
    items = checklist.build(reading.scheme, answers, lang, reading.today, edition.id)
    name = reading.t(reading.scheme.short_name)
    return Judgement(
        verdict.outcome,
        knowledge_texts()(f"outcome_{verdict.outcome}", lang, scheme=name),
        window,
        tuple(reading.place(c) for c in window.citations),
        tuple(_judged(reading, finding, answers) for finding in verdict.findings),
        tuple(reading.t(c.label) for c in edition.criteria if c.id in answers and c.id not in counted),
        tuple(reading.t(remedy) for remedy in verdict.remedies),
        _ways(reading, counterfactuals(edition, answers)),
        tuple(items),
        tuple(_item_place(reading, item) for item in items),
    )


def _judged(reading: Reading, finding: Finding, answers: Mapping[str, Answer]) -> Judged:
    criterion = finding.criterion
    return Judged(
        criterion.id,
        reading.t(criterion.label),
        answered(reading, criterion, answers.get(criterion.id)),
        knowledge_texts()(f"verdict_{finding.status}", reading.lang),
        means(criterion, finding.status),
        reading.t(finding.reason),
        reading.t(finding.remedy) if finding.remedy else "",
        reading.place(finding.citation),
    )


def _item_place(reading: Reading, item: checklist.Item) -> Place:
    references = {(c.source, c.locator): c for _, c in reading.edition.citations()}
    return reading.place(references[item.citation.source, item.citation.locator])


def _ways(reading: Reading, found: Sequence[Counterfactual]) -> str:
    """The fewest answers that would have to be others, each way to it: «Hvem som søker: Én kommune»."""
    if not found:
        return ""
    texts, lang = knowledge_texts(), reading.lang
    ways = [
        "; ".join(f"{reading.t(c.criterion.label)}: {answered(reading, c.criterion, c.after)}" for c in way.changes)
        for way in found
    ]
    key = "verdict_met_if" if all(way.verdict.outcome == "eligible" for way in found) else "verdict_open_if"
    return texts(key, lang, ways=f" {texts('flow_or', lang)} ".join(ways))
