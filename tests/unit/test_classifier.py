"""The linear classifier: how foreign a message is, calibrated on families that it has not seen, and kept on disk."""

from pathlib import Path

import numpy as np
import pytest

from assistant.nlu.classifier import (
    OUT_OF_SCOPE,
    Calibration,
    LinearClassifier,
    Sample,
    _Seen,
    calibrate,
    fit,
    held_out,
    train,
)
from assistant.nlu.features import features, mask_names
from assistant.nlu.message import Understanding, names_ours, refusal_reason
from assistant.nlu.reflexes import reflex
from assistant.nlu.runtime import current_reader

OURS = {
    "ask_deadline": [
        "når er fristen",
        "hva er siste frist",
        "frist for å søke",
        "når må vi søke",
        "søknadsfristen når er den",
    ],
    "ask_amount": [
        "hvor mye kan vi få",
        "hva er beløpet",
        "hvor mange kroner",
        "største beløp vi kan søke om",
        "hvor mye penger",
    ],
}
FOREIGN = [
    "hvordan blir været",
    "spill en sang",
    "vekk meg klokka sju",
    "hva er klokka",
    "bestill bord til to",
    "sett på musikk",
]


def samples() -> list[Sample]:
    found = []
    for copy in range(6):  # families of two, so that folds have something to hold back
        for intent, texts in OURS.items():
            found += [
                Sample((*t.split(), f"ord{copy}"), intent, f"{intent}{i // 2}{copy}") for i, t in enumerate(texts)
            ]
        found += [Sample((*t.split(), f"ord{copy}"), OUT_OF_SCOPE, f"out{i // 2}{copy}") for i, t in enumerate(FOREIGN)]
    return found


@pytest.fixture(scope="module")
def model() -> LinearClassifier:
    return train(samples())


def test_a_foreign_message_is_likelier_foreign_than_one_of_ours(model: LinearClassifier) -> None:
    _, foreign = model.judge(["spill", "musikk", "klokka", "sju"])
    guesses, ours = model.judge(["når", "er", "søknadsfristen"])
    assert ours < 0.5 < foreign
    assert guesses[0].intent == "ask_deadline"


def test_the_calibration_does_not_depend_on_how_many_foreign_messages_there_are() -> None:
    few = [s for s in samples() if s.intent != OUT_OF_SCOPE or s.family[-1] in "012"]
    for data in (samples(), few):
        found = calibrate(data, penalty=0.5, seed=7)
        assert found.slope > 0
        scores = fit(data, penalty=0.5, calibration=found)
        assert scores.judge(["været", "i", "morgen"])[1] > scores.judge(["fristen", "for", "beløp"])[1]


def test_many_messages_have_the_scores_that_each_has_alone_the_misspelt_too(model: LinearClassifier) -> None:
    misspelt = [Sample(("når", "er", "fristten"), "ask_deadline", "new"), Sample(("ukjent",), "ask_deadline", "new")]
    judged = [*samples(), *misspelt]
    alone = np.stack([model.scores(s.tokens) for s in judged])
    np.testing.assert_allclose(model.scores_of(_Seen.of(judged)), alone, atol=1e-5)


def test_no_family_stands_on_both_sides_of_a_fold() -> None:
    data = samples()
    for fold in held_out(data, folds=5):
        held = {data[i].family for i in fold}
        rest = {s.family for i, s in enumerate(data) if i not in set(fold)}
        assert not held & rest


def test_a_model_without_foreign_messages_takes_everything_for_ours() -> None:
    model = train([s for s in samples() if s.intent != OUT_OF_SCOPE])
    assert model.judge(["hvordan", "blir", "været"])[1] == 0.0


def test_what_is_kept_on_disk_judges_alike(model: LinearClassifier, tmp_path: Path) -> None:
    model.save(tmp_path)
    kept = LinearClassifier.load(tmp_path)
    assert kept.calibration == model.calibration
    for text in ("når er fristen", "sett på musikk", "helt fremmede ord her"):
        (mine, outside), (theirs, again) = model.judge(text.split()), kept.judge(text.split())
        assert [g.intent for g in mine] == [g.intent for g in theirs]
        assert np.isclose(outside, again, atol=0.02)


def test_everyday_words_are_seen_also_in_dialect_and_never_outweigh_the_rest() -> None:
    found = features(mask_names("sett på vækkerklokka te i mårra", []))
    everyday = {name: value for name, value in found.items() if name.startswith("e:")}
    assert everyday
    assert sum(v * v for v in everyday.values()) == pytest.approx(0.25)
    assert not any(name.startswith("e:") for name in features(mask_names("hvem kan søke om tilskudd", [])))


def understanding(foreign: float, confidence: float = 0.9) -> Understanding:
    return Understanding("ask_deadline", confidence, (), (), foreign)


def test_a_message_is_refused_from_the_threshold_on_and_says_why() -> None:
    reading = current_reader().read("når er fristen")
    limits = {"threshold": 0.3, "foreign": 0.4, "coverage": 1.0}
    assert refusal_reason(understanding(0.39), reading, **limits) is None
    assert refusal_reason(understanding(0.4), reading, **limits) == "foreign"
    assert refusal_reason(understanding(0.1, confidence=0.2), reading, **limits) == "uncertain"
    assert refusal_reason(understanding(0.1, confidence=0.5), reading, **limits | {"coverage": 0.1}) == "strange words"


@pytest.mark.parametrize(
    ("text", "intent", "named"),
    [
        ("frist TryggEst", "ask_deadline", True),
        ("hvilken statsforvalter har Grue?", "ask_office", True),
        ("hvordan er været i Grue?", "ask_deadline", False),
        ("kan jeg få snakke med noen?", "human", True),
        ("hvem kan søke?", "ask_who_can_apply", False),
    ],
)
def test_what_names_something_of_ours_has_a_threshold_of_its_own(text: str, intent: str, named: bool) -> None:
    assert names_ours(current_reader().read(text), intent) is named


def test_a_number_alone_is_foreign_whatever_it_resembles() -> None:
    assert reflex("400 000", current_reader().read("400 000"), "inform") == OUT_OF_SCOPE


def test_an_uncalibrated_model_has_plain_odds() -> None:
    assert Calibration() == Calibration(temperature=1.0, slope=1.0, offset=0.0)
