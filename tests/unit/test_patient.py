"""What patient clients count: stored once, lost, doubled."""

from __future__ import annotations

from assistant.evaluation.patient import Exchange, Tally, compare, turns_of


def history(*turns: tuple[str, ...]) -> list[dict[str, str]]:
    """A greeting, and turns of a text and the ids of its replies."""
    found = [{"role": "assistant", "id": "greeting", "text": "Hei"}]
    for text, *replies in turns:
        found.append({"role": "user", "id": "x", "text": text})
        found += [{"role": "assistant", "id": reply, "text": "…"} for reply in replies]
    return found


def tally(exchanges: list[Exchange], *turns: tuple[str, ...]) -> tuple[int, int, int]:
    counted = Tally()
    compare(exchanges, turns_of(history(*turns)), counted)
    return counted.stored, counted.lost, counted.doubled


def said(text: str, *replies: str) -> Exchange:
    return Exchange(text, replies=replies)


def test_what_is_stored_as_it_was_told_is_stored() -> None:
    assert tally([said("a", "1", "2"), said("b", "3")], ("a", "1", "2"), ("b", "3")) == (2, 0, 0)


def test_what_is_not_there_or_with_other_replies_is_lost() -> None:
    assert tally([said("a", "1"), said("b", "2")], ("a", "1")) == (1, 1, 0)
    assert tally([said("a", "1")], ("a", "9")) == (0, 1, 1)


def test_a_turn_that_nobody_was_told_of_is_one_too_many() -> None:
    assert tally([said("a", "1")], ("a", "1"), ("a", "2")) == (1, 0, 1)
    assert tally([said("a", "1")], ("a", "1"), ("a", "1")) == (0, 0, 1)


def test_who_was_never_answered_may_have_been_heard_once() -> None:
    assert tally([said("a", "1"), said("b")], ("a", "1")) == (1, 0, 0)
    assert tally([said("a", "1"), said("b")], ("a", "1"), ("b", "2")) == (1, 0, 0)
    assert tally([said("b")], ("b", "1"), ("b", "2")) == (0, 0, 1)
