"""What is measured beside the labelled conversations, in one run: refusing, målform, unseen wordings, NorSID."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation import families, language_choice, norsid, scope
from assistant.evaluation.cases import Case
from assistant.evaluation.families import FamilyFigures
from assistant.evaluation.language_choice import LanguageFigures
from assistant.evaluation.norsid import NorsidFigures
from assistant.evaluation.norsid_data import norsid_folder, read_sentences
from assistant.evaluation.scope import Refusals, Talker
from knowledge.language.reader import MessageReader
from knowledge.model import Scheme
from knowledge.yaml_files import plain_reader

ROOT = Path(__file__).resolve().parents[2]
HARD_NEGATIVES = ROOT / "tests" / "cases" / "hard_negatives.yml"
Report = Callable[[str], None]


@dataclass(frozen=True)
class Measurements:
    """`foreignness`: by collection, the probability of being foreign of each message. None: could not be measured."""

    refusals: list[Refusals]
    foreignness: dict[str, list[float]]
    thresholds: dict[str, float]
    families: FamilyFigures
    languages: list[LanguageFigures] | None
    norsid: NorsidFigures | None


async def measure(
    talker: Talker, cases: Sequence[Case], reader: MessageReader, schemes: Sequence[Scheme], report: Report
) -> Measurements:
    """Takes about a quarter of an hour. What cannot be measured here (data or dictionary missing) is reported."""
    hard = scope.read_hard_negatives(HARD_NEGATIVES)
    collections = {f"hard negatives: {group}": texts for group, texts in hard.items()}
    folder = norsid_folder()
    if (folder / "test.conll").exists():
        collections["NorSID test"] = [s.text for s in read_sentences(folder / "test.conll")]
    else:
        report(f"{folder}: no NorSID here, not measured. NORSID_DIR says where it is")
    report("measuring what is refused")
    refusals = [await scope.refusals(talker, name, texts) for name, texts in collections.items()]
    ours = {"messages of ours (labelled conversations)": scope.messages_of_ours(cases)}
    foreignness = {name: await scope.foreignness(talker, texts) for name, texts in (ours | collections).items()}
    config = _classifier_config()
    report("cross-validating by family")
    family_figures = families.cross_validate(families.training_samples(ROOT), penalty=config["penalty"])
    report("measuring målform")
    languages = _languages(cases, reader, schemes, report)
    measured = norsid.measure(folder, report=report) if "NorSID test" in collections else None
    thresholds = {name: value for name, value in config.items() if name.startswith("foreign")}
    return Measurements(refusals, foreignness, thresholds, family_figures, languages, measured)


def _languages(
    cases: Sequence[Case], reader: MessageReader, schemes: Sequence[Scheme], report: Report
) -> list[LanguageFigures] | None:
    try:
        return [
            language_choice.measure("labelled messages", language_choice.labelled(cases), reader),
            language_choice.measure("texts of the knowledge base", language_choice.statements(schemes), reader),
        ]
    except FileNotFoundError:
        report("målform: not measured, hunspell or its dictionaries are missing. apt-get install hunspell hunspell-no")
        return None


def _classifier_config() -> dict[str, float]:
    """The intent classifier's settings in config.yml."""
    pipeline = plain_reader().load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    found = next(part for part in pipeline if part["name"].endswith("LinearIntentClassifier"))
    return {name: value for name, value in found.items() if name != "name"}
