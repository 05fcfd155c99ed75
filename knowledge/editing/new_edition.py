"""A new edition: the newest one again, with dates from the new document alone, and what in it names a past year."""

import re
from collections.abc import Collection
from typing import Any

from knowledge.drafting.model import DateValue, Finding, SchemeDraft, StatusValue
from knowledge.editing.edits import Edit, Json, Path, apply
from knowledge.editing.proposals import EACH, Proposal
from knowledge.editing.value_proposals import date_wordings, texts_changed
from knowledge.model import Edition, Scheme, Source
from knowledge.remarks import Remark, remark

_YEAR = re.compile(r"\b(20\d\d)\b")


def new_edition(scheme: Scheme, year: str, draft: SchemeDraft, source: Source) -> Proposal:
    """Proposes an edition for a year that has none. Without a certain deadline an editor must give one."""
    newest = scheme.edition()
    deadline, reporting = _certain(draft, "deadline"), _certain(draft, "reporting_deadline")
    copied = _with_new_date(newest, deadline)
    status = next((f for f in draft.findings if isinstance(f.value, StatusValue) and f.certain), None)
    place = deadline or status
    where = place.locator if place else "hele dokumentet"
    copied |= {
        "id": year,
        "status": status.value.status if status and isinstance(status.value, StatusValue) else "announced",
        "status_citation": {"source": source.id, "locator": status.locator if status else where},
        "deadlines": {
            "application": _date(deadline, source, where),
            "reporting": _date(reporting, source, where) if reporting else None,
        },
        "facts": [{**fact, "otherwise": []} for fact in copied["facts"]],
    }
    path: Path = ("editions", year)
    to_write = () if deadline else ((*path, "deadlines", "application", "date"),)
    said = dict.fromkeys(EACH, year)
    live = dict.fromkeys(EACH, newest.id)
    passage = deadline.passage if deadline else ""
    doubts = draft.doubts if deadline else (*draft.doubts, Remark("no_sure_deadline"))
    certain = draft.certain and deadline is not None
    edits = (Edit(path, None, copied),)
    return Proposal("edition", "edition", "", "new", live, said, passage, where, certain, doubts, edits, to_write)


def _with_new_date(newest: Edition, deadline: Finding | None) -> Json:
    """The newest edition as data; where its texts name its deadline, they name the new one."""
    copied = newest.model_dump(mode="json")
    if deadline is None or not isinstance(deadline.value, DateValue):
        return copied
    edits = texts_changed(newest, date_wordings(newest.deadlines.application, deadline.value))
    return apply(copied, [Edit(edit.path[2:], edit.before, edit.after) for edit in edits])


def past_statements(edition: Edition, changed: Collection[Path]) -> list[Proposal]:
    """Statements that were taken over and name a year before the edition's: kept, changed or removed by an editor."""
    found = []
    for fact in edition.facts:
        path = ("editions", edition.id, "facts", fact.id)
        touched = any(place[: len(path)] == path for place in changed)
        years = [year for lang in EACH for year in _YEAR.findall(fact.statement[lang]) if year < edition.id]
        if not years or touched:
            continue
        live = {lang: fact.statement[lang] for lang in EACH}
        places = tuple((*path, "statement", lang) for lang in EACH)
        edits = tuple(Edit(place, live[place[-1]], live[place[-1]]) for place in places)
        name, where = f"old-{fact.id}", fact.citation.locator
        doubts = (remark("taken_over", year=min(years)),)
        found.append(
            Proposal(name, "statement", str(fact.topic), "old", live, {}, "", where, False, doubts, edits, places)
        )
    return found


def _certain(draft: SchemeDraft, field: str) -> Finding | None:
    """The one date that the document is certain of; two that differ are none."""
    found = [f for f in draft.findings if f.field == field and f.certain and isinstance(f.value, DateValue)]
    return found[0] if len({f.value for f in found}) == 1 else None


def _date(finding: Finding | None, source: Source, where: str) -> dict[str, Any]:
    value = finding.value if finding else None
    told = value if isinstance(value, DateValue) else None
    return {
        "date": told.date.isoformat() if told else "",
        "precision": told.precision if told else "day",
        "certainty": told.certainty if told else "fixed",
        "citation": {"source": source.id, "locator": finding.locator if finding else where},
        "otherwise": [],
    }
