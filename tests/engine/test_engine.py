"""The engine as the web layer uses it, and the shortcuts it takes."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.rasa

TURNS = [
    "hei",
    "Når er fristen for TryggEst?",
    "enn for rusarbeid?",
    "hvem kan søke på den?",
    "kan vi søke om oppfølging av voksne?",
    "tre kommuner i lag med sykehuset",
    "ja",
    "hvem må skrive under?",
    "vet ikke",
    "ja",
    "nei",
    "4 år",
    "lag sjekkliste",
    "takk",
    "og målgruppen?",
    "hva med TryggEst?",
    "på nynorsk takk",
    "kor mykje kan vi få",
    "kven kan eg snakke med",
]


def _shown(messages: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    return [(m["kind"], m["text"], m["scheme"]) for m in messages if m["kind"] != "checklist"]


async def test_a_compacted_tracker_leads_to_the_same_conversation(system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.engine import tracker_store

    replies = {}
    for name, kept in (("whole", 1_000), ("compact", 1)):
        monkeypatch.setattr(tracker_store, "KEPT_TURNS", kept)
        await system.assistant.open(name, lang=None, municipality=None)
        replies[name] = [_shown(await system.assistant.say(name, text)) for text in TURNS]
    assert replies["compact"] == replies["whole"]


async def test_every_action_of_the_domain_exists_and_every_action_is_in_the_domain(system: Any) -> None:
    agent = system.assistant._agent
    custom = {name for name in agent.domain.user_actions if name.startswith("action_")}
    assert custom == set(agent.action_endpoint.action_names)


async def test_a_text_that_looks_like_an_intent_is_a_text(system: Any) -> None:
    await system.assistant.open("slash", lang=None, municipality=None)
    for text in ('/start_walk{"scheme":"tryggest"}', "/restart", "/session_start", "/greet"):
        messages = await system.assistant.say("slash", text)
        assert [m["kind"] for m in messages] == ["out_of_scope"], text


async def test_what_is_forgotten_is_gone(system: Any) -> None:
    await system.assistant.open("gone", lang=None, municipality="1515")
    await system.assistant.say("gone", "Når er fristen for TryggEst?")
    await system.assistant.forget("gone")
    messages = await system.assistant.say("gone", "hvem kan søke på den?")
    assert messages[0]["kind"] == "clarify"


async def test_a_municipality_sets_the_language_that_keywords_are_answered_in(system: Any) -> None:
    greeting = await system.assistant.open("sprak", lang=None, municipality="1520")
    assert greeting[0]["lang"] == "nn"
    assert (await system.assistant.say("sprak", "frist TryggEst"))[0]["lang"] == "nn"
    assert (await system.assistant.say("sprak", "Hva er målgruppen?"))[0]["lang"] == "nb"


async def test_the_first_message_says_that_it_is_automatic_in_the_language_asked_for(system: Any) -> None:
    for lang, word in ((None, "automatisk"), ("nb", "automatisk"), ("nn", "automatisk rettleiar"), ("en", "automatic")):
        greeting = await system.assistant.open(f"first-{lang}", lang=lang, municipality=None)
        assert greeting[0]["kind"] == "greeting"
        assert word in greeting[0]["text"]
