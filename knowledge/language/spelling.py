"""Mends misspelt words by words that are known."""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from knowledge.language.lemmas import base_form

_SHORTEST, _LONG = 5, 9


class Speller:
    """Known words (folded lemmas) by first letter and length. A word nearby replaces an unknown one."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(w for w in known if w[:1].isalpha())
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
            return token
        allowed = 1 if len(form) < _LONG else 2
        best, distance = token, allowed + 1
        for length in range(len(form) - allowed, len(form) + allowed + 1):
            for word in self._shapes.get((form[0], length), ()):
                found = OSA.distance(form, word, score_cutoff=allowed)
                if found < distance:
                    best, distance = word, found
        return best
