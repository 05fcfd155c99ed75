"""Which messages of a conversation a user wrote, and which are buttons that were pressed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.conversations.ports import Json


def pressed(messages: Iterable[tuple[str, Json]]) -> Iterator[bool]:
    """For each message, given as role and body in order, whether it is a pressed button.

    The history keeps a pressed button as its title, so a text that is the title of an earlier button counts as one.
    """
    titles: set[str] = set()
    for role, body in messages:
        yield role == "user" and body["text"] in titles
        titles.update(str(button.get("title")) for button in body.get("buttons") or [])
