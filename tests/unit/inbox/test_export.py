"""What is taken out can be read by what it is meant for: the loader's YAML, Rasa's, and a spreadsheet."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from ruamel.yaml import YAML

from assistant.inbox.accepted import Accepted, Draft
from assistant.inbox.export import files, table, zipped

NASTY = 'Er "dette" \\ farlig: # nei? [x](y) {z} - ja'


def accepted(form: str, scheme: str, target: str, text: str) -> Accepted:
    return Accepted("k", form, scheme, target, text, "Kari", 1)


def read(text: str) -> object:
    return YAML(typ="safe").load(text)


def test_examples_stand_by_statement_as_in_the_files_of_known_questions() -> None:
    found = files(
        [accepted("question", "tryggest", "costs", NASTY), accepted("question", "tryggest", "about", "Hva er det?")]
    )
    assert list(found) == ["knowledge/schemes/questions/tryggest.yml"]
    assert read(found["knowledge/schemes/questions/tryggest.yml"]) == {"about": ["Hva er det?"], "costs": [NASTY]}


def test_examples_for_an_intent_are_what_rasa_reads_and_mark_no_entity() -> None:
    content = read(
        files([accepted("intent", "", "greet", NASTY), accepted("intent", "", "greet", "heisann")])[
            "nlu_data/greet.yml"
        ]
    )
    assert isinstance(content, dict)
    (block,) = content["nlu"]
    assert (block["intent"], block["metadata"]) == ("greet", {"family": "greet.from_inbox"})
    assert block["examples"].split("\n")[1] == "- heisann"
    assert "](" not in block["examples"]


def test_a_draft_has_the_fields_of_a_fact_and_no_statement() -> None:
    content = read(files([accepted("draft", "tryggest", "eligible_costs", NASTY)])["drafts/tryggest.yml"])
    assert isinstance(content, dict)
    (fact,) = content["facts"]
    assert (fact["id"], fact["topic"]) == ("eligible-costs-draft-1", "eligible_costs")
    assert fact["statement"] == {"nb": "", "nn": "", "en": ""}


def test_nothing_accepted_makes_no_file() -> None:
    assert files([]) == {}


def test_the_archive_holds_every_file() -> None:
    contents = files(
        [accepted("question", "tryggest", "about", "Hva er det?"), accepted("draft", "tryggest", "goal", "Hvorfor?")]
    )
    with zipfile.ZipFile(io.BytesIO(zipped(contents))) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == contents


@pytest.mark.parametrize("cell", ["=1+1", "+47", "-1", "@SUM(A1)", "\tx", "\r=1", " =1+1", "=cmd|' /C calc'!A0"])
def test_a_cell_that_a_spreadsheet_would_calculate_is_made_text(cell: str) -> None:
    (_, row) = csv.reader(io.StringIO(table(["a"], [[cell]]).decode("utf-8-sig"), newline=""), delimiter=";")
    assert row == [f"'{cell}"]


def test_a_table_opens_as_utf_8_and_keeps_line_breaks_quotes_and_semicolons() -> None:
    content = table(["æøå"], [['a;"b"\nc']])
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")) == [
        ["æøå"],
        ['a;"b"\nc'],
    ]


def test_what_an_editor_writes_is_masked_and_put_on_one_line() -> None:
    assert Draft.of("question", "tryggest", "about", "ring  91 23 45 67\nnå").text == "ring [telefon] nå"
