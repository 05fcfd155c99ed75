"""Texts in any encoding, spoilt letters, line ends and languages."""

import pytest
from making_documents import kinds, locators

from knowledge.documents import read
from knowledge.documents.tidy import join_lines, tidy


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1", "mac_roman", "cp850", "utf-32"]
)
def test_norwegian_letters_are_read_in_any_usual_encoding(encoding: str) -> None:
    text = (
        "Søknadsfrist\n\nKommuner på Østlandet må søke før påske, og få svar i august. Ærlig talt, å vente er greit.\n"
    )
    assert read(text.encode(encoding)).blocks[1].text == text.split("\n\n")[1].strip()


@pytest.mark.parametrize("times", [1, 2])
def test_spoilt_letters_are_put_right(times: int) -> None:
    right = "Kommunen må søke før påske – «så tidlig som råd er». Ærlig talt, det er Åse som svarer på spørsmål."
    spoilt = right
    for _ in range(times):
        spoilt = spoilt.encode().decode("cp1252", "ignore") if "\x8f" not in spoilt else spoilt
    document = read(spoilt.encode())
    assert document.warnings
    assert document.blocks[0].text.split("–")[0] == right.split("–")[0]


def test_marks_that_cannot_be_seen_are_taken_out() -> None:
    assert (
        tidy("Søk\u200bnad\u00ads\u202efrist\u202c \ufb01nt\u00a0her\U000e0041 \u2067x\u2069")
        == "Søknadsfrist fint her x"
    )


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["søk-", "nad"], "søknad"),
        (["bruker-", "og pårørende"], "bruker- og pårørende"),
        (["FACT-", "team"], "FACT-team"),
        (["e-", "post"], "e-post"),
        (["Søknads\u00ad", "frist"], "Søknadsfrist"),
        (["2024-", "2025"], "2024-2025"),
        (["innen 15.", "mai 2031"], "innen 15. mai 2031"),
        (["Nord-", "Norge"], "Nord-Norge"),
    ],
)
def test_lines_are_joined_as_they_are_meant(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


def test_a_page_in_both_malformer_is_mixed() -> None:
    both = (
        "Kommunene kan søke om tilskudd til tiltak. Søknaden skal ikke være lengre enn ti sider.\n\n"
        "Kommunane kan søkje om tilskot til tiltak. Søknaden skal ikkje vere lenger enn ti sider."
    )
    assert read(both.encode()).language == "mixed"


def test_a_text_without_headings_has_a_place_for_each_paragraph() -> None:
    document = read(
        "Kommuner kan søke om midler til elver.\n\nFristen er 15. mai 2031, og svar kommer i august.\n".encode()
    )
    assert locators(document) == ["Kommuner kan søke om midler til elver", "Fristen er 15. mai 2031, og svar kommer"]


def test_an_announcement_in_a_text_with_underlined_headings_is_read() -> None:
    document = read(
        b"Tilskudd til elver\n==================\n\nFrist\n-----\n1. mai\n2031\n\nKolonne   Verdi\nFrist     1. mai 2031\n"
    )
    assert kinds(document) == [
        ("heading", "Tilskudd til elver"),
        ("heading", "Frist"),
        ("paragraph", "1. mai 2031"),
        ("row", "Kolonne | Verdi"),
        ("row", "Frist | 1. mai 2031"),
    ]
