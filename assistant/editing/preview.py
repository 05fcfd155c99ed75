"""What publishing a draft would make of a scheme: its problems, all that changes, and what will be answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from assistant.caseworker.word_diff import Pieces, word_diff
from assistant.editing.changes import Change, between
from assistant.editing.drafts import Draft
from knowledge import deadlines
from knowledge.editing.proposals import SEPARATOR, Decision, DecisionError, decided
from knowledge.language.texts import knowledge_texts
from knowledge.model import Edition, Fact, Scheme, Topic

ANSWERS = (Topic.DEADLINE, Topic.STATUS, Topic.WHO_CAN_APPLY, Topic.AMOUNT)
ANSWER_LANGS = ("nb", "nn")


@dataclass(frozen=True)
class Trouble:
    """Why a draft cannot be published: the proposal it is about ("" for the whole), and a sentence of the pages.

    Attributes:
        detail: In English, from the check of the whole; "" when the sentence says all.
    """

    proposal: str
    sentence: str
    detail: str = ""


@dataclass(frozen=True)
class Answer:
    """What is answered on a topic before and after, in one language; None where nothing is."""

    topic: str
    lang: str
    before: Pieces | None
    after: Pieces | None
    same: bool


@dataclass(frozen=True)
class Preview:
    """A draft as it would be published. `made` is None when it cannot be."""

    made: Scheme | None
    troubles: list[Trouble]
    changes: list[Change] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


def preview(draft: Draft, scheme: Scheme, today: dt.date, lang: str) -> Preview:
    """What would be published; a tenth of a second, so in a thread.

    Args:
        draft: With the decisions so far.
        scheme: As it was live when the draft was compared.
        today: The day that deadlines are said for.
        lang: Language of the page.
    """
    troubles = _unfinished(draft)
    if troubles:
        return Preview(None, troubles)
    try:
        made = decided(scheme, draft.proposals, draft.decisions)
    except DecisionError as error:
        return Preview(None, [Trouble(proposal, "edit_trouble_whole", detail) for proposal, detail in error.problems])
    if not made.source(draft.source.id).publisher.strip():
        return Preview(None, [Trouble("source", "edit_trouble_publisher")])
    return Preview(made, [], between(scheme, made, lang), answers(scheme, made, today))


def answers(before: Scheme, after: Scheme, today: dt.date) -> list[Answer]:
    """What is said of deadline, status, who can apply and amount, in bokmål and nynorsk."""
    found = []
    for topic in ANSWERS:
        for lang in ANSWER_LANGS:
            old, new = (said(scheme, topic, lang, today) for scheme in (before, after))
            left, right = word_diff(old, new)
            found.append(Answer(str(topic), lang, left if old else None, right if new else None, old == new))
    return found


def said(scheme: Scheme, topic: Topic, lang: str, today: dt.date) -> str:
    """What the newest edition answers on a topic when nothing narrower is asked; "" when it says nothing."""
    edition = scheme.edition()
    if topic == Topic.DEADLINE:
        return deadlines.window(edition, today, lang).text
    if topic == Topic.STATUS:
        return deadlines.status_sentence(edition, today, lang)
    fact = next((each for each in edition.facts if each.topic == topic), None)
    return "" if fact is None else _statement(scheme, edition, fact, lang)


def _statement(scheme: Scheme, edition: Edition, fact: Fact, lang: str) -> str:
    texts = knowledge_texts()
    others = [texts("other_statement", lang, statement=other.statement[lang]) for other in fact.otherwise]
    years = sorted({scheme.source(each.source).year for each in fact.citations})
    old = [texts("older_source", lang, year=years[0])] if years[0] < int(edition.id) else []
    return " ".join([fact.statement[lang], *others, *old])


def _unfinished(draft: Draft) -> list[Trouble]:
    """What an editor must still decide or write."""
    troubles = [Trouble(each.id, "edit_trouble_open") for each in draft.open_proposals]
    for proposal in draft.proposals:
        decision = draft.decisions.get(proposal.id)
        wanted = proposal.id == "edition" or (decision is not None and decision.what == "accept")
        values = (decision or Decision("accept", {})).values
        if wanted and any(not str(values.get(SEPARATOR.join(path), "")).strip() for path in proposal.to_write):
            troubles.append(Trouble(proposal.id, f"edit_trouble_{'date' if proposal.id == 'edition' else 'text'}"))
    if not troubles and not any(decision.what != "reject" for decision in draft.decisions.values()):
        troubles.append(Trouble("", "edit_trouble_nothing"))
    return troubles
