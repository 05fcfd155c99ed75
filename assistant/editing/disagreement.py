"""Sources that disagree about a scheme, claim beside claim, and what choosing one of them makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.editing.places import words_of
from knowledge.deadlines import format_date
from knowledge.drafting.model import DateValue
from knowledge.editing.edits import Edit, Path, apply
from knowledge.editing.proposals import validated
from knowledge.editing.value_proposals import date_wordings, texts_changed
from knowledge.language.texts import topic_titles
from knowledge.model import CitationRef, Date, Deadline, Edition, Fact, OtherStatement, Scheme
from knowledge.passages import Passage, Passages

_DEADLINES = ("application", "reporting")


@dataclass(frozen=True)
class Claim:
    """What one source says. `passages` are its words there, as far as the document is installed."""

    number: int
    text: str
    source: str
    citation: CitationRef
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Disagreement:
    """Two sources or more that say different things.

    Attributes:
        key: Names it in a form: `2025/application`, `2025/facts/amount`.
        title: What it is about, in words.
        claims: The one that stands in the scheme, then what the others say.
    """

    key: str
    edition: str
    title: str
    claims: tuple[Claim, ...]


class UnknownClaim(ValueError):
    """There is no such disagreement, or no such claim in it: somebody has decided meanwhile."""


def disagreements(scheme: Scheme, passages: Passages, lang: str) -> list[Disagreement]:
    """All of a scheme, the newest edition first."""
    found = []
    for edition in sorted(scheme.editions, key=lambda e: e.id, reverse=True):
        for key, title, said in _disputed(edition, lang):
            claims = tuple(
                Claim(
                    number,
                    _words(each, lang),
                    scheme.source(each.citation.source).title,
                    each.citation,
                    tuple(passages.find(each.citation.source, each.citation.locator)),
                )
                for number, each in enumerate(said)
            )
            found.append(Disagreement(f"{edition.id}/{key}", edition.id, title, claims))
    return found


def resolved(scheme: Scheme, key: str, number: int) -> Scheme:
    """The scheme with one claim, and without the others.

    Args:
        scheme: As it is live.
        key: `Disagreement.key`.
        number: `Claim.number`.

    Raises:
        UnknownClaim: There is none such.
        DecisionError: The scheme would not hold together.
    """
    year, _, name = key.partition("/")
    edition = next((each for each in scheme.editions if each.id == year), None)
    said = next((said for each, _, said in _disputed(edition, "nb") if each == name), ()) if edition else ()
    if edition is None or not 0 <= number < len(said):
        raise UnknownClaim(f"{scheme.id} has no disagreement '{key}' with a claim {number}; look at the scheme again")
    edits = _date_edits(edition, name, said[number]) if name in _DEADLINES else _fact_edits(edition, name, said[number])
    document = scheme.model_dump(mode="json")
    return validated(apply(document, [edit for edit in edits if edit.before != edit.after]), scheme)


def _disputed(edition: Edition, lang: str) -> Iterator[tuple[str, str, Sequence[Any]]]:
    for kind in _DEADLINES:
        deadline: Deadline | None = getattr(edition.deadlines, kind)
        if deadline and deadline.otherwise:
            yield kind, topic_titles()("deadline" if kind == "application" else "reporting", lang), _all(deadline)
    for fact in edition.facts:
        if fact.otherwise:
            yield f"facts/{fact.id}", topic_titles()(fact.topic, lang), _all(fact)


def _all(disputed: Deadline | Fact) -> Sequence[Any]:
    return (disputed, *disputed.otherwise)


def _words(said: Date | Fact | OtherStatement, lang: str) -> str:
    if not isinstance(said, Date):
        return said.statement[lang]
    certainty = words_of(said.certainty, ("certainty",), lang)
    return f"{format_date(said.date, said.precision, lang)} ({certainty})"


def _date_edits(edition: Edition, kind: str, chosen: Date) -> list[Edit]:
    live: Deadline = getattr(edition.deadlines, kind)
    path: Path = ("editions", edition.id, "deadlines", kind)
    before = live.model_dump(mode="json")
    wanted = {**chosen.model_dump(mode="json", exclude={"otherwise"}), "otherwise": []}
    edits = [Edit((*path, name), before[name], value) for name, value in wanted.items()]
    if chosen.date != live.date:
        edits += texts_changed(edition, date_wordings(live, DateValue(chosen.date, chosen.precision, chosen.certainty)))
    return edits


def _fact_edits(edition: Edition, name: str, chosen: Fact | OtherStatement) -> list[Edit]:
    fact = next(each for each in edition.facts if f"facts/{each.id}" == name)
    path: Path = ("editions", edition.id, "facts", fact.id)
    before = fact.model_dump(mode="json")
    wanted = {
        "statement": chosen.statement.model_dump(mode="json"),
        "citation": chosen.citation.model_dump(mode="json"),
        "otherwise": [],
    }
    return [Edit((*path, key), before[key], value) for key, value in wanted.items()]
