"""«Hva om vi lar kommunen stå som søker?»: the verdict with other answers, while the answers given stand."""

import re
from dataclasses import replace

from actions.resolution import resolve
from actions.turn import Turn
from actions.walk_messages import in_words, say_all_verdicts, say_verdict
from actions.walk_state import Walk, edition_of, latest, questionnaire_of
from knowledge.eligibility import Answer, InvalidAnswer, check_answer, without_orphans
from knowledge.language.answers_in_text import find_answers
from knowledge.model import Criterion
from knowledge.questionnaire import ALL

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
    if walk is None or not walk.answers or turn.command or not supposes(turn):
        return False
    if walk.scheme == ALL:
        return _of_all(turn, walk)
    meant = resolve(turn.reading, None)
    if meant.named and meant.schemes != (walk.scheme,):
        return False
    _, edition = edition_of(turn, walk)
    criteria = {c.id: c for c in edition.criteria}
    try:
        supposed = {i: check_answer(criteria[i], a) for i, a in find_answers(edition, turn.reading).items()}
    except InvalidAnswer:
        return False
    if not supposed:
        return False
    supposed = {i: _with_those_who_ask(criteria[i], walk.answers.get(i), answer) for i, answer in supposed.items()}
    then = replace(walk, answers=without_orphans(edition, {**walk.answers, **supposed}))
    say_verdict(turn, then, intro=turn.t("what_if", answers=in_words(turn, then, list(supposed))))
    return True


def _of_all(turn: Turn, walk: Walk) -> bool:
    """The same when all schemes are checked at once."""
    questionnaire = questionnaire_of(turn, walk)
    supposed = questionnaire.find(turn.reading)
    if not supposed:
        return False
    then = replace(walk, answers=questionnaire.kept({**walk.answers, **supposed}))
    say_all_verdicts(turn, then, intro=turn.t("what_if", answers=in_words(turn, then, list(supposed))))
    return True


def _with_those_who_ask(criterion: Criterion, now: Answer | None, supposed: Answer) -> Answer:
    """A hospital trust that lets «the municipality» apply means to take part: the nearest option that is met."""
    met = [option.value for option in criterion.options if option.status == "met"]
    present = next((option for option in criterion.options if option.value == now), None)
    return present.instead if present and present.instead and supposed in met[:1] else supposed
