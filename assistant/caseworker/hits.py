"""What a search shows: hits in groups, the best group first, with the words that were searched for marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.caseworker.reading import capital, source_path
from assistant.caseworker.word_diff import Piece, Pieces
from assistant.library import Library
from knowledge.search.model import Entry, Found
from knowledge.search.tokens import spans

LONGEST_QUERY = 200  # characters; the rest is not looked at
# What a group's best hit counts when the groups are put in order: a caseworker asks for schemes and what they demand.
_WEIGHTS = {"scheme": 1.3, "criterion": 1.3}
_SHOWN = 5  # of each group, until all are asked for
_MOST = 200
_SNIPPET, _BEFORE = 260, 60  # characters of a passage, and how many stand before the first marked word


@dataclass(frozen=True)
class HitView:
    """One hit. `path` with `query` leads to the very place; `gap` says that the sources are silent there."""

    path: str
    scheme: str
    title: Pieces
    text: Pieces
    source: str
    gap: bool
    word_for_word: bool


@dataclass(frozen=True)
class Group:
    """Hits of one kind; `more` is how many are not shown."""

    key: str
    hits: tuple[HitView, ...]
    total: int

    @property
    def more(self) -> int:
        """How many hits are not shown."""
        return self.total - len(self.hits)


@dataclass(frozen=True)
class Hits:
    """The answer to a search."""

    query: str
    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        """How many there are, shown or not."""
        return sum(group.total for group in self.groups)


def look_up(library: Library, query: str, lang: str, *, everything: bool = False) -> Hits:
    """Searches; takes some milliseconds: in a thread."""
    query = query[:LONGEST_QUERY].strip()
    found, marked = library.search.look_up(query), library.search.matching(query)
    groups: dict[str, list[Found]] = {}
    for each in found:
        groups.setdefault(_group(each.entry), []).append(each)
    order = sorted(groups, key=lambda name: -_WEIGHTS.get(name, 1.0) * groups[name][0].score)
    limit = _MOST if everything else _SHOWN
    return Hits(query, tuple(_shown(library, name, groups[name], limit, lang, marked) for name in order))


def _shown(library: Library, name: str, found: list[Found], limit: int, lang: str, marked: frozenset[str]) -> Group:
    return Group(name, tuple(_view(library, each.entry, lang, marked) for each in found[:limit]), len(found))


def _group(entry: Entry) -> str:
    return "statement" if entry.kind in ("fact", "gap") else entry.kind


def _view(library: Library, entry: Entry, lang: str, marked: frozenset[str]) -> HitView:
    scheme = library.scheme(entry.scheme)
    assert scheme is not None  # the index was built from the same schemes
    name = capital(scheme.short_name[lang])
    name = name if len(scheme.editions) == 1 else f"{name} {entry.edition}"
    text = entry.text[lang]
    source = ""
    if entry.citation:
        title = scheme.source(entry.citation.source).title
        source = title if entry.kind == "passage" else f"{title}, {entry.citation.locator}"
    return HitView(
        _path(entry, newest=entry.edition == scheme.edition().id),
        "" if entry.kind == "scheme" else name,
        mark(capital(entry.title[lang]), marked),
        tuple(_cut(mark(text, marked))) if entry.kind == "passage" else mark(text, marked),
        source,
        entry.kind == "gap",
        entry.kind == "passage",
    )


def _path(entry: Entry, *, newest: bool) -> str:
    if entry.kind == "passage" and entry.citation:
        return source_path(entry.scheme, entry.citation)
    edition = "" if newest else f"?{urlencode({'utgave': entry.edition})}"
    anchor = {"scheme": "", "criterion": f"#krav-{entry.id}"}.get(entry.kind, f"#fakta-{entry.id}")
    return f"/saksbehandler/ordninger/{entry.scheme}{edition}{anchor}"


def mark(text: str, marked: frozenset[str]) -> Pieces:
    """A text in pieces, `changed` where a word is one of those searched for."""
    pieces: list[Piece] = []
    end = 0
    for span in spans(text, marked):
        pieces += [Piece(text[end : span.start], False)] if span.start > end else []
        pieces.append(Piece(text[span.start : span.end], True))
        end = span.end
    return (*pieces, Piece(text[end:], False)) if end < len(text) else tuple(pieces)


def _cut(pieces: Pieces) -> Iterator[Piece]:
    """The part of a long text around its first marked word."""
    whole = "".join(piece.text for piece in pieces)
    if len(whole) <= _SNIPPET:
        yield from pieces
        return
    first = len(pieces[0].text) if pieces and not pieces[0].changed else 0
    start = whole.rfind(" ", 0, first - _BEFORE) + 1 if first > _BEFORE else 0
    end = whole.rfind(" ", 0, start + _SNIPPET) if start + _SNIPPET < len(whole) else len(whole)
    yield from [Piece("… ", False)] if start else []
    place = 0
    for piece in pieces:
        kept = piece.text[max(0, start - place) : max(0, end - place)]
        place += len(piece.text)
        yield from [Piece(kept, piece.changed)] if kept else []
    yield from [Piece(" …", False)] if end < len(whole) else []
