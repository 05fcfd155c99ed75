"""The shipped knowledge base for tests of pages, read once, on a fixed day."""

from __future__ import annotations

import datetime as dt
from functools import cache

from assistant.library import Library
from knowledge.loader import load_schemes
from knowledge.offices.directory import Directory
from knowledge.passages import Passages
from knowledge.search.knowledge import KnowledgeSearch

TODAY = dt.date(2026, 11, 21)
# A made-up document in the place of a source, so that passages can be shown without the official text.
DOCUMENT = """TryggEst

Hvem kan søke?

Oppdiktet tekst om hvem som kan søke, ord for ord <b>&</b>.

Hver kommune kan maksimalt søke om et oppdiktet beløp.
"""


@cache
def shipped_library() -> Library:
    schemes = load_schemes()
    passages = Passages({"slides-2025": DOCUMENT})
    return Library(schemes, KnowledgeSearch.of(schemes, passages), passages, Directory.load(), lambda: TODAY)
