"""The checklist that follows from an edition and an answer sheet."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from knowledge import deadlines
from knowledge.citations import Citation, cite
from knowledge.eligibility import Answers, Finding, evaluate, holds
from knowledge.model import ChecklistItem, Deadline, Due, Edition, Scheme
from knowledge.phrases import knowledge_texts

MISSING = "missing-"  # begins the id of an item that follows from an answer, not from the scheme's list


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
    """What to do, in the order of the days: first what is missing or unclear, then the items that apply.

    A condition that is not known yet keeps its item: better one too many than one missed. Who cannot apply gets only
    what must be changed first.
    """
    edition = scheme.edition(edition_id)
    verdict = evaluate(edition, answers)
    listed = [i for i in edition.checklist if holds(i.when, answers, edition) is not False]
    if verdict.outcome == "not_eligible":
        listed = []
    settled = {criterion_id for item in listed for criterion_id in item.settles}
    missing = [f for f in verdict.findings if _is_missing(f, answers) and f.criterion.id not in settled]
    ask_for_new_call = bool(listed) and deadlines.is_past(edition.deadlines.application, today)
    if ask_for_new_call:
        listed = [i for i in listed if not i.renews]
    dated = sorted(listed, key=lambda i: -i.due.days_before if i.due else 1)
    first = max((i.due.days_before for i in edition.checklist if i.due), default=0)
    return [
        *([_new_call(scheme, edition, lang, today)] if ask_for_new_call else []),
        *(_missing_item(scheme, edition, f, first, lang, today) for f in missing),
        *(_listed_item(scheme, edition, i, lang, today) for i in dated),
    ]


def _new_call(scheme: Scheme, edition: Edition, lang: str, today: dt.date) -> Item:
    """Once the deadline is past the first thing is to ask whether there is a new call: the scheme's own item, or ours."""
    texts, window = knowledge_texts(), deadlines.window(edition, today, lang)
    own = next((i for i in edition.checklist if i.renews), None)
    receiver = texts(f"administrator_{scheme.administrator}", lang)
    return Item(
        own.id if own else f"{MISSING}new-call",
        own.what[lang] if own else texts("document_new_call", lang, receiver=receiver),
        own.who[lang] if own else texts("document_applicant", lang),
        DueDate(None, None, texts("due_at_once", lang)),
        window.text,
        cite(scheme, edition.id, own.citation if own else window.citation),
    )


def _is_missing(finding: Finding, answers: Answers) -> bool:
    """Whether an answer leaves a criterion unmet or open; one that was never asked for is neither."""
    return finding.status != "met" and finding.criterion.id in answers


def _missing_item(scheme: Scheme, edition: Edition, finding: Finding, first: int, lang: str, today: dt.date) -> Item:
    """What to mend or clarify, due with the earliest of the list: nothing else helps while it is open."""
    what = finding.remedy or finding.reason
    why = finding.reason if finding.remedy else finding.criterion.why
    return Item(
        f"{MISSING}{finding.criterion.id.replace('_', '-')}",
        what[lang].removesuffix("."),
        knowledge_texts()("document_applicant", lang),
        _due(edition, Due(days_before=first), today, lang),
        why[lang],
        cite(scheme, edition.id, finding.citation),
    )


def _listed_item(scheme: Scheme, edition: Edition, item: ChecklistItem, lang: str, today: dt.date) -> Item:
    return Item(
        item.id,
        item.what[lang],
        item.who[lang],
        _due(edition, item.due, today, lang),
        item.why[lang],
        cite(scheme, edition.id, item.citation),
    )


def _due(edition: Edition, due: Due | None, today: dt.date, lang: str) -> DueDate:
    texts = knowledge_texts()
    deadline: Deadline | None = None
    if due:
        deadline = edition.deadlines.application if due.deadline == "application" else edition.deadlines.reporting
    if due is None or deadline is None:
        return DueDate(None, None, texts("due_none", lang))
    working = deadlines.to_work_towards(deadline, today)
    date = working.date - dt.timedelta(days=due.days_before)
    written = deadlines.format_date(date, working.precision, lang)
    text = texts(f"due_{working.certainty}", lang, date=written)
    if deadlines.is_past(working.model_copy(update={"date": date}), today):
        late = not deadlines.is_past(working, today)  # the day counted back to is gone, the deadline is not
        text = texts("due_late", lang, date=written) if late else texts("due_passed", lang, due=text)
    return DueDate(date, working.certainty, text)
