"""What was not recognised: tried as an answer, as words of a statement, as a place; refused when nothing fits."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import eligibility_walk as walks
from actions import walk_replies, walk_state
from actions.answer import asks_what_to_apply_for, reply
from actions.neighbours import neighbours_first
from actions.office import find_office, names_a_place
from actions.resolution import resolve
from actions.say_answer import say_answer
from actions.schemes import say_fitting
from actions.turn import Turn
from actions.turn_action import menu
from actions.unrecognised import (
    answer_from_before,
    answer_from_documents,
    answer_from_words,
    ask_scheme_for_likely_topic,
    ask_what_of_context,
    say_not_in_sources,
    say_silent_of_context,
)
from actions.walk_first import walk_comes_first
from knowledge.language.concepts import concepts_of
from knowledge.language.normalise import is_command, words
from knowledge.language.trouble import is_private_trouble
from knowledge.model import Topic
from knowledge.offices.records import BUFDIR

# Tried in this order until one says something.
_STEPS = (
    answer_from_words,
    answer_from_documents,
    ask_scheme_for_likely_topic,
    say_not_in_sources,
    answer_from_before,
    ask_what_of_context,
    say_silent_of_context,
)
_FEW_WORDS = 4
_SURELY = 0.9  # so surely foreign that it answers no question of ours


@neighbours_first
class ActionOutOfScope(Action):
    """What was not recognised: an answer to the walk, to a question of ours, or words of a statement; else refused.

    Also Rasa's fallback action.
    """

    def name(self) -> str:
        return "action_out_of_scope"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        if walk_comes_first(turn):
            return turn.events()
        if asks_what_to_apply_for(turn):
            say_fitting(turn)
            return turn.events()
        if walk_state.current(turn) and not self._foreign(turn):
            if walk_replies.asks(turn) and not walk_replies.gives_answer(turn) and answer_from_words(turn):
                walks.ask_again(turn)
            else:
                walk_replies.take_answer(turn)
            return turn.events()
        if self._answers_clarification(turn):
            await reply(turn)
            return turn.events()
        if turn.reading.offices == (BUFDIR,) and turn.remembered("scheme"):  # «e det te Bufdir me sende den?»
            scheme = turn.services.scheme(turn.remembered("scheme"))
            say_answer(turn, scheme, Topic.ADMINISTRATOR, prefix=True)
        elif turn.reading.quantities and not walk_replies.asks(turn) and walk_replies.update_finished(turn):  # «2 år»
            return turn.events()
        elif names_a_place(turn) and self._may_be_about_offices(turn):
            find_office(turn)
        elif not any(step(turn) for step in _STEPS):
            self._refuse(turn)
        walks.ask_again(turn)
        return turn.events()

    def _refuse(self, turn: Turn) -> None:
        """«Sønnen min ruser seg» is no matter of grants either, but is not turned away without a word of where to go."""
        key = "private_trouble" if is_private_trouble(turn.text) else "out_of_scope"
        turn.say("out_of_scope", turn.t(key, schemes=turn.names_of(turn.services.schemes, "and")), buttons=menu(turn))

    def _foreign(self, turn: Turn) -> bool:
        """In a walk nearly anything may be an answer; only what is surely another matter is refused."""
        if is_command(turn.text):
            return True
        if any(c.isdigit() for c in turn.text) and walk_replies.asks_for_number(turn):
            return False
        return not walk_replies.gives_answer(turn) and turn.foreign >= _SURELY

    def _may_be_about_offices(self, turn: Turn) -> bool:
        """A place named in answer to our question, in few words, in a message that is only not understood, or beside
        an application and whom to ask («kem ska æ ring i Tromsø om søknaden»)."""
        asked = bool((turn.remembered("pending") or {}).get("places"))
        said = {concept for w in words(turn.reading.text) for concept in concepts_of(w.text)}
        asked = asked or (turn.foreign < _SURELY and {"contact", "apply"} <= said)
        return asked or turn.refused_as != "foreign" or len(words(turn.text)) <= _FEW_WORDS

    def _answers_clarification(self, turn: Turn) -> bool:
        """Whether a scheme was asked for and this names one."""
        pending = turn.remembered("pending") or {}
        waiting = bool(pending.get("topics") or pending.get("act"))
        return waiting and len(resolve(turn.reading, None, switching=True).schemes) == 1
