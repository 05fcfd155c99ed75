"""A locator finds its passage word for word in a source document, or nothing: never something made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.passages import DocumentError, Passages, install

SLIDES = """➢ Grønn ordning

➢ Blå ordning



Kap. 1.2  Grønn ordning

Mål for ordningen:
Å gjøre byen grønn

Hvem kan søke?

➢ Kommuner

➢ Søknads og rapporterings frist i mai 2030



Blå ordning

Hvem kan søke?

➢ Bare fylker


"""
PAGE = f"""Grønn ordning

MERK: Oppgitt beløp er et anslag og kan endres.

Bakgrunn

Første avsnitt. {"Ord " * 600}

Andre avsnitt.

Regelverk

Se alt."""
PASSAGES = Passages({"slides": SLIDES, "page": PAGE})


@pytest.mark.parametrize(
    ("source", "locator", "cited"),
    [
        ("slides", "Kap. 1.2: Mål for ordningen", ["Mål for ordningen:\nÅ gjøre byen grønn"]),
        ("slides", "Kap. 1.2 Grønn ordning: hvem kan søke", ["Hvem kan søke?\n\n➢ Kommuner\n\n➢ Søknads"]),
        ("slides", "Blå ordning: Hvem kan søke?", ["Hvem kan søke?\n\n➢ Bare fylker"]),
        ("slides", "Kap. 1.2: Søknads- og rapporteringsfrist", ["➢ Søknads og rapporterings frist i mai 2030"]),
        ("slides", "Kap. 1.2: Mål for ordningen / Hvem kan søke?", ["Mål for", "Hvem kan søke?\n\n➢ Kommuner"]),
        ("page", "MERK: Oppgitt beløp", ["MERK: Oppgitt beløp er et anslag og kan endres."]),
        ("page", "Bakgrunn", ["Bakgrunn\n\nFørste avsnitt. Ord"]),
        ("page", "Regelverk", ["Regelverk\n\nSe alt."]),
    ],
)
def test_a_locator_finds_the_words_under_its_heading(source: str, locator: str, cited: list[str]) -> None:
    found = PASSAGES.find(source, locator)
    assert [passage.exact for passage in found] == [True] * len(cited)
    for passage, beginning in zip(found, cited, strict=True):
        assert passage.cited.startswith(beginning)


def test_a_slide_is_shown_whole_and_a_long_page_by_its_section() -> None:
    (slide,) = PASSAGES.find("slides", "Kap. 1.2: Mål for ordningen")
    assert slide.blocks[0].startswith("Kap. 1.2")
    assert (slide.first, slide.last) == (1, 1)
    (section,) = PASSAGES.find("page", "Bakgrunn")
    assert (section.blocks[0], section.blocks[-1]) == ("Bakgrunn", "Andre avsnitt.")


def test_words_that_do_not_stand_there_give_the_section_and_say_so() -> None:
    (passage,) = PASSAGES.find("slides", "Kap. 1.2: hele omtalen")
    assert not passage.exact
    assert passage.blocks[0].startswith("Kap. 1.2")


@pytest.mark.parametrize(("source", "locator"), [("slides", "Rød ordning: Mål"), ("slides", ""), ("none", "Bakgrunn")])
def test_what_is_not_there_gives_nothing(source: str, locator: str) -> None:
    assert PASSAGES.find(source, locator) == []


def test_no_passage_has_a_word_that_the_document_lacks() -> None:
    for locator in ("Kap. 1.2: Mål for ordningen", "Kap. 1.2: hele omtalen", "Blå ordning: Hvem kan søke?"):
        for passage in PASSAGES.find("slides", locator):
            assert all(block in SLIDES for block in passage.blocks)


def test_a_document_is_installed_as_it_is(tmp_path: Path) -> None:
    original = tmp_path / "announcement.txt"
    original.write_bytes(b"\xef\xbb\xbf" + PAGE.encode())
    path = install(tmp_path / "sources", "page", original)
    assert path.read_text(encoding="utf-8") == PAGE
    assert Passages.read(tmp_path / "sources").find("page", "Regelverk")[0].exact


@pytest.mark.parametrize("content", [b"", b"  \n", b"%PDF-1.7 \x00\x01", "æøå".encode("latin-1")])
def test_what_is_no_text_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    document = tmp_path / "file"
    document.write_bytes(content)
    with pytest.raises(DocumentError, match="UTF-8"):
        install(tmp_path / "sources", "page", document)
    assert not (tmp_path / "sources").exists()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="No such file"):
        install(tmp_path, "page", tmp_path / "missing.txt")
