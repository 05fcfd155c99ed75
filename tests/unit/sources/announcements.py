"""An announcement that was made up, and what it becomes."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from dataclasses import replace

from assistant.sources.versions import Origin
from knowledge import documents
from knowledge.documents.model import Document
from knowledge.loader import load_schemes
from knowledge.model import Scheme, Source

TEXT = """Grønn ordning 2030

Hvem kan søke?

Kommuner og fylkeskommuner kan søke om tilskudd til grønne tiltak.

Søknadsfrist

Søknadsfristen er 1. mars 2030.

Mål for ordningen

Målet er å gjøre byen grønn, og å gi alle en park i nærheten.
"""
ORIGIN = Origin(name="gronn.txt")


def read_here(data: bytes, origin: Origin) -> Document:
    """As `assistant.sources.reading.read_document`, without a process of its own."""
    return documents.read(data, name=origin.name, content_type=origin.media_type)


def read(text: str) -> tuple[bytes, Document]:
    """Bytes, and what is read from them."""
    data = text.encode()
    return data, read_here(data, ORIGIN)


def titled(title: str) -> tuple[bytes, Document]:
    """A document that calls itself something."""
    data, document = read(f"{TEXT}\n\n{title}\n")
    return data, replace(document, title=title, sha256=hashlib.sha256(data).hexdigest())


def scheme(url: str | None, deadline: dt.date = dt.date(2030, 3, 1), source: str = "side-2030") -> Scheme:
    """A shipped scheme, as if all of it stood in one source at this address."""
    tryggest = _tryggest()
    edition = tryggest.edition()
    application = edition.deadlines.application
    cited = application.model_copy(
        update={
            "date": deadline,
            "citation": application.citation.model_copy(update={"source": source, "locator": "Søknadsfrist"}),
        }
    )
    newest = edition.model_copy(update={"deadlines": edition.deadlines.model_copy(update={"application": cited})})
    made = Source(id=source, title="Grønn", publisher="Byen", year=2030, checked=dt.date(2030, 1, 1))
    sources = (*tryggest.sources, made.model_copy(update={"url": url}))
    return tryggest.model_copy(update={"editions": (newest,), "sources": sources})


@functools.cache
def _tryggest() -> Scheme:
    return next(one for one in load_schemes() if one.id == "tryggest")
