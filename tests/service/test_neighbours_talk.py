"""Grants that are not ours, in conversation: whose they are and where to read, beside what is ours."""

from __future__ import annotations

import pytest
from contract_client import Json, Talk
from walks import both

pytestmark = pytest.mark.rasa
SCHEMES = 4


def say(lang: str, nb: str, nn: str) -> str:
    return nb if lang == "nb" else nn


def is_routed(message: Json, name: str, host: str) -> bool:
    cited = {citation["source"] for citation in message["citations"]}
    return (
        message["kind"] == "out_of_scope"
        and name in message["text"]
        and host in message["text"]
        and cited == {"neighbours"}
    )


@both
def test_a_question_about_anothers_grant_names_it_and_whose_it_is_and_offers_ours(talk: Talk, lang: str) -> None:
    (reply,) = talk.say(say(lang, "hvem behandler søknader til klimmasats?", "kven handsamar søknader til klimmasats?"))
    assert is_routed(reply, "Klimasats", "https://soknadssenter.miljodirektoratet.no/")
    assert "Miljødirektoratet" in reply["text"]
    assert (reply["lang"], len(reply["buttons"])) == (lang, SCHEMES)


@both
def test_what_goes_on_from_it_is_about_the_same_grant(talk: Talk, lang: str) -> None:
    talk.say("klimasats")
    (reply,) = talk.say(say(lang, "og hvor søker jeg på det?", "og kor søkjer eg på det?"))
    assert is_routed(reply, "Klimasats", "https://soknadssenter.miljodirektoratet.no/")
    (ours,) = talk.say(say(lang, "og når er fristen for TryggEst?", "og når er fristen for TryggEst?"))
    assert (ours["kind"], ours["scheme"]) == ("answer", "tryggest")


@both
def test_anothers_grant_and_ours_in_one_message_are_both_served(talk: Talk, lang: str) -> None:
    asked = say(
        lang, "når er fristen for skjønnsmidler og for tryggest?", "når er fristen for skjønnsmidlar og for tryggest?"
    )
    routed, answer = talk.say(asked)
    assert is_routed(routed, say(lang, "Skjønnsmidler", "Skjønnsmidlar"), "https://www.statsforvalteren.no/")
    assert (answer["kind"], answer["scheme"], answer["topic"]) == ("answer", "tryggest", "deadline")


def test_two_grants_of_others_in_one_message_are_both_named(talk: Talk) -> None:
    replies = talk.say("når er fristen for klimasats og for skjønnsmidler?")
    assert [m["kind"] for m in replies] == ["out_of_scope", "out_of_scope"]
    assert "Miljødirektoratet" in replies[0]["text"]
    assert "Statsforvalteren" in replies[1]["text"]


@both
def test_in_a_walk_its_question_comes_again(talk: Talk, lang: str) -> None:
    talk.say(say(lang, "kan vi søke om TryggEst?", "kan vi søkje om TryggEst?"))
    before = talk.question
    routed, question = talk.say(say(lang, "når er fristen for klimasats?", "når er fristen for klimasats?"))
    assert is_routed(routed, "Klimasats", "https://soknadssenter.miljodirektoratet.no/")
    assert routed["buttons"] == []
    assert question["question"] == before


def test_what_our_money_may_pay_for_is_not_sent_away(talk: Talk) -> None:
    talk.say("når er fristen for oppfølging av voksne?")
    reply = talk.say("kan vi bruke midlene til psykolog?")[0]
    assert reply["kind"] in ("answer", "no_source")
    assert reply["scheme"] == "oppfolging-voksne"
