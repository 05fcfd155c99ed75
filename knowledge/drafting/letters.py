"""Newsletters in plain text: several grants in one text, each named by a short line or by «name:» before its facts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from knowledge.documents.model import Block, Document
from knowledge.drafting.dates import dates
from knowledge.drafting.foreign import is_title_of_another
from knowledge.drafting.headings import topic_of
from knowledge.drafting.kinds import is_list
from knowledge.drafting.lines import Line
from knowledge.drafting.names import Names
from knowledge.drafting.words import plain

_BEFORE_COLON = re.compile(r"^[\s•➢*–-]*+(?P<name>[^:|.]{2,110}(?:\([^)]*\))?)\s*:\s+\S")
_NUMBER = re.compile(r"^[\s•➢*–-]*(?:\d{1,2}(?:\.\d{1,2})*[.)]\s+|[a-h]\)\s+)?")
_SHORT = 16  # words; the longest name of a scheme has fourteen


def bare(text: str) -> str:
    """A short line without its number, bullet and closing colon.

    >>> bare("2. Kommunalt rusarbeid:")
    'Kommunalt rusarbeid'
    """
    return _NUMBER.sub("", text, count=1).rstrip(" :")


def owned(lines: Sequence[Line], names: Names) -> list[Line]:
    """Lines with `owner` set in paragraphs that begin with «name of a scheme:».

    Where some do, a paragraph that begins with other words before a colon is of what these name.
    """
    blocks = [list(group) for _, group in groupby(lines, key=lambda line: line.block)]
    before = [_before_colon(held[0]) for held in blocks]
    ours = {name for name in before if name and names.heading(name).whole and len(names.heading(name).schemes) == 1}
    if not ours:
        return list(lines)
    found: list[Line] = []
    for name, held in zip(before, blocks, strict=True):
        takes = name in ours or (name and (len(ours) > 1 or is_title_of_another(name, names)))
        found += [replace(line, owner=name) for line in held] if takes and name else held
    return found


def _before_colon(line: Line) -> str:
    """What a paragraph has before its first colon, when it is no label of a topic."""
    found = _BEFORE_COLON.match(line.passage) if line.kind in ("paragraph", "item") and not line.owner else None
    name = _NUMBER.sub("", found["name"], count=1).strip() if found else ""
    return "" if not name or topic_of(name) or dates(plain(name)) else name


def short_names(document: Document, names: Names) -> frozenset[int]:
    """Blocks of a text without headings that are nothing but a grant's name, with text of its own below.

    A list of names, as in a menu, is none. Empty unless one of ours is among them: then short lines that name
    another grant, and where two of ours are, any other short line too, open parts that are not ours.
    """
    blocks = document.blocks
    if any(block.kind == "heading" and names.heading(block.text).schemes for block in blocks):
        return frozenset()
    ours = {i for i, block in enumerate(blocks) if _is_name(block, names) and _has_text(blocks, i, names)}
    if not ours:
        return frozenset()
    others = {
        i
        for i, block in enumerate(blocks)
        if i > min(ours) and i not in ours and _is_short(block)
        if len(ours) > 1 or is_title_of_another(bare(block.text), names)
    }
    headings = {i for i, block in enumerate(blocks) if i > min(ours) and _is_plain_heading(block)}
    return frozenset(ours | others | headings)


def _is_plain_heading(block: Block) -> bool:
    return block.kind == "heading" and not topic_of(block.text)


def _is_short(block: Block) -> bool:
    text = block.text.rstrip()
    if block.kind not in ("paragraph", "item") or len(text.split()) > _SHORT or text.endswith((".", "!", "?", ",")):
        return False
    return not (topic_of(text.partition(":")[0]) or dates(plain(text)) or is_list(plain(text)) or ":" in text[:-1])


def _is_name(block: Block, names: Names) -> bool:
    if not _is_short(block):
        return False
    named = names.heading(bare(block.text))
    return named.whole and len(named.schemes) == 1


def _has_text(blocks: Sequence[Block], index: int, names: Names) -> bool:
    """Whether text stands right below, and the block is not one name of a list."""
    if index + 1 >= len(blocks) or index == 0:
        return False
    beside = (blocks[index - 1], blocks[index + 1])
    if any(_is_name(block, names) for block in beside):
        return False
    return blocks[index].kind != "item" or all(block.kind != "item" for block in beside)
