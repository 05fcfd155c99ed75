"""Versions, going back, sources that disagree, a scheme as text, a new scheme, and how true it all is."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from editing_support import TRYGGEST, UNKNOWN, Editor, disputed, live, newsroom, sit
from shipped_library import shipped_library
from web_support import Site

from assistant.editing.versions import WATCH
from assistant.sources.register import Found, Noted
from assistant.staff.identity import Role

SCHEME = "/redaksjon/ordning/tryggest"


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with newsroom(tmp_path) as site:
        yield site


@pytest.fixture
async def editor(site: Site) -> Editor:
    return await sit(site)


def text_of(page: str) -> str:
    return html.unescape(re.search(r'<textarea[^>]*name="text"[^>]*>\n?(.*?)</textarea>', page, re.S)[1])  # type: ignore[index]


async def test_a_scheme_is_changed_as_text_seen_first_and_taken_back_in_one_step(site: Site, editor: Editor) -> None:
    text = text_of(await editor.get(f"{SCHEME}/yaml"))
    changed = text.replace("2025-03-31", "2025-04-30")
    assert changed != text
    looked = await editor.post(f"{SCHEME}/yaml", base="1", what="look", text=changed)
    assert looked.status == 200
    assert "30. april 2025" in re.sub(r"</?(ins|del)>", "", await looked.text())
    assert (await site.stores.versions.heads())["tryggest"] == 1
    done = await editor.post(f"{SCHEME}/yaml", base="1", what="publish", text=changed, why="Utsatt frist.")
    assert done.status == 303
    assert (await live(site)).edition().deadlines.application.date == dt.date(2025, 4, 30)
    page = await editor.get(f"{SCHEME}/versjon/2")
    assert "Utsatt frist." in page
    back = await editor.post(f"{SCHEME}/versjon/1/gjenopprett", base="2", why="Det var feil.")
    assert back.status == 303
    assert (await live(site)).edition().deadlines.application.date == dt.date(2025, 3, 31)
    assert [each.kind for each in await site.stores.versions.history("tryggest")] == [
        "restored",
        "published",
        "shipped",
    ]


async def test_questions_that_people_ask_survive_a_scheme_that_is_changed_as_text(site: Site, editor: Editor) -> None:
    before = await live(site)
    text = text_of(await editor.get(f"{SCHEME}/yaml")).replace("2025-03-31", "2025-04-30")
    await editor.post(f"{SCHEME}/yaml", base="1", what="publish", text=text, why="Ny frist.")
    assert (await live(site)).questions == before.questions


async def test_a_text_with_mistakes_is_refused_line_by_line_and_kept(site: Site, editor: Editor) -> None:
    text = text_of(await editor.get(f"{SCHEME}/yaml"))
    bad = text.replace("2025-03-31", "2025-02-31").replace("\nadministrator:", "\nforvalter:")
    response = await editor.post(f"{SCHEME}/yaml", base="1", what="publish", text=bad, why="Feil.")
    page = await response.text()
    assert response.status == 422
    assert re.search(r"tryggest\.yml, line \d+: .*administrator", page)
    assert "2025-02-31" in text_of(page)
    assert "Feil." in page
    assert (await site.stores.versions.heads())["tryggest"] == 1


@pytest.mark.parametrize(
    "text",
    ["", "id: [", "- 1", "id: tryggest\nname: &a [1, 1]\naliases: *a\n", "\x07", "id: annet\n", "{" * 3000],
)
async def test_no_text_breaks_the_page(editor: Editor, text: str) -> None:
    response = await editor.post(f"{SCHEME}/yaml", base="1", what="publish", text=text, why="x")
    assert response.status == 422
    assert "line" in await response.text()


async def test_a_large_scheme_fits_and_a_monstrous_one_is_refused_with_the_limit(editor: Editor) -> None:
    text = text_of(await editor.get(f"{SCHEME}/yaml"))
    padded = text + "".join(f"# merknad {number}\n" for number in range(10_000))
    assert (await editor.post(f"{SCHEME}/yaml", base="1", what="look", text=padded)).status == 200
    monstrous = await editor.post(f"{SCHEME}/yaml", base="1", what="look", text="x" * 3_000_000)
    assert monstrous.status == 413
    assert "2 MB" in await monstrous.text()


async def test_a_text_made_from_an_older_version_is_not_published_and_not_lost(site: Site, editor: Editor) -> None:
    text = text_of(await editor.get(f"{SCHEME}/yaml"))
    whole = await live(site)
    await site.stores.versions.publish(
        WATCH, whole.model_copy(update={"hints": (*whole.hints, "nytt")}), base=1, why="Ord."
    )
    changed = text.replace("2025-03-31", "2025-04-30")
    response = await editor.post(f"{SCHEME}/yaml", base="1", what="publish", text=changed, why="Ny frist.")
    page = await response.text()
    assert response.status == 409
    assert "Versjon 2 ble gjort gjeldende" in page
    assert "2025-04-30" in text_of(page)
    assert 'name="base" value="2"' in page
    assert "ord som peker hit" in page


async def test_the_file_that_is_taken_out_is_the_scheme(site: Site, editor: Editor) -> None:
    response = await editor.fetch(f"{SCHEME}/fil")
    assert response.headers["Content-Disposition"] == 'attachment; filename="tryggest.yml"'
    assert (await response.text()).rstrip() == text_of(await editor.get(f"{SCHEME}/yaml")).rstrip()
    assert (await editor.fetch(f"{SCHEME}/fil?versjon=9")).status == 404
    assert (await editor.fetch(f"{SCHEME}/fil?versjon=1")).status == 200


async def test_going_back_needs_a_reason_a_version_and_that_nobody_was_first(site: Site, editor: Editor) -> None:
    whole = await live(site)
    await site.stores.versions.publish(WATCH, whole.model_copy(update={"hints": ("a",)}), base=1, why="Ord.")
    assert (await editor.post(f"{SCHEME}/versjon/1/gjenopprett", base="2", why=" ")).status == 422
    assert (await editor.post(f"{SCHEME}/versjon/7/gjenopprett", base="2", why="x")).status == 404
    assert (await editor.post(f"{SCHEME}/versjon/1/gjenopprett", base="1", why="x")).status == 409
    assert (await site.stores.versions.heads())["tryggest"] == 2


async def test_a_disagreement_shows_both_claims_and_one_is_chosen(site: Site, editor: Editor) -> None:
    await site.stores.versions.publish(WATCH, disputed(), base=1, why="Kildene er uenige.", kind="disputed")
    page = await editor.get(SCHEME)
    assert "31. mars 2025" in page
    assert "2. mai 2026" in page
    nothing = await editor.post(f"{SCHEME}/uenighet", base="2", key="2025/application", why="Bufdir sier det.")
    assert nothing.status == 422
    assert "Bufdir sier det." in await nothing.text()
    done = await editor.post(f"{SCHEME}/uenighet", base="2", key="2025/application", claim="1", why="Bufdir sier det.")
    assert done.status == 303
    deadline = (await live(site)).edition().deadlines.application
    assert (deadline.date, deadline.otherwise) == (dt.date(2026, 5, 2), ())
    again = await editor.post(f"{SCHEME}/uenighet", base="2", key="2025/application", claim="0", why="Nei.")
    assert again.status == 409


async def test_choosing_what_was_live_takes_the_other_claim_away(site: Site, editor: Editor) -> None:
    await site.stores.versions.publish(WATCH, disputed(), base=1, why="Uenige.", kind="disputed")
    key = "2025/facts/" + next(f.id for f in disputed().edition().facts if f.otherwise)
    assert (await editor.post(f"{SCHEME}/uenighet", base="2", key=key, claim="0", why="Vår.")).status == 303
    assert not any(fact.otherwise for fact in (await live(site)).edition().facts)
    assert (await live(site)).edition().deadlines.application.otherwise


@pytest.mark.parametrize("key", ["", "2025", "2025/facts/finnes-ikke", "1999/application", "2025/application/x"])
async def test_a_disagreement_that_is_none_changes_nothing(site: Site, editor: Editor, key: str) -> None:
    response = await editor.post(f"{SCHEME}/uenighet", base="1", key=key, claim="0", why="x")
    assert response.status == 409
    assert (await site.stores.versions.heads())["tryggest"] == 1


async def test_a_new_scheme_begins_with_what_the_draft_found_and_is_refused_until_its_texts_are_written(
    site: Site, editor: Editor
) -> None:
    path = await editor.draft_of(UNKNOWN)
    draft = path.rpartition("/")[2]
    text = text_of(await editor.get(f"/redaksjon/ny?utkast={draft}"))
    assert "2026-10-01" in text
    assert "# Det kan søkes om inntil 200 000 kroner." in text
    refused = await editor.post("/redaksjon/ny", text=text, what="publish", why="Ny.", draft=draft)
    assert refused.status == 422
    assert re.search(r"ny-ordning\.yml, line \d+", await refused.text())
    written = re.sub(r'(nb|nn|en): ""', r'\1: "En tekst."', text).replace('locator: ""', 'locator: "Hele siden"')
    written = written.replace('publisher: ""', 'publisher: "Klimadirektoratet"')
    checked = await editor.post("/redaksjon/ny", text=written, what="look", draft=draft)
    assert checked.status == 200, await checked.text()
    assert "Alt er på plass" in await checked.text()
    done = await editor.post("/redaksjon/ny", text=written, what="publish", why="Ny ordning.", draft=draft)
    assert done.status == 303
    assert (await live(site, "ny-ordning")).edition().deadlines.application.date == dt.date(2026, 10, 1)
    assert await site.stores.drafts.list() == []


@pytest.mark.parametrize("text", ["", "id: tryggest\n", "id: Ny Ordning\n", "name: x\n"])
async def test_a_new_scheme_needs_a_name_of_its_own(editor: Editor, text: str) -> None:
    response = await editor.post("/redaksjon/ny", text=text, what="publish", why="x")
    assert response.status == 422
    assert "id:" in await response.text()


async def test_the_first_page_tells_what_waits_when_deadlines_are_and_how_old_each_fact_is(
    site: Site, editor: Editor
) -> None:
    await editor.draft_of()
    await site.stores.versions.publish(WATCH, disputed("kommunalt-rusarbeid"), base=1, why="Uenige.", kind="disputed")
    found = Found("web-2023", "https://example.no/<b>", "tryggest", "gone", {"status": 404})
    await site.stores.sources.note(Noted(found=[found]))
    page = await editor.get("/redaksjon")
    assert "Kildene sier ulike ting" in page
    assert "Ikke avgjort: 3" in page
    assert "Kilden er tatt bort fra nettet" in page
    assert "1. mars 2025, 2. mai 2026" in page
    assert "<b>" not in page
    [finding] = await site.stores.sources.findings()
    assert (await editor.post(f"/redaksjon/funn/{finding.id}")).status == 303
    assert await site.stores.sources.findings() == []
    assert (await editor.post("/redaksjon/funn/999999")).headers["Location"].startswith("/redaksjon?gjort=not_seen")
    one = await editor.get("/redaksjon?ordning=tryggest&sorter=topic&side=abc")
    assert 'aria-sort="ascending"' in one


async def test_a_release_whose_file_waits_is_told_on_the_first_page(site: Site, editor: Editor) -> None:
    whole = await live(site)
    await site.stores.versions.publish(WATCH, whole.model_copy(update={"hints": ("a",)}), base=1, why="Ord.")
    newer = whole.model_copy(update={"hints": ("b",)})
    site.stores.versions.take_shipped_now([(newer, "")])
    page = await editor.get("/redaksjon")
    assert "Filer fra en ny utgivelse som venter" in page
    assert f"{SCHEME}/versjon/3" in page


async def test_a_text_in_the_wrong_language_is_found(site: Site, editor: Editor) -> None:
    text = text_of(await editor.get(f"{SCHEME}/yaml"))
    whole = await live(site)
    nynorsk = next(f for f in whole.edition().facts if f.id == "amount").statement.nn
    bokmal = next(f for f in whole.edition().facts if f.id == "amount").statement.nb
    await editor.post(f"{SCHEME}/yaml", base="1", what="publish", text=text.replace(nynorsk, bokmal), why="Feil språk.")
    page = await editor.get("/redaksjon")
    assert "De to tekstene er like" in page


@pytest.mark.parametrize(
    ("name", "data", "bokmal", "nynorsk"),
    [
        ("tom.txt", b"", "Filen er tom", "Fila er tom"),
        ("bilde.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "et bilde (PNG) uten tekst", "eit bilete (PNG) utan tekst"),
        ("odelagt.pdf", b"%PDF-1.7 bare tull", "ødelagt og kan ikke leses", "øydelagt og kan ikkje lesast"),
    ],
)
async def test_a_file_that_cannot_be_used_is_refused_with_what_to_do_in_the_language_of_the_page(
    site: Site, editor: Editor, name: str, data: bytes, bokmal: str, nynorsk: str
) -> None:
    for lang, sentence in (("nb", bokmal), ("nn", nynorsk)):
        response = await editor.upload(name, data, lang=lang)
        page = await response.text()
        assert response.status == 422
        assert sentence in page
        assert 'lang="en"' not in page
        assert 'aria-describedby="file-help e-file"' in page
    assert await site.stores.drafts.list() == []


async def test_a_document_without_a_scheme_is_kept_and_said_to_say_nothing(editor: Editor) -> None:
    response = await editor.upload("brev.txt", "Kjære alle.\n\nTakk for sist, det var hyggelig.\n".encode())
    assert response.status == 200
    assert "sier ikke noe om en ordning" in await response.text()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://169.254.169.254/latest/meta-data", "begynner ikke med https://"),
        ("https://localhost/x", "Nettstedet localhost er ikke godkjent"),
        ("https://example.com/kunngjoring.pdf", "ikke godkjent"),
        ("file:///etc/passwd", "ikke en hel adresse"),
        ("", "Velg en fil, eller skriv en adresse"),
    ],
)
async def test_an_address_that_may_not_be_fetched_is_refused_and_stays(
    editor: Editor, address: str, sentence: str
) -> None:
    response = await editor.post("/redaksjon/dokument", address=address)
    page = await response.text()
    assert response.status == 422
    assert sentence in page
    assert f'value="{address}"' in page


async def test_why_a_watched_source_is_out_of_reach_is_told_in_the_language_of_the_page(
    site: Site, editor: Editor
) -> None:
    told = [{"code": "slow", "values": [["url", "https://example.no/a"]]}]
    found = Found("web-2023", "https://example.no/a", "tryggest", "unreachable", {"why": "too slow", "told": told})
    await site.stores.sources.note(Noted(found=[found]))
    page = await editor.get("/redaksjon?lang=nn")
    assert "https://example.no/a svarte for seint" in page
    assert "too slow" not in page


async def test_doubts_are_told_in_the_language_of_the_page(site: Site, editor: Editor) -> None:
    path = await editor.draft_of(TRYGGEST.replace("15. april 2026", "april 2026"))
    for lang, sentence in (("nb", "Bare måneden er oppgitt."), ("nn", "Berre månaden er oppgitt.")):
        assert sentence in await editor.get(f"{path}?lang={lang}")


async def test_a_year_that_is_not_certain_is_said_before_anything_of_another_edition_is_changed(
    site: Site, editor: Editor
) -> None:
    path = await editor.draft_of(TRYGGEST.replace(", 2026", "").replace("15. april 2026", "april 2027"))
    page = await editor.get(path)
    assert "Gjelder dokumentet 2027?" in page
    assert "sammenlignet med utgaven for 2025" in page
    chosen = {"revision": re.search(r'name="revision" value="(\d+)"', page)[1], "edition": "2027"}  # type: ignore[index]
    assert (await editor.send(f"{path}/sammenlign", chosen)).status == 303
    assert "Gjelder dokumentet 2027?" not in await editor.get(path)


async def test_no_age_is_negative_where_the_service_counts_from_a_day_before_a_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = dt.date(2025, 2, 3)
    earlier = replace(shipped_library(), today=lambda: then)
    monkeypatch.setattr("staff_support.shipped_library", lambda: earlier)
    async with newsroom(tmp_path, today=then) as site:
        page = await (await sit(site)).get("/redaksjon")
    assert "-" not in "".join(re.findall(r'<td class="number">([^<]*dager[^<]*)</td>', page))
    assert "som er etter dagen det regnes fra" in page
    assert "som om det er 3. februar 2025" in page


async def test_a_file_larger_than_the_limit_is_refused_with_the_limit(editor: Editor) -> None:
    response = await editor.upload("stor.txt", b"a" * 21_000_000)
    assert response.status == 413
    assert "20 MB" in await response.text()


async def test_the_words_of_a_document_are_shown_at_their_place_and_the_original_is_only_saved(
    site: Site, editor: Editor
) -> None:
    await editor.draft_of(TRYGGEST.replace("Hvem kan søke?", "Hvem kan <i>søke</i>?"))
    [draft] = await site.stores.drafts.list()
    path = f"/redaksjon/dokument/{draft.source.id}/{draft.sha256}"
    proposal = next(each for each in draft.proposals if each.id == "amount")
    page = await editor.get(f"{path}?sted={proposal.locator}")
    assert 'id="ordrett"' in page
    assert "450 000" in page
    assert "<i>" not in page
    original = await editor.fetch(f"{path}/original")
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert original.content_type == "application/octet-stream"
    assert (await editor.fetch(f"/redaksjon/dokument/..%2f/{draft.sha256}")).status == 404
    assert (await editor.fetch(f"/redaksjon/dokument/{draft.source.id}/abc")).status == 404


async def test_a_reader_reads_and_an_editor_changes(site: Site, editor: Editor) -> None:
    reader = await sit(site, Role.READER, "Lars")
    for path in ("/redaksjon", SCHEME, f"{SCHEME}/versjon/1"):
        page = await reader.get(path)
        assert "<button" not in page.split("<main")[1].split("</main>")[0].replace(
            '<button type="submit" class="ds-button" data-size="sm">Vis', ""
        )
    for path in (f"{SCHEME}/yaml", "/redaksjon/ny", "/redaksjon/dokument"):
        assert (await reader.fetch(path)).status == 403
    for path in (
        f"{SCHEME}/yaml",
        f"{SCHEME}/uenighet",
        f"{SCHEME}/versjon/1/gjenopprett",
        "/redaksjon/ny",
        "/redaksjon/dokument",
        "/redaksjon/funn/1",
    ):
        assert (await reader.post(path, why="x", base="1")).status == 403
        assert (await editor.send(path, {"csrf": "feil", "why": "x", "base": "1"})).status == 403
    assert (await editor.fetch("/redaksjon/ordning/finnes-ikke")).status == 404
