"""Made-up announcements, drafts of them, and an editor at a running service with versions of the shipped schemes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, FormData
from shipped_library import shipped_library
from staff_support import running
from web_support import Clock, Site

from assistant.conversations.stores import Stores
from assistant.staff.guard import COOKIE
from assistant.staff.identity import Role
from knowledge.model import Scheme

TRYGGEST = """TryggEst

Tilskudd til kompetanseheving mot vold mot risikoutsatte voksne, 2026

Hvem kan søke?

Kommuner som har innført TryggEst, eller som har vedtatt å innføre modellen.

Søknadsfrist

Søknadsfrist til Bufdir: 15. april 2026.

Beløp

Hver kommune kan maksimalt søke om kroner 450 000, og det kan søkes om tilskudd i inntil to år.
"""
UNKNOWN = """Tilskudd til grønne møteplasser 2026

Hvem kan søke?

Kommuner kan søke om tilskudd.

Søknadsfrist

Søknadsfristen er 1. oktober 2026.

Beløp

Det kan søkes om inntil 200 000 kroner.
"""


class Editor:
    """A signed-in member of staff at the editors' pages."""

    def __init__(self, site: Site, token: str, csrf: str) -> None:
        self.site, self.csrf = site, csrf
        self._cookies = {"Cookie": f"{COOKIE}={token}"}

    async def get(self, path: str, status: int = 200) -> str:
        response = await self.fetch(path)
        text = await response.text()
        assert response.status == status, (path, response.status, text[:2000])
        return text

    async def fetch(self, path: str) -> ClientResponse:
        return await self.site.client.get(path, headers=self._cookies, allow_redirects=False)

    async def post(self, path: str, **fields: str) -> ClientResponse:
        return await self.send(path, fields)

    async def send(self, path: str, fields: dict[str, str]) -> ClientResponse:
        data = {"csrf": self.csrf, **fields}
        return await self.site.client.post(path, data=data, headers=self._cookies, allow_redirects=False)

    async def upload(self, name: str, data: bytes, lang: str = "", **fields: str) -> ClientResponse:
        form = FormData()
        form.add_field("csrf", self.csrf)
        for key, value in fields.items():
            form.add_field(key, value)
        form.add_field("file", data, filename=name, content_type="application/octet-stream")
        return await self.site.client.post(
            f"/redaksjon/dokument{lang and f'?lang={lang}'}", data=form, headers=self._cookies, allow_redirects=False
        )

    async def draft_of(self, text: str = TRYGGEST, name: str = "kunngjoring.txt") -> str:
        """Uploads a document; the path of its only draft."""
        response = await self.upload(name, text.encode(), publisher="Bufdir")
        assert response.status == 303, await response.text()
        return response.headers["Location"]

    async def decide(self, path: str, proposal: str, what: str = "accept", **values: str) -> ClientResponse:
        """Decides on a proposal with what stands in the fields of the page, and other values by path."""
        page = await self.get(path)
        form = form_of(page, proposal)
        return await self.send(f"{path}/forslag", {**form, "what": what, **{f"v:{k}": v for k, v in values.items()}})

    async def finish(self, path: str) -> None:
        """Accepts what is certain and keeps what is live for the rest."""
        for what in ("accept", "reject"):
            page = await self.get(path)
            if f'value="{what}" class="ds-button" data-variant="secondary" data-size="sm">' in page:
                await self.send(f"{path}/flere", {"revision": revision(page), "what": what})

    async def publish(self, path: str, why: str = "Ny kunngjøring.") -> ClientResponse:
        page = await self.get(f"{path}/publiser")
        return await self.send(f"{path}/publiser", {"revision": revision(page), "why": why})


async def sit(site: Site, role: Role = Role.EDITOR, name: str = "Kari") -> Editor:
    token = await site.stores.staff.begin(f"test|{name}", name, role)
    member = await site.stores.staff.find(token)
    assert member is not None
    return Editor(site, token, member.csrf)


def ship(stores: Stores) -> None:
    """Takes the shipped schemes into the history, as a service does when it starts."""
    stores.versions.take_shipped_now([(scheme, "") for scheme in shipped_library().schemes])


@asynccontextmanager
async def newsroom(folder: Path, **settings: Any) -> AsyncIterator[Site]:
    """A running service with the shipped schemes as first versions."""
    async with running(folder, Clock(), **settings) as site:
        ship(site.stores)
        yield site


def revision(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found, page[:3000]
    return found[1]


def form_of(page: str, proposal: str) -> dict[str, str]:
    """The fields of the form of a proposal as a browser would send them."""
    forms = re.findall(r"<form method=\"post\"[^>]*/forslag[^>]*>.*?</form>", page, re.S)
    form = next((each for each in forms if f'name="proposal" value="{proposal}"' in each), "")
    assert form, (proposal, re.findall(r'name="proposal" value="([^"]+)"', page))
    fields = dict(re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', form))
    fields |= dict(re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>([^<]*)</textarea>', form))
    chosen = re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>.*?<option value="([^"]*)" selected>', form, re.S)
    return {name: _plain(value) for name, value in {**fields, **dict(chosen)}.items() if name != "csrf"}


def _plain(text: str) -> str:
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"), ("&", "&amp;")):
        text = text.replace(entity, sign)
    return text


async def live(site: Site, scheme: str = "tryggest") -> Scheme:
    number = (await site.stores.versions.heads())[scheme]
    return (await site.stores.versions.get(scheme, number))[1]


def disputed(scheme_id: str = "tryggest") -> Scheme:
    """A shipped scheme of which a second source tells another deadline and another goal."""
    scheme = next(each for each in shipped_library().schemes if each.id == scheme_id)
    document = scheme.model_dump(mode="json")
    edition = document["editions"][-1]
    citation = {"source": "slides-2025", "locator": "En annen side"}
    application = edition["deadlines"]["application"]
    told = {"date": "2026-05-02", "precision": "day", "certainty": "fixed", "citation": citation}
    application["otherwise"] = [told]
    said = {"nb": "Målet er et annet.", "nn": "Målet er eit anna.", "en": "The goal is another one."}
    next(fact for fact in edition["facts"] if fact["topic"] == "goal")["otherwise"] = [
        {"statement": said, "citation": citation}
    ]
    return Scheme.model_validate(document)
