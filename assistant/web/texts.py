"""The fixed sentences of the web layer, and which language a request wants."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web

from knowledge.yaml_files import plain_reader

LANGUAGES = ("nb", "nn", "en")
DEFAULT = "nb"
TEXTS = Path(__file__).parent.parent / "texts"
PAGE_LANGUAGES = ("nb", "nn")


@cache
def load() -> dict[str, dict[str, str]]:
    """All sentences, by key and then by language: those of the API in three languages, those of pages in two."""
    content: dict[str, dict[str, str]] = {}
    names = ("web.yml", "web_conversation.yml", "handoff.yml", "remarks.yml")
    for path in [*(TEXTS / name for name in names), *sorted((TEXTS / "pages").glob("*.yml"))]:
        content.update(plain_reader().load(path.read_text(encoding="utf-8")) or {})
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


def page_language(request: web.Request) -> str:
    """The language of a whole page: bokmål or nynorsk, the two that every page exists in."""
    lang = wanted_language(request)
    return lang if lang in PAGE_LANGUAGES else DEFAULT
