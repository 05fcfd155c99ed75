"""Where in a scheme something stands, and what stands there, in words that an editor knows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from assistant.web.texts import load, say
from knowledge.deadlines import format_date
from knowledge.editing.edits import Path, value_at
from knowledge.language.texts import topic_titles
from knowledge.model import Topic

Json = Any
_EACH = ("nb", "nn", "en")
_KINDS = ("facts", "gaps", "criteria", "checklist")
_LONGEST = 90  # characters of a title in a place


def place(document: Json, path: Path, lang: str) -> str:
    """A place in words: «2025: påstand «søknadsfristen», nynorsk».

    Args:
        document: The scheme as plain data, before or after the change.
        path: Where (`knowledge.editing.edits`).
        lang: Language of the words.
    """
    if path[:1] == ("editions",) and len(path) > 1:
        inside = _in_edition(document, path, lang)
        return f"{path[1]}: {inside}" if inside else say("edit_at_edition", lang, edition=path[1])
    if path[:1] == ("sources",) and len(path) > 1:
        return _joined([say("edit_at_source", lang, source=path[1]), *_fields(path[2:], lang)])
    return _joined(_fields(path, lang))


def _in_edition(document: Json, path: Path, lang: str) -> str:
    kind, rest = (path[2] if len(path) > 2 else ""), path[3:]
    if kind in _KINDS and rest:
        thing = value_at(document, path[:4])
        return _joined([_thing(kind, thing, rest[0], lang), *_fields(path[4:], lang)])
    if kind == "deadlines" and rest:
        return _joined([say(f"edit_at_{rest[0]}", lang), *_fields(rest[1:], lang)])
    return _joined(_fields(path[2:], lang))


def _thing(kind: str, thing: Json, name: str, lang: str) -> str:
    title = name
    if isinstance(thing, dict):
        if kind in ("facts", "gaps"):
            title = topic_titles()(thing["topic"], lang)
        else:
            title = _cut(thing["label" if kind == "criteria" else "what"][lang])
    elif name.replace("-", "_") in list(Topic):  # not there yet, and named by its topic
        title = topic_titles()(name.replace("-", "_"), lang)
    return say(f"edit_at_{kind}", lang, title=title)


def _fields(path: Path, lang: str) -> list[str]:
    """The names of fields; one without a name of its own keeps that of the file."""
    return [_field(name, lang) for name in path if name != "statement" or path[-1] not in _EACH]


def _field(name: str, lang: str) -> str:
    key = f"edit_field_{name}"
    return say(key, lang) if key in load() else name


def _joined(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def words_of(value: Json, path: Path, lang: str) -> str:
    """What stands at a place, in words; "" for nothing.

    >>> words_of("2025-03-31", ("deadlines", "application", "date"), "nb")
    '31. mars 2025'
    """
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, dict):
        return _of_object(value, path, lang)
    if isinstance(value, list):
        return "; ".join(words_of(each, path, lang) for each in value)
    if isinstance(value, bool):
        return say("edit_yes" if value else "edit_no", lang)
    if isinstance(value, int | float):
        return _number(value, path)
    if path and (key := f"edit_value_{path[-1]}_{value}") in load():
        return say(key, lang)
    return _day(value, lang) if path and path[-1] in ("date", "checked") else str(value)


def _number(value: float, path: Path) -> str:
    plain = f"{value:g}" if path[-1:] in (("year",), ("chapter",), ("post",)) else f"{value:,.10g}".replace(",", " ")
    return plain if " " in plain else plain.replace(".", ",")


def _of_object(value: dict[str, Json], path: Path, lang: str) -> str:
    if set(value) == {"source", "locator"}:
        return f"{value['locator']} ({value['source']})"
    if set(_EACH) <= set(value) and isinstance(value["nb"], str):
        return str(value[lang])
    told = [(name, words_of(each, (*path, name), lang)) for name, each in value.items()]
    return ", ".join(f"{_field(name, lang)}: {words}" for name, words in told if words)


def _day(value: str, lang: str) -> str:
    try:
        return format_date(dt.date.fromisoformat(value), "day", lang)
    except ValueError:
        return value
