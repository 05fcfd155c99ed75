"""The lookup finds schemes, criteria, statements and word-for-word passages, whichever language a word is in."""

import pytest
from known_schemes import SCHEMES

from knowledge.passages import Passages
from knowledge.search.knowledge import KnowledgeSearch
from knowledge.search.model import Entry
from knowledge.search.tokens import key, tokens

DOCUMENT = """Kap. 765.60 Oppfølging av voksne

Hvem kan søke?

Oppdiktet tekst om trekkspill, ord for ord.
"""
LOOKUP = KnowledgeSearch.of(list(SCHEMES.values()), Passages({"slides-2025": DOCUMENT}))
BARE = KnowledgeSearch.of(list(SCHEMES.values()), Passages({}))


def found(query: str, lookup: KnowledgeSearch = LOOKUP) -> list[Entry]:
    return [each.entry for each in lookup.look_up(query)]


def names(query: str, first: int = 8) -> list[str]:
    return [f"{e.kind} {e.scheme}/{e.id}" for e in found(query)[:first]]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("tryggest", "scheme tryggest/tryggest"),
        ("voksenordninga", "scheme oppfolging-voksne/oppfolging-voksne"),
        ("hva krever vi ved samarbeid med helseforetak?", "criterion oppfolging-voksne/agreement"),
        ("beløp tryggest", "criterion tryggest/amount"),
        ("samarbeidsavtale helseføretak", "criterion oppfolging-voksne/agreement"),
        ("egenandel", "gap oppfolging-voksne/own-funding-share"),
        ("søknadsfrist tryggest", "fact tryggest/deadline"),
        ("skadereduksjn", "fact kommunalt-rusarbeid/focus-harm-reduction"),
    ],
)
def test_what_is_asked_for_is_among_the_first_hits(query: str, name: str) -> None:
    assert name in names(query)


@pytest.mark.parametrize(
    ("one", "other"), [("helseforetak", "helseføretaket"), ("voksne", "vaksne"), ("krav", "krevst")]
)
def test_a_word_of_either_language_finds_the_same(one: str, other: str) -> None:
    assert names(one, 50) == names(other, 50)


def test_the_last_word_may_be_unfinished_but_not_the_others() -> None:
    assert "scheme tryggest/tryggest" in names("trygg")
    assert {e.kind for e in found("fri")} >= {"fact"}
    assert not found("fr xyzzyq")


def test_a_passage_is_found_by_words_that_no_statement_has_and_leads_to_its_locator() -> None:
    [entry] = found("trekkspill")
    assert (entry.kind, entry.scheme) == ("passage", "oppfolging-voksne")
    assert entry.citation is not None
    assert entry.citation.locator == "Kap. 765.60 Oppfølging av voksne: Hvem kan søke?"
    assert "ord for ord" in entry.text["nn"]
    assert entry.topic == "who_can_apply"


def test_without_documents_there_are_no_passages() -> None:
    assert not found("trekkspill", BARE)
    assert not [e for e in found("hvem kan søke", BARE) if e.kind == "passage"]


@pytest.mark.parametrize("query", ["", "   ", "hva", "?!", "<b>", "xyzzyq", "🙂", "\x00", "a" * 5000])
def test_nothing_is_found_for_what_asks_for_nothing(query: str) -> None:
    assert found(query) == []


def test_a_long_text_is_looked_up_by_its_first_words() -> None:
    assert found("tryggest " + "xyzzyq " * 4000)


def test_a_known_word_does_not_also_stand_for_its_parts() -> None:
    matching = LOOKUP.matching("helseforetak")
    assert "helseforetak" in matching
    assert "helse" not in matching


def test_words_are_compared_without_endings_and_without_what_carries_no_meaning() -> None:
    assert key("vaksne") == key("voksne")
    assert tokens("Hva krever vi av kommunene?") == [key("krav"), key("kommune")]
