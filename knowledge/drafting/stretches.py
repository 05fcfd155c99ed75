"""Which part of a document is about which scheme."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from knowledge.documents.model import Block, Document
from knowledge.drafting.foreign import OTHER_SCHEME, is_title_of_another, marked
from knowledge.drafting.headings import topic_of
from knowledge.drafting.letters import bare, owned, short_names
from knowledge.drafting.lines import Line
from knowledge.drafting.names import Named, Names
from knowledge.drafting.words import plain
from knowledge.remarks import Remark

_ANNOUNCES = re.compile(
    r"\blys(?:er|es|t|ast)\b|\bkunngj\w+|\butlys\w+|\bkan\s+(?:nå\s+|no\s+)?(?:søke|søkje|søkes|søkjast)\b|\bsøk\s+(?:om\s+)?(?:tilskudd|tilskot|midl\w+)|\btilskudd\w*\s+(?:til|for)\b|\btilskot\w*\s+(?:til|for)\b|\bordning\w*\b|\bsøknadsfrist\w*|\bmidl(?:er|ar|ene|ane|a)\s+(?:til|for)\b"
)
_TELLING = frozenset(
    ("deadline", "both_deadlines", "who_can_apply", "amount", "total_amount", "how_to_apply", "goal", "target_group")
)
OF_ANOTHER, LISTED = Remark("heading_of_another"), Remark("names_listed")
_SHORT = 12  # words; a longer first line is a sentence
_OWN_TOPICS = frozenset(("who_can_apply", "deadline", "both_deadlines", "amount", "total_amount"))


@dataclass
class Stretch:
    """The lines of one scheme.

    Attributes:
        scheme: Its id; None when it is none of ours.
        name: As the document calls it.
        heading: The words that named it.
        doubts: What is not certain about which scheme it is.
        lines: In order.
    """

    scheme: str | None
    name: str
    heading: str = ""
    doubts: tuple[Remark, ...] = ()
    lines: list[Line] = field(default_factory=list)


def stretches(document: Document, lines: Sequence[Line], names: Names) -> list[Stretch]:
    """Parts the lines of a document between the schemes it speaks of; what only points elsewhere is left out."""
    told = owned(marked([line for line in lines if not _points_elsewhere(line, names)], names), names)
    by_block = _by_headings(document, names)
    if not any(by_block) and not any(line.owner for line in told):
        return _by_sentences(document, told, names)
    opened = {_key(held): replace(held, lines=[]) for held in by_block if held is not None}
    for line in told:
        at = by_block[line.block]
        owner = _owner(line, at, names)
        if owner is None:
            continue
        held = replace(line, foreign=bool(owner.scheme) and (line.foreign or LISTED in owner.doubts))
        opened.setdefault(_key(owner), replace(owner, lines=[])).lines.append(held)
    return list(opened.values())


def _points_elsewhere(line: Line, names: Names) -> bool:
    """What stands under «Se også», and items that are nothing but the name of a scheme."""
    if any(topic_of(label.partition(":")[0]) == "elsewhere" for label in line.labels):
        return True
    return line.kind == "item" and names.heading(bare(line.text)).whole


def _key(stretch: Stretch) -> str:
    return stretch.scheme or f"? {stretch.name}"


def _by_headings(document: Document, names: Names) -> list[Stretch | None]:
    """For each block, the stretch that it is in."""
    base = _opened(document.title, names.heading(document.title), document.title) if document.title else None
    current, level, found = base, 0, []
    short = short_names(document, names)
    for index, block in enumerate(document.blocks):
        if index in short:
            current, level = _opened(bare(block.text), names.heading(bare(block.text)), bare(block.text)), 0
            current = current or Stretch(None, block.text, block.text)
        elif _may_open(block, index) and not topic_of(block.text):
            opened = _opened(block.text, names.heading(block.text), block.text)
            if opened is None and _other_scheme(document, index, level, current):
                opened = Stretch(None, block.text, block.text)
            if opened is not None and not _within(opened, current, block, level):
                current, level = _after_another(opened, current, document.blocks, index), block.level
            elif opened is None and current is not base and block.level < level:
                current, level = base, 0
        found.append(current)
    return found


def _after_another(opened: Stretch, before: Stretch | None, blocks: Sequence[Block], index: int) -> Stretch:
    """The name right below the name of another scheme may be the last of a list, and what follows of them all."""
    listed = index > 0 and before is not None and before.scheme and before.heading == blocks[index - 1].text
    if not listed or before is None or before.scheme == opened.scheme or index == 1:
        return opened
    return replace(opened, doubts=(*opened.doubts, LISTED))


def _may_open(block: Block, index: int) -> bool:
    """Headings, and a short first line that is no sentence."""
    first = index == 0 and block.kind == "paragraph" and not block.text.rstrip().endswith((".", "!"))
    return block.kind == "heading" or (first and len(block.text.split()) <= _SHORT)


def _within(opened: Stretch, current: Stretch | None, block: Block, level: int) -> bool:
    """A heading deeper down that names the same scheme again, or says less than the one it stands under."""
    if current is None or block.level <= level:
        return False
    return opened.scheme == current.scheme or (current.scheme is not None and bool(opened.doubts))


def _opened(text: str, named: Named, name: str) -> Stretch | None:
    if len(named.schemes) == 1:
        return Stretch(named.schemes[0], name, text, named.doubts)
    if named.doubts:
        return Stretch(None, name, text, named.doubts)
    return None


def _other_scheme(document: Document, index: int, level: int, current: Stretch | None) -> bool:
    """Whether a heading opens a scheme that is none of ours: by its words, or by telling of itself as schemes do."""
    block = document.blocks[index]
    if current is not None and block.level > level:
        return False
    below = document.blocks[index + 1 :]
    end = next((i for i, b in enumerate(below) if b.kind == "heading" and b.level <= block.level), len(below))
    topics = {topic_of(b.text) for b in below[:end] if b.kind == "heading"}
    topics |= {topic_of(b.text.partition(":")[0]) for b in below[:end] if b.kind != "heading" and ":" in b.text}
    by_words = bool(OTHER_SCHEME.match(plain(block.text).strip())) and bool(below[:end])
    return by_words or (level > 0 and bool(topics & _OWN_TOPICS))


def _owner(line: Line, at: Stretch | None, names: Names) -> Stretch | None:
    """The stretch of a line: what its row, innermost label or own words name, else the one it stands in."""
    if line.owner:
        named = names.heading(line.owner)
        return _opened(line.owner, named, line.owner) or Stretch(None, line.owner, line.owner)
    for label in reversed(line.labels):
        if topic_of(label):
            said = names.sentence(label)
            if len(said) == 1 and (at is None or said[0] != at.scheme):
                return Stretch(said[0], label, label)
    said = names.sentence(line.text) if line.kind != "heading" else ()
    if len(said) == 1 and (at is None or at.scheme != said[0]) and (at is None or at.scheme):
        return Stretch(said[0], line.text[:80], "", (Remark("named_beside_another"),))
    return at


def _title(document: Document) -> str:
    """The title, else the first short block."""
    return document.title or next((b.text for b in document.blocks if len(b.text.split()) <= _SHORT), "")


def _by_sentences(document: Document, lines: Sequence[Line], names: Names) -> list[Stretch]:
    """No heading names a scheme: the sentences that do, or none."""
    naming = [(line, said) for line in lines if (said := names.sentence(line.text))]
    ids = list(dict.fromkeys(i for _, said in naming for i in said))
    if not ids:
        return [Stretch(None, _title(document), _title(document), (), list(lines))]
    if len(ids) == 1:
        announced = any(_ANNOUNCES.search(line.plain) for line, _ in naming)
        doubts = () if announced else (Remark("only_named"),)
        other = is_title_of_another(_title(document), names)
        doubts = (OF_ANOTHER,) if other else doubts
        held = [replace(line, foreign=True) for line in lines] if other else list(lines)
        return [Stretch(ids[0], document.title or naming[0][0].text[:80], document.title, doubts, held)]
    return [
        Stretch(i, document.title or i, document.title, (Remark("several_schemes"),), [line for line, said in naming if said == (i,)])
        for i in ids
    ]  # fmt: skip
