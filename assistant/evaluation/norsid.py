"""Measures the project's intent classification on NorSID: Norwegian dialects that nobody here wrote.

Trains on `dev`, tests on `test`. What is trained is thrown away; nothing of it enters the shipped model. Variants are
compared on dev alone, split by sentence so that all translations of one fall in the same fold; the best is then trained
on all of dev and run on test once. NORSID_DIR says where the data is.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.svm import LinearSVC

from assistant.evaluation.dialect_map import DialectMap
from assistant.evaluation.diet.compare import DietFigures, DietUnavailable
from assistant.evaluation.diet.compare import measure as compare_diet
from assistant.evaluation.norsid_data import Sentence, accuracy, norsid_folder, read_sentences
from assistant.nlu.features import canonical_word, features, mask_names
from knowledge.language.normalise import clean, words

FOLDS, STANDARD = 5, "B"  # "B" is the writer of bokmål
# Chosen on dev with sentences held back: weights 1, 1.5, 2, 2.5, 3 gave 94.9, 95.2, 95.8, 95.6, 95.5 %.
MAPPED_WEIGHT, PENALTY = 2.0, 0.7


Features = dict[str, float]
Extractor = Callable[[str], Features]


def as_shipped(_sentences: Sequence[Sentence]) -> Extractor:
    """The features of the shipped classifier, as they are."""
    return lambda text: features(mask_names(text, []))


def with_dialect_map(sentences: Sequence[Sentence]) -> Extractor:
    """The same, and the words and word pairs again with dialect words as their bokmål words; names as one mark."""
    learned = _learned(sentences)
    return lambda text: features(mask_names(text, [])) | _sequence(_standard_words(text, learned))


def _learned(sentences: Sequence[Sentence]) -> DialectMap:
    standard = {s.number: _plain_words(s.text) for s in sentences if s.writer == STANDARD}
    return DialectMap.learn((_plain_words(s.text), standard[s.number]) for s in sentences if s.number in standard)


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


@dataclass(frozen=True, slots=True)
class NorsidFigures:
    """Per cent right: on dev by variant, on test of the best variant, in all and by dialect with the number of
    sentences; seconds of training, milliseconds a sentence; Rasa's own pipeline when asked for."""

    dev: dict[str, float]
    best: str
    test: float
    dialects: dict[str, tuple[float, int]]
    training_seconds: float
    milliseconds: float
    diet: DietFigures | None = None


def measure(folder: Path, *, with_diet: bool = False, report: Callable[[str], None] = print) -> NorsidFigures:
    """Chooses a variant on dev, trains it on all of dev, and runs test once."""
    dev, test = read_sentences(folder / "dev.conll"), read_sentences(folder / "test.conll")
    figures = {}
    for variant in VARIANTS:
        figures[variant] = cross_validated(variant, dev)
        report(f"dev, sentences held back, {variant}: {figures[variant]:.2f} %")
    best = max(figures, key=lambda v: figures[v])
    started = time.perf_counter()
    trained = Trained(best, dev)
    middle = time.perf_counter()
    guessed = trained.intents(test)
    spent = 1000 * (time.perf_counter() - middle) / len(test)
    dialects = {}
    for dialect in sorted({s.dialect for s in test}):
        part = [(g, s) for g, s in zip(guessed, test, strict=True) if s.dialect == dialect]
        dialects[dialect] = (accuracy([g for g, _ in part], [s for _, s in part]), len(part))
    diet = compare_diet(dev, test, report) if with_diet else None
    return NorsidFigures(figures, best, accuracy(guessed, test), dialects, middle - started, spent, diet)


def main() -> int:
    """Prints the figures; the last line is `NorSID test NN.NN %`."""
    folder = norsid_folder()
    if not (folder / "dev.conll").exists():
        print(f"{folder}: there is no dev.conll here. Set NORSID_DIR to the folder that has it.", file=sys.stderr)
        return 2
    try:
        found = measure(folder, with_diet=os.environ.get("DIET") == "1")
    except DietUnavailable as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{found.best}: trained in {found.training_seconds:.1f} s, {found.milliseconds:.2f} ms a sentence")
    for dialect, (right, count) in found.dialects.items():
        print(f"  {dialect}: {right:.2f} % of {count}")
    if found.diet:
        print(
            f"Rasa's default pipeline (DIET): {found.diet.accuracy:.2f} %, trained in {found.diet.training_seconds:.0f} s, "
            f"{found.diet.milliseconds:.1f} ms a sentence"
        )
    print(f"NorSID test {found.test:.2f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
