"""How much of a document is read: what comes after reading repeats the headings over a block with every block.

A small file can say little in very many blocks under very long headings. Then what is made of it (paths, lines of a
draft, locators) grows as the one times the other, so both are bounded, and what they come to together.
"""

from collections.abc import Sequence

from knowledge.documents.model import Block, DocumentError

MOST_BLOCKS = 50_000  # the longest PDF that is read has 1000 pages
MOST_CHARACTERS = 10_000_000  # of the blocks and of the paths over them, each path counted with each of its blocks
LONGEST_IN_PATH = 300  # characters of a heading as it stands over other blocks; its own block has it whole
_CUT = "…"


def in_path(heading: str) -> str:
    """A heading as it stands in the paths of what is under it: whole, but for one that is as long as a text."""
    return heading if len(heading) <= LONGEST_IN_PATH else heading[: LONGEST_IN_PATH - len(_CUT)] + _CUT


def characters(blocks: Sequence[Block]) -> int:
    """The characters of blocks and of the paths over them."""
    return sum(len(block.text) + sum(map(len, block.path)) for block in blocks)


def check_length(blocks: Sequence[Block]) -> None:
    """Refuses more blocks, or more text, than any announcement has.

    Raises:
        DocumentError: The document is too long to be read as one.
    """
    if len(blocks) > MOST_BLOCKS:
        raise too_long(f"it has {len(blocks)} paragraphs, and at most {MOST_BLOCKS} are read")
    if (found := characters(blocks)) > MOST_CHARACTERS:
        raise too_long(
            f"it has {found} characters, the headings over each paragraph counted with it, "
            f"and at most {MOST_CHARACTERS} are read"
        )


def too_long(why: str) -> DocumentError:
    """The refusal of a document that says too much, in few bytes or many."""
    return DocumentError(
        f"The document is too long to be read as one: {why}. "
        "Split it, and use only the part that announces the scheme.",
        "too_long",
    )
