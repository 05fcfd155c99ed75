"""Word-for-word passages of the source documents that are installed, found by a citation's locator.

A document is plain text, one file for each source id: either as `knowledge.documents.as_text` writes it, with headings
and items marked, or as it came. Then its blocks are separated by blank lines, its pages (slides) by a form feed or by
two blank lines or more, and a heading is told by its form. Without the document nothing is found: a citation then stands with its locator
and URL alone, and no passage is ever made up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz

from knowledge.documents.marked import blocks_of, is_marked, shown
from knowledge.documents.model import DocumentError
from knowledge.documents.sections import key, sections_of

__all__ = ["DocumentError", "Passage", "Passages", "install"]

_PAGE = re.compile(r"\f|\n(?:[ \t]*\n){2,}")
_BLOCK = re.compile(r"\n[ \t]*\n")
_ALTERNATIVES = re.compile(r"\s+/\s+|;\s*")
_BULLET = re.compile(r"^[\s•➢*\-–]+")
_LABEL = re.compile(r"[^:.]{2,40}: \S")  # «Søknadsfrist: 1. mars» begins something new
_LONGEST_HEADING = 90  # characters; a longer line is a sentence
_LIKE = 92  # of 100: "søknads- og rapporteringsfrist" is "søknads og rapporterings frist"
_SHORTEST_LIKE = 12  # letters; shorter headings must be the same


@dataclass(frozen=True)
class Passage:
    """A part of a document, word for word.

    Attributes:
        blocks: The paragraphs of the page or section, in order.
        first: Index of the first block that the locator points to.
        last: Index of the last one; `blocks[first : last + 1]` is what is cited.
        exact: Whether the locator's own words were found; otherwise the whole section stands here.
    """

    blocks: tuple[str, ...]
    first: int
    last: int
    exact: bool

    @property
    def cited(self) -> str:
        """The cited blocks as one text."""
        return "\n\n".join(self.blocks[self.first : self.last + 1])


def install(folder: Path, source: str, document: Path) -> Path:
    """Copies a source document, as plain text, to where `Passages.read` finds it.

    Args:
        folder: Where documents are kept; made when missing.
        source: The id of the source in the scheme files.
        document: The text of the announcement, UTF-8.

    Raises:
        DocumentError: The file is no text in UTF-8, or it is empty.
    """
    try:
        text = document.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DocumentError(f"{document} cannot be read: {error.strerror}.", "no_file") from None
    except UnicodeDecodeError:
        raise DocumentError(
            f"{document} is no text in UTF-8. Save the document as plain text (UTF-8) first.", "no_text"
        ) from None
    if "\x00" in text or not text.strip():
        raise DocumentError(f"{document} holds no text. Save the document as plain text (UTF-8) first.", "no_words")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{source}.txt"
    path.write_text(text, encoding="utf-8")
    return path


class Passages:
    """The documents, by source id."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        self._whole = dict(documents)
        self._documents = {source: _blocks(text) for source, text in documents.items()}
        self._sections = {source: _sections(text) for source, text in documents.items() if is_marked(text)}

    @classmethod
    def read(cls, folder: Path) -> Passages:
        """The `<source id>.txt` files of a folder; no folder means no documents."""
        return cls({path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))})

    def has(self, source: str) -> bool:
        """Whether the document of a source is installed."""
        return source in self._documents

    def whole(self, source: str) -> str:
        """A document as it is kept, pages and headings marked; "" when it is not installed."""
        return self._whole.get(source, "")

    def text(self, source: str) -> str:
        """All words of a document; "" when it is not installed."""
        return "\n\n".join(block.text for block in self._documents.get(source, []))

    def find(self, source: str, locator: str) -> list[Passage]:
        """The passages that a locator points to: one for each of its alternatives (`A: b / c`), none twice."""
        document = self._documents.get(source, [])
        if span := self._sections.get(source, {}).get(key(locator)):
            return [_of_section(document, *span)]
        found: list[Passage] = []
        section = ""
        for part in _ALTERNATIVES.split(locator):
            outer, _, inner = part.rpartition(": ")
            section = outer or section
            passage = _find(document, "", part) or _find(document, section, inner)
            if passage is not None and passage not in found:
                found.append(passage)
        return found


@dataclass(frozen=True)
class _Block:
    text: str
    key: str
    page: int
    heading: bool | None = None  # None: not marked, so its form tells

    @cached_property
    def openings(self) -> frozenset[str]:
        """What it, or one of its lines, can be found by the beginning of."""
        return frozenset(_letters(line) for line in {self.text, *self.text.split("\n")})


def _sections(text: str) -> dict[str, tuple[int, int]]:
    return {key(section.locator): (section.first, section.last) for section in sections_of(blocks_of(text))}


def _blocks(text: str) -> list[_Block]:
    if is_marked(text):
        marked = blocks_of(text)
        return [_Block(shown(block), key(block.text), block.page or 0, block.kind == "heading") for block in marked]
    pages = [page for page in _PAGE.split(text.replace("\r\n", "\n")) if page.strip()]
    split = [[part.strip() for part in _BLOCK.split(page) if part.strip()] for page in pages]
    return [_Block(part, key(part), number) for number, parts in enumerate(split) for part in parts]


def _find(document: Sequence[_Block], section: str, heading: str) -> Passage | None:
    wanted = _letters(section)
    starts = [i for i, block in enumerate(document) if _opens(block, wanted)] if section else [0]
    hits = [(i - start, i) for start in starts if (i := _first(document, start, heading)) is not None]
    if hits:
        return _around(document, min(hits)[1])
    return _whole_section(document, starts[-1]) if section and starts else None


def _first(document: Sequence[_Block], start: int, heading: str) -> int | None:
    wanted = _letters(heading)
    return next((i for i in range(start, len(document)) if _opens(document[i], wanted)), None)


def _opens(block: _Block, wanted: str) -> bool:
    """Whether a block, or one of its lines, begins with these words (`_letters`), as good as letter by letter."""
    return bool(wanted) and any(_begins(line, wanted) for line in block.openings)


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def _begins(line: str, key: str) -> bool:
    if f"{line} ".startswith(f"{key} "):
        return True
    if re.findall(r"\d+", line)[: len(numbers := re.findall(r"\d+", key))] != numbers:
        return False  # «tiltak 1» is not «tiltak 2»
    line, key = line.replace(" ", ""), key.replace(" ", "")
    return len(key) >= _SHORTEST_LIKE and fuzz.ratio(line[: len(key)], key) >= _LIKE


def _of_section(document: Sequence[_Block], first: int, last: int) -> Passage:
    """A section of a marked document, with the rest of its page where that is short."""
    page = [i for i, block in enumerate(document) if block.page == document[first].page]
    first_shown, last_shown = _shown(document, page, first, last)
    blocks = tuple(block.text for block in document[first_shown : max(last, last_shown) + 1])
    return Passage(blocks, first - first_shown, last - first_shown, exact=True)


def _around(document: Sequence[_Block], hit: int) -> Passage:
    """The page of a block, with the blocks marked that stand under it."""
    page = [i for i, block in enumerate(document) if block.page == document[hit].page]
    last = hit
    if hit == page[0]:  # a slide that begins with a bullet is named by it
        last = page[-1]
    elif not _BULLET.match(document[hit].text):
        while last < page[-1] and _goes_on(document[hit], document[last + 1]):
            last += 1
    first_shown, last_shown = _shown(document, page, hit, last)
    blocks = tuple(block.text for block in document[first_shown : last_shown + 1])
    return Passage(blocks, hit - first_shown, last - first_shown, exact=True)


def _goes_on(opening: _Block, block: _Block) -> bool:
    """Whether a block still belongs to the one that opens a passage."""
    if opening.heading is False and _LABEL.match(block.text):
        return False
    return not _is_heading(block)


def _shown(document: Sequence[_Block], page: Sequence[int], hit: int, last: int) -> tuple[int, int]:
    """A slide is shown whole; of a long page only the cited section."""
    whole = sum(len(document[i].text) for i in page) <= 2000
    return (page[0], page[-1]) if whole else (hit, last)


def _whole_section(document: Sequence[_Block], start: int) -> Passage:
    """From a section's first block to the end of its page; the locator's own words do not stand there."""
    end = max(i for i, block in enumerate(document) if block.page == document[start].page)
    blocks = tuple(block.text for block in document[start : end + 1])
    return Passage(blocks, 0, len(blocks) - 1, exact=False)


def _is_heading(block: _Block) -> bool:
    if block.heading is not None:
        return block.heading
    first, *rest = block.text.split("\n")
    if _BULLET.match(first) or len(first) > _LONGEST_HEADING:
        return False
    return first.rstrip().endswith((":", "?")) or (not rest and not first.rstrip().endswith((".", ",", ")")))
