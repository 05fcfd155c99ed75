"""A message in the parts that a page shows, whatever the message holds."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.plain.transcript import exchanges, paragraphs, shown

CITATION = {
    "source": "s",
    "title": "T",
    "locator": "L & <b>",
    "url": "https://x.no",
    "edition": "2025",
    "checked": None,
}


def message(**more: Any) -> dict[str, Any]:
    empty = {"id": "m", "kind": "answer", "text": "t", "lang": "nb", "scheme": None, "citations": [], "buttons": []}
    return {**empty, **more}


def test_replies_belong_to_what_was_said_before_them() -> None:
    history = [
        message(role="assistant", text="hei"),
        message(role="user", text="a"),
        message(role="assistant", text="b"),
        message(role="assistant", kind="error", text="c"),
        message(role="user", text="d"),
    ]
    found = exchanges(history)
    assert [exchange.user for exchange in found] == [None, "a", "d"]
    assert [[reply["text"] for reply in exchange.replies] for exchange in found] == [["hei"], ["b", "c"], []]
    assert [exchange.failed for exchange in found] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a [1] b", [("a ", 0), ("[1]", 1), (" b", 0)]),
        ("[2]", [("[2]", 0)]),
        ("[0]", [("[0]", 0)]),
        ("[١]", [("[١]", 0)]),
        ("[1][1]", [("[1]", 1), ("[1]", 1)]),
        ("[99999999999]", [("[99999999999]", 0)]),
    ],
)
def test_a_number_in_brackets_is_a_reference_where_there_is_such_a_source(text: str, pieces: list[Any]) -> None:
    assert paragraphs(text, 1) == [[pieces]]


def test_blank_lines_part_paragraphs_and_newlines_part_lines() -> None:
    assert [len(block) for block in paragraphs("a\nb\n \n\nc\n", 0)] == [2, 1]


def test_a_source_of_a_known_scheme_leads_to_its_passage() -> None:
    view = shown(message(scheme="tryggest", citations=[CITATION]), "nb", anchor="m")
    assert view["sources"][0]["path"] == "/kilder/tryggest/s?sted=L+%26+%3Cb%3E"
    assert shown(message(citations=[CITATION]), "nb", anchor="m")["sources"][0]["path"] == ""


def test_a_name_with_slashes_stays_within_its_place_in_the_path() -> None:
    strange = {**CITATION, "source": "a/../b?c#d", "locator": None}
    path = shown(message(scheme="../x", citations=[strange]), "nb", anchor="m")["sources"][0]["path"]
    assert path == "/kilder/..%2Fx/a%2F..%2Fb%3Fc%23d"


def test_the_sources_of_a_card_follow_those_of_the_message_once_each() -> None:
    other = {**CITATION, "source": "o"}
    criteria = [
        {"id": "a", "status": "met", "reason": "r", "citation": other},
        {"id": "b", "status": "odd", "reason": "r", "citation": CITATION},
        {"id": "c", "status": "unknown", "reason": "r", "citation": None},
    ]
    verdict = {"outcome": "odd", "criteria": criteria, "changes": ["x", {"text": "y"}, {}]}
    view = shown(message(citations=[CITATION], verdict=verdict), "nb", anchor="m")
    assert [source["title"] for source in view["sources"]] == ["T", "T"]
    assert [(each["number"], each["status"]) for each in view["verdict"]["criteria"]] == [
        (2, "met"), (1, "unknown"), (0, "unknown"),
    ]  # fmt: skip
    assert (view["verdict"]["outcome"], view["verdict"]["changes"]) == ("unclear", ["x", "y"])


def test_words_around_a_sami_message_are_those_of_the_page() -> None:
    view = shown(message(lang="se"), "nn", anchor="m")
    assert (view["lang"], view["words"]) == ("se", "nn")
    assert shown(message(lang="xx"), "nn", anchor="m")["lang"] == "nn"


def test_only_files_of_checklists_are_offered() -> None:
    links = {
        "html": "javascript:alert(1)",
        "pdf": "https://x.no/a.pdf",
        "ics": "/checklists/a.ics",
        "exe": "/checklists/a",
    }
    checklist = {"id": "a", "items": [{"id": "i", "what": "w"}], "links": links}
    assert shown(message(checklist=checklist), "nb", anchor="m")["checklist"]["links"] == [("ics", "/checklists/a.ics")]


def test_a_telephone_number_can_be_dialled() -> None:
    view = shown(message(office={"name": "N", "phone": "+47 74 16 80 00"}), "nb", anchor="m")
    assert view["office"] == {
        "name": "N", "url": "", "email": "", "phone": "+47 74 16 80 00", "host": "", "dial": "+4774168000",
    }  # fmt: skip
