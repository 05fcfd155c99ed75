"""The same announcement has the same sections, whatever it is written as."""

import re

import pytest
from making_documents import BOKMAL, NYNORSK, Content, as_docx, as_html, as_pdf, as_plain

from knowledge.documents import Document, as_text, read, read_safely, sections
from knowledge.passages import Passages

MAKERS = {"pdf": as_pdf, "docx": as_docx, "html": as_html, "text": as_plain}


def words(document: Document) -> list[tuple[str, str]]:
    return [(section.locator, re.sub(r"\W+", " ", section.text).strip()) for section in sections(document)]


@pytest.mark.parametrize("form", MAKERS)
@pytest.mark.parametrize(("content", "lang"), [(BOKMAL, "nb"), (NYNORSK, "nn")])
def test_an_announcement_has_the_same_sections_in_each_form(form: str, content: Content, lang: str) -> None:
    document = read(MAKERS[form](content))
    assert document.format == form
    assert document.language == lang
    assert document.title == content[0][1]
    assert words(document) == words(read(as_html(content)))
    assert [block.kind for block in document.blocks] == [
        {"h1": "heading", "h2": "heading", "p": "paragraph", "li": "item", "row": "row"}[kind] for kind, _ in content
    ]


def test_the_sections_are_those_that_were_written() -> None:
    found = dict(words(read(as_html(BOKMAL))))
    assert list(found) == ["Tilskudd til levende elvebredder", "Hvem kan søke?", "Søknadsfrist", "Hva kan dere få?"]
    assert found["Søknadsfrist"].startswith("Søknadsfristen er 15 september 2031 Ledd Frist Søknad 15 september 2031")


@pytest.mark.parametrize("form", MAKERS)
def test_a_document_read_in_a_process_of_its_own_is_the_same(form: str) -> None:
    data = MAKERS[form](BOKMAL)
    assert read_safely(data) == read(data)


@pytest.mark.parametrize("form", MAKERS)
def test_each_section_is_found_word_for_word_by_its_locator(form: str) -> None:
    document = read(MAKERS[form](BOKMAL))
    passages = Passages({"x": as_text(document)})
    for section in sections(document):
        (passage,) = passages.find("x", section.locator)
        assert passage.exact
        assert all(part in passage.cited for part in section.text.split("\n\n"))


@pytest.mark.parametrize("form", MAKERS)
def test_a_document_that_has_changed_a_little_keeps_its_locators(form: str) -> None:
    changed = [(kind, said.replace("15. september", "1. oktober")) for kind, said in BOKMAL]
    changed.insert(2, ("p", "Ordningen er ny fra 2031, og det er satt av ti millioner kroner i alt."))
    before, after = read(MAKERS[form](BOKMAL)), read(MAKERS[form](changed))
    assert [s.locator for s in sections(before)] == [s.locator for s in sections(after)]
    assert before.sha256 != after.sha256
