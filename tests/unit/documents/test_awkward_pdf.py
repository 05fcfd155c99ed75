"""Awkward PDF documents give their content, or a refusal that says why."""

import pytest
from making_documents import BOKMAL, SENTENCE, as_pdf, lines, pdf_drawn, picture, texts
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from knowledge.documents import DocumentError, read, sections
from knowledge.remarks import remark


def test_a_long_pdf_is_read_whole() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(300):
            lines(canvas, (60, 750, f"Kapittel nummer {page}"), size=18)
            lines(canvas, *((60, 700 - 14 * i, SENTENCE) for i in range(5)))
            canvas.showPage()

    document = read(pdf_drawn(draw))
    assert document.blocks[-1].page == 300
    assert len(sections(document)) == 300


def test_too_many_pages_are_refused() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(1001):
            canvas.showPage()

    with pytest.raises(DocumentError, match="1001 pages"):
        read(pdf_drawn(draw))


def test_a_scanned_document_is_refused_by_its_pages() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(2):
            canvas.drawImage(picture(), 50, 50, 400, 600)
            canvas.showPage()

    with pytest.raises(DocumentError, match=r"pages: 1, 2.*OCR"):
        read(pdf_drawn(draw))


def test_one_scanned_page_among_others_is_told_of() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, (60, 700, "Fristen er 15. september 2031."))
        canvas.showPage()
        canvas.drawImage(picture(), 50, 50, 400, 600)
        canvas.showPage()

    document = read(pdf_drawn(draw))
    assert texts(document) == ["Fristen er 15. september 2031."]
    assert document.warnings == (remark("scanned_pages", pages="2"),)


@pytest.mark.parametrize("password", ["hemmelig"])
def test_a_protected_pdf_is_refused(password: str) -> None:
    data = pdf_drawn(lambda canvas: lines(canvas, (60, 700, SENTENCE)), encrypt=StandardEncryption(password))
    with pytest.raises(DocumentError, match="password"):
        read(data)


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    data = pdf_drawn(
        lambda canvas: lines(canvas, (60, 700, SENTENCE)), encrypt=StandardEncryption("", "eier", canModify=0)
    )
    assert texts(read(data)) == [SENTENCE.strip()]


@pytest.mark.parametrize("cut", [20, 200, 600])
def test_a_broken_pdf_is_refused_or_read_but_never_fails(cut: int) -> None:
    data = as_pdf(BOKMAL)
    for broken in (data[:cut], data[:cut] + b"\x00" * 300 + data[cut + 300 :], data[: len(data) - cut]):
        try:
            assert read(broken).blocks
        except DocumentError as error:
            assert "PDF" in str(error)


def test_letters_that_stand_for_nothing_are_refused() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    data = pdf_drawn(
        lambda canvas: lines(canvas, *((60, 700 - 14 * i, SENTENCE) for i in range(5)), font="Vera"), pageCompression=0
    )
    junk = data.replace(b"/ToUnicode", b"/ToNothing")
    assert junk != data
    with pytest.raises(DocumentError, match="cannot be told"):
        read(junk)


def test_letters_moved_along_the_alphabet_are_refused() -> None:
    moved = "".join(chr((ord(c) - 97 + 11) % 26 + 97) if c.isascii() and c.isalpha() else c for c in SENTENCE.lower())
    with pytest.raises(DocumentError, match="cannot be told"):
        read(pdf_drawn(lambda canvas: lines(canvas, *((40, 700 - 14 * i, moved) for i in range(4)))))


def test_rotated_text_in_the_margin_does_not_mix_with_the_lines() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, (60, 700, SENTENCE), (60, 686, "Fristen er 15. september 2031."))
        canvas.rotate(90)
        lines(canvas, (600, -40, "Arkivkopi"))

    document = read(pdf_drawn(draw))
    assert texts(document) == [f"{SENTENCE}Fristen er 15. september 2031."]
    assert document.warnings


def test_a_page_that_is_written_along_its_long_side_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(90)
        lines(canvas, (60, -100, SENTENCE), (60, -114, "Fristen er 15. september 2031."))

    assert texts(read(pdf_drawn(draw))) == [f"{SENTENCE}Fristen er 15. september 2031."]


def test_white_and_tiny_letters_are_left_out_but_white_on_colour_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, (60, 700, SENTENCE))
        lines(canvas, (60, 650, "Liten skrift med pålegg"), size=1)
        canvas.setFillColorRGB(0.1, 0.2, 0.5)
        canvas.rect(50, 500, 400, 60, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        lines(canvas, (60, 600, "Hvit skrift med pålegg"), (60, 520, "Hvit skrift på blått"))

    document = read(pdf_drawn(draw))
    assert texts(document) == [SENTENCE.strip(), "Hvit skrift på blått"]
    assert document.warnings[0].code == "white_on_page"


def test_letters_drawn_twice_for_boldness_are_read_once() -> None:
    data = pdf_drawn(lambda canvas: lines(canvas, (60, 700, SENTENCE), (60.3, 700, SENTENCE)))
    assert texts(read(data)) == [SENTENCE.strip()]


def test_a_landscape_document_of_one_page_has_a_place_to_point_to() -> None:
    document = read(pdf_drawn(lambda canvas: lines(canvas, (60, 400, SENTENCE)), landscape(A4)))
    assert [section.locator for section in sections(document)] == ["side 1"]


def test_a_page_whose_paper_does_not_begin_at_zero_is_read() -> None:
    data = as_pdf(BOKMAL)
    moved = data.replace(b"/MediaBox [ 0 0 595.2756 841.8898 ]", b"/MediaBox [ -90 -80 500.00 760.0000 ]")
    assert moved != data
    assert [block.kind for block in read(moved).blocks] == [block.kind for block in read(data).blocks]
    assert "Søknad | 15. september 2031" in texts(read(moved))
