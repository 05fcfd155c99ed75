"""All schemes checked at once, in bokmål and nynorsk, through the HTTP contract."""

from __future__ import annotations

import pytest
from contract_client import Talk
from walks import both, say, started, statuses

pytestmark = pytest.mark.rasa


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


def test_a_button_of_the_check_of_all_is_stale_in_a_walk_of_one(talk: Talk) -> None:
    talk.say("hva kan vi søke på?")
    stale = talk.payload("Én kommune")
    started(talk, "tryggest", "nb")
    notice, question = talk.send({"payload": stale}).json()["messages"]
    assert (notice["kind"], question["scheme"]) == ("notice", "tryggest")


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
