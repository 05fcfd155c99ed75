"""Checklists over HTTP: page, form, ticks, calendar, revocation."""

from __future__ import annotations

from typing import Any

import pytest
from web_fakes import CHECKLIST
from web_support import Site, problem


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


async def test_the_calendar_file_is_written_by_the_given_function(site: Site) -> None:
    checklist_id = await _create(site)
    response = await site.client.get(f"/checklists/{checklist_id}.ics")
    assert (response.status, response.content_type) == (200, "text/calendar")
    assert "tryggest-2025.ics" in response.headers["Content-Disposition"]
    assert f"X-ID:{checklist_id}".encode() in await response.read()


async def test_a_revoked_checklist_is_gone_in_every_form(site: Site) -> None:
    checklist_id = await _create(site)
    assert (await site.client.delete(f"/checklists/{checklist_id}")).status == 204
    page = await site.client.get(f"/checklists/{checklist_id}.html", headers={"Accept-Language": "nn"})
    assert (page.status, page.content_type) == (410, "text/html")
    assert "sletta" in await page.text()
    await problem(await site.client.get(f"/checklists/{checklist_id}.ics"), 410, "gone")
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


async def test_formats_that_come_later_are_not_found(site: Site) -> None:
    checklist_id = await _create(site)
    for name in ("pdf", "docx"):
        await problem(await site.client.get(f"/checklists/{checklist_id}.{name}"), 404, "not-found")


async def test_erasing_the_conversation_erases_its_checklists(site: Site) -> None:
    await site.open()
    checklist = (await site.replies("checklist"))[0]["checklist"]
    assert (await site.client.get(checklist["links"]["html"])).status == 200
    await site.call("DELETE")
    assert (await site.client.get(checklist["links"]["html"])).status == 404
