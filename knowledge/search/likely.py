"""Which entries PostgreSQL should look at for a query: those that may be among the best, some hundred of them.

An entry is among the best because one token counts much in it, or because several groups meet in it. So a query asks for
the best of each token, and for every few of its groups together; the commoner the tokens, the shorter the lists that are
asked for (`champions`), so that about as many entries meet as are wanted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

from knowledge.search.champions import SIZES, Lists, quoted
from knowledge.search.query import Group
from knowledge.search.ranking import most
from knowledge.search.vocabulary import Vocabulary

_MOST_LEXEMES = 32  # of one query
_MOST_OPTIONS = 6  # of a group, where groups meet
_MOST_MET = 4  # groups that are looked for in every combination
_ALL_MEET, _SOME_MEET = 500, 500  # entries wanted in which all groups meet, and in which only some do
_WHOLE = len(SIZES)  # the level of all that have a token


def tokens_of(groups: Sequence[Group]) -> list[str]:
    """The tokens of all options, those that count most first."""
    weights: dict[str, float] = {}
    for option in (option for group in groups for option in group.options):
        for token in option.tokens:
            weights[token] = max(option.weight, weights.get(token, 0.0))
    return sorted(weights, key=lambda token: -weights[token])[:_MOST_LEXEMES]


def everything(groups: Sequence[Group]) -> list[str]:
    """The tsquery of all that has any of the tokens."""
    return [" | ".join(map(quoted, tokens_of(groups)))]


def likely(groups: Sequence[Group], vocabulary: Vocabulary, lists: Lists, wanted: int, share: float = 1.0) -> list[str]:
    """The tsqueries of the entries that may be among the best.

    They are to be asked each by itself: of one that joins them all, PostgreSQL weighs every part for every entry.

    Args:
        groups: Of the query; some has an option.
        vocabulary: Of the index.
        lists: Of the index.
        wanted: How many entries a query of one token should pick at least.
        share: Less than 1 for words that stand together so often that too many entries have them all.
    """
    level = next((level for level, size in enumerate(SIZES) if size >= wanted), _WHOLE)
    singles = [quoted(lists.lexeme(token, level)) for token in tokens_of(groups)]
    # Words of a phrase stand together oftener than chance has it, the parts of a compound always: their lists are short.
    phrases = [o.tokens for group in groups for o in group.options if len(o.tokens) > 1][:_MOST_OPTIONS]
    spoken = [" & ".join(quoted(lists.lexeme(token, level + 1)) for token in phrase) for phrase in phrases]
    return list(dict.fromkeys([" | ".join(singles), *spoken, *_Meeting(vocabulary, lists, share).of(groups)]))


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Asks for entries in which groups meet."""

    vocabulary: Vocabulary
    lists: Lists
    share: float

    def of(self, groups: Sequence[Group]) -> Iterator[str]:
        """Entries in which groups meet, all of them or some."""
        telling = sorted((g for g in groups if g.options), key=lambda g: -most(g, self.vocabulary))
        meant = list(dict.fromkeys(tuple(_meant(group)) for group in telling))
        some = [each for size in range(2, _MOST_MET + 1) for each in combinations(meant[:_MOST_MET], size)]
        some = [each for each in some if len(each) < len(meant)]
        for each in some:
            yield self._together(each, self.share * _SOME_MEET / len(some))
        if len(meant) > 1:
            yield self._together(tuple(meant), self.share * _ALL_MEET)

    def _together(self, meant: Sequence[Sequence[str]], wanted: float) -> str:
        """The tsquery of entries that have a token of each group, with lists so short that about as many are left."""
        levels = [_WHOLE] * len(meant)
        entries = self.vocabulary.entries
        sizes = [self._size(tokens, _WHOLE) for tokens in meant]
        while max(levels) > 0 and entries * prod(size / entries for size in sizes) > wanted:
            longest = max((n for n, level in enumerate(levels) if level), key=lambda n: sizes[n])
            levels[longest] -= 1
            sizes[longest] = self._size(meant[longest], levels[longest])
        return " & ".join(self._any(tokens, level) for tokens, level in zip(meant, levels, strict=True))

    def _size(self, tokens: Sequence[str], level: int) -> int:
        longest = SIZES[level] if level < _WHOLE else self.vocabulary.entries
        return sum(min(self.vocabulary.documents(token), longest) for token in tokens)

    def _any(self, tokens: Sequence[str], level: int) -> str:
        return "(" + " | ".join(quoted(self.lists.lexeme(token, level)) for token in tokens) + ")"


def _meant(group: Group) -> list[str]:
    """The tokens that alone count as a group, those that count most first; of a phrase, its tokens."""
    options = sorted(group.options, key=lambda option: -option.weight)
    return [o.tokens[0] for o in options if len(o.tokens) == 1][:_MOST_OPTIONS] or list(options[0].tokens)
