"""Senses carry a question to its statement in words that nobody wrote down; phrases and stems both count."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from knowledge.language import concepts
from knowledge.language.concepts import senses
from knowledge.language.normalise import fold

FOLDER = Path(concepts.__file__).parent / "senses"
LEAST_STEM = 4


def entries() -> list[tuple[str, str, str]]:
    return [
        (file.name, sense, entry)
        for file in sorted(FOLDER.glob("*.yml"))
        for sense, line in YAML(typ="safe").load(file.read_text("utf-8")).items()
        for entry in str(line).split()
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kan vi stå fremst på søknaden", "kan me fronte søknaden"),
        ("når blir midlane utbetalte", "når blir midlane betalte ut"),
        ("har dere sendt inn papirene", "er papira innleverte"),
    ],
)
def test_different_words_for_the_same_share_a_sense(one: str, other: str) -> None:
    assert senses(one.split()) & senses(other.split())


def test_a_phrase_counts_only_when_its_words_follow_each_other() -> None:
    together, apart = "vi blir betalt ut nå", "betalt har vi gått ut"
    assert "pay_out" in senses(together.split())
    assert "pay_out" not in senses(apart.split())


def test_no_stem_is_so_short_that_it_swallows_other_words() -> None:
    assert len(entries()) > 20_000
    short = [
        e for e in entries() for part in e[2].split("-") if part.endswith("*") and len(fold(part[:-1])) < LEAST_STEM
    ]
    assert short == []


def test_no_sense_says_nothing() -> None:
    assert [e for e in entries() if not fold(e[2].replace("*", "").replace("-", ""))] == []


PARTS = st.lists(
    st.text("bkt", min_size=1, max_size=3).flatmap(lambda s: st.sampled_from([s, f"{s}*"])), min_size=1, max_size=3
)


@given(
    st.lists(st.tuples(st.sampled_from("xyz"), PARTS), max_size=12),
    st.lists(st.text("bkt", min_size=1, max_size=4), max_size=6),
)
def test_a_table_finds_what_comparing_with_every_entry_finds(
    entries: list[tuple[str, list[str]]], words: list[str]
) -> None:
    table = concepts._Table((concept, "-".join(parts)) for concept, parts in entries)
    folded = [fold(word) for word in words]

    def fits(part: str, word: str) -> bool:
        return word.startswith(fold(part[:-1])) if part.endswith("*") else word == fold(part)

    def stands(parts: list[str]) -> bool:
        places = range(len(folded) - len(parts) + 1)
        return any(all(map(fits, parts, folded[place:])) for place in places)

    assert table.of_phrases(words) == {concept for concept, parts in entries if len(parts) > 1 and stands(parts)}
    for word in words:
        single = {concept for concept, parts in entries if len(parts) == 1 and fits(parts[0], fold(word))}
        assert table.of_word(word) == single
