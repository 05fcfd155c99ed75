"""The paragraphs and tables of a Word document, in the order of the text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]

from knowledge.documents.docx_styles import Style, W, chain, is_on, number, value
from knowledge.documents.tidy import tidy

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset(
    (f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr", f"{W}instrText", f"{W}delText", f"{W}txbxContent", _FALLBACK)
)
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
_WHITE = ("FFFFFF", "FEFEFE")

Styles = Mapping[str, Style]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is seen.

    Attributes:
        text: Its words; line breaks stay.
        level: Of the heading that its style makes it; 0 for none.
        listed: Whether Word shows it with a bullet or a number.
        bold: Whether all of it is bold.
        size: Of its largest letters, in half points; 0 when the document does not say.
    """

    text: str
    level: int
    listed: bool
    bold: bool
    size: int


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table, each with the words of its cells."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    bold: bool | None  # None: as the paragraph's style says
    size: int


def flow(body: etree._Element, styles: Styles) -> Iterator[Paragraph | Rows]:
    """Paragraphs and tables in order; what insertions, content controls and text boxes hold is part of the text."""
    stack = list(reversed(body))
    while stack:
        node = stack.pop()
        if node.tag == f"{W}p":
            yield from _paragraph(node, styles)
            stack += [inner for box in reversed(_boxes(node)) for inner in reversed(box)]
        elif node.tag == f"{W}tbl" and not _is_layout(node):
            yield Rows(tuple(_cells(row, styles) for row in node.iter(f"{W}tr")))
        elif node.tag not in _LEFT_OUT and isinstance(node.tag, str):
            stack.extend(reversed(node))


def _boxes(paragraph: etree._Element) -> list[etree._Element]:
    """Text boxes anchored in a paragraph; the copy for old programs and boxes inside boxes are left out."""
    found = []
    for box in paragraph.iter(f"{W}txbxContent"):
        if next(box.iterancestors(_FALLBACK), None) is None and next(box.iterancestors(f"{W}p"), None) is paragraph:
            found.append(box)
    return found


def _is_layout(table: etree._Element) -> bool:
    """A table with one column, or with tables in it, arranges text rather than holding data."""
    if table.find(f".//{W}tbl") is not None:
        return True
    return all(len(row.findall(f"{W}tc")) <= 1 for row in table.iter(f"{W}tr"))


def _cells(row: etree._Element, styles: Styles) -> tuple[str, ...]:
    if row.find(f"{W}trPr/{W}del") is not None:
        return ()
    cells = row.iter(f"{W}tc")
    words = (" ".join("".join(run.text for run in _runs(p, styles)) for p in cell.iter(f"{W}p")) for cell in cells)
    return tuple(filter(None, map(tidy, words)))


def _paragraph(node: etree._Element, styles: Styles) -> Iterator[Paragraph]:
    look = list(chain(styles, value(node, "pPr/pStyle") or ""))
    runs = [run for run in _runs(node, styles) if run.text]
    inked = [run for run in runs if run.text.strip()]
    if not inked or any(style.hidden for style in look):
        return
    outline = value(node, "pPr/outlineLvl")
    own = number(outline) + 1 if outline and number(outline) < 9 else 0
    bold = any(style.bold for style in look)
    size = next((style.size for style in look if style.size), 0)
    listed = value(node, "pPr/numPr/numId")
    yield Paragraph(
        "".join(run.text for run in runs),
        own or next((style.level for style in look if style.level), 0),
        is_on(listed) if listed is not None else any(style.listed for style in look),
        all(run.bold if run.bold is not None else bold for run in inked),
        max(run.size or size for run in inked),
    )


def _runs(paragraph: etree._Element, styles: Styles) -> Iterator[_Run]:
    """The runs of a paragraph; deletions and text that cannot be seen are left out."""
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag in _LEFT_OUT or not isinstance(node.tag, str):
            continue
        if node.tag != f"{W}r":
            stack.extend(reversed(node))
            continue
        properties = node.find(f"{W}rPr")
        if _is_hidden(paragraph, properties):
            continue
        bold = value(properties, "b")
        styled = any(style.bold for style in chain(styles, value(properties, "rStyle") or ""))
        yield _Run(_text(node), is_on(bold) if bold is not None else styled or None, number(value(properties, "sz")))


def _is_hidden(paragraph: etree._Element, properties: etree._Element | None) -> bool:
    """Text that is marked as hidden, tiny, or white with nothing dark behind it."""
    if is_on(value(properties, "vanish")) or value(properties, "sz") in ("1", "2", "3"):
        return True
    if (value(properties, "color") or "").upper() not in _WHITE:
        return False
    cells = (cell.find(f"{W}tcPr") for cell in paragraph.iterancestors(f"{W}tc"))
    behind = (properties, paragraph.find(f"{W}pPr"), *cells)
    return not any(node is not None and node.find(f"{W}shd") is not None for node in behind)


def _text(run: etree._Element) -> str:
    parts = (child.text or "" if child.tag == f"{W}t" else _BREAKS.get(child.tag, "") for child in run)
    return "".join(parts)
