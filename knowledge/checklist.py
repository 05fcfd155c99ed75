"""The checklist that follows from an edition and an answer sheet."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from knowledge import deadlines
from knowledge.citations import Citation, cite
from knowledge.eligibility import Answers, holds
from knowledge.language.texts import knowledge_texts
from knowledge.model import ChecklistItem, Deadline, Edition, Scheme


@dataclass(frozen=True, slots=True)
class DueDate:
    """`date` is None when the sources give none to count from; `certainty` is that of the deadline."""

    date: dt.date | None
    certainty: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    what: str
    who: str
    due: DueDate
    why: str
    citation: Citation

    def as_dict(self, *, done: bool = False) -> dict[str, Any]:
        due = {
            "date": self.due.date.isoformat() if self.due.date else None,
            "certainty": self.due.certainty,
            "text": self.due.text,
        }
        return {
            "id": self.id,
            "what": self.what,
            "who": self.who,
            "due": due,
            "why": self.why,
            "citation": self.citation.as_dict(),
            "done": done,
        }


def build(scheme: Scheme, answers: Answers, lang: str, today: dt.date, edition_id: str | None = None) -> list[Item]:
    """The items that apply. A condition that is not known yet keeps its item: better one too many than one missed."""
    edition = scheme.edition(edition_id)
    return [
        Item(
            i.id,
            i.what[lang],
            i.who[lang],
            _due(edition, i, today, lang),
            i.why[lang],
            cite(scheme, edition.id, i.citation),
        )
        for i in edition.checklist
        if holds(i.when, answers, edition) is not False
    ]


def _due(edition: Edition, item: ChecklistItem, today: dt.date, lang: str) -> DueDate:
    texts = knowledge_texts()
    deadline: Deadline | None = None
    if item.due:
        deadline = edition.deadlines.application if item.due.deadline == "application" else edition.deadlines.reporting
    if item.due is None or deadline is None:
        return DueDate(None, None, texts("due_none", lang))
    date = deadline.date - dt.timedelta(days=item.due.days_before)
    precision = "month" if deadline.precision == "month" else "day"
    text = texts(f"due_{deadline.certainty}", lang, date=deadlines.format_date(date, precision, lang))
    past = deadlines.is_past(
        Deadline(date=date, precision=deadline.precision, certainty=deadline.certainty, citation=deadline.citation),
        today,
    )
    return DueDate(date, deadline.certainty, texts("due_passed", lang, due=text) if past else text)
