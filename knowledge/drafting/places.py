"""Where a block of a document stands, as a citation names it."""

from knowledge.documents.model import Document, Section


class Places:
    """The section of each block."""

    def __init__(self, document: Document) -> None:
        self._sections = sections(document)

    def section(self, block: int) -> Section | None:
        """The innermost section that holds a block."""
        holding = [s for s in self._sections if s.first <= block <= s.last]
        return min(holding, key=lambda s: s.last - s.first, default=None)

    def locator(self, block: int) -> str:
        found = self.section(block)
        return found.locator if found else ""


def sections(document: Document) -> tuple[Section, ...]:
    """A section for each heading, and for each page without one."""
    made: list[Section] = []
    start = 0
    for index in range(1, len(document.blocks) + 1):
        if index < len(document.blocks) and not _begins(document, index):
            continue
        made.append(_section(document, start, index - 1))
        start = index
    return tuple(made)


def _begins(document: Document, index: int) -> bool:
    here, before = document.blocks[index], document.blocks[index - 1]
    return here.kind == "heading" or here.page != before.page


def _section(document: Document, first: int, last: int) -> Section:
    blocks = document.blocks[first : last + 1]
    head = blocks[0]
    own = [b.text for b in blocks if b.kind != "heading"]
    name = ": ".join((*head.path[-1:], head.text)) if head.kind == "heading" else f"side {head.page or 1}"
    return Section(name, "\n\n".join(own), first, last)
