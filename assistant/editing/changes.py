"""Edits as an editor reads them: each place by name, with what stands there before and after, the words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from assistant.caseworker.word_diff import Piece, Pieces, word_diff
from assistant.editing.places import place, words_of
from knowledge.editing.edits import Edit, diff, value_at
from knowledge.language.malform import detect
from knowledge.model import LANGS, Scheme

Json = Any
_CITED = frozenset({"citation", "more_citations", "status_citation"})
_TOLD_ELSEWHERE = frozenset({"id", "topic"})


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        place: Where, in words.
        lang: The language of the words; "" for a value.
        before: In pieces; None for something new.
        after: In pieces; None for something that is taken away.
        is_citation: Whether only the place in a source changes; a new document moves dozens of them.
    """

    place: str
    lang: str
    before: Pieces | None
    after: Pieces | None
    is_citation: bool = False


def between(before: Scheme, after: Scheme, lang: str) -> list[Change]:
    """All that differs between two versions of a scheme. Known questions are no part of it."""
    old, new = (scheme.model_dump(mode="json", exclude={"questions", "contrasts"}) for scheme in (before, after))
    return changes(list(diff(old, new)), old, new, lang)


def changes(edits: Iterable[Edit], before: Json, after: Json, lang: str) -> list[Change]:
    """Edits in words, those that change nothing left out.

    Args:
        edits: The edits.
        before: The scheme as plain data without them.
        after: The scheme with them, for naming what is new.
        lang: Language of the names of places.
    """
    found = []
    for edit in edits:
        for small in _smaller(edit, before):
            if small.before != small.after:
                found.append(_change(small, before, after, lang))
    return [change for change in found if change is not None]


def _smaller(edit: Edit, document: Json) -> Iterator[Edit]:
    """The edit at the deepest places; a new edition beside the one that it was made of."""
    if len(edit.path) == 2 and edit.path[0] == "editions" and edit.before is None and document["editions"]:
        newest = max(document["editions"], key=lambda edition: str(edition["id"]))
        for inner in diff(newest, {**edit.after, "id": newest["id"]}, edit.path):
            yield from _leaves(inner)
    else:
        yield from _leaves(edit)


def _leaves(edit: Edit) -> Iterator[Edit]:
    whole = edit.after if edit.before is None else edit.before if edit.after is None else None
    citation = isinstance(whole, dict) and set(whole) == {"source", "locator"}
    if not isinstance(whole, dict) or citation:
        yield edit
        return
    for name, value in whole.items():
        if name in _TOLD_ELSEWHERE or value in (None, [], {}, ""):
            continue
        yield from _leaves(Edit((*edit.path, name), *((None, value) if edit.before is None else (value, None))))


def _change(edit: Edit, before: Json, after: Json, lang: str) -> Change | None:
    old, new = (words_of(value, edit.path, lang) for value in (edit.before, edit.after))
    if old == new:
        old, new = str(edit.before or ""), str(edit.after or "")
    thing = edit.path[:4]  # editions/<year>/facts/<id>: named by the version that has it
    where = place(before if value_at(before, thing) is not None else after, edit.path, lang)
    spoken = str(edit.path[-1]) if edit.path[-1] in LANGS else ""
    cited = not _CITED.isdisjoint(edit.path)
    if old and new:
        return Change(where, spoken, *word_diff(old, new), cited)
    return Change(where, spoken, _plain(old), _plain(new), cited)


def _plain(text: str) -> Pieces | None:
    return (Piece(text, False),) if text else None


def language_of(text: str) -> str:
    """The language of words from outside, for screen readers; bokmål when it does not show."""
    return detect(text[:2000]).lang
