"""A person is always within reach; a life in danger comes before everything."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import eligibility_walk as walks
from actions.made import Made, join
from actions.neighbours import neighbours_first
from actions.office import ask_which_place
from actions.offices import office_card
from actions.resolution import resolve
from actions.turn import Turn
from knowledge.answers import office_that_answers
from knowledge.language.malform import detect
from knowledge.offices.directory import Office

# Where anybody can find their own office; used when the municipality is not known.
STATSFORVALTEREN_URL = "https://www.statsforvalteren.no/"
_OPENINGS = {"ask_case_status": "handoff_case", "ask_technical_help": "handoff_technical"}


@neighbours_first
class ActionHandOver(Action):
    """Names the office that answers, with the ways to reach it. Says plainly that nothing is sent from here."""

    def name(self) -> str:
        return "action_hand_over"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        hand_over(turn)
        walks.ask_again(turn)
        return turn.events()


def hand_over(turn: Turn) -> None:
    if turn.reading.ambiguous_places:
        ask_which_place(turn)
        return
    scheme = _scheme(turn)
    office = _office(turn, scheme)
    sentences = [_opening(turn, scheme, office), _reach(turn, scheme, office)]
    card = (
        office_card(office, turn.text_lang)
        if office
        else {"name": turn.t("statsforvalteren_generic"), "url": STATSFORVALTEREN_URL, "email": None, "phone": None}
    )
    turn.say("handoff", join(sentences), scheme=scheme, office=card)


def _scheme(turn: Turn) -> str | None:
    if scheme := turn.command.get("scheme"):
        return str(scheme)
    found = resolve(turn.reading, turn.remembered("scheme")).schemes
    return found[0] if found else None


def _office(turn: Turn, scheme: str | None) -> Office | None:
    directory, known = turn.services.directory, turn.services.scheme(scheme) if scheme else None
    number = next(iter(turn.reading.municipalities), None) or turn.remembered("municipality")
    office = office_that_answers(directory, known, number)
    if number and office and office.code != "BUFDIR":
        turn.remember(municipality=number)
    if office is None and turn.reading.offices:
        return directory.office(turn.reading.offices[0])
    return office


def _opening(turn: Turn, scheme: str | None, office: Office | None) -> str:
    if "[" in turn.text and any(mark in turn.text for mark in ("[telefon]", "[e-post]")):
        return turn.t("handoff_no_callback")
    key = _OPENINGS.get(turn.intent)
    if key is None:
        return ""
    name = office.name(turn.text_lang) if office else turn.t("statsforvalteren_generic")
    return turn.t(key, administrator=name)


def _reach(turn: Turn, scheme: str | None, office: Office | None) -> str:
    if office is None:
        return turn.t("handoff_which", reach=STATSFORVALTEREN_URL)
    reach = f" {turn.t('or')} ".join(r for r in (office.url, office.email, office.phone) if r)
    if office.code == "BUFDIR":
        return turn.t("handoff_bufdir", reach=reach)
    return turn.t("handoff_office", office=office.name(turn.text_lang), reach=reach)


class ActionAnswerSami(Action):
    """A short reply in the user's Sami language, and the way to a person who can answer in it (sameloven § 3-3)."""

    def name(self) -> str:
        return "action_answer_sami"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        office = _office(turn, None)
        name = office.name("nb") if office else "Statsforvalteren"
        url = office.url if office else STATSFORVALTEREN_URL
        card = office_card(office, "nb") if office else {"name": name, "url": url, "email": None, "phone": None}
        lang = _sami_of(turn)
        text = turn.services.sami[lang].format(office=name, url=url)
        made = Made(text, {"sami": {"lang": lang, "office": name, "url": url}})
        turn.say("handoff", made, lang=lang, office=card)
        return turn.events()


def _sami_of(turn: Turn) -> str:
    """The Sami language of the message, also where the user has chosen another for replies; North Sami when unsure."""
    found = detect(turn.text, previous=None, prior=None).lang
    return next(lang for lang in (turn.lang, found, "se") if lang in turn.services.sami)


class ActionEmergency(Action):
    """Help first, nothing about grants; the open question does not come again by itself."""

    def name(self) -> str:
        return "action_emergency"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        turn.say("notice", turn.t("emergency"))
        return turn.events()
