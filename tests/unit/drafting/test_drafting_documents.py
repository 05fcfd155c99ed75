"""Which scheme each part of a document is about, and what tables, lists and headings say."""

import pytest
from drafting_support import drafts_of, simple

TABLE = """<main><h1>Tilskudd 2026</h1><table>
<tr><th>Ordning</th><th>Søknadsfrist</th><th>Hvem kan søke</th></tr>
<tr><td>Kommunalt rusarbeid</td><td>1. mars 2026</td><td>Kommuner</td></tr>
<tr><td>TryggEst</td><td>31. mars 2026</td><td>Kommuner</td></tr>
<tr><td>Klimasats</td><td>15. februar 2026</td><td>Kommuner og fylkeskommuner</td></tr></table></main>"""


def facts(text: str, kind: str = "html") -> dict[str | None, dict[str, object]]:
    return {
        one.scheme: {f.field: simple(f) for f in one.findings if f.certain and f.field != "text"}
        for one in drafts_of(text, kind)
    }


def test_a_row_of_a_table_belongs_to_the_scheme_in_its_first_cell() -> None:
    found = facts(TABLE)
    assert found["kommunalt-rusarbeid"] == {"deadline": "2026-03-01", "who_can_apply": "municipality"}
    assert found["tryggest"]["deadline"] == "2026-03-31"
    assert found[None] == {"deadline": "2026-02-15", "who_can_apply": "municipality county"}


def test_terms_and_their_descriptions_are_read_as_labels() -> None:
    page = "<main><h1>Kommunalt rusarbeid</h1><dl><dt>Søknadsfrist</dt><dd>01.03.2026</dd><dt>Rapporteringsfrist</dt><dd>01.04.2026</dd></dl></main>"
    found = facts(page)["kommunalt-rusarbeid"]
    assert (found["deadline"], found["reporting_deadline"]) == ("2026-03-01", "2026-04-01")


def test_what_stands_under_related_schemes_is_not_drafted() -> None:
    page = "<main><h1>Kommunalt rusarbeid</h1><p>Søknadsfrist: 1. mars 2026</p><h2>Relaterte tilskudd</h2><h3>TryggEst</h3><p>Søknadsfrist: 31. mars 2026</p></main>"
    assert list(facts(page)) == ["kommunalt-rusarbeid"]


def test_a_list_of_applicants_is_one_finding() -> None:
    page = "<main><h1>Klimasats</h1><h2>Hvem kan søke</h2><ul><li>kommuner</li><li>fylkeskommuner</li></ul></main>"
    assert facts(page)[None]["who_can_apply"] == "municipality county"


@pytest.mark.parametrize(
    ("heading", "scheme", "certain"),
    [
        ("Kap. 765 post 60 Oppfølging av voksne", "oppfolging-voksne", True),
        (
            "Kap. 765.60 Oppfølging av barn og unge med psykiske helseutfordringer og rusmiddelrelaterte problemer",
            "oppfolging-barn-unge",
            True,
        ),
        ("Kap. 765 post 62", "kommunalt-rusarbeid", True),
        ("Kap. 765 post 60", None, False),
        ("Kap. 765 post 60 Kommunalt rusarbeid", "kommunalt-rusarbeid", False),
        ("Oppfølging av barn og unge i barnevernet", "oppfolging-barn-unge", False),
        ("Tilskot til oppfølging av vaksne", "oppfolging-voksne", True),
        ("Tilskudd til klimatilpasning", None, True),
    ],
)
def test_a_heading_names_its_scheme_or_leaves_it_uncertain(heading: str, scheme: str | None, certain: bool) -> None:
    (made,) = drafts_of(f"<main><h1>{heading}</h1><p>Søknadsfrist: 1. mars 2026</p></main>", "html")
    assert (made.scheme, made.certain) == (scheme, certain)


@pytest.mark.parametrize(
    ("title", "text", "edition", "certain"),
    [
        ("Kommunalt rusarbeid 2026", "Søknadsfrist: 1. mars 2026", "2026", True),
        ("Kommunalt rusarbeid", "Søknadsfrist: 1. mars 2026", "2026", True),
        ("Kommunalt rusarbeid 2025", "Søknadsfrist: 1. mars 2026", "2025", False),
        ("Kommunalt rusarbeid", "Søknadsfrist: 1. november 2026", "2026", False),
        ("Kommunalt rusarbeid 2027", "Søknadsfrist: 1. november 2026", "2027", True),
        ("Kommunalt rusarbeid", "Kommuner kan søke.", None, False),
    ],
)
def test_the_edition_is_the_grant_year_or_uncertain(title: str, text: str, edition: str | None, certain: bool) -> None:
    (made,) = drafts_of(f"<main><h1>{title}</h1><p>{text}</p></main>", "html")
    assert (made.edition, made.certain) == (edition, certain)


def test_two_parts_of_one_document_that_differ_are_both_shown_and_both_uncertain() -> None:
    (made,) = drafts_of("Kommunalt rusarbeid\n\nSøknadsfrist: 1. mars 2026\n\nFrist for å søke: 15. mars 2026")
    told = [f for f in made.findings if f.field == "deadline"]
    assert [simple(f) for f in told] == ["2026-03-01", "2026-03-15"]
    assert not any(f.certain for f in told)


def test_the_same_deadline_said_twice_is_one_finding() -> None:
    (made,) = drafts_of(
        "Kommunalt rusarbeid\n\nSøknadsfrist: 1. mars 2026\n\nFristen for å søke er søndag 1. mars 2026."
    )
    assert [f.certain for f in made.findings if f.field == "deadline"] == [True]
