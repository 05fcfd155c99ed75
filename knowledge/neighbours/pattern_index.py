"""Patterns by their first word, so that a message is compared with the few that it may hold and not with all."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from knowledge.language.normalise import KEPT_WORDS
from knowledge.neighbours.message import Message, Pattern, Piece


class PatternIndex:
    """Built once for a list of patterns."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns: Sequence[Pattern] = tuple(patterns)
        self._beginning: dict[Piece, list[int]] = {}
        self._by_letter: dict[str, list[Piece]] = {}
        for number, pattern in enumerate(self._patterns):
            self._beginning.setdefault(pattern.pieces[0], []).append(number)
        for piece in self._beginning:
            self._by_letter.setdefault(piece.text[0], []).append(piece)
        self._begun_by = lru_cache(maxsize=KEPT_WORDS)(self._find)

    def begun_in(self, message: Message) -> list[Pattern]:
        """The patterns whose first word stands in a message, in the order they were given."""
        numbers = {number for norm in set(message.norms) for number in self._begun_by(norm)}
        return [self._patterns[number] for number in sorted(numbers)]

    def _find(self, norm: str) -> tuple[int, ...]:
        """The numbers of the patterns whose first word matches a folded word; both begin with the same letter."""
        matching = (piece for piece in self._by_letter.get(norm[0], ()) if piece.matches(norm))
        return tuple(number for piece in matching for number in self._beginning[piece])
