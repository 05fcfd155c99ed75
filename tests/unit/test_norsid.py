"""The benchmark on dialects: its reader, its word map, and that it learns only from what it is given."""

from pathlib import Path

import pytest

from assistant.evaluation import norsid
from assistant.evaluation.dialect_map import DialectMap, align
from assistant.evaluation.norsid import cross_validated
from assistant.evaluation.norsid_data import Sentence, read_sentences

CONLL = """# id: 300/8
# text: Legg sangen te Para Comer
# intent: AddToPlaylist
# dialect: V
1\tLegg\tAddToPlaylist\tO
2\tsangen\tAddToPlaylist\tB-music_item

# id: 300/B
# text:Legg til: sangen
# intent: AddToPlaylist
# dialect: B
1\tLegg\tAddToPlaylist\tO
"""


def test_sentences_are_read_with_their_writer_and_dialect(tmp_path: Path) -> None:
    path = tmp_path / "dev.conll"
    path.write_text(CONLL, encoding="utf-8")
    assert read_sentences(path) == [
        Sentence("300", "8", "Legg sangen te Para Comer", "AddToPlaylist", "V"),
        Sentence("300", "B", "Legg til: sangen", "AddToPlaylist", "B"),
    ]


def test_words_are_paired_in_order_and_an_extra_word_has_no_partner() -> None:
    assert align(["ka", "e", "klokka", "no"], ["hva", "er", "klokka", "nå"]) == [
        ("ka", "hva"),
        ("e", "er"),
        ("klokka", "klokka"),
        ("no", "nå"),
    ]
    assert ("vekk", "vekk") in align(["kan", "du", "vekk", "meg"], ["vekk", "meg"])
    assert align([], ["hei"]) == []


def test_a_dialect_word_is_known_guessed_from_a_like_one_or_left_alone() -> None:
    learned = DialectMap.learn(
        [(["påminnelsan"], ["påminnelsene"]), (["æ"], ["jeg"]), (["æ"], ["jeg"]), (["æ"], ["er"])]
    )
    assert learned.get("æ") == "jeg", "the most frequent meaning"
    assert learned.get("påminnelsa") == "påminnelsene"
    assert learned.get("sjokolade") is None
    assert learned.get("e") is None, "short words are not guessed"


def test_translations_of_a_held_back_sentence_are_never_trained_on(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [
        Sentence(str(number), writer, f"tekst {number}", f"intent{number % 2}", "B")
        for number in range(10)
        for writer in ("B", "1")
    ]
    trained: list[set[str]] = []

    class Watching(norsid.Trained):
        def __init__(self, variant: str, given: list[Sentence]) -> None:
            trained.append({s.number for s in given})
            super().__init__(variant, given)

        def intents(self, held: list[Sentence]) -> list[str]:  # type: ignore[override]
            assert not trained[-1] & {s.number for s in held}
            return super().intents(held)

    monkeypatch.setattr(norsid, "Trained", Watching)
    assert 0 <= cross_validated("features as shipped", sentences) <= 100
    assert len(trained) == norsid.FOLDS
