"""Builds the throwaway environment, and measures Rasa's default pipeline in it (about half an hour on two cores)."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation.norsid_data import Sentence, accuracy

_HERE = Path(__file__).parent
_UV = Path(__file__).resolve().parents[3] / ".tools" / "uv" / "bin" / "uv"
# What `rasa init` writes for a language without a model of its own; epochs as there.
_CONFIG = """recipe: default.v1
language: nb
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: 100
    constrain_similarities: true
    entity_recognition: false
"""


class DietUnavailable(RuntimeError):
    """The throwaway environment could not be built or run; the message says what failed and what to do."""


@dataclass(frozen=True, slots=True)
class DietFigures:
    """Per cent right on test, seconds of training, milliseconds a sentence."""

    accuracy: float
    training_seconds: float
    milliseconds: float


def measure(dev: Sequence[Sentence], test: Sequence[Sentence], report: Callable[[str], None]) -> DietFigures:
    """
    Raises:
        DietUnavailable: the environment cannot be built (it needs Python 3.11 and a package registry).
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(_HERE / "environment.toml", folder / "pyproject.toml")
        report("DIET: building a throwaway environment with TensorFlow")
        _run([str(_UV), "sync", "--quiet", "--python", "3.11"], folder, "build the environment")
        (folder / "config.yml").write_text(_CONFIG, encoding="utf-8")
        examples = [{"text": s.text, "intent": s.intent} for s in dev]
        nlu = {"rasa_nlu_data": {"common_examples": examples}}
        (folder / "nlu.json").write_text(json.dumps(nlu), encoding="utf-8")
        (folder / "test.json").write_text(json.dumps([s.text for s in test]), encoding="utf-8")
        report("DIET: training, about half an hour")
        python = folder / ".venv" / "bin" / "python"
        _run([str(python), str(_HERE / "benchmark.py"), str(folder)], folder, "train and test")
        figures = json.loads((folder / "guessed.json").read_text(encoding="utf-8"))
    return DietFigures(accuracy(figures["guessed"], test), figures["training_seconds"], figures["milliseconds"])


def _run(command: list[str], folder: Path, what: str) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise DietUnavailable(f"could not {what}: {error}. Run `make setup` first") from None
    if done.returncode:
        tail = "\n".join((done.stderr or done.stdout).strip().splitlines()[-5:])
        raise DietUnavailable(f"could not {what}. Python 3.11 and a package registry are needed\n{tail}")
