"""What a person does with the widget, so that tests read as conversations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from page_checks import Watch, axe_violations
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

FOCUSED = """() => { let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return (node?.getAttribute('aria-label') || node?.innerText || node?.id || '').trim() }"""
COUNT_ADDED = """(log) => { window.added = []; window.changed = 0;
new MutationObserver((records) => { for (const record of records) {
  if (record.type === 'characterData') changed += 1;
  for (const node of record.addedNodes) if (node.nodeName === 'LI') added.push(node.innerText) } })
  .observe(log, { childList: true, characterData: true, subtree: true }) }"""


class Guide:
    """The widget on a page of its own."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.watch = Watch(context, url)
        self.page: Page = context.new_page()

    def open(self, path: str = "?lang=nb") -> None:
        """Loads the page and waits for the widget, or for the button that opens it."""
        self.page.goto(self.url + path)
        expect(self.launcher.or_(self.field).first).to_be_visible()

    @property
    def launcher(self) -> Locator:
        """The button of the dialog variant."""
        return self.page.locator("tilskudds-veileder .launcher:not([hidden])")

    @property
    def dialog(self) -> Locator:
        """The modal dialog that is open."""
        return self.page.locator("tilskudds-veileder dialog.modal[open]")

    def more(self, name: str) -> None:
        """Chooses something from the menu."""
        self.page.locator("tilskudds-veileder .more summary").click()
        self.page.locator("tilskudds-veileder .more").get_by_role("button", name=name).click()

    @property
    def field(self) -> Locator:
        """The text field."""
        return self.page.locator("tilskudds-veileder #field")

    @property
    def log(self) -> Locator:
        """The live region with the transcript."""
        return self.page.get_by_role("log")

    @property
    def entries(self) -> Locator:
        """The entries of the transcript."""
        return self.log.locator("li.entry")

    @property
    def status(self) -> Locator:
        """The status line."""
        return self.page.locator("tilskudds-veileder .composer [role=status]")

    def button(self, name: str) -> Locator:
        """The newest button of that name."""
        return self.page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}")).last

    def say(self, text: str) -> None:
        """Types a message, sends it with Enter and waits for the reply."""
        before = self.log.locator("li.user").count()
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.log.locator("li.user")).to_have_count(before + 1)
        self.wait()

    def new_chat(self) -> None:
        """Presses «Ny samtale»: in the head, or in the menu of a small window."""
        if not self.page.get_by_role("button", name="Ny samtale").is_visible():
            self.page.locator("tilskudds-veileder .more summary").click()
        self.page.get_by_role("button", name="Ny samtale").click()

    def choose(self, name: str) -> None:
        """Presses a button and waits for the reply."""
        self.button(name).click()
        self.wait()

    def wait(self) -> None:
        """Until the guide has stopped writing."""
        expect(self.page.locator("tilskudds-veileder .dots")).to_have_count(0)

    def focused(self) -> str:
        """What has the focus, in words."""
        return str(self.page.evaluate(FOCUSED))

    def tab_to(self, name: str, *, key: str = "Tab", limit: int = 25) -> None:
        """Presses Tab (or Shift+Tab) until the named control has the focus."""
        walked = []
        for _ in range(limit):
            self.page.keyboard.press(key)
            walked.append(self.focused())
            if walked[-1].startswith(name):
                return
        raise AssertionError(f"{name!r} was not reached by {key}; the focus went {walked}")

    def watch_log(self) -> None:
        """Starts to record what the live region announces."""
        self.log.evaluate(COUNT_ADDED)

    def axe_violations(self) -> list[dict[str, Any]]:
        """Violations of WCAG 2.0-2.2 A and AA and of best practice, on the whole page."""
        self.page.wait_for_timeout(300)  # the entrance animation of the newest entry
        return axe_violations(self.page)

    def assert_nothing_went_wrong(self) -> None:
        """No CSP report, no exception, no request to another origin, no cookie."""
        self.watch.assert_nothing_went_wrong(self.page)
        assert self.page.context.cookies() == []


OpenGuide = Callable[..., Guide]


@contextmanager
def opening(chromium: Browser, url: str, *, timeout: float) -> Iterator[OpenGuide]:
    """Gives a function that opens pages of `url`; afterwards nothing may have broken the policy, thrown, or left."""
    contexts: list[BrowserContext] = []
    guides: list[Guide] = []

    def opener(path: str = "?lang=nb", **options: Any) -> Guide:
        context = chromium.new_context(**{"viewport": {"width": 1100, "height": 800}, "locale": "nb-NO", **options})
        context.set_default_timeout(timeout)
        contexts.append(context)
        guides.append(Guide(context, url))
        guides[-1].open(path)
        return guides[-1]

    yield opener
    for guide in guides:
        guide.assert_nothing_went_wrong()
    for context in contexts:
        context.close()
