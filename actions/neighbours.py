"""Grants that are not ours: whose they are and where to read, before anything is answered or refused."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import eligibility_walk as walks
from actions import walk_replies, walk_state
from actions.turn import Turn
from knowledge.language.follow_up import goes_on
from knowledge.language.normalise import fold, words
from knowledge.neighbours.model import Neighbour
from knowledge.neighbours.neighbours import cite_neighbour
from knowledge.neighbours.recogniser import NeighbourMention

_SHORT = 10  # words of a message that goes on from the one before it
_SURELY = 0.8  # so surely foreign that it goes on from nothing
_ASKING_ACTS = frozenset({"start_walk", "follow_up", "ask_office", "ask_other_scheme", "checklist"})
# In a walk «den» may be its agreement; only who asks for the way to a grant goes on from one.
_WAY = tuple(
    fold(w) for w in ("søk", "frist", "les", "finn", "ring", "kontakt", "hvor", "kor", "apply", "where", "read")
)
_POINTING = frozenset(fold(w) for w in ("det", "den", "dit", "der", "dei", "de", "ho", "han", "it", "that", "there"))

A = TypeVar("A", bound=Action)
Run = Callable[[Any, CollectingDispatcher, Tracker, dict[str, Any]], Awaitable[list[EventType]]]


def neighbours_first(action: type[A]) -> type[A]:
    """Lets an action answer only what is left when the grants of others that a message asks about have been told.

    Nothing is left when the message names none of our schemes.
    """
    answer: Run = action.run

    async def run(
        self: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        asked, again = asked_about(turn), False
        if not asked:
            asked, again = told_before(turn), True
        if not asked:
            return await answer(self, dispatcher, tracker, domain)
        alone = not _names_ours(turn) and turn.intent not in ("human", "ask_case_status")
        say_neighbours(turn, asked, again=again, alone=alone)
        if alone:
            walks.ask_again(turn)
        told = turn.events()
        return told if alone else [*told, *await answer(self, dispatcher, tracker, domain)]

    setattr(action, "run", run)  # noqa: B010 - a plain assignment is no method to mypy
    return action


def asked_about(turn: Turn) -> tuple[Neighbour, ...]:
    """The grants of others that the message asks about; none for a button or an answer to the walk."""
    if turn.command:
        return ()
    directory, spans = turn.services.neighbours, [(start, end) for start, end, _ in turn.reading.scheme_spans]
    found = directory.find(turn.reading.text, spans)
    if not found or (walk_state.current(turn) and not walk_replies.asks(turn) and walk_replies.gives_answer(turn)):
        return ()
    return tuple(directory.get(mention.id) for mention in found if not _rather_ours(turn, mention))


def _rather_ours(turn: Turn, mention: NeighbourMention) -> bool:
    """«kan vi få tilskudd til psykolog?» while a scheme of ours is talked about asks what that may pay for."""
    talked_about = turn.remembered("scheme") and not _last_told(turn)
    taken_for_ours = turn.intent != "ask_other_scheme" and turn.refused_as is None
    return mention.shared and bool(talked_about) and taken_for_ours


def told_before(turn: Turn) -> tuple[Neighbour, ...]:
    """The grants of others told just now, when the message goes on from that: «og hvor søker jeg på det?»."""
    told = _last_told(turn)
    if not told or turn.command or _names_ours(turn) or turn.reading.hints or len(_said(turn)) > _SHORT:
        return ()
    if turn.foreign >= _SURELY and not _asks_the_way(turn):
        return ()
    continued = goes_on(turn.reading.text) or bool(turn.topics) or turn.intent in _ASKING_ACTS
    if walk_state.current(turn):
        continued = goes_on(turn.reading.text) and _asks_the_way(turn) and not _POINTING.isdisjoint(_said(turn))
    return tuple(turn.services.neighbours.get(i) for i in told) if continued else ()


def _said(turn: Turn) -> list[str]:
    return [fold(w.text) for w in words(turn.reading.text)]


def _asks_the_way(turn: Turn) -> bool:
    return any(word.startswith(_WAY) for word in _said(turn))


def _last_told(turn: Turn) -> list[str]:
    """Ids of the grants that the latest message told of, as `say_neighbours` keeps them."""
    last = (turn.remembered("last_messages") or [{}])[-1]
    return list(last.get("neighbours", ()))


def _names_ours(turn: Turn) -> bool:
    return bool(turn.reading.scheme_spans)


def say_neighbours(turn: Turn, neighbours: Sequence[Neighbour], *, again: bool, alone: bool) -> None:
    """One message for each grant; the last has our schemes as buttons, when nothing else is to be answered."""
    lang = turn.text_lang
    for neighbour in neighbours:
        key = "neighbour_again" if again else "neighbour" if neighbour.page_is == "scheme" else "neighbour_main_page"
        values = {
            "name": neighbour.name[lang],
            "administrator": neighbour.administrator[lang],
            "about": neighbour.about[lang],
            "page": neighbour.page,
        }
        turn.say(
            "out_of_scope",
            turn.t(key, **values),
            citations=[cite_neighbour(neighbour, lang)],
            neighbours=[n.id for n in neighbours],
        )
    if alone and not walk_state.current(turn):
        turn.said[-1]["buttons"] = [
            {"title": turn.title_of(s), "command": {"intent": "ask_about", "scheme": s.id}}
            for s in turn.services.schemes
        ]
