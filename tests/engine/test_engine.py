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


async def kind_of_reply(system: Any, conversation: str, *texts: str) -> str:
    """The kind of the first message of the last reply."""
    replies = [await system.assistant.say(conversation, text) for text in texts]
    return str(replies[-1][0]["kind"])


@pytest.mark.parametrize(
    ("before", "text", "kind"),
    [
        ("Hva er aldersgrensen i FACT-ung?", "enn viss ho er 9?", "answer"),
        ("Kva er målet med TryggEst?", "dette skjøna eg lite av, sei det enklare", "answer"),
        ("Når er fristen for TryggEst?", "Hvordan blir været i Bodø i morgen?", "out_of_scope"),
        ("Når er fristen for TryggEst?", "spill noe av Kaizers", "out_of_scope"),
        ("Når er fristen for TryggEst?", "hva med kusina mi på Hamar?", "out_of_scope"),
        ("Hva kan pengene i TryggEst brukes til?", "kva med plakatar?", "answer"),
    ],
)
async def test_what_goes_on_from_what_was_said_is_ours_and_what_does_not_is_not(
    system: Any, before: str, text: str, kind: str
) -> None:
    conversation = f"under way {text}"
    await system.assistant.open(conversation, lang=None, municipality=None)
    assert await kind_of_reply(system, conversation, before, text) == kind


async def test_a_follow_up_without_anything_to_follow_is_not_guessed_at(system: Any) -> None:
    await system.assistant.open("fresh", lang=None, municipality=None)
    assert await kind_of_reply(system, "fresh", "enn viss ho er 9?") in ("out_of_scope", "clarify")


async def test_two_statements_or_one_but_never_none(system: Any) -> None:
    """A year that only one statement tells of, and one that none does."""
    for text in ("Hvor mye ekstra fikk kommunalt rusarbeid i 2023?", "Hvor stor var potten til rusarbeid i 2019?"):
        await system.assistant.open(text, lang=None, municipality=None)
        assert await system.assistant.say(text, text)


async def test_a_sami_message_gets_its_reply_where_the_user_has_chosen_another_language(system: Any) -> None:
    await system.assistant.open("sami-chosen", lang=None, municipality=None)
    await system.assistant.set_language("sami-chosen", "nn")
    (message, *_rest) = await system.assistant.say("sami-chosen", "Bures! Galle doarjaga sáhttit ohcat?")
    assert (message["kind"], message["lang"]) == ("handoff", "se")
