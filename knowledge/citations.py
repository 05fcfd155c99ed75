"""A citation as a user meets it: which source, where in it, which edition, when a person last checked it."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.model import CitationRef, Scheme


@dataclass(frozen=True, slots=True)
class Citation:
    """`source` is the source's id within the scheme; `checked` an ISO date; `url` may be None."""

    source: str
    title: str
    locator: str
    url: str | None
    edition: str
    checked: str

    def as_dict(self) -> dict[str, str | None]:
        return {  # each reply has several; `dataclasses.asdict` takes ten times as long
            "source": self.source,
            "title": self.title,
            "locator": self.locator,
            "url": self.url,
            "edition": self.edition,
            "checked": self.checked,
        }


def cite(scheme: Scheme, edition_id: str, reference: CitationRef) -> Citation:
    """Resolves a reference of the scheme file (the loader has checked that the source exists)."""
    source = scheme.source(reference.source)
    year = source.date.year if source.date else source.year
    # A document that was taken in may lack a publisher until an editor tells it.
    published = f"{source.publisher}, {year}" if source.publisher.strip() else year
    title = f"{source.title} ({published})"
    return Citation(source.id, title, reference.locator, source.url, edition_id, source.checked.isoformat())


def cite_all(scheme: Scheme, edition_id: str, references: Iterable[CitationRef]) -> list[Citation]:
    """Resolves several references, in order."""
    return [cite(scheme, edition_id, reference) for reference in references]
