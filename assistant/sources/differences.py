"""What has changed between two readings of a document, section by section and word for word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.documents.model import Section

ChangeKind = Literal["added", "removed", "changed", "renamed"]
Mark = Literal["same", "out", "in"]
_MOST_WORDS = 3_000  # in a section; the comparison word by word is slow beyond it


@dataclass(frozen=True)
class SectionChange:
    """A section that is not as it was.

    Attributes:
        kind: `renamed`: the same words under another heading.
        locator: Where it stands now; for `removed`, where it stood.
        before: Its words as they were, "" for `added`.
        after: Its words as they are, "" for `removed`.
        was: For `renamed`, the locator that it had.
    """

    kind: ChangeKind
    locator: str
    before: str
    after: str
    was: str = ""


def compare(before: Sequence[Section], after: Sequence[Section]) -> tuple[SectionChange, ...]:
    """What has changed, in the order of the new document; what was removed comes last. White space does not count."""
    old = {_words(section.locator): section for section in before}
    new = {_words(section.locator): section for section in after}
    gone = {name: section for name, section in old.items() if name not in new}
    twins = {_words(section.text): name for name, section in gone.items() if section.text}
    changes: list[SectionChange] = []
    for name, section in new.items():
        words = _words(section.text)
        if name in old:
            if _words(old[name].text) != words:
                changes.append(SectionChange("changed", section.locator, old[name].text, section.text))
        elif other := gone.pop(twins.pop(words, ""), None):
            changes.append(SectionChange("renamed", section.locator, other.text, section.text, was=other.locator))
        else:
            changes.append(SectionChange("added", section.locator, "", section.text))
    changes += [SectionChange("removed", section.locator, section.text, "") for section in gone.values()]
    return tuple(changes)


def marked(before: str, after: str) -> tuple[tuple[Mark, str], ...]:
    """The words of two versions of a text in one row: which are the same, which went out, and which came in."""
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > _MOST_WORDS:
        return ("out", " ".join(old)), ("in", " ".join(new))
    pieces: list[tuple[Mark, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", " ".join(old[a:b])))
            continue
        pieces += [("out", " ".join(old[a:b]))] * (b > a)
        pieces += [("in", " ".join(new[c:d]))] * (d > c)
    return tuple(pieces)


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
