"""What an editor can point an example or a draft at: statements, intents and topics; and the likeliest statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.library import Library
from knowledge.language.texts import topic_titles
from knowledge.model import Scheme, Topic
from knowledge.yaml_files import plain_reader

_DOMAIN = Path(__file__).parents[1] / "dialogue" / "domain" / "understanding.yml"
SUGGESTED = 5
_SHOWN_CHARS = 90


@dataclass(frozen=True, slots=True)
class Target:
    """A statement that may be the answer: its key `scheme/statement`, and what to show of it."""

    key: str
    scheme: str
    topic: str
    text: str


def statements(scheme: Scheme, lang: str) -> list[Target]:
    """The statements of a scheme's newest edition, cut to what a list can show."""
    return [
        Target(
            f"{scheme.id}/{each.id}",
            scheme.short_name[lang],
            topic_title(each.topic, lang),
            _cut(each.statement[lang]),
        )
        for each in scheme.edition().statements
    ]


def suggested(library: Library, texts: Sequence[str], scheme: str, lang: str) -> list[Target]:
    """The statements that most likely answer these questions; those of the scheme that was talked about come first.

    Searching takes some milliseconds: call it in a thread.
    """
    best: dict[tuple[str, str], float] = {}
    for text in texts:
        for hit in library.search.find(text, lang, limit=10):
            key = (hit.scheme, hit.statement)
            best[key] = best.get(key, 0.0) + hit.score
    order = sorted(best, key=lambda key: (bool(scheme) and key[0] != scheme, -best[key], key))[:SUGGESTED]
    return [target for scheme_id, statement in order if (target := _target(library, scheme_id, statement, lang))]


def find_statement(library: Library, key: str) -> tuple[str, str] | None:
    """The scheme and the statement that a key names, or None."""
    scheme_id, _, statement = key.partition("/")
    scheme = library.scheme(scheme_id)
    known = scheme is not None and any(each.id == statement for each in scheme.edition().statements)
    return (scheme_id, statement) if known else None


@cache
def intents() -> tuple[str, ...]:
    """Every intent of the domain, those of a topic first."""
    domain = plain_reader().load(_DOMAIN.read_text(encoding="utf-8"))
    found = [next(iter(each)) if isinstance(each, dict) else str(each) for each in domain["intents"]]
    return tuple(sorted(found, key=lambda name: (not name.startswith("ask_"), name)))


def topics(lang: str) -> list[tuple[str, str]]:
    """Every topic with its title, by title."""
    return sorted(((topic.value, topic_title(topic, lang)) for topic in Topic), key=lambda pair: pair[1])


def topic_title(topic: str, lang: str) -> str:
    """What a topic is called; one that is gone since keeps its name."""
    return topic_titles()(topic, lang) if topic in set(Topic) else topic


def _target(library: Library, scheme_id: str, statement: str, lang: str) -> Target | None:
    scheme = library.scheme(scheme_id)
    found = scheme and next((each for each in scheme.edition().statements if each.id == statement), None)
    if not scheme or not found:
        return None
    title = topic_title(found.topic, lang)
    return Target(f"{scheme_id}/{statement}", scheme.short_name[lang], title, found.statement[lang])


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS].rsplit(' ', 1)[0]} …"
