"""Whatever is changed in a token, a link, a button or an id makes it worthless: refused as the contract says, and no error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fuzzing import fuzz, tried
from hypothesis import assume, given
from hypothesis import strategies as st
from test_every_route import signed_in
from web_fakes import CHECKLIST
from web_support import API, Site, problem
from yarl import URL

from assistant.staff.guard import COOKIE
from assistant.staff.identity import Role

OWN = "ABCabcxyz0189-_"
SENDABLE = "=.+/%&?#'<>[]{}|~^`!*()@:é٣"  # in a header by a client
ODD = f"{SENDABLE}\u200b\u00a0\ud800\U0001f600\x7f\t "
MOST = 60  # of each kind in the suite


@dataclass(frozen=True)
class Change:
    """One change of a text: what is done, where (a share of its length), and with which letter."""

    kind: str
    place: float
    letter: str

    def of(self, text: str) -> str:
        """The text, changed."""
        at = int(self.place * len(text))
        before, after = text[:at], text[at:]
        return {
            "replace": before + self.letter + after[1:],
            "insert": before + self.letter + after,
            "leave out": before + after[1:],
            "cut": before,
            "cut before": after,
            "turn": after + before,
            "double": text + self.letter + text,
            "other case": before + after[:1].swapcase() + after[1:],
            "reverse": text[::-1],
            "nothing": "",
            "long": text + self.letter * 3_000,
        }[self.kind]


LONGEST_HEADER = 8_000  # bytes; a longer one is no HTTP that is read (tests/security/test_broken_requests.py)
KINDS = ["replace", "insert", "leave out", "cut", "cut before", "turn", "double", "other case", "reverse", "nothing"]


def changes(letters: str = OWN + ODD, kinds: Sequence[str] = (*KINDS, "long")) -> st.SearchStrategy[list[Change]]:
    """One to three changes of a text."""
    place = st.floats(0, 0.999)
    return st.lists(st.builds(Change, st.sampled_from(kinds), place, st.sampled_from(letters)), min_size=1, max_size=3)


def changed(text: str, made: Sequence[Change]) -> str:
    """The text with all changes made; inputs that leave it as it was are thrown away."""
    result = text
    for change in made:
        result = change.of(result)
    assume(result.strip() != text)
    return result


async def _open(site: Site) -> None:
    if not site.id:
        await site.open()


@given(made=changes(OWN + SENDABLE))
@fuzz(MOST, 0.5)
async def test_a_changed_token_opens_nothing(site: Site, made: list[Change]) -> None:
    await _open(site)
    token = changed(site.token, made)
    assume(len(token.encode()) < LONGEST_HEADER)
    with tried("token of a conversation"):
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{API}/conversations/{site.id}"
        await problem(await site.client.get(url, headers=headers), 401, "invalid-token")
        await problem(await site.client.delete(url, headers=headers), 401, "invalid-token")
        assert (await site.call("GET")).status == 200


@given(made=changes(kinds=KINDS))
@fuzz(MOST, 0.5)
async def test_a_changed_id_of_a_conversation_is_none(site: Site, made: list[Change]) -> None:
    await _open(site)
    wrong = changed(site.id, made)
    assume(wrong.strip(".") and wrong != "resume")
    with tried("id of a conversation"):
        url = URL(f"{API}/conversations/{quote(wrong, safe='', errors='replace')}", encoded=True)
        response = await site.client.get(url, headers=site.headers())
        # No address has braces: to the router that is no conversation's at all.
        await problem(response, 404, "not-found" if set(wrong) & set("{}") else "unknown-conversation")


@given(made=changes())
@fuzz(MOST, 0.5)
async def test_a_changed_button_presses_nothing(site: Site, made: list[Change]) -> None:
    await _open(site)
    mine = (await (await site.call("GET")).json())["messages"][0]["buttons"][0]["payload"]
    payload = changed(mine, made)
    with tried("signed payload of a button"):
        await problem(await site.send({"payload": payload}), 400, "invalid-payload")
        assert site.assistant.pressed == []


@given(made=changes())
@fuzz(MOST, 0.5)
async def test_a_changed_resume_link_opens_nothing(site: Site, made: list[Change]) -> None:
    if not site.id:
        await site.open()
        site.link = (await (await site.call("POST", "/resume-link")).json())["url"].split("=")[1]  # type: ignore[attr-defined]
    token = changed(site.link, made)  # type: ignore[attr-defined]
    with tried("resume link"):
        response = await site.client.post(f"{API}/conversations/resume", json={"token": token})
        await problem(response, 401, "invalid-token")


@given(made=changes(OWN + SENDABLE))
@fuzz(MOST, 0.5)
async def test_a_changed_session_is_nobodys_and_a_changed_word_changes_nothing(site: Site, made: list[Change]) -> None:
    if not hasattr(site, "staff"):
        site.staff = await signed_in(site, Role.ADMIN)  # type: ignore[attr-defined]
    cookies, csrf = site.staff  # type: ignore[attr-defined]
    wrong = {"Cookie": f"{COOKIE}={changed(cookies['Cookie'].split('=', 1)[1], made)}"}
    form = {"csrf": changed(csrf, made)}
    assume(len(wrong["Cookie"].encode()) < LONGEST_HEADER)
    with tried("session of staff"):
        for path in ("/logg", "/redaksjon", "/innboks"):
            response = await site.client.get(path, headers=wrong, allow_redirects=False)
            assert response.status == 303 and response.headers["Location"].startswith("/logg-inn?")
    with tried("word of a session, for forms"):
        response = await site.client.post("/redaksjon/ny", data=form, headers=cookies, allow_redirects=False)
        assert response.status == 403, await response.text()
    assert (await site.client.get("/logg", headers=cookies)).status == 200


@given(made=changes(kinds=KINDS))
@fuzz(MOST, 0.5)
async def test_a_changed_id_of_a_checklist_is_none(site: Site, made: list[Change]) -> None:
    if not hasattr(site, "list_id"):
        site.list_id = await site.stores.checklists.create(None, CHECKLIST)  # type: ignore[attr-defined]
    wrong = quote(changed(site.list_id, made), safe="", errors="replace")  # type: ignore[attr-defined]
    with tried("id of a checklist"):
        for method, end in (("GET", ".html"), ("GET", ".pdf"), ("PATCH", ""), ("DELETE", ""), ("POST", "/delete")):
            url = URL(f"/checklists/{wrong}{end}", encoded=True)
            body = {"items": {"vedtak": True}} if method == "PATCH" else None
            response = await site.client.request(method, url, json=body, allow_redirects=False)
            assert response.status in (404, 405), (method, str(url), response.status)
        kept = await site.stores.checklists.get(site.list_id)  # type: ignore[attr-defined]
        assert isinstance(kept, dict) and not any(item["done"] for item in kept["items"])


async def test_what_is_not_changed_is_taken(site: Site) -> None:
    """The check of the checks: each of them is right as it is."""
    opened = await site.open()
    assert (await site.send({"payload": opened["messages"][0]["buttons"][0]["payload"]})).status == 200
    link = (await (await site.call("POST", "/resume-link")).json())["url"].split("=")[1]
    assert (await site.client.post(f"{API}/conversations/resume", json={"token": link})).status == 200
    made = await site.stores.checklists.create(None, CHECKLIST)
    assert (await site.client.get(f"/checklists/{made}.html")).status == 200
    assert (await site.client.delete(f"/checklists/{made}")).status == 204
