"""What a message takes back is not what it asks."""

import pytest

from knowledge.language.correction import without_taken_back


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
