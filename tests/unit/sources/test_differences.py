"""A change is told section by section, with the words before and after."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.sources.differences import SectionChange, compare, marked
from knowledge.documents.model import Section


def _sections(**texts: str) -> list[Section]:
    return [Section(name, text, i, i) for i, (name, text) in enumerate(texts.items())]


def test_nothing_has_changed_when_only_white_space_has() -> None:
    assert compare(_sections(Frist="1. mars\n\n2030"), _sections(Frist="1. mars 2030 ")) == ()


def test_each_kind_of_change_is_told_with_its_words() -> None:
    before = _sections(Mål="Grønn by", Frist="1. mars 2030", Beløp="7 mill.", Hvem="Kommuner")
    after = _sections(Mål="Grønn by", Søknadsfrist="1. mars 2030", Beløp="8 mill.", Vedlegg="Budsjett")
    assert compare(before, after) == (
        SectionChange("renamed", "Søknadsfrist", "1. mars 2030", "1. mars 2030", was="Frist"),
        SectionChange("changed", "Beløp", "7 mill.", "8 mill."),
        SectionChange("added", "Vedlegg", "", "Budsjett"),
        SectionChange("removed", "Hvem", "Kommuner", ""),
    )


def test_an_order_that_is_another_is_no_change() -> None:
    before = _sections(Mål="Grønn by", Frist="1. mars 2030")
    assert compare(before, list(reversed(before))) == ()


def test_two_sections_with_the_same_words_are_not_taken_for_each_other() -> None:
    changes = compare(_sections(A="ja", B="ja"), _sections(C="ja", D="nei"))
    assert sorted((change.kind, change.locator) for change in changes) == [
        ("added", "D"),
        ("removed", "A"),
        ("renamed", "C"),
    ]


def test_headings_without_words_are_never_the_same_section() -> None:
    assert {change.kind for change in compare(_sections(A=""), _sections(B=""))} == {"added", "removed"}


def test_words_that_went_out_and_came_in_are_marked() -> None:
    assert marked("Fristen er 1. mars 2030.", "Fristen er 15. april 2030.") == (
        ("same", "Fristen er"),
        ("out", "1. mars"),
        ("in", "15. april"),
        ("same", "2030."),
    )


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_both_texts_can_be_read_from_the_marks(before: str, after: str) -> None:
    marks = marked(before, after)
    assert " ".join(text for mark, text in marks if mark != "in").split() == before.split()
    assert " ".join(text for mark, text in marks if mark != "out").split() == after.split()


def test_a_very_long_section_is_marked_as_a_whole() -> None:
    before = "ord " * 5000
    assert marked(before, "ny") == (("out", before.strip()), ("in", "ny"))


texts = st.dictionaries(st.sampled_from("ABCDE"), st.sampled_from(["", "en", "to", "tre"]), max_size=5)


@given(texts, texts)
def test_what_is_told_is_all_that_differs(before: dict[str, str], after: dict[str, str]) -> None:
    changes = compare(_sections(**before), _sections(**after))
    rebuilt = dict(before)
    for change in changes:
        if change.kind in ("removed", "renamed"):
            assert rebuilt.pop(change.was or change.locator) == change.before
    for change in changes:
        if change.kind != "removed":
            rebuilt[change.locator] = change.after
    assert rebuilt == after
