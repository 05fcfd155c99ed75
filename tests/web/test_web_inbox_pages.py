"""The pages of the inbox: what is listed, who may change it, and that nothing a user wrote is anything but text."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from inbox_support import HOUR, Reply, no_source, question, seed, talk
from sqlalchemy import select
from web_support import Site

from assistant.inbox.store import InboxStore
from assistant.inbox.tables import AcceptedRow, MarkRow
from assistant.privacy.retention import purge
from assistant.staff.guard import COOKIE
from assistant.staff.identity import Role
from assistant.staff.tables import AuditRow

pytestmark = pytest.mark.usefixtures("database_url")  # on SQLite and on PostgreSQL

PAGES = ["/innboks", "/innboks/eksempler", "/innboks/tall", "/innboks/liste.csv", "/innboks/eksport.zip"]


class Desk:
    """A signed-in member of staff at the inbox."""

    def __init__(self, site: Site, token: str, csrf: str) -> None:
        self.site, self.csrf = site, csrf
        self._cookies = {"Cookie": f"{COOKIE}={token}"}

    async def get(self, path: str) -> str:
        response = await self.fetch(path)
        assert response.status == 200, (path, response.status)
        return await response.text()

    async def fetch(self, path: str) -> ClientResponse:
        return await self.site.client.get(path, headers=self._cookies, allow_redirects=False)

    async def post(self, path: str, **fields: str) -> ClientResponse:
        data = {"csrf": self.csrf, **fields}
        return await self.site.client.post(path, data=data, headers=self._cookies, allow_redirects=False)


async def sit(site: Site, role: Role = Role.EDITOR, name: str = "Kari") -> Desk:
    token = await site.stores.staff.begin(f"test|{name}", name, role)
    member = await site.stores.staff.find(token)
    assert member is not None
    return Desk(site, token, member.csrf)


def inbox(site: Site) -> InboxStore:
    return site.stores.inbox


async def rows(site: Site, table: Any) -> list[Any]:
    return await site.stores.database.read(lambda session: list(session.scalars(select(table))))


async def rent(site: Site) -> list[str]:
    """Two questions about the same, in bokmål and nynorsk; returns the ids of their messages."""
    one = await talk(site.stores, ("Dekker tilskuddet husleie?", no_source()), at=site.clock.now - HOUR)
    two = await talk(site.stores, ("Dekkjer tilskotet husleige?", no_source()), at=site.clock.now - 2 * HOUR, lang="nn")
    return [one[1], two[1]]


@pytest.mark.parametrize("path", [*PAGES, "/innboks/sporsmal/x", "/innboks/eksport/drafts/tryggest.yml"])
async def test_nobody_sees_the_inbox_without_signing_in(site: Site, path: str) -> None:
    response = await site.client.get(path, allow_redirects=False)
    assert (response.status, response.headers["Location"].startswith("/logg-inn")) == (303, True)


async def test_an_empty_inbox_says_what_will_come_here(site: Site) -> None:
    desk = await sit(site)
    assert "Ingenting å se på nå" in await desk.get("/innboks")
    assert "Ingen eksempler eller utkast ennå" in await desk.get("/innboks/eksempler")
    assert "Ingen tall for perioden" in await desk.get("/innboks/tall")


async def test_the_same_question_in_both_malforms_is_one_line_with_both_wordings(site: Site) -> None:
    await rent(site)
    page = await (await sit(site)).get("/innboks")
    assert page.count('class="inbox-count"') == 1
    assert "<strong>2</strong>" in page
    assert "husleige" in page and "husleie" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=no_source", 2), ("kind=error", 1), ("kind=walk_left", 1), ("kind=nonsense", 4), ("malform=nn", 1),
        ("scheme=tryggest", 3), ("scheme=-", 1), ("status=done", 0), ("status=all", 4), ("days=1", 3), ("days=14", 4),
        ("days=-1", 4), ("side=0", 4), ("side=99999999", 4),
    ],
)  # fmt: skip
async def test_filters_choose_what_is_listed_and_nonsense_chooses_nothing(site: Site, query: str, found: int) -> None:
    now = site.clock.now
    await talk(site.stores, ("Dekker tilskuddet husleie?", no_source()), at=now - 50 * HOUR)
    await talk(site.stores, ("Dekkjer tilskotet husleige?", no_source()), at=now - 2 * HOUR, lang="nn")
    await talk(site.stores, ("Hva nå?", Reply("error")), at=now - HOUR)
    await talk(site.stores, ("sjekk", question()), at=now - HOUR)
    text = await (await (await sit(site)).fetch(f"/innboks/liste.csv?{query}")).text(encoding="utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) - 1 == found
    assert (await (await sit(site)).fetch(f"/innboks?{query}")).status == 200


async def test_long_lists_have_pages(site: Site) -> None:
    words = [
        "bil",
        "tolk",
        "telefon",
        "kontor",
        "frakt",
        "hotell",
        "flyreise",
        "møbler",
        "forsikring",
        "strøm",
        "pensjon",
        "overtid",
        "gave",
        "kurs",
        "mat",
        "blomster",
        "reklame",
        "bøker",
        "musikk",
        "data",
        "klær",
    ]
    for word in words:
        await talk(site.stores, (word, no_source()), at=site.clock.now - HOUR)
    desk = await sit(site)
    first, second = await desk.get("/innboks"), await desk.get("/innboks?side=2")
    assert (first.count('class="inbox-count"'), second.count('class="inbox-count"')) == (20, 1)
    assert 'rel="next"' in first and 'rel="prev"' in second


async def test_what_a_user_wrote_is_shown_as_text_everywhere(site: Site) -> None:
    nasty = '<script>alert("x")</script> {{ 7*7 }} **fet** <img src=x onerror=1>'
    _, key = await talk(site.stores, (nasty, no_source()), at=site.clock.now - HOUR)
    desk = await sit(site)
    await desk.post(f"/innboks/sporsmal/{key}/utkast", scheme="tryggest", topic="amount", question=nasty)
    for path in ("/innboks", f"/innboks/sporsmal/{key}", "/innboks/eksempler"):
        page = await desk.get(path)
        assert "<script" not in page and "<img" not in page
        assert "&lt;script&gt;" in page and "{{ 7*7 }}" in page


async def test_a_question_is_shown_with_the_conversation_around_it(site: Site) -> None:
    many = [(f"spørsmål {number}", Reply("answer", f"svar {number}", helpful=False)) for number in range(30)]
    _, *keys = await talk(site.stores, *many, at=site.clock.now - HOUR)
    desk = await sit(site)
    page = await desk.get(f"/innboks/sporsmal/{keys[15]}")
    assert "svar 15" in page and "svar 3<" not in page
    assert "svar 3<" in await desk.get(f"/innboks/sporsmal/{keys[15]}?hele=1")


async def test_a_question_that_is_gone_is_explained(site: Site) -> None:
    response = await (await sit(site)).fetch("/innboks/sporsmal/finsikkje")
    assert response.status == 404
    assert "Spørsmålet er ikke her lenger" in await response.text()


async def test_a_reader_sees_all_and_changes_nothing(site: Site) -> None:
    key, _ = await rent(site)
    desk = await sit(site, Role.READER)
    assert "Rollen din kan lese innboksen" in await desk.get(f"/innboks/sporsmal/{key}")
    for path in ("status", "eksempel", "utkast"):
        assert (await desk.post(f"/innboks/sporsmal/{key}/{path}", status="done")).status == 403
    for path in ("/innboks/angre", "/innboks/eksempler/x", "/innboks/eksempler/x/slett"):
        assert (await desk.post(path)).status == 403
    assert await rows(site, MarkRow) == []


@pytest.mark.parametrize("path", ["status", "eksempel", "utkast"])
async def test_a_form_without_the_sessions_word_is_refused(site: Site, path: str) -> None:
    key, _ = await rent(site)
    desk = await sit(site)
    response = await desk.post(f"/innboks/sporsmal/{key}/{path}", csrf="gjetta", status="done")
    assert response.status == 403
    assert await rows(site, MarkRow) == []


async def test_a_status_is_given_to_the_whole_group_and_can_be_taken_back(site: Site) -> None:
    key, other = await rent(site)
    desk = await sit(site)
    done = await desk.post(f"/innboks/sporsmal/{key}/status", status="not_ours", scope="group", until="9999999999")
    assert done.status == 303
    assert {row.message_id: row.status for row in await rows(site, MarkRow)} == {key: "not_ours", other: "not_ours"}
    page = await desk.get(done.headers["Location"])
    change = re.search(r'name="change" value="(\w+)"', page)
    assert change and "Status er endret for 2 spørsmål" in page
    undone = await desk.post("/innboks/angre", change=change[1], item=key)
    assert "tatt tilbake for 2" in await desk.get(undone.headers["Location"])
    assert await rows(site, MarkRow) == []
    again = await desk.post("/innboks/angre", change=change[1], item=key)
    assert "Ingenting ble endret" in await desk.get(again.headers["Location"])


async def test_one_question_of_a_group_can_have_a_status_of_its_own(site: Site) -> None:
    key, _ = await rent(site)
    await (await sit(site)).post(f"/innboks/sporsmal/{key}/status", status="done", scope="one")
    assert [row.message_id for row in await rows(site, MarkRow)] == [key]


async def test_what_came_after_the_page_was_shown_is_left_alone(site: Site) -> None:
    key, _ = await rent(site)
    shown = int(site.clock.now - HOUR) + 60
    late = await talk(site.stores, ("Dekker dere husleie?", no_source()), at=site.clock.now - 30)
    await (await sit(site)).post(f"/innboks/sporsmal/{key}/status", status="done", scope="group", until=str(shown))
    assert late[1] not in {row.message_id for row in await rows(site, MarkRow)}


async def test_taking_over_and_undoing_gives_it_back_to_who_had_it(site: Site) -> None:
    key, _ = await rent(site)
    kari, ola = await sit(site), await sit(site, name="Ola")
    await kari.post(f"/innboks/sporsmal/{key}/status", status="in_progress", scope="one")
    taken = await ola.post(f"/innboks/sporsmal/{key}/status", status="in_progress", scope="one")
    page = await ola.get(taken.headers["Location"])
    assert "Ola" in page
    change = re.search(r'name="change" value="(\w+)"', page)
    assert change
    await ola.post("/innboks/angre", change=change[1], item=key)
    assert [(row.status, row.owner_name) for row in await rows(site, MarkRow)] == [("in_progress", "Kari")]
    assert "Historikk" in await ola.get(f"/innboks/sporsmal/{key}")


async def test_an_undo_from_an_old_tab_leaves_what_has_changed_since(site: Site) -> None:
    key, _ = await rent(site)
    desk = await sit(site)
    first = await desk.post(f"/innboks/sporsmal/{key}/status", status="in_progress", scope="one")
    change = re.search(r"gjort=(\w+)", first.headers["Location"])
    await desk.post(f"/innboks/sporsmal/{key}/status", status="done", scope="one")
    assert change
    await desk.post("/innboks/angre", change=change[1], item=key)
    assert [row.status for row in await rows(site, MarkRow)] == ["done"]


async def test_an_example_for_a_suggested_statement_is_kept_masked_and_settles_the_group(site: Site) -> None:
    key, _ = await rent(site)
    desk = await sit(site)
    target = re.search(r'name="target" value="([\w-]+/[\w-]+)"', await desk.get(f"/innboks/sporsmal/{key}"))
    assert target
    texts = "Dekkes husleie? Ring 91 23 45 67\r\n\r\nDekkjer de husleige?\r\nDekkjer de husleige?"
    fields = {"texts": texts, "target": target[1], "scope": "group", "until": "9999999999"}
    done = await desk.post(f"/innboks/sporsmal/{key}/eksempel", **fields)
    assert "Vi skjulte noe" in await desk.get(done.headers["Location"])
    scheme, statement = target[1].split("/")
    kept = [(row.form, row.scheme, row.target, row.text) for row in await rows(site, AcceptedRow)]
    assert sorted(kept) == [
        ("question", scheme, statement, "Dekkes husleie? Ring [telefon]"),
        ("question", scheme, statement, "Dekkjer de husleige?"),
    ]
    assert {row.status for row in await rows(site, MarkRow)} == {"done"}
    again = await desk.post(f"/innboks/sporsmal/{key}/eksempel", **fields)
    assert "antall=0" in again.headers["Location"]
    assert len(await rows(site, AcceptedRow)) == 2


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"texts": "", "target": "tryggest/about"}, "Skriv spørsmålet."),
        ({"texts": "ab", "target": "tryggest/about"}, "for kort"),
        ({"texts": "a" * 501, "target": "tryggest/about"}, "for lang"),
        ({"texts": "\n".join(f"spørsmål {n}" for n in range(11)), "target": "tryggest/about"}, "for mange linjer"),
        ({"texts": "Hva er det?", "target": "tryggest/finnes-ikke"}, "Velg hva som skal svare"),
        ({"texts": "Hva er det?", "target": "other", "statement": ""}, "Velg hva som skal svare"),
        ({"texts": "Hva er det?", "target": "intent", "intent": "../../etc"}, "Velg hva som skal svare"),
        ({"texts": "<b>Hva er det?</b>"}, "Velg hva som skal svare"),
    ],
)
async def test_a_form_that_lacks_something_says_what_and_keeps_what_was_written(
    site: Site, fields: dict[str, str], message: str
) -> None:
    key, _ = await rent(site)
    response = await (await sit(site)).post(f"/innboks/sporsmal/{key}/eksempel", **fields)
    page = await response.text()
    assert response.status == 422
    assert message in page and "<title>Feil:" in page
    assert "<b>" not in page
    assert await rows(site, AcceptedRow) == []


async def test_an_example_for_an_intent_and_a_draft_are_listed_changed_deleted_and_taken_out(site: Site) -> None:
    key, other = await rent(site)
    desk = await sit(site)
    await desk.post(f"/innboks/sporsmal/{key}/eksempel", texts="hei på dere", target="intent", intent="greet")
    await desk.post(
        f"/innboks/sporsmal/{other}/utkast", scheme="tryggest", topic="eligible_costs", question="Dekkes husleie?"
    )
    page = await desk.get("/innboks/eksempler")
    assert "hei på dere" in page and "Dekkes husleie?" in page
    assert "intent: greet" in await desk.get("/innboks/eksport/nlu_data/greet.yml")
    assert "# Asked: Dekkes husleie?" in await desk.get("/innboks/eksport/drafts/tryggest.yml")
    assert (await desk.fetch("/innboks/eksport/nlu_data/nope.yml")).status == 404
    row = next(row for row in await rows(site, AcceptedRow) if row.form == "intent")
    edited = await desk.post(f"/innboks/eksempler/{row.id}", text="hallo, skriv til kari@post.no")
    assert "hallo, skriv til [e-post]" in await desk.get(edited.headers["Location"])
    refused = await desk.post(f"/innboks/eksempler/{row.id}", text=" ")
    assert "mellom 3 og 500" in await desk.get(refused.headers["Location"])
    for expected in ("Teksten er slettet.", "slettet fra før"):
        deleted = await desk.post(f"/innboks/eksempler/{row.id}/slett")
        assert expected in await desk.get(deleted.headers["Location"])
    assert [row.form for row in await rows(site, AcceptedRow)] == ["draft"]


async def test_undoing_an_example_deletes_it_too(site: Site) -> None:
    key, _ = await rent(site)
    desk = await sit(site)
    done = await desk.post(f"/innboks/sporsmal/{key}/utkast", scheme="tryggest", topic="amount", question="Hvor mye?")
    change = re.search(r"gjort=(\w+)", done.headers["Location"])
    assert change
    await desk.post("/innboks/angre", change=change[1], item=key)
    assert (await rows(site, AcceptedRow), await rows(site, MarkRow)) == ([], [])


async def test_a_button_that_failed_can_be_settled_but_makes_no_example(site: Site) -> None:
    offered = Reply("answer", buttons=("Sjekk",))
    _, _, key = await talk(site.stores, ("hei du", offered), ("Sjekk", Reply("error")), at=site.clock.now - HOUR)
    page = await (await sit(site)).get(f"/innboks/sporsmal/{key}")
    assert 'name="texts"' not in page and 'value="in_progress"' in page


async def test_the_audit_log_tells_who_did_what_and_never_a_users_words(site: Site) -> None:
    key, _ = await rent(site)
    desk = await sit(site)
    await desk.post(f"/innboks/sporsmal/{key}/utkast", scheme="tryggest", topic="amount", question="Dekkes husleie?")
    await desk.get("/innboks/liste.csv")
    await desk.fetch("/innboks/eksport.zip")
    await desk.get("/innboks/eksport/drafts/tryggest.yml")
    entries = await rows(site, AuditRow)
    exports = [(entry.name, entry.detail) for entry in entries if entry.action == "inbox.export"]
    assert exports == [("Kari", "1 files"), ("Kari", "drafts/tryggest.yml")]
    assert {"inbox.accept", "inbox.status", "inbox.list"} <= {entry.action for entry in entries}
    assert not any("husle" in entry.detail + entry.thing for entry in entries)


async def test_an_erased_conversation_takes_its_marks_with_it_but_not_what_an_editor_accepted(
    site: Site, tmp_path: Path
) -> None:
    conversation, key = await talk(site.stores, ("Dekkes kvitveisblomster?", no_source()), at=site.clock.now - HOUR)
    desk = await sit(site)
    await desk.get("/innboks")
    await desk.post(f"/innboks/sporsmal/{key}/utkast", scheme="tryggest", topic="amount", question="Dekkes blomster?")
    await site.stores.eraser.erase(conversation)
    assert await rows(site, MarkRow) == []
    assert await inbox(site).read() == []
    assert "kvitveisblomster" not in await desk.get("/innboks") + await desk.get("/innboks/eksempler")
    assert [
        path.name for path in tmp_path.rglob("*") if path.is_file() and b"kvitveisblomster" in path.read_bytes()
    ] == []
    assert [row.text for row in await rows(site, AcceptedRow)] == ["Dekkes blomster?"]
    assert (await desk.fetch(f"/innboks/sporsmal/{key}")).status == 404
    assert (await desk.post(f"/innboks/sporsmal/{key}/status", status="done")).status == 404


async def test_past_retention_the_inbox_is_empty_and_the_figures_stand(site: Site) -> None:
    await rent(site)
    await inbox(site).daily.count()
    site.clock.now += 22 * 24 * HOUR
    await purge(site.stores.eraser, site.assistant)
    assert await inbox(site).read() == []
    await inbox(site).daily.count()
    page = await (await sit(site)).get("/innboks/tall")
    assert "Alle spørsmål: 2" in page


async def test_the_seeded_service_shows_every_kind_in_both_malforms(site: Site) -> None:
    await seed(site.stores, site.clock.now)
    await inbox(site).daily.count()
    desk = await sit(site)
    for lang, words in (("nb", "Kildene svarer ikke"), ("nn", "Kjeldene svarer ikkje")):
        assert words in await desk.get(f"/innboks?lang={lang}")
        assert words in await desk.get(f"/innboks/tall?lang={lang}")
    kinds = {marked.item.kind for marked in await inbox(site).read()}
    assert kinds == {"no_source", "out_of_scope", "handoff", "clarify", "not_helpful", "walk_left", "error"}
