"""Handing over without JavaScript: the same summary, consent and reference as in the widget, and nothing lost."""

from __future__ import annotations

import pytest
from handoff_receiver import receiving
from plain_support import Browser
from web_support import Site

from assistant.conversations.ports import Standing


@pytest.fixture
async def browser(site: Site) -> Browser:
    """A tab in the middle of a conversation about oppfølging av voksne, in Trondheim."""
    browser = Browser(site.client)
    await browser.open()
    await browser.say("kan vi søke i lag med St. Olav?")
    site.assistant.standings[browser.hidden["conversation"]] = Standing("oppfolging-voksne", "5001")
    return browser


async def act(browser: Browser, name: str, **fields: str) -> int:
    return (await browser.post({**browser.hidden, "do": name, **fields})).status


async def test_the_summary_can_be_copied_and_opened_in_an_email(browser: Browser) -> None:
    assert await act(browser, "handoff") == 200
    assert "kan vi søke i lag med St. Olav?" in browser.field
    assert "Statsforvalteren i Trøndelag" in browser.text
    assert 'href="mailto:sftlpost@statsforvalteren.no?' in browser.html
    assert 'name="consent"' not in browser.html, "without a receiver there is nothing to agree to"


async def test_it_is_sent_once_and_told_in_the_conversation(site: Site, browser: Browser) -> None:
    async with receiving(site) as receiver:
        await act(browser, "handoff")
        fields = {
            **browser.hidden,
            "do": "hand-over",
            "text": "Hei.\r\nVi lurer.",
            "consent": "yes",
            "contact": "a@b.no",
        }
        await browser.post(fields)
        assert receiver.content["reference"] in browser.text
        await browser.post(fields)
    assert len(receiver.got) == 1
    assert (receiver.content["text"], receiver.content["contact"]) == ("Hei.\nVi lurer.", "a@b.no")
    assert "a@b.no" not in browser.html


async def test_without_consent_nothing_is_sent_and_nothing_is_lost(site: Site, browser: Browser) -> None:
    text = "Mitt <b>utkast</b> & mer"
    async with receiving(site) as receiver:
        assert await act(browser, "hand-over", text=text, contact='"><script>') == 422
    assert receiver.got == []
    assert browser.field == text
    assert 'value="&#34;&gt;&lt;script&gt;"' in browser.html
    assert 'href="#samtykke"' in browser.html
    assert "<script>" not in browser.html
    assert browser.title.startswith("Feil:")


async def test_a_receiver_that_is_down_is_told_and_the_text_stays(site: Site, browser: Browser) -> None:
    async with receiving(site) as receiver:
        receiver.status = 500
        assert await act(browser, "hand-over", text="Mitt utkast", consent="yes") == 503
        assert browser.field == "Mitt utkast"
        receiver.status = 200
        assert await act(browser, "hand-over", text="Mitt utkast", consent="yes") == 200
    assert receiver.content["reference"] in browser.text
