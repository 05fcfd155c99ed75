"""Misspelt phrases are found though most stretches of a message are passed over by their length and first letter."""

from itertools import product

import pytest
from rapidfuzz.distance import OSA

from knowledge.language import pipeline
from knowledge.language.normalise import fold_phrase
from knowledge.language.pipeline import Language, Phrase

NAMES = ("rusarbeid", "kommunalt rusarbeid", "oppfolging av voksne", "mestring", "barn og unge")
LANGUAGE = Language([Phrase(name, "scheme", name, fuzzy=True) for name in NAMES])


@pytest.mark.parametrize("name", NAMES)
def test_a_phrase_with_a_letter_too_few_is_found_wherever_the_letter_was(name: str) -> None:
    for place in range(1, len(name)):
        said = name[:place] + name[place + 1 :]
        if len(fold_phrase(name)) == len(fold_phrase(said)) and all(len(w) > 1 for w in said.split()):
            assert [m.key for m in LANGUAGE.find(f"gjelder {said} oss")][:1], said


@pytest.mark.parametrize(("said", "key"), [("rus arbeid", "rusarbeid"), ("barnogunge", "barn og unge")])
def test_a_phrase_written_apart_or_together_is_found(said: str, key: str) -> None:
    assert [m.key for m in LANGUAGE.find(f"hva med {said} her")] == [key]


def test_no_phrase_near_enough_is_out_of_reach() -> None:
    index = LANGUAGE._fuzzy_index(None)
    stretches = [fold_phrase(name) for name in (*NAMES, "rusarbed", "kommunalt rusarbeidet", "oppfolgning av voksne")]
    for norms, name in product(stretches, NAMES):
        target = " ".join(fold_phrase(name))
        said = " ".join(norms)
        allowed = pipeline._allowed_edits(len(target))
        if norms[0][0] == target[0] and said.count(" ") == target.count(" ") and OSA.distance(said, target) <= allowed:
            letters = sum(map(len, norms))
            reach = index.in_reach(norms[0][0], len(norms), letters)
            assert letters <= index.most_letters[norms[0][0]]
            assert reach is not None
            assert name in {phrase.key for phrase, _ in reach.near(norms)}, (said, target)


def test_the_search_ends_where_a_stretch_is_longer_than_any_phrase() -> None:
    index = LANGUAGE._fuzzy_index(None)
    assert index.in_reach("r", 1, index.most_letters["r"] + 1) is None
    assert "x" not in index.most_letters
