"""The language of a message, measured on our own sentences and on the texts of the knowledge base."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from knowledge.language.malform import Detection, detect

ROOT = Path(__file__).parents[2]
ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "malform_sentences.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
GROUPS = ("nb", "nn", "dialect", "en", "se", "smj", "sma")


def sentences(group: str) -> list[str]:
    return [text for lang, text in ROWS if lang == group]


def lang(text: str, previous: str | None = None, prior: str | None = None) -> str:
    return detect(text, previous=previous, prior=prior).lang


def test_there_are_enough_sentences_of_each_kind() -> None:
    assert [len(sentences(g)) >= n for g, n in zip(GROUPS, (200, 200, 60, 60, 10, 10, 10), strict=True)] == [True] * 7


@pytest.mark.parametrize("group", GROUPS)
def test_at_least_98_percent_of_our_own_sentences_are_right(group: str) -> None:
    expected = "nb" if group == "dialect" else group
    wrong = [(text, detect(text)) for text in sentences(group) if detect(text).lang != expected]
    assert len(wrong) / len(sentences(group)) <= 0.02, wrong


def _statements() -> Iterator[tuple[str, str]]:
    """The statements of facts and gaps, those left out whose text is the same in both målformer."""
    for path in sorted((ROOT / "knowledge" / "schemes").glob("*.yml")):
        for edition in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["editions"]:
            for item in [*edition["facts"], *edition.get("gaps", [])]:
                texts = item["statement"]
                yield from [(k, texts[k]) for k in ("nb", "nn", "en") if k == "en" or texts["nb"] != texts["nn"]]


def test_at_least_98_percent_of_the_statements_of_the_knowledge_base_are_right() -> None:
    statements = list(_statements())
    wrong = [(expected, text, detect(text)) for expected, text in statements if detect(text).lang != expected]
    assert len(wrong) / len(statements) <= 0.02, wrong


@pytest.mark.parametrize(
    "text", ["frist rusarbeid", "TryggEst?", "Housing First", "FACT", "ok", "400 000", "", "👍", "frist", "1. mars"]
)
def test_an_ambiguous_message_keeps_the_language_of_the_conversation(text: str) -> None:
    for previous in ("nb", "nn", "en", "se"):
        assert lang(text, previous=previous, prior="nb") == previous
    assert detect(text, previous="nn").certain is False


@pytest.mark.parametrize(
    ("prior", "expected"), [("nn", "nn"), ("nb", "nb"), ("nynorsk", "nn"), ("bokmål", "nb"), ("nøytral", "nb")]
)
def test_without_a_conversation_the_decision_of_the_municipality_counts(prior: str, expected: str) -> None:
    assert lang("frist rusarbeid", prior=prior) == expected


def test_without_any_sign_the_answer_is_bokmal() -> None:
    assert detect("frist rusarbeid") == Detection("nb", False, ())


def test_a_clear_message_overrules_the_conversation_and_the_municipality() -> None:
    assert detect("korleis søkjer vi?", previous="nb", prior="nb") == Detection("nn", True, ("nn:korleis", "nn:søkjer"))
    assert lang("hvordan søker vi?", previous="nn", prior="nn") == "nb"
    assert lang("How do we apply?", previous="nn", prior="nn") == "en"
    assert lang("og hva med fristen?", previous="en") == "nb"


def test_norwegian_without_a_differing_word_after_english_follows_the_municipality() -> None:
    assert lang("og når er fristen for barn og unge", previous="en", prior="nn") == "nn"


def test_a_borrowed_thanks_does_not_turn_a_norwegian_conversation_english() -> None:
    assert [lang("Thanks", previous="nn"), lang("yes please", previous="nb"), lang("Thanks")] == ["nn", "nb", "en"]


@pytest.mark.parametrize("text", ["kan me søke", "me er med"])
def test_me_alone_is_only_a_hint(text: str) -> None:
    assert detect(text).certain is False
    assert lang(text, previous="nb") == "nb"
    assert lang(text, previous="nn") == "nn"


@pytest.mark.parametrize(
    "text", ["ka e fristen", "koss søke vi", "itj", "mæ", "åssen", "koffor e det sånn", "æ lure på fristen"]
)
def test_dialect_without_a_nynorsk_word_counts_as_bokmal(text: str) -> None:
    assert lang(text) == "nb"


@pytest.mark.parametrize(
    "text", ["eg veit ikkje ka tid", "kva tid må me søka", "korleis e det me tilskotet", "dei har ikkje svart"]
)
def test_dialect_with_words_that_only_nynorsk_has_counts_as_nynorsk(text: str) -> None:
    assert lang(text) == "nn"


@pytest.mark.parametrize(
    "text",
    [
        "to år",
        "i to år",
        "for oss",
        "is",
        "den er for kort",
        "vi har to team i FACT",
        "hva er deadline for Housing First",
        "kan vi bruke outreach i prosjektet",
        "vi vil apply for dette",
        "på grunn av de to",
        "her er vi to",
        "men at det er så",
    ],
)
def test_norwegian_with_an_english_word_stays_norwegian(text: str) -> None:
    assert lang(text) == "nb"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hva er the deadline", "nb"),
        ("What is the frist for kommunalt rusarbeid?", "en"),
        ("Eg vil vite kva som skjer, men jeg er usikker på kva dei krev", "nn"),
        ("Jeg vil vite hva som skjer, men ikkje hvor", "nb"),
        ("Buorre beaivi! Hva er fristen for søknaden vår?", "nb"),
    ],
)
def test_a_mixed_message_follows_the_most_evidence(text: str, expected: str) -> None:
    assert lang(text) == expected


@pytest.mark.parametrize(
    "text", ["Guovdageaidnu", "Kárášjohka frist", "Vi er i Porsáŋgu", "Snåase", "Unjárga - Nesseby", "Hábmer"]
)
def test_a_sami_place_name_alone_is_not_a_message_in_sami(text: str) -> None:
    assert lang(text) == "nb"


def test_words_inside_names_carry_no_language() -> None:
    text = "Guovdageainnu suohkan, Deanu gielda"
    assert lang(text, prior="nn") == "se"  # two Sami words beside the names
    assert detect(text, prior="nn", names=[(0, 21), (23, 35)]).lang == "nn"


@pytest.mark.parametrize(("text", "expected"), [("Bures", "se"), ("Buoris", "smj"), ("Buaregh", "sma")])
def test_a_sami_greeting_is_enough(text: str, expected: str) -> None:
    assert lang(text) == expected


def test_full_width_letters_zero_width_marks_and_capitals_change_nothing() -> None:
    assert lang("ＫＯＲＬＥＩＳ søkjer vi") == "nn"
    assert lang("kor\u200bleis søk\u00adjer vi") == "nn"
    assert lang("HVORDAN SØKER VI") == "nb"


def test_of_a_very_long_message_only_the_beginning_is_read() -> None:
    assert lang("kva er fristen for tilskotet " * 700 + "hva er søknadsfristen for dere " * 9000) == "nn"


def test_the_sami_replies_are_recognised_as_their_own_language_and_name_office_and_address() -> None:
    replies = YAML(typ="safe").load((ROOT / "assistant" / "texts_sami.yml").read_text(encoding="utf-8"))
    assert set(replies) == {"se", "smj", "sma"}
    for expected, reply in replies.items():
        assert "{office}" in reply
        assert "{url}" in reply
        assert lang(reply.format(office="", url="")) == expected
