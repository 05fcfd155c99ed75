"""What is written into files is data there: no formula, no markup, no line or field of its own."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any

import docx
import pdfplumber
import pytest
from icalendar import Calendar
from known_schemes import SCHEMES
from ruamel.yaml import YAML
from test_exports import kept

from assistant.archive import show
from assistant.inbox.accepted import Accepted
from assistant.inbox.export import files, table
from assistant.staff.audit_routes import _csv
from assistant.staff.tables import AuditRow
from assistant.web.spreadsheet import harmless
from knowledge.export.docx import render_docx
from knowledge.export.ics import render_ics
from knowledge.export.mail import render_text
from knowledge.export.pdf import render_pdf

FORMULAS = [
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\u3000=1",
    "\x00=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    '=HYPERLINK("https://evil.no";"Klikk")',
    "='file:///etc/passwd'#$a.A1",
    '"=1+1',
    ";=1+1",
    "a;=1+1",
    'a"\r\n=1+1',
]
MARKUP = [
    '#import "x.typ"',
    '#read("/etc/passwd")',
    "#panic()",
    '#eval("1+1")',
    "$x^2$",
    "*fet* _skrå_ `kode`",
    "= Overskrift",
    "\\u{1F600} \\ ~ -- ---",
    "<merke> @merke",
    "// borte /* borte */",
    "https://evil.no",
    '"; #panic(); "',
    "]#panic()[",
    "<w:p/></w:t></w:r>&amp;<!--",
    "BEGIN:VALARM\r\nACTION:AUDIO",
    "a\r\nATTENDEE:mailto:evil@evil.no",
    "a\nURL:https://evil.no",
    "a\rX-EVIL:1",
    "a;b,c\\n:d",
    "å" * 300,
    "\U0001f600" * 60,
]


@pytest.mark.parametrize("cell", FORMULAS, ids=repr)
def test_no_cell_of_a_table_is_a_formula(cell: str) -> None:
    for written in (table(["a", "b", "c"], [["x", cell, "y"]]), _csv([_entry(cell)], "nb")):
        rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert len(rows) == 2, "one line of heads and one of cells"
        for read in rows[1]:
            assert not re.match(r"\s*[=+\-@＝＋－＠\t\r\n\0]", read), repr(read)
        assert any(cell.strip("\0") in read for read in rows[1]), "the words are whole"


def _entry(cell: str) -> AuditRow:
    return AuditRow(at=1_760_000_000, subject="s", name=cell, action=cell, thing=cell, detail=cell)


@pytest.mark.parametrize("cell", ["", "12", "a=b", "Kan vi søke?", "1-2", "post@kommune.no"])
def test_an_ordinary_cell_is_left_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


def test_the_table_of_the_archive_is_made_by_the_same_hand() -> None:
    assert show.table_rows.__doc__
    assert "assistant.inbox.export.table" in show.table_rows.__doc__


def _hostile(text: str) -> dict[str, Any]:
    """A checklist in which all that comes from outside is this text."""
    document = kept("tryggest", "nb")
    document["title"] = document["outcome"] = document["receiver"] = document["window"] = text
    document["notes"] = [text]
    for item in document["items"]:
        item |= {"what": text, "who": text, "why": text}
        item["due"]["text"] = text
        item["citation"] = {**item["citation"], "title": text, "locator": text}
    for row in document["basis"]:
        row |= {"label": text, "answer": text, "status": text, "reason": text}
    return document


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("text", MARKUP, ids=repr)
def test_the_pdf_shows_markup_as_the_letters_it_is(text: str) -> None:
    with pdfplumber.open(io.BytesIO(render_pdf(_hostile(text)))) as pdf:
        said = "".join(char["text"] for page in pdf.pages for char in page.chars)
        links = {link["uri"] for page in pdf.pages for link in page.hyperlinks}
    shown = _letters(text)[:40].replace("\U0001f600", "?")  # no font of ours has it
    assert shown in _letters(said)
    assert not any("evil" in link for link in links)


@pytest.mark.parametrize("text", MARKUP, ids=repr)
def test_the_word_document_holds_it_as_text_and_no_element_more(text: str) -> None:
    made = render_docx(_hostile(text))
    plain = render_docx(_hostile("noe"))
    document = docx.Document(io.BytesIO(made))
    cells = [cell.text for line in document.tables[0].rows for cell in line.cells]
    assert any(_letters(text) in _letters(cell) for cell in cells)
    kinds = [_kinds(data) for data in (made, plain)]
    assert kinds[0] == kinds[1]
    relations = zipfile.ZipFile(io.BytesIO(made)).read("word/_rels/document.xml.rels").decode()
    assert "evil" not in relations


def _kinds(data: bytes) -> set[str]:
    """The elements of a Word document; a line break and a tab are what line breaks and tabs in a text become."""
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    return set(re.findall(r"<(w\d*:[A-Za-z0-9]+)", body)) - {"w:br", "w:tab", "w:cr"}


@pytest.mark.parametrize("text", MARKUP, ids=repr)
def test_the_calendar_has_no_line_of_its_making(text: str) -> None:
    made = render_ics(_hostile(text))
    names = {line.split(b":")[0].split(b";")[0] for line in _unfolded(made)}
    assert names == {line.split(b":")[0].split(b";")[0] for line in _unfolded(render_ics(_hostile("noe")))}
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert b"\r" not in made.replace(b"\r\n", b"")
    assert b"\n" not in made.replace(b"\r\n", b"")
    (event, *_) = [part for part in Calendar.from_ical(made).walk() if part.name == "VEVENT"]
    assert _letters(str(event["summary"])).startswith(_letters(text)[:20])


def _unfolded(calendar: bytes) -> list[bytes]:
    return [line for line in calendar.replace(b"\r\n ", b"").split(b"\r\n") if line]


@pytest.mark.parametrize("text", MARKUP, ids=repr)
def test_the_text_file_can_be_written_whatever_it_holds(text: str) -> None:
    said = render_text(_hostile(text)).decode()
    assert _letters(text)[:20] in _letters(said)
    assert "\r" not in said.replace("\r\n", "")


ODD = [
    "hei\n- intent: evil\n  examples: |\n    - x",
    "x\r\n  evil: 1",
    "a\u2028- b",
    "{}",
    "# x",
    '"',
    "\\",
    "[a](b){c}",
    ": x",
    "!!python/object:os.system x",
]


@pytest.mark.parametrize("text", ODD, ids=repr)
@pytest.mark.parametrize("form", ["question", "intent", "draft"])
def test_an_accepted_question_stands_on_one_line_of_its_file(form: str, text: str) -> None:
    target = "greet" if form == "intent" else "costs"
    row = Accepted("k", form, "" if form == "intent" else "tryggest", target, text, "Kari", 1)
    (content,) = files([row]).values()
    read = YAML(typ="safe", pure=True).load(content)
    plain = YAML(typ="safe", pure=True).load(
        next(iter(files([Accepted("k", form, row.scheme, target, "noe", "Kari", 1)]).values()))
    )
    assert read.keys() == plain.keys()
    if form == "intent":
        (block,) = read["nlu"]
        assert block["intent"] == "greet"
        assert len(block["examples"].strip().splitlines()) == 1
    else:
        assert {key: len(value) for key, value in read.items()} == dict.fromkeys(read, 1)


def test_no_shipped_scheme_holds_an_address_that_is_not_the_webs() -> None:
    for scheme in SCHEMES.values():
        for source in scheme.sources:
            assert source.url is None or source.url.startswith("https://"), source
