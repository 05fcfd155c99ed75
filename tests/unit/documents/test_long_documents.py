"""A small file that says little in very many blocks under long headings stays small in the service, or is refused."""

import json
import subprocess
from typing import Any

import pytest
from making_documents import BOKMAL, as_html

from assistant.sources.told import unusable
from knowledge.documents import Block, Document, DocumentError, as_text, bounds, read, read_safely, safely, sections

LONG = "Tilskudd til levende elvebredder " * 200  # 6,600 characters


def page(headings: list[str], blocks: int) -> bytes:
    made = "".join(f"<h{level}>{level}. {heading}</h{level}>" for level, heading in enumerate(headings, 1))
    return f"<html><body><main>{made}{'<p>Søk nå' * blocks}</main></body></html>".encode()


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that reading starts."""
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **values: Any) -> None:
            super().__init__(*args, **values)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return started


def worker(monkeypatch: pytest.MonkeyPatch, folder: Any, code: str) -> None:
    """Lets another program stand for the reader."""
    (folder / "stand_in_reader.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(safely, "_WORKER", "stand_in_reader")


@pytest.mark.parametrize("reader", [read, read_safely])
def test_a_long_heading_is_whole_in_its_block_and_cut_over_others(reader: Any) -> None:
    document = reader(page([LONG], 2))
    heading, first, _ = document.blocks
    assert len(heading.text) > 6_000
    assert [len(over) for over in first.path] == [bounds.LONGEST_IN_PATH]
    assert first.path[0].endswith("…") and heading.text.startswith(first.path[0].removesuffix("…"))


def test_what_stands_under_a_long_heading_is_one_section_with_it_and_is_the_same_when_it_was_kept() -> None:
    document = read(page([LONG, LONG], 3))
    assert [(section.first, section.last) for section in sections(document)] == [(0, 0), (1, 4)]
    assert read(as_text(document).encode()).blocks == document.blocks


def test_a_heading_of_the_longest_length_is_not_cut() -> None:
    assert bounds.in_path("a" * bounds.LONGEST_IN_PATH) == "a" * bounds.LONGEST_IN_PATH
    assert len(bounds.in_path("a" * (bounds.LONGEST_IN_PATH + 1))) == bounds.LONGEST_IN_PATH


def test_many_blocks_under_six_long_headings_are_refused_as_too_long() -> None:
    data = page([LONG] * 6, 8_000)
    assert len(data) < 130_000
    with pytest.raises(DocumentError, match=r"too long to be read as one.*Split it") as caught:
        read_safely(data)
    assert caught.value.told.code == "too_long"


def test_more_blocks_than_are_read_are_refused() -> None:
    with pytest.raises(DocumentError, match=f"50001 paragraphs, and at most {bounds.MOST_BLOCKS}"):
        bounds.check_length([Block("Søk nå", "paragraph")] * (bounds.MOST_BLOCKS + 1))
    bounds.check_length([Block("Søk nå", "paragraph")] * bounds.MOST_BLOCKS)


def test_the_headings_over_a_block_count_with_it() -> None:
    block = Block("a" * 10, "paragraph", path=("b" * 20, "c" * 30))
    assert bounds.characters([block, block]) == 120


@pytest.mark.parametrize("lang", ["nb", "nn"])
def test_the_page_says_to_split_the_document(lang: str) -> None:
    (said,) = unusable(bounds.too_long("it has too much"), lang)
    assert "Del det opp" in said


def test_an_answer_names_each_heading_once_and_its_length_grows_with_the_blocks_alone() -> None:
    few, many = (len(json.dumps(safely.as_json(read(page(["Elvebredder " * 20] * 6, n))))) for n in (10, 1_010))
    assert (many - few) / 1_000 < 100  # bytes for a block; its headings are 1,400


def test_blocks_under_the_same_headings_share_one_path() -> None:
    blocks = read_safely(page(["Elvebredder", "Frist"], 500)).blocks
    assert len({id(block.path) for block in blocks if block.kind == "paragraph"}) == 1


def test_the_other_process_reads_as_this_one_does() -> None:
    odd = '<h1>Elvebredder</h1><p>Søk «nå» 😀 \x7f \\u0041 "</p><h3>Frist</h3><p>1. mars 2031</p><h2>Frist</h2><li>a b'
    for data in (as_html(BOKMAL), odd.encode(), "Søk nå \ud800 om midler".encode("utf-8", "surrogatepass")):
        document: Document = read(data)
        assert read_safely(data) == document


def test_an_answer_above_the_bound_is_refused_and_its_reader_has_ended(
    readers: list[subprocess.Popen[bytes]],
) -> None:
    with pytest.raises(DocumentError, match=r"more than 0\.001 MB.*Split it") as caught:
        read_safely(as_html(BOKMAL), answered=1_000)
    assert caught.value.told.code == "too_long"
    assert [reader.returncode is not None for reader in readers] == [True]


def test_a_reader_that_answers_without_end_is_killed_before_its_answer_is_held(
    readers: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    worker(
        monkeypatch, tmp_path, "import sys\nsys.stdin.buffer.read()\nwhile True:\n    sys.stdout.write('a' * 9999)\n"
    )
    with pytest.raises(DocumentError, match="more than 1 MB"):
        read_safely(as_html(BOKMAL), answered=1_000_000)
    assert [reader.returncode for reader in readers] == [-9]


def test_a_reader_that_reads_nothing_and_says_nothing_is_killed_when_its_time_is_out(
    readers: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    worker(monkeypatch, tmp_path, "import time\ntime.sleep(600)\n")
    with pytest.raises(DocumentError, match=r"more than 0\.5 seconds"):
        read_safely(as_html(BOKMAL) + b" " * 1_000_000, seconds=0.5)  # more than a pipe holds
    assert [reader.returncode for reader in readers] == [-9]


def test_a_reader_that_ends_at_once_is_told_as_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    worker(monkeypatch, tmp_path, "import sys\nsys.exit(3)\n")
    with pytest.raises(DocumentError, match="ended with 3") as caught:
        read_safely(as_html(BOKMAL) + b" " * 1_000_000)
    assert caught.value.told.code == "crashed"
