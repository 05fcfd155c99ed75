"""Awkward Word documents give their text once, and nothing that was deleted or hidden."""

import docx
import pytest
from making_documents import BOKMAL, as_docx, kinds, paragraph, saved, word_of

from knowledge.documents import read


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kommunane kan søkje om tilskot til tiltak. Søknaden skal ikkje vere lenger enn ti sider.", "nn"),
        ("Kommunene kan søke om tilskudd til tiltak. Søknaden skal ikke være lengre enn ti sider.", "nb"),
        (
            "Municipalities can apply for grants for measures that make the rivers better for everyone who walks there.",
            "en",
        ),
        (
            "Gielddat sáhttet ohcat doarjaga. Ohcan galgá sáddejuvvot áigemearis ja das galget leat buot dieđut mat dárbbašuvvojit.",
            "se",
        ),
        (
            "Kommunerna kan också söka bidrag för åtgärder som är till nytta för alla, och ansökan ska vara inne efter sommaren från maj.",
            "sv",
        ),
    ],
)
def test_the_language_is_told_from_the_words(text: str, language: str) -> None:
    assert read(text.encode()).language == language


def test_deletions_headers_and_hidden_words_of_word_are_left_out() -> None:
    body = (
        paragraph("Tilskudd til elver")
        + "<w:p><w:r><w:t>Fristen er </w:t></w:r><w:del><w:r><w:delText>1. mai 2030</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>15. mai 2031</w:t></w:r></w:ins></w:p>"
        + paragraph("Skjult", "<w:vanish/>")
        + paragraph("Hvit", '<w:color w:val="FFFFFF"/>')
        + "<w:sdt><w:sdtContent>"
        + paragraph("I et felt")
        + "</w:sdtContent></w:sdt>"
    )
    assert [block.text for block in read(word_of(body)).blocks] == [
        "Tilskudd til elver",
        "Fristen er 15. mai 2031",
        "I et felt",
    ]
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Topptekst 1999"
    made.add_paragraph("Kommuner kan søke")
    assert [block.text for block in read(saved(made)).blocks] == ["Kommuner kan søke"]


def test_bold_paragraphs_of_word_are_headings_below_those_with_styles() -> None:
    made = docx.Document()
    made.add_heading("Tilskudd til elver", 0)
    made.add_heading("Regler", 1)
    made.add_paragraph().add_run("Hvem kan søke?").bold = True
    made.add_paragraph("Kommuner kan søke om midler.")
    made.add_paragraph().add_run("Dette er en hel setning i fet skrift, og den er ingen overskrift.").bold = True
    document = read(saved(made))
    assert [block.level for block in document.blocks] == [1, 2, 3, 0, 0]


def test_text_boxes_of_word_are_read_once() -> None:
    box = "<w:txbxContent>" + paragraph("Frist 1. mai 2031") + "</w:txbxContent>"
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p {compatible}><w:r><w:t>Kommuner kan søke</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert [block.text for block in read(word_of(body)).blocks] == ["Kommuner kan søke", "Frist 1. mai 2031"]


def test_tables_of_word_in_tables_are_read_once() -> None:
    made = docx.Document()
    outer = made.add_table(1, 2)
    outer.cell(0, 0).text = "Om ordningen"
    inner = outer.cell(0, 1).add_table(2, 2)
    for cell, words in zip(inner._cells, ("Ledd", "Frist", "Søknad", "1. mai 2031"), strict=True):
        cell.text = words
    assert kinds(read(saved(made))) == [
        ("paragraph", "Om ordningen"),
        ("row", "Ledd | Frist"),
        ("row", "Søknad | 1. mai 2031"),
    ]


def test_an_announcement_of_word_with_many_paragraphs_is_read_whole() -> None:
    document = read(as_docx([*BOKMAL, *[("p", f"Avsnitt nummer {i} om elva.") for i in range(3000)]]))
    assert document.blocks[-1].text == "Avsnitt nummer 2999 om elva."
