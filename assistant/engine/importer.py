"""Brings all training data to Rasa: domain and rules as Rasa reads them, and the examples of `nlu_data/` with the
questions of the scheme files, each of which asks about the topic of its statement.

Named in config.yml under `importers`, so plain `rasa train` and `rasa data validate` see the same. Rasa asks for the
data a dozen times while it trains, and compares and copies every example each time: they are read once here, and know
their own fingerprint (docs/decisions/0023).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import get_text_hash

from knowledge.known_questions import unanswered_questions
from knowledge.loader import shipped_schemes
from knowledge.model import Scheme
from knowledge.yaml_files import plain_reader

_PLAIN_BLOCK = {"intent", "metadata", "examples"}


class Example(Message):
    """A training example. Nothing changes it, so a copy is itself and its fingerprint is worked out once."""

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """Rasa strips what is stripped already; the fingerprint stays good."""
        if add_to_output or self.data.get(prop) != info:
            super().set(prop, info, add_to_output)

    def fingerprint(self) -> str:
        known: str | None = getattr(self, "_cached_fingerprint", None)
        if known is None:
            self._cached_fingerprint = known = get_text_hash(repr(self.data))
        return known

    def __hash__(self) -> int:
        return hash(self.fingerprint())

    def __deepcopy__(self, memo: dict[int, Any]) -> Example:
        return self


class GuideImporter(RasaFileImporter):
    """Domain, rules and configuration are Rasa's own importer's."""

    def get_config_file_for_auto_config(self) -> str | None:
        """None: config.yml is used as it is."""
        return None

    def get_nlu_data(self, language: str | None = "nb") -> TrainingData:
        """The examples of the files, then one a known question; its paraphrase family is the statement."""
        return _all_examples(tuple(sorted(self._nlu_files)))


@lru_cache(maxsize=1)
def _all_examples(files: tuple[str, ...]) -> TrainingData:
    examples = [example for file in files for example in _examples_of(Path(file))]
    questions: dict[str, Example] = {}
    for text, topic, family in _questions():
        questions.setdefault(text.lower(), _example(text, f"ask_{topic}", {"family": family}))
    return TrainingData([*examples, *questions.values()])


def _examples_of(file: Path) -> Iterator[Message]:
    """The examples of one file; a file with more in it than intents and plain lines is read by Rasa."""
    blocks = plain_reader().load(file.read_text(encoding="utf-8")).get("nlu") or []
    if not all(set(block) <= _PLAIN_BLOCK and _is_plain(block.get("examples")) for block in blocks):
        from rasa.shared.nlu.training_data.loading import load_data

        yield from load_data(str(file)).training_examples
        return
    for block in blocks:
        for line in block["examples"].splitlines():
            yield _example(line[2:].strip(), block["intent"], block.get("metadata"))


def _is_plain(examples: Any) -> bool:
    """Whether examples are lines with a dash, without marks of entities."""
    return isinstance(examples, str) and "[" not in examples and all(e.startswith("- ") for e in examples.splitlines())


def _example(text: str, intent: str, metadata: Any) -> Example:
    built = Message.build(text, intent, intent_metadata=metadata)
    return Example(data=built.data, output_properties=built.output_properties)


def _questions() -> Iterator[tuple[str, str, str]]:
    """Text, topic and family of every known question."""
    for scheme in shipped_schemes():
        topics = _topics(scheme)
        for statement, texts in scheme.questions.items():
            yield from ((text, topics[statement], f"{scheme.id}.{statement}") for text in texts)
    # Of what no source answers only the commonest: details can be asked about any topic, and would blur them all.
    for topic, lines in unanswered_questions("general").items():
        yield from ((line, topic, f"unanswered.{topic}") for line in lines)


def _topics(scheme: Scheme) -> dict[str, str]:
    return {s.id: str(s.topic) for edition in scheme.editions for s in edition.statements}
