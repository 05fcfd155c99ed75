"""Stand-ins for the engine, the catalogue and the calendar writer, so that the web layer is tested alone."""

from __future__ import annotations

import asyncio
from typing import Any

from assistant.conversations.ports import Export, Json, Standing, UnknownMunicipality
from assistant.conversations.stores import Stores

CITATION = {
    "source": "tryggest-2025",
    "title": "TryggEst-tilskuddet",
    "locator": "Hvem kan søke",
    "url": "https://www.bufdir.no/tryggest",
    "edition": "2025",
    "checked": "2025-01-15",
}
CHECKLIST: Json = {
    "scheme": "tryggest",
    "edition": "2025",
    "lang": "nn",
    "title": "Sjekkliste <TryggEst>",
    "made": "2025-02-01",
    "scheme_name": "TryggEst",
    "receiver": "Bufdir",
    "window": "Fristen er 31. mars 2025.",
    "outcome": "Noko må <avklarast>",
    "notes": ["Datoar er framlegg."],
    "basis": [{"label": "Beløp", "answer": "<i>mykje</i>", "status": "Uavklart", "reason": "&", "citation": CITATION}],
    "also": {
        "nb": {
            "lang": "nb",
            "title": "Sjekkliste på bokmål",
            "scheme_name": "TryggEst",
            "receiver": "Bufdir",
            "window": "Fristen er 31. mars 2025.",
            "outcome": None,
            "notes": [],
            "basis": [],
            "items": [
                {
                    "id": each,
                    "what": f"Gjør {each}",
                    "who": "Kommunen",
                    "due": {"date": None, "certainty": None, "text": "ingen dato"},
                    "why": "Fordi.",
                    "citation": CITATION,
                    "done": False,
                }
                for each in ("vedtak", "budsjett")
            ],
        }
    },
    "items": [
        {
            "id": "vedtak",
            "what": "Legg ved vedtak & plan",
            "who": "Kommunedirektøren",
            "due": {"date": "2025-03-01", "certainty": "assumed", "text": "venta mars 2025, ikkje stadfesta"},
            "why": "Kommunen må vise at ordninga er innført.",
            "citation": CITATION,
            "done": False,
        },
        {
            "id": "budsjett",
            "what": "Lag budsjett",
            "who": None,
            "due": None,
            "why": None,
            "citation": {**CITATION, "url": "javascript:alert(1)"},
            "done": False,
        },
    ],
}


def draft(text: str, *, kind: str = "answer", lang: str = "nb", **more: Any) -> Json:
    """A message as the engine returns it."""
    base = {"kind": kind, "text": text, "lang": lang, "scheme": None, "topic": None, "citations": [], "buttons": []}
    return {**base, **more}


class FakeAssistant:
    """Echoes what it hears; the words in `say` make it misbehave."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.pressed: list[Json] = []
        self.languages: dict[str, str] = {}
        self.forgotten: list[str] = []
        self.keeps = False
        self.is_ready = True
        self.gate: asyncio.Event | None = None
        self.running = 0
        self.stores: Stores | None = None
        self.standings: dict[str, Standing] = {}

    def ready(self) -> bool:
        return self.is_ready

    async def open(self, conversation_id: str, *, lang: str | None, municipality: str | None) -> list[Json]:
        if municipality == "9999":
            raise UnknownMunicipality(municipality)
        self.languages[conversation_id] = lang or "nb"
        start = {"title": "Sjekk om dere kan søke", "command": {"act": "start", "scheme": "tryggest"}}
        return [draft("Hei. Jeg er en automatisk veileder.", kind="greeting", lang=lang or "nb", buttons=[start])]

    async def say(self, conversation_id: str, text: str) -> list[Json]:
        assert not self.running, "two messages of one conversation at once"
        self.running += 1
        try:
            if self.gate:
                await self.gate.wait()
            self.heard.append((conversation_id, text))
            return await self._reply(conversation_id, text)
        finally:
            self.running -= 1

    async def _reply(self, conversation_id: str, text: str) -> list[Json]:
        if text == "raise":
            raise RuntimeError("secret text of the user")
        if text == "silence":
            return []
        if text == "nonsense":
            return [{"kind": "nonsense"}]
        if text == "slow":
            await asyncio.sleep(60)
        if text == "checklist":
            assert self.stores is not None
            checklist_id = await self.stores.checklists.create(conversation_id, CHECKLIST)
            links = {name: f"/checklists/{checklist_id}.{name}" for name in ("html", "pdf", "docx", "ics")}
            checklist = {"id": checklist_id, "items": CHECKLIST["items"], "links": links}
            return [draft("Sjekkliste", kind="checklist", checklist=checklist)]
        return [draft(f"Du sa: {text}", topic="goal", citations=[CITATION]), self._question(conversation_id)]

    async def press(self, conversation_id: str, command: Json) -> list[Json]:
        self.pressed.append(command)
        return [self._question(conversation_id)]

    def _question(self, conversation_id: str) -> Json:
        options = [
            {"value": "one", "title": "Én kommune", "command": {"act": "answer", "value": "one"}},
            {"value": "many", "title": "Flere kommuner", "command": {"act": "answer", "value": "many"}},
        ]
        question = {"criterion": "applicant_type", "type": "choice", "options": options, "step": 1, "of": 4}
        lang = self.languages.get(conversation_id, "nb")
        return draft("Hvem søker?", kind="question", lang=lang, scheme="tryggest", question=question)

    async def set_language(self, conversation_id: str, lang: str) -> None:
        self.languages[conversation_id] = "nb" if lang == "auto" else lang

    async def language(self, conversation_id: str) -> str:
        return self.languages.get(conversation_id, "nb")

    async def standing(self, conversation_id: str) -> Standing:
        return self.standings.get(conversation_id, Standing())

    async def forget(self, conversation_id: str) -> None:
        if self.keeps:
            raise RuntimeError("cannot forget")
        self.forgotten.append(conversation_id)


class FakeCatalogue:
    """One scheme."""

    def __init__(self) -> None:
        self.queries: list[str] = []

    def list_schemes(self, lang: str) -> list[Json]:
        names = {"name": "TryggEst", "short_name": "TryggEst", "administrator_name": "Bufdir"}
        return [{"id": "tryggest", **names, "lang": lang}]

    def get_scheme(self, scheme_id: str, lang: str) -> Json | None:
        return {"id": "tryggest", "lang": lang} if scheme_id == "tryggest" else None

    def search(self, q: str, lang: str, limit: int) -> list[Json]:
        self.queries.append(q)
        hit = {"scheme": "tryggest", "topic": "goal", "title": "Mål", "snippet": q, "citation": CITATION}
        return [hit][:limit]


def _fake_export(form: str) -> Export:
    """A file that names its format, the checklist and the language."""
    return lambda content: f"{form} {content['id']} {content['lang']} {content['title']}".encode()


FAKE_EXPORTS = {form: _fake_export(form) for form in ("pdf", "docx", "ics", "txt")}
