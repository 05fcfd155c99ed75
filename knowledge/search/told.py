"""What a sentence of a passage tells: its words, what it is about without saying so, and what it is told under."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.search.answer_kinds import MONEY, MONTH, UNIT
from knowledge.search.sentences import sentences
from knowledge.search.stems import stem
from knowledge.search.tokens import is_stop, key, parts_of, split, tokens, written
from knowledge.yaml_files import plain_reader

# What only says when, on what condition or of what: not what a sentence states.
_SUBORDINATE = re.compile(
    r"\b(?:når|dersom|hvis|viss|om|etter at|før|fordi|som|slik at|ved|etter|på grunn av)\b[^,.]*|^(?:Er|Blir|Ble|Blei|Har|Må|Aukar|Øker|Slutter|Flytter|Skal)\b[^,]*,",
)
# What something is only reckoned from: «tre år etter utbetalinga» does not say when that is.
_RECKONED_FROM = re.compile(
    r"\b(?:etter|før|fra|frå|siden|sidan) (?!at\b|\d|to\b|tre\b|fire\b|fem\b|seks\b|ei?tt?\b)\w+", re.IGNORECASE
)
_CONDITION = re.compile(
    r"\b(?:når|dersom|hvis|viss|unntatt|unnateke|bare|berre|ved tilskudd|ved tilskot)\b|^(?:Er|Blir|Har|Må|Skal)\b"
)
_ENDS_LIST = re.compile(r"^[A-ZÆØÅ«].*[.!?]$", re.DOTALL)  # a whole sentence; items have no full stop, or begin small
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as they are compared.

    Attributes:
        whole: Those that stand there.
        inside: The parts of its compounds.
        implied: Those that it tells without saying them.
        stems: Of all these, without endings.
        acts: What it says is done with a grant.
        heads: The last parts of its compounds: it has some kind of «rapport».
    """

    whole: frozenset[str]
    inside: frozenset[str]
    implied: frozenset[str]
    stems: frozenset[str]
    acts: frozenset[str]
    heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, with what it is told under.

    Attributes:
        text: As it stands.
        lead: What the list begins with that it is an item of; empty for others.
        words: Its own.
        main: Those outside what only says when, on what condition or of what.
        timed: Those outside what a time is only reckoned from.
        heading: Of the heading above it, and of the words that a list begins with.
        before: Of the sentence before it in its passage.
        heading_text: The heading as it stands.
        years: The years it names.
        conditional: Whether it holds on a condition.
        place: Its place in the passage, from 0.
    """

    text: str
    lead: str
    words: Words
    main: Words
    timed: Words
    heading: Words
    before: Words
    heading_text: str
    years: frozenset[str]
    conditional: bool
    place: int


NOTHING = Words(*(frozenset[str]() for _ in range(6)))


@lru_cache(maxsize=1)
def lists() -> dict[str, Any]:
    """The words of passage_words.yml."""
    path = Path(__file__).with_name("passage_words.yml")
    read: dict[str, Any] = plain_reader().load(path.read_text(encoding="utf-8"))
    return read


@lru_cache(maxsize=1)
def light() -> frozenset[str]:
    """Words that questions about grants say anyway, as they are compared."""
    return frozenset(tokens(lists()["light"]))


@lru_cache(maxsize=1)
def _acts() -> dict[str, re.Pattern[str]]:
    return {act: re.compile(rf"\b(?:{pattern})", re.IGNORECASE) for act, pattern in lists()["acts"].items()}


@lru_cache(maxsize=1)
def _implied() -> list[tuple[re.Pattern[str], frozenset[str]]]:
    found = []
    for each in lists()["implied"]:
        pattern = each["pattern"].replace("{month}", MONTH).replace("{unit}", UNIT).replace("{money}", MONEY)
        found.append((re.compile(pattern, re.IGNORECASE), frozenset(key(word) for word in each["words"].split())))
    return found


@lru_cache(maxsize=16384)
def acts_of(text: str) -> frozenset[str]:
    """What a text says is done with a grant."""
    return frozenset(act for act, pattern in _acts().items() if pattern.search(text))


def main_clause(text: str) -> str:
    """A sentence without what only says when, on what condition or of what."""
    return _SUBORDINATE.sub(" ", text)


def reckons(text: str) -> bool:
    """Whether a text reckons from something: «hvor lenge etter utbetalingen»."""
    return bool(_RECKONED_FROM.search(text))


@lru_cache(maxsize=16384)
def words_of(text: str) -> Words:
    """The words of a text as they are compared."""
    implied = [words for pattern, words in _implied() if pattern.search(text)]
    whole, inside = frozenset(tokens(text)), frozenset(parts_of(text))
    stems = frozenset(stem(word.text) for word in written(text) if not is_stop(word.text))
    heads = frozenset(key(pair[1]) for word in written(text) if (pair := split(word.text)))
    stems |= {stem(part) for part in inside}
    return Words(whole, inside, frozenset().union(*implied), stems, acts_of(text), heads)


@lru_cache(maxsize=4096)
def told_in(text: str, heading: str) -> tuple[Told, ...]:
    """The sentences of a passage under a heading, in order."""
    return tuple(_told(text, heading))


def _told(text: str, heading: str) -> Iterator[Told]:
    before, above, lead = NOTHING, words_of(heading), ""
    for place, sentence in enumerate(sentences(text)):
        lead = "" if _ENDS_LIST.search(sentence) else lead
        own = words_of(sentence)
        yield Told(
            sentence,
            lead,
            own,
            words_of(main_clause(sentence)),
            words_of(_RECKONED_FROM.sub(" ", sentence)),
            words_of(f"{heading}\n{lead}") if lead else above,
            before,
            heading,
            frozenset(_YEAR.findall(sentence)),
            bool(_CONDITION.search(sentence)),
            place,
        )
        lead = sentence if sentence.endswith(":") else lead
        before = own
