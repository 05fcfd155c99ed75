"""Where a block of a document stands, as a citation names it."""

from knowledge.documents.model import Document
from knowledge.documents.sections import sections


class Places:
    """The section of each block."""

    def __init__(self, document: Document) -> None:
        self._names = {
            block: section.locator for section in sections(document) for block in range(section.first, section.last + 1)
        }

    def locator(self, block: int) -> str:
        return self._names.get(block, "")
