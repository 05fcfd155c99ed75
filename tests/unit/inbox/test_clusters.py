"""Questions that ask for the same thing stand in one group, in whatever målform or spelling."""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))
from inbox_questions import ASKED, QUESTIONS
from known_schemes import SCHEMES

from assistant.inbox import clusters
from assistant.inbox.grouping import names

CALLED = names(SCHEMES.values())
USUAL = clusters.prepare([q for s in SCHEMES.values() for each in s.questions.values() for q in each], CALLED)
OWNER = {question: about for about, questions in ASKED.items() for question in questions}


def group(texts: list[str], called: list[str] | None = None) -> list[list[int]]:
    """The groups as the inbox makes them."""
    return clusters.group(texts, called or [], USUAL)


def _abouts(texts: list[str]) -> list[Counter[str]]:
    return [Counter(OWNER[texts[place]] for place in members) for members in group(texts)]


def test_each_group_holds_one_meaning_and_each_meaning_is_one_group() -> None:
    found = _abouts(QUESTIONS)
    assert all(len(abouts) == 1 for abouts in found)
    assert len(found) == len(ASKED)
    assert len(QUESTIONS) >= 40


@pytest.mark.parametrize("seed", range(5))
def test_groups_do_not_depend_on_the_order_of_questions(seed: int) -> None:
    shuffled = random.Random(seed).sample(QUESTIONS, len(QUESTIONS))
    as_sets = {frozenset(shuffled[place] for place in members) for members in group(shuffled)}
    assert as_sets == {frozenset(QUESTIONS[place] for place in members) for members in group(QUESTIONS)}


@pytest.mark.parametrize(
    ("bokmal", "nynorsk"),
    [
        ("Dekker tilskuddet kjøp av bil?", "Kan vi kjøpe ein bil for tilskotet?"),
        ("Hva skjer hvis vi avslutter prosjektet før tiden?", "Kva skjer viss vi avsluttar prosjektet før tida?"),
        ("Dekker tilskuddet husleie for lokalene?", "Dekkjer tilskotet husleige for lokala?"),
    ],
)
def test_the_same_question_in_both_malforms_is_in_one_group(bokmal: str, nynorsk: str) -> None:
    texts = [*QUESTIONS, bokmal, nynorsk]
    together = next(members for members in group(texts) if len(texts) - 1 in members)
    assert len(texts) - 2 in together


def test_the_biggest_group_comes_first_and_every_question_is_in_just_one() -> None:
    found = group(QUESTIONS)
    sizes = [len(members) for members in found]
    assert sizes == sorted(sizes, reverse=True)
    assert sorted(place for members in found for place in members) == list(range(len(QUESTIONS)))


def test_a_question_that_many_ask_in_the_same_words_is_the_typical_one() -> None:
    texts = ["husleie lokaler", *["Dekker tilskuddet husleie?"] * 5, "Får vi dekket husleie?"]
    assert texts[group(texts)[0][0]] == "Dekker tilskuddet husleie?"


def test_names_of_schemes_do_not_bring_questions_together() -> None:
    texts = ["Dekker TryggEst husleie?", "Hvem leser søknadene til TryggEst?", "Dekker FACT husleie?"]
    assert sorted(map(sorted, group(texts, ["TryggEst", "FACT"]))) == [[0, 2], [1]]


def test_a_text_of_nothing_but_a_name_still_has_a_group() -> None:
    assert sorted(map(sorted, group(["TryggEst", "tryggest?", "Kan vi kjøpe bil?"], ["TryggEst"]))) == [[0, 1], [2]]


@pytest.mark.parametrize("texts", [[], ["hei"], [""], ["", ""], ["???", "😀"], ["a" * 20_000, "b"], ["[telefon]"]])
def test_odd_texts_are_grouped_without_failing(texts: list[str]) -> None:
    assert sorted(place for members in group(texts) for place in members) == list(range(len(texts)))


def test_beyond_what_can_be_compared_the_rest_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "MOST", 5)
    assert sorted(place for members in group(QUESTIONS) for place in members) == list(range(len(QUESTIONS)))
    assert len(group(QUESTIONS)) > 2 * len(ASKED)


def test_what_only_shares_that_somebody_applies_stands_apart() -> None:
    texts = ["kan vi søke klimasats her?", "kan private søke kommunalt rusarbeid", "kan vi søke om mer enn ett år"]
    assert len(group(texts, CALLED)) == 3
