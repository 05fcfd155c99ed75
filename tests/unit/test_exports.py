"""A checklist as PDF/UA, Word document, calendar and text, each read back with a reader that did not write it."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import docx
import pdfplumber
import pytest
from icalendar import Calendar
from known_schemes import SCHEMES
from pdfminer.pdftypes import resolve1

from knowledge.checklist_document import compose, in_language
from knowledge.export.docx import render_docx
from knowledge.export.ics import render_ics
from knowledge.export.mail import render_text
from knowledge.export.pdf import render_pdf
from knowledge.model import LANGS

TODAY = dt.date(2025, 2, 20)
Json = dict[str, Any]
ANSWERS: dict[str, dict[str, Any]] = {
    "kommunalt-rusarbeid": {
        "applicant_type": "municipality_trust",
        "joint_application": "no",
        "target_group": "unknown",
    },
    "oppfolging-voksne": {
        "applicant_type": "municipality",
        "target_group": "yes",
        "user_involvement": "yes",
        "years": 7,
    },
    "oppfolging-barn-unge": {
        "applicant_type": "municipality_trust",
        "agreement": "no",
        "track": "fact_ung",
        "years": 5,
    },
    "tryggest": {"applicant_type": "municipality", "tryggest_status": "neither", "amount": 500000, "years": 2},
}
CASES = [(scheme, lang) for scheme in sorted(SCHEMES) for lang in LANGS]
every_case = pytest.mark.parametrize(("scheme", "lang"), CASES)


def kept(scheme: str, lang: str, *, answers: dict[str, Any] | None = None, ticked: int = 1) -> Json:
    """A checklist as the store gives it back, with some items done."""
    document = compose(SCHEMES[scheme], ANSWERS[scheme] if answers is None else answers, lang, TODAY)
    for item in document["items"][:ticked]:
        item["done"] = True
    return {**document, "id": "x" * 32, "expires": "2025-05-21"}


# --- PDF


class Pdf:
    """A PDF as a screen reader meets it."""

    def __init__(self, written: bytes) -> None:
        self._pdf = pdfplumber.open(io.BytesIO(written))
        self.catalog = self._pdf.doc.catalog
        self.chars = [{**char, "page": page.page_number} for page in self._pdf.pages for char in page.chars]

    @property
    def metadata(self) -> str:
        return str(resolve1(self.catalog["Metadata"]).get_data().decode())

    def elements(self) -> Iterator[Json]:
        """Every structure element in reading order."""
        yield from self._walk(self._pdf.structure_tree, None)

    def _walk(self, elements: list[Json], page: int | None) -> Iterator[Json]:
        for element in elements:
            here = element.get("page_number") or page
            yield {**element, "page": here}
            yield from self._walk(element.get("children", []), here)

    def text_of(self, element: Json) -> str:
        """What stands in an element and below it."""
        own = {(element.get("page_number") or element.get("page"), mcid) for mcid in element.get("mcids", [])}
        below = " ".join(self.text_of({**c, "page": element.get("page")}) for c in element.get("children", []))
        return "".join(c["text"] for c in self.chars if (c["page"], c["mcid"]) in own) + (f" {below}" if below else "")


@pytest.fixture(scope="module")
def pdfs() -> dict[tuple[str, str], tuple[Pdf, Json]]:
    return {case: (Pdf(render_pdf(kept(*case))), kept(*case)) for case in CASES}


@every_case
def test_the_pdf_names_its_title_language_and_standards(pdfs: dict[Any, Any], scheme: str, lang: str) -> None:
    pdf, document = pdfs[scheme, lang]
    assert pdf.catalog["Lang"] == {"nb": b"nb-NO", "nn": b"nn-NO", "en": b"en-GB"}[lang]
    assert resolve1(pdf.catalog["MarkInfo"])["Marked"] is True
    assert resolve1(pdf.catalog["ViewerPreferences"])["DisplayDocTitle"] is True
    assert f">{document['title']}</rdf:li>" in pdf.metadata
    assert re.search(r"pdfuaid:part[>=\"]+1", pdf.metadata)
    assert re.search(r"pdfaid:part[>=\"]+2", pdf.metadata) and re.search(r"pdfaid:conformance[>=\"]+A", pdf.metadata)


@every_case
def test_everything_in_the_pdf_is_tagged_or_said_to_be_decoration(pdfs: dict[Any, Any], scheme: str, lang: str) -> None:
    pdf, _ = pdfs[scheme, lang]
    placed = {(e["page"], mcid) for e in pdf.elements() for mcid in e.get("mcids", [])}
    for char in pdf.chars:
        assert char["tag"] == "Artifact" or (char["page"], char["mcid"]) in placed


@every_case
def test_the_pdfs_headings_do_not_skip_and_lists_and_tables_are_whole(
    pdfs: dict[Any, Any], scheme: str, lang: str
) -> None:
    pdf, document = pdfs[scheme, lang]
    kinds = [e["type"] for e in pdf.elements()]
    levels = [int(kind[1]) for kind in kinds if re.fullmatch(r"H[1-6]", kind)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert kinds.count("LI") == kinds.count("Lbl") == kinds.count("LBody") == len(document["items"]) + 4
    assert kinds.count("TH") == 3 and kinds.count("TD") == 3 * len(document["basis"])
    headers = [e for e in pdf.elements() if e["type"] == "TH"]
    assert all(e["attributes"]["Scope"] == "Column" for e in headers)


@every_case
def test_read_in_tag_order_the_pdf_says_title_facts_answers_and_items(
    pdfs: dict[Any, Any], scheme: str, lang: str
) -> None:
    pdf, document = pdfs[scheme, lang]
    said = re.sub(r"\s+", "", "".join(pdf.text_of(e) for e in pdf.elements() if e["type"] == "Document"))
    wanted = [
        document["title"],
        document["outcome"],
        document["window"],
        *(row["reason"] for row in document["basis"]),
        *(item["what"] for item in document["items"]),
        document["notes"][-1],
    ]
    place = 0
    for text in wanted:  # each after the one before
        place = said.find(re.sub(r"\s+", "", text), place)
        assert place >= 0, text


def test_links_in_the_pdf_lead_to_the_sources_and_are_tagged() -> None:
    pdf = Pdf(render_pdf(kept("tryggest", "nb")))
    assert "Link" in [e["type"] for e in pdf.elements()]
    links = {link["uri"] for page in pdf._pdf.pages for link in page.hyperlinks}
    assert links == {i["citation"]["url"] for i in kept("tryggest", "nb")["items"] if i["citation"]["url"]}


def test_nothing_in_the_data_is_read_as_markup() -> None:
    document = kept("tryggest", "nb")
    trick = '#panic("x") *b* $x$ @ref <a> \\ "] #read("/etc/passwd") = Overskrift'
    document["items"][0]["what"] = document["outcome"] = trick
    pdf = Pdf(render_pdf(document))
    said = "".join(c["text"] for c in pdf.chars)
    assert re.sub(r"\s", "", said).count(re.sub(r"\s", "", trick)) == 2


def test_the_same_checklist_gives_the_same_pdf() -> None:
    assert render_pdf(kept("tryggest", "nn")) == render_pdf(kept("tryggest", "nn"))


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
def test_without_answers_every_format_shows_the_whole_list(scheme: str) -> None:
    document = kept(scheme, "nb", answers={}, ticked=0)
    assert [e["type"] for e in Pdf(render_pdf(document)).elements()].count("Table") == 0
    assert len(docx.Document(io.BytesIO(render_docx(document))).tables) == 1
    assert render_text(document).decode().count("[ ] ") == len(document["items"])


# --- Word


@every_case
def test_the_word_document_can_be_ticked_and_holds_every_item_in_order(scheme: str, lang: str) -> None:
    document = kept(scheme, lang, ticked=2)
    word = docx.Document(io.BytesIO(render_docx(document)))
    assert word.core_properties.title == document["title"]
    assert word.core_properties.language == {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}[lang]
    assert next(p.style.name for p in word.paragraphs if p.style.name.startswith("Heading")) == "Heading 1"
    steps, basis = word.tables
    rows = [row.cells for row in steps.rows[1:]]
    assert [row[1].paragraphs[0].text for row in rows] == [
        f"{number}. {item['what']}" for number, item in enumerate(document["items"], 1)
    ]
    assert [row[2].text for row in rows] == [item["who"] for item in document["items"]]
    assert [row[3].text for row in rows] == [item["due"]["text"] for item in document["items"]]
    assert all(item["citation"]["locator"] in row[1].text for row, item in zip(rows, document["items"], strict=True))
    assert "tblHeader" in steps.rows[0]._tr.xml
    ticks = re.findall(r'w14:checked w14:val="(\d)"', steps._tbl.xml)
    assert ticks == ["1", "1", *["0"] * (len(document["items"]) - 2)]
    assert [row.cells[0].text for row in basis.rows[1:]] == [each["label"] for each in document["basis"]]


# --- calendar


def events_of(document: Json) -> list[Any]:
    return list(Calendar.from_ical(render_ics(document)).walk("VEVENT"))


@every_case
def test_the_calendar_has_each_date_with_two_reminders(scheme: str, lang: str) -> None:
    document = kept(scheme, lang, ticked=0)
    events = events_of(document)
    assert [str(e["summary"]) for e in events] == [item["what"] for item in document["items"]]
    assert [e["dtstart"].dt.isoformat() for e in events] == [item["due"]["date"] for item in document["items"]]
    for event, item in zip(events, document["items"], strict=True):
        alarms = [alarm["trigger"].dt for alarm in event.walk("VALARM")]
        assert alarms == [dt.timedelta(days=-7, hours=9), dt.timedelta(days=-1, hours=9)]
        assert str(event["status"]) == ("TENTATIVE" if item["due"]["certainty"] == "assumed" else "CONFIRMED")
        assert item["citation"]["locator"] in str(event["description"])


def test_a_calendar_downloaded_again_updates_the_same_events_and_hides_the_link() -> None:
    first, second = events_of(kept("tryggest", "nb", ticked=0)), events_of(kept("tryggest", "nn", ticked=1))
    assert [e["uid"] for e in first] == [e["uid"] for e in second]
    assert len({str(e["uid"]) for e in first}) == len(first)
    assert all(int(b["sequence"]) >= int(a["sequence"]) for a, b in zip(first, second, strict=True))
    assert b"x" * 32 not in render_ics(kept("tryggest", "nb"))
    assert str(second[0]["summary"]).endswith("(gjort)")
    assert not second[0].walk("VALARM")
    other = events_of({**kept("tryggest", "nb"), "id": "y" * 32})
    assert not {str(e["uid"]) for e in other} & {str(e["uid"]) for e in first}


# --- text, and the document itself


@every_case
def test_the_text_fits_a_mail_and_holds_every_item_with_its_source(scheme: str, lang: str) -> None:
    document = kept(scheme, lang)
    text = render_text(document).decode()
    assert text.startswith(document["title"])
    assert all(len(line) <= 76 or line.strip().startswith("https://") for line in text.split("\r\n"))
    flat = re.sub(r"\s+", " ", text)
    for item in document["items"]:
        assert all(part in flat for part in (item["what"], item["who"], item["why"], item["citation"]["locator"]))


@every_case
def test_a_checklist_reads_in_every_language_with_the_same_items_and_ticks(scheme: str, lang: str) -> None:
    document = kept(scheme, lang, ticked=2)
    for other in LANGS:
        shown = in_language(document, other)
        assert shown["lang"] == other
        assert [i["id"] for i in shown["items"]] == [i["id"] for i in document["items"]]
        assert [i["done"] for i in shown["items"]] == [i["done"] for i in document["items"]]
        assert [row["citation"] for row in shown["basis"]] == [row["citation"] for row in document["basis"]]
        assert shown["title"] == kept(scheme, other)["title"]
