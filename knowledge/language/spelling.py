"""Mends misspelt words by words that are known."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from knowledge.language.lemmas import base_form

_SHORTEST, _LONG = 5, 9
_SHORTEST_HEAD, _SHORTEST_TAIL = 3, 4  # letters of the parts of a compound
_MOST_KEPT = 20_000  # words whose mending is remembered
_VOWELS = "aeiouy"  # folded
# People misspell in the texts that words are known from too: a word this long with one eight times as common a letter
# away is a misspelling of it («egenfinansering»).
_DOUBTED, _MUCH_COMMONER = 7, math.log(8)


class Speller:
    """Known words (folded lemmas) by first letter and length. A word nearby replaces an unknown one."""

    def __init__(self, known: Mapping[str, float]) -> None:
        """
        Args:
            known: words, with the logarithm of how rare each is.
        """
        self._known = {w: rarity for w, rarity in known.items() if w[:1].isalpha()}
        self._shapes: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self._known):
            if len(word) >= _SHORTEST - 1:
                self._shapes.setdefault((word[0], len(word)), []).append(word)
        self._repairs: dict[str, str] = {}
        self._parted: dict[str, tuple[str, ...]] = {}

    @property
    def known(self) -> Collection[str]:
        """The words that mend others."""
        return self._known.keys()

    def repaired(self, tokens: Sequence[str]) -> list[str]:
        """The tokens, each unknown one of five letters or more replaced by a known word one or two letters off."""
        return [self._repair(t) for t in tokens]

    def parted(self, tokens: Sequence[str]) -> list[str]:
        """The tokens, each unknown compound of known words in its two parts: «rusfristen» is a «fristen»."""
        return [part for token in tokens for part in self._parts(token)] if self._known else list(tokens)

    def _parts(self, token: str) -> tuple[str, ...]:
        if token not in self._parted:
            if len(self._parted) > _MOST_KEPT:
                self._parted.clear()
            self._parted[token] = self._cut(token)
        return self._parted[token]

    def _cut(self, token: str) -> tuple[str, ...]:
        if base_form(token) in self._known:
            return (token,)
        for cut in range(_SHORTEST_HEAD, len(token) - _SHORTEST_TAIL + 1):  # the longest last part first
            head, tail = token[:cut], token[cut:]
            if base_form(tail) in self._known and self._is_head(head):
                return (head, tail)
        return (token,)

    def _is_head(self, head: str) -> bool:
        """Whether a first part is a known word, with or without the letter that joins it."""
        shorter = head[:-1] if head[-1] in "se" and len(head) > _SHORTEST_HEAD else head
        return base_form(head) in self._known or base_form(shorter) in self._known

    def _repair(self, token: str) -> str:
        if token[:1] == "0" or len(token) < _SHORTEST:
            return token
        if token not in self._repairs:
            if len(self._repairs) > _MOST_KEPT:
                self._repairs.clear()
            self._repairs[token] = self._nearest(token)
        return self._repairs[token]

    def _nearest(self, token: str) -> str:
        form = base_form(token)
        if form in self._known:
            return self._commoner(form) or token
        allowed = 1 if len(form) < _LONG else 2
        best, distance = token, allowed + 1
        for word in self._alike(form, allowed):
            found = OSA.distance(form, word, score_cutoff=allowed)
            if found < distance:
                best, distance = word, found
        return best

    def _alike(self, form: str, allowed: int) -> Iterator[str]:
        """Known words about as long with the same first letter, or of long ones another vowel («ekonomi»)."""
        firsts = _VOWELS if form[0] in _VOWELS and len(form) >= _DOUBTED else form[0]
        for length in range(len(form) - allowed, len(form) + allowed + 1):
            for first in firsts:
                yield from self._shapes.get((first, length), ())

    def _commoner(self, form: str) -> str | None:
        """The word that a known one is likely a misspelling of."""
        if len(form) < _DOUBTED:
            return None
        most = self._known[form] - _MUCH_COMMONER
        near = [
            word
            for word in self._alike(form, 1)
            if len(word) >= _DOUBTED and self._known[word] <= most and OSA.distance(form, word, score_cutoff=1) == 1
        ]
        return min(near, key=lambda word: self._known[word], default=None)
