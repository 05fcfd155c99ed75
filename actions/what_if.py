"""«Hva om vi lar kommunen stå som søker?»: the verdict with other answers, while the answers given stand."""

import re
from dataclasses import replace

from actions.resolution import resolve
from actions.turn import Turn
from actions.walk_messages import in_words, say_whole_verdict
from actions.walk_state import Walk, latest, questionnaire_of
from knowledge.eligibility import Answer, Answers, InvalidAnswer, check_answer
from knowledge.language.reader import Reading
from knowledge.model import Criterion
from knowledge.questionnaire import ALL, Questionnaire

_SUPPOSES = re.compile(
    r"\s*(?:(?:og|men|ok|enn|and|but)[, ]+)*"
    r"(?:(?:hva|kva|ka|ke|what)\s+(?:skjer\s+|happens\s+|hender\s+)?(?:om|hvis|viss|vess|dersom|if)\b"
    r"|(?:hvis|viss|vess|dersom|if)\s+(?:vi|me|mi|kommunen|sykehuset|sjukehuset|helseforetaket|helseføretaket|we|the)\b)",
    re.IGNORECASE,
)


def supposes(turn: Turn) -> bool:
    """Whether a message only supposes what it says."""
    return bool(_SUPPOSES.match(turn.reading.text))


def says_what_if(turn: Turn) -> bool:
    """Says the verdict as it would be, when a message supposes other answers to the walk under way or just finished."""
    walk = latest(turn)
    if walk is None or not walk.answers or turn.command or not supposes(turn) or _means_another(turn, walk):
        return False
    questionnaire = questionnaire_of(turn, walk)
    supposed = _supposed(questionnaire, turn.reading, walk.answers)
    if not supposed:
        return False
    then = replace(walk, answers=questionnaire.kept({**walk.answers, **supposed}))
    say_whole_verdict(turn, then, intro=turn.t("what_if", answers=in_words(turn, then, list(supposed))))
    return True


def _means_another(turn: Turn, walk: Walk) -> bool:
    """Whether a scheme is named that the walk is not about."""
    meant = resolve(turn.reading, None)
    return walk.scheme != ALL and meant.named and meant.schemes != (walk.scheme,)


def _supposed(questionnaire: Questionnaire, reading: Reading, given: Answers) -> dict[str, Answer]:
    """The answers supposed; none when one of them is impossible."""
    criteria = {asked.id: asked.criterion for asked in questionnaire.questions}
    try:
        found = {i: check_answer(criteria[i], answer) for i, answer in questionnaire.find(reading).items()}
    except InvalidAnswer:
        return {}
    return {i: _with_those_who_ask(criteria[i], given.get(i), answer) for i, answer in found.items()}


def _with_those_who_ask(criterion: Criterion, now: Answer | None, supposed: Answer) -> Answer:
    """A hospital trust that lets «the municipality» apply means to take part: the nearest option that is met."""
    met = [option.value for option in criterion.options if option.status == "met"]
    present = next((option for option in criterion.options if option.value == now), None)
    return present.instead if present and present.instead and supposed in met[:1] else supposed
