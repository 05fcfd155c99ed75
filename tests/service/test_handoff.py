"""A person takes over, with the real service: what was asked, what was answered, the sources and the right office."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from contract_client import Json, Talk

pytestmark = pytest.mark.rasa

Open = Callable[..., Talk]


def handoff(talk: Talk) -> Json:
    response = talk.call("GET", "/handoff")
    assert response.status_code == 200, response.text
    shown: Json = response.json()
    return shown


@pytest.mark.parametrize(
    ("lang", "opening", "who", "label", "answer", "heading"),
    [
        ("nb", "kan vi søke om oppfølging av voksne", "vi er tre kommuner og St. Olav", "Hvem som søker", "Kommune og helseforetak", "Dette har vi spurt om:"),
        ("nn", "kan vi søkje om oppfølging av vaksne", "vi er tre kommunar og St. Olav", "Kven som søkjer", "Kommune og helseføretak", "Dette har vi spurt om:"),
    ],
)  # fmt: skip
def test_a_walk_is_handed_over_with_its_answers(
    open_talk: Open, lang: str, opening: str, who: str, label: str, answer: str, heading: str
) -> None:
    talk = open_talk(lang=lang, municipality="5001")
    talk.say("hvem må skrive under samarbeidsavtalen for voksne?")
    talk.say(opening)
    talk.say(who)
    shown = handoff(talk)
    assert shown["lang"] == lang
    assert shown["scheme"] == "oppfolging-voksne"
    assert {"label": label, "answer": answer} in shown["answers"]
    assert shown["questions"][0] == "hvem må skrive under samarbeidsavtalen for voksne?"
    assert who not in shown["questions"]
    assert shown["office"]["name"].endswith("Trøndelag")
    assert any("voksne" in citation["locator"] for citation in shown["citations"])
    for part in (heading, answer, "Trondheim"):
        assert part in shown["text"]


def test_a_changed_answer_and_all_schemes_at_once_are_what_was_last_said(open_talk: Open) -> None:
    talk = open_talk(lang="nb")
    talk.say("hva kan vi søke på?")
    talk.say("vi er én kommune")
    talk.say("nei, vi er to kommuner sammen")
    answers = [each["answer"] for each in handoff(talk)["answers"]]
    assert "Flere kommuner sammen" in answers
    assert "Én kommune" not in answers


def test_personal_data_is_in_no_summary(open_talk: Open) -> None:
    talk = open_talk(lang="nb")
    talk.say("jeg heter Kari Solbakkmyr, tlf 91 23 45 67, hvem kan søke om TryggEst?")
    talk.say("kan jeg snakke med et menneske")
    shown = handoff(talk)
    assert shown["office"]["name"] == "Bufdir"
    for secret in ("Solbakkmyr", "91 23 45 67"):
        assert secret not in str(shown)
