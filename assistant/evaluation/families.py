"""Cross-validation of the intents by paraphrase family: what the classifier makes of wordings it has not seen.

A family (a block of `nlu_data/`, or the questions of one statement) is held back whole, so that no sibling helps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.nlu.classifier import OUT_OF_SCOPE, Sample, calibrate, fit, held_out

FOLDS, _SEED = 5, 7
_MOST_PAIRS = 25


@dataclass(frozen=True, slots=True)
class FamilyFigures:
    """`right` of `total` messages of families held back had their intent first among those of ours.

    `confusions`: the commonest pairs of meant and guessed intent with their number. `foreign`: how likely
    each message was held to be foreign, and whether it is, for the trade-off of refusing.
    """

    families: int
    right: int
    total: int
    confusions: tuple[tuple[str, str, int], ...]
    foreign: tuple[tuple[float, bool], ...]


def training_samples(root: Path, without: Collection[str] = ()) -> list[Sample]:
    """Everything that the shipped model is trained on, with names masked.

    Args:
        without: texts in lower case that are left out.
    """
    from rasa.shared.importers.importer import TrainingDataImporter

    from assistant.nlu.components import sample

    importer = TrainingDataImporter.load_nlu_importer_from_config(
        str(root / "config.yml"), training_data_paths=[str(root / "nlu_data")]
    )
    examples = importer.get_nlu_data().intent_examples
    return [sample(e) for e in examples if str(e.get("text")).lower() not in without]


def cross_validate(samples: Sequence[Sample], *, penalty: float) -> FamilyFigures:
    """Fits on four fifths of the families and guesses the rest, in turn; calibrated as the shipped model is."""
    calibration = calibrate(samples, penalty=penalty, seed=_SEED)
    right, total = 0, 0
    pairs: Counter[tuple[str, str]] = Counter()
    foreign: list[tuple[float, bool]] = []
    for fold in held_out(samples, folds=FOLDS):
        held = set(fold)
        model = fit([s for i, s in enumerate(samples) if i not in held], penalty=penalty, calibration=calibration)
        for i in fold:
            meant = samples[i].intent
            guesses, outside = model.judge(samples[i].tokens)
            foreign.append((outside, meant == OUT_OF_SCOPE))
            if meant != OUT_OF_SCOPE:
                guessed = next(g.intent for g in guesses if g.intent != OUT_OF_SCOPE)
                total, right = total + 1, right + (guessed == meant)
                pairs[meant, guessed] += guessed != meant
    common = tuple((meant, guessed, n) for (meant, guessed), n in pairs.most_common(_MOST_PAIRS) if n)
    return FamilyFigures(len({s.family for s in samples}), right, total, common, tuple(foreign))
