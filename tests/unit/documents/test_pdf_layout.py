"""Columns, tables, headings and running lines of PDF documents are read as they are meant."""

import io

from making_documents import BOKMAL, SENTENCE, as_pdf, lines, pdf_drawn, slides, texts
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from knowledge.documents import read, sections


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


def test_bullets_that_are_drawn_as_dots_begin_items() -> None:
    def draw(canvas: Canvas) -> None:
        lines(
            canvas,
            (60, 714, "Disse kan søke:"),
            (80, 700, "kommuner"),
            (80, 686, "lag og foreninger som har avtale med en kommune"),
        )
        for y in (703, 689):
            canvas.circle(70, y, 2, fill=1)

    assert [(block.kind, block.text) for block in read(pdf_drawn(draw)).blocks] == [
        ("paragraph", "Disse kan søke:"),
        ("item", "kommuner"),
        ("item", "lag og foreninger som har avtale med en kommune"),
    ]


def test_narrow_columns_whose_lines_are_not_level_are_kept_apart_from_what_follows() -> None:
    def draw(canvas: Canvas) -> None:
        for i in range(6):
            lines(canvas, (60, 700 - 14 * i, f"Venstre spalte, linje nummer {i} som er lang"))
            lines(canvas, (299, 693 - 14 * i, f"Høyre spalte, linje nummer {i}"))
        lines(canvas, (60, 560, "Kontakt"), font="Helvetica-Bold")
        lines(canvas, (60, 544, "Ring oss på dagtid."))

    left, right, heading, last = texts(read(pdf_drawn(draw)))
    assert left.count("Venstre") == 6 and "Høyre" not in left
    assert right.count("Høyre") == 6
    assert (heading, last) == ("Kontakt", "Ring oss på dagtid.")
