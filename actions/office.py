"""Which office a municipality belongs to."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import eligibility_walk as walks
from actions.made import join
from actions.neighbours import neighbours_first
from actions.offices import office_card
from actions.turn import Turn
from knowledge.offices.directory import Municipality


@neighbours_first
class ActionFindOffice(Action):
    """Names the embete of a municipality or county; asks which when two share a name."""

    def name(self) -> str:
        return "action_find_office"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        find_office(turn)
        walks.ask_again(turn)
        return turn.events()


def find_office(turn: Turn) -> None:
    """Answers with the office, or asks for the municipality."""
    directory = turn.services.directory
    number = turn.command.get("municipality") or _chosen(turn) or next(iter(turn.reading.municipalities), None)
    if number:
        say_office(turn, directory.municipality(number))
    elif turn.reading.ambiguous_places:
        ask_which_place(turn)
    elif turn.reading.offices:
        office = directory.office(turn.reading.offices[0])
        text = turn.t("office_county", office=office.name(turn.text_lang), url=office.url)
        turn.say("answer", text, office=office_card(office, turn.text_lang))
    elif known := turn.remembered("municipality"):
        say_office(turn, directory.municipality(known))
    else:
        turn.say("clarify", turn.t("office_which"))


def _chosen(turn: Turn) -> str | None:
    """«den i Nordland»: the one of the places asked about whose county's office is named."""
    asked = (turn.remembered("pending") or {}).get("places") or []
    offices = set(turn.reading.offices)
    fitting = [
        n
        for n in asked
        if turn.services.directory.municipality(n).office_code in offices or n in turn.reading.municipalities
    ]
    return fitting[0] if len(fitting) == 1 else None


def names_a_place(turn: Turn) -> bool:
    """Whether a message that is nothing else names a place, as an answer or a follow-up about offices does."""
    reading = turn.reading
    place = reading.municipalities or reading.ambiguous_places or reading.offices
    return bool(place) and not reading.schemes


def say_office(turn: Turn, municipality: Municipality) -> None:
    office = turn.services.directory.office_for(municipality)
    turn.remember(municipality=municipality.number, pending=None, topics=["contact"])
    text = turn.t("office_is", municipality=municipality.name, office=office.name(turn.text_lang), url=office.url)
    turn.say(
        "answer",
        join([text, turn.t("office_tryggest")]),
        office=office_card(office, turn.text_lang),
        buttons=[turn.button("list", "list_schemes"), turn.button("human", "human")],
    )


def ask_which_place(turn: Turn) -> None:
    """Two municipalities share the name: name both with their counties."""
    turn.remember(pending={"places": list(turn.reading.ambiguous_places)})
    places = [turn.services.directory.municipality(n) for n in turn.reading.ambiguous_places]
    named = {p.number: turn.t("place", municipality=p.name, county=p.county) for p in places}
    buttons = [
        {"title": title, "command": {"intent": "ask_office", "municipality": number}} for number, title in named.items()
    ]
    turn.say("clarify", turn.t("office_ambiguous", places=turn.either(list(named.values()))), buttons=buttons)
