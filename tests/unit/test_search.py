"""Search finds statements by words of both Norwegian languages, parts of compounds and small misspellings."""

import pytest
from known_schemes import SCHEMES

from knowledge.model import LANGS
from knowledge.search.knowledge import Hit, KnowledgeSearch

# (query, language, statement that must be among the first three)
FOUND = [
    ("søknadsfrist tryggest", "nb", "tryggest/deadline"),
    ("søknadsfrist tryggest", "nn", "tryggest/deadline"),
    ("helseforetak hovedsøker", "nb", "oppfolging-voksne/who-trust"),
    ("helseføretak hovudsøkjar", "nn", "oppfolging-voksne/who-trust"),
    ("skadereduksjon", "nb", "kommunalt-rusarbeid/focus-harm-reduction"),
    ("skadereduksjn", "nb", "kommunalt-rusarbeid/focus-harm-reduction"),
    ("FACT-ung 12-25 år", "nb", "oppfolging-barn-unge/age-fact-ung"),
    ("brosjyre", "nb", "tryggest/costs-information"),
    ("brosjyrar", "nn", "tryggest/costs-information"),
    ("løn til koordinator", "nn", "tryggest/salary"),
    ("lønn til koordinator", "nb", "tryggest/salary"),
    ("housing first", "en", "oppfolging-voksne/priorities-housing-first"),
    ("Excel", "nn", "oppfolging-voksne/financial-reporting"),
    ("underskrift", "nb", "oppfolging-barn-unge/signatures-municipalities"),
    ("oppsøkende team", "nb", "kommunalt-rusarbeid/outreach-team"),
    ("oppsøkjande team", "nn", "kommunalt-rusarbeid/outreach-team"),
    ("henvisning", "nb", "oppfolging-barn-unge/service-referral"),
    ("tilvising", "nn", "oppfolging-barn-unge/service-referral"),
    ("digital", "en", "kommunalt-rusarbeid/how-digital"),
    ("nedtrapping", "nb", "oppfolging-voksne/funding-period"),
    ("bydel", "nb", "tryggest/district"),
    ("7,7 millioner", "nb", "tryggest/total-amount"),
    ("20 millioner 2023", "nb", "kommunalt-rusarbeid/outreach-strengthening"),
    ("løslatelse fra fengsel", "nb", "kommunalt-rusarbeid/focus-transitions"),
    ("lauslating frå fengsel", "nn", "kommunalt-rusarbeid/focus-transitions"),
    ("voldsproblematikk", "nb", "oppfolging-voksne/target-group-violence"),
]


@pytest.fixture(scope="module")
def search() -> KnowledgeSearch:
    return KnowledgeSearch.of(list(SCHEMES.values()))


def names(hits: list[Hit]) -> list[str]:
    return [f"{hit.scheme}/{hit.statement}" for hit in hits]


@pytest.mark.parametrize(("query", "lang", "wanted"), FOUND)
def test_the_statement_is_among_the_first(search: KnowledgeSearch, query: str, lang: str, wanted: str) -> None:
    assert wanted in names(search.find(query, lang, limit=3))


@pytest.mark.parametrize("lang", LANGS)
def test_every_statement_is_found_by_its_own_words(search: KnowledgeSearch, lang: str) -> None:
    for scheme in SCHEMES.values():
        for statement in (*scheme.edition().facts, *scheme.edition().gaps):
            hits = search.find(statement.statement[lang], lang, limit=8)
            assert f"{scheme.id}/{statement.id}" in names(hits), statement.statement[lang]


@pytest.mark.parametrize("query", ["", "   ", "og i på", "🙂", "…", "pizzabakeri", "x" * 5000])
def test_nothing_is_found_where_there_is_nothing_to_find(search: KnowledgeSearch, query: str) -> None:
    assert search.find(query) == []


@pytest.mark.parametrize("lang", LANGS)
def test_hits_are_in_the_language_asked_for_best_first_and_no_more_than_wanted(
    search: KnowledgeSearch, lang: str
) -> None:
    hits = search.find("kommune tilskudd tilskot grant", lang, limit=7)
    assert len(hits) == 7
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    for hit in hits:
        edition = SCHEMES[hit.scheme].edition(hit.edition)
        statement = next(s for s in (*edition.facts, *edition.gaps) if s.id == hit.statement)
        assert hit.text == statement.statement[lang]
        assert (hit.source, hit.locator, hit.topic) == (
            statement.citation.source,
            statement.citation.locator,
            statement.topic,
        )


def test_a_rare_word_counts_more_than_a_common_one(search: KnowledgeSearch) -> None:
    assert names(search.find("kommune skadereduksjon"))[0] == "kommunalt-rusarbeid/focus-harm-reduction"


def test_no_statements_give_no_hits_and_no_crash() -> None:
    assert KnowledgeSearch.of([]).find("frist") == []
