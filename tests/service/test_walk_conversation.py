"""Every way a conversation takes in the middle of a walk, in bokmål and nynorsk, through the HTTP contract."""

from __future__ import annotations

import pytest
from contract_client import API, Api, Json, Talk
from walks import LANGS, opening

pytestmark = pytest.mark.rasa
both = pytest.mark.parametrize("lang", LANGS)


def say(lang: str, nb: str, nn: str) -> str:
    return nb if lang == "nb" else nn


def started(talk: Talk, scheme: str, lang: str) -> Talk:
    talk.say(opening(scheme, lang))
    assert talk.question["criterion"] == "applicant_type"
    return talk


def statuses(message: Json) -> dict[str, str]:
    return {c["id"]: c["status"] for c in message["verdict"]["criteria"]}


# --- any order, several answers at once


@both
def test_answers_in_any_order_are_kept_and_their_questions_skipped(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.say(say(lang, "vi skal bruke pengene over to år", "vi skal bruke pengane over to år"))
    assert talk.question["criterion"] == "applicant_type"
    talk.say(say(lang, "vi søker om 250 000 kroner", "vi søkjer om 250 000 kroner"))
    assert talk.question["criterion"] == "applicant_type"
    talk.say(say(lang, "det er bare kommunen vår", "det er berre kommunen vår"))
    assert talk.question["criterion"] == "tryggest_status"
    talk.say(say(lang, "ja, innført", "ja, innført"))
    assert talk.last[-1]["verdict"]["outcome"] == "eligible"


@both
def test_several_answers_in_one_sentence_are_noted_before_the_next_question(talk: Talk, lang: str) -> None:
    started(talk, "oppfolging-voksne", lang)
    (question,) = talk.say(
        say(
            lang,
            "vi er tre kommuner som søker i lag med sykehuset, og samarbeidsavtalen er på plass",
            "vi er tre kommunar som søkjer i lag med sjukehuset, og samarbeidsavtalen er på plass",
        )
    )
    assert question["text"].startswith(say(lang, "Notert: ", "Notert: "))
    assert say(lang, "Kommune og helseforetak", "Kommune og helseføretak") in question["text"].split("\n")[0]
    assert question["question"]["criterion"] == "joint_application"
    talk.choose("yes")
    assert talk.question["criterion"] == "target_group", "the agreement was told already"


@both
def test_a_long_answer_is_said_back_so_that_a_misreading_is_seen(talk: Talk, lang: str) -> None:
    started(talk, "kommunalt-rusarbeid", lang)
    talk.choose("municipality")
    (question,) = talk.say(
        say(
            lang,
            "det er for unge som eksperimenterer med hasj og foreldrene deres",
            "det er for unge som eksperimenterer med hasj og foreldra deira",
        )
    )
    assert question["text"].split("\n")[0] == say(lang, "Notert: Målgruppe: Ja.", "Notert: Målgruppe: Ja.")


@both
@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("en halv million|ein halv million", "500 000 kroner"),
        ("400.000,-|400.000,-", "400 000 kroner"),
        ("kr 350 000|kr 350 000", "350 000 kroner"),
        ("0,3 mill|0,3 mill", "300 000 kroner"),
        ("to hundre og femti tusen|to hundre og femti tusen", "250 000 kroner"),
    ],
)
def test_amounts_are_read_in_words_and_figures(talk: Talk, lang: str, amount: str, shown: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.choose("introduced")
    talk.say(amount.split("|")[LANGS.index(lang)])
    assert talk.question["criterion"] == "years"
    talk.choose("unknown") if talk.last[-1]["buttons"] else talk.say("vet ikke")
    assert statuses(talk.last[-1])["amount"] == ("not_met" if shown == "500 000 kroner" else "met")
    (checklist,) = talk.press(say(lang, "Lag sjekkliste", "Lag sjekkliste"))
    page = talk.api.call("GET", checklist["checklist"]["links"]["html"]).text
    assert shown in page


# --- not knowing, why, back, change, stop


@both
def test_not_knowing_is_an_answer_and_the_verdict_says_what_to_clarify_and_whom_to_ask(talk: Talk, lang: str) -> None:
    started(talk, "kommunalt-rusarbeid", lang)
    talk.choose("municipality")
    talk.say(say(lang, "det må jeg sjekke med avdelingslederen", "det må eg sjekke med avdelingsleiaren"))
    talk.choose("yes")
    verdict = talk.last[-1]
    assert verdict["verdict"]["outcome"] == "unclear"
    assert statuses(verdict)["target_group"] == "unknown"
    assert say(lang, "Statsforvalteren kan svare", "Statsforvaltaren kan svare") in verdict["text"]


@both
def test_why_is_answered_with_the_rule_and_the_question_comes_again(talk: Talk, lang: str) -> None:
    started(talk, "oppfolging-barn-unge", lang)
    talk.choose("municipality_trust")
    before = talk.question
    answer, question = talk.say(say(lang, "hvorfor spør du om det?", "kvifor spør du om det?"))
    assert answer["kind"] == "answer" and answer["citations"]
    assert answer["text"].startswith(say(lang, "Jeg spør fordi", "Eg spør fordi"))
    assert question["question"] == before


@both
def test_back_puts_the_question_before_again_and_its_answer_is_gone(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.choose("decided")
    assert talk.question["criterion"] == "commitment"
    talk.say(say(lang, "tilbake", "tilbake"))
    assert talk.question["criterion"] == "tryggest_status"
    talk.choose("introduced")
    assert talk.question["criterion"] == "amount", "the commitment is asked only of those who have not begun"
    talk.say(say(lang, "gå ett steg tilbake", "gå eitt steg tilbake"))
    talk.say(say(lang, "tilbake", "tilbake"))
    assert talk.question["criterion"] == "applicant_type"
    notice, question = talk.say(say(lang, "tilbake", "tilbake"))
    assert notice["kind"] == "notice" and question["question"]["criterion"] == "applicant_type"


@both
def test_an_answer_is_changed_by_naming_it(talk: Talk, lang: str) -> None:
    started(talk, "oppfolging-voksne", lang)
    talk.choose("municipality_trust")
    talk.choose("yes")
    talk.choose("no")
    talk.say(say(lang, "endre svaret om avtalen", "endre svaret om avtalen"))
    assert talk.question["criterion"] == "agreement"
    talk.choose("yes")
    assert talk.question["criterion"] == "target_group"
    talk.say(say(lang, "jeg vil endre svaret om hvem som søker", "eg vil endre svaret om kven som søkjer"))
    assert talk.question["criterion"] == "applicant_type"
    talk.choose("municipality")
    assert talk.question["criterion"] == "target_group", "what was answered of the partner no longer applies"


@both
def test_stopping_stops_and_a_new_walk_starts_afresh(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    (notice,) = talk.say(say(lang, "avbryt", "avbryt"))
    assert notice["kind"] == "notice"
    assert not any("question" in message for message in talk.say(say(lang, "takk", "takk")))
    started(talk, "tryggest", lang)
    assert talk.question["step"] == 1


# --- a question, another scheme


@both
def test_a_question_in_the_middle_of_a_number_is_answered_and_the_number_still_waits(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.choose("introduced")
    answer, question = talk.say(say(lang, "hvor mye kan vi søke om?", "kor mykje kan vi søkje om?"))
    assert "400 000" in answer["text"] and answer["citations"]
    assert question["question"]["criterion"] == "amount"
    talk.say("350 000")
    assert talk.question["criterion"] == "years"


@both
def test_a_question_about_another_scheme_does_not_move_the_walk(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    before = talk.question
    answer, question = talk.say(
        say(lang, "når er fristen for kommunalt rusarbeid?", "når er fristen for kommunalt rusarbeid?")
    )
    assert answer["scheme"] == "kommunalt-rusarbeid"
    assert (question["scheme"], question["question"]) == ("tryggest", before)


# --- pause, another browser, double click, repeated request


@both
def test_a_walk_goes_on_in_another_browser_by_link(talk: Talk, lang: str) -> None:
    started(talk, "oppfolging-barn-unge", lang)
    talk.choose("municipality")
    before = talk.question
    link = talk.call("POST", "/resume-link").json()["url"]
    resumed = talk.api.call("POST", f"{API}/conversations/resume", {"token": link.split("#resume=")[1]}).json()
    talk.token = resumed["token"]
    assert resumed["messages"][-1]["question"] == before
    talk.last = resumed["messages"][-1:]
    talk.choose("yes")
    assert talk.question["criterion"] == "track"
    assert talk.question["step"] == 3


@both
def test_a_double_click_answers_once(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    button = talk.payload(say(lang, "Én kommune", "Éin kommune"))
    first = talk.send({"payload": button}).json()["messages"]
    second = talk.send({"payload": button}).json()["messages"]
    assert first[-1]["question"]["criterion"] == "tryggest_status"
    assert [m["kind"] for m in second] == ["notice", "question"]
    assert second[-1]["question"] == first[-1]["question"]


@both
def test_a_repeated_request_gets_the_same_reply_and_counts_once(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    body = {"text": say(lang, "én kommune", "éin kommune")}
    replies = [talk.send(body, Idempotency_Key="the-same-request").json()["messages"] for _ in range(3)]
    assert replies[0] == replies[1] == replies[2]
    assert sum(message["role"] == "user" for message in talk.history()) == 2


# --- bad input


@both
@pytest.mark.parametrize(
    "amount", ["-5000", "minus ti tusen kroner", "900 milliarder kroner", "99999999999999999999", "1e400"]
)
def test_an_impossible_amount_is_not_taken_and_says_what_to_write(talk: Talk, lang: str, amount: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.choose("introduced")
    messages = talk.say(amount)
    verdict = next((m for m in messages if "verdict" in m), None)
    assert verdict is None
    if talk.question["criterion"] == "amount":
        assert messages[0]["kind"] == "notice"
        assert say(lang, "300 000", "300 000") in messages[0]["text"]
    else:  # an amount beyond all measure, but an amount: not met
        talk.say("to år")
        assert statuses(talk.last[-1])["amount"] == "not_met"


@both
def test_contradicting_answers_are_asked_about_again_or_the_last_one_counts(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.choose("introduced")
    talk.say(say(lang, "200 000, nei forresten 450 000 kroner", "200 000, nei forresten 450 000 kroner"))
    assert talk.question["criterion"] == "years"
    assert "450 000" in talk.last[-1]["text"]


# --- all schemes at once


@both
def test_what_can_we_apply_for_checks_all_schemes_and_ranks_them(talk: Talk, lang: str) -> None:
    answer, question = talk.say(say(lang, "hva kan vi søke på?", "kva kan vi søkje på?"))
    assert answer["kind"] == "answer" and question["scheme"] is None
    asked = []
    while "question" in talk.last[-1]:
        now = talk.last[-1]
        asked.append((now["scheme"], talk.question["criterion"]))
        assert now["lang"] == lang
        if asked[-1] == (None, "applicant_type"):
            talk.choose("municipality")
        elif asked[-1] == ("tryggest", "tryggest_status"):
            talk.choose("neither")
        elif asked[-1][1] == "target_group":
            talk.choose("yes" if now["scheme"] == "kommunalt-rusarbeid" else "no")
        else:
            talk.choose("yes")
    assert asked == [
        (None, "applicant_type"),
        *((scheme, "target_group") for scheme in ("kommunalt-rusarbeid", "oppfolging-barn-unge", "oppfolging-voksne")),
        ("tryggest", "tryggest_status"),
        ("kommunalt-rusarbeid", "user_involvement"),
    ]
    verdicts = [(m["scheme"], m["verdict"]["outcome"]) for m in talk.last]
    assert verdicts[0] == ("kommunalt-rusarbeid", "eligible")
    assert {outcome for _, outcome in verdicts[1:]} == {"needs_action"}
    assert len(verdicts) == 4
    for message in talk.last:
        assert message["verdict"]["window"]["text"] in message["text"]
    (checklist,) = talk.press(say(lang, "Sjekkliste for kommunalt rusarbeid", "Sjekkliste for kommunalt rusarbeid"))
    assert checklist["scheme"] == "kommunalt-rusarbeid"
    page = talk.api.call("GET", checklist["checklist"]["links"]["html"]).text
    assert say(lang, "Én kommune", "Éin kommune") in page, "the answers given to all are those of the scheme"


@both
def test_the_check_of_all_takes_words_goes_back_and_answers_questions(talk: Talk, lang: str) -> None:
    talk.say(say(lang, "sjekk alle ordningene for oss", "sjekk alle ordningane for oss"))
    talk.say(say(lang, "vi er tre kommuner i lag med sykehuset", "vi er tre kommunar i lag med sjukehuset"))
    assert talk.question["criterion"] == "target_group"
    first = talk.last[-1]["scheme"]
    answer, question = talk.say(say(lang, "hvem er målgruppen?", "kven er målgruppa?"))
    assert (answer["scheme"], question["scheme"]) == (first, first)
    talk.say(say(lang, "nei, det gjelder ikke dem", "nei, det gjeld ikkje dei"))
    assert talk.last[-1]["scheme"] != first
    talk.say("tilbake")
    assert talk.last[-1]["scheme"] == first
    talk.say(say(lang, "avbryt", "avbryt"))
    assert talk.last[-1]["buttons"][0]["title"] == say(
        lang, "Sjekk alle ordningene samtidig", "Sjekk alle ordningane samstundes"
    )


@both
def test_who_can_apply_for_nothing_is_told_so_for_each_scheme(talk: Talk, lang: str) -> None:
    talk.say(say(lang, "hva kan vi søke på?", "kva kan me søkje på?"))
    talk.say(say(lang, "vi er en frivillig organisasjon", "vi er ein frivillig organisasjon"))
    assert [m["verdict"]["outcome"] for m in talk.last] == ["not_eligible"] * 4


def test_a_button_of_the_check_of_all_is_stale_in_a_walk_of_one(talk: Talk, api: Api) -> None:
    talk.say("hva kan vi søke på?")
    stale = talk.payload("Én kommune")
    started(talk, "tryggest", "nb")
    notice, question = talk.send({"payload": stale}).json()["messages"]
    assert (notice["kind"], question["scheme"]) == ("notice", "tryggest")


# --- what people who played applicants stumbled over


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
def test_what_if_in_the_check_of_all_changes_nothing(talk: Talk, lang: str) -> None:
    talk.say(say(lang, "hva kan vi søke på?", "kva kan vi søkje på?"))
    talk.choose("municipality")
    for _ in range(3):
        talk.choose("no")
    talk.choose("unknown")
    asked = talk.question
    talk.say(say(lang, "hva om kommunen har vedtatt TryggEst?", "kva om kommunen har vedteke TryggEst?"))
    assert [m["kind"] for m in talk.last] == ["verdict"] * 4 + ["question"]
    assert talk.question == asked
    tryggest = next(m for m in talk.last if m["scheme"] == "tryggest")
    assert statuses(tryggest)["tryggest_status"] == "met"


@both
def test_a_trust_that_lets_the_municipality_apply_means_to_take_part_in_the_check_of_all_too(
    talk: Talk, lang: str
) -> None:
    talk.say(say(lang, "hva kan vi søke på?", "kva kan vi søkje på?"))
    talk.say(say(lang, "vi er et helseforetak alene", "vi er eit helseføretak åleine"))
    talk.say(say(lang, "hva om vi lar kommunen stå som søker?", "kva om vi lèt kommunen stå som søkjar?"))
    supposed = talk.last[0]["text"].split("\n")[0]
    assert say(lang, "Kommune og helseforetak", "Kommune og helseføretak") in supposed


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
