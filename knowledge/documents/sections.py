"""Sections of a document and what they are called: the locators that citations point with."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from statistics import median

from knowledge.documents.bounds import in_path
from knowledge.documents.model import Block, Document, Section

_LONGEST_NAME = 120  # characters of a heading in a locator
_OPENING = 8  # words that a section without a heading is known by
_SLIDE = 900  # characters; a page of a letter or a web page holds more
_FEWEST_SLIDES = 2


def sections(document: Document) -> tuple[Section, ...]:
    """The sections of a document in order; every block is in exactly one.

    A section is a heading and what stands under it, up to the next heading; or a page or slide without headings, or a
    paragraph outside all headings where there are no pages. The text is empty where a heading stands alone.
    """
    return sections_of(document.blocks)


def sections_of(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """As `sections`, of blocks alone."""
    spans = list(_spans(blocks))
    names = _names(blocks, spans)
    return tuple(
        Section(name, _text(blocks, first, last), first, last) for name, (first, last) in zip(names, spans, strict=True)
    )


def are_slides(blocks: Sequence[Block]) -> bool:
    """Whether a document's pages are slides: several, most of them with few words."""
    sizes: Counter[int] = Counter()
    for block in blocks:
        sizes[block.page or 0] += len(block.text)
    return 0 not in sizes and len(sizes) >= _FEWEST_SLIDES and median(sizes.values()) < _SLIDE


def key(text: str) -> str:
    """What two locators are compared by: letters and digits in lower case."""
    return " ".join(re.findall(r"[^\W_]+", text.lower())) or text.strip()


def _spans(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    first = 0
    for i in range(1, len(blocks)):
        if _begins(blocks[i - 1], blocks[i], blocks[first]):
            yield first, i - 1
            first = i
    if blocks:
        yield first, len(blocks) - 1


def _begins(before: Block, block: Block, first: Block) -> bool:
    """Whether a section begins with a block."""
    if block.kind == "heading":
        return True
    if before.kind == "heading":
        return block.path != (*before.path, in_path(before.text))
    if block.path != before.path:
        return True
    if first.kind == "heading":
        return False
    if block.page is not None:
        return block.page != before.page
    return block.kind == "paragraph" and not block.path


def _text(blocks: Sequence[Block], first: int, last: int) -> str:
    start = first + 1 if blocks[first].kind == "heading" else first
    return "\n\n".join(block.text for block in blocks[start : last + 1])


def _names(blocks: Sequence[Block], spans: Sequence[tuple[int, int]]) -> list[str]:
    """A name for each section: the shortest of its candidates that no other section has, in their order."""
    title, slides = _title(blocks), are_slides(blocks)
    candidates = [_candidates(blocks, span, title, slides) for span in spans]
    shared = [Counter(key(names[min(n, len(names) - 1)]) for names in candidates) for n in range(3)]
    taken: set[str] = set()
    numbers: Counter[str] = Counter()
    chosen = []
    for names in candidates:
        fits = (name for n, name in enumerate(names) if shared[n][key(name)] == 1 and key(name) not in taken)
        chosen.append(next(fits, "") or _numbered(_rarest(names, shared), taken, numbers))
        taken.add(key(chosen[-1]))
    return chosen


def _rarest(names: Sequence[str], shared: Sequence[Counter[str]]) -> str:
    return min(enumerate(names), key=lambda each: shared[each[0]][key(each[1])])[1]


def _numbered(name: str, taken: Collection[str], numbers: Counter[str]) -> str:
    """The name itself for the first section of that name, then «name (2)» and so on."""
    while True:
        numbers[name] += 1
        unique = name if numbers[name] == 1 else f"{name} ({numbers[name]})"
        if key(unique) not in taken:
            return unique


def _candidates(blocks: Sequence[Block], span: tuple[int, int], title: str, slides: bool) -> list[str]:
    """Names for a section, in the order to try: with its nearest outer heading, then with all of them."""
    block = blocks[span[0]]
    own = _short(block.text) if block.kind == "heading" else _opening(block.text)
    outer = [
        _short(text) for text in (block.path[1:] if block.path and block.path[0] == in_path(title) else block.path)
    ]
    if block.kind != "heading" and block.page is not None and (not block.path or slides):
        return [f"{'lysbilde' if slides else 'side'} {block.page}"]
    near = ": ".join([*outer[-1:], own])
    far = ": ".join([*outer, own])
    whole = ": ".join([*map(_short, block.path), own])
    return [near, far, whole]


def _title(blocks: Sequence[Block]) -> str:
    """The one heading that all others stand under; it need not be told in their locators."""
    roots = [block.text for block in blocks if block.kind == "heading" and not block.path]
    return roots[0] if len(roots) == 1 else ""


def _short(heading: str) -> str:
    text = heading.rstrip().rstrip(":").rstrip() or heading
    return text if len(text) <= _LONGEST_NAME else text[:_LONGEST_NAME].rpartition(" ")[0] or text[:_LONGEST_NAME]


def _opening(text: str) -> str:
    words = text.split()
    return _short(" ".join(words[:_OPENING]).rstrip(".,"))
