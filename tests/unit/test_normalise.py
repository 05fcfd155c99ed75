"""Norwegian as people write it compares equal across spelling habits, and tricks with characters hide nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language.normalise import clean, fold, fold_phrase, words


@pytest.mark.parametrize(
    "spellings",
    [
        ["oppfølging", "oppfoelging", "oppfolging", "opfølging", "OPPFØLGING", "oppfölging"],
        ["kåre", "kaare", "kare"],
        ["søknadsfrist", "soknadsfrist", "soeknadsfrist", "søknadsfrisst"],
        ["æ", "ae", "a"],
        ["tryggest", "trygest", "TryggEst"],
    ],
)
def test_spelling_habits_compare_equal(spellings: list[str]) -> None:
    assert len({fold(word) for word in spellings}) == 1


def test_different_words_stay_different() -> None:
    assert len({fold(w) for w in ("voksne", "vaksne", "barn", "born", "kommune", "kommunar")}) == 6


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ｔｒｙｇｇｅｓｔ", "tryggest"),
        ("trygg\u200best", "tryggest"),
        ("trygg\u00adest", "tryggest"),
        ("\ufefftryggest\u202e", "tryggest"),
        ("tryggеst", "tryggest"),  # Cyrillic е
        ("a\u030a", "å"),
        ("1½ million", "1,5 million"),
        ("½ år", "0,5 år"),
        ("3 ½ år", "3,5 år"),
    ],
)
def test_marks_and_look_alikes_are_made_plain(written: str, meant: str) -> None:
    assert clean(written) == meant


@pytest.mark.parametrize("text", ["åæø ÅÆØ", "kap. 765.60", "«hei» – 400 000,-", "čállit đuohtá ŋ ŧ"])
def test_plain_norwegian_and_sami_are_left_as_they_are(text: str) -> None:
    assert clean(text) == text


def test_words_keep_their_places_in_the_text() -> None:
    text = "Kan vi søke TryggEst, 400 000?"
    assert [w.text for w in words(text)] == ["kan", "vi", "søke", "tryggest", "400", "000"]
    assert all(text[w.start : w.end].lower() == w.text for w in words(text))


@pytest.mark.parametrize(
    ("phrase", "folded"),
    [("FACT-ung", ("fact", "ung")), ("kap. 765.60", ("kap", "765", "60")), ("St. Olavs", ("st", "olavs")), ("🙂!", ())],
)
def test_a_phrase_becomes_its_folded_words(phrase: str, folded: tuple[str, ...]) -> None:
    assert fold_phrase(phrase) == folded


steady = settings(deadline=None, derandomize=True, database=None)


@steady
@given(st.text(max_size=300))
def test_no_text_breaks_cleaning_and_words_are_always_within_it(text: str) -> None:
    cleaned = clean(text)
    assert all(cleaned[w.start : w.end].lower() == w.text for w in words(cleaned))
