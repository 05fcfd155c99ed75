"""The last answer once more: as it was, shorter, in another language, or where it stands."""

from rasa_sdk import Action

from actions import walk_state
from actions.made import Made, answered, join
from actions.neighbours import neighbours_first
from actions.office import find_office, names_a_place
from actions.origin import origin_of
from actions.resolution import resolve
from actions.say_answer import say_found
from actions.turn import Message, Turn
from actions.turn_action import TurnAction, menu
from knowledge import answers
from knowledge.citations import Citation
from knowledge.model import Fact, Topic
from knowledge.ranking import Question

_LIKE_KNOWN_QUESTIONS = 0.3  # the margin from which a question is surely one that the statement answers


def say_again(turn: Turn) -> None:
    """After a switch, the last answer comes again in the new language."""
    last: list[Message] = turn.remembered("last_messages") or []
    for message in last:
        if message["kind"] in ("answer", "no_source") and message.get("topic") and message.get("scheme"):
            scheme = turn.services.scheme(message["scheme"])
            found = answers.answer(scheme, Topic(message["topic"]), turn.text_lang, turn.services.today())
            turn.say(
                "answer" if found.known else "no_source",
                answered(found),
                scheme=scheme.id,
                topic=message["topic"],
                citations=found.citations,
            )


class ActionRepeat(TurnAction, Action):
    action_name = "action_repeat"

    def respond(self, turn: Turn) -> None:
        last: list[Message] = turn.remembered("last_messages") or []
        if not last and not walk_state.current(turn):
            turn.say("notice", turn.t("nothing_to_repeat"), buttons=menu(turn))
        for message in last:
            _say_copy(turn, message, message["text"], message.get("origin"))


class ActionSimplify(TurnAction, Action):
    """Says the last answer again, its first sentence only: shorter, never reworded."""

    action_name = "action_simplify"

    def respond(self, turn: Turn) -> None:
        last: list[Message] = turn.remembered("last_messages") or []
        if not last:
            turn.say("notice", turn.t("nothing_to_repeat"), buttons=menu(turn))
        for message in last[:2]:
            text = turn.t("simpler", text=_shortened(message))
            origin = origin_of(turn.services, text, message["scheme"], turn.text_lang)
            before = message.get("origin") or {}
            kept = {name: before[name] for name in ("today", "versions", "statements") if name in before}
            _say_copy(turn, message, text, {**origin, **kept})


def _shortened(message: Message) -> Made:
    """The first sentence of what was said, made as that was."""
    before = message.get("origin") or {}
    recipe = {"cut": before["made"], "lang": before["lang"]} if before.get("made") else None
    return Made(first_sentence(message["text"]), recipe)


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence (not one in «31. mars» or «kap. 765»)."""
    for position, char in enumerate(text):
        if char in ".?" and text[position + 1 : position + 2] in ("", " ", "\n"):
            following = text[position + 2 : position + 3]
            if not following or (following.isupper() and not text[position - 1 : position].isdigit()):
                return text[: position + 1]
    return text


def _say_copy(turn: Turn, message: Message, text: str, origin: Message | None) -> None:
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
        origin=origin,
        **extra,
    )


def _told_of_the_source(turn: Turn) -> bool:
    """«Når ble siden sist oppdatert?»: what a scheme's statements themselves say of its sources."""
    meant = resolve(turn.reading, turn.remembered("scheme")).schemes
    if len(meant) != 1:
        return False
    scheme = turn.services.scheme(meant[0])
    best = answers.rank(scheme, Question.of(turn.reading.text, {}))[0]
    if not isinstance(best.statement, Fact) or best.likelihood.margin < _LIKE_KNOWN_QUESTIONS:
        return False
    question = Question.of(turn.reading.text, {best.topic: 1.0})
    found = answers.answer_question(scheme, question, turn.text_lang, turn.services.today())
    say_found(turn, scheme, found, prefix=True)
    turn.remember(scheme=scheme.id, topics=[found.topic], pending=None)
    return True


@neighbours_first
class ActionShowSource(TurnAction, Action):
    """Names the sources of the last answer; with a scheme in the question, that scheme's sources."""

    action_name = "action_show_source"

    def respond(self, turn: Turn) -> None:
        if _told_of_the_source(turn):
            return
        last: list[Message] = turn.remembered("last_messages") or []
        cited = [m for m in last if m["citations"]]
        if cited:
            citations = list(dict.fromkeys(Citation(**c) for m in cited for c in m["citations"]))
            self._say(turn, citations, cited)
        elif meant := resolve(turn.reading, turn.remembered("scheme")).schemes:
            scheme = turn.services.scheme(meant[0])
            locator = answers.answer(scheme, Topic.ABOUT, turn.text_lang, turn.services.today()).citations
            text = self._text(turn, list(locator))
            turn.say("answer", text, scheme=scheme.id, citations=locator)
        elif names_a_place(turn):  # «gjelder dette i Herøy?»
            find_office(turn)
        else:
            turn.say("notice", turn.t("nothing_to_source"), buttons=menu(turn))

    def _say(self, turn: Turn, citations: list[Citation], cited: list[Message]) -> None:
        """The sources of what was said, in the versions that it was said from."""
        text, scheme, topic = self._text(turn, citations), cited[-1]["scheme"], cited[-1]["topic"]
        origin = origin_of(turn.services, text, scheme, turn.text_lang)
        for message in cited:
            origin["versions"] |= (message.get("origin") or {}).get("versions", {})
        turn.say("answer", text, scheme=scheme, topic=topic, citations=citations, origin=origin)

    def _text(self, turn: Turn, citations: list[Citation]) -> Made:
        items = [turn.t("source_item", title=c.title, locator=c.locator) for c in citations[:4]]
        return turn.t("source_is", sources=join(items, "; "))
