"""The eligibility walk as a conversation: begins, takes answers, goes back, stops. The rules are in `knowledge`."""

import re
from collections.abc import Mapping

from actions.resolution import resolve
from actions.turn import Turn
from actions.unrecognised import answer_from_before
from actions.walk_messages import citations_of, in_words, label_of, say_all_verdicts, say_question, say_verdict
from actions.walk_state import (
    Walk,
    current,
    keep,
    latest,
    open_question,
    questionnaire_of,
    scheme_asked_about,
)
from actions.what_if import supposes
from knowledge.eligibility import UNKNOWN, Answer, InvalidAnswer, check_answer
from knowledge.language.normalise import fold, words
from knowledge.language.polarity import is_negated
from knowledge.language.question_words import ASKING_VERBS, QUESTION_WORDS
from knowledge.model import LANGS, Scheme
from knowledge.questionnaire import ALL, Asked, Questionnaire, question_of

_PLAIN = 4  # words: «ja, det har vi» needs no echo
_NAMES_ANSWER = re.compile(r"\bsvar(?:et|a|ene|ane)?\b|\banswers?\b")
# «vent», «jeg mente» and the like surely take something back; a mere «nei» may be an answer.
_CORRECTS = re.compile(
    r"\s*(?:(?P<surely>(?:(?:nei|næi|oi|å|ups|no),?\s+)?(?:vent|vænt|forresten|feil|beklager|beklagar|unnskyld|orsak|sorry|wait|rettelse|retting)\b[,. ]*(?:nei|næi)?"
    r"|(?:nei,?\s+)?(?:jeg|eg|æ|vi|me)\s+(?:mente|meinte|meint)\b|(?:nei|næi)\s+(?:nei|næi)\b)|(?:nei|næi|no),?)[,. ]*",
    re.IGNORECASE,
)
_NO_TO_PARTNER = re.compile(r"\s*(?:nei|næi)[, ]+(?:takk[, ]+)?(?:ikke|ikkje|itj|uten|utan)\s", re.IGNORECASE)
_RATHER = frozenset(
    {"bytt", "byt", "bytte", "byte", "stedet", "staden", "istedet", "istedenfor", "heller", "instead", "rather"}
)


def start(turn: Turn, scheme: Scheme, answers: Mapping[str, Answer] | None = None) -> None:
    """Begins a walk with the answers that the message already gives, and puts the first question."""
    _begin(turn, Walk(scheme.id, scheme.edition().id), answers or {})


def start_all(turn: Turn) -> None:
    """Begins a check of all schemes at once, with what the message already tells of the applicant."""
    walk = Walk(ALL, "")
    _begin(turn, walk, questionnaire_of(turn, walk).find(turn.reading) if not turn.command else {})


def _begin(turn: Turn, walk: Walk, answers: Mapping[str, Answer]) -> None:
    turn.remember(pending=None)
    taken = _take(turn, walk, answers)
    proceed(turn, walk, _noted(turn, walk, taken))


def _noted(turn: Turn, walk: Walk, taken: list[str]) -> str:
    """What was taken to be said, for the user to see; nothing for a button."""
    return turn.t("noted", answers=in_words(turn, walk, taken)) if taken and not turn.command else ""


def _take(turn: Turn, walk: Walk, answers: Mapping[str, Answer]) -> list[str]:
    """Puts valid answers into the walk; says why an impossible one is not taken. Returns the ids taken."""
    questionnaire = questionnaire_of(turn, walk)
    taken = []
    for asked in questionnaire.questions:
        if asked.id not in answers:
            continue
        try:
            walk.answers[asked.id] = check_answer(asked.criterion, answers[asked.id])
        except InvalidAnswer:
            unit = asked.criterion.unit
            hint = turn.t(f"not_a_number_{unit}") if unit else turn.t("not_understood")
            turn.say("notice", turn.t("out_of_range", hint=hint), scheme=asked.only_scheme)
            continue
        taken.append(asked.id)
        walk.asked = [*(i for i in walk.asked if i != asked.id), asked.id]
    walk.answers = questionnaire.kept(walk.answers)
    walk.asked = [i for i in walk.asked if i in walk.answers]
    return [i for i in taken if i in walk.answers]


def proceed(turn: Turn, walk: Walk, noted: str = "") -> None:
    """Puts the next question, or gives the verdict when nothing more can change it."""
    asked = questionnaire_of(turn, walk).next(walk.answers)
    if asked is None:
        walk.question = None
        keep(turn, walk, active=False)
        if walk.scheme == ALL:
            say_all_verdicts(turn, walk)
        else:
            say_verdict(turn, walk)
        return
    if walk.question != asked.id:
        walk.number += 1
    walk.question = asked.id
    keep(turn, walk)
    say_question(turn, walk, asked, noted)


def ask_again(turn: Turn) -> None:
    """Puts the open question once more, after an interruption."""
    walk = current(turn)
    asked = open_question(turn, walk) if walk else None
    if walk and asked:
        say_question(turn, walk, asked)


def corrects(turn: Turn) -> bool:
    """«nei vent, tre», «nei det er jo 420 tusen»: changes what was answered before. True when it did."""
    walk = latest(turn)
    if walk is None or not walk.answers or turn.command or asks(turn):
        return False
    marker = _CORRECTS.match(turn.reading.text.lower())
    if marker is None:
        return False
    questionnaire, under_way = questionnaire_of(turn, walk), current(turn) is not None
    surely = bool(marker["surely"]) or not under_way
    if not surely and (" men " in turn.reading.text.lower() or " og " in turn.reading.text.lower()):
        return False
    found = {i: a for i, a in questionnaire.find(turn.reading).items() if i in walk.answers}
    if not surely and not _NO_TO_PARTNER.match(
        turn.reading.text
    ):  # a mere «nei» changes numbers, and leaves a partner out
        found = {i: a for i, a in found.items() if question_of(questionnaire, i).criterion.type == "number"}
    if not found and surely:
        found = _answer_to_earlier(turn, walk, questionnaire)
    if not found:
        return False
    _take_and_proceed(turn, walk, found, correcting=True)
    return True


def _answer_to_earlier(turn: Turn, walk: Walk, questionnaire: Questionnaire) -> dict[str, Answer]:
    """The text as the answer to the latest question that it can answer: a number to a number."""
    rest = turn.services.reader.read(_CORRECTS.sub("", turn.reading.text, count=1))
    numbers = bool(rest.quantities)
    for question_id in reversed(walk.asked):
        asked = question_of(questionnaire, question_id)
        if numbers == (asked.criterion.type == "number"):
            answer = questionnaire.find(rest, asked).get(question_id)
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
    _take_and_proceed(turn, walk, found)
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
    _take_and_proceed(turn, walk, found)
    return True


def gives_answer(turn: Turn) -> bool:
    """Whether the text holds an answer to any question of the walk under way."""
    walk = current(turn)
    if walk is None:
        return False
    return bool(_found(turn, walk, open_question(turn, walk)))


def _found(turn: Turn, walk: Walk, asked: Asked | None) -> dict[str, Answer]:
    """The answers in the text to what may still be asked or has been answered."""
    questionnaire, reading = questionnaire_of(turn, walk), turn.reading
    if _takes_back(turn):  # «nei vent, fire» says no to nothing
        reading = turn.services.reader.read(_CORRECTS.sub("", reading.text, count=1))
    relevant = questionnaire.relevant(walk.answers) | walk.answers.keys()
    return {i: a for i, a in questionnaire.find(reading, asked).items() if i in relevant}


def _takes_back(turn: Turn) -> bool:
    """Whether the text begins with words that surely take something back."""
    marker = _CORRECTS.match(turn.reading.text)
    return marker is not None and bool(marker["surely"])


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
        _take_and_proceed(turn, walk, {command["criterion"]: command["value"]})


def _take_text(turn: Turn, walk: Walk) -> None:
    asked = open_question(turn, walk)
    found = _found(turn, walk, asked)
    if asked and not found and not _takes_back(turn):
        found = _by_intent(turn, asked)
    if found and not asks(turn):
        _take_and_proceed(turn, walk, found)
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


def _take_and_proceed(turn: Turn, walk: Walk, found: Mapping[str, Answer], *, correcting: bool = False) -> None:
    """Takes the answers and goes on.

    Args:
        correcting: the message changes what was answered. Otherwise nothing given before is changed in passing, but for
            a number while another kind of answer is wanted.
    """
    if not correcting and turn.intent != "change_answer" and current(turn):
        questions = questionnaire_of(turn, walk)
        found = {i: a for i, a in found.items() if i not in walk.answers or _may_change(questions, walk, found, i)}
        if not found:
            turn.say("notice", turn.t("not_understood"), scheme=scheme_asked_about(turn, walk))
            ask_again(turn)
            return
    asked, taken = walk.question, _take(turn, walk, found)
    # What was said at length, or of another question than the one on the table, may have been misread.
    long = not turn.command and len(words(turn.reading.text)) > _PLAIN
    echoed = len(taken) > 1 or long or correcting or asked not in (*taken, None)
    proceed(turn, walk, _noted(turn, walk, taken) if echoed else "")


def _may_change(questions: Questionnaire, walk: Walk, found: Mapping[str, Answer], question_id: str) -> bool:
    """A number said while the question on the table gets no answer: «fire hundre tusen da»."""
    return walk.question not in found and question_of(questions, question_id).criterion.type == "number"


def change(turn: Turn, criterion_id: str | None) -> None:
    """Puts the question of an answer again; which one is asked when it is not said."""
    walk = latest(turn)
    if walk is None or not walk.answers:
        turn.say("notice", turn.t("no_walk"))
        return
    questionnaire = questionnaire_of(turn, walk)
    if criterion_id in walk.answers:
        walk.answers.pop(str(criterion_id))
        walk.asked = [i for i in walk.asked if i != criterion_id]
        walk.question, walk.number = criterion_id, walk.number + 1
        keep(turn, walk)
        say_question(turn, walk, question_of(questionnaire, str(criterion_id)))
        return
    labels = {q.id: label_of(turn, walk, q) for q in questionnaire.questions if q.id in walk.answers}
    if len(labels) == 1:
        change(turn, next(iter(labels)))
        return
    buttons = [
        {"title": label, "command": {"intent": "change_answer", "criterion": i, "scheme": walk.scheme}}
        for i, label in labels.items()
    ]
    turn.remember(pending={"change": True})
    text = turn.t("which_answer", answers=turn.either(list(labels.values())))
    turn.say("clarify", text, scheme=scheme_asked_about(turn, walk), buttons=buttons)


def answer_named(turn: Turn) -> str | None:
    """The question of an answer that a message names: «endre svaret om avtalen»; None when that is not clear."""
    walk = latest(turn)
    if walk is None:
        return None
    asking = {"endre", "endra", "svaret", "rette", "bytte", "korrigere", "forandre"}
    named = (w.text for w in words(turn.reading.text) if len(w.text) > 3 or w.text in _UNIT_WORDS["years"])
    said = {fold(word)[:5] for word in named if word not in asking}  # «avtalen» is found in «samarbeidsavtale»
    scores = {
        asked.id: sum(any(stem in word for word in _words_of(asked)) for stem in said)
        for asked in questionnaire_of(turn, walk).questions
        if asked.id in walk.answers
    }
    best = max(scores, key=lambda i: scores[i], default=None)
    return best if best and scores[best] > 0 and list(scores.values()).count(scores[best]) == 1 else None


_UNIT_WORDS = {"years": ("år", "åra"), "kroner": ("kroner", "beløpet", "summen", "pengene", "pengane")}


def _words_of(asked: Asked) -> set[str]:
    """How a question may be named: by the words of its label and wording, in any language."""
    criterion = asked.criterion
    texts = (f"{criterion.label[lang]} {(criterion.question or criterion.label)[lang]}" for lang in LANGS)
    unit = _UNIT_WORDS.get(criterion.unit or "", ())
    return {fold(w.text) for text in (*texts, *unit) for w in words(text) if len(w.text) > 3 or w.text in unit}


def show(turn: Turn) -> None:
    """What has been noted, and how far the walk is."""
    walk = latest(turn)
    if walk is None or not walk.answers:
        turn.say("notice", turn.t("no_walk"))
        return
    lines = [turn.t("noted", answers=in_words(turn, walk, list(walk.answers)))]
    if current(turn):
        step, left = len(walk.answers) + 1, questionnaire_of(turn, walk).left(walk.answers)
        lines.append(turn.t("progress", step=step, of=max(step, len(walk.answers) + left)))
    change_it = turn.button("change", "change_answer")
    turn.say("notice", "\n".join(lines), scheme=scheme_asked_about(turn, walk), buttons=[change_it])
    ask_again(turn)


def go_back(turn: Turn) -> None:
    """Puts the question before the current one again."""
    walk = latest(turn)
    if walk is None:
        turn.say("notice", turn.t("no_walk"))
    elif not walk.asked:
        turn.say("notice", turn.t("first_question"), scheme=scheme_asked_about(turn, walk))
        ask_again(turn)
    else:
        change(turn, walk.asked[-1])


def stop(turn: Turn) -> None:
    walk = current(turn)
    if walk is None:
        turn.say("notice", turn.t("nothing_to_stop"))
        return
    if switches_scheme(turn, walk):  # «stopp, jeg vil heller sjekke barn og unge»
        return
    again = (
        turn.button("check_all", "check_all")
        if walk.scheme == ALL
        else turn.button("check", "start_walk", scheme=walk.scheme)
    )
    scheme = scheme_asked_about(turn, walk)
    keep(turn, walk, active=False)
    turn.say("notice", turn.t("stopped"), scheme=scheme, buttons=[again, turn.button("human", "human")])


def explain(turn: Turn) -> None:
    """Why the open question is asked: the rule behind it, with its source; without a walk, the last answer's reason."""
    walk = current(turn)
    if walk is None or not walk.question:
        if not answer_from_before(turn):
            turn.say("notice", turn.t("no_walk"))
        return
    asked = question_of(questionnaire_of(turn, walk), walk.question)
    turn.say(
        "answer",
        turn.t("why", reason=asked.criterion.why[turn.text_lang]),
        scheme=asked.only_scheme,
        citations=citations_of(asked),
    )
    ask_again(turn)
