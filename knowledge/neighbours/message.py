"""A message as folded words, and the patterns of words that the directory is written in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from knowledge.language.normalise import Word, fold, words
from knowledge.model import LANGS
from knowledge.neighbours import grant_words
from knowledge.neighbours.model import Neighbour
from knowledge.neighbours.word_forms import other_forms

Span = tuple[int, int]
_END = re.compile(r"[.?!:]\s")
_DOUBTED = 9  # letters
_TELLING, _SEVERAL = 4, 3  # letters of a word that tells something, and how many such words a name by itself needs
_MOST_WORDS = 400
_LEAD = 2  # words before a heading: «hva med leirskole, …»
_CUT = re.compile(r"(?: (?!(?:er|e|var|blir|vil|skal|må|har|kan|is)\b)\w+){0,3} ?(?:[,:;?]| [-–—] )")
_CRY = re.compile(r"\s*(?:!|[:;=]-?[()DPp]|[\U0001F300-\U0001FAFF\u2600-\u27BF])")


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of a pattern, folded; `begins` when longer words that begin so match too."""

    text: str
    begins: bool

    def matches(self, norm: str) -> bool:
        if norm.startswith(self.text) if self.begins else norm == self.text:
            return True
        allowed = 0 if len(self.text) < 7 else 1 if len(self.text) < 15 else 2
        if not allowed or norm[:1] != self.text[:1]:
            return False
        return any(OSA.distance(head, self.text, score_cutoff=allowed) <= allowed for head in self._heads(norm))

    def _heads(self, norm: str) -> Iterator[str]:
        """What of a word may be this one misspelt; of a short one no letter may be missing («kulturdepartement»)."""
        if not self.begins:
            yield norm
            return
        size = len(self.text)
        for more in (0, 1) if size < _DOUBTED and len(norm) >= size else (-1, 0, 1):
            yield norm[: size + more]


@dataclass(frozen=True, slots=True)
class Pattern:
    neighbour: str
    pieces: tuple[Piece, ...]
    shared: bool = False
    generic: bool = False

    @property
    def specific(self) -> bool:
        """Whether its words are told apart from what our own schemes are about."""
        return not self.shared or len(self.pieces) > 1


class Message:
    """A text as folded words, with what the words are."""

    def __init__(self, text: str, ours: Sequence[Span]) -> None:
        self.text = text
        self.words: list[Word] = words(text)[:_MOST_WORDS]
        self.norms = [fold(w.text) for w in self.words]
        self._ours = ours
        self.by_letter: dict[str, list[int]] = {}
        for place, norm in enumerate(self.norms):
            self.by_letter.setdefault(norm[0], []).append(place)

    def is_ours(self, place: int) -> bool:
        """Whether the word at a place belongs to the name of a scheme of ours."""
        return any(start <= self.words[place].start < end for start, end in self._ours)

    def fits(self, place: int, piece: Piece) -> bool:
        return piece.matches(self.norms[place]) and not self.is_ours(place)

    def said(self, place: int) -> str:
        return self.text[self.words[place].start : self.words[place].end]

    def joined(self, place: int) -> bool:
        """Whether a hyphen joins the word at a place to the next: «SMIL-midler»."""
        return place + 1 < len(self.words) and self.text[self.words[place].end : self.words[place + 1].start] == "-"

    def ends_between(self, first: int, last: int) -> bool:
        """Whether a sentence ends between two words."""
        return bool(_END.search(self.text, self.words[first].end, self.words[last].start))

    @cached_property
    def names_ours(self) -> bool:
        return bool(self._ours)

    @cached_property
    def our_field(self) -> bool:
        return grant_words.is_our_field(self.text, self.norms)

    def heads(self, places: tuple[int, ...]) -> bool:
        """Whether words stand as a heading: first, and cut off by a comma or a dash («Leirskule, kven kan søkje?»)."""
        after = self.text[self.words[places[-1]].end :]
        return places[0] <= _LEAD and bool(_CUT.match(after))

    def cried(self, place: int) -> bool:
        """Whether a word is cried out or smiled at: «SMIL!», «SMIL :)»."""
        return bool(_CRY.match(self.text[self.words[place].end :]))

    @cached_property
    def asks_for_use(self) -> bool:
        return grant_words.asks_for_use(self.norms)

    @cached_property
    def grants(self) -> list[int]:
        """The places of words for a grant, money or scheme that are no part of a name of ours."""
        return [i for i, n in enumerate(self.norms) if _counts(n) and not self.is_ours(i)]


def _counts(norm: str) -> bool:
    return grant_words.names_grant(norm) or grant_words.names_money(norm) or grant_words.names_scheme(norm)


def patterns(neighbour: Neighbour, text: str, *, shared: bool = False, generic: bool = False) -> Iterator[Pattern]:
    """A pattern as it stands in the directory, «barn* fattig*», and as it is said in other forms of the language."""
    for form in dict.fromkeys(other_forms(text)):
        pieces = tuple(Piece(fold(part.removesuffix("*")), part.endswith("*")) for part in form.split())
        yield Pattern(neighbour.id, pieces, shared, generic)


def whole_names(neighbour: Neighbour) -> Iterator[Pattern]:
    """The full name in each language, as the words in it that tell something; none when those are few."""
    for lang in LANGS:
        name = neighbour.name[lang].split("(")[0]
        telling = [fold(w.text) for w in words(name) if len(w.text) >= _TELLING]
        if len(telling) >= _SEVERAL:
            yield Pattern(neighbour.id, tuple(Piece(text, begins=False) for text in telling))
