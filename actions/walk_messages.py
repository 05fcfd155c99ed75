"""What a walk says: its questions with their options, what was noted, and the verdict."""

from collections.abc import Sequence
from typing import Any

from actions.made import Made, join, recipe_of
from actions.turn import Turn
from actions.walk_state import Walk, edition_of, questionnaire_of
from knowledge import answer_words, deadlines
from knowledge.answer_words import possible_in_words
from knowledge.answers import administrator_name
from knowledge.citations import Citation, cite, cite_all
from knowledge.counterfactual import Counterfactual, counterfactuals
from knowledge.eligibility import Answers, Finding, Verdict, evaluate
from knowledge.model import Scheme
from knowledge.phrases import knowledge_texts
from knowledge.questionnaire import ALL, Asked, Portfolio, ranked


def say_question(turn: Turn, walk: Walk, asked: Asked, noted: str = "") -> None:
    """A step of the walk: the question, its options as buttons, and how far it is at most.

    Args:
        noted: what several answers in one message were taken to be, said before the question.
    """
    criterion = asked.criterion
    command = {"intent": "inform", "criterion": asked.id, "question": walk.number, "scheme": walk.scheme}
    unlisted = {o.value for o in criterion.options if not o.listed}
    options: list[dict[str, Any]] = [
        {"value": value, "title": title}
        if value in unlisted
        else {"value": value, "title": title, "command": {**command, "value": value}}
        for value, title in possible_in_words(criterion, turn.text_lang)
    ]
    step = len(walk.answers) + 1
    left = questionnaire_of(turn, walk).left(walk.answers)
    text = of_criterion(turn, walk, asked, "question" if criterion.question else "label")
    if walk.scheme == ALL and asked.only_scheme:
        text = turn.t("scheme_line", scheme=turn.title_of(asked.scheme), text=text)
    turn.say(
        "question",
        join([noted, text], "\n"),
        scheme=asked.only_scheme,
        citations=citations_of(asked),
        buttons=[{"title": o["title"], "command": o["command"]} for o in options if "command" in o],
        question={
            "criterion": criterion.id,
            "type": criterion.type,
            "options": options,
            "step": step,
            "of": max(step, len(walk.answers) + left),
        },
    )


def of_criterion(turn: Turn, walk: Walk, asked: Asked, field: str) -> Made:
    """The question, the label or the reason for asking (`why`) of a criterion."""
    scheme, criterion = asked.owners[0]
    place: dict[str, Any] = {
        "scheme": scheme.id,
        "edition": walk.edition or scheme.edition().id,
        "id": criterion.id,
        "field": field,
    }
    place["owners"] = [owner.id for owner, _ in asked.owners]
    return Made(getattr(asked.criterion, field)[turn.text_lang], {"criterion": place})


def citations_of(asked: Asked) -> list[Citation]:
    """Where each scheme that asks has the criterion from."""
    return [cite(scheme, scheme.edition().id, criterion.citation) for scheme, criterion in asked.owners]


def label_of(turn: Turn, walk: Walk, asked: Asked) -> str:
    """What a question is about, with its scheme where several are checked at once."""
    label = asked.criterion.label[turn.text_lang]
    if walk.scheme != ALL or asked.only_scheme is None:
        return label
    return f"{label} ({asked.scheme.short_name[turn.text_lang]})"


def in_words(turn: Turn, walk: Walk, ids: list[str]) -> Made:
    """Answers of a walk with what each is about."""
    questions = [q for q in questionnaire_of(turn, walk).questions if q.id in ids and q.id in walk.answers]
    said = "; ".join(
        turn.t(
            "noted_answer",
            label=label_of(turn, walk, asked),
            answer=answer_words.in_words(asked.criterion, walk.answers[asked.id], turn.text_lang),
        )
        for asked in questions
    )
    shown = {asked.id: walk.answers[asked.id] for asked in questions}
    return Made(said, {"noted": {"scheme": walk.scheme, "edition": walk.edition, "answers": shown}})


def _as_verdict(walk: Walk, scheme: str, text: str, intro: str) -> Made:
    """A verdict's text: the rules give it again from the answers."""
    recipe = {"scheme": walk.scheme, "edition": walk.edition, "answers": dict(walk.answers), "of": scheme}
    return Made(text, {"verdict": {**recipe, "intro": recipe_of(intro)}})


def _say_all_verdicts(turn: Turn, walk: Walk, intro: str) -> None:
    """Each scheme with its outcome, the likeliest first: what is not met or open, and whether the window is open."""
    lang, today = turn.text_lang, turn.services.today()
    portfolio = Portfolio(turn.services.schemes)
    sheets = portfolio.sheets(walk.answers)
    verdicts = portfolio.verdicts(sheets)
    windows = {s.id: deadlines.window(s.edition(), today, lang) for s in portfolio.schemes}
    order = ranked(portfolio, verdicts, {s: _HOW_OPEN[w.state] for s, w in windows.items()})
    for number, scheme in enumerate(order):
        verdict, window = verdicts[scheme.id], windows[scheme.id]
        citations = [cite(scheme, scheme.edition().id, f.citation) for f in verdict.findings]
        remedies = [r[lang] for r in verdict.remedies]
        before = intro if not number else ""
        lines = _short_verdict(turn, scheme, sheets[scheme.id], verdict, window.text)
        turn.say(
            "verdict",
            _as_verdict(walk, scheme.id, "\n".join([before, *lines] if before else lines), before),
            scheme=scheme.id,
            citations=[*citations, *cite_all(scheme, scheme.edition().id, window.citations)],
            buttons=_after_one_of_all(turn, scheme, verdict),
            verdict=_verdict_card(turn, verdict, window, citations, remedies),
        )


# The sooner one can apply, the further up among schemes with the same outcome.
_HOW_OPEN = {"open": 0, "not_announced": 1, "assumed_passed": 2, "closed": 2}


def _short_verdict(turn: Turn, scheme: Scheme, answers: Answers, verdict: Verdict, window: str) -> list[str]:
    """The outcome, and of the criteria those that are not met, and those that are open where they decide."""
    lang, said = turn.text_lang, knowledge_texts()
    outcome = said(f"outcome_{verdict.outcome}", lang, scheme=scheme.short_name[lang])
    deciding = ("not_met", "unknown") if verdict.outcome == "unclear" else ("not_met",)
    shown = [f for f in verdict.findings if f.status in deciding and f.criterion.id in answers]
    return [outcome, *(_line(turn, f, answers) for f in shown), window]


def _after_one_of_all(turn: Turn, scheme: Scheme, verdict: Verdict) -> list[dict[str, Any]]:
    if verdict.outcome == "not_eligible":
        return []
    title = turn.t("checklist_for", scheme=scheme.short_name[turn.text_lang])
    return [{"title": title, "command": {"intent": "checklist", "scheme": scheme.id}}]


def _say_verdict(turn: Turn, walk: Walk, intro: str) -> None:
    """The outcome with each reason and source, what to do, and whether the window is open today."""
    scheme, edition = edition_of(turn, walk)
    verdict = evaluate(edition, walk.answers)
    window = deadlines.window(edition, turn.services.today(), turn.text_lang)
    citations = [cite(scheme, edition.id, f.citation) for f in verdict.findings]
    remedies = [r[turn.text_lang] for r in verdict.remedies]
    ways = _ways(turn, counterfactuals(edition, walk.answers))
    said = _verdict_text(turn, scheme, walk.answers, verdict, remedies, ways, window.text)
    turn.say(
        "verdict",
        _as_verdict(walk, scheme.id, f"{intro}\n{said}" if intro else said, intro),
        scheme=scheme.id,
        citations=[*citations, *cite_all(scheme, edition.id, window.citations)],
        buttons=[
            turn.button("make_checklist", "checklist", scheme=scheme.id),
            turn.button("change", "change_answer"),
            turn.button("human", "human", scheme=scheme.id),
        ],
        verdict=_verdict_card(turn, verdict, window, citations, [*remedies, *([ways] if ways else [])]),
    )


def _verdict_card(
    turn: Turn, verdict: Verdict, window: deadlines.Window, citations: Sequence[Citation], changes: list[str]
) -> dict[str, Any]:
    """The `verdict` of the HTTP contract."""
    return {
        "outcome": verdict.outcome,
        "window": {
            "state": window.state,
            "deadline": window.deadline.isoformat(),
            "certainty": window.certainty,
            "text": window.text,
        },
        "criteria": [_finding(turn, f, c) for f, c in zip(verdict.findings, citations, strict=True)],
        "changes": changes,
    }


def say_whole_verdict(turn: Turn, walk: Walk, intro: str = "") -> None:
    """The verdict with its reasons, of one scheme or of all.

    Args:
        intro: said before it.
    """
    if walk.scheme == ALL:
        _say_all_verdicts(turn, walk, intro)
    else:
        _say_verdict(turn, walk, intro)


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


def _finding(turn: Turn, finding: Finding, citation: Citation) -> dict[str, Any]:
    return {
        "id": finding.criterion.id,
        "label": finding.criterion.label[turn.text_lang],
        "status": finding.status,
        "reason": finding.reason[turn.text_lang],
        "citation": citation.as_dict(),
    }


def _line(turn: Turn, finding: Finding, answers: Answers) -> str:
    """A criterion with the answer that was taken, so that a misreading is seen, and the reason."""
    lang, criterion = turn.text_lang, finding.criterion
    label = criterion.label[lang]
    if criterion.id in answers:
        label = turn.t(
            "verdict_answer", label=label, answer=answer_words.in_words(criterion, answers[criterion.id], lang)
        )
    status = knowledge_texts()(f"verdict_{finding.status}", lang)
    return "– " + turn.t("verdict_line", status=status, label=label, reason=finding.reason[lang])


def _verdict_text(
    turn: Turn, scheme: Scheme, answers: Answers, verdict: Verdict, remedies: list[str], ways: str, window: str
) -> str:
    said = knowledge_texts()
    lang = turn.text_lang
    lines = [said(f"outcome_{verdict.outcome}", lang, scheme=scheme.short_name[lang])]
    lines += [_line(turn, f, answers) for f in verdict.findings]
    if remedies:
        lines.append(said("verdict_remedies", lang, remedies=" ".join(remedies)))
    if ways:
        lines.append(ways)
    if verdict.outcome == "unclear":
        lines.append(turn.t("ask_office", administrator=administrator_name(scheme, lang)))
    return "\n".join([*lines, window])
