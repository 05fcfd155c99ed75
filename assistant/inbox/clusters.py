"""Groups questions that ask for the same thing, whatever målform or spelling. Pure and deterministic; run it in a thread."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from assistant.inbox.word_forms import common_form
from knowledge.language.lemmas import STOP_WORDS
from knowledge.language.normalise import clean, words

if TYPE_CHECKING:  # where they are used they are imported late: they cost every start a second
    from scipy.sparse import csr_matrix

MAX_DISTANCE = 0.68
"""Mean cosine distance within a group. With `usual` given, the questions of `tests/unit/inbox` group right from 0.6 to 0.8."""
MOST = 3_000
"""The distances take the square of this many numbers: 36 MB. What comes after it stands alone."""
_MOST_CHARS = 400  # a question is short; of a long message the beginning tells what it is about
# What kind of answer is asked for tells questions apart («hvem kan søke», «hvor mye kan vi søke om»).
_ASKING = frozenset(
    ["hvem", "kven", "når", "mye", "mykje", "lenge", "mange", "hvordan", "korleis", "hvorfor", "kvifor"]
)
_LETTERS_SHARE = 0.5  # letter sequences carry over misspellings and compounds
_Similarity = npt.NDArray[np.float32]


def group(texts: Sequence[str], names: Sequence[str] = (), usual: Sequence[str] = ()) -> list[list[int]]:
    """Group texts by what they ask.

    Args:
        texts: What users wrote. Newest first, should there be more than `MOST` different ones.
        names: What schemes are called. A name says nothing about what is asked, and is left out of the comparison.
        usual: Other questions, prepared by `prepare`: how common a word is among them tells how little it says. The
            inbox alone is too small to know that «søke» is said by all.

    Returns:
        The groups as places in `texts`: the biggest group first, the most typical text first within each.
    """
    said = prepare(texts, names)
    alike: dict[str, list[int]] = {}
    for place, text in enumerate(said):
        alike.setdefault(text, []).append(place)
    unique = list(alike)
    compared = unique[:MOST]
    similarity, weights = _similarity(compared, usual), [len(alike[text]) for text in compared]
    found = [
        [place for one in _typical(members, similarity, weights) for place in alike[unique[one]]]
        for members in _partition(similarity)
    ] + [alike[text] for text in unique[MOST:]]
    return sorted(found, key=lambda members: (-len(members), members[0]))


def prepare(texts: Sequence[str], names: Sequence[str]) -> list[str]:
    """Each text as its base forms without stop words and names; a text of nothing else keeps its words."""
    phrases = sorted({_plain(name) for name in names} - {""}, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b" if phrases else r"(?!)")
    return [_bases(pattern.sub(" ", plain)) or _bases(plain) or plain for plain in map(_plain, texts)]


def _plain(text: str) -> str:
    return " ".join(word.text for word in words(clean(text[:_MOST_CHARS])))


def _bases(plain: str) -> str:
    return " ".join(common_form(word) for word in plain.split() if word in _ASKING or word not in STOP_WORDS)


def _similarity(said: Sequence[str], usual: Sequence[str]) -> _Similarity:
    """Cosine likeness of each text with each other one."""
    if not any(said):
        return np.eye(len(said), dtype=np.float32)
    from scipy.sparse import hstack

    parts = [
        math.sqrt(share) * _vectors(said, usual, analyser)
        for analyser, share in ((str.split, 1 - _LETTERS_SHARE), (_letters, _LETTERS_SHARE))
    ]
    vectors = hstack(parts).tocsr()
    likeness: _Similarity = np.clip((vectors @ vectors.T).toarray(), 0.0, 1.0).astype(np.float32)
    return likeness


def _vectors(said: Sequence[str], usual: Sequence[str], analyser: Callable[[str], Any]) -> csr_matrix:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=analyser, sublinear_tf=True, dtype=np.float32)
    return vectorizer.fit([*usual, *said]).transform(said)


def _letters(text: str) -> Iterator[str]:
    for word in text.split():
        padded = f"<{word}>"
        yield from (padded[i : i + size] for size in (4, 5) for i in range(max(1, len(padded) - size + 1)))


def _partition(similarity: _Similarity) -> list[list[int]]:
    """Agglomerative, by mean distance: unlike connected components it does not chain unlike questions together."""
    if len(similarity) < 2:
        return [[place] for place in range(len(similarity))]
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distance = 1.0 - similarity
    np.fill_diagonal(distance, 0.0)
    numbers = fcluster(linkage(squareform(distance, checks=False), "average"), MAX_DISTANCE, "distance")
    found: dict[int, list[int]] = {}
    for place, number in enumerate(numbers):
        found.setdefault(int(number), []).append(place)
    return list(found.values())


def _typical(members: list[int], similarity: _Similarity, weights: Sequence[int]) -> list[int]:
    """The members of a group, the one most like all of them first; a text said often weighs more."""
    weight = np.array([weights[member] for member in members])
    likeness = similarity[np.ix_(members, members)] @ weight
    order = sorted(range(len(members)), key=lambda one: (-round(float(likeness[one]), 4), members[one]))
    return [members[one] for one in order]
