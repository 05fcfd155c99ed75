"""What a person needs to take over: the scheme, what was asked, what was answered, and the sources. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.conversations.ports import Json, Standing
from assistant.conversations.typed import pressed
from assistant.library import Library
from assistant.web.texts import say
from knowledge.answer_words import in_words
from knowledge.answers import office_that_answers
from knowledge.offices.directory import Office
from knowledge.questionnaire import ALL, OneScheme, Portfolio, Questionnaire, question_of

_MAX_QUESTIONS = 6
_MAX_CITATIONS = 8
_NO_QUESTION = ("greeting", "question", "handoff", "verdict", "checklist", "notice")


@dataclass(frozen=True)
class Summary:
    """A handoff's content, in one language; `answers` are (label, answer)."""

    scheme: str | None
    scheme_name: str | None
    questions: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    outcome: str | None
    citations: tuple[Json, ...]
    office: Office | None
    municipality: str | None


def summarise(library: Library, standing: Standing, messages: Sequence[Json], lang: str) -> Summary:
    """Builds the summary of a conversation.

    Args:
        library: The knowledge base.
        standing: What the engine remembers: scheme, municipality, answers of the walk.
        messages: The history in order, each with `role`; the user's texts are masked.
        lang: Language of labels and answers: nb, nn or en.
    """
    scheme = library.scheme(standing.scheme or "") or library.scheme(_last(messages, "scheme") or "")
    number = standing.municipality
    municipality = library.directory.municipality(number) if number else None
    return Summary(
        scheme=scheme.id if scheme else None,
        scheme_name=scheme.name[lang] if scheme else None,
        questions=tuple(_questions(messages))[-_MAX_QUESTIONS:],
        answers=tuple(_answers(library, standing, lang)),
        outcome=_outcome(messages),
        citations=tuple(_citations(messages))[-_MAX_CITATIONS:],
        office=office_that_answers(library.directory, scheme, number),
        municipality=municipality.name if municipality else None,
    )


def as_text(summary: Summary, lang: str) -> str:
    """The summary as the plain text that the user sees, may change, and sends."""
    parts = [say("handoff_intro", lang)]
    if summary.scheme_name:
        parts.append(say("handoff_scheme", lang, scheme=summary.scheme_name))
    if summary.municipality:
        parts.append(say("handoff_municipality", lang, municipality=summary.municipality))
    if summary.questions:
        parts.append("\n".join([say("handoff_questions", lang), *(f"- {each}" for each in summary.questions)]))
    if summary.answers:
        rows = [f"- {label}: {answer}" for label, answer in summary.answers]
        parts.append("\n".join([say("handoff_answers", lang), *rows]))
    if summary.outcome:
        parts.append(say("handoff_outcome", lang, outcome=say(f"plain_outcome_{summary.outcome}", lang)))
    if summary.citations:
        parts.append("\n".join([say("handoff_citations", lang), *(_cited(each) for each in summary.citations)]))
    return "\n\n".join(parts)


def _cited(citation: Json) -> str:
    return "- " + ", ".join(str(citation[key]) for key in ("title", "locator", "url") if citation.get(key))


def _last(messages: Sequence[Json], field: str) -> Any:
    return next((each[field] for each in reversed(messages) if each.get(field)), None)


def _outcome(messages: Sequence[Json]) -> str | None:
    """How the latest check came out, unless a question of a new one has come after it."""
    told = [each for each in messages if each.get("verdict") or each.get("question")]
    return told[-1]["verdict"]["outcome"] if told and told[-1].get("verdict") else None


def _questions(messages: Sequence[Json]) -> Iterator[str]:
    """The user's own questions: not the buttons, not the replies to a walk's questions, not the wish for a person."""
    buttons = pressed((message["role"], message) for message in messages)
    for index, (message, button) in enumerate(zip(messages, buttons, strict=True)):
        if message["role"] != "user" or button:
            continue
        reply = next((each for each in messages[index + 1 :] if each["role"] == "assistant"), None)
        if reply is not None and reply["kind"] not in _NO_QUESTION:
            yield message["text"]


def _answers(library: Library, standing: Standing, lang: str) -> Iterator[tuple[str, str]]:
    questions = _questionnaire(library, standing)
    if questions is None:
        return
    for question_id, answer in standing.answers.items():
        criterion = question_of(questions, question_id).criterion
        yield criterion.label[lang], in_words(criterion, answer, lang)


def _questionnaire(library: Library, standing: Standing) -> Questionnaire | None:
    if standing.walk == ALL:
        return Portfolio(library.schemes)
    scheme = library.scheme(standing.walk or "")
    return OneScheme(scheme, scheme.edition(standing.edition)) if scheme else None


def _citations(messages: Sequence[Json]) -> Iterator[Json]:
    """Each source once, in the order they came; how it was compared and when is not for the letter."""
    seen = set()
    for message in messages:
        for citation in message.get("citations") or ():
            key = (citation["title"], citation["locator"])
            if key not in seen:
                seen.add(key)
                yield citation
