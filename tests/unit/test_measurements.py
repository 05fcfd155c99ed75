"""The measurements of docs/correctness.md count what they say, on small data of known outcome."""

import asyncio
from typing import Any

import pytest
from known_schemes import SCHEMES

from assistant.evaluation import language_choice
from assistant.evaluation.cases import Case, Turn
from assistant.evaluation.document_sections import measurement_sections
from assistant.evaluation.families import FamilyFigures, cross_validate
from assistant.evaluation.language_choice import LanguageFigures
from assistant.evaluation.measurements import HARD_NEGATIVES, Measurements
from assistant.evaluation.norsid import NorsidFigures
from assistant.evaluation.scope import foreignness, messages_of_ours, read_hard_negatives, refusals, share
from assistant.nlu.classifier import OUT_OF_SCOPE, Sample
from assistant.nlu.runtime import current_reader


class Parrot:
    """Refuses what begins with «vær», asks back at the rest."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def say(self, conversation_id: str, text: str) -> list[dict[str, Any]]:
        self.heard.append(text)
        return [{"kind": "out_of_scope" if text.startswith("vær") else "clarify"}]

    async def parse(self, text: str) -> dict[str, Any]:
        return {"foreign": 0.9 if text.startswith("vær") else 0.1}

    async def forget(self, conversation_id: str) -> None: ...


def test_refusals_are_counted_by_kind_and_what_was_taken_is_kept() -> None:
    found = asyncio.run(refusals(Parrot(), "prøve", ["vær i morgen", "været nå", "hei"]))
    assert (found.refused, found.total) == (2, 3)
    assert found.kinds == {"out_of_scope": 2, "clarify": 1}
    assert found.taken == ("hei",)


def test_messages_are_masked_as_the_web_layer_masks_them() -> None:
    parrot = Parrot()
    asyncio.run(refusals(parrot, "prøve", ["ring meg på 99 88 77 66"]))
    assert "99 88 77 66" not in parrot.heard[0]


def test_the_share_from_a_threshold_on() -> None:
    values = asyncio.run(foreignness(Parrot(), ["vær", "hei", "vær", "hopp"]))
    assert share(values, 0.5) == 50.0
    assert share(values, 0.1) == 100.0
    assert share([], 0.5) == 0.0


def test_only_messages_whose_label_allows_no_refusal_are_ours() -> None:
    turns = [
        Turn(q="a"),
        Turn(q="b", k=("out_of_scope",)),
        Turn(q="c", k=("clarify", "out_of_scope")),
        Turn(q="d", k=("clarify",)),
    ]
    cases = [Case(group="g", turns=(turn,), collection="c") for turn in turns]
    assert messages_of_ours(cases) == ["a", "d"]


def test_there_are_at_least_300_hard_negatives_of_seven_kinds_and_none_twice() -> None:
    groups = read_hard_negatives(HARD_NEGATIVES)
    texts = [text.lower() for group in groups.values() for text in group]
    assert len(groups) == 7
    assert len(texts) == len(set(texts)) >= 300


def test_families_held_back_are_counted_and_confusions_named() -> None:
    words = {"ask_deadline": "frist", "ask_amount": "beløp", OUT_OF_SCOPE: "vær"}
    samples = [
        Sample((word, f"x{n % 3}"), intent, f"{intent}{n}")
        for intent, word in words.items()
        for n in range(10)
        for _ in range(2)
    ]
    samples += [Sample(("frist", "frist"), "ask_amount", "stray")]
    found = cross_validate(samples, penalty=0.5)
    assert (found.families, found.total) == (31, 41)
    assert found.right == 40
    assert found.confusions == (("ask_amount", "ask_deadline", 1),)
    assert sum(foreign for _, foreign in found.foreign) == 20


def test_only_texts_with_a_telling_word_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = {"nb": {"korleis"}, "nn": {"hvordan"}}
    monkeypatch.setattr(language_choice, "_unknown", lambda lang, said: unknown[lang] & said)
    texts = [("Korleis søkjer vi?", "nn"), ("Hvordan søker vi?", "nb"), ("frist rusarbeid", "nn"), ("Hvordan?", "nn")]
    found = language_choice.measure("prøve", texts, current_reader())
    assert (found.right, found.total, found.wrong) == (2, 3, ("Hvordan?",))


def test_every_statement_is_there_in_both_maalformer() -> None:
    found = language_choice.statements(SCHEMES.values())
    assert {lang for _, lang in found} == {"nb", "nn"}
    assert len(found) == 2 * sum(len(e.statements) for s in SCHEMES.values() for e in s.editions)


def test_the_document_shows_every_figure_that_was_measured() -> None:
    found = asyncio.run(refusals(Parrot(), "hard negatives: prøve", ["vær", "hei"]))
    measured = Measurements(
        refusals=[found],
        foreignness={"messages of ours": [0.1], "hard negatives: prøve": [0.9, 0.1]},
        thresholds={"foreign": 0.35},
        families=FamilyFigures(7, 3, 4, (("ask_amount", "ask_deadline", 1),), ((0.9, True), (0.2, False))),
        languages=[LanguageFigures("prøve", 3, 4, ("Hvordan?",))],
        norsid=NorsidFigures({"a": 95.0}, "a", 93.21, {"B": (94.0, 500)}, 3.0, 0.6),
    )
    text = "\n".join(measurement_sections(measured))
    for expected in (
        "| hard negatives: prøve | 1 | 2 | 50.0 |",
        "- «hei»",
        "foreign 0.35",
        "**75.0 %**",
        "**93.21**",
        "| prøve | 3 | 4 | 75.0 |",
    ):
        assert expected in text
    without = "\n".join(
        measurement_sections(Measurements([found], measured.foreignness, {}, measured.families, None, None))
    )
    assert "Målform" not in without
    assert "published" not in without
