"""Misspelt words are mended by known ones, and unknown compounds are taken apart."""

import pytest

from knowledge.language.spelling import Speller

KNOWN = {
    "egenfinansiering": 1.0,
    "egenfinansering": 4.0,
    "frist": 1.0,
    "rus": 1.0,
    "økonomirapport": 1.0,
    "okonomiraport": 1.0,
}
KNOWN |= {
    "åpningstid": 1.0,
    "apningstid": 1.0,
    "informasjon": 1.0,
    "film": 1.0,
    "forprosjekt": 1.0,
    "søknad": 1.0,
    "soknad": 1.0,
}


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(KNOWN)


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("forprosjket", "forprosjekt"),
        ("egenfinansering", "egenfinansiering"),  # known too, but far rarer
        ("ekonomirapport", "okonomiraport"),  # another vowel first
    ],
)
def test_a_misspelt_word_is_mended(speller: Speller, misspelt: str, meant: str) -> None:
    assert speller.repaired([misspelt]) == [meant]


@pytest.mark.parametrize("word", ["frist", "rust", "bil", "0scheme", "egenfinansiering"])
def test_a_known_or_short_word_and_a_placeholder_stay(speller: Speller, word: str) -> None:
    assert speller.repaired([word]) == [word]


def test_an_unknown_compound_is_parted_where_both_parts_are_known(speller: Speller) -> None:
    assert speller.parted(["rusfristen"]) == ["rus", "fristen"]
    assert speller.parted(["informasjonsfilm"]) == ["informasjons", "film"]
    assert speller.parted(["kaffefilm", "frist"]) == ["kaffefilm", "frist"]
