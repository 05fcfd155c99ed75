"""A document as lines: each sentence or cell with the headings and labels it stands under, and its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.documents.model import Block, Document
from knowledge.drafting.headings import topic_of
from knowledge.drafting.kinds import is_list
from knowledge.drafting.places import Places
from knowledge.drafting.words import LONGEST, plain, sentences

_LABEL = re.compile(r"^[\s•➢*\-–]*+(?P<label>[^:|]{2,70}?)\s*:\s*(?P<rest>.*)$", re.DOTALL)
_EXAMPLE = re.compile(r"\b(?:eksempel|eksempler|døme|mal for)\b")
_BULLET = re.compile(r"^[\s•➢*–-]+")
# Words that speak to whoever reads, to have something done; what stands beside them is not a statement of the document.
_INSTRUCTION = re.compile(
    r"\bignorer\w*|\bse bort (?:fra|frå)\b|\bsjå bort frå\b|\boverse\b|\bglem (?:alt|alle|det|reglene|tidligere)|\bgløym\b|"
    r"\binstruks\w*|\binstruksjon\w*|\bspråkmodell\w*|\bassistent\w*|\bchatbot\w*|\bsystem ?prompt|\bprompt\w*|"
    r"\bden som (?:leser|les) dette|\btil systemet\b|\btil maskinen\b|\broboten?\b|\bki-(?:modell|verktøy)\w*|"
    r"\b(?:svar|skriv|si|sei|oppgi|bekreft|registrer) at\b|\b(?:sett|endre|set) (?:søknads)?frist\w*|"
    r"\bignore\b|\bdisregard\b|\byour (?:rules|instructions)\b|\bset the deadline\b"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, a heading or a table cell.

    Attributes:
        text: Its own words.
        passage: What is cited for it: the same words, or with the label, row or heading that they need.
        plain: `text` in lower case with ordinary spaces, character by character.
        kind: Of the block it is in.
        block: Index of the block in the document.
        locator: Where it stands.
        labels: Headings and labels that it stands under, outermost first.
        labelled: Whether the innermost label stands right beside it: «Frist: …», a table cell, or a heading whose only
            words these are.
        owner: What the first cell of its row is, in a table with a row for each scheme; empty elsewhere.
        quoted: Whether it stands in a quotation, or under a heading of an example.
        instructed: Whether its block speaks to whoever reads, to have something done.
        foreign: Whether it speaks of another grant, or stands under the heading of one.
    """

    text: str
    passage: str
    kind: str
    block: int
    locator: str
    labels: tuple[str, ...] = ()
    labelled: bool = False
    owner: str = ""
    quoted: bool = False
    instructed: bool = False
    foreign: bool = False
    plain: str = field(default="", compare=False)

    @property
    def topic(self) -> str:
        """The topic of the innermost label that has one; empty when none has."""
        return next((topic for label in reversed(self.labels) if (topic := topic_of(label))), "")


def lines(document: Document) -> tuple[Line, ...]:
    """The document's lines, in order."""
    return tuple(replace(line, plain=plain(line.text)) for line in _Reading(document).lines())


def _is_quoted(block: str, text: str) -> bool:
    """Whether a sentence stands between «quotation marks» that another sentence may have opened."""
    place = block.find(text)
    return place > 0 and block.count("«", 0, place + 1) > block.count("»", 0, place)


class _Reading:
    """Goes through the blocks once; remembers the label of a paragraph such as «Søknadsfrist:» and a table's header."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._places = Places(document)
        self._pending: str = ""
        self._header: list[str] = []

    def lines(self) -> Iterator[Line]:
        for index, block in enumerate(self._blocks):
            instructed = bool(_INSTRUCTION.search(plain(block.text)))
            example = bool(_EXAMPLE.search(plain(" ".join((*block.path, self._pending)))))
            for line in self._read(index, block):
                quoted = example or _is_quoted(block.text, line.text)
                yield replace(line, instructed=instructed, quoted=quoted) if instructed or quoted else line

    def _read(self, index: int, block: Block) -> Iterator[Line]:
        if block.kind == "row":
            yield from self._row(index, block)
            return
        self._header = []
        if block.kind == "heading" and self._is_answer(index):
            asked = self._blocks[index - 1]
            labels = (*asked.path, asked.text)
            yield self._line(index, block.text, block.text, labels, kind="paragraph", labelled=True)
        elif block.kind == "heading":
            self._pending = ""
            yield self._line(index, block.text[:LONGEST], block.text[:LONGEST], block.path)
        elif self._is_label(block.text):
            self._pending = block.text
            yield self._line(index, block.text, block.text, block.path)
        else:
            yield from self._running_text(index, block)

    def _is_answer(self, index: int) -> bool:
        """«Kommuner» right under «Hvem kan søke?» is the answer, though it was set as a heading; several such are parts."""
        before = self._blocks[index - 1] if index else None
        if before is None or before.kind != "heading" or topic_of(before.text) != "who_can_apply":
            return False
        answers = 0
        for block in self._blocks[index:]:
            if block.kind == "heading" and topic_of(block.text):
                break
            answers += block.kind == "heading" and is_list(plain(block.text))
        return answers == 1 and is_list(plain(self._blocks[index].text))

    def _is_label(self, text: str) -> bool:
        """«Søknadsfrist:» as a paragraph of its own."""
        return not _BULLET.match(text) and text.rstrip().endswith((":", "?")) and bool(topic_of(text))

    def _running_text(self, index: int, block: Block) -> Iterator[Line]:
        labels = (*block.path, self._pending) if self._pending else block.path
        found = _LABEL.match(block.text)
        if found and topic_of(found["label"]):
            labels, offset = (*labels, found["label"]), found.start("rest")
            if not found["rest"]:
                self._pending = found["label"]
            yield from self._sentences(index, block.text, labels, offset, labelled=True)
        else:
            yield from self._sentences(index, block.text, labels, 0, labelled=self._stands_alone(index))

    def _stands_alone(self, index: int) -> bool:
        """Whether a block comes right after its heading or label."""
        before = self._blocks[index - 1] if index else None
        return before is not None and (before.kind == "heading" or self._is_label(before.text))

    def _sentences(
        self, index: int, text: str, labels: Sequence[str], offset: int, *, labelled: bool
    ) -> Iterator[Line]:
        for number, (start, end) in enumerate(sentences(text[offset:])):
            first = number == 0
            passage = text[(0 if first else offset + start) : offset + end].strip()
            words = _BULLET.sub("", text[offset + start : offset + end].strip())
            yield self._line(index, words, passage, labels, labelled=labelled and first)

    def _row(self, index: int, block: Block) -> Iterator[Line]:
        """A row of a table: a label and its value, or cells under the header row."""
        cells = block.text.split(" | ")
        topics = [topic_of(cell) for cell in cells]
        if len(cells) > 1 and sum(map(bool, topics)) >= max(2, len(cells) - 1):
            self._header = cells
            return
        if self._header and len(self._header) == len(cells):
            labels = [(*block.path, cells[0], header) for header in self._header]
        elif topics[0]:
            labels = [(*block.path, cells[0])] * len(cells)
        else:
            labels = [block.path] * len(cells)
        for number, cell in enumerate(cells):
            if number == 0 and topics[0]:
                continue
            owner = cells[0] if self._header and not topics[0] and not topic_of(self._header[0]) else ""
            for start, end in sentences(cell):
                line = self._line(index, cell[start:end], block.text, labels[number], labelled=True)
                yield replace(line, owner=owner)

    def _line(
        self, index: int, text: str, passage: str, labels: Sequence[str], *, labelled: bool = False, kind: str = ""
    ) -> Line:
        locator = self._places.locator(index)
        return Line(text, passage, kind or self._blocks[index].kind, index, locator, tuple(labels), labelled)
