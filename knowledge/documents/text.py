"""Reads plain text: blocks between blank lines, pages between form feeds or several blank lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.documents import headings, numbering
from knowledge.documents.pieces import Piece
from knowledge.documents.slides import as_slides
from knowledge.documents.tidy import bullet, is_bullet_alone, is_numbered, join_lines, tidy

_BREAK = re.compile(r"\n(?:[ \t\xa0]*\n){2,}")
_WIDE_BREAK = re.compile(r"\n(?:[ \t\xa0]*\n){3,}")
_BLANK = re.compile(r"\n[ \t\xa0]*\n")
_RULE = re.compile(r"^\s*([=\-_*~])\1{3,}\s*$")
_MARKDOWN = re.compile(r"^(#{1,6})\s+(\S.*?)\s*#*$")
_CELLS = re.compile(r"\t+|\s{3,}|\s*\|\s*")
_SHORT = 0.6  # of the page's longest line: a line this short was ended on purpose
_FIELD_LEVEL, _SCHEME_LEVEL = 2, 1
_LEAD_IN = 3  # paragraphs that may stand before the title
_NEVER_FIRST = re.compile(r"^(?:MERK|NB|OBS|Du benytter)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that belong together; `marked` is the level of a heading that is marked as one, `alone` a whole block."""

    text: str
    kind: str
    alone: bool = False
    lines: int = 1
    marked: int = 0


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a text; pages are counted only where there are several."""
    pages = [page for page in _pages(text.replace("\r\n", "\n").replace("\r", "\n")) if page.strip()]
    runs = [_joined(_page_runs(page)) for page in pages]
    listed = {_known(run.text) for run in runs[0] if run.kind == "item"} if len(runs) > 1 else set()
    forms = numbering.forms_of_headings(
        (run.text, _opens(run, following)) for page in runs for run, following in _followed(page) if run.lines == 1
    )
    pieces: list[Piece] = []
    for number, page in enumerate(runs, 1):
        for run, following in _followed(page):
            run = _numbered(run, following, forms)
            first = len(pieces) < _LEAD_IN and all(piece.kind == "paragraph" for piece in pieces)
            pieces.append(_piece(run, following, first, listed, number if len(runs) > 1 else None))
    return as_slides(pieces) if len(runs) > 1 else pieces


def _followed(page: Sequence[_Run]) -> Iterator[tuple[_Run, Sequence[_Run]]]:
    """Each run with the one that follows it, if any."""
    return ((run, page[i + 1 : i + 2]) for i, run in enumerate(page))


def _opens(run: _Run, following: Sequence[_Run]) -> bool:
    """Whether running text, or a heading with a deeper number, follows a numbered line."""
    if not following:
        return False
    deeper = numbering.level(following[0].text) > numbering.level(run.text)
    return deeper or (following[0].kind == "paragraph" and not numbering.form(following[0].text))


def _numbered(run: _Run, following: Sequence[_Run], forms: frozenset[numbering.Form]) -> _Run:
    """A numbered line as the heading that it is, in a document whose headings are numbered so."""
    heads = run.kind in ("item", "paragraph") and run.lines == 1 and numbering.form(run.text) in forms
    chapter = headings.is_chapter(run.text)  # of the state budget too; has rules of its own
    if not heads or chapter or not _opens(run, following):
        return run
    return replace(run, kind="heading", marked=numbering.level(run.text))


def _pages(text: str) -> list[str]:
    """Split at form feeds; else at three blank lines where that is the habit, else at two."""
    if "\f" in text.strip():
        return text.split("\f")
    wide = len(_WIDE_BREAK.findall(text.strip()))
    return (_WIDE_BREAK if wide > 1 and wide * 2 >= len(_BREAK.findall(text.strip())) else _BREAK).split(text)


def _known(text: str) -> str:
    return " ".join(text.lower().split()[:4])


def _page_runs(page: str) -> Iterator[_Run]:
    lines = page.split("\n")
    width = max(len(line.rstrip()) for line in lines)
    for block in _BLANK.split(page):
        runs = list(_block_runs([line for line in block.split("\n") if line.strip()], width))
        yield from (replace(run, alone=len(runs) == 1) for run in runs)


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Paragraphs that a blank line cuts in the middle of a sentence are made whole."""
    whole: list[_Run] = []
    for run in runs:
        before = whole[-1] if whole else run
        both = before.kind == run.kind == "paragraph" and before is not run
        if both and run.text[0].islower() and before.text[-1].isalnum() and len(before.text) > headings.LONGEST:
            whole[-1] = replace(before, text=f"{before.text} {run.text}", lines=before.lines + run.lines)
        else:
            whole.append(run)
    return whole


def _block_runs(lines: Sequence[str], width: int) -> Iterator[_Run]:
    """The paragraphs, items, rows and headings of one block of lines."""
    start = 0
    while start < len(lines):
        end, run = _next_run(lines, start, width)
        if run.text:
            yield run
        start = end


def _next_run(lines: Sequence[str], start: int, width: int) -> tuple[int, _Run]:
    line = lines[start]
    if _RULE.match(line):
        return start + 1, _Run("", "paragraph")
    if mark := _MARKDOWN.match(line.strip()):
        return start + 1, _Run(tidy(mark[2]), "heading", marked=len(mark[1]))
    if start + 1 < len(lines) and (rule := _RULE.match(lines[start + 1])) and headings.fits(tidy(line)):
        return start + 2, _Run(tidy(line), "heading", marked=1 if rule[1] == "=" else 2)
    if numbering.is_article(tidy(line)):
        return start + 1, _Run(tidy(line), "heading", marked=numbering.level(tidy(line)))
    if _is_row(lines, start):
        return start + 1, _Run(" | ".join(tidy(cell) for cell in _CELLS.split(line.strip(" \t|")) if cell), "row")
    if headings.stands_out(tidy(line)):
        return start + 1, _Run(tidy(line), "heading")
    end = start + 1 + (is_bullet_alone(line) and start + 1 < len(lines))
    while end < len(lines) and not _breaks(lines[end - 1], lines[end], width):
        end += 1
    words = bullet(" ".join([line, *lines[start + 1 : end]][: 2 if is_bullet_alone(line) else 1]))
    body = lines[start:end] if words is None else [words, *lines[start + (2 if is_bullet_alone(line) else 1) : end]]
    item = words is not None or is_numbered(line)
    return end, _Run(join_lines(body), "item" if item else "paragraph", lines=end - start)


def _is_row(lines: Sequence[str], index: int) -> bool:
    """A table's row has cells far apart, and a neighbour that has as many."""

    def cells(i: int) -> int:
        return len(_CELLS.split(lines[i].strip(" \t|"))) if 0 <= i < len(lines) and bullet(lines[i]) is None else 0

    return cells(index) >= 2 and cells(index) in (cells(index - 1), cells(index + 1))


def _breaks(before: str, line: str, width: int) -> bool:
    """Whether a line begins something new, rather than going on with the line before."""
    words = tidy(line)
    if bullet(line) is not None or is_bullet_alone(line) or _RULE.match(line) or _MARKDOWN.match(line.strip()):
        return True
    if numbering.is_article(words):
        return True
    if is_numbered(line) or (headings.stands_out(words) and not before.rstrip().endswith(("-", ","))):
        return not words[:1].islower() or is_numbered(line)
    if numbering.form(tidy(before)) and words[:1].isupper() and len(before.rstrip()) < width * _SHORT:
        return True
    ended = before.rstrip().endswith((".", ")", ":", "!", "?")) or before.rstrip()[-1:].isdigit()
    return words[:1].isupper() and ended and len(before.rstrip()) < width * _SHORT


def _piece(run: _Run, following: Sequence[_Run], first: bool, listed: set[str], page: int | None) -> Piece:
    if run.kind in ("item", "row"):
        return Piece(run.text, "item" if run.kind == "item" else "row", page=page)
    level = run.marked or _level(run, following, first, listed)
    return Piece(run.text, "heading", level, page) if level else Piece(run.text, page=page)


def _level(run: _Run, following: Sequence[_Run], first: bool, listed: set[str]) -> int:
    """The level of a run that has no mark; 0 when it is no heading."""
    text, named = run.text, headings.names_scheme(run.text) or _known(run.text) in listed
    opens = bool(following) and not (following[0].kind == "heading" or _is_field_alone(following[0]))
    if run.kind == "heading":
        return numbering.level(text) or (_SCHEME_LEVEL if named else _FIELD_LEVEL)
    if run.lines > 2 or not headings.may_be(text) or _NEVER_FIRST.match(text):
        return 0
    if headings.is_chapter(text) or (named and following and not numbering.form(text)):
        return _SCHEME_LEVEL
    if first and run.alone and following and not headings.is_field(text):
        return _SCHEME_LEVEL
    if not opens or not (run.alone or headings.is_field(text)) or _continues(following[0]):
        return 0
    return numbering.level(text) or _FIELD_LEVEL


def _is_field_alone(run: _Run) -> bool:
    return run.kind == "paragraph" and run.alone and headings.is_field(run.text) and headings.may_be(run.text)


def _continues(run: _Run) -> bool:
    return run.text[:1].islower()
