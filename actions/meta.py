"""Acts of conversation: greeting, thanks, what the assistant is and keeps, language, feedback, starting afresh."""

from rasa_sdk import Action

from actions.last_answer import say_again
from actions.neighbours import neighbours_first
from actions.turn import Turn
from actions.turn_action import TurnAction, menu
from knowledge.answers import administrator_name
from knowledge.language.normalise import fold, words


class ActionGreet(TurnAction, Action):
    action_name = "action_greet"

    def respond(self, turn: Turn) -> None:
        first = bool(turn.command.get("first"))
        names = turn.names_of(turn.services.schemes, "and")
        text = turn.t("greeting_first", schemes=names) if first else turn.t("greeting_again")
        turn.say("greeting", text, buttons=menu(turn))


class ActionGoodbye(TurnAction, Action):
    action_name = "action_goodbye"
    walk_goes_on = False

    def respond(self, turn: Turn) -> None:
        turn.say("notice", turn.t("goodbye"))


class ActionThank(TurnAction, Action):
    action_name = "action_thank"
    may_be_answer = True

    def respond(self, turn: Turn) -> None:
        turn.say("notice", turn.t("welcome"))


@neighbours_first
class ActionAboutItself(TurnAction, Action):
    action_name = "action_about_itself"

    def respond(self, turn: Turn) -> None:
        turn.say("notice", turn.t("about_itself"), buttons=[turn.button("human", "human")])


@neighbours_first
class ActionHelp(TurnAction, Action):
    action_name = "action_help"

    def respond(self, turn: Turn) -> None:
        turn.say("notice", turn.t("help", schemes=turn.names_of(turn.services.schemes, "and")), buttons=menu(turn))


class ActionPrivacy(TurnAction, Action):
    action_name = "action_privacy"

    def respond(self, turn: Turn) -> None:
        turn.say("notice", turn.t("privacy"))


@neighbours_first
class ActionDeclineWriting(TurnAction, Action):
    action_name = "action_decline_writing"
    may_be_answer = True

    def respond(self, turn: Turn) -> None:
        turn.say(
            "notice",
            turn.t("decline_writing"),
            buttons=[turn.button("check", "start_walk"), turn.button("make_checklist", "checklist")],
        )


class ActionTakeFeedback(TurnAction, Action):
    action_name = "action_take_feedback"

    def respond(self, turn: Turn) -> None:
        if turn.intent == "feedback_positive":
            turn.say("notice", turn.t("feedback_positive"))
            return
        scheme = turn.remembered("scheme")
        name = (
            administrator_name(turn.services.scheme(scheme), turn.text_lang)
            if scheme
            else turn.t("statsforvalteren_generic")
        )
        turn.say("notice", turn.t("feedback_negative", administrator=name), buttons=[turn.button("human", "human")])


class ActionSetLanguage(TurnAction, Action):
    """Switches on a named language; asks which when none is named."""

    action_name = "action_set_language"
    _NAMES = (
        ("nn", ("nynorsk", "nynorska", "sidemal")),
        ("nb", ("bokmal", "bokmalet", "norsk", "norwegian")),
        ("en", ("english", "engelsk", "engelska")),
    )

    def respond(self, turn: Turn) -> None:
        lang = turn.command.get("lang") or self._named(turn)
        if lang is None:
            buttons = [
                turn.button(key, "set_language", lang=code)
                for key, code in (("bokmal", "nb"), ("nynorsk", "nn"), ("english", "en"))
            ]
            turn.say("notice", turn.t("language_which"), buttons=buttons)
            return
        turn.remember(lang_override=lang, lang=lang)
        turn.__dict__["lang"] = lang
        turn.say("notice", turn.t("language_set"))
        say_again(turn)

    def _named(self, turn: Turn) -> str | None:
        said = {fold(w.text) for w in words(turn.text)}
        return next((lang for lang, names in self._NAMES if said & {fold(n) for n in names}), None)


class ActionRestartConversation(TurnAction, Action):
    action_name = "action_restart_conversation"
    walk_goes_on = False

    def respond(self, turn: Turn) -> None:
        turn.remember(scheme=None, topics=None, pending=None, walk=None, walk_active=False, last_messages=None)
        turn.say("notice", turn.t("restarted"), buttons=menu(turn))
