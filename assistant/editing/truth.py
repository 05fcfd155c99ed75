"""How true the knowledge base still is: next deadlines, the age of each fact, and texts in one målform only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.editing.drafts import Draft
from assistant.editing.places import place
from knowledge.deadlines import format_date, is_past
from knowledge.editing.edits import Path
from knowledge.editing.proposals import SEPARATOR
from knowledge.language.malform import detect
from knowledge.model import LANGS, Deadline, Scheme

SORTS = ("age", "scheme", "topic", "year")
_FORMS = ("nb", "nn")


@dataclass(frozen=True)
class NextDate:
    """A deadline of a scheme's newest edition.

    Attributes:
        days: Days left; negative when it is past; None when only the month is known.
        dates: Every date that a source tells, in words.
    """

    scheme: str
    edition: str
    kind: Literal["application", "reporting"]
    dates: tuple[str, ...]
    certainty: str
    day: dt.date
    days: int | None
    is_past: bool


@dataclass(frozen=True)
class Age:
    """A fact with how long ago a person compared it with its source.

    Attributes:
        checked: The day of it.
        days: Since then; None when that day is not past, as when the service counts from an earlier day (`VEILEDER_TODAY`).
        year: The source's own year.
        is_older: Whether the source speaks about an earlier year than the edition.
    """

    scheme: str
    edition: str
    fact: str
    topic: str
    text: str
    source: str
    source_title: str
    locator: str
    checked: dt.date
    days: int | None
    year: int
    is_older: bool


@dataclass(frozen=True)
class OneForm:
    """A text that is in one målform only. `why`: same, not_nb or not_nn; for a draft: missing_nb or missing_nn."""

    scheme: str
    place: str
    text: str
    lang: str
    why: str
    draft: str = ""


def next_dates(schemes: Sequence[Scheme], today: dt.date, lang: str) -> list[NextDate]:
    """The deadlines that are not past, the first one first; then those that are, the last one first."""
    found = [each for scheme in schemes for each in _dates(scheme, today, lang)]
    coming = sorted((each for each in found if not each.is_past), key=lambda each: each.day)
    return coming + sorted((each for each in found if each.is_past), key=lambda each: each.day, reverse=True)


def _dates(scheme: Scheme, today: dt.date, lang: str) -> Iterator[NextDate]:
    edition = scheme.edition()
    kinds: tuple[Literal["application", "reporting"], ...] = ("application", "reporting")
    for kind in kinds:
        deadline: Deadline | None = getattr(edition.deadlines, kind)
        if deadline is None:
            continue
        told = sorted((deadline, *deadline.otherwise), key=lambda date: date.date)
        words = tuple(format_date(each.date, each.precision, lang) for each in told)
        days = (deadline.date - today).days if deadline.precision == "day" else None
        past = is_past(deadline, today)
        yield NextDate(scheme.id, edition.id, kind, words, deadline.certainty, told[0].date, days, past)


def ages(schemes: Sequence[Scheme], today: dt.date, lang: str, *, scheme: str = "", sort: str = "age") -> list[Age]:
    """Every fact of the newest editions, the one that was compared longest ago first.

    Args:
        schemes: As they are live.
        today: What ages are counted to.
        lang: Language of the texts.
        scheme: Only this one; "" for all.
        sort: One of `SORTS`.
    """
    chosen = [each for each in schemes if scheme in ("", each.id)]
    found = [age for each in chosen for age in _ages(each, today, lang)]
    keys: dict[str, Any] = {
        "age": lambda age: (age.checked, age.scheme, age.topic),
        "scheme": lambda age: (age.scheme, age.topic, age.checked),
        "topic": lambda age: (age.topic, age.scheme),
        "year": lambda age: (age.year, age.checked, age.scheme),
    }
    return sorted(found, key=keys[sort])


def _ages(scheme: Scheme, today: dt.date, lang: str) -> Iterator[Age]:
    edition = scheme.edition()
    for fact in edition.facts:
        source = scheme.source(fact.citation.source)
        yield Age(
            scheme.id,
            edition.id,
            fact.id,
            str(fact.topic),
            fact.statement[lang],
            source.id,
            source.title,
            fact.citation.locator,
            source.checked,
            (today - source.checked).days if source.checked <= today else None,
            source.year,
            source.year < int(edition.id),
        )


def one_form(schemes: Sequence[Scheme], lang: str) -> list[OneForm]:
    """Live texts whose bokmål and nynorsk are the same words though the words belong to one of them, or whose language
    our detector takes for the other one. A name in the other language can be what it sees."""
    found = []
    for scheme in schemes:
        document = scheme.model_dump(mode="json")
        newest = scheme.edition().id
        for path, text in _texts({**document, "editions": [e for e in document["editions"] if e["id"] == newest]}):
            if why := _why(text):
                shown = "nn" if why == "not_nn" else "nb"
                found.append(OneForm(scheme.id, place(document, path, lang), text[shown], shown, why))
    return found


def _why(text: dict[str, str]) -> str:
    seen = {form: detect(text[form]) for form in _FORMS}
    if text["nb"] == text["nn"]:
        return "same" if seen["nb"].certain and seen["nb"].lang in _FORMS else ""
    return next((f"not_{form}" for form in _FORMS if seen[form].certain and seen[form].lang != form), "")


def _texts(node: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, str]]]:
    """Every text in three languages, with its place."""
    if isinstance(node, dict):
        if set(LANGS) <= node.keys() and isinstance(node["nb"], str):
            yield path, node
            return
        for key, value in node.items():
            yield from _texts(value, (*path, key))
    elif isinstance(node, list):
        for number, each in enumerate(node):
            name = (each.get("id") or each.get("value")) if isinstance(each, dict) else None
            yield from _texts(each, (*path, name if isinstance(name, str) else str(number)))


def unwritten(drafts: Sequence[Draft]) -> list[OneForm]:
    """Texts of open drafts that were accepted and are missing in one målform or both."""
    found = []
    for draft in drafts:
        for proposal in draft.proposals:
            decision = draft.decisions.get(proposal.id)
            if decision is None or decision.what != "accept":
                continue
            for path in proposal.to_write:
                missing = not str(decision.values.get(SEPARATOR.join(path), "")).strip()
                if path[-1] in _FORMS and missing:
                    title = proposal.topic or proposal.field
                    found.append(OneForm(draft.scheme, title, "", path[-1], f"missing_{path[-1]}", draft.id))
    return found
