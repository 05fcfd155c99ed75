"""Acts of conversation: greeting, thanks, language, sources, repeating, comparing, and what lies outside."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import eligibility_walk as walks
from actions.answer import (
    answer_from_words,
    ask_scheme_for_likely_topic,
    ask_which_scheme,
    reply,
    say_not_in_sources,
)
from actions.handoff import STATSFORVALTEREN_URL
from actions.office import find_office, names_a_place
from actions.resolution import resolve
from actions.turn import Message, Turn
from knowledge import answers
from knowledge.answers import administrator_name
from knowledge.citations import Citation
from knowledge.language.normalise import fold, is_command, words
from knowledge.model import Scheme, Topic


class TurnAction:
    """An action that says something and lets an open walk go on where it was."""

    action_name = ""
    walk_goes_on = True

    def name(self) -> str:
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        self.respond(turn)
        if self.walk_goes_on:
            walks.ask_again(turn)
        return turn.events()

    def respond(self, turn: Turn) -> None:
        raise RuntimeError(f"{self.action_name} does not say anything: implement respond()")


def _menu(turn: Turn) -> list[dict[str, Any]]:
    return [turn.button("check", "start_walk"), turn.button("list", "list_schemes"), turn.button("human", "human")]


class ActionGreet(TurnAction, Action):
    action_name = "action_greet"

    def respond(self, turn: Turn) -> None:
        first = bool(turn.command.get("first"))
        names = turn.names_of(turn.services.schemes, "and")
        text = turn.t("greeting_first", schemes=names) if first else turn.t("greeting_again")
        turn.say("greeting", text, buttons=_menu(turn))


class ActionGoodbye(TurnAction, Action):
    action_name = "action_goodbye"
    walk_goes_on = False

    def respond(self, turn: Turn) -> None:
        turn.say("notice", turn.t("goodbye"))


class ActionThank(TurnAction, Action):
    action_name = "action_thank"

    def respond(self, turn: Turn) -> None:
        turn.say("notice", turn.t("welcome"))


class ActionAboutItself(TurnAction, Action):
    action_name = "action_about_itself"

    def respond(self, turn: Turn) -> None:
        turn.say("notice", turn.t("about_itself"), buttons=[turn.button("human", "human")])


class ActionHelp(TurnAction, Action):
    action_name = "action_help"

    def respond(self, turn: Turn) -> None:
        turn.say("notice", turn.t("help", schemes=turn.names_of(turn.services.schemes, "and")), buttons=_menu(turn))


class ActionPrivacy(TurnAction, Action):
    action_name = "action_privacy"

    def respond(self, turn: Turn) -> None:
        turn.say("notice", turn.t("privacy"))


class ActionDeclineWriting(TurnAction, Action):
    action_name = "action_decline_writing"

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
        _say_again(turn)

    def _named(self, turn: Turn) -> str | None:
        said = {fold(w.text) for w in words(turn.text)}
        return next((lang for lang, names in self._NAMES if said & {fold(n) for n in names}), None)


def _say_again(turn: Turn) -> None:
    """After a switch, the last answer comes again in the new language."""
    last: list[Message] = turn.remembered("last_messages") or []
    for message in last:
        if message["kind"] in ("answer", "no_source") and message.get("topic") and message.get("scheme"):
            scheme = turn.services.scheme(message["scheme"])
            found = answers.answer(scheme, Topic(message["topic"]), turn.text_lang, turn.services.today())
            turn.say(
                "answer" if found.known else "no_source",
                found.text,
                scheme=scheme.id,
                topic=message["topic"],
                citations=found.citations,
            )


class ActionRepeat(TurnAction, Action):
    action_name = "action_repeat"

    def respond(self, turn: Turn) -> None:
        last: list[Message] = turn.remembered("last_messages") or []
        if not last and not walks.current(turn):
            turn.say("notice", turn.t("nothing_to_repeat"), buttons=_menu(turn))
        for message in last:
            _say_copy(turn, message, message["text"])


class ActionSimplify(TurnAction, Action):
    """Says the last answer again, its first sentence only: shorter, never reworded."""

    action_name = "action_simplify"

    def respond(self, turn: Turn) -> None:
        last: list[Message] = turn.remembered("last_messages") or []
        if not last:
            turn.say("notice", turn.t("nothing_to_repeat"), buttons=_menu(turn))
        for message in last[:2]:
            _say_copy(turn, message, turn.t("simpler", text=_first_sentence(message["text"])))


def _first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence (not one in «31. mars» or «kap. 765»)."""
    for position, char in enumerate(text):
        if char in ".?" and text[position + 1 : position + 2] in ("", " ", "\n"):
            following = text[position + 2 : position + 3]
            if not following or (following.isupper() and not text[position - 1 : position].isdigit()):
                return text[: position + 1]
    return text


def _say_copy(turn: Turn, message: Message, text: str) -> None:
    citations = [Citation(**c) for c in message["citations"]]
    extra = {k: message[k] for k in ("verdict", "checklist", "office") if k in message}
    turn.say(
        message["kind"],
        text,
        scheme=message["scheme"],
        topic=message["topic"],
        citations=citations,
        buttons=message["buttons"],
        lang=message["lang"],
        **extra,
    )


class ActionShowSource(TurnAction, Action):
    """Names the sources of the last answer; with a scheme in the question, that scheme's sources."""

    action_name = "action_show_source"

    def respond(self, turn: Turn) -> None:
        last: list[Message] = turn.remembered("last_messages") or []
        cited = [m for m in last if m["citations"]]
        if cited:
            citations = list(dict.fromkeys(Citation(**c) for m in cited for c in m["citations"]))
            self._say(turn, citations, cited[-1]["scheme"], cited[-1]["topic"])
        elif meant := resolve(turn.reading, turn.remembered("scheme")).schemes:
            scheme = turn.services.scheme(meant[0])
            locator = answers.answer(scheme, Topic.ABOUT, turn.text_lang, turn.services.today()).citations
            self._say(turn, list(locator), scheme.id, None)
        elif names_a_place(turn):  # «gjelder dette i Herøy?»
            find_office(turn)
        else:
            turn.say("notice", turn.t("nothing_to_source"), buttons=_menu(turn))

    def _say(self, turn: Turn, citations: list[Citation], scheme: str | None, topic: str | None) -> None:
        items = [turn.t("source_item", title=c.title, locator=c.locator) for c in citations[:4]]
        turn.say(
            "answer", turn.t("source_is", sources="; ".join(items)), scheme=scheme, topic=topic, citations=citations
        )


class ActionListSchemes(TurnAction, Action):
    action_name = "action_list_schemes"

    def respond(self, turn: Turn) -> None:
        if turn.reading.schemes and answer_from_words(turn, silent=False):
            return
        lang = turn.text_lang
        named = [
            turn.t("scheme_with_administrator", scheme=s.short_name[lang], administrator=administrator_name(s, lang))
            for s in turn.services.schemes
        ]
        citations = [c for s in turn.services.schemes for c in _about(turn, s).citations]
        buttons = [
            {"title": turn.title_of(s), "command": {"intent": "ask_about", "scheme": s.id}}
            for s in turn.services.schemes
        ]
        turn.say(
            "answer", turn.t("list_schemes", schemes=turn.either(named, "and")), citations=citations, buttons=buttons
        )


def _about(turn: Turn, scheme: Scheme) -> answers.Answer:
    return answers.answer(scheme, Topic.ABOUT, turn.text_lang, turn.services.today())


_COMPARED_TOPIC = 0.03  # the comparing words take most of the probability


class ActionCompare(TurnAction, Action):
    """Sets two or more schemes side by side on the topics asked about, else on whom they are for."""

    action_name = "action_compare"

    def respond(self, turn: Turn) -> None:
        named = list(resolve(turn.reading, None, switching=True).schemes) or list(
            dict.fromkeys(h.scheme for h in turn.reading.hints)
        )
        context = turn.remembered("scheme")
        if len(named) == 1 and context and context not in named:
            named = [context, *named]
        if len(named) < 2:
            named = list(dict.fromkeys([*named, *(h.scheme for h in turn.reading.hints)]))
        if len(named) < 2:
            ask_which_scheme(turn, topics=["target_group"])
            return
        schemes = [turn.services.scheme(s) for s in named[:4]]
        self._side_by_side(turn, schemes, self._topic(turn))

    def _topic(self, turn: Turn) -> str:
        """The topic that shines through the comparison, else whom the schemes are for."""
        part = turn.parts[0] if turn.parts else None
        return part["topic"] if part and part["topics"][part["topic"]] >= _COMPARED_TOPIC else "target_group"

    def _side_by_side(self, turn: Turn, schemes: list[Scheme], topic: str) -> None:
        lang = turn.text_lang
        found = [answers.answer(s, Topic(topic), lang, turn.services.today()) for s in schemes]
        lines = []
        for scheme, answer in zip(schemes, found, strict=True):
            lines.append(turn.t("scheme_line", scheme=turn.title_of(scheme), text=answer.text))
        turn.say("answer", "\n".join(lines), topic=topic, citations=[c for a in found for c in a.citations])


_LEAST_LIKENESS = 4.0  # under this, a plan shares only everyday words with the statements


class ActionFindScheme(TurnAction, Action):
    """Finds the scheme that fits a plan: by names and words it uses, then by the statements it resembles."""

    action_name = "action_find_scheme"

    def respond(self, turn: Turn) -> None:
        resolution = resolve(turn.reading, None, switching=True)
        if resolution.named and answer_from_words(turn, silent=False):
            return
        candidates = resolution.schemes or resolution.candidates or self._by_search(turn)
        if len(candidates) == 1:
            scheme = turn.services.scheme(candidates[0])
            about = _about(turn, scheme)
            turn.remember(scheme=scheme.id, pending=None)
            turn.say(
                "answer",
                turn.t("plan_fits", scheme=scheme.short_name[turn.text_lang], about=about.text),
                scheme=scheme.id,
                topic="about",
                citations=about.citations,
                buttons=[turn.button("check", "start_walk", scheme=scheme.id)],
            )
        else:
            ask_which_scheme(turn, tuple(candidates), topics=["about"], text_key="plan_unclear")

    def _by_search(self, turn: Turn) -> tuple[str, ...]:
        """The scheme whose statements match best, when it leads clearly; else those in question."""
        totals: dict[str, float] = {}
        for hit in turn.services.search.find(turn.text, turn.text_lang, limit=12):
            if hit.score < _LEAST_LIKENESS:
                break
            totals[hit.scheme] = max(totals.get(hit.scheme, 0.0), hit.score)
        ranked = sorted(totals, key=lambda s: -totals[s])
        if len(ranked) > 1 and totals[ranked[0]] < 1.4 * totals[ranked[1]]:
            return tuple(ranked[:3])
        return tuple(ranked[:1])


class ActionRestartConversation(TurnAction, Action):
    action_name = "action_restart_conversation"
    walk_goes_on = False

    def respond(self, turn: Turn) -> None:
        turn.remember(scheme=None, topics=None, pending=None, walk=None, walk_active=False, last_messages=None)
        turn.say("notice", turn.t("restarted"), buttons=_menu(turn))


class ActionOtherScheme(TurnAction, Action):
    """A grant that the sources do not cover: say so and point to Statsforvalteren."""

    action_name = "action_other_scheme"

    def respond(self, turn: Turn) -> None:
        if answer_from_words(turn):
            return
        card = {"name": turn.t("statsforvalteren_generic"), "url": STATSFORVALTEREN_URL, "email": None, "phone": None}
        turn.say(
            "no_source",
            turn.t("other_scheme", schemes=turn.names_of(turn.services.schemes, "and")),
            office=card,
            buttons=_menu(turn),
        )


_FEW_WORDS = 4


class ActionOutOfScope(Action):
    """What was not recognised: an answer to the walk, to a question of ours, or words of a statement; else refused.

    Also Rasa's fallback action.
    """

    def name(self) -> str:
        return "action_out_of_scope"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        if walks.current(turn) and not self._foreign(turn):
            walks.take_answer(turn)
            return turn.events()
        if self._answers_clarification(turn):
            await reply(turn)
            return turn.events()
        if names_a_place(turn) and self._may_be_about_offices(turn):
            find_office(turn)
        elif not any(step(turn) for step in (answer_from_words, ask_scheme_for_likely_topic, say_not_in_sources)):
            turn.say(
                "out_of_scope",
                turn.t("out_of_scope", schemes=turn.names_of(turn.services.schemes, "and")),
                buttons=_menu(turn),
            )
        walks.ask_again(turn)
        return turn.events()

    def _foreign(self, turn: Turn) -> bool:
        """In a walk nearly anything may be an answer; only what is surely another matter is refused."""
        if is_command(turn.text):
            return True
        return not walks.gives_answer(turn) and turn.confidence >= 0.8

    def _may_be_about_offices(self, turn: Turn) -> bool:
        """A place named in answer to our question, in few words, or in a message that is only not understood."""
        asked = bool((turn.remembered("pending") or {}).get("places"))
        return asked or turn.parse.get("refusal") != "classified" or len(words(turn.text)) <= _FEW_WORDS

    def _answers_clarification(self, turn: Turn) -> bool:
        """Whether a scheme was asked for and this names one."""
        pending = turn.remembered("pending") or {}
        waiting = bool(pending.get("topics") or pending.get("act"))
        return waiting and len(resolve(turn.reading, None, switching=True).schemes) == 1
