"""What a site's robots.txt lets us read, by RFC 9309.

Not `urllib.robotparser`: Python 3.11's takes the first rule that fits instead of the longest, and knows neither `*`
nor `$` in a path, so that it would read pages that a site has closed, and leave alone pages that it has opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

MAX_BYTES = 512 * 1024  # RFC 9309 asks for 500 KiB at least; what comes after is left out
_LONGEST_DELAY = 30.0  # seconds; a site that wants more is asked this seldom
_MOST_RULES = 5_000
_LONGEST_PATTERN = 500
_UNRESERVED = "/%:?#[]@!$&'()*+,;=-._~"


@dataclass(frozen=True)
class Rules:
    """The group of a robots.txt that is meant for us.

    Attributes:
        paths: Pattern and whether it allows.
        delay_seconds: How long to wait between requests.
    """

    paths: tuple[tuple[str, bool], ...] = ()
    delay_seconds: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether a path with its query may be read: the longest pattern that fits decides, and allows when two tie."""
        fitting = [(len(pattern), allowed) for pattern, allowed in self.paths if _fits(pattern, _normal(path))]
        return max(fitting)[1] if fitting else True


def parse(text: str, agent: str) -> Rules:
    """The rules for us, or those for everybody when no group names us.

    Args:
        text: The file.
        agent: Our product token, in any case.
    """
    ours: list[tuple[str, str]] = []
    everybody: list[tuple[str, str]] = []
    named = False
    for agents, lines in _groups(text):
        if agent.lower() in agents:
            named = True
            ours += lines
        elif "*" in agents:
            everybody += lines
    return _rules(ours if named else everybody)


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Groups: the agents named together, in lower case, and their lines."""
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    for key, value in _lines(text):
        if key == "user-agent":
            if lines:
                yield agents, lines
                agents, lines = set(), []
            agents = agents | {re.split(r"[/\s]", value.lower())[0]}
        elif agents and key in ("allow", "disallow", "crawl-delay"):
            lines.append((key, value))
    yield agents, lines


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _rules(lines: list[tuple[str, str]]) -> Rules:
    paths = [
        (_normal(value)[:_LONGEST_PATTERN], key == "allow") for key, value in lines if value and key != "crawl-delay"
    ]
    delays = [float(value) for key, value in lines if key == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value)]
    return Rules(tuple(paths[:_MOST_RULES]), min(max(delays, default=0.0), _LONGEST_DELAY))


def _normal(path: str) -> str:
    """One way to write a path: percent signs only where they are needed, and never where they change the meaning."""
    kept = re.sub(r"%(2F|3F|23|25|2A|24)", lambda match: f"%25{match[1].upper()}", path, flags=re.IGNORECASE)
    return quote(unquote(kept, errors="surrogateescape"), safe=_UNRESERVED, errors="surrogateescape")


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern fits the beginning of a path. Part by part, since `*` as a regular expression can take ages."""
    ends = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not rest:
        return not ends or path == first
    at = len(first)
    for part in rest[:-1]:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    last = rest[-1]
    return (path.endswith(last) and len(path) - len(last) >= at) if ends else path.find(last, at) >= 0
