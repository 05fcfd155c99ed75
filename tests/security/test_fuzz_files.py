"""Whatever a file holds, it is read or refused: a scheme file with its line, a document with what to do. Nothing else happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from bad_scheme_files import GOOD
from fuzzing import fuzz, tried
from hypothesis import given
from hypothesis import strategies as st
from made_files import BOMBS, SHIPPED, changed_documents, changed_schemes, yaml_texts

from assistant.editing import scheme_text
from knowledge.documents import DocumentError, read, sections
from knowledge.loader import SchemeFileError, load_scheme
from knowledge.model import Scheme

ROOT = Path(__file__).resolve().parents[2]
GOOD_WITHOUT_QUESTIONS = GOOD.partition("\nquestions:")[0]
_PLACED = re.compile(r"(?:questions/|contrasts/)?[\w.-]+, line \d+: .+|[\w.-]+: longer than \d+ characters. .+", re.S)


def _load(name: str, data: bytes) -> Scheme | None:
    """The scheme in a file, or None when it is refused as it should be."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yml"
        path.write_bytes(data)
        try:
            return load_scheme(path)
        except SchemeFileError as refused:
            _check(refused, name)
            return None


def _check(refused: SchemeFileError, name: str) -> None:
    """Each problem names the file and the line, and says something."""
    assert refused.problems
    for problem in refused.problems:
        assert _PLACED.match(problem), problem
        assert name in problem.split(":")[0]


@given(yaml_texts())
@fuzz(300, 2)
def test_any_yaml_is_refused_with_its_line(data: bytes) -> None:
    with tried("YAML file of any kind"):
        assert _load("ny", data) is None, "none of these is a whole scheme"


@given(yaml_texts())
@fuzz(60, 0.5)
def test_any_questions_beside_a_scheme_are_taken_or_refused_with_their_line(data: bytes) -> None:
    with tried("file of questions beside a scheme"), TemporaryDirectory() as folder:
        path = Path(folder) / "tryggest.yml"
        path.write_text(GOOD_WITHOUT_QUESTIONS, encoding="utf-8")
        for beside in ("questions", "contrasts"):
            (path.parent / beside).mkdir()
            (path.parent / beside / path.name).write_bytes(data)
        try:
            load_scheme(path)
        except SchemeFileError as refused:
            _check(refused, "tryggest")


@given(changed_schemes())
@fuzz(40)
def test_a_changed_scheme_file_is_a_scheme_or_refused_with_its_line(made: tuple[str, bytes]) -> None:
    name, data = made
    with tried("changed scheme file"):
        scheme = _load(name, data)
        assert scheme is None or scheme.id == name


@given(changed_schemes())
@fuzz(12, 0.3)
def test_a_changed_scheme_that_an_editor_sends_is_a_scheme_or_refused(made: tuple[str, bytes]) -> None:
    name, data = made
    with tried("changed scheme sent by an editor"):
        text = data.decode("utf-8", "replace")
        scheme_text.id_of(text)
        try:
            assert scheme_text.read(text, name).id == name
        except SchemeFileError as refused:
            _check(refused, name)


def test_the_files_that_are_changed_are_good_before() -> None:
    for name, text in SHIPPED.items():
        assert _load(name, text.encode()) is not None, name


@pytest.mark.parametrize("bomb", range(len(BOMBS)))
def test_a_few_lines_that_stand_for_more_than_a_machine_holds_are_refused(bomb: int, tmp_path: Path) -> None:
    path = tmp_path / "ny.yml"
    path.write_text(BOMBS[bomb], encoding="utf-8")
    check = (
        "import resource, sys; from pathlib import Path; from knowledge.loader import SchemeFileError, load_scheme\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))\n"
        "try: load_scheme(Path(sys.argv[1]))\n"
        "except SchemeFileError as refused: print(refused)"
    )
    done = subprocess.run(
        [sys.executable, "-c", check, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert re.match(r"ny\.yml, line \d+: an alias", done.stdout), (done.stdout[-500:], done.stderr[-500:])


@given(changed_documents())
@fuzz(80, 0.5)
def test_a_damaged_document_is_read_or_refused(made: tuple[str, bytes]) -> None:
    ending, data = made
    with tried("damaged document"):
        try:
            document = read(data, name=f"kunngjoring.{ending}" if ending else "")
        except DocumentError as refused:
            assert str(refused).rstrip().endswith(".")
            assert "Traceback" not in str(refused)
            return
        assert document.blocks
        assert sections(document)


@given(st.binary(max_size=2_000), st.sampled_from(["a.pdf", "a.docx", "a.html", "a.txt", "a.pptx", ""]))
@fuzz(150)
def test_any_bytes_are_a_document_or_refused(data: bytes, name: str) -> None:
    with tried("bytes of any kind as a document"):
        try:
            assert read(data, name=name).blocks
        except DocumentError as refused:
            assert str(refused).rstrip().endswith(".")
