"""Measures the project's intent classification on NorSID: Norwegian dialects that nobody here wrote.

Trains on `dev`, tests on `test`. What is trained is thrown away; nothing of it enters the shipped model. Variants are
compared on dev alone, split by sentence so that all translations of one fall in the same fold; the best is then trained
on all of dev and run on test once. NORSID_DIR says where the data is.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.svm import LinearSVC

from assistant.evaluation.dialect_map import DialectMap
from assistant.nlu.features import canonical_word, features, mask_names
from knowledge.language.normalise import clean, words

DEFAULT_FOLDER = Path("../shared/eval/norsid")
FOLDS, STANDARD = 5, "B"  # "B" is the writer of bokmål
# Chosen on dev with sentences held back: weights 1, 1.5, 2, 2.5, 3 gave 94.9, 95.2, 95.8, 95.6, 95.5 %.
MAPPED_WEIGHT, PENALTY = 2.0, 0.7


@dataclass(frozen=True, slots=True)
class Sentence:
    """`number` is shared by all translations; `writer` is one of eleven; `dialect` is B, N, T or V."""

    number: str
    writer: str
    text: str
    intent: str
    dialect: str


def read_sentences(path: Path) -> list[Sentence]:
    """Reads the comment lines of a CoNLL file; the tokens are not needed."""
    return list(_sentences(path.read_text(encoding="utf-8")))


def _sentences(content: str) -> Iterator[Sentence]:
    for block in content.split("\n\n"):
        lines = [line[1:].strip().partition(":") for line in block.splitlines() if line.startswith("#")]
        notes = {name.strip(): value.strip() for name, _, value in lines}
        if notes:
            number, _, writer = notes["id"].partition("/")
            yield Sentence(number, writer, notes["text"], notes["intent"], notes["dialect"])


Features = dict[str, float]
Extractor = Callable[[str], Features]


def as_shipped(_sentences: Sequence[Sentence]) -> Extractor:
    """The features of the shipped classifier, as they are."""
    return lambda text: features(mask_names(text, []))


def with_dialect_map(sentences: Sequence[Sentence]) -> Extractor:
    """The same, and the words and word pairs again with dialect words as their bokmål words; names as one mark."""
    standard = {s.number: _plain_words(s.text) for s in sentences if s.writer == STANDARD}
    learned = DialectMap.learn((_plain_words(s.text), standard[s.number]) for s in sentences if s.number in standard)

    def extract(text: str) -> Features:
        return features(mask_names(text, [])) | _sequence(_standard_words(text, learned))

    return extract


def _plain_words(text: str) -> list[str]:
    return [w.text for w in words(clean(text))]


def _standard_words(text: str, learned: DialectMap) -> list[str]:
    """Bokmål words, with numbers and runs of capitalised words (names of songs, films, places) as marks."""
    cleaned = clean(text)
    found: list[str] = []
    for position, word in enumerate(words(cleaned)):
        if any(c.isdigit() for c in word.text):
            found.append("0number")
        elif position and cleaned[word.start].isupper():
            if not found or found[-1] != "0name":
                found.append("0name")
        else:
            found.append(learned.get(word.text) or canonical_word(word.text))
    return found


def _sequence(tokens: Sequence[str]) -> Features:
    """Words, pairs up to three apart, and triples, of length MAPPED_WEIGHT together; and how the sentence opens."""
    base = ["<", *tokens, ">"]
    names = {f"s1:{word}" for word in base}
    for distance in (1, 2, 3):
        names |= {f"s2:{min(distance, 2)}:{a}_{b}" for a, b in zip(base, base[distance:], strict=False)}
    names |= {f"s3:{'_'.join(base[i : i + 3])}" for i in range(len(base) - 2)}
    opening = {f"o{size}:{'_'.join(tokens[:size])}": 0.5 for size in (1, 2) if tokens}
    return dict.fromkeys(names, MAPPED_WEIGHT * len(names) ** -0.5) | opening


VARIANTS: dict[str, Callable[[Sequence[Sentence]], Extractor]] = {
    "features as shipped": as_shipped,
    "with a dialect map learned from dev": with_dialect_map,
}


class Trained:
    """A linear classifier over a variant's features, as the shipped one is."""

    def __init__(self, variant: str, sentences: Sequence[Sentence]) -> None:
        self._extract = VARIANTS[variant](sentences)
        self._vectorizer = DictVectorizer()
        matrix = self._vectorizer.fit_transform(self._extract(s.text) for s in sentences)
        self._model = LinearSVC(C=PENALTY, random_state=0).fit(matrix, [s.intent for s in sentences])

    def intents(self, sentences: Sequence[Sentence]) -> list[str]:
        matrix = self._vectorizer.transform(self._extract(s.text) for s in sentences)
        return [str(intent) for intent in self._model.predict(matrix)]


def accuracy(guessed: Sequence[str], sentences: Sequence[Sentence]) -> float:
    """Per cent right."""
    return 100 * sum(g == s.intent for g, s in zip(guessed, sentences, strict=True)) / len(sentences)


def cross_validated(variant: str, sentences: Sequence[Sentence]) -> float:
    """Per cent right on sentences held back, all translations of one in the same fold."""
    numbers = sorted({s.number for s in sentences})
    random.Random(1).shuffle(numbers)  # noqa: S311 - folds, not secrets
    fold_of = {number: i % FOLDS for i, number in enumerate(numbers)}
    right = 0.0
    for fold in range(FOLDS):
        held = [s for s in sentences if fold_of[s.number] == fold]
        trained = Trained(variant, [s for s in sentences if fold_of[s.number] != fold])
        right += accuracy(trained.intents(held), held) * len(held)
    return right / len(sentences)


def main() -> int:
    """Prints the figures; the last line is `NorSID test NN.NN %`."""
    folder = Path(os.environ.get("NORSID_DIR", DEFAULT_FOLDER))
    if not (folder / "dev.conll").exists():
        print(f"{folder}: there is no dev.conll here. Set NORSID_DIR to the folder that has it.", file=sys.stderr)
        return 2
    dev, test = read_sentences(folder / "dev.conll"), read_sentences(folder / "test.conll")
    figures = {variant: cross_validated(variant, dev) for variant in VARIANTS}
    for variant, figure in figures.items():
        print(f"dev, sentences held back, {variant}: {figure:.2f} %")
    best = max(figures, key=lambda v: figures[v])
    started = time.perf_counter()
    trained = Trained(best, dev)
    middle = time.perf_counter()
    guessed = trained.intents(test)
    spent = 1000 * (time.perf_counter() - middle) / len(test)
    print(f"{best}: trained in {middle - started:.1f} s, {spent:.2f} ms a sentence")
    for dialect in sorted({s.dialect for s in test}):
        part = [(g, s) for g, s in zip(guessed, test, strict=True) if s.dialect == dialect]
        print(f"  {dialect}: {accuracy([g for g, _ in part], [s for _, s in part]):.2f} % of {len(part)}")
    print(f"NorSID test {accuracy(guessed, test):.2f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
