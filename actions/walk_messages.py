"""What a walk says: its questions with their options, what was noted, and the verdict."""

from collections.abc import Sequence
from typing import Any

from actions.turn import Turn
from actions.walk_state import Walk, criterion_of, edition_of
from knowledge import answer_words, deadlines
from knowledge.answer_words import possible_in_words
from knowledge.answers import administrator_name
from knowledge.citations import Citation, cite
from knowledge.counterfactual import Counterfactual, counterfactuals
from knowledge.eligibility import Verdict, evaluate, questions_left
from knowledge.language.texts import knowledge_texts
from knowledge.model import Criterion, Scheme


def say_question(turn: Turn, walk: Walk, criterion: Criterion, noted: str = "") -> None:
    """A step of the walk: the question, its options as buttons, and how far it is at most.

    Args:
        noted: what several answers in one message were taken to be, said before the question.
    """
    scheme, edition = edition_of(turn, walk)
    unlisted = {o.value for o in criterion.options if not o.listed}
    options: list[dict[str, Any]] = [
        {"value": value, "title": title}
        if value in unlisted
        else {
            "value": value,
            "title": title,
            "command": {
                "intent": "inform",
                "criterion": criterion.id,
                "value": value,
                "question": walk.number,
                "scheme": walk.scheme,
            },
        }
        for value, title in possible_in_words(criterion, turn.text_lang)
    ]
    step = len(walk.answers) + 1
    text = (criterion.question or criterion.label)[turn.text_lang]
    turn.say(
        "question",
        f"{noted}\n{text}" if noted else text,
        scheme=walk.scheme,
        citations=[cite(scheme, edition.id, criterion.citation)],
        buttons=[{"title": o["title"], "command": o["command"]} for o in options if "command" in o],
        question={
            "criterion": criterion.id,
            "type": criterion.type,
            "options": options,
            "step": step,
            "of": max(step, len(walk.answers) + questions_left(edition, walk.answers)),
        },
    )


def in_words(turn: Turn, walk: Walk, ids: list[str]) -> str:
    _, edition = edition_of(turn, walk)
    return "; ".join(
        turn.t(
            "noted_answer",
            label=criterion_of(edition, i).label[turn.text_lang],
            answer=answer_words.in_words(criterion_of(edition, i), walk.answers[i], turn.text_lang),
        )
        for i in ids
        if i in walk.answers
    )


def say_verdict(turn: Turn, walk: Walk, intro: str = "") -> None:
    """The outcome with each reason and source, what to do, and whether the window is open today.

    Args:
        intro: said before it.
    """
    scheme, edition = edition_of(turn, walk)
    verdict = evaluate(edition, walk.answers)
    window = deadlines.window(edition, turn.services.today(), turn.text_lang)
    citations = [cite(scheme, edition.id, f.citation) for f in verdict.findings]
    remedies = [r[turn.text_lang] for r in verdict.remedies]
    ways = _ways(turn, counterfactuals(edition, walk.answers))
    said = _verdict_text(turn, scheme, verdict, remedies, ways, window.text)
    turn.say(
        "verdict",
        f"{intro}\n{said}" if intro else said,
        scheme=scheme.id,
        citations=[*citations, cite(scheme, edition.id, window.citation)],
        buttons=[
            turn.button("make_checklist", "checklist", scheme=scheme.id),
            turn.button("change", "change_answer"),
            turn.button("human", "human", scheme=scheme.id),
        ],
        verdict={
            "outcome": verdict.outcome,
            "window": {
                "state": window.state,
                "deadline": window.deadline.isoformat(),
                "certainty": window.certainty,
                "text": window.text,
            },
            "criteria": [_finding(turn, f, c) for f, c in zip(verdict.findings, citations, strict=True)],
            "changes": [*remedies, *([ways] if ways else [])],
        },
    )


def _ways(turn: Turn, found: Sequence[Counterfactual]) -> str:
    """The fewest answers that would have to be others: «Hvem som søker: Kommune og helseforetak»; each way to it."""
    if not found:
        return ""
    ways = [
        "; ".join(
            turn.t(
                "noted_answer",
                label=c.criterion.label[turn.text_lang],
                answer=answer_words.in_words(c.criterion, c.after, turn.text_lang),
            )
            for c in way.changes
        )
        for way in found
    ]
    key = "verdict_met_if" if all(way.verdict.outcome == "eligible" for way in found) else "verdict_open_if"
    return knowledge_texts()(key, turn.text_lang, ways=turn.either(ways))


def _finding(turn: Turn, finding: Any, citation: Citation) -> dict[str, Any]:
    return {
        "id": finding.criterion.id,
        "label": finding.criterion.label[turn.text_lang],
        "status": finding.status,
        "reason": finding.reason[turn.text_lang],
        "citation": citation.as_dict(),
    }


def _verdict_text(turn: Turn, scheme: Scheme, verdict: Verdict, remedies: list[str], ways: str, window: str) -> str:
    said = knowledge_texts()
    lang = turn.text_lang
    lines = [said(f"outcome_{verdict.outcome}", lang, scheme=scheme.short_name[lang])]
    lines += [
        "– "
        + turn.t(
            "verdict_line",
            status=said(f"verdict_{f.status}", lang),
            label=f.criterion.label[lang],
            reason=f.reason[lang],
        )
        for f in verdict.findings
    ]
    if remedies:
        lines.append(said("verdict_remedies", lang, remedies=" ".join(remedies)))
    if ways:
        lines.append(ways)
    if verdict.outcome == "unclear":
        lines.append(turn.t("ask_office", administrator=administrator_name(scheme, lang)))
    return "\n".join([*lines, window])
