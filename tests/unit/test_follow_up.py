"""Whether a message goes on from the one before it, or turns to another scheme."""

import pytest
from known_schemes import SCHEMES

from knowledge.language.follow_up import goes_on, turns_to_another
from knowledge.language.reader import MessageReader
from knowledge.offices.directory import Directory


@pytest.fixture(scope="module")
def reader() -> MessageReader:
    return MessageReader(list(SCHEMES.values()), Directory.load())


@pytest.mark.parametrize(
    "text",
    [
        "og kven signerer då?",
        "hvem bør jobbe i det?",
        "er den datoen sikker?",
        "kven skriv under der",
        "nei, jeg mente voksne",
    ],
)
def test_a_continuation_is_known(text: str) -> None:
    assert goes_on(text)


@pytest.mark.parametrize(
    "text",
    ["Kven kan søkje på TryggEst?", "Når er fristen for rusarbeid?", "", "Vi er en liten kommune som vil søke nå"],
)
def test_a_question_of_its_own_is_none(text: str) -> None:
    assert not goes_on(text)


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("enn for barn og unge, kven signerer søknaden der?", True),
        ("Ok, tilbake til vaksne. Kva slags team går føre?", True),
        ("og på barn unge?", True),
        ("Kan barn og unge vere med?", False),
        ("og når er fristen for den?", False),
    ],
)
def test_turning_to_another_scheme_is_known(reader: MessageReader, text: str, turns: bool) -> None:
    assert turns_to_another(reader.read(text)) is turns
