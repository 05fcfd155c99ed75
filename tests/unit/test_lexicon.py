"""Word lists as tries say what simplemma's own say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import simplemma
from known_schemes import SCHEMES

from knowledge.language import lexicon
from knowledge.language.normalise import clean, word_texts

LANGS = ("nb", "nn")
UNUSUAL = ("", "x", "zxqwer", "kommunalsjefane", "Trondheim", "søknads-", "o\u0308l", "ansettelsesforholdene", "1234")


@pytest.fixture(scope="module")
def tries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    lexicon.make_tries(folder)
    return folder


@pytest.fixture
def in_tries(tries: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lexicon, "_lexicon", lexicon._lexicon)  # put back afterwards
    lexicon.keep_in(tries)
    yield


def asked() -> list[str]:
    texts = [text for scheme in SCHEMES.values() for each in scheme.questions.values() for text in each]
    return sorted({word for text in texts for word in word_texts(clean(text))})


@pytest.mark.usefixtures("in_tries")
def test_every_word_that_people_ask_with_has_the_lemma_that_simplemma_gives() -> None:
    words = [*asked(), *UNUSUAL[1:]]
    assert len(words) > 3_000
    assert [lexicon.lemma_of(word) for word in words] == [simplemma.lemmatize(word, LANGS) for word in words]


@pytest.mark.usefixtures("in_tries")
def test_the_same_words_are_known() -> None:
    words = [*asked(), *UNUSUAL[1:]]
    known = [lexicon.is_known(word) for word in words]
    assert known == [simplemma.is_known(word, LANGS) for word in words]
    assert any(known)
    assert not all(known)
    assert not lexicon.is_known("")


def test_the_folder_holds_the_word_lists_and_nothing_else(tries: Path) -> None:
    assert sorted(tries.iterdir()) == sorted(lexicon.tries_in(tries))
