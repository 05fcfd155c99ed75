"""The fixed sentences of the web layer, and which language a request wants."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from ruamel.yaml import YAML

LANGUAGES = ("nb", "nn", "en")
DEFAULT = "nb"
PATH = Path(__file__).parent.parent / "texts" / "web.yml"


@cache
def load() -> dict[str, dict[str, str]]:
    """All sentences, by key and then by language."""
    content: dict[str, dict[str, str]] = YAML(typ="safe", pure=True).load(PATH.read_text(encoding="utf-8"))
    return content


def say(key: str, lang: str, **values: Any) -> str:
    """The sentence `key` in a language (bokmål for languages that it lacks), with its {names} filled in."""
    sentences = load()[key]
    return sentences.get(lang, sentences[DEFAULT]).format(**values)


def wanted_language(request: web.Request) -> str:
    """The language for errors and pages: `?lang=`, then Accept-Language, then bokmål."""
    asked = request.query.get("lang", "")
    if asked in LANGUAGES:
        return asked
    for part in request.headers.get("Accept-Language", "")[:200].lower().split(","):
        code = part.split(";")[0].strip().split("-")[0]
        code = "nb" if code == "no" else code
        if code in LANGUAGES:
            return code
    return DEFAULT
