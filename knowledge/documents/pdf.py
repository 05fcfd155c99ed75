"""Reads PDF: letters with their places become lines, columns, tables, headings and paragraphs."""

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from knowledge.documents.model import DocumentError
from knowledge.documents.pdf_blocks import Look, body_size, pieces_of
from knowledge.documents.pdf_columns import Line, in_order
from knowledge.documents.pdf_lines import Run, drawn_bullets, runs_of, visible
from knowledge.documents.pdf_objects import objects_of
from knowledge.documents.pdf_running import without_running
from knowledge.documents.pdf_tables import Table, tables_of
from knowledge.documents.pieces import Content, assemble
from knowledge.documents.slides import as_slides
from knowledge.documents.tidy import tidy
from knowledge.remarks import Remark, remark

_MOST_PAGES = 1000
_MOST_CHARS = 60_000  # on one page; a plan or a map has more
_JUNK = 0.2  # of the glyphs of a page; bullets are often unknown
_JUNK_IN_WORDS = 0.005  # of the letters
_VOWELS = frozenset("aeiouyæøåáéAEIOUYÆØÅÁÉ")
_COMMON = frozenset("etaoinsrdlgkm")  # nearly four of five letters in Norwegian, English and Sami
_FEWEST_COMMON = 0.58
_LEAST_TOLD = 80  # letters that such shares are counted from
_BROKEN = (
    PDFException,
    PSException,
    PdfminerException,
    MalformedPDFException,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    OverflowError,
    RecursionError,
    ZeroDivisionError,
    EOFError,
)


@dataclass(frozen=True, slots=True)
class _PageText:
    rows: list[list[Run]]
    height: float
    wide: bool
    tables: tuple[Table, ...] = ()
    state: str = ""  # "empty", "scanned", "junk" or ""
    notes: tuple[Remark, ...] = ()


def content_of(data: bytes) -> Content:
    """What a PDF says.

    Raises:
        DocumentError: It is broken, protected, has too many pages, or its pages hold no text that can be trusted.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            _refuse_long(pdf)
            pages = list(_pages(pdf))
            title = tidy(str(pdf.metadata.get("Title") or "")) if isinstance(pdf.metadata, dict) else ""
    except DocumentError:
        raise
    except _BROKEN as error:
        raise _reason(error) from None
    _refuse_empty(pages)
    return _content(pages, title)


def _reason(error: Exception) -> DocumentError:
    causes = [error, *(arg for arg in error.args if isinstance(arg, Exception)), error.__cause__, error.__context__]
    if any(isinstance(cause, PDFPasswordIncorrect | PDFTextExtractionNotAllowed) for cause in causes):
        return DocumentError(
            "The PDF is protected by a password. Save a copy without the password, and use that.", "protected"
        )
    inner = next((cause for cause in causes[1:] if cause is not None), error)
    what = tidy(str(inner))[:80] or type(inner).__name__
    return DocumentError(
        f"The PDF is broken and cannot be read ({what}). Fetch it again, or save it anew from its program.", "broken"
    )


def _refuse_long(pdf: PDF) -> None:
    tree: Any = resolve1(pdf.doc.catalog.get("Pages"))
    count = resolve1(tree.get("Count")) if isinstance(tree, dict) else 0
    if isinstance(count, int) and count > _MOST_PAGES:
        raise DocumentError(
            f"The PDF has {count} pages; at most {_MOST_PAGES} are read. Use the part that announces the scheme.",
            "pages",
            most=_MOST_PAGES,
        )


def _pages(pdf: PDF) -> Iterator[_PageText]:
    for number, page in enumerate(pdf.pages, 1):
        if number > _MOST_PAGES:
            raise DocumentError(
                f"The PDF has more than {_MOST_PAGES} pages. Use the part that announces the scheme.",
                "pages",
                most=_MOST_PAGES,
            )
        yield _page(page, number)
        page.close()


def _page(page: Page, number: int) -> _PageText:
    width, height = float(page.width), float(page.height)
    wide = width > height
    drawn = objects_of(page)
    if len(drawn.chars) > _MOST_CHARS:
        raise DocumentError(
            f"Page {number} of the PDF holds {len(drawn.chars)} letters; it is no announcement.",
            "crowded",
            page=number,
        )
    glyphs = [char["text"] or " " for char in drawn.chars]
    if not "".join(glyphs).strip():
        return _PageText([], height, wide, state="scanned" if drawn.areas or drawn.edges else "empty")
    if _is_junk(glyphs):
        return _PageText([], height, wide, state="junk")
    seen = visible(drawn.chars, width, height, drawn.areas)
    tables = tables_of(page, seen.chars, drawn.edges)
    free = [char for char in seen.chars if not any(table.holds(char) for table in tables)]
    notes = ((remark("white_on_page", page=number),) if seen.white else ()) + (
        (remark("rotated", page=number),) if seen.rotated else ()
    )
    rows = runs_of([*free, *drawn_bullets(drawn.areas, free)])
    return _PageText(rows, height, wide, tuple(tables), notes=notes)


def _with_tables(lines: list[Line], tables: Sequence[Table], page: int) -> list[Line]:
    """Puts the rows of each table before the first line below it."""
    for table in tables:
        at = next((i for i, line in enumerate(lines) if line.top > table.top and line.x0 < table.x1), len(lines))
        lines[at:at] = [
            Line(cells, table.x0, table.x1, top, top + 10, 0.0, False, table.x1, page) for top, cells in table.rows
        ]
    return lines


def _is_junk(glyphs: Sequence[str]) -> bool:
    """Whether letters stand for nothing: the PDF does not tell which characters its glyphs are.

    Args:
        glyphs: What each glyph of a page is said to show; "(cid:7)" where that is not known.
    """
    inked = [glyph for glyph in glyphs if glyph.strip()]
    unknown = sum(map(_is_unknown, inked))
    in_words = sum(_is_unknown(glyph) and before.isalpha() for before, glyph in pairwise(glyphs))
    letters = [
        char for glyph in inked if not _is_unknown(glyph) for char in glyph if char.isalpha() and ord(char) < 0x250
    ]
    vowels = sum(char in _VOWELS for char in letters)
    common = sum(char.lower() in _COMMON for char in letters)
    odd = not 0.2 * len(letters) <= vowels <= 0.65 * len(letters) or common < _FEWEST_COMMON * len(letters)
    lost = unknown > _JUNK * len(inked) or in_words > max(2, _JUNK_IN_WORDS * len(letters))
    return lost or (odd and len(letters) >= _LEAST_TOLD)


def _is_unknown(glyph: str) -> bool:
    return glyph.startswith("(cid:") or glyph == "\ufffd" or ord(glyph[0]) < 32 or 0xE000 <= ord(glyph[0]) <= 0xF8FF


def _refuse_empty(pages: Sequence[_PageText]) -> None:
    if any(page.rows or page.tables for page in pages):
        return
    if any(page.state == "junk" for page in pages):
        raise DocumentError(
            f"The letters of the PDF cannot be told (pages: {_named(pages, 'junk')}): its fonts do not say which characters they show. "
            "Ask for the document in another form, or print it to PDF from its program.",
            "untold_letters",
            pages=_named(pages, "junk"),
        )
    if not any(page.state == "scanned" for page in pages):
        raise DocumentError(
            "The PDF has no pages with anything on them; it is blank or broken. Fetch it again.", "blank"
        )
    raise DocumentError(
        f"The PDF holds no text (pages: {_named(pages, 'scanned', 'empty', '')}); its pages are pictures, most likely scanned. "
        "Ask for the document itself, or recognise the text (OCR) first.",
        "scanned",
    )


def _named(pages: Sequence[_PageText], *states: str) -> str:
    """The numbers of the pages in these states, the first ten of them."""
    numbers = [number for number, page in enumerate(pages, 1) if page.state in states]
    return ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")


def _content(pages: Sequence[_PageText], title: str) -> Content:
    slides = sum(page.wide for page in pages) * 2 > len(pages)
    body = body_size((run.size, run.text) for page in pages for row in page.rows for run in row)
    kept, running = without_running([page.rows for page in pages], [page.height for page in pages], body)
    lines = [
        _with_tables(in_order(rows, number), page.tables, number)
        for number, (page, rows) in enumerate(zip(pages, kept, strict=True), 1)
    ]
    look = Look(line for one in lines for line in one if line.size)
    pieces = pieces_of(lines, look, slides)
    outermost = [piece.text for piece in pieces if piece.kind == "heading" and piece.level == 1]
    warnings = [note for page in pages for note in page.notes]
    if scanned := _named(pages, "scanned"):
        warnings.append(remark("scanned_pages", pages=scanned))
    if junk := _named(pages, "junk"):
        warnings.append(remark("untold_pages", pages=junk))
    return Content(
        assemble(as_slides(pieces) if slides else pieces),
        title=outermost[0] if len(outermost) == 1 else "" if outermost else title,
        lines=running,
        warnings=tuple(warnings),
    )
