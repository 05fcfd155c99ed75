"""Personal data is masked in every way people write it; amounts, dates and case numbers are left alone."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import masking_samples as samples
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.privacy.masking import mask

COUNT = 2_000


def _leaks(make: Callable[[random.Random], str]) -> list[tuple[str, str]]:
    rng = random.Random(20250301)
    found = []
    for _ in range(COUNT):
        text = rng.choice(samples.FRAMES).format(make(rng))
        masked = mask(text)
        if any(char.isdigit() or char == "@" for char in masked.text) or not masked.kinds:
            found.append((text, masked.text))
    return found


@pytest.mark.parametrize(
    "make",
    [
        lambda rng: samples.written_id(rng, samples.national_id(rng, valid=True)),
        lambda rng: samples.written_id(rng, samples.national_id(rng, valid=False)),
        samples.phone,
        samples.account,
        samples.email,
    ],
    ids=["national id", "national id with a typing error", "phone", "account", "e-mail"],
)
def test_no_personal_number_or_address_leaks(make: Callable[[random.Random], str]) -> None:
    assert _leaks(make) == []


def test_amounts_dates_and_case_numbers_are_not_masked() -> None:
    rng = random.Random(20250302)
    texts = [rng.choice(samples.FRAMES).format(samples.harmless(rng)) for _ in range(COUNT)]
    wrong = [text for text in texts if mask(text).text != text]
    assert len(wrong) <= COUNT // 100, wrong


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("jeg heter Kari Nordmann. Kan vi søke?", "jeg heter [navn]. Kan vi søke?"),
        ("Eg heiter kari kan vi søkje", "Eg heiter [navn] kan vi søkje"),
        ("mitt navn er Per-Arne van der Berg fra Bodø", "mitt navn er [navn] fra Bodø"),
        ("namnet mitt er Åse Ødegård, og vi", "namnet mitt er [navn], og vi"),
        ("my name is Ola Nordmann and we", "my name is [navn] and we"),
        ("æ heite Nils", "æ heite [navn]"),
        ("jeg heter kari nordmann og jobber i Os", "jeg heter [navn] og jobber i Os"),
        ("Navn: Kari E. Nordmann", "Navn: [navn]"),
        ("Eg er mor til to og heiter Sigrun Haldorsen", "Eg er mor til to og heiter [navn]"),
        ("eg heiti Sigrun Haldorsen", "eg heiti [navn]"),
        ("jeg heter Nguyễn Văn An", "jeg heter [navn]"),
        ("Navnet er Haldorsen", "Navnet er [navn]"),
        ("Prosjektet heter Trygg heime og navnet er bra", "Prosjektet heter Trygg heime og navnet er bra"),
        ("hva heter ordningen", "hva heter ordningen"),
        ("Det heter TryggEst", "Det heter TryggEst"),
        ("jeg heter ikke det", "jeg heter ikke det"),
    ],
)
def test_a_name_is_masked_after_the_words_that_tell_it(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "400 000",
        "12 000 000 kroner",
        "10 100 000 000 kroner",
        "mellom 2 000 000 og 30 000 000 kr",
        "1. mars 2025",
        "31.12.2025",
        "2025-03-01",
        "20250301",
        "sak 2025/1234",
        "2025/23456789",
        "kap. 765 post 60",
        "kapittel 765 post 21, 60, 62 og 72",
        "kl. 20.30-21.30",
        "org.nr. 974 778 866",
        "12–25 år",
        "10-12-14-16 år",
        "10 20 30 40 50 60",
    ],
)
def test_what_only_looks_like_personal_data_stays(text: str) -> None:
    assert mask(text) == mask(mask(text).text)
    assert mask(text).text == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ring 98765432 eller 22 33 44 55!", "ring [telefon] eller [telefon]!"),
        ("tlf 98765432/22334455", "tlf [telefon]/[telefon]"),
        ("telefonnummeret mitt er 98 765 432", "telefonnummeret mitt er [telefon]"),
        ("+46 70 123 45 67", "[telefon]"),
        ("4798765432", "[telefon]"),
        ("fnr01019012345", "fnr[fødselsnummer]"),
        ("01.01.1990 12345", "[fødselsnummer]"),
        ("41 01 90 12345", "[fødselsnummer]"),
        ("personnummer: 12345", "personnummer: [fødselsnummer]"),
        ("IBAN NO93 8601 1117 947", "IBAN [konto]"),
        ("kontonummer 12345678901", "kontonummer [konto]"),
        ("skriv til kari (at) post (dot) no", "skriv til [e-post]"),
    ],
)
def test_less_usual_ways_of_writing_are_masked_too(text: str, masked: str) -> None:
    assert mask(text).text == masked


def test_the_kinds_that_were_found_are_told() -> None:
    assert mask("jeg heter Kari, kari@post.no").kinds == ("[e-post]", "[navn]")
    assert mask("hva er fristen").kinds == ()


@given(st.text(max_size=300))
def test_any_text_can_be_masked_and_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once


@pytest.mark.parametrize(
    "text",
    [
        *("1 " * 10_000, "1" * 20_000, "9-" * 10_000, "a@" * 10_000, "a." * 10_000, "jeg heter a " * 1_600),
        *("98 76 54 32 " * 1_600, "kr " * 6_000, " (at) " * 3_000, "nummer a b c d " * 1_300, "\n12345" * 3_000),
        "+47 " * 5_000,
    ],
)
def test_the_longest_text_of_the_worst_kind_takes_bounded_work(text: str) -> None:
    """A bound on processor time, a hundred times what it takes: an expression that backtracks never comes back."""
    begun = time.thread_time()
    mask(text)
    assert time.thread_time() - begun < 10.0


def test_what_comes_right_after_a_masked_number_is_masked_as_if_it_had_stood_there() -> None:
    once = mask("TEL01000000:0000000").text
    assert mask(once).text == once == "TEL[telefon]:[telefon]"
