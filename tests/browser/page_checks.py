"""What holds for every page, whoever serves it: no violation of WCAG, nothing blocked, nothing from elsewhere."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import BrowserContext, Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WATCH_CSP = """window.cspReports = []; addEventListener('securitypolicyviolation',
  (event) => cspReports.push(`${event.violatedDirective} ${event.blockedURI}`))"""


class Watch:
    """Notes what goes wrong in a browser context: exceptions, and requests to other origins than `url`."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.errors: list[str] = []
        self.foreign: list[str] = []
        context.add_init_script(WATCH_CSP)
        context.on("request", lambda request: self._note(request.url))
        context.on("page", lambda page: page.on("pageerror", lambda error: self.errors.append(str(error))))

    def _note(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.foreign.append(url)

    def assert_nothing_went_wrong(self, page: Page) -> None:
        """No CSP report, no exception, no request to another origin."""
        assert page.evaluate("window.cspReports") == []
        assert self.errors == []
        assert self.foreign == []


def axe_violations(page: Page) -> list[dict[str, Any]]:
    """Violations of WCAG 2.0-2.2 A and AA and of best practice, on the whole page."""
    page.evaluate(f"window.axe || (() => {{ {AXE} }})()")
    result = page.evaluate("(tags) => axe.run(document, { runOnly: tags })", AXE_TAGS)
    return [
        {"rule": violation["id"], "at": [node["target"] for node in violation["nodes"]], "why": _why(violation)}
        for violation in result["violations"]
    ]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window (WCAG 1.4.10: none at 320 px)."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def _why(violation: dict[str, Any]) -> str:
    return str(violation["nodes"][0].get("failureSummary", ""))[:300]
