"""Answers say what the sources say, cite it, admit silence, and never name a date that stands nowhere."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from known_schemes import SCHEMES

from knowledge import ranking
from knowledge.answers import Answer, answer, answer_question, fitting, nearest_fact, nothing_found, rank
from knowledge.deadlines import format_date
from knowledge.language.question_forms import FORMS, KEYWORDS
from knowledge.language.texts import knowledge_texts, topic_titles
from knowledge.model import LANGS, Edition, Fact, Gap, Scheme, Topic
from knowledge.ranking import Question, Ranked

TODAY = dt.date(2026, 11, 21)
DAYS = [
    dt.date(2024, 12, 31),
    dt.date(2025, 3, 1),
    dt.date(2025, 3, 31),
    dt.date(2025, 4, 15),
    TODAY,
    dt.date(2027, 4, 2),
]
# No statement speaks of these, but the deadline itself is an answer.
TOLD_BY_THE_DEADLINE = {Topic.LATE_APPLICATION}
YEARS = [None, 2019, 2022, 2023, 2024, 2025, 2026, 2027]
_MONTHS = "|".join(f"{knowledge_texts()('months', 'nb')} {knowledge_texts()('months', 'en')}".split())
_DATE = re.compile(
    rf"(?:\d{{1,2}}\.? )?(?:{_MONTHS}) \d{{4}}|\b(?:19|20)\d\d\b|\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}}", re.IGNORECASE
)
pytestmark = pytest.mark.usefixtures("prepared")
all_schemes = pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES.keys())


def dates_in(text: str) -> set[str]:
    return set(_DATE.findall(text))


def dates_of(scheme: Scheme, lang: str) -> set[str]:
    """Every date and year that the scheme file gives in a language."""
    found = {e.id for e in scheme.editions} | {str(s.date.year if s.date else s.year) for s in scheme.sources}
    for edition in scheme.editions:
        for deadline in (edition.deadlines.application, edition.deadlines.reporting):
            if deadline:
                found |= {format_date(deadline.date, deadline.precision, lang)}
        for statement in (*edition.facts, *edition.gaps):
            found |= dates_in(statement.statement[lang])
    return found


def with_a_gap_or_fact(edition: Edition, topic: Topic) -> bool:
    return any(topic == s.topic or topic in s.also for s in (*edition.facts, *edition.gaps))


def every_answer(scheme: Scheme, lang: str) -> Iterator[tuple[Answer, int | None]]:
    """Every topic for every year and on every kind of day, and each statement asked about in some other topics too."""
    edition = scheme.edition()
    for statement in (*edition.facts, *edition.gaps):
        for topic in (statement.topic, Topic.DEADLINE, Topic.STATUS, Topic.REPORTING, Topic.LATE_APPLICATION):
            yield answer(scheme, topic, lang, TODAY, asked_about=[statement.id]), None
    for topic in Topic:
        for today in DAYS:
            yield answer(scheme, topic, lang, today), None
        for year in YEARS:
            yield answer(scheme, topic, lang, TODAY, year=year), year


@pytest.mark.parametrize("lang", LANGS)
@all_schemes
def test_no_answer_names_a_date_that_is_not_in_the_scheme_file(scheme: Scheme, lang: str) -> None:
    known = dates_of(scheme, lang)
    for found, year in every_answer(scheme, lang):
        invented = dates_in(found.text) - known - {str(year)}
        assert not invented, (found.topic, year, found.text)


@pytest.mark.parametrize("lang", LANGS)
@all_schemes
def test_every_answer_is_whole_and_cites_a_source_of_its_scheme(scheme: Scheme, lang: str) -> None:
    sources = {source.id for source in scheme.sources}
    for topic in Topic:
        found = answer(scheme, topic, lang, TODAY)
        assert found.text.strip()
        assert "{" not in found.text
        assert found.citations
        assert {c.source for c in found.citations} <= sources
        assert all(c.checked and c.locator and c.edition == scheme.edition().id for c in found.citations)


@all_schemes
def test_a_topic_that_the_sources_do_not_touch_is_said_to_be_silent_with_the_office_to_ask(scheme: Scheme) -> None:
    silent = [t for t in Topic if not with_a_gap_or_fact(scheme.edition(), t)]
    assert silent
    for topic in silent:
        for lang in LANGS:
            found = answer(scheme, topic, lang, TODAY)
            assert found.known == (topic in TOLD_BY_THE_DEADLINE)
            assert not found.fact_ids
            assert topic_titles()(topic, lang) in found.text
            assert ("Bufdir" in found.text) == (scheme.administrator == "bufdir")
            assert {c.source for c in found.citations} == {s.id for s in scheme.sources}


@all_schemes
def test_a_fact_is_known_and_a_gap_is_not(scheme: Scheme) -> None:
    edition = scheme.edition()
    facts = {fact.id for fact in edition.facts}
    for topic in Topic:
        found = answer(scheme, topic, "nb", TODAY)
        assert found.known == (bool(set(found.fact_ids) & facts) or topic in TOLD_BY_THE_DEADLINE)


@all_schemes
def test_a_gap_that_is_asked_about_is_told_and_not_passed_off_as_knowledge(scheme: Scheme) -> None:
    edition = scheme.edition()
    for gap in edition.gaps:
        for lang in LANGS:
            found = answer(scheme, gap.topic, lang, TODAY, asked_about=[gap.id])
            assert gap.statement[lang] in found.text
            assert not found.known


@pytest.mark.parametrize(
    ("lang", "note"), [("nb", "kilde fra 2023"), ("nn", "kjelde frå 2023"), ("en", "source of 2023")]
)
def test_what_stands_only_in_the_older_source_says_so(lang: str, note: str) -> None:
    scheme = SCHEMES["kommunalt-rusarbeid"]
    for fact in scheme.edition().facts:
        found = answer(scheme, fact.topic, lang, TODAY, asked_about=[fact.id])
        if fact.id in found.fact_ids:
            cited = {c.source for c in found.citations}
            assert (note in found.text) == ("page-2023" in cited), found.text


@all_schemes
def test_statements_from_the_source_of_the_edition_bear_no_note_of_age(scheme: Scheme) -> None:
    for topic in Topic:
        found = answer(scheme, topic, "nb", TODAY)
        if all(scheme.source(c.source).year >= int(c.edition) for c in found.citations):
            assert "kilde fra" not in found.text


@pytest.mark.parametrize("year", [2019, 2024, 2026, 2027])
@all_schemes
def test_a_year_without_an_edition_is_never_answered_from_another(scheme: Scheme, year: int) -> None:
    for topic in Topic:
        for lang in LANGS:
            found = answer(scheme, topic, lang, TODAY, year=year)
            assert not found.known
            assert str(year) in found.text
            assert not found.fact_ids


@pytest.mark.parametrize("topic", [Topic.DEADLINE, Topic.STATUS, Topic.WHO_CAN_APPLY, Topic.AMOUNT, Topic.PAYMENT])
def test_a_year_that_a_statement_only_mentions_answers_no_other_topic(topic: Topic) -> None:
    """The page tells of money added in 2023 and of its own date; that is no answer about deadlines in 2023."""
    for year in (2022, 2023):
        found = answer(SCHEMES["kommunalt-rusarbeid"], topic, "nb", TODAY, year=year)
        assert not found.known, found.text
        assert str(year) in found.text


@all_schemes
def test_the_year_of_the_edition_is_answered_as_without_a_year(scheme: Scheme) -> None:
    for topic in Topic:
        assert answer(scheme, topic, "nn", TODAY, year=int(scheme.edition().id)) == answer(scheme, topic, "nn", TODAY)


def test_an_older_edition_is_answered_from_that_edition() -> None:
    scheme = SCHEMES["tryggest"]
    newest = scheme.edition()
    deadline = newest.deadlines.application.model_copy(update={"date": dt.date(2024, 2, 29)})
    older = newest.model_copy(
        update={"id": "2024", "deadlines": newest.deadlines.model_copy(update={"application": deadline})}
    )
    both = scheme.model_copy(update={"editions": (older, newest)})
    assert "29. februar 2024" in answer(both, Topic.DEADLINE, "nb", TODAY, year=2024).text
    assert "31. mars 2025" in answer(both, Topic.DEADLINE, "nb", TODAY).text


@pytest.mark.parametrize(
    ("scheme", "today", "said"),
    [
        ("tryggest", "2025-03-30", "Fristen er i morgen, 31. mars 2025."),
        ("tryggest", "2026-11-21", "Fristen var 31. mars 2025 og er gått ut."),
        ("kommunalt-rusarbeid", "2025-03-01", "Fristen er i dag, 1. mars 2025."),
        ("oppfolging-voksne", "2025-03-01", "foreløpig ikke er kunngjort. Fristen er antatt i april 2025"),
        ("oppfolging-barn-unge", "2026-11-21", "Fristen var antatt i april 2025"),
    ],
)
def test_a_deadline_is_judged_against_the_day_of_the_question(scheme: str, today: str, said: str) -> None:
    assert said in answer(SCHEMES[scheme], Topic.DEADLINE, "nb", dt.date.fromisoformat(today)).text


def test_reporting_tells_when_the_report_was_due() -> None:
    found = answer(SCHEMES["kommunalt-rusarbeid"], Topic.REPORTING, "nb", TODAY)
    assert "Rapporteringsfristen var 1. mars 2025 og er gått ut." in found.text


@pytest.mark.parametrize("topic", [Topic.LATE_APPLICATION, Topic.EXTENSION])
def test_who_asks_to_be_late_hears_where_the_deadline_stands(topic: Topic) -> None:
    found = answer(SCHEMES["tryggest"], topic, "nb", TODAY)
    assert found.text.startswith("Fristen var 31. mars 2025 og er gått ut.")


def test_only_the_youth_scheme_says_that_both_parties_sign() -> None:
    known = [s.id for s in SCHEMES.values() if answer(s, Topic.SIGNATURES, "nb", TODAY).known]
    assert known == ["oppfolging-barn-unge"]


def asked(text: str, topics: dict[str, float], terms: dict[str, float] | None = None) -> Question:
    return Question.of(text, topics, terms)


def ranked(statement: Fact | Gap | None, score: float, points: float = 1.0) -> Ranked:
    return Ranked(statement, str(statement.topic) if statement else "payment", score, 0.0, points, 1.0)


def test_two_statements_that_fit_alike_are_both_said_the_known_one_first() -> None:
    edition = SCHEMES["oppfolging-voksne"].edition()
    fact = next(f for f in edition.facts if f.topic == Topic.ATTACHMENTS)
    gap = next(g for g in edition.gaps if g.topic == Topic.ATTACHMENTS)
    question = asked("Må vi ha en avtale?", {"attachments": 1.0})
    assert fitting([ranked(gap, 2.0), ranked(fact, 1.5)], question) == [fact, gap]
    assert fitting([ranked(fact, 2.0), ranked(gap, 0.5)], question) == [fact]
    assert fitting([ranked(fact, 2.0), ranked(gap, 1.5, points=0.0)], question) == [fact]
    assert fitting([ranked(fact, 2.0), ranked(None, 1.5)], question) == [fact]
    assert fitting([ranked(None, 2.0), ranked(fact, 1.5)], question) == []
    assert fitting([ranked(fact, 2.0)], question) == [fact]


def test_what_is_not_known_is_not_dressed_up_with_a_fact_on_something_else() -> None:
    edition = SCHEMES["oppfolging-voksne"].edition()
    gap = next(g for g in edition.gaps if g.topic == Topic.ATTACHMENTS)
    elsewhere = next(f for f in edition.facts if f.topic == Topic.PRIORITIES)
    question = asked("Må vi ha en avtale?", {"attachments": 1.0})
    assert fitting([ranked(gap, 2.0), ranked(elsewhere, 1.9)], question) == [gap]


GOES_ON = [
    ("oppfolging-barn-unge", "Kan vi søke sammen med sykehuset?", "og hvem skriver under da?", "signatures"),
    ("tryggest", "Hvor mye kan vi søke om?", "og i hvor mange år?", "funding-period"),
    ("kommunalt-rusarbeid", "Hvem bør jobbe i et oppsøkende team?", "hvorfor skal de ut?", "outreach-purpose"),
]


@pytest.mark.parametrize(("scheme", "before", "now", "statement"), GOES_ON)
def test_a_question_that_goes_on_is_judged_with_the_one_before(
    scheme: str, before: str, now: str, statement: str
) -> None:
    together = Question.of(f"{before} {now}", {})
    question = replace(Question.of(now, {}), after=together)
    best = next(r for r in rank(SCHEMES[scheme], question) if r.statement)
    assert best.statement is not None
    assert best.statement.id == statement


def test_what_was_just_told_is_less_likely_told_again() -> None:
    question = Question.of("og hvor mye da?", {"amount": 1.0})
    whole = replace(question, after=Question.of("Hvor mye kan vi få? og hvor mye da?", {"amount": 1.0}))
    scores = [
        next(r.score for r in rank(SCHEMES["tryggest"], q) if r.statement and r.statement.id == "amount")
        for q in (whole, replace(whole, told=frozenset({"amount"})))
    ]
    assert scores[1] < scores[0]


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    question = asked("Hvor mange kommuner må være med, eller holder det med én?", {"partners": 0.9})
    for found in rank(SCHEMES["kommunalt-rusarbeid"], question):
        part, forms = ("statement", set()) if found.statement else ("silence", {*FORMS, KEYWORDS})
        weighed = set(ranking._weights()[part])
        assert set(found.signs) - {"margin_above"} <= weighed
        assert weighed - forms <= set(found.signs)


def test_one_statement_is_said_when_it_fits_far_better_than_the_rest() -> None:
    found = answer_question(SCHEMES["tryggest"], asked("Hvor mye kan vi få?", {"amount": 1.0}), "nb", TODAY)
    assert found.fact_ids == ("amount",)


def test_a_topic_without_a_text_never_gets_a_second_statement() -> None:
    for scheme in SCHEMES.values():
        for topic in Topic:
            assert len(answer(scheme, topic, "nb", TODAY).fact_ids) <= 1


def test_a_year_that_one_statement_alone_tells_of_is_answered_with_it() -> None:
    found = answer_question(
        SCHEMES["kommunalt-rusarbeid"],
        asked("Hvor mange millioner ekstra i 2023?", {"total_amount": 1.0}),
        "nb",
        TODAY,
        year=2023,
    )
    assert found.known
    assert "20 millioner" in found.text


def ranked_with_silence(topic: Topic, fact_topic: Topic, probability: float) -> list[Ranked]:
    fact = next(f for f in SCHEMES["tryggest"].edition().facts if f.topic == fact_topic)
    return [Ranked(None, topic, 2.0, 0, 0, probability), Ranked(fact, fact_topic, 1.0, 0, 0, probability)]


@pytest.mark.parametrize("lang", LANGS)
def test_a_silence_names_the_nearest_fact_as_no_more_than_that(lang: str) -> None:
    scheme = SCHEMES["tryggest"]
    fact = next(f for f in scheme.edition().facts if f.id == "eligible-costs")
    found = nothing_found(scheme, scheme.edition(), lang, Topic.ELIGIBLE_COSTS, nearest=fact)
    assert found.text.endswith(fact.statement[lang])
    assert found.text.startswith(nothing_found(scheme, scheme.edition(), lang).text[:9])
    assert not found.known
    assert found.citations[0].locator == fact.citation.locator


def test_only_a_fact_on_the_topic_asked_about_is_near() -> None:
    near = ranked_with_silence(Topic.ELIGIBLE_COSTS, Topic.ELIGIBLE_COSTS, 0.9)
    far = ranked_with_silence(Topic.ELIGIBLE_COSTS, Topic.GOAL, 0.01)
    assert nearest_fact(near) is near[1].statement
    assert nearest_fact(far) is None
