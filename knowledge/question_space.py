"""Questions as vectors: words and word pairs, letter sequences, concepts and senses, with the names of schemes left out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from knowledge.language.concepts import concepts_of, senses
from knowledge.language.lemmas import base_form
from knowledge.language.normalise import KEPT_WORDS, clean, fold_phrase, words
from knowledge.language.number_kinds import number_kinds
from knowledge.language.spelling import Speller
from knowledge.term_numbers import TermNumbers
from knowledge.term_weights import TermCounts, TermWeights

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Arrays = dict[str, npt.NDArray[Any]]
_LATEST = 64  # texts


class QuestionSpace:
    """Turns texts into vectors: tf-idf of words and word pairs in their bokmål form, letter sequences, concepts and senses.

    One space serves all schemes, so that nothing is analysed twice.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = _pattern(names)
        self._weights: list[TermWeights] = []
        self._analysed: _Analysed | None = None  # what weights were learned from, until it has been `read`
        self._speller = Speller({})
        # A question is looked at once for each edition that may answer it, and several times for each of them.
        self.plain = lru_cache(maxsize=_LATEST)(self._plain)
        self.vector = lru_cache(maxsize=_LATEST)(self._vector)

    @classmethod
    def fit(cls, texts: Iterable[str], names: Sequence[str] = ()) -> QuestionSpace:
        """
        Args:
            texts: what weights are learned from; a feature of one text only is left out.
            names: what schemes are called; names say nothing about which statement is meant, and are left out.
        """
        space = cls(names)
        analysed = _Analysed()
        rows = analysed.rows([space.plain(text) for text in texts])
        weights = [counts.weights(rows) for counts in analysed.counts]
        space._use(weights, analysed.counts[0].words(weights[0]))
        space._analysed = analysed
        return space

    @classmethod
    def load(cls, arrays: Mapping[str, npt.NDArray[Any]], names: Sequence[str]) -> QuestionSpace:
        """The space that `save` put into `arrays`."""
        weights = []
        for number in range(len(_ANALYSERS)):
            weights.append(TermWeights(TermNumbers(arrays[f"terms{number}"]), arrays[f"idf{number}"]))
        space = cls(names)
        space._use(weights, arrays["words"].tobytes().decode().split())
        return space

    def _use(self, weights: list[TermWeights], words: Sequence[str]) -> None:
        """Misspelt words are mended by these words of the texts from now on."""
        self._weights = weights
        rarities = weights[0].idf[weights[0].known.numbers(words)].tolist()
        self._speller = Speller(dict(zip(words, rarities, strict=True)))

    def save(self) -> Arrays:
        """Everything but the names, as arrays without objects."""
        arrays: Arrays = {"words": np.frombuffer("\n".join(self._speller.known).encode(), dtype=np.uint8)}
        for number, weights in enumerate(self._weights):
            arrays[f"terms{number}"] = weights.known.hashes
            arrays[f"idf{number}"] = weights.idf
        return arrays

    def vectors(self, texts: Iterable[str]) -> csr_matrix:
        """One row a text, float32."""
        return self._vectors([self.plain(text) for text in texts], _Analysed())

    def _vector(self, text: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """The columns and values of the row that `vectors` gives one text, in no order; much quicker than a matrix."""
        columns, values, before = [], [], 0
        plain = self.plain(text)
        for weights, (analyse, share) in zip(self._weights, _ANALYSERS, strict=True):
            places, own = weights.vector(analyse(plain))
            columns.append(places + np.int32(before))
            values.append(own * np.float32(math.sqrt(share)))
            before += len(weights.idf)
        return np.concatenate(columns), np.concatenate(values)

    def _vectors(self, plain: Sequence[str], analysed: _Analysed) -> csr_matrix:
        from scipy.sparse import hstack

        rows = analysed.rows(plain)
        parts: list[Any] = [
            math.sqrt(share) * counts.vectors(rows, weights)
            for weights, counts, (_, share) in zip(self._weights, analysed.counts, _ANALYSERS, strict=True)
        ]
        return hstack(parts, dtype=np.float32).tocsr()

    def base_forms(self, text: str) -> list[str]:
        """The words of a text in their bokmål base form, without names, misspelt ones mended."""
        return _base_forms(self.plain(text))

    def _plain(self, text: str) -> str:
        """The words of a text in lower case, without names, misspelt ones mended, unknown compounds in parts."""
        said = self._names.sub(" ", " ".join(w.text for w in words(clean(text)))).split()
        return " ".join(self._speller.parted(self._speller.repaired(said)))

    def read(self, texts: Iterable[str]) -> ReadTexts:
        """These texts analysed, for whoever learns from them; each but once however often it stands there.

        What `fit` analysed is not analysed again, but for texts that are mended by now; then it is let go.
        """
        distinct = list(dict.fromkeys(texts))
        plain = [self.plain(text) for text in distinct]
        analysed, self._analysed = self._analysed or _Analysed(), None
        return ReadTexts({text: row for row, text in enumerate(distinct)}, plain, self._vectors(plain, analysed))


class ReadTexts:
    """Texts that were analysed once: editions learn from nearly the same ones."""

    def __init__(self, rows: Mapping[str, int], plain: Sequence[str], matrix: csr_matrix) -> None:
        self._rows = rows
        self._plain = plain
        self._matrix = matrix

    def vectors(self, texts: Iterable[str]) -> csr_matrix:
        """As `QuestionSpace.vectors`."""
        return self._matrix[[self._rows[text] for text in texts]]

    def base_forms(self, text: str) -> list[str]:
        """As `QuestionSpace.base_forms`."""
        return _base_forms(self._plain[self._rows[text]])


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Matches any name in a text of lower-case words, longest first."""
    phrases = sorted({" ".join(w.text for w in words(clean(name))) for name in names}, key=lambda n: (-len(n), n))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b" if phrases else r"(?!)")


def _base_forms(plain: str) -> list[str]:
    return [base_form(word) for word in plain.split()]


def _words(text: str) -> Iterator[str]:
    base = ["<", *_base_forms(text), ">"]
    yield from base
    yield from (f"{a} {b}" for a, b in pairwise(base))
    yield from (f"{a} … {b}" for gap in (2, 3) for a, b in zip(base, base[gap:], strict=False))


def _letters(text: str) -> Iterator[str]:
    return chain.from_iterable(map(_letters_of, text.split()))


@lru_cache(maxsize=KEPT_WORDS)
def _letters_of(word: str) -> tuple[str, ...]:
    padded = [f"<{folded}>" for folded in fold_phrase(word)]
    return tuple(p[i : i + size] for p in padded for size in (3, 4, 5) for i in range(len(p) - size + 1))


def _concepts(text: str) -> Iterator[str]:
    """Concepts and pairs of them carry over to words that nobody wrote down."""
    found = sorted({concept for word in text.split() for concept in concepts_of(word)})
    yield from found
    yield from (f"{a}+{b}" for i, a in enumerate(found) for b in found[i + 1 :])


def _senses(text: str) -> Iterator[str]:
    yield from sorted(senses(text.split()) | {f"#{kind}" for kind in number_kinds(text)})


class _Analysed:
    """Plain texts with the features of each kind counted, each text once."""

    def __init__(self) -> None:
        self.counts = [TermCounts() for _ in _ANALYSERS]
        self._rows: dict[str, int] = {}

    def rows(self, plain: Sequence[str]) -> list[int]:
        """The numbers of these texts in each of `counts`; those that are not there yet are analysed."""
        for text in plain:
            if text not in self._rows:
                self._rows[text] = len(self._rows)
                for counts, (analyse, _) in zip(self.counts, _ANALYSERS, strict=True):
                    counts.add(analyse(text))
        return [self._rows[text] for text in plain]


# Each kind of feature with its share of the length of a vector.
_ANALYSERS = ((_words, 0.4), (_letters, 0.3), (_concepts, 0.1), (_senses, 0.2))
