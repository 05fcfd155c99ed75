"""Says an answer again from what was chosen to be said, without the question. Pure: scheme and day are given."""

import datetime as dt
from collections.abc import Sequence

from knowledge import answers
from knowledge.answers import Answer
from knowledge.choice import Choice
from knowledge.model import CitationRef, Edition, Fact, Gap, Scheme, Topic
from knowledge.word_for_word import word_for_word


class NotInVersion(LookupError):
    """The scheme has no such edition or statement: it is not the version that the answer was made from."""


def answer_again(
    scheme: Scheme, topic: Topic, choice: Choice, statement_ids: Sequence[str], lang: str, today: dt.date
) -> Answer:
    """The answer with the same choice, from this version of the scheme, seen from `today`.

    Args:
        statement_ids: `Answer.fact_ids`, in their order.

    Raises:
        NotInVersion: The scheme has not what was chosen.
    """
    edition = next((e for e in scheme.editions if e.id == choice.edition), None)
    if edition is None:
        raise NotInVersion(f"{scheme.id} has no edition {choice.edition} in this version")
    if choice.way == "silent":
        return answers.silent(scheme, edition, topic, lang, today)
    if choice.way == "silent_year":
        return answers.silent_about_year(scheme, edition, topic, lang, choice.year or today.year)
    if choice.way == "quoted":
        place = CitationRef(source=choice.source, locator=choice.locator)
        return word_for_word(scheme, edition, topic, lang, choice.quoted, place)
    if choice.way == "nothing":
        return answers.nothing_found(scheme, edition, lang, topic, nearest=_nearest(scheme, edition, choice.nearest))
    return answers.say(scheme, edition, topic, lang, today, [statement(scheme, edition, i) for i in statement_ids])


def statement(scheme: Scheme, edition: Edition, statement_id: str) -> Fact | Gap:
    """A statement of an edition by its id.

    Raises:
        NotInVersion: There is none.
    """
    found = next((s for s in edition.statements if s.id == statement_id), None)
    if found is None:
        raise NotInVersion(f"edition {edition.id} of {scheme.id} has no statement '{statement_id}' in this version")
    return found


def _nearest(scheme: Scheme, edition: Edition, fact_id: str) -> Fact | None:
    found = statement(scheme, edition, fact_id) if fact_id else None
    return found if isinstance(found, Fact) else None
