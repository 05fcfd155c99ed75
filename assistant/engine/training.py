"""Trains the model when its inputs have changed, and finds the one trained from the present inputs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from assistant.engine import seals
from assistant.engine.components import check_config
from knowledge import rankers
from knowledge.language import lexicon
from knowledge.loader import load_schemes

ROOT = Path(__file__).resolve().parents[2]
_INPUTS = (
    "config.yml",
    "nlu_data",
    "assistant/dialogue",
    "assistant/nlu/classifier.py",
    "assistant/nlu/components.py",
    "assistant/nlu/features.py",
    "knowledge/language",
    "knowledge/offices",
    "knowledge/schemes",
    "knowledge/unanswered",
    "knowledge/known_questions.py",
    "knowledge/question_space.py",
    "knowledge/sparse_rows.py",
    "knowledge/term_numbers.py",
    "knowledge/term_weights.py",
    "knowledge/word_use.py",
    "knowledge/rankers.py",
    "assistant/engine/importer.py",
)
_SUFFIXES = {".py", ".yml", ".csv"}


class TrainingError(RuntimeError):
    """No model could be trained; the message says what Rasa said last and what to do."""


def input_files() -> Iterator[Path]:
    """Every file that the model is made from, in a fixed order."""
    for name in _INPUTS:
        path = ROOT / name
        yield from [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in _SUFFIXES)


def fingerprint() -> str:
    """A hash of the inputs; a model is good as long as it is unchanged."""
    digest = hashlib.sha256()
    for path in input_files():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def model_path(folder: Path) -> Path:
    return folder / f"veileder-{fingerprint()}.tar.gz"


def learned_path(folder: Path) -> Path:
    """Where `knowledge.rankers` keeps what it learns from the present inputs."""
    return folder / f"questions-{fingerprint()}.npz"


def words_path(folder: Path) -> Path:
    """The folder of the tries that words are looked up in."""
    return folder / f"words-{version('simplemma')}"


def ensure_model(folder: Path, report: Callable[[str], None] = lambda _line: None) -> Path:
    """Returns the model for the present inputs, training it first if it is not there.

    Args:
        report: called with a line of progress now and then.

    Raises:
        UnsafeFolder: others than its owner may write to the folder.
    """
    with model_beside(folder, report):
        pass
    return model_path(folder)


@contextmanager
def model_beside(folder: Path, report: Callable[[str], None] = lambda _line: None) -> Iterator[None]:
    """The model is trained, if it is not there, while the body runs.

    A model that is not the file that training wrote is never loaded, but made anew.

    Raises:
        UnsafeFolder: others than its owner may write to the folder.
        TrainingError: it could not be trained.
    """
    prepare_words(folder)
    wanted = model_path(folder)
    if seals.is_sealed(wanted):
        report("model: up to date")
        yield
        return
    why = f"{wanted.name} is not as training left it" if wanted.exists() else "the inputs have changed"
    report(f"model: training, {why} (about a minute)")
    seals.make_folder(folder)
    with _beside("model", folder):
        yield
    report("model: trained")


@contextmanager
def rankers_beside(folder: Path) -> Iterator[None]:
    """What the rankers learn from the present inputs is learned, if it is not kept as it was left, while the body runs.

    Raises:
        UnsafeFolder: others than its owner may write to the folder.
        TrainingError: it could not be learned.
    """
    prepare_words(folder)
    if seals.is_sealed(learned_path(folder)):
        yield
        return
    seals.make_folder(folder)
    with _beside("rankers", folder):
        yield


@contextmanager
def _beside(what: str, folder: Path) -> Iterator[None]:
    """Makes something of `_MAKERS` while the body runs: in a process of its own, so that the memory it takes is given back."""
    command = [sys.executable, "-W", "ignore", "-m", "assistant.engine.training", what, str(folder)]
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said)  # noqa: S603 - our own module
        try:
            yield
            code = process.wait()
        finally:
            process.kill()
            process.wait()
        said.seek(0)
        tail = said.read().strip().splitlines()[-5:]
    if code != 0:
        found = "\n".join(tail)
        raise TrainingError(f"the {what} could not be trained. Run `make rasa-validate` to see what is wrong.\n{found}")


def train(folder: Path) -> Path:
    """Trains the model with Rasa from config.yml, nlu_data/ and assistant/dialogue/."""
    path = model_path(folder)
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    check_config(ROOT / "config.yml")
    from rasa.model_training import train as rasa_train

    made = Path(tempfile.mkdtemp(dir=folder, prefix=".training-"))
    result = rasa_train(
        domain=str(ROOT / "assistant" / "dialogue" / "domain"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "nlu_data"), str(ROOT / "assistant" / "dialogue" / "rules")],
        output=str(made),
        fixed_model_name=path.name.removesuffix(".tar.gz"),
        force_training=True,
    )
    if result.model is None:
        raise RuntimeError("Rasa trained no model. Run `make rasa-validate` to see what is wrong with the data.")
    os.replace(result.model, path)  # whole or not at all: a service may be starting from the one before
    shutil.rmtree(made)
    seals.seal(path)
    return path


def prepare_words(folder: Path) -> None:
    """Has words looked up in tries, which are made from simplemma's word lists where they are not as they were left.

    Raises:
        UnsafeFolder: others than its owner may write to the folder.
    """
    words = words_path(folder)
    tries = lexicon.tries_in(words)
    if not all(map(seals.is_sealed, tries)):
        for each in (folder, words):
            seals.make_folder(each)
        lexicon.make_tries(words)
        for path in tries:
            seals.seal(path)
    lexicon.keep_in(words)


def learn(folder: Path) -> Path:
    """Has the rankers learn from the scheme files as they are shipped."""
    path = learned_path(folder)
    path.unlink(missing_ok=True)
    rankers.prepare(load_schemes(), path)
    seals.seal(path)
    return path


_MAKERS = {"model": train, "rankers": learn}

if __name__ == "__main__":
    from assistant.logs import configure_logs

    configure_logs()
    prepare_words(Path(sys.argv[2]))
    _MAKERS[sys.argv[1]](Path(sys.argv[2]))
