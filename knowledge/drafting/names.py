"""Which scheme a heading or sentence names: by name, alias or chapter and post."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from knowledge.drafting.words import LONGEST, plain
from knowledge.language.normalise import fold, words
from knowledge.language.pipeline import Language, Match, Phrase
from knowledge.model import Scheme
from knowledge.remarks import Remark, remark
from knowledge.yaml_files import plain_reader

_CHAPTER = re.compile(r"\bkap(?:ittel|\.)?\s*(\d{3,4})(?:\s*[.,-]?\s*post\s*|\s*\.\s*|\s*-\s*)(\d{2})(?!\d)")
_SHORTEST_ALIAS = 7


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names.

    Attributes:
        schemes: Ids, in the order of the text; two where the words fit two.
        whole: Whether the text has no other content words than the name.
        doubts: What speaks against it.
    """

    schemes: tuple[str, ...] = ()
    whole: bool = False
    doubts: tuple[Remark, ...] = ()


class Names:
    """Finds the names of schemes. Built once for a set of schemes."""

    def __init__(self, schemes: Sequence[Scheme]) -> None:
        self._chapters: dict[tuple[int, int], list[str]] = {}
        for scheme in schemes:
            if scheme.chapter and scheme.post:
                self._chapters.setdefault((scheme.chapter, scheme.post), []).append(scheme.id)
        phrases = [phrase for scheme in schemes for phrase in _phrases(scheme)]
        self._headings = Language(phrases)
        self._sentences = Language(replace(phrase, fuzzy=False) for phrase in phrases)
        self._written = {s.id: {s.short_name[lang] for lang in ("nb", "nn")} for s in schemes}
        self._lower = {name.lower() for names in self._written.values() for name in names}
        self._known = {s.id: {fold(w.text) for lang in ("nb", "nn") for w in words(s.name[lang])} for s in schemes}

    def heading(self, text: str) -> Named:
        """What a heading names; a heading that only has some words of a name in it names nothing."""
        if len(text) > LONGEST:
            return Named()
        chapters = self._by_chapter(text)
        found = self._headings.find(_without_chapter(text))
        ids = list(dict.fromkeys(match.key for match in found))
        if not ids:
            return _by_chapter_alone(chapters)
        rest = self._rest(text, found)
        if len(rest) > max(2, sum(m.last - m.first + 1 for m in found)):
            return Named()
        doubts = (remark("more_than_name", words=", ".join(rest)),) if rest else ()
        if chapters and len(ids) == 1 and ids[0] not in chapters:
            doubts = (remark("chapter_of_another"),)
        elif chapters and len(ids) > 1:
            ids = [i for i in ids if i in chapters] or ids
        return Named(tuple(ids), not rest, doubts)

    def sentence(self, text: str) -> tuple[str, ...]:
        """The schemes that a sentence names, by full words."""
        found = [m for m in self._sentences.find(_without_chapter(text)) if self._written_so(text, m)]
        return tuple(dict.fromkeys(match.key for match in found)) or self._one(text)

    def own_words(self, text: str) -> bool:
        """Whether a heading has words that are not of any heading."""
        return bool(self._rest(text, ()))

    def _written_so(self, text: str, match: Match) -> bool:
        """«TryggEst» is a scheme; «det er tryggest å søke tidlig» is not: a name of one word keeps its capitals."""
        said = text[match.start : match.end]
        return " " in said or "-" in said or said in self._written[match.key] or said.lower() not in self._lower

    def _one(self, text: str) -> tuple[str, ...]:
        chapters = self._by_chapter(text)
        return tuple(chapters) if len(chapters) == 1 else ()

    def _by_chapter(self, text: str) -> list[str]:
        held: list[str] = []
        for chapter, post in _CHAPTER.findall(plain(text)):
            held += self._chapters.get((int(chapter), int(post)), [])
        return held

    def _rest(self, text: str, found: Sequence[Match]) -> list[str]:
        """The content words that are in no name."""
        said = words(_without_chapter(text))
        own = {w for match in found for w in self._known[match.key]}
        inside = {place for m in found for place in range(m.first, m.last + 1)}
        return [
            w.text
            for place, w in enumerate(said)
            if place not in inside and fold(w.text) not in _generic() | own and not w.text.isdigit()
        ]


_last: list[tuple[tuple[Scheme, ...], Names]] = []


def names_of(schemes: Sequence[Scheme]) -> Names:
    """The names of these schemes; made again only for others than the last time, since it takes half a second."""
    wanted = tuple(schemes)
    for held, names in _last:
        if len(held) == len(wanted) and all(a is b for a, b in zip(held, wanted, strict=True)):
            return names
    names = Names(wanted)
    _last[:] = [(wanted, names)]
    return names


def _by_chapter_alone(chapters: Sequence[str]) -> Named:
    if len(chapters) == 1:
        return Named(tuple(chapters), True)
    return Named(tuple(chapters), False, (remark("chapter_shared"),) if chapters else ())


def _without_chapter(text: str) -> str:
    return _CHAPTER.sub(lambda m: " " * len(m.group()), plain(text))


def _phrases(scheme: Scheme) -> list[Phrase]:
    """Full names with misspellings, aliases as they are; figures and English names are left out."""
    full = {scheme.name["nb"], scheme.name["nn"], scheme.short_name["nb"], scheme.short_name["nn"]}
    aliases = {
        alias
        for alias in scheme.aliases
        if not any(char.isdigit() for char in alias)
        and len(alias) >= _SHORTEST_ALIAS
        and alias not in scheme.hints
        and not alias.startswith(("den ", "ordning", "post ", "kap", "bufdir", "langvarig", "sammensat", "samanset"))
    }
    return [
        *(Phrase(text, "scheme", scheme.id, fuzzy=len(text) >= 12) for text in sorted(full)),
        *(Phrase(text, "scheme", scheme.id) for text in sorted(aliases - full)),
    ]


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    """Words of a heading that are no part of a scheme's name."""
    told = plain_reader().load((files("knowledge.drafting") / "generic_words.yml").read_text(encoding="utf-8"))
    return frozenset(fold(word) for word in told)
