"""The one passage of a source document that answers a question no topic covers, word for word; or none.

A wrong passage is worse than none. So a passage answers only when two neighbouring sentences of it, with its heading,
have everything that the question is about, and tell the kind of thing that it asks for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.search.answer_kinds import (
    asks_for_a_figure,
    asks_when,
    asks_whether,
    asks_which,
    is_statement,
    tells,
    told_kinds,
)
from knowledge.search.engine import SearchEngine
from knowledge.search.model import Entry, Found, Kind, Span
from knowledge.search.query import Group
from knowledge.search.sentences import sentences
from knowledge.search.tokens import key, parts_of, spans, split, tokens

_KINDS: tuple[Kind, ...] = ("passage",)
_LOOKED_AT = 20  # passages
_COUNTS = 0.5  # the weight of what may stand for a word of the question
_CLEAR_LEAD = 1.3  # how much better than a passage of another source the best must be
# What questions about grants say anyway; whether a passage says it tells nothing. As `tokens.key` gives them.
_LIGHT = frozenset(
    tokens(
        """få får støtte støttes tilskudd tilskudda penger midler kommune kommunen bruke brukes kunne måtte skulle ville
        trenge trenger treng gjelde gjelder dekke dekkes dekkje ta tas tatt ha være gi givast gjøre mange mye lenge lang langt stor
        stort ofte skje hende komme gå stå si vite lure hjelpe slik sånn fortsatt nødvendig lov mulig ordning regel ny
        krav kreve holde egentlig dere andre annen se finne type slags ting gang både bare gjeld legge leggje ligge liggje følge fylgje
        etter før innen innan under over per hver kvar mellom blant
        selv sjølv sjølve samme same"""
    )
)
_RECKONED_FROM = re.compile(
    r"\b(?:etter|før|fra|frå|siden|sidan) (?!at\b|\d|to\b|tre\b|fire\b|fem\b|seks\b|ei?tt?\b)\w+", re.IGNORECASE
)
_GOES_ON = re.compile(
    r"(?:Han|Ho|Den|Det|Dette|Denne|Disse|Desse|Dei|De|Slik|Slike|Unntak|Likevel|Klagen|Klaga|Anmodningen|Oppmodinga)\b"
)
_FEW = 2  # things that a question must be about, when it asks which, or who


@dataclass(frozen=True, slots=True)
class VerbatimPassage:
    """A passage that answers.

    Attributes:
        scheme: The scheme whose document it stands in.
        source: The id of the document.
        locator: The heading or page.
        text: The passage, word for word.
        answer: The sentences of it that answer, as they stand.
        marked: Where in `text` the words stand that the question is about.
    """

    scheme: str
    source: str
    locator: str
    text: str
    answer: str
    marked: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a passage answers: `score` says how well it fits as a whole."""

    entry: Entry
    answer: str
    score: float
    matched: frozenset[str]


def answering_passage(query: str, engine: SearchEngine, scheme: str | None = None) -> VerbatimPassage | None:
    """The passage that answers a question, or None; None also when two documents answer it equally well.

    Args:
        query: The question as it was written.
        engine: One that holds passages (`entries.section_entries`).
        scheme: Only passages of this scheme's documents; the scheme that is talked about.
    """
    groups = engine.groups(query)
    if not _is_about_something(query, groups):
        return None
    found = engine.find(query, kinds=_KINDS, schemes=None if scheme is None else (scheme,), limit=_LOOKED_AT)
    places = [place for each in found if (place := _answers(query, groups, each))]
    return _passage(places[0]) if places and _is_clear(places) else None


def _is_about_something(query: str, groups: Sequence[Group]) -> bool:
    """Whether every telling word of a question is known to the index, and there are enough of them."""
    content = [group for group in groups if _is_content(group)]
    asking = [group for group in groups if group.asks]
    needed = _FEW if asks_which(query) else 1
    return bool(content) and len(content + asking) >= needed and all(_options(group) for group in content)


def _is_content(group: Group) -> bool:
    own = tokens(group.word)
    return not group.asks and not (own and all(token in _LIGHT for token in own))


def _options(group: Group) -> list[tuple[str, ...]]:
    """What may stand for a group; never the last part of a compound: not every «frist» is a «søknadsfrist»."""
    words = group.word.split()
    last = split(words[0])[-1:] if len(words) == 1 else ()
    less = tuple(key(part) for part in last)
    return [option.tokens for option in group.options if option.weight >= _COUNTS and option.tokens != less]


def _answers(query: str, groups: Sequence[Group], found: Found) -> _Place | None:
    """Where a passage answers best: the statement that itself has most of what the question is about."""
    entry = found.entry
    heading = _keys(entry.title["nb"])
    names = frozenset(tokens(entry.names))
    said = [group for group in groups if _is_content(group) and not _has(group, names)]
    best, most = "", (0, 1)
    for window in _windows(entry.text["nb"], single=asks_for_a_figure(query)):
        here = _keys(_said(query, window)) | told_kinds(window)
        own = [place for place, group in enumerate(said) if _has(group, here)]
        fit = (len(own), -min(own, default=0))  # what is asked comes first in a question, then when or for whom
        enough = len(own) >= _least(query, len(said)) and all(_has(group, here | heading) for group in said)
        if fit > most and enough and is_statement(window) and tells(query, window):
            best, most = window, fit
    return _Place(entry, _with_next(best, entry.text["nb"]), found.score, found.matched) if best else None


def _least(query: str, said: int) -> int:
    """How many things that a question is about the statement itself must have; the heading may have the others."""
    return max(1, (said + 1) // 2 if asks_whether(query) else said // 2)


def _said(query: str, window: str) -> str:
    """A statement without what it only reckons from: «tre år etter utbetalinga» does not say when that is."""
    return _RECKONED_FROM.sub(" ", window) if asks_when(query) and not _RECKONED_FROM.search(query) else window


def _with_next(answer: str, text: str) -> str:
    """A statement with the next one, when that goes on about it: «Vedtak kan påklages … Klagen sendes til …»."""
    told = sentences(text)
    place = told.index(answer) + 1 if answer in told else len(told)
    after = told[place] if place < len(told) else ""
    return f"{answer} {after}" if _GOES_ON.match(after) and is_statement(after) else answer


def _keys(text: str) -> frozenset[str]:
    return frozenset([*tokens(text), *parts_of(text)])


def _has(group: Group, held: frozenset[str]) -> bool:
    return any(all(token in held for token in option) for option in _options(group))


def _windows(text: str, *, single: bool) -> Iterator[str]:
    """Each sentence, then each two that follow each other; a figure is of what its own sentence is about."""
    told = sentences(text)
    yield from told
    if not single:
        yield from (f"{one} {other}" for one, other in pairwise(told))


def _is_clear(places: Sequence[_Place]) -> bool:
    best = places[0]
    source = best.entry.citation.source if best.entry.citation else ""
    others = [p for p in places[1:] if p.entry.citation is None or p.entry.citation.source != source]
    return all(best.score >= _CLEAR_LEAD * other.score for other in others)


def _passage(place: _Place) -> VerbatimPassage:
    entry = place.entry
    assert entry.citation is not None  # a passage has one
    text = entry.text["nb"]
    marked = tuple(spans(text, place.matched))
    return VerbatimPassage(entry.scheme, entry.citation.source, entry.citation.locator, text, place.answer, marked)
