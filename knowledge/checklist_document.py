"""Everything a checklist says, ready to be kept and shown: the facts, the answers behind it, and the items."""

import datetime as dt
from typing import Any

from knowledge import answer_words, checklist, deadlines
from knowledge.answers import administrator_name
from knowledge.citations import cite
from knowledge.eligibility import Answers, Finding, evaluate
from knowledge.model import LANGS, Scheme
from knowledge.phrases import knowledge_texts

Document = dict[str, Any]


def compose(scheme: Scheme, answers: Answers, lang: str, today: dt.date) -> Document:
    """The checklist in `lang`, with the other languages under `also`.

    Returns:
        JSON: `scheme`, `edition`, `made` (ISO date), and in each language `lang`, `title`, `scheme_name`, `receiver`
        (who takes in the application), `window` (deadline, seen from `today`), `outcome` (None without answers),
        `notes`, `basis` (the answers, each with `label`, `answer`, `status`, `reason`, `citation`) and `items` as in
        the HTTP contract.
    """
    said: dict[str, Document] = {each: _in_language(scheme, answers, each, today) for each in LANGS}
    others = {each: said[each] for each in LANGS if each != lang}
    return {
        "scheme": scheme.id,
        "edition": scheme.edition().id,
        "made": today.isoformat(),
        **said[lang],
        "also": others,
    }


def _in_language(scheme: Scheme, answers: Answers, lang: str, today: dt.date) -> Document:
    texts, edition = knowledge_texts(), scheme.edition()
    verdict = evaluate(edition, answers)
    outcome = texts(f"outcome_{verdict.outcome}", lang, scheme=scheme.short_name[lang]) if answers else None
    items = checklist.build(scheme, answers, lang, today)
    return {
        "lang": lang,
        "title": texts("document_title", lang, scheme=scheme.short_name[lang]),
        "scheme_name": scheme.name[lang],
        "receiver": administrator_name(scheme, lang),
        "window": deadlines.window(edition, today, lang).text,
        "outcome": outcome,
        "notes": _notes(verdict.outcome if answers else None, lang),
        "basis": [_behind(scheme, f, answers, lang) for f in verdict.findings] if answers else [],
        "items": [item.as_dict() for item in items],
    }


def _notes(outcome: str | None, lang: str) -> list[str]:
    texts = knowledge_texts()
    notes = [texts("document_guidance", lang)]
    if outcome == "not_eligible":
        return [texts("document_not_eligible", lang), *notes]
    notes = [texts("document_dates", lang), *notes]
    return notes if outcome else [texts("document_all", lang), *notes]


def _behind(scheme: Scheme, finding: Finding, answers: Answers, lang: str) -> Document:
    """A criterion with the answer given, how it came out and why."""
    texts, criterion = knowledge_texts(), finding.criterion
    given = answers.get(criterion.id)
    return {
        "label": criterion.label[lang],
        "answer": texts("document_no_answer", lang) if given is None else answer_words.in_words(criterion, given, lang),
        "status": texts(f"verdict_{finding.status}", lang),
        "reason": finding.reason[lang],
        "citation": cite(scheme, scheme.edition().id, finding.citation).as_dict(),
    }


def in_language(document: Document, lang: str | None) -> Document:
    """The document as it reads in another of its languages; ticks stay, since items have the same ids in all."""
    if lang not in document.get("also", {}):
        return document
    done = {item["id"]: item["done"] for item in document["items"]}
    other = document["also"][lang]
    items = [{**item, "done": done.get(item["id"], False)} for item in other["items"]]
    return {**document, **other, "items": items}
