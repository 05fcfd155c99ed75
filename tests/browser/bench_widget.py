"""What the widget costs the page that embeds it: bytes, and the time until a person can write (`make bench`)."""

from __future__ import annotations

import gzip
import statistics
from pathlib import Path

from conftest import ARGUMENTS, CHROMIUM
from fake_server import FakeServer
from playwright.sync_api import Browser, sync_playwright

LOADS = 10
BUNDLE = Path(__file__).resolve().parents[2] / "assistant" / "widget" / "dist" / "veileder.js"
# From the first byte of the page on, so that the marks are set in the order in which they happen.
MARKS = """() => { const mark = (name) => performance.mark(name);
  new PerformanceObserver((list) => { for (const entry of list.getEntries())
    if (entry.name.endsWith('/widget/veileder.js')) window.scriptArrived = entry.responseEnd })
    .observe({ type: 'resource', buffered: true });
  customElements.whenDefined('tilskudds-veileder').then(() => { mark('defined'); const look = () => {
    const field = document.querySelector('tilskudds-veileder')?.shadowRoot?.querySelector('#field');
    if (!field) return requestAnimationFrame(look);
    field.focus(); mark('focusable') }; look() }) }"""
TIMES = """() => { const at = (name) => performance.getEntriesByName(name)[0]?.startTime;
  return [at('defined') - scriptArrived, at('focusable') - scriptArrived] }"""


def main() -> int:
    """Prints both figures; there is no limit to fail here, the bundle's size has a test of its own."""
    plain = BUNDLE.read_bytes()
    print(f"widget: {len(plain) / 1000:.1f} kB, gzip {len(gzip.compress(plain, mtime=0)) / 1000:.1f} kB (asked: 40 kB)")
    if not CHROMIUM.exists():
        print("widget: time to first interaction needs Chromium: apt-get install chromium")
        return 0
    server = FakeServer().start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        times = [_load(browser, server.url) for _ in range(LOADS)]
        browser.close()
    server.stop()
    defined, focusable = (statistics.median(column) for column in zip(*times, strict=True))
    print(
        f"widget: from script arrived to element defined {defined:.0f} ms, to a field with focus {focusable:.0f} ms "
        f"(median of {LOADS} loads, nothing in the cache)"
    )
    return 0


def _load(browser: Browser, url: str) -> tuple[float, float]:
    """Milliseconds from the script's last byte to the element defined, and to its field in focus."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(f"({MARKS})()")
    page.goto(url)
    page.wait_for_selector("tilskudds-veileder #field:focus")
    defined, focusable = page.evaluate(TIMES)
    context.close()
    return float(defined), float(focusable)


if __name__ == "__main__":
    raise SystemExit(main())
