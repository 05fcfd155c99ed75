"""What reading, fetching and drafting tell as codes has a sentence in every language, and no sentence lacks its code."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from visible_texts import ROOT

from assistant.sources import told
from assistant.web.texts import load
from knowledge.documents.formats import _OTHERS, _REFUSED
from knowledge.drafting.stored import doubts_from_json
from knowledge.remarks import Remark, remark

DOUBTS = [*(ROOT / "knowledge" / "drafting").glob("*.py"), *(ROOT / "knowledge" / "editing").glob("*.py")]
READING = [*(ROOT / "knowledge" / "documents").glob("*.py"), *(ROOT / "knowledge").glob("*.py")]
SOURCES = [*(ROOT / "assistant" / "sources").glob("*.py")]
ROUTES = [ROOT / "assistant" / "editing" / "document_routes.py"]


def calls(paths: list[Path], *names: str) -> Iterator[tuple[str, ast.Call]]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (name := _name(node.func)) in names:
                yield name, node


def _name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _codes(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_codes(node.body), *_codes(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value else []


def _named(call: ast.Call) -> frozenset[str]:
    return frozenset(each.arg for each in call.keywords if each.arg)


def remarks(paths: list[Path]) -> set[tuple[str, frozenset[str]]]:
    """(code, names of its values) of every remark that files make."""
    found = {(code, _named(call)) for _, call in calls(paths, "remark", "Remark") for code in _codes(call.args[0])}
    for name, call in calls(paths, "add", "_found"):
        if len(call.args) == 2:
            found |= {(code, frozenset()) for code in _codes(call.args[1]) if name == "_found" or " " not in code}
    return found


def refusals() -> set[tuple[str, frozenset[str]]]:
    found = {
        (code, _named(call))
        for _, call in calls([*READING, *SOURCES], "DocumentError")
        if len(call.args) > 1
        for code in _codes(call.args[1])
    }
    return found | {(code, frozenset({"name"} if name else ())) for _, code, name in _OTHERS} | {
        ("image", frozenset({"name"})), ("xml", frozenset()), ("mail", frozenset()), ("film", frozenset())
    }  # fmt: skip


def names(key: str) -> set[frozenset[str]]:
    return {
        frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)
        for sentence in load()[key].values()
    }


MADE = {
    "doubt": remarks(DOUBTS),
    "warning": remarks([path for path in READING if path.parent.name == "documents"]),
    "reading": refusals(),
    "fetch": remarks([*SOURCES, *ROUTES]),
}


@pytest.mark.parametrize("kind", list(MADE))
def test_every_code_has_a_sentence_with_its_values_and_every_sentence_a_code(kind: str) -> None:
    made = {f"{kind}_{code}": values for code, values in MADE[kind]}
    written = {key for key in load() if key.startswith(f"{kind}_")}
    made |= {"doubt_untold": frozenset()} if kind == "doubt" else {}
    assert len(made) > 5
    assert sorted(written ^ made.keys()) == []
    assert [key for key, values in made.items() if names(key) != {values}] == []


def test_every_kind_of_file_that_is_refused_is_said_in_english_too() -> None:
    assert {code for _, code, _ in _OTHERS} <= _REFUSED.keys()


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_a_doubt_is_said_with_its_values_in_the_language_asked_for(lang: str) -> None:
    said = told.doubts([remark("older_edition", year=2024, newest=2025)], lang)
    assert "2024" in said[0] and "2025" in said[0] and "{" not in said[0]


def test_a_doubt_that_no_text_knows_is_said_to_be_one() -> None:
    assert told.doubts([remark("of_another_time")], "nn") == told.doubts([remark("untold")], "nn")


def test_a_doubt_that_was_kept_as_a_sentence_is_told_as_one_and_its_words_are_not_shown() -> None:
    assert doubts_from_json({"doubt": "Året er ikke oppgitt."}) == (Remark("untold"),)
    assert doubts_from_json({"doubt": ""}) == ()


def test_a_remark_is_the_same_after_json() -> None:
    kept = {"code": "white_on_page", "values": [["page", "3"]]}
    assert Remark.from_json(kept) == remark("white_on_page", page=3)
