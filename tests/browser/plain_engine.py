"""A fake engine that can give every kind of reply of the contract, for the pages without JavaScript."""

from __future__ import annotations

from typing import Any

from fake_replies import BY_PAYLOAD, CHECKLIST, OTHERS, WEB, replies_to
from pages_server import FakeAssistant

LONG = "Et uvanlig langt svaralternativ uten mellomrom_" + "x" * 453  # 500 characters
Json = dict[str, Any]


class EveryKind(FakeAssistant):
    """Replies by a word in the text, as the widget's fake server does; remembers the open question."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: dict[str, str] = {}

    async def say(self, conversation_id: str, text: str) -> list[Json]:
        self.heard.append((conversation_id, text))
        if text == "lang":
            return [_draft({**OTHERS["no_source"], "buttons": [{"title": LONG, "payload": "p-answer"}]})]
        if text == "feil":
            raise RuntimeError("no text of a user in a log")
        if text == "samisk":
            return [_draft({"kind": "notice", "text": "Mun in hálddaš sámegiela.", "lang": "se"})]
        if text == "lenker":
            bad = {**WEB, "url": "javascript:alert(1)"}
            return [_draft({"kind": "answer", "scheme": "../x", "text": "Se [1] og [2]. [3]", "citations": [bad, WEB]})]
        if "vis svar" in text.lower():
            return [_draft({"kind": "notice", "text": "Notert: Hvem som søker: én kommune."})]
        if text == "sjekkliste":
            return [await self._checklist(conversation_id)]
        return [_draft(each) for each in replies_to({"text": text}, self.languages.get(conversation_id, "nb"))]

    async def press(self, conversation_id: str, command: Json) -> list[Json]:
        """An option of another step than the open one is stale."""
        self.pressed.append(command)
        step = self.steps.get(conversation_id, command["from"])
        if command["from"] != step:
            return [_draft(OTHERS["notice"]), _draft(BY_PAYLOAD[step])]
        if command["payload"] == "p-list":
            return [await self._checklist(conversation_id)]
        self.steps[conversation_id] = command["payload"]
        return [_draft(BY_PAYLOAD[command["payload"]], at=command["payload"])]

    async def _checklist(self, conversation_id: str) -> Json:
        made = (await super()._reply(conversation_id, "checklist"))[0]["checklist"]
        return _draft({**CHECKLIST, "checklist": {**CHECKLIST["checklist"], "links": made["links"]}})


def _draft(template: Json, at: str = "p-walk") -> Json:
    buttons = [
        {"title": each["title"], "command": {"payload": each["payload"], "from": at}}
        for each in template.get("buttons", [])
    ]
    return {"lang": "nb", "scheme": None, "topic": None, "citations": [], **template, "buttons": buttons}
