"""Awkward PDF documents give their content, or a refusal that says why."""

import io

import pytest
from making_documents import BOKMAL, as_pdf, pdf_drawn, slides
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from knowledge.documents import Document, DocumentError, read, sections

SENTENCE = "Kommunen skal ta vare på elvene sine og legge til rette for at alle kan gå langs dem hele året. "


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def lines(canvas: Canvas, *written: tuple[float, float, str], size: float = 11, font: str = "Helvetica") -> None:
    canvas.setFont(font, size)
    for x, y, words in written:
        canvas.drawString(x, y, words)


def picture() -> ImageReader:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (200, 200), "grey").save(stream, "PNG")
    stream.seek(0)
    return ImageReader(stream)


def test_two_columns_are_read_one_after_the_other() -> None:
    styles = getSampleStyleSheet()
    stream = io.BytesIO()
    made = BaseDocTemplate(stream, pagesize=A4)
    made.addPageTemplates(PageTemplate(frames=[Frame(40, 420, 240, 330), Frame(310, 420, 240, 330)]))
    story = [
        Paragraph(f"{word} spalteavsnitt. " + SENTENCE * 3, styles["BodyText"])
        for word in ("Første", "Andre", "Tredje", "Fjerde", "Femte", "Sjette")
    ]
    made.build(story)
    document = read(stream.getvalue())
    assert [text.split()[0] for text in texts(document)] == ["Første", "Andre", "Tredje", "Fjerde", "Femte", "Sjette"]
    assert texts(document)[0] == ("Første spalteavsnitt. " + SENTENCE * 3).strip()


def test_a_heading_across_two_columns_comes_before_both() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, (60, 780, "Tilskudd til elver og bekker i hele landet"), size=20)
        for i in range(8):
            lines(
                canvas,
                (60, 740 - 14 * i, f"venstre linje nummer {i} i spalten"),
                (320, 740 - 14 * i, f"Høyre linje nummer {i} i spalten"),
            )

    first, left, right = texts(read(pdf_drawn(draw)))
    assert first == "Tilskudd til elver og bekker i hele landet"
    assert left.startswith("venstre linje nummer 0") and left.endswith("nummer 7 i spalten") and "Høyre" not in left
    assert right.startswith("Høyre linje nummer 0")


def test_a_table_without_lines_becomes_rows() -> None:
    def draw(canvas: Canvas) -> None:
        for i, (what, when) in enumerate(
            (("Ledd", "Frist"), ("Søknad", "15. september 2031"), ("Rapport", "1. april 2033"))
        ):
            lines(canvas, (60, 700 - 16 * i, what), (300, 700 - 16 * i, when))

    document = read(pdf_drawn(draw))
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("row", "Ledd | Frist"),
        ("row", "Søknad | 15. september 2031"),
        ("row", "Rapport | 1. april 2033"),
    ]


def test_headers_and_footers_with_dates_are_left_out() -> None:
    def footer(canvas: Canvas) -> None:
        lines(
            canvas,
            (60, 810, "Etaten for elver, 3. januar 1999"),
            (60, 25, "Sist endret 01.02.1998"),
            (480, 25, f"Side {canvas.getPageNumber()} av 4"),
            size=8,
        )

    content = [
        ("p", SENTENCE * 4),
        *BOKMAL,
        ("page", ""),
        ("p", SENTENCE),
        ("page", ""),
        ("p", SENTENCE * 2),
        ("page", ""),
        ("p", SENTENCE),
    ]
    joined = " ".join(texts(read(as_pdf(content, footer))))
    assert "1999" not in joined and "1998" not in joined and "Side" not in joined
    assert "15. september 2031" in joined


def test_a_word_and_a_date_that_are_divided_at_the_end_of_a_line_are_made_whole() -> None:
    def draw(canvas: Canvas) -> None:
        lines(
            canvas,
            (60, 700, "Kommuner som har vedtatt en plan, må sende sin samarbeids-"),
            (60, 686, "avtale sammen med bruker- og pårørendeplanen innen 15."),
            (60, 672, "september 2031, og FACT-"),
            (60, 658, "team skal være med."),
        )

    assert texts(read(pdf_drawn(draw))) == [
        "Kommuner som har vedtatt en plan, må sende sin samarbeidsavtale sammen med bruker- og pårørendeplanen innen 15. "
        "september 2031, og FACT-team skal være med."
    ]


def test_the_mark_of_a_footnote_is_no_digit_of_the_year() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, (60, 700, "Fristen er 15. september 2031"))
        lines(canvas, (60 + canvas.stringWidth("Fristen er 15. september 2031", "Helvetica", 11), 705, "1"), size=6)
        lines(canvas, (60, 80, "1 Med forbehold om vedtak i Stortinget."), size=7)

    assert texts(read(pdf_drawn(draw))) == ["Fristen er 15. september 2031", "1 Med forbehold om vedtak i Stortinget."]


def test_headings_that_are_only_bold_are_headings() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, (60, 740, "Hvem kan søke"), (60, 690, "Søknadsfrist"), font="Helvetica-Bold")
        lines(canvas, (60, 724, "Kommuner kan søke om midler til elver."), (60, 674, "Fristen er 15. september 2031."))

    assert [section.locator for section in sections(read(pdf_drawn(draw)))] == ["Hvem kan søke", "Søknadsfrist"]


def test_a_page_is_a_slide_when_it_is_wide() -> None:
    document = read(
        slides(
            [
                ("Tilskudd til elver", ["Kommuner kan søke"]),
                ("Hvem kan søke?", ["Kommuner", "Fylker"]),
                ("", ["Søknadsfrist 15. september 2031"]),
                ("Tilskudd til bekker", ["Fylker"]),
                ("Målgruppe", ["Alle som går"]),
            ]
        )
    )
    assert [section.locator for section in sections(document)] == [
        "Tilskudd til elver",
        "Tilskudd til elver: Hvem kan søke?",
        "lysbilde 3",
        "Tilskudd til bekker",
        "Tilskudd til bekker: Målgruppe",
    ]
    assert document.blocks[-1].path == ("Tilskudd til bekker", "Målgruppe")
    assert next(b for b in document.blocks if "frist" in b.text).path == ("Tilskudd til elver",)


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

    with pytest.raises(DocumentError, match=r"pages 1, 2.*OCR"):
        read(pdf_drawn(draw))


def test_one_scanned_page_among_others_is_told_of() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, (60, 700, "Fristen er 15. september 2031."))
        canvas.showPage()
        canvas.drawImage(picture(), 50, 50, 400, 600)
        canvas.showPage()

    document = read(pdf_drawn(draw))
    assert texts(document) == ["Fristen er 15. september 2031."]
    assert document.warnings == ("Side 2 har ingen tekst og er trolig skannet.",)


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
    assert "Hvit tekst" in document.warnings[0]


def test_letters_drawn_twice_for_boldness_are_read_once() -> None:
    data = pdf_drawn(lambda canvas: lines(canvas, (60, 700, SENTENCE), (60.3, 700, SENTENCE)))
    assert texts(read(data)) == [SENTENCE.strip()]


def test_a_paragraph_that_goes_on_over_the_page_is_one() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, (60, 60, "Kommuner som har vedtatt en plan for vassdraget og som"))
        canvas.showPage()
        lines(canvas, (60, 780, "har penger til egen innsats, kan søke."))

    (block,) = read(pdf_drawn(draw)).blocks
    assert block.text == "Kommuner som har vedtatt en plan for vassdraget og som har penger til egen innsats, kan søke."
    assert block.page == 1


def test_an_item_keeps_its_lines_together() -> None:
    def draw(canvas: Canvas) -> None:
        lines(
            canvas,
            (60, 700, "•"),
            (80, 700, "Søker kan velge å utvikle tilbud i samarbeid med andre kommuner,"),
            (80, 686, "frivillige lag og ideelle aktører"),
            (60, 665, "-"),
            (80, 665, "Fylker"),
            (60, 650, "2."),
            (80, 650, "Lag og foreninger"),
        )

    assert [(b.kind, b.text) for b in read(pdf_drawn(draw)).blocks] == [
        ("item", "Søker kan velge å utvikle tilbud i samarbeid med andre kommuner, frivillige lag og ideelle aktører"),
        ("item", "Fylker"),
        ("item", "2. Lag og foreninger"),
    ]


def test_a_landscape_document_of_one_page_has_a_place_to_point_to() -> None:
    document = read(pdf_drawn(lambda canvas: lines(canvas, (60, 400, SENTENCE)), landscape(A4)))
    assert [section.locator for section in sections(document)] == ["side 1"]


def test_a_page_whose_paper_does_not_begin_at_zero_is_read() -> None:
    data = as_pdf(BOKMAL)
    moved = data.replace(b"/MediaBox [ 0 0 595.2756 841.8898 ]", b"/MediaBox [ -90 -80 500.00 760.0000 ]")
    assert moved != data
    assert [block.kind for block in read(moved).blocks] == [block.kind for block in read(data).blocks]
    assert "Søknad | 15. september 2031" in texts(read(moved))
