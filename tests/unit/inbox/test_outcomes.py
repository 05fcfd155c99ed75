"""What became of a question is read from the history, the worst of several replies counting."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from assistant.inbox.outcomes import Entry, counts, items, turns

NOW = 1_760_000_000
LATER = NOW + 3600
_numbers = count()


def entry(role: str, kind: str, text: str = "x", at: int = NOW, **more: Any) -> Entry:
    body = {"kind": kind, "text": text, "lang": "nb", "scheme": None, "topic": None, "buttons": [], **more}
    return Entry(f"m{next(_numbers)}", role, at, body)


def user(text: str = "Dekkes husleie?", at: int = NOW) -> Entry:
    return entry("user", "notice", text, at)


def reply(kind: str, at: int = NOW, **more: Any) -> Entry:
    return entry("assistant", kind, at=at, **more)


def kinds(*entries: Entry, ratings: dict[str, bool] | None = None, now: int = LATER) -> list[str]:
    return [item.kind for item in items("c", entries, ratings or {}, now)]


@pytest.mark.parametrize("kind", ["no_source", "out_of_scope", "handoff", "error"])
def test_a_question_that_was_not_answered_needs_a_look(kind: str) -> None:
    assert kinds(user(), reply(kind)) == [kind]


@pytest.mark.parametrize("kind", ["answer", "greeting", "verdict", "checklist", "notice"])
def test_what_went_well_needs_none(kind: str) -> None:
    assert kinds(user(), reply(kind)) == []


def test_the_worst_of_several_replies_counts() -> None:
    assert kinds(user(), reply("answer"), reply("no_source"), reply("question"), user("hei"), reply("greeting")) == [
        "no_source"
    ]


def test_a_text_without_any_reply_counts_as_an_error_in_the_figures() -> None:
    assert [turn.outcome for turn in turns([user()])] == ["error"]


def test_an_answer_rated_as_no_help_needs_a_look_and_one_rated_as_help_does_not() -> None:
    answer = reply("answer")
    assert kinds(user(), answer, ratings={answer.id: False}) == ["not_helpful"]
    assert kinds(user(), answer, ratings={answer.id: True}) == []


def test_a_which_is_left_only_when_nothing_came_after_it_for_half_an_hour() -> None:
    assert kinds(user(), reply("clarify")) == ["clarify"]
    assert kinds(user(), reply("clarify"), now=NOW + 1799) == []
    assert kinds(user(), reply("clarify"), user("TryggEst"), reply("answer")) == []


def test_a_check_is_left_only_when_its_question_was_the_last_and_silence_followed() -> None:
    asked = reply("question", scheme="tryggest", question={"criterion": "agreement"})
    assert kinds(user("sjekk"), asked) == ["walk_left"]
    assert kinds(user("sjekk"), asked, now=NOW + 1800) == []
    assert kinds(user("sjekk"), asked, user("Ja"), reply("verdict")) == []


def test_checks_that_were_left_at_the_same_question_are_told_alike_in_both_malforms() -> None:
    asked = [
        reply("question", lang=lang, scheme="tryggest", question={"criterion": "agreement"}) for lang in ("nb", "nn")
    ]
    abouts = {item.about for one in asked for item in items("c", [user(), one], {}, LATER)}
    assert abouts == {"tryggest/agreement"}


def test_a_pressed_button_is_no_question_but_its_error_needs_a_look() -> None:
    offered = reply("answer", buttons=[{"title": "Snakk med noen", "payload": "x"}])
    assert kinds(user(), offered, user("Snakk med noen"), reply("handoff")) == []
    pressed = [user(), offered, user("Snakk med noen"), reply("error")]
    assert [(item.kind, item.typed) for item in items("c", pressed, {}, LATER)] == [("error", False)]


def test_a_button_that_led_to_a_person_counts_as_that_and_one_that_led_to_an_answer_does_not_count() -> None:
    offered = reply("answer", buttons=[{"title": "A", "payload": "x"}, {"title": "B", "payload": "x"}])
    talk = [user(), offered, user("A"), reply("handoff"), user("B"), reply("answer")]
    assert [turn.outcome for turn in turns(talk)] == ["answered", "handoff", "step"]


def test_figures_count_each_turn_once_and_each_check_once() -> None:
    asked = reply("question", scheme="tryggest")
    talk = [
        user("sjekk"),
        asked,
        user("Ja"),
        reply("question", scheme="tryggest"),
        user("Ja"),
        reply("verdict", scheme="tryggest"),
    ]
    outcomes = {key[-1]: number for key, number in counts(talk, {}, LATER).items()}
    assert outcomes == {"step": 3, "walk_begun": 1, "walk_verdict": 1}


def test_a_day_is_a_day_in_norway() -> None:
    late = 1_767_221_999  # 2025-12-31 22:59:59 UTC, a second before midnight
    days = [key[0] for at in (late, late + 1) for key in counts([user(at=at), reply("answer", at)], {}, LATER)]
    assert days == ["2025-12-31", "2026-01-01"]
