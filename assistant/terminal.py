"""`veileder chat`: the assistant in a terminal, with numbered buttons."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import Callable
from typing import Any

from assistant.bootstrap import build
from assistant.privacy.masking import mask
from assistant.settings import Settings

Message = dict[str, Any]


async def chat(settings: Settings, *, lang: str | None, municipality: str | None, report: Callable[[str], None]) -> int:
    """Reads lines until end of input (Ctrl-D); a number presses that button."""
    system = build(settings, report)
    conversation = secrets.token_urlsafe(12)
    messages = await system.assistant.open(conversation, lang=lang, municipality=municipality)
    while True:
        buttons = _show(messages)
        line = await asyncio.to_thread(_read)
        if line is None:
            break
        if line.isdigit() and 1 <= int(line) <= len(buttons):
            messages = await system.assistant.press(conversation, buttons[int(line) - 1]["command"])
        elif line:
            messages = await system.assistant.say(conversation, mask(line).text)
    system.stores.close()
    return 0


def _read() -> str | None:
    try:
        return input("> ").strip()
    except EOFError:
        return None


def _show(messages: list[Message]) -> list[dict[str, Any]]:
    buttons: list[dict[str, Any]] = []
    for message in messages:
        print(f"\n{message['text']}")
        for number, citation in enumerate(message["citations"], 1):
            print(f"  [{number}] {citation['title']}, {citation['locator']} {citation['url'] or ''}".rstrip())
        buttons += message["buttons"]
    for number, button in enumerate(buttons, 1):
        print(f"  ({number}) {button['title']}")
    sys.stdout.flush()
    return buttons
