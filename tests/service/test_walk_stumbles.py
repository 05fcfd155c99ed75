"""What people who played applicants stumbled over in a walk, in bokmål and nynorsk, through the HTTP contract."""

from __future__ import annotations

import pytest
from contract_client import Talk
from walks import LANGS, both, say, started, statuses

pytestmark = pytest.mark.rasa


@both
def test_a_case_told_at_once_begins_the_check_with_all_of_it(talk: Talk, lang: str) -> None:
    told = say(
        lang,
        "Vi er fem kommuner og Helse Stavanger. Skal starte FACT-ung, har samarbeidsavtale, alle skriver under, i tre år.",
        "Vi er fem kommunar og Helse Stavanger. Skal starte FACT-ung, har samarbeidsavtale, alle skriv under, i tre år.",
    )
    talk.say(told)
    assert talk.last[-1]["kind"] == "question" and talk.last[-1]["scheme"] == "oppfolging-barn-unge"
    assert talk.last[-1]["text"].startswith("Notert: ")
    assert talk.question["criterion"] in ("joint_application", "target_group")


@both
@pytest.mark.parametrize(
    "text",
    ["sykehuset sier de kan hjelpe til|sjukehuset seier dei kan hjelpe til", "et hus for ungdom|eit hus for ungdom"],
)
def test_a_partner_or_a_house_in_passing_does_not_change_who_applies(talk: Talk, lang: str, text: str) -> None:
    started(talk, "oppfolging-barn-unge", lang)
    talk.choose("municipality")
    talk.choose("yes")
    talk.say(text.split("|")[LANGS.index(lang)])
    assert talk.question["criterion"] == "track"
    talk.say(say(lang, "hva har vi svart så langt?", "kva har vi svart så langt?"))
    assert say(lang, "Én kommune", "Éin kommune") in talk.last[0]["text"]


@both
def test_a_no_about_another_matter_is_not_taken_as_the_answer(talk: Talk, lang: str) -> None:
    started(talk, "kommunalt-rusarbeid", lang)
    talk.choose("municipality")
    talk.say(say(lang, "nei takk ikke sykehuset", "nei takk ikkje sjukehuset"))
    assert talk.question["criterion"] == "target_group"
    started(talk, "oppfolging-barn-unge", lang)
    talk.choose("municipality")
    talk.choose("yes")
    talk.choose("mental_health_service")
    talk.say(say(lang, "nei vent, fire", "nei vent, fire"))
    assert talk.question["criterion"] == "user_involvement", "«vent» takes back, it does not refuse"


@both
def test_a_correction_after_the_verdict_gives_a_new_one(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.choose("introduced")
    talk.say("350 000")
    assert talk.say(say(lang, "to år", "to år"))[-1]["verdict"]["outcome"] == "eligible"
    assert (
        talk.say(say(lang, "nei det er jo 420 tusen", "nei det er jo 420 tusen"))[-1]["verdict"]["outcome"]
        == "needs_action"
    )
    assert "420 000 kroner" in talk.last[-1]["text"]
    assert statuses(talk.say(say(lang, "nei vent, tre", "nei vent, tre"))[-1])["years"] == "not_met"


@both
def test_the_verdict_shows_the_answers_it_is_built_on(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.choose("introduced")
    talk.say("420'")
    talk.say("2")
    text = talk.last[-1]["text"]
    assert "(420 000 kroner)" in text and "(2 år)" in text and say(lang, "(Én kommune)", "(Éin kommune)") in text


@both
def test_a_bare_number_that_may_be_thousands_is_asked_about(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.choose("introduced")
    notice, question = talk.say("420")
    assert notice["kind"] == "notice" and question["question"]["criterion"] == "amount"


@both
def test_a_mere_no_to_how_many_years_is_asked_about_again(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.choose("introduced")
    talk.say("350 000")
    notice, question = talk.say("nei")
    assert notice["kind"] == "notice" and question["question"]["criterion"] == "years"
    assert say(lang, "Skriv antall år", "Skriv talet på år") in notice["text"]


@both
def test_a_partner_that_leaves_is_supposed_as_that(talk: Talk, lang: str) -> None:
    started(talk, "kommunalt-rusarbeid", lang)
    talk.say(say(lang, "kommunen og Frelsesarmeen", "kommunen og Frelsesarmeen"))
    verdict = talk.say(say(lang, "hva om Frelsesarmeen trekker seg?", "kva om Frelsesarmeen trekkjer seg?"))[0]
    assert verdict["kind"] == "verdict"
    assert say(lang, "Én kommune", "Éin kommune") in verdict["text"].split("\n")[0]


@both
def test_a_button_of_the_change_question_may_be_typed(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.choose("introduced")
    talk.say("350 000")
    talk.say("2")
    talk.press(say(lang, "Endre et svar", "Endre eit svar"))
    talk.say(say(lang, "varighet", "lengd"))
    assert talk.question["criterion"] == "years"
    assert talk.say("18 mnd")[-1]["verdict"]["outcome"] == "eligible"


@both
def test_asking_for_the_check_in_the_middle_of_it_loses_nothing(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.say(say(lang, "sjekk om vi kan søke", "sjekk om vi kan søkje"))
    assert talk.question["criterion"] == "tryggest_status"


@both
def test_two_municipalities_that_ask_for_twice_the_sum_are_told_whom_to_ask(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.say(say(lang, "vi er to kommuner i lag", "vi er to kommunar i lag"))
    talk.choose("introduced")
    talk.say(say(lang, "800 000 til sammen", "800 000 til saman"))
    verdict = talk.say("2")[-1]
    assert verdict["verdict"]["outcome"] == "unclear"
    assert statuses(verdict)["amount"] == "unknown"
    assert "Bufdir" in verdict["text"]


@both
def test_what_to_apply_for_with_a_plan_is_answered_with_the_scheme_that_fits(talk: Talk, lang: str) -> None:
    (answer,) = talk.say(
        say(
            lang,
            "Hva kan vi søke på? Vi er en kommune som vil styrke oppfølgingen av ungdom med rusproblemer",
            "Kva kan vi søkje på? Vi er ein kommune som vil styrkje oppfølginga av ungdom med rusproblem",
        )
    )
    assert answer["kind"] in ("answer", "clarify")
    assert "barn og unge" in answer["text"]


@both
def test_another_scheme_after_the_verdict_starts_its_check(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.say(say(lang, "jeg er privatperson", "eg er privatperson"))
    assert "verdict" in talk.last[-1]
    talk.say(say(lang, "bytt til kommunalt rusarbeid", "byt til kommunalt rusarbeid"))
    assert (talk.last[-1]["scheme"], talk.question["criterion"]) == ("kommunalt-rusarbeid", "applicant_type")


@both
def test_decided_though_not_introduced_is_decided(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.say(
        say(
            lang,
            "vi har ikke innført det ennå, men kommunestyret vedtok det i desember",
            "vi har ikkje innført det enno, men kommunestyret vedtok det i desember",
        )
    )
    assert talk.question["criterion"] == "commitment"


@both
def test_applying_alone_with_users_taking_part_is_applying_alone(talk: Talk, lang: str) -> None:
    started(talk, "kommunalt-rusarbeid", lang)
    talk.say(
        say(
            lang,
            "vi søker alene. Brukerorganisasjonen er bare med på medvirkning",
            "vi søkjer åleine. Brukarorganisasjonen er berre med på medverknad",
        )
    )
    assert talk.question["criterion"] == "target_group"
    talk.say(say(lang, "hva har dere notert?", "kva har de notert?"))
    assert say(lang, "Én kommune", "Éin kommune") in talk.last[0]["text"]


@both
def test_a_no_to_the_joint_application_does_not_change_who_applies(talk: Talk, lang: str) -> None:
    started(talk, "kommunalt-rusarbeid", lang)
    talk.choose("municipality_organisations")
    talk.say(say(lang, "nei, kommunen skriver søknaden selv", "nei, kommunen skriv søknaden sjølv"))
    assert talk.question["criterion"] == "target_group"
    talk.choose("yes")
    assert statuses(talk.choose("yes")[-1])["joint_application"] == "not_met"


@both
def test_why_not_right_after_a_refusal_gives_the_reasons(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.say(say(lang, "jeg er privatperson", "eg er privatperson"))
    refused = talk.last[-1]["verdict"]
    (again,) = talk.say(say(lang, "hvorfor ikke?", "kvifor ikkje?"))
    assert again["verdict"] == refused
