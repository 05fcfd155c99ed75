"""Actions of the eligibility walk. What they do stands in `eligibility_walk`."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import eligibility_walk as walks
from actions import walk_commands, walk_replies, walk_state
from actions.answer import reply
from actions.made import answered, join, window_of
from actions.neighbours import neighbours_first
from actions.office import find_office, names_a_place
from actions.resolution import resolve
from actions.say_answer import ask_which_scheme
from actions.schemes import find_scheme, say_schemes
from actions.turn import Turn
from actions.turn_action import TurnAction
from actions.unrecognised import answer_from_words
from actions.walk_first import walk_comes_first
from knowledge import answers as answers_of
from knowledge import deadlines
from knowledge.citations import cite_all
from knowledge.language.answers_in_text import find_answers
from knowledge.language.normalise import words
from knowledge.language.question_forms import tells_of_us
from knowledge.model import Scheme, Topic


@neighbours_first
class ActionStartWalk(Action):
    """Starts the walk for the scheme meant, with what the message already tells; asks which when unclear."""

    def name(self) -> str:
        return "action_start_walk"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        if not walk_comes_first(turn) and (_begins_another(turn) or not walk_replies.takes_as_answer(turn)):
            _start(turn)
        return turn.events()


def _begins_another(turn: Turn) -> bool:
    """«sjekk kommunalt rusarbeid for kommune og organisasjon», while another check goes on."""
    walk, said = walk_state.current(turn), words(turn.reading.text)
    meant = resolve(turn.reading, None, switching=True)
    return bool(walk and said and said[0].text.startswith("sjekk") and meant.named and meant.schemes != (walk.scheme,))


def _start(turn: Turn) -> None:
    meant: tuple[str, ...] = (turn.command["scheme"],) if "scheme" in turn.command else ()
    resolution = resolve(turn.reading, turn.remembered("scheme"), switching=True)
    meant = meant or resolution.schemes
    under_way = walk_state.current(turn)
    if under_way and not turn.command and (not resolution.named or meant == (under_way.scheme,)):
        walks.ask_again(turn)  # «sjekk om vi kan søke», while that is just what goes on
        return
    if not meant:
        ask_which_scheme(turn, resolution.candidates, act="walk", text_key="walk_which")
        return
    scheme = turn.services.scheme(meant[0])
    answers = find_answers(scheme.edition(), turn.reading)
    before = (turn.remembered("last_question") or {}).get("text", "")
    if tells_of_us(before):  # «vi er to kommuner og har vedtatt TryggEst, når er fristen?», and then «sjekk oss»
        answers = {**find_answers(scheme.edition(), turn.services.reader.read(before)), **answers}
    if turn.intent == "start_walk":
        told = len(answers) > 1 or len(turn.reading.municipalities) == 1  # «kan kommunen søke?» says little
        answers = {k: v for k, v in answers.items() if k != "applicant_type" or told}
        if not turn.command and len(answers) < 2:
            _say_who_and_when(turn, scheme)
    walks.start(turn, scheme, answers)
    _without_buttons_but_the_last(turn)


def _say_who_and_when(turn: Turn, scheme: Scheme) -> None:
    """The short answer to «kan vi søke?»: who can apply, and whether the window is open today."""
    today, lang = turn.services.today(), turn.text_lang
    who = answers_of.answer(scheme, Topic.WHO_CAN_APPLY, lang, today)
    window = deadlines.window(scheme.edition(), today, lang)
    citations = [*who.citations, *cite_all(scheme, scheme.edition().id, window.citations)]
    text = join([answered(who), window_of(scheme, scheme.edition(), window.text)])
    turn.say("answer", text, scheme=scheme.id, topic="who_can_apply", citations=citations)


def _without_buttons_but_the_last(turn: Turn) -> None:
    """The question's options are the next step; the answer before it needs none of its own."""
    for message in turn.said[:-1]:
        message["buttons"] = []


def _tells_more_than_a_place(turn: Turn) -> bool:
    return any(set(find_answers(s.edition(), turn.reading)) - {"applicant_type"} for s in turn.services.schemes)


def acknowledge(turn: Turn) -> None:
    """A «ja», «nei» or «vet ikke» outside a walk: goes on with what waits, else asks what is wanted."""
    pending = turn.remembered("pending") or {}
    wants_check = turn.intent == "affirm" and any(w.text.startswith("sjekk") for w in words(turn.reading.text))
    if wants_check and turn.remembered("scheme"):  # «ja, sjekk det»
        walks.start(turn, turn.services.scheme(turn.remembered("scheme")))
        return
    if pending.get("topics") or pending.get("act"):
        ask_which_scheme(turn, topics=pending.get("topics"), act=pending.get("act"))
    else:
        turn.say(
            "notice",
            turn.t("acknowledged"),
            buttons=[turn.button("check", "start_walk"), turn.button("list", "list_schemes")],
        )


@neighbours_first
class ActionTakeAnswer(Action):
    """What the user tells of itself: an answer in a walk, the beginning of one, or a mere «ja»."""

    def name(self) -> str:
        return "action_take_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        if walk_comes_first(turn):
            return turn.events()
        if walk_state.current(turn) or "criterion" in turn.command:
            walk_replies.take_answer(turn)
        elif turn.intent != "inform":
            acknowledge(turn)
        elif names_a_place(turn) and not _tells_more_than_a_place(turn):
            find_office(turn)
        elif walk_replies.asks(turn) and answer_from_words(
            turn, silent=False
        ):  # «vi har vedtatt TryggEst, når er fristen?»
            return turn.events()
        elif not walk_replies.update_finished(turn):
            _start(turn)
        return turn.events()


@neighbours_first
class ActionChangeAnswer(Action):
    """«endre svaret om avtalen»: finds the criterion by the words of its label and question."""

    def name(self) -> str:
        return "action_change_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        if walk_state.latest(turn) is None and not turn.command:
            await reply(turn)
        elif not walk_replies.corrects(turn) and not walk_replies.update_finished(turn, changing=True):
            walk_commands.change(turn, turn.command.get("criterion") or walk_commands.answer_named(turn))
        return turn.events()


@neighbours_first
class ActionCheckAll(Action):
    """«hva kan vi søke på?»: which schemes there are, and a check of all at once."""

    def name(self) -> str:
        return "action_check_all"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        if walk_comes_first(turn) or walk_replies.takes_as_answer(turn):
            return turn.events()
        if turn.reading.schemes or turn.reading.hints:  # «vi vil prøve Housing First, hva kan vi søke på?»
            find_scheme(turn)
            return turn.events()
        if not turn.command:
            say_schemes(turn)
        walks.start_all(turn)
        _without_buttons_but_the_last(turn)
        return turn.events()


class ActionShowAnswers(TurnAction, Action):
    """«hva har vi svart så langt?», «hvor mange spørsmål er det igjen?»"""

    action_name = "action_show_answers"
    walk_goes_on = False  # here and below: what is asked of the walk itself puts the question where one is due

    def respond(self, turn: Turn) -> None:
        walk_commands.show(turn)


class ActionGoBack(TurnAction, Action):
    action_name = "action_go_back"
    walk_goes_on = False

    def respond(self, turn: Turn) -> None:
        walk_commands.go_back(turn)


class ActionStop(TurnAction, Action):
    action_name = "action_stop"
    walk_goes_on = False

    def respond(self, turn: Turn) -> None:
        walk_commands.stop(turn)


class ActionExplainQuestion(TurnAction, Action):
    action_name = "action_explain_question"
    walk_goes_on = False

    def respond(self, turn: Turn) -> None:
        walk_commands.explain(turn)
