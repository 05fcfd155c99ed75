"""How often the right thing is among the first three, on labelled queries; and that passages answer rightly or not at all."""

import pytest
from labelled_queries import document_entries, labelled, ranks, read, shipped_entries

from knowledge.search.embedded import EmbeddedEngine
from knowledge.search.verbatim import answering_passage

RECALL, MRR = 0.95, 0.88


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    made = EmbeddedEngine()
    made.index(shipped_entries())
    return made


@pytest.mark.parametrize(("name", "fewest"), [("development.yml", 100), ("held_out.yml", 100)])
def test_the_right_thing_is_among_the_first_three_hits(engine: EmbeddedEngine, name: str, fewest: int) -> None:
    cases = labelled(name)
    found = ranks(engine, cases)
    assert len(cases) >= fewest
    missed = [case.query for case, rank in zip(cases, found, strict=True) if not 0 < rank <= 3]
    assert 1 - len(missed) / len(cases) >= RECALL, missed
    assert sum(1 / rank for rank in found if rank) / len(found) >= MRR


def test_what_is_looked_for_exists() -> None:
    entries = shipped_entries()
    for case in [*labelled("development.yml"), *labelled("held_out.yml")]:
        for want in case.want:
            assert any(
                entry.scheme == case.scheme
                and want
                in (entry.id, f"topic:{entry.topic}", f"criterion:{entry.id}" if entry.kind == "criterion" else "")
                for entry in entries
            ), (case.query, want)


@pytest.mark.parametrize(
    ("name", "part", "recall"),
    [("passages.yml", "development", 0.7), ("passages.yml", "held_out", 0.65), ("passages_blind.yml", "blind", 0.7)],
)
def test_passages_answer_rightly_or_not_at_all(name: str, part: str, recall: float) -> None:
    engine = EmbeddedEngine()
    engine.index([*document_entries(name), *shipped_entries()])
    answered, unanswered = read(name)["answered"][part], read(name)["unanswered"][part]
    given = [(answering_passage(case["q"], engine), case["is"]) for case in answered]
    right = sum(found is not None and f"{found.source}: {found.locator}" == wanted for found, wanted in given)
    told = sum(found is not None for found, _ in given)
    told += sum(answering_passage(case["q"], engine) is not None for case in unanswered)
    assert right / told >= 0.95
    assert right / len(answered) >= recall


def test_there_are_questions_enough_of_both_kinds() -> None:
    both = [read("passages.yml"), read("passages_blind.yml")]
    for kind in ("answered", "unanswered"):
        assert sum(len(cases) for each in both for cases in each[kind].values()) >= 60
