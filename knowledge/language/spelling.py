"""Mends misspelt words by words that are known."""

import math
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from knowledge.language.lemmas import base_form

_SHORTEST, _LONG = 5, 9
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
        self._cache: dict[str, str] = {}

    def repaired(self, tokens: Sequence[str]) -> list[str]:
        """The tokens, each unknown one of five letters or more replaced by a known word one or two letters off."""
        return [self._repair(t) for t in tokens]

    def _repair(self, token: str) -> str:
        if token[:1] == "0" or len(token) < _SHORTEST:
            return token
        if token not in self._cache:
            if len(self._cache) > 20_000:
                self._cache.clear()
            self._cache[token] = self._nearest(token)
        return self._cache[token]

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
        """Known words with the same first letter and about as long."""
        for length in range(len(form) - allowed, len(form) + allowed + 1):
            yield from self._shapes.get((form[0], length), ())

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
