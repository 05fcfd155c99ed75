"""When a word that looks like a place name is one.

Many municipalities bear the name of an everyday word (Time, Sel, Gran, Os), and folding makes more of them alike
(«oss» and Os). Such a word needs a sign beside it: «kommune», a capital letter, a preposition, another place.
"""

import csv
import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path

from knowledge.language.normalise import Word, fold


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MUNICIPALITY_AFTER = _set(
    "kommune kommunes kommuna kommun komune kommuner kommunar kommunane kommunene herad "
    "herads suohkan suohkana gielda gieldda tjïelte tjïelten kommuunin kommuuni"
)
_MUNICIPALITY_BEFORE = _set("kommune kommunen kommuna kommunene kommunane komunen")
_PREPOSITIONS = _set("i på frå fra ifra ifrå til for hos")
_PLACE_PREPOSITIONS = _set("i frå fra ifra ifrå")
_BELONGING = _set(
    "vi me er e bor bur bo hører høyrer kommer kjem kommune kommunen kommuna jobber jobbar arbeider arbeidar "
    "holder held ligger ligg kontor kontoret kontakt statsforvalter statsforvalteren statsforvaltar statsforvaltaren"
)
_OFFICE_STEMS = ("statsforvalt", "fylkesmann", "embete", "kommunenummer", "fylke")
_AND = frozenset(("og", "samt", "eller"))
_FILLER = _set(
    "i på fra frå til vi me er e det heter heiter kommune kommuna kommunen bor bur og jeg eg æ ja nei hei "
    "fylke the in from"
)
# Words that may stand, with a capital, before a place name at the start of a sentence.
_OPENERS = _set(
    "er kan skal må får har vil bør ligger søker søkjer og men både hvis dersom når at som hva kva gjelder gjeld "
    "sorterer hører høyrer tilhører dekker omfatter does is can"
)
_SENTENCE_END = re.compile(r"[.!?:\n•;]")
_SPELLINGS = (("å", ("aa", "a")), ("ø", ("oe", "o")), ("æ", ("ae", "a")))
_NEAR_NEEDS_CONTEXT = 6


@lru_cache(maxsize=1)
def ordinary_words() -> dict[str, str]:
    """Word → kind: common, rare or near. Source: `ordinary_words.csv`, explained in `SOURCES.md`."""
    with (Path(__file__).parent / "ordinary_words.csv").open(encoding="utf-8") as file:
        return {row["word"]: row["kind"] for row in csv.DictReader(file)}


class Sentence:
    """A message seen from its place names: which words stand beside them."""

    def __init__(self, text: str, words: Sequence[Word], places: Collection[tuple[int, int]]) -> None:
        self.text = text
        self.words = words
        self._places = {i for first, last in places for i in range(first, last + 1)}
        self._shouting = text.upper() == text
        self._only_places = all(i in self._places or w.text in _FILLER for i, w in enumerate(words))
        self._has_office = any(w.text.startswith(_OFFICE_STEMS) for w in words)

    def accepts(self, first: int, last: int, name: str, edits: int, former: bool) -> bool:
        """Whether the words `first` to `last` mean the place `name`, leaving coordination («X og Y») aside."""
        if last > first and self.words[last].text in _MUNICIPALITY_AFTER:
            last -= 1  # «lillehamer komune»: the second word is the sign beside the first
        written = " ".join(w.text for w in self.words[first : last + 1])
        if edits or last - first != name.count(" ") + name.count("-"):
            return self._accepts_misspelt(first, last, name, edits)
        if last > first:
            return True
        kind, own = _kind(written, name)
        if kind is None:
            return True
        if not own:
            return written in _spellings(name) and (self._named(first, last) or self._capital(first))
        if former and kind == "common":
            return self._named(first, last) or (self.written_capital(first) and self._before(first) in _PREPOSITIONS)
        return self._in_context(first, last, kind)

    def joins(self, first: int, accepted_last: int) -> bool:
        """Whether only «og» or a comma stands between an accepted place and the word `first`."""
        between = [w.text for w in self.words[accepted_last + 1 : first]]
        if between:
            return len(between) == 1 and between[0] in _AND
        return "," in self.text[self.words[accepted_last].end : self.words[first].start]

    def _in_context(self, first: int, last: int, kind: str) -> bool:
        if self._named(first, last) or self._capital(first) or self._only_places:
            return True
        before = self._before(first)
        if kind == "common":
            earlier = self._before(first - 1)
            return (
                (before in _PLACE_PREPOSITIONS and earlier in _BELONGING)
                or (before == "for" and earlier.startswith(_OFFICE_STEMS))
                or (before == "til" and earlier in ("hører", "høyrer"))
            )
        return before in _PREPOSITIONS or self._has_office

    def _accepts_misspelt(self, first: int, last: int, name: str, edits: int) -> bool:
        """A misspelling must not be a real word; a short one, or one with a stray space, needs a sign beside it."""
        folded = fold("".join(w.text for w in self.words[first : last + 1]))
        size, expected = last - first + 1, 1 + name.count(" ") + name.count("-")
        if size == expected == 1 and ordinary_words().get(folded) == "near":
            return False
        if size > expected:
            return folded == fold(name) and (self._named(first, last) or self._capital(first))
        if len(folded) <= _NEAR_NEEDS_CONTEXT or (size != expected and edits):
            return self._in_context(first, last, "rare")
        return True

    def _named(self, first: int, last: int) -> bool:
        """«X kommune», «kommunen X», «X og Y kommuner»."""
        after = last + 1
        while after < len(self.words) and (after in self._places or self.words[after].text in _AND):
            after += 1
        follows = after < len(self.words) and self.words[after].text in _MUNICIPALITY_AFTER
        return follows or (self._before(first) in _MUNICIPALITY_BEFORE and self.written_capital(first))

    def _capital(self, index: int) -> bool:
        """A capital letter in the middle of a sentence, and not the surname in «Kari Lund»."""
        if self._shouting or index == 0 or not self.written_capital(index):
            return False
        previous = self.words[index - 1]
        gap = self.text[previous.end : self.words[index].start]
        if _SENTENCE_END.search(gap):
            return False
        given_name = gap == " " and self.written_capital(index - 1) and index - 1 not in self._places
        return not given_name or previous.text in _PREPOSITIONS or previous.text in _OPENERS

    def written_capital(self, index: int) -> bool:
        word = self.words[index]
        return self.text[word.start].isupper() and not self.text[word.start : word.end][1:].isupper()

    def _before(self, index: int) -> str:
        return self.words[index - 1].text if index > 0 else ""


def _kind(written: str, name: str) -> tuple[str | None, bool]:
    """The kind of ordinary word that `written` is, genitive s aside, and whether it is spelt as the name is."""
    base = name.lower()
    ordinary = ordinary_words()
    if written in (base, *_digraphs(base)):
        return ordinary.get(base), True
    if base[-1] not in "sxz" and written.removesuffix("s").rstrip("'’") == base:
        return ordinary.get(base), True
    kind = ordinary.get(written)
    if kind in ("common", "rare"):
        return kind, False
    return ("rare", True) if len(base) <= 4 and written not in _spellings(name) else (None, True)


def _digraphs(base: str) -> tuple[str, ...]:
    return tuple(base.replace(letter, digraph) for letter, (digraph, _) in _SPELLINGS if letter in base)


def _spellings(name: str) -> set[str]:
    """A name as typed without æ, ø and å."""
    plain = name.lower()
    for letter, (_, single) in _SPELLINGS:
        plain = plain.replace(letter, single)
    return {name.lower(), plain, *_digraphs(name.lower())}
