"""Two schemes or editions side by side: same, different, only in one; and the words that differ."""

import re

import pytest
from two_editions import two_editions

from assistant.caseworker.comparison import Comparison, Row, compare
from assistant.caseworker.reading import read
from assistant.caseworker.word_diff import Piece, likeness, word_diff


def compared(a: str, b: str, lang: str = "nb") -> Comparison:
    left, right = (read(two_editions(), address, lang) for address in (a, b))
    assert left is not None
    assert right is not None
    return compare(left, right)


def rows(comparison: Comparison) -> dict[str, Row]:
    return {row.id: row for part in comparison.parts for row in part.rows}


def changed(pieces: tuple[Piece, ...] | None) -> list[str]:
    return [piece.text for piece in pieces or () if piece.changed]


def test_an_edition_beside_itself_has_no_differences() -> None:
    comparison = compared("tryggest@2025", "tryggest@2025")
    assert {row.state for row in rows(comparison).values()} == {"same"}
    assert comparison.differences() == ()


def test_two_editions_differ_in_deadline_amount_and_the_new_criterion_alone() -> None:
    comparison = compared("tryggest@2025", "tryggest@2026")
    different = {row.id: row.state for part in comparison.differences() for row in part.rows}
    assert different == {
        "ramme-status": "different",
        "ramme-application": "different",
        "krav-amount": "different",
        "krav-local_plan": "only_b",
        "tema-amount": "different",
    }


def test_the_words_that_differ_are_marked_and_no_others() -> None:
    [line] = [x for x in rows(compared("tryggest@2025", "tryggest@2026"))["tema-amount"].lines if x.state != "same"]
    assert (changed(line.a), changed(line.b)) == (["400"], ["500"])
    assert "".join(piece.text for piece in line.b or ()).startswith("Hver kommune kan søke om inntil 500 000 kroner.")


def test_turned_round_only_the_sides_change() -> None:
    one, other = compared("tryggest", "kommunalt-rusarbeid"), compared("kommunalt-rusarbeid", "tryggest")
    assert one.counts["only_a"] == other.counts["only_b"] > 0
    assert one.counts["only_b"] == other.counts["only_a"] > 0
    assert one.counts["same"] == other.counts["same"]


@pytest.mark.parametrize("lang", ["nb", "nn"])
def test_every_criterion_and_every_statement_of_both_sides_is_there_once(lang: str) -> None:
    comparison = compared("oppfolging-voksne", "oppfolging-barn-unge", lang)
    for side, reading in (("a", comparison.a), ("b", comparison.b)):
        shown = [
            re.sub(r" \((Antatt|Venta|Anslag|Overslag)\)$", "", "".join(piece.text for piece in getattr(line, side)))
            for part in comparison.parts
            if part.key == "topics"
            for row in part.rows
            for line in row.lines
            if getattr(line, side) is not None
        ]
        assert sorted(shown) == sorted(s.statement[lang] for s in reading.edition.statements)
    ids = {f"krav-{c.id}" for r in (comparison.a, comparison.b) for c in r.edition.criteria}
    assert ids <= rows(comparison).keys()


def test_the_filter_keeps_everything_that_differs_and_drops_what_is_the_same() -> None:
    comparison = compared("oppfolging-voksne", "oppfolging-barn-unge")
    kept = [line for part in comparison.differences() for row in part.rows for line in row.lines]
    every = [line for part in comparison.parts for row in part.rows for line in row.lines]
    assert kept == [line for line in every if line.state != "same"]
    assert 0 < len(kept) < len(every)


def test_texts_with_little_in_common_are_not_marked() -> None:
    before, after = "Kommuner kan søke.", "Rapporten skal sendes innen 1. mars hvert år."
    assert likeness(before, after) < 0.35
    assert word_diff(before, after) == ((Piece(before, False),), (Piece(after, False),))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b c", "a x c"),
        ("", ""),
        ("a", ""),
        ("<b>fett</b> her", "<i>fett</i> her"),
        ("  to  rom", "  tre  rom"),
        ("a\nb", "a\nc"),
    ],
)
def test_the_pieces_are_the_whole_text_letter_by_letter(before: str, after: str) -> None:
    left, right = word_diff(before, after)
    assert ("".join(p.text for p in left), "".join(p.text for p in right)) == (before, after)


def test_an_unknown_scheme_or_edition_has_no_reading() -> None:
    library = two_editions()
    assert [read(library, a, "nb") for a in ("", "@", "tryggest@1999", "ukjent", "tryggest@2025@2026")] == [None] * 5
    newest = read(library, "tryggest", "nb")
    assert newest is not None
    assert newest.edition.id == "2026"


def test_what_differs_in_the_schemes_names_alone_is_the_same() -> None:
    adults, youth = (read(two_editions(), scheme, "nb") for scheme in ("oppfolging-voksne", "oppfolging-barn-unge"))
    assert adults is not None and youth is not None
    compared = compare(adults, youth)
    (status,) = [row for row in compared.parts[0].rows if row.id == "ramme-status"]
    assert status.state == "same"
    same = [line for part in compared.parts for row in part.rows for line in row.lines if line.state == "same"]
    assert any("voksne" in str(line) and "barn og unge" in str(line) for line in same)
