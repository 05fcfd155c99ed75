"""Trouble of one's own is met with a word of where to go; work about grants and everyday talk are not taken for it."""

import pytest

from knowledge.language.trouble import is_private_trouble


@pytest.mark.parametrize(
    "text",
    [
        "Sønnen min ruser seg",
        "sonen min drikk for mykje",
        "jeg har angst og får ikke sove",
        "Mannen slår meg når han har drukket",
        "æ e deprimert å ensom",
        "dottera vår er avhengig av piller",
        "my daughter is addicted to heroin",
        "Kona mi drikker hver kveld, hva skal jeg gjøre?",
    ],
)
def test_own_trouble_is_seen(text: str) -> None:
    assert is_private_trouble(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hva er hovedstaden i Frankrike?",
        "kan du bestille pizza til meg",
        "Kan kommunen vår søke om penger til folk som ruser seg?",
        "min datter spiller fotball",
        "er det fullt hos tannlegen",
        "bilen min ruser på tomgang",
        "spill musikk på full styrke i stua",
        "slå av lyset på rommet mitt",
        "stemmer det at jeg har time i morgen",
        "play the greatest hits of my favourite band",
        "Kva er fristen for meg som jobbar med rus?",
    ],
)
def test_other_messages_are_not(text: str) -> None:
    assert not is_private_trouble(text)
