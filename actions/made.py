"""A text that knows what it was made of, so that it can be said again later: from which sentence, answer, rule or name.

A recipe is JSON, one of these:

    "Bufdir"                                        our own words, or a number
    {"key": …, "values": {name: recipe}}            a fixed sentence of `assistant/texts`
    {"join": [recipe, …], "by": " "}                several, one after the other
    {"list": [recipe, …], "word": "or"}             «A, B eller C»
    {"name": scheme, "first": true}                 a scheme's short name, perhaps first in a line
    {"answer": {scheme, topic, way, edition, …}}    what `knowledge.answers` said
    {"window": {scheme, edition}}                   whether applications are taken, seen from the day
    {"criterion": {scheme, edition, id, field}}     a criterion's question, label or reason; `owners` are all who ask it
    {"noted": {scheme, edition, answers, ids}}      answers of a walk in words
    {"verdict": {scheme, edition, answers, of, intro}}    the verdict of the walk on the scheme `of`
    {"checklist": {scheme, answers}}
    {"sami": {lang, office, url}}
    {"cut": recipe, "lang": …}                      the first sentence of it
    {"quote": text}                                 word for word from a source document

None of them holds words of the user. A text without a recipe may, so it is never archived.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from knowledge.answers import Answer
from knowledge.language.texts import Texts
from knowledge.model import Edition, Scheme

Recipe = Any
_OF_A_SCHEME = frozenset({"name", "answer", "window", "criterion", "noted", "verdict", "checklist"})
KINDS = ("key", "join", "list", "sami", "cut", "quote", *sorted(_OF_A_SCHEME))


class Made(str):
    """A text with its recipe; where a text is wanted it is one like any other, and what is made from it has none."""

    recipe: Recipe

    def __new__(cls, text: str, recipe: Recipe = None) -> Made:
        made = super().__new__(cls, text)
        made.recipe = recipe
        return made


def recipe_of(value: object) -> Recipe:
    """The recipe of a value that is put into a sentence: numbers, and words that stand in our own files, are their own."""
    if isinstance(value, Made):
        return value.recipe
    return value if isinstance(value, int | float) else str(value)


def sentence(texts: Texts, key: str, lang: str, values: Mapping[str, object]) -> Made:
    """A fixed sentence with its values."""
    recipe = {"key": key, "values": {name: recipe_of(value) for name, value in values.items()}}
    return Made(texts(key, lang, **values), recipe)


def join(parts: Iterable[str], by: str = " ") -> Made:
    """Several texts as one. Those that are empty are left out; one without a recipe leaves all of it without."""
    kept = [part for part in parts if part]
    recipes = [part.recipe if isinstance(part, Made) else None for part in kept]
    return Made(by.join(kept), {"join": recipes, "by": by})


def listed(names: Sequence[str], word: str, said: str) -> Made:
    """«A, B eller C».

    Args:
        word: the key of the word before the last one, and `said` that word.
    """
    text = "".join(names) if len(names) < 2 else f"{', '.join(names[:-1])} {said} {names[-1]}"
    return Made(text, {"list": [recipe_of(name) for name in names], "word": word})


def answered(answer: Answer) -> Made:
    """What the knowledge base said about a topic."""
    choice = answer.choice
    if choice is None:
        return Made(answer.text)
    recipe = {
        "scheme": answer.scheme,
        "topic": str(answer.topic),
        "statements": list(answer.fact_ids),
        **asdict(choice),
    }
    return Made(answer.text, {"answer": recipe})


def window_of(scheme: Scheme, edition: Edition, text: str) -> Made:
    """What `knowledge.deadlines.window` said."""
    return Made(text, {"window": {"scheme": scheme.id, "edition": edition.id}})


def quote(text: str) -> Made:
    """A passage of a source document, word for word."""
    return Made(text, {"quote": text})


def parts(recipe: Recipe) -> Iterator[tuple[str, Any]]:
    """Every part of a recipe with its kind, outermost first: («answer», {...}), («window», {...}), …"""
    if not isinstance(recipe, dict):
        return
    kind = next(each for each in KINDS if each in recipe)
    yield kind, recipe[kind]
    for inner in _inside(kind, recipe):
        yield from parts(inner)


def _inside(kind: str, recipe: dict[str, Any]) -> Iterable[Recipe]:
    if kind == "key":
        return list(recipe["values"].values())
    if kind in ("join", "list"):
        return list(recipe[kind])
    return [recipe["cut"]] if kind == "cut" else [recipe["verdict"]["intro"]] if kind == "verdict" else []


def is_whole(recipe: Recipe) -> bool:
    """Whether it is known of every part how it was made."""
    if not isinstance(recipe, dict):
        return recipe is not None
    kind = next(each for each in KINDS if each in recipe)
    return all(is_whole(inner) for inner in _inside(kind, recipe))


def schemes_in(recipe: Recipe) -> set[str]:
    """The ids of the schemes that a text speaks of; `knowledge.questionnaire.ALL` where it is about all."""
    named: set[str] = set()
    for kind, content in parts(recipe):
        if kind == "name":
            named.add(content)
        elif kind in _OF_A_SCHEME:
            named |= {content["scheme"], *content.get("owners", [])}
    return named


def statements_in(recipe: Recipe) -> list[str]:
    """The statements told, as `scheme/edition/statement`, in their order; one offered beside a silence too."""
    told = []
    for kind, content in parts(recipe):
        if kind == "answer":
            ids = [*content["statements"], *([content["nearest"]] if content["nearest"] else [])]
            told += [f"{content['scheme']}/{content['edition']}/{each}" for each in ids]
    return list(dict.fromkeys(told))
