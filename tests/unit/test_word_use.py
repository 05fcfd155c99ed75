"""Which words people use for which statement, and how much of a question they make up."""

import numpy as np
import pytest

from knowledge.word_use import WordUse

TEXTS = [
    [["når", "frist"], ["siste", "frist", "søknad"]],
    [["hvor", "mye", "penge"], ["beløp", "søknad"]],
    [["hvem", "søke"]],
]


def test_a_question_in_the_words_of_a_statement_is_wholly_known_for_it_and_not_for_others() -> None:
    share = WordUse.fit(TEXTS).share(["når", "siste", "frist", "søknad"])
    assert share[0] == pytest.approx(1.0)
    assert share[1] < 0.5
    assert share[2] == 0


def test_a_word_that_nobody_used_makes_a_question_less_known() -> None:
    use = WordUse.fit(TEXTS)
    assert (
        use.share(["når", "siste", "frist", "søknad", "julegave"])[0]
        < use.share(["når", "siste", "frist", "søknad"])[0]
    )


def test_one_common_word_never_makes_a_question_wholly_known() -> None:
    assert WordUse.fit(TEXTS).share(["søknad"]).max() < 0.5


def test_nothing_said_and_nothing_known_give_no_share() -> None:
    assert not WordUse.fit(TEXTS).share([]).any()
    assert WordUse.fit([]).share(["frist"]).shape == (0,)


def test_what_is_saved_answers_as_before() -> None:
    use = WordUse.fit(TEXTS)
    again = WordUse.load(use.save("x"), "x")
    assert np.array_equal(again.share(["frist", "søke"]), use.share(["frist", "søke"]))
