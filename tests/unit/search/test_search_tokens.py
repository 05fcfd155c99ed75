"""Words are compared across målformer and inflections, and compounds are found from their parts."""

from pathlib import Path

import pytest

from knowledge.search.model import Span
from knowledge.search.query import analyse
from knowledge.search.synonyms import ThesaurusError, load
from knowledge.search.tokens import key, parts, skeleton, spans, split, tokens
from knowledge.search.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rapporteres", "rapportere"),
        ("rapporterast", "rapportere"),
        ("rusarbeidstilskuddet", "rusarbeidstilskudd"),
        ("kommunane", "kommunene"),
        ("helseføretaka", "helseforetaket"),
        ("vaksne", "voksne"),
    ],
)
def test_forms_of_one_word_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("lauslating", "løslatelse"), ("teneste", "tjeneste"), ("vald", "vold"), ("rekne", "regne")]
)
def test_words_that_the_languages_spell_differently_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(key(one)) == skeleton(key(other))


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("samarbeidsavtale", ("samarbeid", "avtale")),
        ("rusarbeidstilskudd", ("rusarbeid", "tilskudd")),
        ("barnehage", ("barn", "hage")),
        ("lavterskeltilbud", ("lavterskel", "tilbud")),
        ("revisorbekreftelse", ("revisor", "bekreftelse")),
    ],
)
def test_a_compound_is_split_where_its_words_meet(word: str, wanted: tuple[str, str]) -> None:
    assert split(word) == wanted


@pytest.mark.parametrize(
    "word", ["underskrift", "kunnskap", "avtale", "oppfølging", "søknadene", "fellesskap", "", "a", "ååå"]
)
def test_what_is_no_compound_is_left_whole(word: str) -> None:
    assert split(word) == ()


def test_parts_of_parts_are_parts() -> None:
    assert {"rus", "arbeid", "tilskud"} <= set(parts("rusarbeidstilskudd"))


def test_a_word_that_ends_before_a_hyphen_is_the_word() -> None:
    assert tokens("Søknads- og rapporteringsfrist")[0] == key("søknad")


def test_matched_words_are_marked_in_the_text_as_it_stands() -> None:
    text = "Rusarbeidstilskuddet: søk\u00adnad, og rusarbeid."
    assert spans("Om rusarbeid.", frozenset({"rusarbeid"})) == [Span(3, 12)]
    assert spans(text, frozenset({"rusarbeid"})) == [Span(0, 20), Span(34, 43)]


VOCABULARY = Vocabulary(
    dict.fromkeys(["soknadsfrist", "samarbeid", "avtale", "egenfinansiering", "tilskud", "rusarbeid"], 3), 9
)


def meant(query: str) -> list[set[str]]:
    return [set(group.tokens) for group in analyse(query, VOCABULARY, load())]


def test_a_misspelt_word_is_taken_for_the_nearest_that_the_index_has() -> None:
    assert meant("egenfinasiering") == [{"egenfinansiering"}]
    assert meant("søkandsfrist") == [{"soknadsfrist"}]


def test_an_unknown_compound_is_looked_for_by_its_parts() -> None:
    assert meant("samarbeidsavtale") == [{"samarbeid"}, {"avtale"}]


def test_a_word_that_the_index_has_nothing_of_is_a_group_without_options() -> None:
    assert meant("xyzzyq frist") == [set(), {"soknadsfrist"}]


def test_stop_words_alone_mean_nothing() -> None:
    assert meant("hva er det vi kan") == []


def test_a_thesaurus_adds_synonyms_that_weigh_less(tmp_path: Path) -> None:
    path = tmp_path / "th.dat"
    path.write_bytes(
        "ISO8859-1\nfinansstøtte|1\n(subst)|tilskudd (økonomi)|pengehjelp\nfelt|2\n-|a\n-|b\n".encode("latin-1")
    )
    synonyms = load(path)
    [group] = analyse("finansstøtte", VOCABULARY, synonyms)
    assert {option.tokens: option.weight for option in group.options} == {("tilskud",): 0.3}


@pytest.mark.parametrize("content", [b"", b"no-such-encoding\nx|1\n-|y\n", b"UTF-8\n\xff\xfe"])
def test_a_file_that_is_no_thesaurus_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.dat"
    path.write_bytes(content)
    with pytest.raises(ThesaurusError, match="VEILEDER_THESAURUS"):
        load(path)
    with pytest.raises(ThesaurusError):
        load(tmp_path / "missing.dat")


@pytest.mark.parametrize("digits", [16, 60])
def test_a_number_too_long_for_any_sum_is_looked_for_as_it_stands(digits: int) -> None:
    assert tokens(f"{'7' * digits} millioner")[0] == "7" * digits
    assert tokens("7 millioner")[0] == "7000000"


@pytest.mark.parametrize("piece", ["7", "søknadsfrist", "a", "æøåxq", "ﬁ"])
def test_a_word_without_end_is_taken_in_pieces(piece: str) -> None:
    word = piece * (19_000 // len(piece))
    assert max(map(len, tokens(f"søknad {word}"))) <= 60
    spans(f"{word} millioner", frozenset(tokens(word)))
