"""The eligibility walk as a conversation: begins, takes answers, goes back, stops. The rules are in `knowledge`."""

from collections.abc import Mapping

from actions.resolution import resolve
from actions.turn import Turn
from actions.unrecognised import answer_from_before
from actions.walk_messages import in_words, say_question, say_verdict
from actions.walk_state import Walk, criterion_of, current, edition_of, keep, latest
from knowledge.citations import cite
from knowledge.eligibility import UNKNOWN, Answer, InvalidAnswer, check_answer, next_question, without_orphans
from knowledge.language.answers_in_text import find_answers
from knowledge.language.normalise import fold, words
from knowledge.language.question_words import ASKING_VERBS, QUESTION_WORDS
from knowledge.model import Criterion, Scheme

_PLAIN = 4  # words: «ja, det har vi» needs no echo
_RATHER = frozenset({"stedet", "staden", "istedet", "istedenfor", "heller", "instead", "rather"})


def start(turn: Turn, scheme: Scheme, answers: Mapping[str, Answer] | None = None) -> None:
    """Begins a walk with the answers that the message already gives, and puts the first question."""
    walk = Walk(scheme.id, scheme.edition().id)
    turn.remember(pending=None)
    _take(turn, walk, dict(answers or {}))
    proceed(turn, walk)


def _take(turn: Turn, walk: Walk, answers: Mapping[str, Answer]) -> list[str]:
    """Puts valid answers into the walk; says why an impossible one is not taken. Returns the ids taken."""
    _, edition = edition_of(turn, walk)
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
    _, edition = edition_of(turn, walk)
    criterion = next_question(edition, walk.answers)
    if criterion is None:
        walk.question = None
        keep(turn, walk, active=False)
        say_verdict(turn, walk)
        return
    if walk.question != criterion.id:
        walk.number += 1
    walk.question = criterion.id
    keep(turn, walk)
    say_question(turn, walk, criterion, noted)


def ask_again(turn: Turn) -> None:
    """Puts the open question once more, after an interruption."""
    walk = current(turn)
    if walk and walk.question:
        _, edition = edition_of(turn, walk)
        say_question(turn, walk, criterion_of(edition, walk.question))


def takes_as_answer(turn: Turn) -> bool:
    """During a walk: takes a text that is no question as answers, if it gives any. True when it did."""
    walk = current(turn)
    if walk is None or turn.command or asks(turn):
        return False
    _, edition = edition_of(turn, walk)
    asked = criterion_of(edition, walk.question) if walk.question else None
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
    _, edition = edition_of(turn, walk)
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
    _, edition = edition_of(turn, walk)
    asked = criterion_of(edition, walk.question) if walk.question else None
    return bool(find_answers(edition, turn.reading, asked))


def asks(turn: Turn) -> bool:
    """Whether the text is a question, not an answer."""
    tokens = [fold(w.text) for w in words(turn.reading.text)]
    if not tokens:
        return False
    if tokens[0] in QUESTION_WORDS or "?" in turn.text:
        return True
    return tokens[0] in ASKING_VERBS and turn.intent.startswith("ask_")


def only_tells(turn: Turn) -> bool:
    """Whether the text asks nothing at all: «vi har regnet på det nå, beløpet blir 310 000 kroner»."""
    return not asks(turn) and QUESTION_WORDS.isdisjoint(fold(w.text) for w in words(turn.reading.text))


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
    scheme, edition = edition_of(turn, walk)
    asked = criterion_of(edition, walk.question) if walk.question else None
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
    """«nei, jeg mente TryggEst», «vent, sjekk rusarbeid i stedet»: in the middle of a walk starts that scheme's."""
    meant = resolve(turn.reading, None, switching=True)
    rather = not _RATHER.isdisjoint(w.text for w in words(turn.reading.text))
    wants = turn.intent == "follow_up" or (meant.named and (rather or turn.refused_as == "uncertain"))
    if not wants or len(meant.schemes) != 1 or meant.schemes[0] == walk.scheme or "?" in turn.text:
        return False
    start(turn, turn.services.scheme(meant.schemes[0]))
    return True


def _take_and_proceed(turn: Turn, walk: Walk, found: Mapping[str, Answer]) -> None:
    if walk.question in found and turn.intent != "change_answer":  # in passing, nothing given before is changed
        found = {i: a for i, a in found.items() if i == walk.question or i not in walk.answers}
    taken = _take(turn, walk, found)
    told = not turn.command and len(words(turn.reading.text)) > _PLAIN  # the more was said, the more may be misread
    noted = turn.t("noted", answers=in_words(turn, walk, taken)) if len(taken) > 1 or (taken and told) else ""
    proceed(turn, walk, noted)


def change(turn: Turn, criterion_id: str | None) -> None:
    """Puts the question of an answer again; which one is asked when it is not said."""
    walk = latest(turn)
    if walk is None or not walk.answers:
        turn.say("notice", turn.t("no_walk"))
        return
    _, edition = edition_of(turn, walk)
    if criterion_id in walk.answers:
        walk.answers.pop(str(criterion_id))
        walk.asked = [i for i in walk.asked if i != criterion_id]
        walk.question, walk.number = criterion_id, walk.number + 1
        keep(turn, walk)
        say_question(turn, walk, criterion_of(edition, str(criterion_id)))
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
    keep(turn, walk, active=False)
    turn.say(
        "notice",
        turn.t("stopped"),
        scheme=walk.scheme,
        buttons=[turn.button("check", "start_walk", scheme=walk.scheme), turn.button("human", "human")],
    )


def explain(turn: Turn) -> None:
    """Why the open question is asked: the rule behind it, with its source; without a walk, the last answer's reason."""
    walk = current(turn)
    if walk is None or not walk.question:
        if not answer_from_before(turn):
            turn.say("notice", turn.t("no_walk"))
        return
    scheme, edition = edition_of(turn, walk)
    criterion = criterion_of(edition, walk.question)
    turn.say(
        "answer",
        turn.t("why", reason=criterion.why[turn.text_lang]),
        scheme=scheme.id,
        citations=[cite(scheme, edition.id, criterion.citation)],
    )
    ask_again(turn)
