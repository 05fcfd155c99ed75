"""Says a text again from its recipe (`actions.made`): with the services of its time and the code of today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.checklist import in_chat
from actions.last_answer import first_sentence
from actions.made import KINDS, Recipe
from actions.services import Services
from actions.turn import Turn
from actions.walk_messages import in_words, say_whole_verdict
from actions.walk_state import Walk
from knowledge import deadlines
from knowledge.answer_again import answer_again
from knowledge.checklist_document import compose
from knowledge.choice import Choice
from knowledge.model import Topic


class NotAgain(LookupError):
    """The text cannot be said again; the message says what is missing."""


def say_again(services: Services, recipe: Recipe, lang: str) -> str:
    """The text that a recipe gives.

    Args:
        services: schemes, texts, Sami replies and day of the time; nothing else of them is used.
        lang: the language that the text was made in.

    Raises:
        NotAgain: the recipe names something that the versions, the texts or the code of today do not have.
    """
    try:
        return _said(_turn(services, lang), recipe)
    except (LookupError, StopIteration, ValueError, TypeError) as error:
        raise NotAgain(f"{type(error).__name__}: {error}") from error


def _turn(services: Services, lang: str) -> Turn:
    slots = {"lang_override": lang}
    tracker = Tracker("archive", slots, {}, [], False, None, {}, "action_listen")
    return Turn(CollectingDispatcher(), tracker, services)


def _said(turn: Turn, recipe: Recipe) -> str:
    if not isinstance(recipe, dict):
        return str(recipe)
    kind = next(each for each in KINDS if each in recipe)
    return _WAYS[kind](turn, recipe)


def _sentence(turn: Turn, recipe: Recipe) -> str:
    values = {name: _said(turn, value) for name, value in recipe["values"].items()}
    return turn.t(recipe["key"], **values)


def _join(turn: Turn, recipe: Recipe) -> str:
    return str(recipe["by"]).join(_said(turn, each) for each in recipe["join"])


def _list(turn: Turn, recipe: Recipe) -> str:
    return turn.either([_said(turn, each) for each in recipe["list"]], recipe["word"])


def _name(turn: Turn, recipe: Recipe) -> str:
    scheme = turn.services.scheme(recipe["name"])
    return turn.title_of(scheme) if recipe.get("first") else turn.name_of(scheme)


def _answer(turn: Turn, recipe: Recipe) -> str:
    of = recipe["answer"]
    choice = Choice(**{field.name: of[field.name] for field in fields(Choice) if field.name in of})
    scheme, today = turn.services.scheme(of["scheme"]), turn.services.today()
    return answer_again(scheme, Topic(of["topic"]), choice, of["statements"], turn.text_lang, today).text


def _window(turn: Turn, recipe: Recipe) -> str:
    of = recipe["window"]
    edition = turn.services.scheme(of["scheme"]).edition(of["edition"])
    return deadlines.window(edition, turn.services.today(), turn.text_lang).text


def _criterion(turn: Turn, recipe: Recipe) -> str:
    of = recipe["criterion"]
    criteria = turn.services.scheme(of["scheme"]).edition(of["edition"]).criteria
    criterion = next(each for each in criteria if each.id == of["id"])
    return str(getattr(criterion, of["field"])[turn.text_lang])


def _noted(turn: Turn, recipe: Recipe) -> str:
    of = recipe["noted"]
    return in_words(turn, Walk(of["scheme"], of["edition"], dict(of["answers"])), list(of["answers"]))


def _verdict(turn: Turn, recipe: Recipe) -> str:
    """The rules are asked again, and give the verdict again."""
    of = recipe["verdict"]
    intro = _said(turn, of["intro"])
    apart = _turn(turn.services, turn.lang)
    say_whole_verdict(apart, Walk(of["scheme"], of["edition"], dict(of["answers"])))
    text = next(message["text"] for message in apart.said if message["scheme"] == of["of"])
    return f"{intro}\n{text}" if intro else str(text)


def _checklist(turn: Turn, recipe: Recipe) -> str:
    of = recipe["checklist"]
    document = compose(turn.services.scheme(of["scheme"]), dict(of["answers"]), turn.text_lang, turn.services.today())
    return in_chat(turn, document)


def _sami(turn: Turn, recipe: Recipe) -> str:
    of = recipe["sami"]
    return turn.services.sami[of["lang"]].format(office=of["office"], url=of["url"])


def _cut(turn: Turn, recipe: Recipe) -> str:
    return first_sentence(_said(_turn(turn.services, recipe["lang"]), recipe["cut"]))


def _quote(_turn: Turn, recipe: Recipe) -> str:
    return str(recipe["quote"])


_WAYS: dict[str, Callable[[Turn, Any], str]] = {
    "key": _sentence,
    "join": _join,
    "list": _list,
    "name": _name,
    "answer": _answer,
    "window": _window,
    "criterion": _criterion,
    "noted": _noted,
    "verdict": _verdict,
    "checklist": _checklist,
    "sami": _sami,
    "cut": _cut,
    "quote": _quote,
}
