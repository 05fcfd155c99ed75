"""What the intent classifier sees of a message: words, word pairs and letter sequences, with names taken out."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from knowledge.language.concepts import concepts_of, everyday_concepts, phrase_concepts, senses
from knowledge.language.lemmas import base_form
from knowledge.language.normalise import KEPT_WORDS, clean, fold, words
from knowledge.language.number_kinds import number_kinds

_MAX_WORDS = 120
_AGE = "0age"
_EVERYDAY_WEIGHT = 0.5  # of 0, 0.5 and 1, the one that refuses most messages of families held out
_SENSE_WEIGHT = 0.7  # chosen by families held out: 68.4 % against 67.1 % without


@dataclass(frozen=True, slots=True)
class Masked:
    """A stretch of the text (offsets in the cleaned text) that is a name; only its kind is seen."""

    start: int
    end: int
    kind: str


def mask_names(text: str, names: Sequence[Masked]) -> list[str]:
    """The words of a message with each name as one placeholder, so that a new scheme needs no training."""
    result: list[str] = []
    ordered = sorted(names, key=lambda n: n.start)
    said = words(clean(text))[:_MAX_WORDS]
    aged = "age" in number_kinds(" ".join(word.text for word in said))
    for word in said:
        name = next((n for n in ordered if n.start <= word.start < n.end), None)
        if name is None:
            result.append(_number(word.text, aged) if word.text.isdigit() else word.text)
        elif name.start == word.start:
            result.append(f"0{name.kind}")
    if aged and _AGE not in result:  # in letters: «elleve år»
        result.append(_AGE)
    return result


def _number(word: str, aged: bool) -> str:
    if len(word) == 4 and word[:2] in ("19", "20"):
        return "0year"
    return _AGE if aged and len(word) < 3 else "0number"


def features(tokens: Sequence[str]) -> dict[str, float]:
    """Feature weights of a masked message; word, concept and letter features each have length 1, others less."""
    weighted: dict[str, float] = {}
    for group, length in (
        (_word_features(tokens), 1.0),
        (_concept_features(tokens), 1.0),
        (_letter_features(tokens), 1.0),
        ((f"e:{concept}" for concept in everyday_concepts(tokens)), _EVERYDAY_WEIGHT),
        ((f"f:{sense}" for sense in senses(tokens)), _SENSE_WEIGHT),
    ):
        counts = Counter(group)
        # Nearly every count is 1, and its logarithm 0: training takes millions of them.
        values = {name: 1.0 if count == 1 else 1 + math.log(count) for name, count in counts.items()}
        norm = math.sqrt(sum([v * v for v in values.values()])) or 1.0
        weighted.update({name: length * value / norm for name, value in values.items()})
    return weighted


def word_names(tokens: Sequence[str]) -> set[str]:
    """The names of the features that are single words."""
    return {f"w:{word}" for word in map(canonical_word, tokens) if word not in "<>"}


def _word_features(tokens: Sequence[str]) -> Iterator[str]:
    base = ["<", *(canonical_word(t) for t in tokens), ">"]
    for position, word in enumerate(base):
        if word not in "<>":
            yield f"w:{word}"
        for distance in (1, 2, 3):
            if position + distance < len(base):
                yield f"{'b' if distance == 1 else 's'}:{word}_{base[position + distance]}"
    if len(tokens) <= 3:
        yield f"n:{len(tokens)}"


def _concept_features(tokens: Sequence[str]) -> Iterator[str]:
    """Concepts, and pairs of concepts in whatever order: they carry over to words that training has not seen."""
    found = sorted(
        {c for t in tokens for c in concepts_of(t)} | phrase_concepts(tokens) | {t for t in tokens if t[0] == "0"}
    )
    yield from (f"k:{concept}" for concept in found)
    yield from (f"p:{a}+{b}" for i, a in enumerate(found) for b in found[i + 1 :])


def canonical_word(token: str) -> str:
    """The folded bokmål form or lemma of a word; placeholders stay."""
    return token if token.startswith("0") else base_form(token)


def _letter_features(tokens: Iterable[str]) -> Iterator[str]:
    return chain.from_iterable(_letters_of(token) for token in tokens if not token.startswith("0"))


@lru_cache(maxsize=KEPT_WORDS)
def _letters_of(token: str) -> tuple[str, ...]:
    padded = f"<{fold(token)}>"
    return tuple(f"c:{padded[start : start + size]}" for size in (3, 4, 5) for start in range(len(padded) - size + 1))
