"""Makes announcements as PDF, DOCX, HTML and text, and awkward variants of them."""

import io
import zipfile
from collections.abc import Callable, Sequence
from html import escape

import docx
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, ListItem, PageBreak, Paragraph, SimpleDocTemplate, Table

from knowledge.documents import Document, read, sections

Content = Sequence[
    tuple[str, str]
]  # kind («h1», «h2», «p», «li», «row», «page») and words; cells of a row are parted by |

SENTENCE = "Kommunen skal ta vare på elvene sine og legge til rette for at alle kan gå langs dem hele året. "
BOKMAL: Content = (
    ("h1", "Tilskudd til levende elvebredder"),
    ("p", "Tilskuddet skal gjøre det lettere for kommuner å ta vare på elvebredder der mange ferdes til fots."),
    ("h2", "Hvem kan søke?"),
    ("p", "Kommuner og interkommunale selskaper kan søke."),
    ("li", "Kommunen må ha en plan for vassdraget, og planen må være vedtatt i kommunestyret før søknaden sendes"),
    ("li", "Frivillige lag kan være med som partnere"),
    ("h2", "Søknadsfrist"),
    ("p", "Søknadsfristen er 15. september 2031."),
    ("row", "Ledd|Frist"),
    ("row", "Søknad|15. september 2031"),
    ("row", "Rapport|1. april 2033"),
    ("h2", "Hva kan dere få?"),
    ("p", "En kommune kan få inntil 350 000 kroner, og pengene må brukes innen to år."),
)
NYNORSK: Content = (
    ("h1", "Tilskot til levande elvebreidder"),
    ("p", "Tilskotet skal gjere det lettare for kommunar å ta vare på elvebreidder der mange ferdast til fots."),
    ("h2", "Kven kan søkje?"),
    ("p", "Kommunar og interkommunale selskap kan søkje."),
    ("li", "Kommunen må ha ein plan for vassdraget, og planen må vere vedteken i kommunestyret før søknaden blir send"),
    ("h2", "Søknadsfrist"),
    ("p", "Søknadsfristen er 15. september 2031."),
    ("h2", "Kva kan de få?"),
    ("p", "Ein kommune kan få inntil 350 000 kroner, og pengane må brukast innan to år."),
)


def as_pdf(content: Content, footer: Callable[[Canvas], None] | None = None, size: tuple[float, float] = A4) -> bytes:
    """A PDF with headings, lists and ruled tables as an office program makes them."""
    styles = getSampleStyleSheet()
    story: list[object] = []
    rows: list[list[str]] = []
    for kind, words in (*content, ("end", "")):
        if kind != "row" and rows:
            story.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 1, colors.black)]))
            rows = []
        if kind == "row":
            rows.append(words.split("|"))
        elif kind == "li":
            story.append(
                ListFlowable([ListItem(Paragraph(escape(words), styles["BodyText"]))], bulletType="bullet", start="•")
            )
        elif kind == "page":
            story.append(PageBreak())
        elif kind != "end":
            style = {"h1": "Title", "h2": "Heading2", "p": "BodyText"}[kind]
            story.append(Paragraph(words, styles[style]))
    stream = io.BytesIO()
    running = (lambda canvas, _: footer(canvas)) if footer else (lambda canvas, _: None)
    SimpleDocTemplate(stream, pagesize=size).build(story, onFirstPage=running, onLaterPages=running)
    return stream.getvalue()


def as_docx(content: Content) -> bytes:
    """A Word document with heading styles, list styles and a table."""
    made = docx.Document()
    table = None
    for kind, words in content:
        table = table if kind == "row" else None
        if kind in ("h1", "h2"):
            made.add_heading(words, int(kind[1]))
        elif kind == "row":
            cells = words.split("|")
            table = table or made.add_table(0, len(cells))
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
        elif kind == "page":
            made.add_page_break()
        else:
            made.add_paragraph(words, style="List Bullet" if kind == "li" else None)
    return saved(made)


def saved(made: object) -> bytes:
    """The bytes of a python-docx document."""
    stream = io.BytesIO()
    made.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def as_html(content: Content, lang: str = "nb") -> bytes:
    """A web page with a menu, a banner and a footer around its main content."""
    body = []
    for i, (kind, words) in enumerate(content):
        before = content[i - 1][0] if i else ""
        after = content[i + 1][0] if i + 1 < len(content) else ""
        if kind == "row":
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in words.split("|"))
            body.append(
                ("<table>" if before != "row" else "") + f"<tr>{cells}</tr>" + ("</table>" if after != "row" else "")
            )
        elif kind == "li":
            body.append(
                ("<ul>" if before != "li" else "") + f"<li>{escape(words)}</li>" + ("</ul>" if after != "li" else "")
            )
        elif kind != "page":
            body.append(f"<{kind}>{escape(words)}</{kind}>")
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Side - Etaten</title></head><body>'
        '<header><a href="/">Etaten</a><nav><ul><li>Skjema</li><li>Om oss</li></ul></nav></header>'
        '<div class="cookie-banner">Vi bruker informasjonskapsler. Frist for samtykke er 1. mai 2030.</div>'
        f"<main>{''.join(body)}</main><footer>Etaten, Postboks 1</footer><script>var a = 1;</script></body></html>"
    ).encode()


def as_plain(content: Content) -> bytes:
    """Plain text with blank lines between blocks."""
    marks = {"li": "➢ ", "p": "", "h1": "", "h2": "", "row": ""}
    blocks: list[str] = []
    for i, (kind, words) in enumerate(content):
        if kind == "page":
            blocks.append("\f")
        elif kind == "row" and content[i - 1][0] == "row":
            blocks[-1] += "\n" + words.replace("|", "\t")
        else:
            blocks.append(marks[kind] + words.replace("|", "\t"))
    return "\n\n".join(blocks).encode()


def pdf_drawn(draw: Callable[[Canvas], None], size: tuple[float, float] = A4, **options: object) -> bytes:
    """A PDF that a function draws."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, **options)
    draw(canvas)
    canvas.save()
    return stream.getvalue()


def slides(pages: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """A slide show: a title and items on each page; an empty title leaves it out."""

    def draw(canvas: Canvas) -> None:
        for title, items in pages:
            canvas.setFont("Helvetica", 32)
            canvas.drawString(60, 500, title)
            canvas.setFont("Helvetica", 18)
            for i, item in enumerate(items):
                canvas.drawString(60, 420 - 40 * i, f"• {item}")
            canvas.showPage()

    return pdf_drawn(draw, landscape(A4))


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return stream.getvalue()


def word_of(body: str, **entries: bytes) -> bytes:
    """A DOCX with a body of our own XML."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    xml = f'<?xml version="1.0"?><w:document {space}><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": xml.encode(), **entries})


def paragraph(words: str, run: str = "") -> str:
    """A paragraph of Word's XML; `run` are properties of its letters."""
    return f'<w:p><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def kinds(document: Document) -> list[tuple[str, str]]:
    """The kind and words of each block."""
    return [(block.kind, block.text) for block in document.blocks]


def page(body: str, head: str = "") -> Document:
    """A web page of our own, read."""
    return read(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode())


def locators(document: Document) -> list[str]:
    """The locators of a document, in order."""
    return [section.locator for section in sections(document)]


def texts(document: Document) -> list[str]:
    """The words of each block."""
    return [block.text for block in document.blocks]


def lines(canvas: Canvas, *written: tuple[float, float, str], size: float = 11, font: str = "Helvetica") -> None:
    """Writes lines at places in points from the lower left corner."""
    canvas.setFont(font, size)
    for x, y, words in written:
        canvas.drawString(x, y, words)


def picture() -> ImageReader:
    """A grey picture, as a scanner leaves one."""
    stream = io.BytesIO()
    Image.new("RGB", (200, 200), "grey").save(stream, "PNG")
    stream.seek(0)
    return ImageReader(stream)
