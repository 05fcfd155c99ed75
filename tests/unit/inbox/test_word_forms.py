"""A word and its pendant in the other målform compare equal, and different words do not."""

from __future__ import annotations

import pytest

from assistant.inbox.word_forms import common_form

PAIRS = """
husleige husleie | rettleiing veiledning | regnskap rekneskap | tenester tjenester | reinhald renhold | sjukehus sykehus
vald vold | heimel hjemmel | brukarar brukere | utlysing utlysning | dekkjer dekker | meirverdiavgift merverdiavgift
tilskot tilskudd | søkjar søker | skriftleg skriftlig | moglegheit mulighet | sakshandsamar saksbehandler
"""


@pytest.mark.parametrize("pair", [pair.split() for line in PAIRS.strip().splitlines() for pair in line.split("|")])
def test_a_word_is_the_same_in_both_malforms(pair: list[str]) -> None:
    assert common_form(pair[0]) == common_form(pair[1])


def test_words_that_mean_different_things_stay_apart() -> None:
    words = ["husleie", "bil", "tolk", "parkere", "frist", "rapport", "kontonummer", "veiledning", "vold", "hjemmel"]
    assert len({common_form(word) for word in words}) == len(words)
