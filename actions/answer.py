"""Answers questions about schemes; asks which scheme when that is not clear."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import eligibility_walk as walks
from actions import walk_replies, walk_state
from actions.neighbours import neighbours_first
from actions.office import find_office, names_a_place
from actions.resolution import Resolution, resolve
from actions.say_answer import ask_what_about, ask_which_scheme, keep_last_buttons, say_answer
from actions.schemes import say_fitting
from actions.turn import Turn
from actions.unrecognised import answer_from_words
from actions.walk_first import walk_comes_first
from knowledge.language.answers_in_text import find_answers
from knowledge.language.follow_up import turns_to_another
from knowledge.language.normalise import words
from knowledge.language.question_forms import asks_for_a_scheme, tells_of_us

_MAX_SCHEMES = 4
_CASE = 3  # answers that together are a case, not a question in keywords
_WHOM_TO_ASK = frozenset({"contact", "administrator"})


@neighbours_first
class ActionAnswer(Action):
    """Answers each topic asked about, for each scheme meant; also after «og for TryggEst?»."""

    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        if walk_comes_first(turn):
            return turn.events()
        if walk_replies.takes_as_answer(turn) or (walk_replies.only_tells(turn) and walk_replies.update_finished(turn)):
            return turn.events()
        if asks_what_to_apply_for(turn):
            say_fitting(turn)
            return turn.events()
        if _tells_its_case(turn):
            return turn.events()
        await reply(turn)
        return turn.events()


def asks_what_to_apply_for(turn: Turn) -> bool:
    """«hva kan vi søke på? Vi er en kommune som vil …»: a scheme for a plan, not a question about one scheme."""
    return not turn.command and not walk_state.current(turn) and asks_for_a_scheme(turn.reading.text)


def _tells_its_case(turn: Turn) -> bool:
    """Begins a check with what a message tells that asks nothing: «vi er fem kommuner, skal starte FACT-ung, har avtale»."""
    if turn.command or walk_state.current(turn) or not walk_replies.only_tells(turn):
        return False
    said = words(turn.reading.text)
    asks_for_it = bool(said) and said[0].text.startswith("sjekk")  # «Sjekk TryggEst for oss. Vi er …»
    if not asks_for_it and not tells_of_us(turn.reading.text):
        return False
    meant = _resolve(turn, switching=True).schemes
    if len(meant) != 1:
        return False
    scheme = turn.services.scheme(meant[0])
    told = find_answers(scheme.edition(), turn.reading)
    if not asks_for_it and ("applicant_type" not in told or len(told) < _CASE):
        return False
    walks.start(turn, scheme, told)
    return True


async def reply(turn: Turn) -> None:
    """Answers the turn's topics, or those remembered when it only names another scheme."""
    follow_up = not turn.topics
    resolution = _resolve(turn, switching=follow_up or turns_to_another(turn.reading))
    pending = _pending(turn)
    topics = turn.topics or _remembered_topics(turn, pending, follow_up)
    if topics == ["about"] and pending.get("topics") and resolution.schemes:
        topics = list(pending["topics"])  # the scheme asked for, said as a question of its own
    if follow_up and pending.get("act") and resolution.schemes:
        turn.remember(pending=None)
        await _resume(turn, pending["act"], resolution.schemes[0])
        return
    if follow_up and names_a_place(turn) and topics in ([], ["contact"]):
        find_office(turn)
    elif not topics and follow_up and resolution.named and answer_from_words(turn, silent=False):
        turn.remember(pending=None)
    elif not topics:
        _ask_what(turn, resolution)
    elif resolution.schemes:
        _answer_all(turn, topics, resolution)
    elif set(topics) <= _WHOM_TO_ASK and names_a_place(turn):  # «vi bor i Vågå, hvem kan vi spørre?»
        find_office(turn)
    else:
        ask_which_scheme(turn, resolution.candidates, topics=topics)
    walks.ask_again(turn)


def _resolve(turn: Turn, *, switching: bool) -> Resolution:
    if scheme := turn.command.get("scheme"):
        return Resolution(schemes=(scheme,), named=True)
    walk = walk_state.current(turn)
    context = walk_state.scheme_asked_about(turn, walk) if walk else turn.remembered("scheme")
    return resolve(turn.reading, context, switching=switching)


def _pending(turn: Turn) -> dict[str, Any]:
    """What waits for a scheme to be named: in the button that names it, else in memory."""
    if "topics" in turn.command:
        return turn.command
    return dict(turn.remembered("pending") or {})


def _remembered_topics(turn: Turn, pending: dict[str, Any], follow_up: bool) -> list[str]:
    if pending.get("topics"):
        return list(pending["topics"])
    return list(turn.remembered("topics") or []) if follow_up else []


async def _resume(turn: Turn, act: str, scheme: str) -> None:
    """Goes on with what waited for a scheme to be named."""
    from actions.checklist import make_checklist

    if act == "checklist":
        await make_checklist(turn, turn.services.scheme(scheme))
    else:
        walks.start(turn, turn.services.scheme(scheme))


def _ask_what(turn: Turn, resolution: Resolution) -> None:
    """Only a scheme was named, or nothing at all: say what can be asked."""
    if not resolution.schemes:
        ask_which_scheme(turn, resolution.candidates)
        return
    turn.remember(scheme=resolution.schemes[0], pending=None)
    ask_what_about(turn, turn.services.scheme(resolution.schemes[0]))


def _answer_all(turn: Turn, topics: list[str], resolution: Resolution) -> None:
    """Every topic for every scheme meant; a part of the message that names a scheme itself is about that one only."""
    schemes = [turn.services.scheme(s) for s in resolution.schemes[:_MAX_SCHEMES]]
    told: set[str] = set()
    year = next(iter(turn.reading.years), None)
    prefix = not resolution.named or len(schemes) > 1
    for scheme in schemes:
        for number, topic in enumerate(topics):
            if scheme.id in _named_in_part(turn, number, resolution.schemes):
                before = len(turn.said)
                say_answer(turn, scheme, topic, number, prefix=prefix, told=told)
                if year and before and turn.said[before:] and turn.said[-1]["kind"] == "no_source":
                    turn.said.pop()  # «hvor mye i 2023, og hva skulle pengene gå til?»: the year was for the first
    keep_last_buttons(turn)
    if not walk_state.current(turn):
        turn.remember(scheme=schemes[-1].id)  # «den siste» is the one named last
    turn.remember(topics=turn.answered or topics, pending=None)
    turn.remember_question()


def _named_in_part(turn: Turn, number: int, schemes: Sequence[str]) -> Sequence[str]:
    """The schemes that a part of the message names, when every part names its own; else all that are meant."""
    parts = turn.parts
    if len(schemes) < 2 or len(parts) < 2 or turn.command:
        return schemes
    named = [[s for a, _, s in turn.reading.scheme_spans if p["start"] <= a < p["end"] and s in schemes] for p in parts]
    return named[number] if all(named) and number < len(named) else schemes
