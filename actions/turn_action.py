"""What most actions have in common: they say something, and an open walk goes on where it was."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import eligibility_walk as walks
from actions import walk_replies
from actions.turn import Turn
from knowledge.language.polarity import leading


class TurnAction:
    """An action that says something and lets an open walk go on where it was."""

    action_name = ""
    walk_goes_on = True
    may_be_answer = False  # whether a «ja» or «nei» that begins the message answers an open question

    def name(self) -> str:
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        if self.may_be_answer and leading(turn.reading.text) and walk_replies.takes_as_answer(turn):
            return turn.events()
        self.respond(turn)
        if self.walk_goes_on:
            walks.ask_again(turn)
        return turn.events()

    def respond(self, turn: Turn) -> None:
        raise RuntimeError(f"{self.action_name} does not say anything: implement respond()")


def menu(turn: Turn) -> list[dict[str, Any]]:
    """The buttons that are offered when nothing is under way."""
    return [turn.button("check", "start_walk"), turn.button("list", "list_schemes"), turn.button("human", "human")]
