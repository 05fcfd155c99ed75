"""The parts of a Word document that say what its paragraphs look like; and how its XML is read safely."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]

from knowledge.documents.model import DocumentError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STYLE_NAME = re.compile(r"^(?:heading|overskrift|rubrik)\s*([1-9])$", re.IGNORECASE)
_LIST_STYLE = re.compile(r"^(?:list|liste|punkt|bullet)", re.IGNORECASE)
_LEFT_OUT = ("header", "footer", "topptekst", "bunntekst", "toc", "innholdsfortegnelse", "inh")
_OFF = ("0", "false", "none", "off")
TITLE = 10  # the level that marks the style of a document's title
_DEEPEST = 20  # a style may rest on another, and that on a third


@dataclass(frozen=True, slots=True)
class Style:
    """What a style of paragraphs or runs says itself.

    Attributes:
        base: The id of the style it rests on.
        level: Of the heading it makes, from 1; `TITLE` for the document's title; 0 for none.
        bold: Whether its letters are bold.
        size: Of its letters, in half points; 0 when it does not say.
        listed: Whether it is for lists.
        hidden: Whether its paragraphs are no part of the text: headers, footers, tables of contents, hidden text.
    """

    base: str
    level: int
    bold: bool
    size: int
    listed: bool
    hidden: bool


def xml(data: bytes) -> etree._Element:
    """Parses without entities, DTDs or anything from outside the file."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise DocumentError(
            "The document declares XML entities, which no Word document does. Save it anew from Word.", "broken"
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    plain = data.replace(_STRICT, W.strip("{}").encode())
    try:
        return etree.fromstring(plain, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise DocumentError(
            "The document is broken: its text is no valid XML. Open it in Word and save it anew.", "broken"
        ) from None


def value(node: etree._Element | None, path: str, attribute: str = "val") -> str | None:
    """An attribute of an inner element: None without the element, "" without the attribute."""
    inner = node.find("/".join(f"{W}{part}" for part in path.split("/"))) if node is not None else None
    return None if inner is None else inner.get(f"{W}{attribute}", "")


def is_on(value: str | None) -> bool:
    """Whether a property is there and not switched off."""
    return value is not None and value.lower() not in _OFF


def number(value: str | None) -> int:
    """A whole number; 0 for anything else."""
    return int(value) if value and value.isdecimal() else 0


def styles_of(data: bytes) -> dict[str, Style]:
    """The styles of a document, by id."""
    made = {}
    for node in xml(data).iter(f"{W}style") if data else ():
        name = value(node, "name") or ""
        made[node.get(f"{W}styleId", "")] = Style(
            value(node, "basedOn") or "",
            _level(name, value(node, "pPr/outlineLvl")),
            is_on(value(node, "rPr/b")),
            number(value(node, "rPr/sz")),
            bool(_LIST_STYLE.match(name)) or node.find(f"{W}pPr/{W}numPr") is not None,
            name.lower().startswith(_LEFT_OUT) or is_on(value(node, "rPr/vanish")),
        )
    return made


def _level(name: str, outline: str | None) -> int:
    if named := _STYLE_NAME.match(name):
        return int(named[1])
    if name.lower() in ("title", "tittel"):
        return TITLE
    return number(outline) + 1 if outline and number(outline) < 9 else 0


def chain(styles: Mapping[str, Style], name: str) -> Iterator[Style]:
    """A style and those it rests on, nearest first."""
    for _ in range(_DEEPEST):
        if name not in styles:
            return
        yield styles[name]
        name = styles[name].base
