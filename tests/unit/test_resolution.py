"""Which scheme a message is about: a name wins, a shared name is decided by hints or asked, context comes after."""

import pytest
from known_schemes import SCHEMES

from actions.resolution import Resolution, resolve
from knowledge.language.reader import MessageReader
from knowledge.offices.directory import Directory

RUS, ADULTS, YOUTH, TRYGG = "kommunalt-rusarbeid", "oppfolging-voksne", "oppfolging-barn-unge", "tryggest"
READER = MessageReader(list(SCHEMES.values()), Directory.load())

# (message, the one scheme that it names outright)
NAMED = [
    ("når er fristen for TryggEst", TRYGG),
    ("tryggest-midla", TRYGG),
    ("trygest frist", TRYGG),
    ("kem kan søk på trygg est", TRYGG),
    ("bufdir-ordninga", TRYGG),
    ("kommunalt rusarbeid", RUS),
    ("komunalt rusarbeid hvem kan søke", RUS),
    ("kap 765 post 62", RUS),
    ("kapittel 765.62 frist", RUS),
    ("rustilskotet", RUS),
    ("rusmidlane i år", None),
    ("oppfølging av voksne", ADULTS),
    ("oppfølging av vaksne", ADULTS),
    ("oppfølgning av voksne", ADULTS),
    ("opfolging av voksne", ADULTS),
    ("ordninga for vaksne", ADULTS),
    ("765.60 for voksne", ADULTS),
    ("kap. 765 post 60 vaksne", ADULTS),
    ("oppfølging av barn og unge", YOUTH),
    ("765.60 barn og unge", YOUTH),
    ("fact-ung", YOUTH),
    ("FACT ung team", YOUTH),
    ("fact for voksne", ADULTS),
    ("the adult scheme", ADULTS),
    ("youth grant", YOUTH),
    ("grant for municipal substance use work", None),
]


def of(text: str, context: str | None = None, *, switching: bool = False) -> Resolution:
    return resolve(READER.read(text), context, switching=switching)


@pytest.mark.parametrize(("text", "scheme"), [(t, s) for t, s in NAMED if s])
def test_a_scheme_that_is_named_is_the_one_meant(text: str, scheme: str) -> None:
    assert of(text) == Resolution(schemes=(scheme,), named=True)


@pytest.mark.parametrize(("text", "scheme"), [(t, s) for t, s in NAMED if s])
def test_a_name_wins_over_what_was_talked_about(text: str, scheme: str) -> None:
    for context in SCHEMES:
        assert of(text, context).schemes == (scheme,)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_alias_leads_to_its_scheme_or_is_asked_about(scheme: str) -> None:
    for alias in SCHEMES[scheme].aliases:
        found = of(alias)
        assert scheme in (*found.schemes, *found.candidates), alias
        assert found.schemes in ((scheme,), ()), alias


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_the_full_and_the_short_name_lead_to_the_scheme(scheme: str, lang: str) -> None:
    assert of(SCHEMES[scheme].name[lang]).schemes == (scheme,)
    assert of(f"hva gjelder {SCHEMES[scheme].short_name[lang]}?").schemes == (scheme,)


@pytest.mark.parametrize(
    "text", ["kap 765 post 60", "765.60", "kapittel 765.60 frist", "post 60", "chapter 765 post 60"]
)
def test_chapter_765_post_60_names_two_schemes_and_is_asked_about(text: str) -> None:
    found = of(text)
    assert found.schemes == ()
    assert set(found.candidates) == {ADULTS, YOUTH}


@pytest.mark.parametrize(("context", "scheme"), [(ADULTS, ADULTS), (YOUTH, YOUTH)])
def test_chapter_765_post_60_means_the_scheme_that_is_talked_about(context: str, scheme: str) -> None:
    assert of("hva sier 765.60 om vedlegg", context).schemes == (scheme,)
    assert set(of("765.60", TRYGG).candidates) == {ADULTS, YOUTH}


def test_two_named_schemes_are_both_meant() -> None:
    assert set(of("forskjellen på tryggest og kommunalt rusarbeid").schemes) == {TRYGG, RUS}
    assert set(of("frist for oppfølging av voksne og oppfølging av barn og unge").schemes) == {ADULTS, YOUTH}


@pytest.mark.parametrize("text", ["når er fristen", "hvem kan søke", "kva må vere med", "pizza", "", "🙂"])
def test_without_a_name_the_context_stands_and_without_context_it_is_asked(text: str) -> None:
    assert of(text, TRYGG) == Resolution(schemes=(TRYGG,))
    assert of(text) == Resolution()


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("og for de voksne?", ADULTS),
        ("kva med dei vaksne", ADULTS),
        ("enn for barn og ungdom?", YOUTH),
        ("og bufdir?", TRYGG),
    ],
)
def test_a_follow_up_switches_on_a_hint_that_alone_would_not(text: str, scheme: str) -> None:
    assert of(text, RUS, switching=True).schemes == (scheme,)


def test_a_hint_in_a_question_about_the_scheme_at_hand_does_not_switch() -> None:
    assert of("gjelder det også barn", RUS).schemes == (RUS,)
    assert of("kan pengene gå til voksne", TRYGG).schemes == (TRYGG,)


def test_words_that_only_one_scheme_uses_point_to_it_when_nothing_else_does() -> None:
    assert of("kan vi få penger til housing first").schemes == (ADULTS,)
    assert of("støttes samtalegrupper og brosjyrer").schemes == (TRYGG,)


@pytest.mark.parametrize(
    "text",
    ["Blir tilskotet til ACT-teamet mindre etter kvart?", "blir tilskudd gitt hvert år?", "få vaksne bruker det"],
)
def test_everyday_words_in_a_row_are_no_misspelt_name(text: str) -> None:
    assert READER.read(text).schemes == ()


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("kan vi lage en informasjonsfilm", "tryggest/costs-information"),
        ("støtter dere videreutdanning", "tryggest/costs-education"),
    ],
)
def test_a_compound_stands_for_the_term_that_it_ends_with(text: str, statement: str) -> None:
    assert statement in {f"{t.scheme}/{t.statement}" for t in READER.read(text).terms}


@pytest.mark.parametrize("word", ["foretaket", "vedtaket", "veileder", "sykepleie", "konkurs"])
def test_a_word_that_only_ends_like_a_term_is_none(word: str) -> None:
    assert not [t for t in READER.read(word).terms if not t.exact]
