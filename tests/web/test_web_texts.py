"""The web layer's sentences exist in all three languages, and every one is used."""

from __future__ import annotations

import re
import string
from pathlib import Path

from assistant.web import texts
from assistant.web.problems import STATUS

ASSISTANT = Path(texts.__file__).parents[1]
PARTS = [ASSISTANT / name for name in ("web", "handoff", "staff", "caseworker", "inbox", "editing", "sources", "plain")]


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_sentence_exists_in_every_language_with_the_same_names() -> None:
    for key, sentences in texts.load().items():
        assert tuple(sentences) in (texts.LANGUAGES, texts.PAGE_LANGUAGES), key
        assert len({frozenset(_names(sentence)) for sentence in sentences.values()}) == 1, key
        assert all(sentence.strip() and "!" not in sentence for sentence in sentences.values()), key


def test_every_sentence_is_used_and_every_used_sentence_exists() -> None:
    files = [path for part in PARTS for path in [*part.rglob("*.py"), *part.glob("templates/*.html")]]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    titles = {f"title_{name}" for name in STATUS}
    keys = set(texts.load())
    assert titles <= keys
    stems = tuple(re.findall(r'"(\w+_)" ~ |f"(\w+_)\{', source))  # say("language_" ~ lang), say(f"hours_day_{n}", …)
    stems = tuple(template or code for template, code in stems)
    asked = set(re.findall(r'\b(?:say|t|w)\("(\w+)"(?! ~)', source))
    assert sorted(asked - keys) == []
    unused = [k for k in keys - titles if not re.search(rf"[\"']{k}[\"']", source) and not k.startswith(stems)]
    assert unused == []
