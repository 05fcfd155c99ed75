"""The eligibility walk: begins, takes answers, puts the next question or gives the verdict. The rules are in `knowledge`."""

from collections.abc import Mapping

from actions.turn import Turn
from actions.walk_messages import in_words, say_question, say_whole_verdict
from actions.walk_state import Walk, current, keep, open_question, questionnaire_of, scheme_asked_about
from knowledge.eligibility import Answer, InvalidAnswer, check_answer
from knowledge.language.normalise import words
from knowledge.model import Scheme
from knowledge.questionnaire import ALL, Questionnaire, question_of

_PLAIN = 4  # words: «ja, det har vi» needs no echo


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
        say_whole_verdict(turn, walk)
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


def take_and_proceed(turn: Turn, walk: Walk, found: Mapping[str, Answer], *, correcting: bool = False) -> None:
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
