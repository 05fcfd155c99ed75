"""Headings that a number marks, and how deep each stands: «Kapittel 2», «§ 3», «Artikkel 4», «1.», «1.1», «a)»."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from knowledge.documents.tidy import is_numbered

Form = Literal["chapter", "article", "number", "letter", ""]
_LONGEST = 90  # characters; a longer line is a sentence
_CHAPTER = re.compile(
    r"^(?:kap(?:\.|ittel)?|del|avsnitt)\s+(?:\d{1,2}|[ivx]{1,5})\b[.:]?(?:\s+[A-ZÆØÅ(]|$)", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:§+\s*\d+(?:[-–.]\d+)*\s?[a-z]?|(?:Artikkel|Article|Art\.)\s+\d+)[.:]?(?:\s*[A-ZÆØÅ(]|$)")
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+[A-ZÆØÅ]")
_LETTER = re.compile(r"^\(?[a-zæøå][.)]\s+[A-ZÆØÅ]")
_ENDS_SENTENCE = re.compile(r"[.,;!]$")
_SENTENCE_INSIDE = re.compile(r"[a-zæøå)]{2}\. [A-ZÆØÅ]")
_CHAPTER_LEVEL, _ARTICLE_LEVEL, _LETTER_LEVEL = 1, 2, 5


def form(line: str) -> Form:
    """How a line is numbered, when it has the shape of a numbered heading; empty otherwise."""
    if len(line) > _LONGEST or _ENDS_SENTENCE.search(line) or _SENTENCE_INSIDE.search(line):
        return ""
    if _ARTICLE.match(line):
        return "article"
    if _CHAPTER.match(line):
        return "chapter"
    if _NUMBER.match(line) and (is_numbered(line) or "." in line.split()[0][:-1]):
        return "number"
    return "letter" if _LETTER.match(line) else ""


def level(line: str) -> int:
    """How deep a numbered heading stands, 1 outermost; 0 for a line without a number.

    >>> level("Kapittel 2 Søknad"), level("§ 3 Frist"), level("2. Bakgrunn"), level("2.1 Formål"), level("Formål")
    (1, 2, 1, 2, 0)
    """
    match form(line):
        case "chapter":
            return _CHAPTER_LEVEL
        case "article":
            return _ARTICLE_LEVEL
        case "letter":
            return _LETTER_LEVEL
        case "number":
            return line.split()[0].rstrip(".)").count(".") + 1
        case _:
            return 0


def is_article(line: str) -> bool:
    """Whether a line is the heading of a paragraph of a law: «§ 3 Frist», «Artikkel 4». No list has such items."""
    return form(line) == "article"


def forms_of_headings(lines: Iterable[tuple[str, bool]]) -> frozenset[Form]:
    """The forms of numbering that headings have, rather than items of a list.

    Args:
        lines: The lines that stand alone, each with whether running text follows it.
    """
    opens: Counter[Form] = Counter()
    others: Counter[Form] = Counter()
    for line, followed in lines:
        (opens if followed else others)[form(line)] += 1
    return frozenset(each for each in opens if each and opens[each] > others[each])
