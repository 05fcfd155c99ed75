"""robots.txt is understood as RFC 9309 says."""

from __future__ import annotations

import pytest

from assistant.sources.robots import parse

US = "Tilskuddsveilederen"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("Disallow:", "/a", True),
        ("Disallow: /", "/a", False),
        ("Disallow: /a", "/ab", False),
        ("Disallow: /a/", "/a", True),
        ("Disallow: /\nAllow: /a", "/a/b", True),
        ("Allow: /a\nDisallow: /", "/a/b", True),
        ("Allow: /a\nDisallow: /a/b", "/a/b", False),
        ("Allow: /a\nDisallow: /a", "/a", True),
        ("Disallow: /*.pdf", "/x/y.pdf?z", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /*.pdf$", "/x.pdf/y.pdf", False),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: /*?", "/a?b=c", False),
        ("Disallow: /*?", "/a", True),
        ("Disallow: */b/*c", "/a/b/xxc", False),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: *", "/a", False),
        ("Disallow: /søk", "/s%C3%B8k", False),
        ("Disallow: /s%c3%b8k", "/s%C3%B8k", False),
        ("Disallow: /%61", "/a", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("disallow : /a # ikke her", "/a", False),
        ("Noindex: /a", "/a", True),
    ],
)
def test_the_longest_rule_that_fits_decides(rules: str, path: str, allowed: bool) -> None:
    assert parse(f"User-agent: *\n{rules}\n", US).allows(path) is allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: *\nDisallow: /\n\nUser-agent: tilskuddsveilederen\nDisallow:", True),
        ("User-agent: Tilskuddsveilederen/1.0\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: Annen\nUser-agent: *\nDisallow: /", False),
        ("User-agent: Annen\nDisallow: /", True),
        ("User-agent: *\nDisallow: /x\n\nUser-agent: Annen\nDisallow: /y\n\nUser-agent: *\nDisallow: /a", False),
        ("User-agent: *\n\nDisallow: /", False),
        ("Disallow: /", True),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: *\nSitemap: https://example.no/s.xml\nDisallow: /", False),
        ("<!doctype html><html><body>User-agent</body></html>", True),
        ("\x00\ufffd:::\nUser-agent", True),
    ],
)
def test_the_group_that_names_us_counts_else_the_one_for_everybody(text: str, allowed: bool) -> None:
    assert parse(text, US).allows("/a") is allowed


@pytest.mark.parametrize(("value", "seconds"), [("5", 5), ("0.5", 0.5), ("99999", 30), ("-1", 0), ("soon", 0)])
def test_a_site_can_ask_for_time_between_requests(value: str, seconds: float) -> None:
    assert parse(f"User-agent: *\nCrawl-delay: {value}", US).delay_seconds == seconds


def test_a_pattern_made_to_take_long_does_not() -> None:
    rules = parse("User-agent: *\n" + f"Disallow: /{'*a' * 200}$\n" * 50, US)
    assert rules.allows("/" + "a" * 1500 + "b")
