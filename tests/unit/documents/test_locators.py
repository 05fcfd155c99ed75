"""Locators are unique, stay the same, and find their section again in the text that is kept of a document."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from knowledge.documents import Document, as_text, read, sections
from knowledge.documents.marked import blocks_of
from knowledge.documents.pieces import Piece, assemble, close
from knowledge.documents.tidy import tidy
from knowledge.passages import Passages

WORDS = st.one_of(
    st.sampled_from(
        [
            "Hvem kan søke?",
            "Mål:",
            "A / b; c",
            "Kap. 1: Mål",
            "# ikke merke",
            "• punkt",
            "| rad",
            "\\# x",
            "side 2",
            "…",
            "lysbilde 1",
        ]
    ),
    st.text(min_size=1, max_size=40),
    st.text("abc åø:?.#•|\\/;()12", min_size=1, max_size=300),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    paged = draw(st.booleans())
    pages = sorted(draw(st.lists(st.integers(1, 5), max_size=14))) if paged else [None] * draw(st.integers(0, 14))
    pieces = []
    for page in pages:
        kind = draw(st.sampled_from(("heading", "heading", "paragraph", "item", "row", "close")))
        level = draw(st.integers(1, 6))
        words = tidy(draw(WORDS))
        pieces.append(close(level, page) if kind == "close" else Piece(words, kind, level * (kind == "heading"), page))
    blocks = assemble(pieces)
    return Document("", "text", blocks, "", None, None, "", ())


@settings(max_examples=400, deadline=None)
@given(documents())
def test_the_kept_text_gives_the_same_blocks_again(document: Document) -> None:
    assert blocks_of(as_text(document)) == document.blocks


@settings(max_examples=400, deadline=None)
@given(documents())
def test_every_section_is_found_by_its_locator_and_holds_its_words(document: Document) -> None:
    found = sections(document)
    passages = Passages({"x": as_text(document)})
    assert len({section.locator for section in found}) == len(found)
    for section in found:
        (passage,) = passages.find("x", section.locator)
        assert passage.exact
        cited = document.blocks[section.first : section.last + 1]
        assert all(block.text in passage.cited for block in cited)
        assert passage.last - passage.first == section.last - section.first


@settings(max_examples=200, deadline=None)
@given(documents())
def test_every_block_is_in_exactly_one_section(document: Document) -> None:
    covered = [i for section in sections(document) for i in range(section.first, section.last + 1)]
    assert covered == list(range(len(document.blocks)))


@settings(max_examples=200, deadline=None)
@given(documents())
def test_reading_the_kept_text_gives_the_same_locators(document: Document) -> None:
    if sum(char.isalpha() for block in document.blocks for char in block.text) > 1:
        again = read(as_text(document).encode(), name="kept.txt", content_type="text/plain")
        assume(not again.warnings)  # «Ã¦» is put right
        assert [s.locator for s in sections(again)] == [s.locator for s in sections(document)]


SLIDES = """➢ Grønn ordning

➢ Blå ordning, for byer ved havet

\f
Kap. 9.1  Grønn ordning

Mål for ordningen:
Å gjøre byen
grønn

Hvem kan søke?

➢ Kommuner

\f
➢ Søknadsfrist 1.
mars 2031

\f
Kap. 9.2 Blå ordning for byer som ligger ved havet og som i flere år har arbeidet med rene strender i fellesskap

Hvem kan søke?

➢ Bare fylker
"""


def test_slides_stand_under_the_scheme_they_are_about() -> None:
    document = read(SLIDES.encode())
    assert [section.locator for section in sections(document)] == [
        "lysbilde 1",
        "Kap. 9.1 Grønn ordning",
        "Kap. 9.1 Grønn ordning: Mål for ordningen",
        "Kap. 9.1 Grønn ordning: Hvem kan søke?",
        "lysbilde 3",
        "Kap. 9.2 Blå ordning for byer som ligger ved havet og som i flere år har arbeidet med rene strender i fellesskap",
        "Kap. 9.2 Blå ordning for byer som ligger ved havet og som i flere år har arbeidet med rene strender i fellesskap: "
        "Hvem kan søke?",
    ]
    deadline = next(block for block in document.blocks if "frist" in block.text)
    assert (deadline.text, deadline.kind, deadline.page) == ("Søknadsfrist 1. mars 2031", "item", 3)
    assert deadline.path == ("Kap. 9.1 Grønn ordning",)


def test_shortened_locators_find_what_they_mean_in_a_marked_text() -> None:
    passages = Passages({"x": as_text(read(SLIDES.encode()))})
    (passage,) = passages.find("x", "Kap. 9.2: hvem kan søke")
    assert passage.cited == "Hvem kan søke?\n\n• Bare fylker"
    goal, who = passages.find("x", "Kap. 9.1: Mål for ordningen / Hvem kan søke?")
    assert (goal.cited, who.cited) == ("Mål for ordningen:\n\nÅ gjøre byen grønn", "Hvem kan søke?\n\n• Kommuner")


def test_a_locator_with_another_number_is_another_place() -> None:
    passages = Passages({"x": "Prioritert tiltak 1, lag\n\nBare det ene.\n\nPrioritert tiltak 2\n\nBare det andre."})
    assert passages.find("x", "Prioritert tiltak 2")[0].cited == "Prioritert tiltak 2\n\nBare det andre."


def test_repeated_headings_are_told_apart_by_what_they_stand_under_and_then_by_number() -> None:
    page = b"<main><h1>Alt</h1><h2>A</h2><h3>Frist</h3><p>1. mai</p><h2>B</h2><h3>Frist</h3><p>2. mai</p><h3>Frist</h3><p>3. mai</p></main>"
    assert [section.locator for section in sections(read(page))][2:] == ["A: Frist", "B", "B: Frist", "B: Frist (2)"]


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("Først publisert: 09.05.2022 Sist faglig oppdatert: 19.01.2023", dt.date(2022, 5, 9), dt.date(2023, 1, 19)),
        ("Publisert 3. mars 2024", dt.date(2024, 3, 3), None),
        ("Sist endra 2024-02-29", None, dt.date(2024, 2, 29)),
        ("Sist oppdatert: 31.02.2024", None, None),
        ("Listen over vinnere blir publisert innen kort tid, og fristen er 1. mars 2025", None, None),
    ],
)
def test_a_document_tells_when_it_was_published_and_changed(
    line: str, published: dt.date | None, updated: dt.date | None
) -> None:
    document = read(f"Tilskudd til parker\n\nNoen ord om parkene i byen.\n\n{line}".encode())
    assert (document.published, document.updated) == (published, updated)


SOURCES = Path(__file__).parents[3] / "var" / "sources"


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the official texts are not here: `make ingest DOCUMENT=…`")
def test_no_locator_of_the_shipped_schemes_is_found_worse_after_reading() -> None:
    from known_schemes import SCHEMES

    kept = {path.stem: path.read_text(encoding="utf-8") for path in SOURCES.glob("*.txt")}
    before = Passages(kept)
    after = Passages({source: as_text(read(text.encode())) for source, text in kept.items()})
    citations = {(ref.source, ref.locator) for s in SCHEMES.values() for e in s.editions for _, ref in e.citations()}
    for source, locator in citations:
        exact = [passage.exact for passage in before.find(source, locator)]
        assert [passage.exact for passage in after.find(source, locator)] == exact, locator
