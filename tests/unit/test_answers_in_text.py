"""Free text answers the questions of the walk: bokmål, nynorsk, dialect and English, one answer or several."""

from pathlib import Path

import pytest
from known_schemes import SCHEMES

from knowledge.eligibility import Answer, check_answer
from knowledge.language.answers_in_text import find_answers
from knowledge.language.reader import MessageReader
from knowledge.offices.directory import Directory

RUS, ADULTS, YOUTH, TRYGG = "kommunalt-rusarbeid", "oppfolging-voksne", "oppfolging-barn-unge", "tryggest"
READER = MessageReader(list(SCHEMES.values()), Directory.load())
ONE, SEVERAL, TRUST, ORGS, PARTNER = (
    "municipality",
    "municipalities",
    "municipality_trust",
    "municipality_organisations",
    "municipality_partner",
)

# Who applies: (schemes, text, value)
APPLICANTS = [
    ([RUS, ADULTS, YOUTH, TRYGG], "en kommune", ONE),
    ([RUS, ADULTS, YOUTH, TRYGG], "éin kommune", ONE),
    ([RUS, ADULTS, YOUTH, TRYGG], "bare kommunen vår", ONE),
    ([RUS, ADULTS, YOUTH, TRYGG], "berre kommunen", ONE),
    ([RUS, ADULTS, YOUTH, TRYGG], "vi er Namsos kommune", ONE),
    ([RUS, ADULTS, YOUTH, TRYGG], "the municipality alone", ONE),
    ([RUS, ADULTS, YOUTH, TRYGG], "vi søkjer utan sjukehuset", ONE),
    ([RUS, ADULTS, YOUTH, TRYGG], "kommunen uten noen organisasjon", ONE),
    ([RUS, ADULTS, YOUTH, TRYGG], "tre kommuner uten helseforetaket", SEVERAL),
    ([RUS, ADULTS, YOUTH, TRYGG], "tre kommuner sammen", SEVERAL),
    ([RUS, ADULTS, YOUTH, TRYGG], "me er to kommunar i lag", SEVERAL),
    ([RUS, ADULTS, YOUTH, TRYGG], "vi søker sammen med nabokommunen", SEVERAL),
    ([RUS, ADULTS, YOUTH, TRYGG], "fleire kommunar saman", SEVERAL),
    ([RUS, ADULTS, YOUTH, TRYGG], "interkommunalt samarbeid", SEVERAL),
    ([RUS, ADULTS, YOUTH, TRYGG], "Namsos og Overhalla søker i lag", SEVERAL),
    ([RUS, ADULTS, YOUTH, TRYGG], "several municipalities", SEVERAL),
    ([RUS, ADULTS, YOUTH], "kommunen og helseforetaket", TRUST),
    ([RUS, ADULTS, YOUTH], "kommunen i lag med sjukehuset", TRUST),
    ([RUS, ADULTS, YOUTH], "vi søker sammen med St. Olavs", TRUST),
    ([RUS, ADULTS, YOUTH], "tre kommunar og St. Olav", TRUST),
    ([RUS, ADULTS, YOUTH], "vi er tre kommuner som søker i lag med sykehuset", TRUST),
    ([RUS, ADULTS, YOUTH], "me søkjer i lag med helseføretaket", TRUST),
    ([RUS, ADULTS, YOUTH], "kommuna og sjukhuse i lag", TRUST),
    ([RUS, ADULTS, YOUTH], "together with the hospital", TRUST),
    ([RUS, ADULTS, YOUTH], "kommunen sammen med en brukerorganisasjon", ORGS),
    ([RUS, ADULTS, YOUTH], "kommunen i lag med ei frivillig foreining", ORGS),
    ([RUS, ADULTS, YOUTH], "kommunen og Kirkens Bymisjon", ORGS),
    ([TRYGG], "kommunen sammen med helseforetaket", PARTNER),
    ([TRYGG], "kommunen i lag med ei frivillig foreining", PARTNER),
    ([RUS, ADULTS, YOUTH, TRYGG], "helseforetaket alene", "trust"),
    ([RUS, ADULTS, YOUTH, TRYGG], "helseføretaket åleine", "trust"),
    ([RUS, ADULTS, YOUTH, TRYGG], "vi er et helseforetak", "trust"),
    ([RUS, ADULTS, YOUTH, TRYGG], "en frivillig organisasjon", "organisation"),
    ([RUS, ADULTS, YOUTH, TRYGG], "vi er en ideell organisasjon", "organisation"),
    ([RUS, ADULTS, YOUTH, TRYGG], "ein frivillig organisasjon åleine", "organisation"),
    ([RUS, ADULTS, YOUTH, TRYGG], "a charity", "organisation"),
    ([RUS, ADULTS, YOUTH, TRYGG], "vi er en bydel", "district"),
    ([RUS, ADULTS, YOUTH, TRYGG], "bydel Sagene", "district"),
    ([RUS, ADULTS, YOUTH, TRYGG], "jeg er privatperson", "private_person"),
    ([RUS, ADULTS, YOUTH, TRYGG], "eit privat firma", "private_person"),
    ([RUS, ADULTS, YOUTH, TRYGG], "as a private person", "private_person"),
]
# Other criteria: (scheme, criterion asked, text, answer)
ASKED: list[tuple[str, str, str, Answer]] = [
    *((s, c, t, "yes") for s, c in ((ADULTS, "agreement"), (YOUTH, "signatures"), (RUS, "user_involvement"), (TRYGG, "commitment"))
      for t in ("ja", "Ja.", "jepp", "jau", "jada", "ja det har vi", "yes", "ja, absolutt", "det stemmer")),
    *((s, c, t, "no") for s, c in ((ADULTS, "agreement"), (YOUTH, "signatures"), (RUS, "user_involvement"), (TRYGG, "commitment"))
      for t in ("nei", "nope", "nei, ikke ennå", "ikkje enno", "itj enno", "no", "no thanks", "not yet", "næ", "nei dessverre")),
    *((s, c, t, "unknown") for s, c in ((ADULTS, "agreement"), (YOUTH, "track"), (RUS, "target_group"), (TRYGG, "amount"), (TRYGG, "years"))
      for t in ("vet ikke", "veit ikkje", "veit itj", "usikker", "aner ikke", "don't know", "ikke avklart", "ikkje avklart",
                "ikkje siker", "usikkert", "hopp over", "skip")),
    (ADULTS, "agreement", "vi har en samarbeidsavtale", "yes"),
    (ADULTS, "agreement", "me har samarbeidsavtale klar", "yes"),
    (ADULTS, "agreement", "avtalen er ikke skrevet ennå", "no"),
    (ADULTS, "agreement", "vi manglar avtale", "no"),
    (ADULTS, "joint_application", "ja, vi lager søknaden sammen", "yes"),
    (ADULTS, "joint_application", "kommunen alene skriver den", "no"),
    (YOUTH, "signatures", "begge skriver under", "yes"),
    (YOUTH, "signatures", "mangler underskrift fra sykehuset", "no"),
    (YOUTH, "track", "FACT-ung", "fact_ung"),
    (YOUTH, "track", "fact ung team", "fact_ung"),
    (YOUTH, "track", "det første", "fact_ung"),
    (YOUTH, "track", "psykisk helsetjeneste for barn og unge", "mental_health_service"),
    (YOUTH, "track", "psykisk helseteneste", "mental_health_service"),
    (YOUTH, "track", "nummer 2", "mental_health_service"),
    (YOUTH, "track", "den andre", "mental_health_service"),
    (YOUTH, "track", "ingen av delene", "neither"),
    (YOUTH, "track", "ingen av delane", "neither"),
    (YOUTH, "track", "ikke bestemt ennå", "unsure"),
    (TRYGG, "tryggest_status", "ja, vi har innført TryggEst", "introduced"),
    (TRYGG, "tryggest_status", "vi har tryggest", "introduced"),
    (TRYGG, "tryggest_status", "det er innført", "introduced"),
    (TRYGG, "tryggest_status", "vedtatt, men ikke startet", "decided"),
    (TRYGG, "tryggest_status", "kommunestyret har vedtatt det", "decided"),
    (TRYGG, "tryggest_status", "det er vedteke, ikkje starta", "decided"),
    (TRYGG, "tryggest_status", "ingen av delene", "neither"),
    (TRYGG, "tryggest_status", "nei, ingen av delane", "neither"),
    (TRYGG, "tryggest_status", "verken innført eller vedtatt", "neither"),
    (TRYGG, "commitment", "vi forplikter oss til å starte", "yes"),
    (TRYGG, "commitment", "me bind oss til å starte", "yes"),
    (TRYGG, "commitment", "vi kan ikke binde oss", "no"),
    (TRYGG, "amount", "400 000", 400_000),
    (TRYGG, "amount", "400.000,-", 400_000),
    (TRYGG, "amount", "en halv million", 500_000),
    (TRYGG, "amount", "rundt tre hundre tusen", 300_000),
    (TRYGG, "amount", "NOK 400,000", 400_000),
    (TRYGG, "amount", "fire hundre og femti tusen", 450_000),
    (TRYGG, "amount", "350000 kroner over to år", 350_000),
    (TRYGG, "years", "to", 2),
    (TRYGG, "years", "2", 2),
    (TRYGG, "years", "to år", 2),
    (TRYGG, "years", "halvanna år", 1.5),
    (TRYGG, "years", "18 måneder", 1.5),
    (ADULTS, "years", "fire år", 4),
    (ADULTS, "years", "4 år pluss forprosjekt", 4),
    (YOUTH, "years", "five years", 5),
    (ADULTS, "pre_project", "ja", "yes"),
    (ADULTS, "pre_project", "nei", "no"),
]  # fmt: skip
# Not yet understood, or wrongly: known, reported, and kept here so that a mending shows.
BY_TITLE: list[tuple[str, str, str, Answer]] = [
    (TRYGG, "tryggest_status", "vi starta i fjor", "introduced"),
    (ADULTS, "pre_project", "ja, vi tar et forprosjekt", "yes"),
    (YOUTH, "pre_project", "me hoppar over forprosjekt", "no"),
    *((s, "applicant_type", t, "other") for s in (RUS, ADULTS, YOUTH, TRYGG) for t in ("Andre", "Others")),
    *((s, "applicant_type", "City district", "district") for s in (RUS, ADULTS, YOUTH, TRYGG)),
    (TRYGG, "applicant_type", "Kommune sammen med andre", PARTNER),
    (TRYGG, "applicant_type", "Kommune saman med andre", PARTNER),
    (TRYGG, "applicant_type", "Municipality with others", PARTNER),
]
# Several answers in one message: (scheme, text, answers that must be found)
SEVERAL_AT_ONCE: list[tuple[str, str, dict[str, Answer]]] = [
    (ADULTS, "vi er tre kommuner som søker i lag med sykehuset, og avtalen er klar", {"applicant_type": TRUST, "agreement": "yes"}),
    (ADULTS, "kommunen og HF søkjer saman, men avtalen er ikkje klar", {"applicant_type": TRUST, "agreement": "no"}),
    (YOUTH, "vi vil lage FACT-ung med helseforetaket i fire år", {"applicant_type": TRUST, "track": "fact_ung", "years": 4}),
    (TRYGG, "vi har innført tryggest og vil søke 300 000 over to år",
     {"tryggest_status": "introduced", "amount": 300_000, "years": 2}),
    (TRYGG, "me er éin kommune, har vedteke det, og treng 400 000 i to år",
     {"applicant_type": ONE, "tryggest_status": "decided", "amount": 400_000, "years": 2}),
]  # fmt: skip
# Questions and remarks that answer nothing.
SILENT = ["", "🙂", "når er fristen", "kva må vere med", "hei", "takk", "hvem er du", "12345678901"]


def found(scheme: str, text: str, asked: str | None = None) -> dict[str, Answer]:
    edition = SCHEMES[scheme].edition()
    criterion = next(c for c in edition.criteria if c.id == asked) if asked else None
    return find_answers(edition, READER.read(text), criterion)


@pytest.mark.parametrize(("scheme", "text", "value"), [(s, t, v) for schemes, t, v in APPLICANTS for s in schemes])
def test_who_applies_is_understood(scheme: str, text: str, value: str) -> None:
    assert found(scheme, text, "applicant_type").get("applicant_type") == value


@pytest.mark.parametrize(("scheme", "asked", "text", "answer"), ASKED)
def test_the_question_on_the_table_is_answered(scheme: str, asked: str, text: str, answer: Answer) -> None:
    assert found(scheme, text, asked).get(asked) == answer


@pytest.mark.parametrize(("scheme", "asked", "text", "answer"), BY_TITLE)
def test_a_title_typed_in_full_and_a_turn_of_phrase_are_answers(
    scheme: str, asked: str, text: str, answer: Answer
) -> None:
    assert found(scheme, text, asked).get(asked) == answer


@pytest.mark.parametrize(("scheme", "text", "answers"), SEVERAL_AT_ONCE)
def test_one_sentence_answers_several_questions(scheme: str, text: str, answers: dict[str, Answer]) -> None:
    assert answers.items() <= found(scheme, text).items()


@pytest.mark.parametrize("text", SILENT)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_says_nothing_about_the_criteria_answers_none(scheme: str, text: str) -> None:
    assert found(scheme, text) == {}


@pytest.mark.parametrize(("scheme", "asked"), [(TRYGG, "years"), (TRYGG, "amount"), (ADULTS, "years")])
def test_a_mere_no_to_how_many_answers_nothing_and_none_said_at_length_is_not_knowing(scheme: str, asked: str) -> None:
    for text in ("nei", "Nei.", "nei takk", "nope", "ingen"):
        assert asked not in found(scheme, text, asked)
    for text in ("noko tal har vi ikkje", "nei, ikke ennå"):
        assert found(scheme, text, asked)[asked] == "unknown"


@pytest.mark.parametrize("text", ["Nok spørsmål nå", "kan me slutta no?"])
def test_now_is_no_no(text: str) -> None:
    assert found(TRYGG, text, "tryggest_status") == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_title_of_an_option_is_understood_as_that_option_in_every_language(scheme: str) -> None:
    for criterion in SCHEMES[scheme].edition().criteria:
        for option in criterion.options:
            for lang in ("nb", "nn", "en"):
                title = option.title[lang]
                assert found(scheme, title, criterion.id).get(criterion.id) == option.value, (criterion.id, title)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_answer_that_is_found_is_one_that_the_criterion_can_have(scheme: str) -> None:
    criteria = {c.id: c for c in SCHEMES[scheme].edition().criteria}
    for _, text, _ in APPLICANTS:
        for criterion_id, answer in found(scheme, text).items():
            check_answer(criteria[criterion_id], answer)


def test_replies_of_people_who_had_not_seen_the_words_are_rarely_misread() -> None:
    """tests/cases/replies.tsv: 440 replies (scheme, criterion, text, answer). Silence costs a question more; a wrong
    answer may cost a grant. Questions asked back are answered before anything is looked for here."""
    right = wrong = 0
    lines = (Path(__file__).parents[1] / "cases" / "replies.tsv").read_text(encoding="utf-8").splitlines()
    replies = [line.split("\t") for line in lines if not line.split("\t")[2].endswith("?")]
    for scheme, criterion_id, text, answer in replies:
        got = found(scheme, text, criterion_id).get(criterion_id)
        alike = {str(got), answer} == {"unknown", "unsure"}
        right += alike or str(got) == answer or (isinstance(got, float) and f"{got:g}" == answer)
        wrong += (
            not alike
            and got is not None
            and str(got) != answer
            and f"{got:{'g' if isinstance(got, float) else ''}}" != answer
        )
    assert len(replies) > 420
    assert right / len(replies) >= 0.9
    assert wrong / len(replies) <= 0.01
