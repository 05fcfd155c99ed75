"""Questions as vectors: words and word pairs, letter sequences, concepts and senses, with the names of schemes left out."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.language.concepts import concepts_of, senses
from knowledge.language.lemmas import base_form
from knowledge.language.normalise import clean, fold_phrase, words
from knowledge.language.number_kinds import number_kinds
from knowledge.language.spelling import Speller

Arrays = dict[str, npt.NDArray[Any]]
_LEAST_TEXTS = 2  # a feature seen in one text only tells nothing


class QuestionSpace:
    """Turns texts into vectors: tf-idf of words and word pairs in their bokmål form, letter sequences, concepts and senses.

    One space serves all schemes, so that nothing is analysed twice.
    """

    def __init__(self, names: Sequence[str], vectorizers: Sequence[TfidfVectorizer]) -> None:
        self._names = _pattern(names)
        self._vectorizers = vectorizers
        self._speller = Speller({})

    @classmethod
    def fit(cls, texts: Iterable[str], names: Sequence[str] = ()) -> "QuestionSpace":
        """
        Args:
            texts: what weights are learned from; a feature of one text only is left out.
            names: what schemes are called; names say nothing about which statement is meant, and are left out.
        """
        space = cls(names, [_vectorizer(analyser) for analyser, _ in _ANALYSERS])
        plain = [space.plain(text) for text in texts]
        for vectorizer in space._vectorizers:
            vectorizer.fit(plain)
        space._learn_words()
        return space

    @classmethod
    def load(cls, arrays: Mapping[str, npt.NDArray[Any]], names: Sequence[str]) -> "QuestionSpace":
        """The space that `save` put into `arrays`."""
        vectorizers = []
        for number, (analyser, _) in enumerate(_ANALYSERS):
            terms = arrays[f"terms{number}"].tobytes().decode().split("\n")
            vectorizers.append(_vectorizer(analyser, {term: i for i, term in enumerate(terms)}))
            vectorizers[-1].idf_ = arrays[f"idf{number}"]
        space = cls(names, vectorizers)
        space._learn_words()
        return space

    def _learn_words(self) -> None:
        """Words of the texts, by which misspelt ones are mended from now on."""
        words_of = self._vectorizers[0]
        self._speller = Speller(
            {term: float(words_of.idf_[place]) for term, place in words_of.vocabulary_.items() if term.isalpha()}
        )

    def save(self) -> Arrays:
        """Everything but the names, as arrays without objects."""
        arrays: Arrays = {}
        for number, vectorizer in enumerate(self._vectorizers):
            terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
            arrays[f"terms{number}"] = np.frombuffer("\n".join(terms).encode(), dtype=np.uint8)
            arrays[f"idf{number}"] = vectorizer.idf_.astype(np.float32)
        return arrays

    def vectors(self, texts: Iterable[str]) -> csr_matrix:
        """One row a text, float32."""
        plain = [self.plain(text) for text in texts]
        parts: list[Any] = [
            math.sqrt(weight) * vectorizer.transform(plain)
            for vectorizer, (_, weight) in zip(self._vectorizers, _ANALYSERS, strict=True)
        ]
        return hstack(parts, dtype=np.float32).tocsr()

    def base_forms(self, text: str) -> list[str]:
        """The words of a text in their bokmål base form, without names, misspelt ones mended."""
        return [base_form(word) for word in self.plain(text).split()]

    def plain(self, text: str) -> str:
        """The words of a text in lower case, without names, misspelt ones mended, unknown compounds in parts."""
        said = self._names.sub(" ", " ".join(w.text for w in words(clean(text)))).split()
        return " ".join(self._speller.parted(self._speller.repaired(said)))


def _vectorizer(analyser: Callable[[str], Iterator[str]], vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    least = 1 if vocabulary else _LEAST_TEXTS
    return TfidfVectorizer(analyzer=analyser, vocabulary=vocabulary, sublinear_tf=True, min_df=least, dtype=np.float32)


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Matches any name in a text of lower-case words, longest first."""
    phrases = sorted({" ".join(w.text for w in words(clean(name))) for name in names}, key=lambda n: (-len(n), n))
    return re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in phrases) or r"(?!)")


def _words(text: str) -> Iterator[str]:
    base = ["<", *(base_form(word) for word in text.split()), ">"]
    yield from base
    yield from (f"{a} {b}" for a, b in pairwise(base))
    yield from (f"{a} … {b}" for gap in (2, 3) for a, b in zip(base, base[gap:], strict=False))


def _letters(text: str) -> Iterator[str]:
    for word in fold_phrase(text):
        padded = f"<{word}>"
        for size in (3, 4, 5):
            yield from (padded[i : i + size] for i in range(len(padded) - size + 1))


def _concepts(text: str) -> Iterator[str]:
    """Concepts and pairs of them carry over to words that nobody wrote down."""
    found = sorted({concept for word in text.split() for concept in concepts_of(word)})
    yield from found
    yield from (f"{a}+{b}" for i, a in enumerate(found) for b in found[i + 1 :])


def _senses(text: str) -> Iterator[str]:
    yield from sorted(senses(text.split()) | {f"#{kind}" for kind in number_kinds(text)})


# Each kind of feature with its share of the length of a vector.
_ANALYSERS = ((_words, 0.4), (_letters, 0.3), (_concepts, 0.1), (_senses, 0.2))
