"""Every statement of the sources is in the inventory, stands in a fact, and is answerable in all three languages."""

import csv
import datetime as dt
from functools import cache
from pathlib import Path

import pytest
from known_schemes import SCHEMES

from knowledge.answers import answer
from knowledge.deadlines import format_date, window
from knowledge.model import LANGS, CitationRef, Fact, Gap, Scheme, Topic

INVENTORY = Path(__file__).parents[1] / "cases" / "inventory.csv"
TODAY = dt.date(2026, 11, 21)
# Facts that are told against today's date: the judged sentence takes the place of the statement.
JUDGED = {Topic.DEADLINE, Topic.STATUS}
# Rows whose words stand in two places; the facts cite the other one (the newer source, or the fuller slide).
SAID_ELSEWHERE = [
    ("kommunalt-rusarbeid", "slides-2025", "Oversikt over ordningene"),  # the list of schemes; each has its own slide
    ("kommunalt-rusarbeid", "page-2023", "Innledning"),  # the goal, as on the slides of 2025
    ("kommunalt-rusarbeid", "page-2023", "Bakgrunn for tilskuddsordningen"),  # the goal, as on the slides of 2025
    (
        "kommunalt-rusarbeid",
        "page-2023",
        "Etablere oppsøkende virksomhet – særlig rettet mot barn og unge",
    ),  # also 2025
    ("tryggest", "slides-2025", "Oversikt over ordningene: TryggEst"),  # the name of the scheme, told with its goal
]


@cache
def rows() -> list[dict[str, str]]:
    with INVENTORY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def facts_of(row: dict[str, str]) -> list[str]:
    return row["facts"].split()


@cache
def statements(scheme: str) -> dict[str, Fact | Gap]:
    edition = SCHEMES[scheme].edition()
    return {s.id: s for s in (*edition.facts, *edition.gaps)}


def places_of(reference: CitationRef) -> list[str]:
    """The places that a locator names: «A: B / C» stands for «A: B» and «A: C»."""
    if " / " not in reference.locator:
        return [reference.locator]
    parts = reference.locator.split(" / ")
    head = parts[0].rpartition(": ")[0]
    return [reference.locator, parts[0], *(f"{head}: {part}" if head else part for part in parts[1:])]


def test_the_inventory_has_no_row_twice_and_leaves_nothing_blank() -> None:
    seen = [(r["scheme"], r["source"], r["locator"], r["statement"]) for r in rows()]
    assert len(set(seen)) == len(seen)
    assert all(value and value.strip() for row in rows() for value in row.values())


def test_every_row_names_a_scheme_a_source_and_facts_that_exist() -> None:
    for row in rows():
        scheme = SCHEMES[row["scheme"]]
        assert row["source"] in {s.id for s in scheme.sources}, row
        missing = [fact for fact in facts_of(row) if fact not in statements(row["scheme"])]
        assert not missing, row


def test_every_row_has_a_fact_that_states_it_and_not_only_a_gap() -> None:
    for row in rows():
        assert any(isinstance(statements(row["scheme"])[fact], Fact) for fact in facts_of(row)), row


def test_a_fact_of_each_row_cites_the_very_place_of_the_row() -> None:
    elsewhere = []
    for row in rows():
        references = [statements(row["scheme"])[fact].citation for fact in facts_of(row)]
        if (row["source"], row["locator"]) not in {(r.source, place) for r in references for place in places_of(r)}:
            elsewhere.append((row["scheme"], row["source"], row["locator"]))
    assert sorted(elsewhere) == sorted(SAID_ELSEWHERE)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_fact_of_every_scheme_goes_back_to_a_row_of_the_inventory(scheme: str) -> None:
    listed = {fact for row in rows() if row["scheme"] == scheme for fact in facts_of(row)}
    assert {f.id for f in SCHEMES[scheme].edition().facts} - listed == set()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_fact_is_answerable_by_its_topic_and_terms(scheme: str, lang: str) -> None:
    told = SCHEMES[scheme]
    unanswerable = []
    for fact in told.edition().facts:
        found = answer(told, fact.topic, lang, TODAY, asked_about=[fact.id] if fact.terms.all() else [])
        stated = fact.statement[lang] in found.text or (fact.topic in JUDGED and _judged(told, fact, found.text, lang))
        if not (stated and found.known and fact.id in found.fact_ids):
            unanswerable.append((fact.id, found.text))
        assert any(c.source == fact.citation.source for c in found.citations)
    assert not unanswerable


def _judged(scheme: Scheme, fact: Fact, text: str, lang: str) -> bool:
    """A deadline or a status is told with the date of the scheme, seen from today."""
    deadline = scheme.edition().deadlines.application
    date = format_date(deadline.date, deadline.precision, lang)
    return date in fact.statement[lang] + text and window(scheme.edition(), TODAY, lang).text in text


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_gap_is_told_when_it_is_asked_about(scheme: str) -> None:
    for gap in SCHEMES[scheme].edition().gaps:
        for lang in LANGS:
            assert gap.statement[lang] in answer(SCHEMES[scheme], gap.topic, lang, TODAY, asked_about=[gap.id]).text


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_fact_that_is_not_the_first_of_its_topic_has_terms_to_be_asked_by(scheme: str) -> None:
    """Without terms of its own, a later fact of a topic could never be chosen."""
    edition = SCHEMES[scheme].edition()
    for topic in Topic:
        without = [f.id for f in edition.facts if f.topic == topic and not f.terms.all()]
        assert len(without) <= 1, (topic, without)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_terms_are_lower_case_and_stand_in_both_norwegian_languages(scheme: str) -> None:
    for statement in statements(scheme).values():
        terms = statement.terms
        assert bool(terms.nb) == bool(terms.nn), statement.id
        assert all(term == term.lower() for term in terms.all()), statement.id
