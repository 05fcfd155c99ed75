"""A scheme's edition as it is read on a page: in one language, on one day, with the documents that are installed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from assistant.library import Library
from assistant.web.texts import say
from knowledge import deadlines
from knowledge.citations import cite
from knowledge.model import CitationRef, Edition, LocalText, Scheme
from knowledge.passages import Passage

PageLang = Literal["nb", "nn"]


@dataclass(frozen=True)
class Place:
    """Where something stands in a source.

    Attributes:
        title: The source with its publisher and year.
        locator: The heading or slide.
        url: The original, or None.
        path: Our page with the source's own words.
        query: What names the place on that page.
        edition: The edition that cites it.
        checked: When a person last compared it, written out.
        installed: Whether the document of the source is here.
        passages: What it says there, word for word; empty when it was not found, or not asked for.
    """

    title: str
    locator: str
    url: str | None
    path: str
    query: dict[str, str]
    edition: str
    checked: str
    installed: bool
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Reading:
    """What the parts of a page are made from."""

    library: Library
    scheme: Scheme
    edition: Edition
    lang: str
    today: dt.date

    def t(self, text: LocalText) -> str:
        """A text of the scheme in the language of the page."""
        return text[self.lang]

    def date(self, date: dt.date) -> str:
        """A day written out."""
        return deadlines.format_date(date, "day", self.lang)

    @property
    def address(self) -> str:
        """The scheme, with the edition where there are several: «tryggest» or «tryggest@2025»."""
        return self.scheme.id if len(self.scheme.editions) == 1 else f"{self.scheme.id}@{self.edition.id}"

    @property
    def title(self) -> str:
        """The short name as it stands at the beginning of a line."""
        return capital(self.t(self.scheme.short_name))

    def place(self, reference: CitationRef, *, words: bool = False) -> Place:
        """A citation with everything a page says about it; with the source's own `words` only when they are shown,
        since finding them takes some milliseconds."""
        citation = cite(self.scheme, self.edition.id, reference)
        return Place(
            citation.title,
            reference.locator,
            citation.url,
            f"/kilder/{self.scheme.id}/{reference.source}",
            {"sted": reference.locator},
            self.edition.id,
            self.date(dt.date.fromisoformat(citation.checked)),
            self.library.passages.has(reference.source),
            tuple(self.library.passages.find(reference.source, reference.locator)) if words else (),
        )

    def quote(self, text: str, place: Place) -> str:
        """A statement with its citation as plain text, for pasting elsewhere."""
        source = say("cw_copied_source", self.lang, source=f"{place.title}, {place.locator}", edition=place.edition)
        checked = say("cw_checked", self.lang, date=place.checked)
        return "\n".join([text, source, checked, *([place.url] if place.url else [])])


def read(library: Library, address: str, lang: str) -> Reading | None:
    """The reading of «scheme» or «scheme@edition» (the newest edition when none is named), or None."""
    scheme_id, _, edition_id = address.partition("@")
    scheme = library.scheme(scheme_id)
    if scheme is None or (edition_id and edition_id not in {e.id for e in scheme.editions}):
        return None
    return Reading(library, scheme, scheme.edition(edition_id or None), lang, library.today())


def capital(text: str) -> str:
    """A text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def source_path(scheme: str, reference: CitationRef) -> str:
    """The address of the page with a citation's own words."""
    return f"/kilder/{scheme}/{reference.source}?{urlencode({'sted': reference.locator})}"
