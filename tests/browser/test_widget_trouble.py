"""Slow, gone, refused, in two tabs, left and come back to."""

from __future__ import annotations

from typing import Any

import pytest
from fake_host import FakeHost
from fake_server import FakeServer
from page_driver import Guide
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

IN_FRONT = "document.dispatchEvent(new Event('visibilitychange'))"
FROM_CACHE = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
# Every entry that comes into a log that is announced, from the first moment of the page on.
WATCH_LIVE = """window.announced = []; const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) { const root = attach.call(this, options);
  new MutationObserver((records) => { for (const record of records) for (const node of record.addedNodes) {
    const log = record.target.closest?.('[role=log]');
    if (log?.getAttribute('aria-live') === 'polite' && node.innerText) announced.push(node.innerText) } })
    .observe(root, { childList: true, subtree: true }); return root }"""


def copied_tab(guide: Guide) -> Guide:
    """A duplicated tab: the browser gives it a copy of the session storage."""
    kept = guide.page.evaluate("JSON.stringify({ ...sessionStorage })")
    copy = Guide(guide.page.context, guide.url)
    copy.open()
    copy.page.evaluate(
        "(kept) => Object.entries(JSON.parse(kept)).forEach(([k, v]) => sessionStorage.setItem(k, v))", kept
    )
    copy.page.reload()
    expect(copy.entries).to_have_count(guide.entries.count())
    return copy


def log_in_the_accessibility_tree(guide: Guide) -> tuple[str, list[str]]:
    """How the log is announced, and the texts in it, as assistive technology gets them."""
    session = guide.page.context.new_cdp_session(guide.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    log = next(node for node in nodes if node.get("role", {}).get("value") == "log" and not node["ignored"])
    live = {p["name"]: p["value"].get("value") for p in log.get("properties", [])}["live"]
    texts, queue = [], list(log.get("childIds", []))
    while queue:
        node = by_id[queue.pop(0)]
        queue = [*node.get("childIds", []), *queue]
        if node.get("role", {}).get("value") == "StaticText":
            texts.append(str(node["name"]["value"]))
    return str(live), texts


def test_a_slow_reply_is_told_and_a_dead_line_is_tried_again_without_sending_twice(
    guide: Guide, server: FakeServer
) -> None:
    guide.say("hei")
    guide.page.clock.install()
    server.stall = True
    guide.field.fill("sjekk tryggest")
    guide.field.press("Enter")
    expect(guide.status).to_have_text("Veilederen skriver …")
    guide.page.clock.run_for(7_500)
    expect(guide.status).to_have_text("Veilederen skriver …")
    guide.page.clock.run_for(1_000)
    expect(guide.status).to_have_text("Det tar lengre tid enn vanlig.")
    server.stall = False
    guide.page.clock.run_for(22_000)  # no byte for 30 seconds
    guide.page.wait_for_timeout(300)
    guide.page.clock.run_for(1_000)
    guide.wait()
    expect(guide.entries.last).to_contain_text("Hvem søker?")
    keys = [request["key"] for request in server.posted()[1:]]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    expect(guide.log.get_by_text("sjekk tryggest")).to_have_count(1)


def test_the_wait_after_too_many_messages_counts_down_for_the_eye_only(guide: Guide, server: FakeServer) -> None:
    guide.page.clock.install()
    server.failures = [(429, {"Retry-After": "5"})]
    guide.say("når er fristen?")
    seen = guide.entries.last.locator("p span[aria-hidden=true]")
    heard = guide.entries.last.locator("p span.sr")
    guide.page.clock.run_for(3_000)
    expect(seen).to_have_text("Vent 2 sekunder før du prøver igjen.")
    expect(heard).to_have_text("Vent 5 sekunder før du prøver igjen.")
    guide.page.clock.run_for(3_000)
    expect(seen).to_have_text("Du kan prøve igjen nå.")
    expect(guide.button("Prøv igjen")).not_to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize("event", [IN_FRONT, FROM_CACHE])
def test_a_tab_that_has_fallen_behind_catches_up_without_announcing_it_all(guide: Guide, event: str) -> None:
    guide.page.add_init_script(WATCH_LIVE)
    guide.page.reload()
    guide.say("sjekk tryggest")
    other = copied_tab(guide)
    other.choose("Én kommune")
    guide.page.evaluate("announced.length = 0")
    guide.page.evaluate(event)
    expect(guide.entries.last).to_contain_text("Steg 2 av 3")
    expect(guide.status).to_have_text("Samtalen har gått videre i en annen fane. Alt er hentet hit.")
    assert guide.page.evaluate("announced") == []
    guide.choose("Ja")
    expect(guide.entries.last).to_contain_text("Steg 3 av 3")
    other.page.evaluate(IN_FRONT)
    expect(other.entries.last).to_contain_text("Steg 3 av 3")
    expect(other.entries).to_have_count(guide.entries.count())


def test_both_tabs_of_one_conversation_can_write(guide: Guide) -> None:
    guide.say("sjekk tryggest")
    other = copied_tab(guide)
    other.say("hei")
    guide.say("når er fristen?")
    expect(guide.entries.last).to_contain_text("Hvilken ordning mener du")
    expect(other.entries.last).to_contain_text("binder seg")


def test_a_conversation_erased_in_another_tab_is_over_here_too(guide: Guide) -> None:
    guide.say("hei")
    other = copied_tab(guide)
    other.new_chat()
    other.page.get_by_role("button", name="Slett og start ny").click()
    expect(other.entries).to_have_count(1)
    guide.page.evaluate(IN_FRONT)
    expect(guide.entries.last).to_contain_text("Samtalen er avsluttet")


def test_a_page_that_has_said_nothing_asks_the_service_nothing(guide: Guide, server: FakeServer) -> None:
    guide.page.evaluate(IN_FRONT)
    guide.page.evaluate(FROM_CACHE)
    guide.field.focus()
    expect(guide.entries).to_have_count(1)
    assert len(server.requests) == 1


def test_the_back_button_in_the_middle_of_a_walk_brings_back_the_open_question(open_host: Any, host: FakeHost) -> None:
    guide: Guide = open_host('data-lang="nb"')
    guide.say("sjekk tryggest")
    guide.choose("Én kommune")
    guide.page.get_by_role("link", name="En annen side").click()
    expect(guide.page.get_by_role("heading", name="En annen side")).to_be_visible()
    guide.page.go_back()
    expect(guide.entries.last).to_contain_text("Steg 2 av 3")
    expect(guide.log.get_by_role("button", name="Endre svaret om hvem som søker")).to_be_visible()
    guide.choose("Ja")
    expect(guide.entries.last).to_contain_text("Steg 3 av 3")


def test_after_a_restore_nothing_is_announced_and_the_next_reply_is_once(guide: Guide) -> None:
    guide.say("hvem får tryggest-midla")
    guide.page.add_init_script(WATCH_LIVE)
    guide.page.reload()
    expect(guide.entries.last).to_contain_text("binder seg")
    live, texts = log_in_the_accessibility_tree(guide)
    assert live == "polite"
    assert sum("binder seg" in text for text in texts) == 1
    assert guide.page.evaluate("announced") == []
    guide.say("mangler noe?")
    live, texts = log_in_the_accessibility_tree(guide)
    assert texts.count("Noe må på plass først") == 1
    said = [text for text in guide.page.evaluate("announced") if "Noe må på plass først" in text]
    assert len(said) == 1
    assert not any("binder seg" in text for text in guide.page.evaluate("announced"))


def test_a_service_that_is_down_is_told_when_the_user_sends(guide: Guide, server: FakeServer) -> None:
    server.failures = ["create", "create"]
    with guide.page.expect_response(lambda response: response.status == 503):
        guide.field.focus()
    expect(guide.entries).to_have_count(0)
    guide.say("hei")
    expect(guide.entries.last).to_contain_text("Tjenesten svarer ikke akkurat nå")
    guide.choose("Prøv igjen")
    expect(guide.entries.last).to_contain_text("binder seg")
    expect(guide.log.locator("li.user")).to_have_count(1)
