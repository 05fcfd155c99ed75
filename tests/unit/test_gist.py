"""Very long messages are read for what they ask; everything shorter is read whole."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.gist import MOST_WORDS, gist
from knowledge.language.normalise import words

FILLING = "Vi er ein liten kommune med mykje å gjere. "
QUESTION = "Kva er fristen for TryggEst?"


def test_a_message_of_ordinary_length_is_left_as_it_is() -> None:
    text = FILLING * 20 + QUESTION
    assert gist(text) == text


def test_the_question_is_kept_wherever_it_stands() -> None:
    for text in (
        QUESTION + " " + FILLING * 300,
        FILLING * 150 + QUESTION + " " + FILLING * 150,
        FILLING * 300 + QUESTION,
    ):
        assert QUESTION in gist(text)


def test_without_sentence_marks_the_end_of_what_asks_is_kept() -> None:
    assert gist("bla " * 2000 + "når er fristen for tryggest?").endswith("når er fristen for tryggest?")


def test_without_a_question_the_beginning_and_the_end_are_kept() -> None:
    kept = gist("Først dette. " + FILLING * 300 + "Til slutt dette.")
    assert kept.startswith("Først dette.")
    assert kept.endswith("Til slutt dette.")


@given(st.text(alphabet="ab ?.!\n", max_size=4000))
def test_a_gist_is_never_longer_than_allowed_and_says_nothing_new(text: str) -> None:
    kept = gist(text)
    assert len(words(kept)) <= MOST_WORDS
    assert [w.text for w in words(kept)] == [w.text for w in words(gist(kept))]
