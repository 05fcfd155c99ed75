"""What a message takes back is not what it asks, and what corrects an answer is known by how it begins."""

import pytest

from knowledge.language.correction import Correction, correction, refuses_partner, tells_who, without_taken_back


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Nei, ikke fristen. Hvem som kan søke.", "Hvem som kan søke."),
        ("nei itj kem, men når fristen va", "når fristen va"),
        ("Jeg mente ikke rapporten, men hvem som kan søke", "hvem som kan søke"),
        ("Nei, ikkje vaksne, barn og unge", "barn og unge"),
        ("eg meinte ikkje beløpet men fristen", "fristen"),
    ],
)
def test_what_is_taken_back_is_left_out(text: str, left: str) -> None:
    assert without_taken_back(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Nei, ikke ennå, men vi har vedtatt det",
        "nei",
        "Nei, vi er bare én kommune",
        "Ikke søkt før, men kan vi?",
        "Må vi ikke søke sammen?",
        "",
    ],
)
def test_anything_else_stays_whole(text: str) -> None:
    assert without_taken_back(text) == text


@pytest.mark.parametrize(
    ("text", "surely", "rest"),
    [
        ("nei vent, tre", True, "tre"),
        ("Oi, feil: vi er to", True, ": vi er to"),
        ("NEI NEI, to år", True, "to år"),
        ("eg meinte tre", True, "tre"),
        ("beklager, 300 000", True, "300 000"),
        ("nei det er jo 420 tusen", False, "det er jo 420 tusen"),
        ("nei", False, ""),
    ],
)
def test_a_correction_begins_with_a_no_or_surely_takes_something_back(text: str, surely: bool, rest: str) -> None:
    assert correction(text) == Correction(surely, rest)


@pytest.mark.parametrize("text", ["", "ja, tre", "tre år", "vi ventar på svar", "det er feil", "noko anna", "norsk"])
def test_what_begins_otherwise_is_no_correction(text: str) -> None:
    assert correction(text) is None


def test_a_no_may_be_to_a_partner() -> None:
    assert refuses_partner("nei takk, ikke sykehuset")
    assert refuses_partner("Nei, utan sjukehuset")
    assert not refuses_partner("nei, kommunen skriver den")


@pytest.mark.parametrize(
    ("rest", "tells"),
    [
        ("vi er to kommuner sammen", True),
        ("me er fleire kommunar", True),
        ("vi søker sammen med sykehuset", True),
        ("vi har ikke innført det", False),
        ("ikke ennå", False),
        ("vinteren er lang", False),
    ],
)
def test_who_applies_may_be_told_after_a_no(rest: str, tells: bool) -> None:
    assert tells_who(rest) is tells
