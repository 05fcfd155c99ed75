"""The page about security names only files and tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
_QUOTED = re.findall(r"`([^`\n]+)`", TEXT)
FILES = sorted(
    {each for each in _QUOTED if re.fullmatch(r"[\w@./-]+/[\w@.-]*|[\w-]+\.lock", each) and each[0] not in "/."}
)
TESTS = sorted({each for each in _QUOTED if re.fullmatch(r"test_\w+", each)})
CHAPTERS = [f"V{number} " for number in range(1, 18)]


@pytest.mark.parametrize("name", FILES)
def test_every_file_that_is_named_exists(name: str) -> None:
    assert (ROOT / name).exists() or (ROOT / "tests" / name).exists()


def test_every_test_that_is_named_exists() -> None:
    defined = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(TESTS) > 8
    assert [name for name in TESTS if name not in defined] == []


def test_the_page_names_enough_to_be_worth_checking() -> None:
    assert len(FILES) > 50
    assert {name for name in FILES if name.startswith("security/")} >= {
        f"security/{path.name}" for path in (ROOT / "tests" / "security").glob("test_*.py")
    }, "a new test of security belongs to a threat"


def test_every_chapter_of_asvs_has_its_row_and_every_category_of_nsm() -> None:
    for chapter in CHAPTERS:
        assert TEXT.count(f"\n| {chapter}") == 1, chapter
    for category in ("1 Identifisere", "2 Beskytte", "3 Oppdage", "4 Håndtere"):
        assert TEXT.count(f"\n| {category}") == 1, category
