"""A checklist as a Word document: one table in the order a municipality works, to tick, assign and sort."""

import io
from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from knowledge.export.layout import lay_out

_LANGUAGE = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
_INK = RGBColor(0x1F, 0x2A, 0x37)
_FAINT = RGBColor(0x4A, 0x55, 0x65)
_LINK = "00499F"
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def render_docx(document: Mapping[str, Any]) -> bytes:
    """Writes a checklist as DOCX.

    Args:
        document: a checklist as kept (see `knowledge.checklist_document.compose`).
    """
    shown = lay_out(document)
    word = Document()
    _set_up(word, shown)
    word.add_heading(shown["title"], level=1)
    _faint(word.add_paragraph(), shown["made"])
    if shown["outcome"]:
        word.add_paragraph().add_run(shown["outcome"]).bold = True
    labels = shown["labels"]
    word.add_heading(labels["facts"], level=2)
    for label, value in shown["facts"]:
        paragraph = word.add_paragraph()
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(value)
    word.add_heading(labels["steps"], level=2)
    _steps(word, shown)
    if shown["basis"]:
        word.add_heading(labels["basis"], level=2)
        _basis(word, shown)
    word.add_paragraph()
    for note in shown["notes"]:
        _faint(word.add_paragraph(), note)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _set_up(word: WordDocument, shown: Mapping[str, Any]) -> None:
    """Page, title and language; the language decides how Word spells and a screen reader speaks."""
    language = _LANGUAGE[shown["lang"]]
    word.core_properties.title = shown["title"][:255]  # no longer one can be written
    word.core_properties.author = "Tilskuddsveilederen"
    word.core_properties.comments = ""
    word.core_properties.language = language
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    spoken = defaults.find(qn("w:lang"))
    spoken.set(qn("w:val"), language)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after = Pt(4)
    for style in ("Heading 1", "Heading 2"):
        word.styles[style].font.color.rgb = _INK
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)


def _steps(word: WordDocument, shown: Mapping[str, Any]) -> None:
    labels = shown["labels"]
    head = [labels["done"].capitalize(), labels["what"], labels["who"], labels["when"], labels["responsible"]]
    widths = [1.6, 6.9, 3.1, 2.7, 2.7]
    table = _table(word, head)
    for group in shown["groups"]:
        for item in group["items"]:
            cells = table.add_row().cells
            _tick(cells[0].paragraphs[0], item["what"], done=item["done"])
            what = cells[1].paragraphs[0]
            what.add_run(f"{item['number']}. {item['what']}").bold = True
            cells[1].add_paragraph(item["why"])
            _cite(cells[1].add_paragraph(), labels["source"], item)
            cells[2].text, cells[3].text = item["who"], item["due"]["text"]
    _widths(table, widths)


def _basis(word: WordDocument, shown: Mapping[str, Any]) -> None:
    labels = shown["labels"]
    widths = [3.6, 3.4, 10]
    table = _table(word, [labels["criterion"], labels["answer"], labels["status"]])
    for row in shown["basis"]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = row["label"], row["answer"]
        cells[2].paragraphs[0].add_run(f"{row['status']}. ").bold = True
        cells[2].paragraphs[0].add_run(row["reason"])
        _cite(cells[2].add_paragraph(), labels["source"], row)
    _widths(table, widths)


def _table(word: WordDocument, head: list[str]) -> Any:
    """A table whose first row is marked as its header and comes again on every page."""
    table = word.add_table(rows=1, cols=len(head), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(OxmlElement("w:tblHeader"))
    return table


def _widths(table: Any, widths: list[float]) -> None:
    """Widths in cm, and no row parted between two pages. Word reads the cells' widths, LibreOffice the columns'."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _tick(paragraph: Paragraph, about: str, *, done: bool) -> None:
    """A checkbox that can be ticked in Word; its title tells a screen reader what it is about."""
    mark, state = ("☒", "1") if done else ("☐", "0")
    control = parse_xml(
        f'<w:sdt {nsdecls("w")} {_W14}><w:sdtPr><w:alias/><w14:checkbox><w14:checked w14:val="{state}"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
        '</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" '
        f'w:eastAsia="MS Gothic"/></w:rPr><w:t>{mark}</w:t></w:r></w:sdtContent></w:sdt>'
    )
    control.find(f".//{qn('w:alias')}").set(qn("w:val"), about[:64])
    paragraph._p.append(control)


def _faint(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), _FAINT


def _cite(paragraph: Paragraph, label: str, cited: Mapping[str, Any]) -> None:
    _faint(paragraph, f"{label}: ")
    _faint(paragraph, cited["source"])
    if not (url := cited["citation"]["url"]):
        return
    run = paragraph.runs[-1]._r
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    link.append(run)
    properties = run.find(qn("w:rPr"))
    properties.find(qn("w:color")).set(qn("w:val"), _LINK)
    underline = OxmlElement("w:u")
    underline.set(qn("w:val"), "single")
    properties.append(underline)
