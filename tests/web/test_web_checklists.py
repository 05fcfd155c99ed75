"""Checklists over HTTP: page, form, ticks, calendar, revocation."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from web_fakes import CHECKLIST
from web_support import Site, problem

pytestmark = pytest.mark.usefixtures("database_url")  # on SQLite and on PostgreSQL


async def _create(site: Site) -> str:
    return await site.stores.checklists.create("c1", CHECKLIST)


async def test_the_page_is_in_the_checklists_language_and_everything_is_escaped(site: Site) -> None:
    page = await site.client.get(f"/checklists/{await _create(site)}.html")
    html = await page.text()
    assert (page.status, page.content_type, page.headers["Content-Language"]) == (200, "text/html", "nn")
    assert '<html lang="nn">' in html
    assert "Sjekkliste &lt;TryggEst&gt;" in html
    assert "Legg ved vedtak &amp; plan" in html
    assert "<dd>venta mars 2025, ikkje stadfesta</dd>" in html
    assert "0 av 2 er gjort" in html
    assert "javascript:" not in html
    assert "<style" not in html and "onclick" not in html


async def test_ticks_persist_and_are_shown_on_the_page(site: Site) -> None:
    checklist_id = await _create(site)
    response = await site.client.patch(f"/checklists/{checklist_id}", json={"items": {"vedtak": True}})
    assert response.status == 200
    body = await response.json()
    assert {item["id"]: item["done"] for item in body["items"]} == {"vedtak": True, "budsjett": False}
    assert "1 av 2 er gjort" in await (await site.client.get(f"/checklists/{checklist_id}.html")).text()


async def test_the_form_works_without_javascript(site: Site) -> None:
    path = f"/checklists/{await _create(site)}.html"
    for ticked, shown in (({"item": "budsjett"}, "1 av 2"), ({}, "0 av 2")):
        response = await site.client.post(path, data=ticked, allow_redirects=False)
        assert (response.status, response.headers["Location"]) == (303, path)
        assert shown in await (await site.client.get(path)).text()


@pytest.mark.parametrize(
    "body", [{}, {"items": []}, {"items": {"vedtak": 1}}, {"items": {"other": True}}, {"items": {}, "x": 1}]
)
async def test_bad_ticks_are_invalid_input_and_change_nothing(site: Site, body: Any) -> None:
    checklist_id = await _create(site)
    await problem(await site.client.patch(f"/checklists/{checklist_id}", json=body), 422, "invalid-input")
    assert "0 av 2" in await (await site.client.get(f"/checklists/{checklist_id}.html")).text()


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        ("ics", "text/calendar"),
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("txt", "text/plain"),
    ],
)
async def test_each_file_is_written_by_its_function_in_the_language_asked_for(
    site: Site, form: str, content_type: str
) -> None:
    checklist_id = await _create(site)
    response = await site.client.get(f"/checklists/{checklist_id}.{form}")
    assert (response.status, response.content_type) == (200, content_type)
    assert response.headers["Content-Disposition"] == f'attachment; filename="sjekkliste-tryggest-2025.{form}"'
    assert (await response.read()).decode() == f"{form} {checklist_id} nn Sjekkliste <TryggEst>"
    other = await site.client.get(f"/checklists/{checklist_id}.{form}?lang=nb")
    assert (await other.read()).decode() == f"{form} {checklist_id} nb Sjekkliste på bokmål"
    assert other.headers["Content-Language"] == "nb"


async def test_the_page_reads_in_the_other_languages_and_the_ticks_stay(site: Site) -> None:
    checklist_id = await _create(site)
    await site.client.patch(f"/checklists/{checklist_id}", json={"items": {"vedtak": True}})
    page = await site.client.get(f"/checklists/{checklist_id}.html?lang=nb")
    html = await page.text()
    assert page.headers["Content-Language"] == "nb"
    assert "Gjør vedtak" in html and "1 av 2 er gjort" in html
    assert "?lang=nn" in html and ".pdf?lang=nb" in html
    unknown = await site.client.get(f"/checklists/{checklist_id}.html?lang=xx")
    assert (unknown.status, unknown.headers["Content-Language"]) == (200, "nn")


async def test_the_page_says_how_long_it_lasts_and_who_can_see_it(site: Site) -> None:
    html = await (await site.client.get(f"/checklists/{await _create(site)}.html")).text()
    expires = dt.datetime.fromtimestamp(site.clock.now, dt.UTC) + dt.timedelta(days=90)
    assert f"sletta av seg sjølv {expires.day}. " in html and str(expires.year) in html
    assert "Noko må &lt;avklarast&gt;" in html and "&lt;i&gt;mykje&lt;/i&gt;" in html


async def test_the_button_deletes_without_javascript(site: Site) -> None:
    path = f"/checklists/{await _create(site)}"
    deleted = await site.client.post(f"{path}/delete", headers={"Accept-Language": "nn"})
    assert deleted.status == 200 and "Sjekklista er sletta" in await deleted.text()
    assert (await site.client.get(f"{path}.html")).status == 410
    assert (await site.client.post(f"{path}/delete")).status == 410
    assert (await site.client.post(f"/checklists/{'a' * 32}/delete")).status == 404


async def test_a_revoked_checklist_is_gone_in_every_form(site: Site) -> None:
    checklist_id = await _create(site)
    assert (await site.client.delete(f"/checklists/{checklist_id}")).status == 204
    page = await site.client.get(f"/checklists/{checklist_id}.html", headers={"Accept-Language": "nn"})
    assert (page.status, page.content_type) == (410, "text/html")
    assert "sletta" in await page.text()
    for form in ("ics", "pdf", "docx", "txt"):
        await problem(await site.client.get(f"/checklists/{checklist_id}.{form}"), 410, "gone")
    await problem(await site.client.patch(f"/checklists/{checklist_id}", json={"items": {}}), 410, "gone")
    await problem(await site.client.delete(f"/checklists/{checklist_id}"), 410, "gone")


async def test_an_expired_checklist_is_gone(site: Site) -> None:
    checklist_id = await _create(site)
    site.clock.now += 90 * 86_400
    assert (await site.client.get(f"/checklists/{checklist_id}.html")).status == 410


@pytest.mark.parametrize("checklist_id", ["a" * 32, "guessed-id"])
async def test_a_guessed_checklist_is_unknown(site: Site, checklist_id: str) -> None:
    page = await site.client.get(f"/checklists/{checklist_id}.html")
    assert (page.status, page.content_type) == (404, "text/html")
    await problem(await site.client.get(f"/checklists/{checklist_id}.ics"), 404, "not-found")
    await problem(await site.client.patch(f"/checklists/{checklist_id}", json={"items": {}}), 404, "not-found")
    await problem(await site.client.delete(f"/checklists/{checklist_id}"), 404, "not-found")


async def test_an_unknown_format_is_not_found(site: Site) -> None:
    await problem(await site.client.get(f"/checklists/{await _create(site)}.xlsx"), 404, "not-found")


async def test_erasing_the_conversation_erases_its_checklists(site: Site) -> None:
    await site.open()
    checklist = (await site.replies("checklist"))[0]["checklist"]
    assert (await site.client.get(checklist["links"]["html"])).status == 200
    await site.call("DELETE")
    assert (await site.client.get(checklist["links"]["html"])).status == 404
