"""Numbered headings of plain texts: regulations, agreements and guidelines."""

import pytest

from knowledge.documents import read, sections


def locators(text: str) -> list[str]:
    return [section.locator for section in sections(read(text.encode(), name="a.txt"))]


REGULATION = """Forskrift om midler til fiskehavner

§ 1 Formål
Forskriften skal fremme fiske langs kysten og gi kommunene midler til det de trenger.
§ 2 Hvem som kan få tilskudd
Kommuner og lag kan få tilskudd etter denne forskriften når de har sete ved kysten.
§ 3 Ordning for tilskudd til moloer
Det gis tilskudd til moloer når vilkårene i
§ 2 er oppfylt.
§ 4. Frist
Fristen er 1. mars.
"""


def test_every_paragraph_of_a_regulation_stands_at_the_same_level() -> None:
    told = ["§ 1 Formål", "§ 2 Hvem som kan få tilskudd", "§ 3 Ordning for tilskudd til moloer", "§ 4. Frist"]
    assert locators(REGULATION)[1:] == told
    assert locators(REGULATION.replace("\n", "\n\n").replace("i\n\n§", "i\n§"))[1:] == told


def test_a_reference_at_the_start_of_a_line_is_no_heading() -> None:
    found = {s.locator: s.text for s in sections(read(REGULATION.encode(), name="a.txt"))}
    assert found["§ 3 Ordning for tilskudd til moloer"].endswith("når vilkårene i § 2 er oppfylt.")


def test_paragraphs_stand_under_their_chapter() -> None:
    text = (
        "Forskrift om havner\n\nKapittel 1 Innledning\n\n§ 1-1 Formål\n\nFormålet er fiske.\n\n"
        "Kapittel 2 Tilskudd\n\n§ 2-1 (Opphevet)\n\n§ 2-2 Tilskudd til drift\n\nDrift kan støttes."
    )
    assert locators(text)[2:] == [
        "Kapittel 1 Innledning: § 1-1 Formål",
        "Kapittel 2 Tilskudd",
        "Kapittel 2 Tilskudd: § 2-1 (Opphevet)",
        "Kapittel 2 Tilskudd: § 2-2 Tilskudd til drift",
    ]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_numbers_and_letters_nest(between: str) -> None:
    lines = [
        "1. Søknad",
        "a) Hvem kan søke",
        "Kommuner kan søke om midler til dette når de har vedtatt en plan for arbeidet.",
        "b) Tilskudd til drift",
        "Drift dekkes ikke av ordningen, heller ikke når den er tatt med i planen for året.",
        "2. Rapport",
        "Rapporten skal vise hva som er gjort, og hva midlene er brukt til i hele perioden.",
    ]
    told = ["1. Søknad", "1. Søknad: a) Hvem kan søke", "1. Søknad: b) Tilskudd til drift", "2. Rapport"]
    assert locators("Veiledning\n\n" + between.join(lines))[1:] == told


def test_articles_of_an_agreement_are_headings() -> None:
    text = "Avtale\n\nArtikkel 1 Formål\n\nAvtalen gjelder støtte.\n\nArtikkel 2\n\nAvtalen varer i fem år."
    assert locators(text)[1:] == ["Artikkel 1 Formål", "Artikkel 2"]


def test_a_numbered_list_is_no_row_of_headings() -> None:
    text = "Vedlegg til søknaden\n\n1. Budsjett\n\n2. Plan\n\n3. Avtale\n\nAlt skal legges ved før fristen går ut."
    assert not any("Budsjett" in each or "Avtale" in each for each in locators(text))
