"""Reads web pages: what they are about, without menus, banners, scripts and whatever cannot be seen."""

import datetime as dt
import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from knowledge.documents.dates import iso
from knowledge.documents.decoding import decode
from knowledge.documents.html_tree import Element, tree
from knowledge.documents.html_visible import Visibility
from knowledge.documents.html_walk import Walk
from knowledge.documents.model import DocumentError
from knowledge.documents.pieces import Content, Piece, assemble
from knowledge.documents.tidy import tidy
from knowledge.remarks import Remark

_CHARSET = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE
)
_PUBLISHED = (
    "article:published_time",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "datepublished",
    "dc.date",
)
_UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "datemodified",
)
_JSON_DATE = r'"{}"\s*:\s*"(\d{{4}}-\d\d-\d\d)'
_DOMINANT = 0.75  # of the letters outside links: what the page is about stands in this element
_FEWEST_LETTERS = 15
_NESTING = re.compile(  # elements that only their own end tag closes
    r"<(/?)(?:div|span|section|article|main|aside|ul|ol|dl|table|blockquote|form|fieldset|details|figure|center|font"
    r"|b|i|u|em|strong|small|big|s|a|code|nobr|sub|sup|svg|g|math|template|object|button|address|header|footer|nav"
    r"|custom|label|q|ins|del|abbr|cite|dir|menu|dialog|hgroup|[a-z]+-[a-z-]+)(?=[\s/>])",
    re.IGNORECASE,
)
_DEEPEST = 3000
_ARTICLE_SHARE = 0.4
_LONGEST_LINE = 300  # characters
WHITE = Remark("white_text")


def content_of(data: bytes, declared: str = "") -> Content:
    """What a web page is about.

    Args:
        data: The page.
        declared: The encoding that its sender names.

    Raises:
        DocumentError: It has no text of its own, or is no text at all.
    """
    named = _CHARSET.search(data[:4096])
    text, warnings = decode(
        data, declared or (named[1] or named[2] or b"" if named else b"").decode("ascii", "replace")
    )
    _refuse_deep(text)
    page = LexborHTMLParser(text)
    opened = _opened(page)
    visibility = Visibility("\n".join(node.text() for node in page.css("style")), opened)
    if page.root is None:
        raise DocumentError("The page is empty. Fetch it again, or save it from a browser.", "page_without_text")
    root = tree(page.root, visibility)
    pieces = _pieces(root, opened)
    if sum(len(piece.text) for piece in pieces) < _FEWEST_LETTERS:
        raise _nothing(page)
    published, updated = _dates(page, text)
    return Content(
        assemble(pieces),
        title=_title(page, pieces),
        language=(page.root.attributes.get("lang") or page.root.attributes.get("xml:lang") or ""),
        published=published,
        updated=updated,
        lines=_outside_lines(root),
        warnings=(*warnings, *((WHITE,) if visibility.white else ())),
    )


def _refuse_deep(text: str) -> None:
    """The parser's time grows with the square of the depth, so a page that is only nesting is refused first."""
    depth = 0
    for match in _NESTING.finditer(text):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _DEEPEST:
            raise DocumentError(
                f"The page's elements are nested more than {_DEEPEST} deep; it is broken or made to do harm. "
                "Save the page from a browser, or print it to PDF, and use that.",
                "page_of_elements",
            )


def _pieces(root: Element, opened: Sequence[str]) -> list[Piece]:
    main = _main(root)
    pieces = Walk(opened).over(main)
    if not any(piece.kind == "heading" and piece.level == 1 for piece in pieces):
        outside = [element for element in root.elements() if element.tag == "h1" and element.text()]
        if len(outside) == 1:
            return [Piece(tidy(outside[0].text()), "heading", 1), *pieces]
    return pieces


def _main(root: Element) -> Element:
    """The element that holds what the page is about: its main part, its only article, or where the text is densest."""
    everything = [element for element in root.elements() if not element.furniture]
    mains = [e for e in everything if e.tag == "main" or e.attributes.get("role") == "main"]
    if mains and (largest := max(mains, key=lambda e: e.letters)).letters >= _FEWEST_LETTERS:
        return largest
    articles = [e for e in everything if e.tag == "article" and not (e.parent and e.parent.within("article"))]
    if len(articles) == 1 and articles[0].letters >= _ARTICLE_SHARE * root.letters:
        return articles[0]
    return _densest(root)


def _densest(root: Element) -> Element:
    """Goes into the element that holds nearly all text outside links, as long as there is one."""
    element = root
    while True:
        inner = [child for child in element.children if isinstance(child, Element) and not child.furniture]
        best = max(inner, key=_own_letters, default=None)
        if (
            best is None
            or best.tag in ("p", "ul", "ol", "table", "dl")
            or _own_letters(best) < _DOMINANT * _own_letters(element)
        ):
            return element
        element = best


def _own_letters(element: Element) -> int:
    return element.letters - element.linked


def _opened(page: LexborHTMLParser) -> list[str]:
    """Ids of the panels that buttons open, such as the parts of an accordion."""
    return [
        name
        for node in page.css("[aria-expanded][aria-controls]")
        for name in (node.attributes.get("aria-controls") or "").split()
    ]


def _title(page: LexborHTMLParser, pieces: Sequence[Piece]) -> str:
    outermost = [piece.text for piece in pieces if piece.kind == "heading" and piece.level == 1]
    if len(outermost) == 1:
        return outermost[0]
    node = page.css_first("title")
    whole = tidy(node.text()) if node else ""
    return re.split(r"\s+[|–—-]\s+", whole)[0] or (outermost[0] if outermost else "")


def _dates(page: LexborHTMLParser, text: str) -> tuple[dt.date | None, dt.date | None]:
    """The days that the page's own data give; lines that a reader sees go before them."""
    said: dict[str, str] = {}
    for node in page.css("meta[content]"):
        name = node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop") or ""
        said.setdefault(name.lower(), node.attributes.get("content") or "")

    def first(names: Sequence[str], key: str) -> dt.date | None:
        listed = [said[name] for name in names if name in said]
        found = re.search(_JSON_DATE.format(key), text)
        return next((day for day in map(iso, [*listed, *(found.groups() if found else ())]) if day), None)

    return first(_PUBLISHED, "datePublished"), first(_UPDATED, "dateModified")


def _outside_lines(root: Element) -> list[str]:
    """Short lines of the whole page: «Sist oppdatert» often stands in its footer."""
    wanted = ("p", "div", "span", "time", "li", "dd", "small", "footer")
    lines = []
    for element in root.elements():
        if element.tag in wanted and 0 < sum(len(c) for c in element.children if isinstance(c, str)) < _LONGEST_LINE:
            line = _own_line(element)
            if any(char.isdigit() for char in line):
                lines.append(line)
    return lines


def _own_line(element: Element) -> str:
    holder = element.parent if element.tag in ("time", "span") and element.parent else element
    inner = [
        child if isinstance(child, str) else " ".join(c for c in child.children if isinstance(c, str))
        for child in holder.children
    ]
    return tidy(" ".join(inner))[:_LONGEST_LINE]


def _nothing(page: LexborHTMLParser) -> DocumentError:
    if page.css_first("frameset, frame") is not None:
        return DocumentError(
            "The page only shows other pages in frames. Fetch the page inside the frame instead.", "page_of_frames"
        )
    if page.css_first("script") is not None:
        return DocumentError(
            "The page has no text of its own: a script fetches it. Save the page from a browser when it is shown, "
            "or print it to PDF, and use that.",
            "page_of_script",
        )
    return DocumentError(
        "The page holds no text that can be seen. Check the address, or save the page from a browser.",
        "page_without_text",
    )
