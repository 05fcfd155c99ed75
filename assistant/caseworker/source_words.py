"""A source's own words at a place that a citation names, and what we make of them."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.caseworker.reading import Place, Reading, read
from assistant.library import Library
from knowledge.model import CitationRef, Source
from knowledge.search.entries import places


@dataclass(frozen=True)
class Said:
    """One of our statements that cites the place. `anchor` is where it stands on the scheme's page."""

    text: str
    anchor: str


@dataclass(frozen=True)
class SourceWords:
    """A source of a scheme, at one place or, without one, with all its cited places."""

    reading: Reading
    source: Source
    checked: str
    installed: bool
    place: Place | None
    said: tuple[Said, ...]
    others: tuple[Place, ...]


def find_words(library: Library, scheme_id: str, source_id: str, locator: str, lang: str) -> SourceWords | None:
    """What stands at a place; None when scheme, source or place is unknown. Only places that are cited are known."""
    newest = read(library, scheme_id, lang) if "@" not in scheme_id else None
    if newest is None:
        return None
    for edition in sorted(newest.scheme.editions, key=lambda e: e.id, reverse=True):
        reading = Reading(library, newest.scheme, edition, lang, newest.today)
        cited = [p for p in places(edition) if p.source == source_id]
        here = next((p for p in cited if p.locator == locator), None)
        if here is not None or (cited and not locator):
            return _words(reading, source_id, here, cited)
    return None


def _words(reading: Reading, source_id: str, here: CitationRef | None, cited: list[CitationRef]) -> SourceWords:
    source = reading.scheme.source(source_id)
    return SourceWords(
        reading,
        source,
        reading.date(source.checked),
        reading.library.passages.has(source_id),
        reading.place(here, words=True) if here else None,
        _said(reading, here) if here else (),
        () if here else tuple(reading.place(p) for p in cited),
    )


def _said(reading: Reading, here: CitationRef) -> tuple[Said, ...]:
    edition = reading.edition
    criteria = [Said(reading.t(c.why), f"krav-{c.id}") for c in edition.criteria if c.citation == here]
    facts = [Said(reading.t(f.statement), f"fakta-{f.id}") for f in edition.facts if here in f.citations]
    return (*criteria, *facts)
