"""How alike two words are, and which words of a vocabulary are like one that is asked for.

Built once for a vocabulary, so that a word is compared with the few words that can be like it and not with all.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from knowledge.language.normalise import KEPT_WORDS

_PREFIX, _PIECE = 3, 5
_LONG = 7  # a word or its like must be longer than this where they do not begin alike
_SHORTEST = 4


class Likeness:
    """The words of a vocabulary, found by how they begin and by the letter sequences in them."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(vocabulary)
        self._beginning: dict[str, list[str]] = {}
        self._holding: dict[str, list[str]] = {}
        for word in sorted(self._known):
            self._beginning.setdefault(word[:_PREFIX], []).append(word)
            for piece in {word[i : i + _PIECE] for i in range(len(word) - _PIECE + 1)}:
                self._holding.setdefault(piece, []).append(word)

    def like(self, word: str) -> Mapping[str, float]:
        """The words that are like this one, and how much, 0 to 1 (see `alike`); of a short word only itself."""
        found = {word: 1.0} if word in self._known else {}
        if len(word) < _SHORTEST:
            return found
        for known in self._candidates(word):
            if likeness := alike(word, known):
                found[known] = likeness
        return found

    def _candidates(self, word: str) -> set[str]:
        """Words that begin alike; and where one of the two is long, those of which one holds the other."""
        near = set(self._beginning.get(word[:_PREFIX], ()))
        near.update(k for k in self._holding.get(word[:_PIECE], ()) if len(word) > _LONG or len(k) > _LONG)
        for start in range(len(word) - _PIECE + 1):
            for known in self._holding.get(word[start : start + _PIECE], ()):
                if len(known) <= len(word) and (len(word) > _LONG or len(known) > _LONG) and known in word:
                    near.add(known)
        return near


@lru_cache(maxsize=KEPT_WORDS)
def alike(asked: str, known: str) -> float:
    """1 for the same word, less for a shared stem or a compound's part, 0 otherwise."""
    if asked == known:
        return 1.0
    shorter, longer = sorted((asked, known), key=len)
    if len(shorter) >= _PIECE and longer.startswith(shorter):
        return 0.8
    if len(shorter) >= _PIECE and shorter in longer:
        return 0.6
    common = 0
    while common < len(shorter) and shorter[common] == longer[common]:
        common += 1
    return 0.6 if common >= 6 and common >= 0.7 * len(longer) else 0.0
