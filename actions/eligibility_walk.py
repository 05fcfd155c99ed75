"""The eligibility walk as a conversation: its state, its questions, its verdict. The rules are in `knowledge`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from actions.resolution import resolve
from actions.turn import Turn
from knowledge import deadlines
from knowledge.answers import administrator_name
from knowledge.citations import Citation, cite
from knowledge.eligibility import (
    UNKNOWN,
    Answer,
    InvalidAnswer,
    Verdict,
    check_answer,
    evaluate,
    next_question,
    questions_left,
    without_orphans,
)
from knowledge.language.answers_in_text import find_answers
from knowledge.language.normalise import fold, words
from knowledge.language.question_words import ASKING_VERBS, QUESTION_WORDS
from knowledge.language.texts import knowledge_texts
from knowledge.model import Criterion, Edition, Scheme


@dataclass
class Walk:
    """Where a walk stands. `asked` is the order of answers (for going back); `number` counts the questions put."""

    scheme: str
    edition: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    question: str | None = None
    number: int = 0


def current(turn: Turn) -> Walk | None:
    """The walk under way, if any."""
    if not turn.remembered("walk_active"):
        return None
    return latest(turn)


def latest(turn: Turn) -> Walk | None:
    """The walk under way or the last one finished."""
    stored = turn.remembered("walk")
    return Walk(**stored) if stored else None


def _keep(turn: Turn, walk: Walk, *, active: bool = True) -> None:
    turn.remember(walk=asdict(walk), walk_active=active, scheme=walk.scheme)


def _edition(turn: Turn, walk: Walk) -> tuple[Scheme, Edition]:
    scheme = turn.services.scheme(walk.scheme)
    return scheme, scheme.edition(walk.edition)


def start(turn: Turn, scheme: Scheme, answers: Mapping[str, Answer] | None = None) -> None:
    """Begins a walk with the answers that the message already gives, and puts the first question."""
    walk = Walk(scheme.id, scheme.edition().id)
    turn.remember(pending=None)
    _take(turn, walk, dict(answers or {}))
    proceed(turn, walk)


def _take(turn: Turn, walk: Walk, answers: Mapping[str, Answer]) -> list[str]:
    """Puts valid answers into the walk; says why an impossible one is not taken. Returns the ids taken."""
    _, edition = _edition(turn, walk)
    taken = []
    for criterion in edition.criteria:
        if criterion.id not in answers:
            continue
        try:
            walk.answers[criterion.id] = check_answer(criterion, answers[criterion.id])
        except InvalidAnswer:
            hint = turn.t(f"not_a_number_{criterion.unit}") if criterion.unit else turn.t("not_understood")
            turn.say("notice", turn.t("out_of_range", hint=hint), scheme=walk.scheme)
            continue
        taken.append(criterion.id)
        walk.asked = [*(i for i in walk.asked if i != criterion.id), criterion.id]
    walk.answers = without_orphans(edition, walk.answers)
    walk.asked = [i for i in walk.asked if i in walk.answers]
    return taken


def proceed(turn: Turn, walk: Walk, noted: str = "") -> None:
    """Puts the next question, or gives the verdict when nothing more can change it."""
    _, edition = _edition(turn, walk)
    criterion = next_question(edition, walk.answers)
    if criterion is None:
        walk.question = None
        _keep(turn, walk, active=False)
        say_verdict(turn, walk)
        return
    if walk.question != criterion.id:
        walk.number += 1
    walk.question = criterion.id
    _keep(turn, walk)
    say_question(turn, walk, criterion, noted)


def ask_again(turn: Turn) -> None:
    """Puts the open question once more, after an interruption."""
    walk = current(turn)
    if walk and walk.question:
        _, edition = _edition(turn, walk)
        say_question(turn, walk, _criterion(edition, walk.question))


def _criterion(edition: Edition, criterion_id: str) -> Criterion:
    return next(c for c in edition.criteria if c.id == criterion_id)


def say_question(turn: Turn, walk: Walk, criterion: Criterion, noted: str = "") -> None:
    """A step of the walk: the question, its options as buttons, and how far it is at most.

    Args:
        noted: what several answers in one message were taken to be, said before the question.
    """
    scheme, edition = _edition(turn, walk)
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
        for value, title in _options(turn, criterion)
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


def _options(turn: Turn, criterion: Criterion) -> list[tuple[str, str]]:
    unknown = (UNKNOWN, turn.t("answer_unknown"))
    if criterion.type == "choice":
        return [*((o.value, o.title[turn.text_lang]) for o in criterion.options), unknown]
    if criterion.type == "yes_no":
        return [("yes", turn.t("answer_yes")), ("no", turn.t("answer_no")), unknown]
    return [unknown]


# --- answers


def takes_as_answer(turn: Turn) -> bool:
    """During a walk: takes a text that is no question as answers, if it gives any. True when it did."""
    walk = current(turn)
    if walk is None or turn.command or _asks(turn):
        return False
    _, edition = _edition(turn, walk)
    asked = _criterion(edition, walk.question) if walk.question else None
    found = find_answers(edition, turn.reading, asked)
    if not found:
        return switches_scheme(turn, walk)
    if asked and asked.id not in found and turn.intent not in ("inform", "out_of_scope", "affirm", "deny"):
        return False
    _take_and_proceed(turn, walk, found)
    return True


def update_finished(turn: Turn) -> bool:
    """Takes new answers given in words to the walk under way or just finished: «da endrer vi beløpet til 400 000»."""
    walk = latest(turn)
    if walk is None or turn.command:
        return False
    _, edition = _edition(turn, walk)
    found = find_answers(edition, turn.reading)
    if not found:
        return False
    _take_and_proceed(turn, walk, found)
    return True


def gives_answer(turn: Turn) -> bool:
    """Whether the text holds an answer to any question of the walk under way."""
    walk = current(turn)
    if walk is None:
        return False
    _, edition = _edition(turn, walk)
    asked = _criterion(edition, walk.question) if walk.question else None
    return bool(find_answers(edition, turn.reading, asked))


def _asks(turn: Turn) -> bool:
    tokens = [fold(w.text) for w in words(turn.reading.text)]
    if not tokens:
        return False
    if tokens[0] in QUESTION_WORDS or "?" in turn.text:
        return True
    return tokens[0] in ASKING_VERBS and turn.intent.startswith("ask_")


def take_answer(turn: Turn) -> None:
    """A button or a text that is an answer to the walk under way; without a walk only a stale button says anything."""
    walk = current(turn)
    if "criterion" in turn.command:
        _take_button(turn, walk)
    elif walk is not None:
        _take_text(turn, walk)


def _take_button(turn: Turn, walk: Walk | None) -> None:
    command = turn.command
    if walk is None:
        turn.say("notice", turn.t("stale_no_walk"))
    elif command["question"] != walk.number or command["scheme"] != walk.scheme:
        turn.say("notice", turn.t("stale"), scheme=walk.scheme)
        ask_again(turn)
    else:
        _take_and_proceed(turn, walk, {command["criterion"]: command["value"]})


def _take_text(turn: Turn, walk: Walk) -> None:
    scheme, edition = _edition(turn, walk)
    asked = _criterion(edition, walk.question) if walk.question else None
    found = find_answers(edition, turn.reading, asked)
    if asked and not found:
        found = _by_intent(turn, asked)
    if found:
        _take_and_proceed(turn, walk, found)
    elif not switches_scheme(turn, walk):
        number = asked is not None and asked.type == "number"
        key = f"not_a_number_{asked.unit}" if asked and number else "not_understood"
        turn.say("notice", turn.t(key), scheme=scheme.id)
        ask_again(turn)


def _by_intent(turn: Turn, asked: Criterion) -> dict[str, Answer]:
    if turn.intent == "dont_know":
        return {asked.id: UNKNOWN}
    if asked.type == "yes_no" and turn.intent in ("affirm", "deny"):
        return {asked.id: "yes" if turn.intent == "affirm" else "no"}
    return {}


def switches_scheme(turn: Turn, walk: Walk) -> bool:
    """«nei, jeg mente TryggEst» in the middle of a walk starts the walk of that scheme."""
    meant = resolve(turn.reading, None, switching=True).schemes
    if turn.intent != "follow_up" or len(meant) != 1 or meant[0] == walk.scheme:
        return False
    start(turn, turn.services.scheme(meant[0]))
    return True


def _take_and_proceed(turn: Turn, walk: Walk, found: Mapping[str, Answer]) -> None:
    if walk.question in found and turn.intent != "change_answer":  # in passing, nothing given before is changed
        found = {i: a for i, a in found.items() if i == walk.question or i not in walk.answers}
    taken = _take(turn, walk, found)
    noted = turn.t("noted", answers=_in_words(turn, walk, taken)) if len(taken) > 1 else ""
    proceed(turn, walk, noted)


def _in_words(turn: Turn, walk: Walk, ids: list[str]) -> str:
    _, edition = _edition(turn, walk)
    return "; ".join(
        turn.t(
            "noted_answer",
            label=_criterion(edition, i).label[turn.text_lang],
            answer=answer_text(turn, _criterion(edition, i), walk.answers[i]),
        )
        for i in ids
        if i in walk.answers
    )


def answer_text(turn: Turn, criterion: Criterion, answer: Answer) -> str:
    """An answer as a person would say it: the option's title, «Ja», «300 000 kroner»."""
    if criterion.unit and answer != UNKNOWN:
        amount = (
            f"{float(answer):,.10g}".replace(",", " ").replace(".", ",")
            if turn.text_lang != "en"
            else f"{float(answer):,.10g}"
        )
        return turn.t(f"answer_{criterion.unit}", amount=amount)
    return next(title for value, title in _options(turn, criterion) if value == answer)


def change(turn: Turn, criterion_id: str | None) -> None:
    """Puts the question of an answer again; which one is asked when it is not said."""
    walk = latest(turn)
    if walk is None or not walk.answers:
        turn.say("notice", turn.t("no_walk"))
        return
    _, edition = _edition(turn, walk)
    if criterion_id in walk.answers:
        walk.answers.pop(str(criterion_id))
        walk.asked = [i for i in walk.asked if i != criterion_id]
        walk.question, walk.number = criterion_id, walk.number + 1
        _keep(turn, walk)
        say_question(turn, walk, _criterion(edition, str(criterion_id)))
        return
    answered = [c for c in edition.criteria if c.id in walk.answers]
    buttons = [
        {
            "title": c.label[turn.text_lang],
            "command": {"intent": "change_answer", "criterion": c.id, "scheme": walk.scheme},
        }
        for c in answered
    ]
    text = turn.t("which_answer", answers=turn.either([c.label[turn.text_lang] for c in answered]))
    turn.say("clarify", text, scheme=walk.scheme, buttons=buttons)


def go_back(turn: Turn) -> None:
    """Puts the question before the current one again."""
    walk = latest(turn)
    if walk is None:
        turn.say("notice", turn.t("no_walk"))
    elif not walk.asked:
        turn.say("notice", turn.t("first_question"), scheme=walk.scheme)
        ask_again(turn)
    else:
        change(turn, walk.asked[-1])


def stop(turn: Turn) -> None:
    walk = current(turn)
    if walk is None:
        turn.say("notice", turn.t("nothing_to_stop"))
        return
    _keep(turn, walk, active=False)
    turn.say(
        "notice",
        turn.t("stopped"),
        scheme=walk.scheme,
        buttons=[turn.button("check", "start_walk", scheme=walk.scheme), turn.button("human", "human")],
    )


def explain(turn: Turn) -> None:
    """Why the open question is asked: the rule behind it, with its source."""
    walk = current(turn)
    if walk is None or not walk.question:
        turn.say("notice", turn.t("no_walk"))
        return
    scheme, edition = _edition(turn, walk)
    criterion = _criterion(edition, walk.question)
    turn.say(
        "answer",
        turn.t("why", reason=criterion.why[turn.text_lang]),
        scheme=scheme.id,
        citations=[cite(scheme, edition.id, criterion.citation)],
    )
    ask_again(turn)


# --- verdict


def say_verdict(turn: Turn, walk: Walk) -> None:
    """The outcome with each reason and source, what to do, and whether the window is open today."""
    scheme, edition = _edition(turn, walk)
    verdict = evaluate(edition, walk.answers)
    window = deadlines.window(edition, turn.services.today(), turn.text_lang)
    citations = [cite(scheme, edition.id, f.citation) for f in verdict.findings]
    remedies = [r[turn.text_lang] for r in verdict.remedies]
    turn.say(
        "verdict",
        _verdict_text(turn, scheme, verdict, remedies, window.text),
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
            "changes": remedies,
        },
    )


def _finding(turn: Turn, finding: Any, citation: Citation) -> dict[str, Any]:
    return {
        "id": finding.criterion.id,
        "label": finding.criterion.label[turn.text_lang],
        "status": finding.status,
        "reason": finding.reason[turn.text_lang],
        "citation": citation.as_dict(),
    }


def _verdict_text(turn: Turn, scheme: Scheme, verdict: Verdict, remedies: list[str], window: str) -> str:
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
    if verdict.outcome == "unclear":
        lines.append(turn.t("ask_office", administrator=administrator_name(scheme, lang)))
    return "\n".join([*lines, window])
