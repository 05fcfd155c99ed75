"""Every way a conversation takes in the middle of a walk, in bokmål and nynorsk, through the HTTP contract."""

from __future__ import annotations

import pytest
from contract_client import API, Talk
from walks import LANGS, both, say, started, statuses

pytestmark = pytest.mark.rasa


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


@both
def test_the_words_that_the_widget_sends_put_just_that_question_again(talk: Talk, lang: str) -> None:
    """«Endre» beside an answer sends the label of its criterion, though its words fit other questions too."""
    started(talk, "oppfolging-barn-unge", lang)
    talk.choose("municipality")
    while talk.question["criterion"] != "track":
        talk.choose("yes")
    talk.say("Endre svaret om prioritert tiltak")
    assert talk.question["criterion"] == "track", "the open question stays"
    talk.choose("fact_ung")
    talk.say("Endre svaret om prioritert tiltak")
    assert talk.question["criterion"] == "track"
    talk.choose("fact_ung")
    talk.say("Endre svaret om målgruppe")
    assert talk.question["criterion"] == "target_group"


@both
def test_a_no_that_tells_who_applies_corrects_that_and_says_no_to_nothing(talk: Talk, lang: str) -> None:
    started(talk, "tryggest", lang)
    talk.choose("municipality")
    talk.say(say(lang, "nei, vi er to kommuner sammen", "nei, vi er to kommunar saman"))
    assert talk.question["criterion"] == "tryggest_status", "the open question comes again"
    talk.say(say(lang, "vis svarene våre", "vis svara våre"))
    said = " ".join(message["text"] for message in talk.last)
    assert say(lang, "Flere kommuner sammen", "Fleire kommunar saman") in said


@both
def test_before_the_first_answer_there_is_nothing_to_change_and_the_question_comes_again(talk: Talk, lang: str) -> None:
    started(talk, "kommunalt-rusarbeid", lang)
    for text in (say(lang, "endre et svar", "endre eit svar"), say(lang, "vis svarene mine", "vis svara mine")):
        notice, question = talk.say(text)
        assert notice["kind"] == "notice" and say(lang, "ikke svart", "ikkje svart") in notice["text"]
        assert question["question"]["criterion"] == "applicant_type"
