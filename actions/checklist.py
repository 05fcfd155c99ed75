"""The checklist: built from the scheme and the answers, kept under a link, said in the chat."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import eligibility_walk as walks
from actions import walk_state
from actions.made import Made
from actions.neighbours import neighbours_first
from actions.resolution import resolve
from actions.say_answer import ask_which_scheme
from actions.turn import Turn
from knowledge.checklist_document import compose
from knowledge.citations import Citation
from knowledge.model import Scheme

_FORMATS = ("html", "pdf", "docx", "ics")


@neighbours_first
class ActionChecklist(Action):
    def name(self) -> str:
        return "action_checklist"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        meant: tuple[str, ...] = (turn.command["scheme"],) if "scheme" in turn.command else ()
        resolution = resolve(turn.reading, turn.remembered("scheme"), switching=True)
        meant = meant or resolution.schemes
        if meant:
            await make_checklist(turn, turn.services.scheme(meant[0]))
        else:
            ask_which_scheme(turn, resolution.candidates, act="checklist", text_key="checklist_which")
        walks.ask_again(turn)
        return turn.events()


async def make_checklist(turn: Turn, scheme: Scheme) -> None:
    """Makes, keeps and says the checklist; without a walk it holds everything that may apply."""
    walk = walk_state.latest(turn)
    answers = walk_state.answers_for(turn, walk, scheme.id) if walk else {}
    document = compose(scheme, answers, turn.text_lang, turn.services.today())
    document["version"] = turn.services.versions.get(scheme.id)
    list_id = await turn.services.checklists.create(turn.conversation_id, document)
    items = document["items"]
    turn.remember(scheme=scheme.id, pending=None)
    turn.say(
        "checklist",
        Made(in_chat(turn, document), {"checklist": {"scheme": scheme.id, "answers": dict(answers)}}),
        scheme=scheme.id,
        citations=[Citation(**item["citation"]) for item in items],
        buttons=[] if answers else [turn.button("check", "start_walk", scheme=scheme.id)],
        checklist={
            "id": list_id,
            "items": items,
            "links": {form: f"/checklists/{list_id}.{form}" for form in _FORMATS},
        },
    )


def in_chat(turn: Turn, document: Mapping[str, Any]) -> str:
    """The checklist as it is said: its items, where the deadline stands, and the notes."""
    items = enumerate(document["items"], 1)
    lines = [document["title"] + ":", *(_line(turn, number, item) for number, item in items)]
    return "\n".join([*lines, document["window"], *document["notes"][:-1]])


def _line(turn: Turn, number: int, item: Mapping[str, Any]) -> str:
    return turn.t("checklist_item", number=number, what=item["what"], who=item["who"], due=item["due"]["text"])
