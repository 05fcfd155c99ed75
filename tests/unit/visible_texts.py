"""Every text that a user can be shown, by language, with the place it stands; for the tests of spelling and parity."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
SCHEME_FILES = sorted((ROOT / "knowledge" / "schemes").glob("*.yml"))
NEIGHBOURS = ROOT / "knowledge" / "neighbours" / "directory.yml"
TEXT_FILES = [
    ROOT / "knowledge" / "phrases.yml",
    ROOT / "knowledge" / "topics.yml",
    *sorted((ROOT / "assistant" / "texts").glob("*.yml")),
]
PAGE_TEXT_FILES = sorted((ROOT / "assistant" / "texts" / "pages").glob("*.yml"))  # bokmål and nynorsk
WIDGET = ROOT / "assistant" / "widget" / "src" / "texts.js"
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`')


@cache
def visible(lang: str) -> list[tuple[str, str]]:
    """(place, text) of every sentence in a language: schemes, grants of others, phrases, titles, fixed texts, widget."""
    found = [item for path in [*SCHEME_FILES, NEIGHBOURS, *TEXT_FILES] for item in _in_yaml(path, lang)]
    return [*found, *_in_pages(lang), *_in_widget(lang)]


def _in_pages(lang: str) -> Iterator[tuple[str, str]]:
    for path in PAGE_TEXT_FILES if lang in ("nb", "nn") else []:
        for key, sentences in (_read(path) or {}).items():
            yield f"{path.name}.{key}", sentences[lang]


def _in_yaml(path: Path, lang: str) -> Iterator[tuple[str, str]]:
    for place, text in _local_texts(_read(path), path.name):
        yield place, text[lang]


@cache
def _read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def _local_texts(node: Any, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every `{nb, nn, en}` of strings. Lists of search terms under the same keys are no texts."""
    if isinstance(node, dict):
        if {"nb", "nn", "en"} <= node.keys() and isinstance(node["nb"], str):
            yield place, node
            return
        for key, value in node.items():
            yield from _local_texts(value, f"{place}.{key}")
    elif isinstance(node, list):
        for item in node:
            name = item.get("id") or item.get("value") if isinstance(item, dict) else None
            yield from _local_texts(item, f"{place}.{name}")


def _in_widget(lang: str) -> Iterator[tuple[str, str]]:
    """The quoted strings of the widget's `const <lang> = {…};` block; `${…}` is taken out of templates."""
    script = WIDGET.read_text(encoding="utf-8")
    block = re.search(rf"^const {lang} = \{{$(.*?)^\}};$", script, re.M | re.S)
    assert block, f"{WIDGET.name} has no block for {lang}"
    for match in _QUOTED.finditer(block[1]):
        yield f"{WIDGET.name}.{lang}", re.sub(r"\$\{[^}]*\}", " ", match[1] or match[2] or "")
