"""From what can be seen of a page to pieces: headings, paragraphs, items and rows."""

import re
from collections.abc import Collection
from itertools import islice

from knowledge.documents import headings
from knowledge.documents.html_tree import BLOCKS, Element
from knowledge.documents.pieces import DEEPEST, Piece, close
from knowledge.documents.tidy import bullet, tidy

_HEADING = re.compile(r"^h([1-6])$")
_BOLD = frozenset(("b", "strong"))
_BREAK = "\n"
_LABEL = re.compile(r"^[A-ZÆØÅ][^:.]{2,40}:(?: \S|$)")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


class Walk:
    """Collects the pieces of one element, in the order of the page."""

    def __init__(self, opened: Collection[str] = ()) -> None:
        self.pieces: list[Piece] = []
        self._opened = opened
        self._parts: list[tuple[str, bool]] = []  # words of the block at hand, and whether they are bold
        self._bold = 0
        self._items = 0
        self._level = 0  # of the last heading that is one

    def over(self, root: Element) -> list[Piece]:
        """The pieces of an element."""
        stack: list[tuple[Element | str, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if isinstance(node, str):
                self._parts.append((re.sub(r"\s+", " ", node), self._bold > 0))
            elif leaving:
                self._leave(node)
            elif not node.furniture and self._enter(node):
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.children))
        self._flush()
        return self.pieces

    def _enter(self, element: Element) -> bool:
        """Begins an element; False when it is dealt with whole."""
        if element.tag in BLOCKS:
            self._flush()
        elif element.tag == "br":
            self._parts.append((_BREAK, False))
        if self._is_heading(element):
            return False
        if element.tag == "table" and is_data(element):
            self.pieces += [Piece(row, "row") for row in rows(element)]
            return False
        self._items += element.tag == "li"
        self._bold += _is_bold(element)
        return element.tag != "button"

    def _leave(self, element: Element) -> None:
        if element.tag in BLOCKS:
            self._flush()
        self._items -= element.tag == "li"
        self._bold -= _is_bold(element)
        if element.tag in ("dl", "details") or element.attributes.get("id") in self._opened:
            self.pieces.append(close(self._inner()))

    def _inner(self) -> int:
        return min(self._level + 1, DEEPEST)

    def _is_heading(self, element: Element) -> bool:
        """Writes an element that is a heading as one."""
        real = _level(element)
        named = element.tag in ("dt", "summary") and not any(_level(inner) for inner in element.elements())
        opens = element.tag == "button" and element.attributes.get("aria-controls", "") in self._opened
        if not real and not named and not opens:
            return False
        self._flush()
        words = tidy(element.text())
        if words:
            self._level = real or self._level
            self.pieces.append(Piece(words, "heading", real or self._inner()))
        return True

    def _flush(self) -> None:
        """Writes the block at hand, which line breaks may part."""
        parts, self._parts = self._parts, []
        if not any(text.strip() for text, _ in parts):
            return
        lines = _lines(parts)
        if len(lines) > 0 and self._is_bold_heading(lines[0]):
            self.pieces.append(Piece(_words(lines[0]), "heading", self._inner()))
            del lines[0]
        for line in _joined([_words(line) for line in lines]):
            words = bullet(line)
            self.pieces.append(Piece(words or line, "item" if self._items or words else "paragraph"))

    def _is_bold_heading(self, line: list[tuple[str, bool]]) -> bool:
        """A short line that is bold throughout stands for a heading, but for list items, which often are bold."""
        bold = all(is_bold for text, is_bold in line if text.strip())
        words = _words(line)
        return bold and not self._items and (headings.may_be(words) or headings.stands_out(words))


def is_data(table: Element) -> bool:
    """Whether a table holds data, rather than the page's layout."""
    if table.attributes.get("role") in ("presentation", "none"):
        return False
    several = False
    for element in islice(table.elements(), 1, None):
        if element.tag in ("table", "section", "article") or _level(element):
            return False
        several = several or (element.tag == "tr" and sum(_is_cell(child) for child in element.children) > 1)
    return several


def rows(table: Element) -> list[str]:
    """The rows of a table, cells joined by bars; its caption first."""
    made = []
    for element in table.elements():
        if element.tag == "caption":
            made.append(tidy(element.text()))
        elif element.tag == "tr":
            cells = [child for child in element.children if isinstance(child, Element) and _is_cell(child)]
            made.append(" | ".join(filter(None, (tidy(cell.text()) for cell in cells))))
    return [row for row in made if row]


def _is_cell(child: Element | str) -> bool:
    return isinstance(child, Element) and child.tag in ("td", "th")


def _level(element: Element) -> int:
    if match := _HEADING.match(element.tag):
        return int(match[1])
    if element.attributes.get("role") == "heading":
        said = element.attributes.get("aria-level", "2")
        return int(said) if said.isdecimal() and 1 <= int(said) <= DEEPEST else 2
    return 0


def _is_bold(element: Element) -> bool:
    return element.tag in _BOLD or bool(_BOLD_STYLE.search(element.attributes.get("style", "")))


def _lines(parts: list[tuple[str, bool]]) -> list[list[tuple[str, bool]]]:
    lines: list[list[tuple[str, bool]]] = [[]]
    for part in parts:
        if part[0] == _BREAK:
            lines.append([])
        else:
            lines[-1].append(part)
    while lines and not any(text.strip() for text, _ in lines[0]):
        del lines[0]
    return lines


def _words(line: list[tuple[str, bool]]) -> str:
    return tidy("".join(text for text, _ in line))


def _joined(lines: list[str]) -> list[str]:
    """Lines with single breaks between them belong together, but for bullets, labels, and after an empty line."""
    made: list[str] = []
    fresh = True
    for line in lines:
        if line and (fresh or bullet(line) is not None or _LABEL.match(line)):
            made.append(line)
        elif line:
            made[-1] = f"{made[-1]} {line}"
        fresh = not line
    return made
