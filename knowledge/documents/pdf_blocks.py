"""From the lines of a PDF to headings, paragraphs, items and rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.documents import headings
from knowledge.documents.pdf_columns import Line
from knowledge.documents.pieces import DEEPEST, Piece
from knowledge.documents.tidy import bullet, is_bullet_alone, is_numbered, join_lines, tidy

_LARGER = 1.12  # times the body's size: a heading
_LONGEST_HEADING = 200  # characters, over several lines
_LINE_GAP = 0.75  # of the letter size: more space than that begins a new paragraph
_SHORT = 0.8  # of the column's width: a line that ends a sentence before that ends its paragraph


@dataclass(frozen=True, slots=True)
class _Group:
    lines: tuple[Line, ...]
    kind: str
    level: int = 0


class Look:
    """What headings look like in one document: sizes above the body's, each a level; then bold ones."""

    def __init__(self, lines: Iterable[Line]) -> None:
        listed = list(lines)
        self.body = body_size((line.size, line.text) for line in listed)
        sizes = sorted({line.size for line in listed if self._is_large(line)}, reverse=True)
        self._levels: dict[float, int] = {}
        for size in sizes:
            nearest = next((known for known in self._levels if known / size < 1.06), None)
            self._levels[size] = self._levels[nearest] if nearest else len(set(self._levels.values())) + 1

    def _is_large(self, line: Line) -> bool:
        return line.size >= self.body * _LARGER and any(char.isalpha() for char in line.text)

    def level(self, line: Line, opens: bool) -> int:
        """The level of the heading that a line is; 0 when it is none.

        Args:
            line: The line.
            opens: Whether it begins a paragraph; a line in the middle of one is no heading unless it looks like one.
        """
        words = tidy(line.text)
        if len(line.cells) > 1 or bullet(words) is not None:
            return 0
        inner = max(self._levels.values(), default=0) + 1
        if self._is_large(line):
            return min(self._levels[line.size], DEEPEST)
        shaped = headings.may_be(words) or headings.stands_out(words)
        if line.bold and shaped:
            return min(inner, DEEPEST)
        named = headings.stands_out(words) and headings.is_field(words)
        return min(inner, DEEPEST) if opens and (named or headings.is_chapter(words)) else 0


def body_size(texts: Iterable[tuple[float, str]]) -> float:
    """The size of most of the letters, in points; 0 when there are none."""
    counted: Counter[float] = Counter()
    for size, text in texts:
        counted[size] += len(text)
    return counted.most_common(1)[0][0] if counted else 0.0


def pieces_of(pages: Sequence[Sequence[Line]], look: Look, slides: bool) -> list[Piece]:
    """The pieces of a document; a paragraph that goes on over the page is one.

    Args:
        pages: The lines of each page as they are read, without headers and footers.
        look: What its headings look like.
        slides: Whether each page stands for itself.
    """
    pieces: list[Piece] = []
    for lines in pages:
        made = [_piece(group) for group in _groups(lines, look)]
        if made and pieces and not slides and _goes_on(pieces[-1], made[0]):
            last = pieces.pop()
            made[0] = replace(last, text=join_lines([last.text, made[0].text]))
        pieces += made
    return pieces


def _goes_on(last: Piece, first: Piece) -> bool:
    prose = ("paragraph", "item")
    unfinished = last.kind in prose and last.text[-1:] not in ".:?!" and last.page != first.page
    return unfinished and first.kind == "paragraph" and first.text[:1].islower()


def _groups(lines: Sequence[Line], look: Look) -> Iterator[_Group]:
    start = 0
    while start < len(lines):
        group, start = _group(lines, start, look)
        yield group


def _group(lines: Sequence[Line], start: int, look: Look) -> tuple[_Group, int]:
    line = lines[start]
    if len(line.cells) > 1:
        return _Group((line,), "row"), start + 1
    level = look.level(line, opens=True)
    end = start + 1
    while end < len(lines) and _belongs(lines[start:end], lines[end], level, look):
        end += 1
    group = tuple(lines[start:end])
    text = join_lines(one.text for one in group)
    if level and not _is_sentence(text, line, look):
        return _Group(group, "heading", level), end
    item = bullet(tidy(line.text)) is not None or is_bullet_alone(line.text) or is_numbered(line.text)
    return _Group(group, "item" if item else "paragraph"), end


def _is_sentence(text: str, line: Line, look: Look) -> bool:
    """A large introduction is no heading."""
    return (
        len(text) > _LONGEST_HEADING
        or (text.endswith(".") and len(text) > headings.LONGEST)
        or not any(c.isalpha() for c in text)
    )


def _belongs(group: Sequence[Line], line: Line, level: int, look: Look) -> bool:
    """Whether a line goes on with the paragraph, item or heading of the lines before it."""
    before = group[-1]
    if len(line.cells) > 1 or line.page != before.page:
        return False
    if line.top < before.top - before.size:  # the next column
        unfinished = not level and before.text.rstrip()[-1:] not in ".:?!" and abs(line.size - before.size) < 0.6
        return unfinished and line.text[:1].islower()
    if line.top - before.bottom > _LINE_GAP * max(before.size, line.size):
        return False
    if is_bullet_alone(before.text) and len(group) == 1:
        return True
    if bullet(tidy(line.text)) is not None or is_bullet_alone(line.text):
        return False
    if level:
        same = abs(line.size - before.size) < 0.6 and line.bold == before.bold
        return same and not headings.stands_out(tidy(before.text)) and look.level(line, opens=True) == level
    if look.level(line, opens=False) or abs(line.size - before.size) > 0.15 * before.size:
        return False
    return not _ends_paragraph(before, line)


def _ends_paragraph(before: Line, line: Line) -> bool:
    """A short line that ends a sentence, before one that begins with a capital or a number of a list."""
    if is_numbered(line.text):
        return True
    words = tidy(line.text)
    short = before.x1 - before.x0 < _SHORT * (before.right - before.x0)
    ended = before.text.rstrip()[-1:] in ".:?!)" or before.text.rstrip()[-1:].isdigit()
    return short and ended and words[:1].isupper()


def _piece(group: _Group) -> Piece:
    first = group.lines[0]
    if group.kind == "row":
        return Piece(" | ".join(filter(None, map(tidy, first.cells))), "row", page=first.page)
    text = join_lines(line.text for line in group.lines)
    if group.kind == "heading":
        return Piece(text, "heading", group.level, first.page)
    return Piece(bullet(text) or text, "item" if group.kind == "item" else "paragraph", page=first.page)
