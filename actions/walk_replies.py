"""What a text means to a walk: an answer, a correction, another scheme, or nothing of the kind."""

import re

from actions.eligibility_walk import ask_again, start, take_and_proceed
from actions.resolution import resolve
from actions.turn import Turn
from actions.walk_state import Walk, current, latest, open_question, questionnaire_of, scheme_asked_about
from actions.what_if import supposes
from knowledge.eligibility import UNKNOWN, Answer
from knowledge.language.correction import correction, refuses_partner, tells_who
from knowledge.language.normalise import fold, words
from knowledge.language.polarity import is_negated
from knowledge.language.question_words import ASKING_VERBS, QUESTION_WORDS
from knowledge.questionnaire import ALL, Asked, Questionnaire, question_of

_NAMES_ANSWER = re.compile(r"\bsvar(?:et|a|ene|ane)?\b|\banswers?\b")
_ADDS = (" men ", " og ")  # after a «nei», what follows is of a matter of its own
_RATHER = frozenset(
    {"bytt", "byt", "bytte", "byte", "stedet", "staden", "istedet", "istedenfor", "heller", "instead", "rather"}
)


def corrects(turn: Turn) -> bool:
    """«nei vent, tre», «nei det er jo 420 tusen»: changes what was answered before. True when it did."""
    walk = latest(turn)
    if walk is None or not walk.answers or turn.command or asks(turn):
        return False
    said = correction(turn.reading.text)
    if said is None:
        return False
    surely = said.surely or current(turn) is None
    found = _corrected(turn, walk, said.rest) if surely else _corrected_by_no(turn, walk, said.rest)
    if not found:
        return False
    take_and_proceed(turn, walk, found, correcting=True)
    return True


def _corrected(turn: Turn, walk: Walk, rest: str) -> dict[str, Answer]:
    """The answers that the text gives anew to what has been answered, else to the latest that the rest of it fits."""
    questionnaire = questionnaire_of(turn, walk)
    found = {i: a for i, a in questionnaire.find(turn.reading).items() if i in walk.answers}
    return found or _answer_to_earlier(turn, walk, questionnaire, rest)


def _corrected_by_no(turn: Turn, walk: Walk, rest: str) -> dict[str, Answer]:
    """What a mere «nei» that begins the text changes: numbers, who takes part when a partner is left out, who applies.

    Where it may be meant for the open question instead, that comes again, since a wrong answer would pass unseen.
    """
    said = turn.reading.text
    if any(adds in said.lower() for adds in _ADDS):
        return {}
    questionnaire = questionnaire_of(turn, walk)
    found = {i: a for i, a in questionnaire.find(turn.reading).items() if i in walk.answers}
    if refuses_partner(said):
        return found
    negated = is_negated([fold(w.text) for w in words(rest)])  # «nei, vi er ikke enige med sykehuset»
    if tells_who(rest) and not negated and any(walk.answers[i] != answer for i, answer in found.items()):
        return found
    return {i: a for i, a in found.items() if question_of(questionnaire, i).criterion.type == "number"}


def _answer_to_earlier(turn: Turn, walk: Walk, questionnaire: Questionnaire, rest: str) -> dict[str, Answer]:
    """The text as the answer to the latest question that it can answer: a number to a number."""
    reading = turn.services.reader.read(rest)
    numbers = bool(reading.quantities)
    for question_id in reversed(walk.asked):
        asked = question_of(questionnaire, question_id)
        if numbers == (asked.criterion.type == "number"):
            answer = questionnaire.find(reading, asked).get(question_id)
            if answer is not None and answer != UNKNOWN:
                return {question_id: answer}
            if not numbers:
                return {}
    return {}


def takes_as_answer(turn: Turn) -> bool:
    """During a walk: takes a text that is no question as answers, if it gives any. True when it did."""
    walk = current(turn)
    if walk is None or turn.command or asks(turn):
        return False
    if corrects(turn):
        return True
    asked = open_question(turn, walk)
    found = _found(turn, walk, asked)
    if not found:
        return switches_scheme(turn, walk)
    if asked and asked.id not in found and turn.intent not in ("inform", "out_of_scope", "affirm", "deny"):
        return False
    take_and_proceed(turn, walk, found)
    return True


def update_finished(turn: Turn, *, changing: bool = False) -> bool:
    """Takes new answers given in words to the walk under way or just finished: «da endrer vi beløpet til 400 000».

    Args:
        changing: the message asks for a change, so that to name a matter is not to answer it: «endre svaret om avtalen».
    """
    walk = latest(turn)
    if walk is None or turn.command or supposes(turn):
        return False
    questionnaire = questionnaire_of(turn, walk)
    asked = open_question(turn, walk) if current(turn) else None
    found = questionnaire.find(turn.reading, asked)
    if asked:
        found.pop(asked.id, None)  # a plain reply has been looked for before
    if changing:
        told = {"number"} if _NAMES_ANSWER.search(turn.reading.text.lower()) else {"number", "choice"}
        found = {i: a for i, a in found.items() if question_of(questionnaire, i).criterion.type in told}
    if not found:
        return False
    take_and_proceed(turn, walk, found)
    return True


def gives_answer(turn: Turn) -> bool:
    """Whether the text holds an answer to any question of the walk under way."""
    walk = current(turn)
    if walk is None:
        return False
    return bool(_found(turn, walk, open_question(turn, walk)))


def _found(turn: Turn, walk: Walk, asked: Asked | None) -> dict[str, Answer]:
    """The answers in the text to what may still be asked or has been answered."""
    questionnaire, instead = questionnaire_of(turn, walk), _said_instead(turn)
    reading = turn.reading if instead is None else turn.services.reader.read(instead)
    relevant = questionnaire.relevant(walk.answers) | walk.answers.keys()
    return {i: a for i, a in questionnaire.find(reading, asked).items() if i in relevant}


def _said_instead(turn: Turn) -> str | None:
    """What follows words that surely take something back, so that «nei vent, fire» says no to nothing; else None."""
    said = correction(turn.reading.text)
    return said.rest if said and said.surely else None


def asks_for_number(turn: Turn) -> bool:
    """Whether the question on the table wants a number."""
    walk = current(turn)
    asked = open_question(turn, walk) if walk else None
    return asked is not None and asked.criterion.type == "number"


def asks(turn: Turn) -> bool:
    """Whether the text is a question, not an answer."""
    tokens = [fold(w.text) for w in words(turn.reading.text)]
    if not tokens:
        return False
    if tokens[0] in QUESTION_WORDS or "?" in turn.text:
        return True
    if is_negated(tokens[1:2]):  # «har ikke laget avtalen ennå»
        return False
    return tokens[0] in ASKING_VERBS and turn.intent.startswith("ask_")


def only_tells(turn: Turn) -> bool:
    """Whether the text asks nothing at all: «vi har regnet på det nå, beløpet blir 310 000 kroner»."""
    return not asks(turn) and QUESTION_WORDS.isdisjoint(fold(w.text) for w in words(turn.reading.text))


def take_answer(turn: Turn) -> None:
    """A button or a text that is an answer to the walk under way; without a walk only a stale button says anything."""
    walk = current(turn)
    if "criterion" in turn.command:
        _take_button(turn, walk)
    elif walk is not None and not corrects(turn):
        _take_text(turn, walk)


def _take_button(turn: Turn, walk: Walk | None) -> None:
    command = turn.command
    if walk is None:
        turn.say("notice", turn.t("stale_no_walk"))
    elif command["question"] != walk.number or command["scheme"] != walk.scheme:
        turn.say("notice", turn.t("stale"), scheme=scheme_asked_about(turn, walk))
        ask_again(turn)
    else:
        take_and_proceed(turn, walk, {command["criterion"]: command["value"]})


def _take_text(turn: Turn, walk: Walk) -> None:
    asked = open_question(turn, walk)
    found = _found(turn, walk, asked)
    if asked and not found and _said_instead(turn) is None:
        found = _by_intent(turn, asked)
    if found and not asks(turn):
        take_and_proceed(turn, walk, found)
    elif not switches_scheme(turn, walk):
        unit = asked.criterion.unit if asked else None
        key = f"not_a_number_{unit}" if unit else "not_understood"
        turn.say("notice", turn.t(key), scheme=scheme_asked_about(turn, walk))
        ask_again(turn)


def _by_intent(turn: Turn, asked: Asked) -> dict[str, Answer]:
    if turn.intent == "dont_know":
        return {asked.id: UNKNOWN}
    if asked.criterion.type == "yes_no" and turn.intent in ("affirm", "deny"):
        return {asked.id: "yes" if turn.intent == "affirm" else "no"}
    return {}


def switches_scheme(turn: Turn, walk: Walk) -> bool:
    """«nei, jeg mente TryggEst», «vent, sjekk rusarbeid i stedet»: in the middle of a walk starts that scheme's."""
    meant = resolve(turn.reading, None, switching=True)
    said = [w.text for w in words(turn.reading.text)]
    rather = not _RATHER.isdisjoint(said)
    pointed = rather and any(word.startswith(("sjekk", "ordning", "check")) for word in said)
    wants = turn.intent == "follow_up" or pointed or (meant.named and (rather or turn.refused_as == "uncertain"))
    if walk.scheme == ALL and not rather:  # there, a scheme's name is part of an answer
        return False
    if not wants or len(meant.schemes) != 1 or meant.schemes[0] == walk.scheme or "?" in turn.text:
        return False
    start(turn, turn.services.scheme(meant.schemes[0]))
    return True
