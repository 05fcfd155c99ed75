"""Runs every compiled pattern of the project against strings that are made to make patterns go on and on.

    python tests/security/hostile_patterns.py LENGTH

Prints the place of each pattern before it is tried, so that whoever ends this program knows which one hung; at the end how
many there were, and which took longest.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import time
import warnings
from collections.abc import Iterator

PACKAGES = ("knowledge", "actions", "assistant")
# What measures and trains, what is no module of ours to import in a test, and what starts when it is imported.
LEFT_OUT = re.compile(
    r"\.(evaluation|engine|development|worker)\b|nlu\.components|tensorflow_standin|migrations\.env|__main__"
)
COMMON = "aAåÅ0 \n\t-–.,;:!?()[]{}<>&\"'/\\_#*|@=+%$§«»•\u00ad\u200b\u00a0e\u0301"
ENDS = ("", "!", "\x00", "\n", "x", "0")


def patterns() -> dict[tuple[str | bytes, int], tuple[str, re.Pattern]]:
    """Every compiled pattern at the top of a module, or in a list, tuple, set or dictionary there, with its place."""
    found: dict[tuple[str | bytes, int], tuple[str, re.Pattern]] = {}
    for package in PACKAGES:
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not LEFT_OUT.search(module.name):
                for name, value in vars(importlib.import_module(module.name)).items():
                    for each in _held(value):
                        found.setdefault((each.pattern, each.flags), (f"{module.name}.{name}", each))
    return found


def _held(value: object, depth: int = 0) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, dict):
        for each in value.values():
            yield from _held(each, depth + 1)
    elif depth < 3 and isinstance(value, list | tuple | set | frozenset) and len(value) < 1_000:
        for each in value:
            yield from _held(each, depth + 1)


def hostile(source: str, length: int) -> Iterator[str]:
    """Strings made of what stands in a pattern: its letters and words over and over, and ends that do not fit."""
    letters = list(dict.fromkeys([*COMMON, *(char for char in source if char.isprintable())]))
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"\\[a-zA-Z]", " ", source))[:12]
    for char in letters:
        for end in ENDS[:2]:
            yield char * length + end
    for one, two in zip(letters, [*letters[1:], letters[0]], strict=True):
        yield (one + two) * (length // 2) + "!"
    for word in words:
        for between in (" ", "", "-", "\n"):
            yield f"{word}{between}" * (length // (len(word) + len(between))) + "!"
    for block in (
        "a ",
        "a1 ",
        "1 ",
        "1.",
        "1,1 ",
        "a@",
        "a.a@",
        "<a ",
        "<a>",
        "</",
        "((",
        "a, ",
        "kr 1 ",
        "a\n",
        "\r\n",
        " \n",
        "- ",
    ):
        for end in ENDS:
            yield block * (length // len(block)) + end


def main(length: int) -> None:
    """Try them all."""
    warnings.simplefilter("ignore")
    took: list[tuple[float, str]] = []
    tried = 0
    for place, pattern in patterns().values():
        print(place, flush=True)
        is_text = isinstance(pattern.pattern, str)
        source = pattern.pattern if is_text else pattern.pattern.decode("latin-1")
        began = time.perf_counter()
        for text in hostile(source, length):
            given = text if is_text else text.encode("utf-8", "replace")
            pattern.fullmatch(given)
            pattern.match(given)
            for _ in pattern.finditer(given):
                pass
            tried += 1
        took.append((time.perf_counter() - began, place))
    print(f"patterns: {len(took)} strings: {tried}")
    for seconds, place in sorted(took, reverse=True)[:12]:
        print(f"  {seconds:.2f} s {place}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
