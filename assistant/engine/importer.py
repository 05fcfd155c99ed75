"""Brings the questions of the scheme files into Rasa's training data: each asks about the topic of its statement.

Named in config.yml under `importers`, so plain `rasa train` and `rasa data validate` see them too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.known_questions import unanswered_questions
from knowledge.loader import load_schemes
from knowledge.model import Scheme


class KnownQuestionsImporter(TrainingDataImporter):
    """Adds examples only; domain, rules and configuration come from Rasa's own importer."""

    def __init__(self, config_file: str | None = None, domain_path: Any = None, training_data_paths: Any = None):
        super().__init__(config_file, domain_path, training_data_paths)

    def get_domain(self) -> Domain:
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        return None

    def get_nlu_data(self, language: str | None = "nb") -> TrainingData:
        """One example a question; its paraphrase family is the statement."""
        examples: dict[str, Message] = {}
        for text, topic, family in _all_questions():
            intent = f"ask_{topic}"
            examples.setdefault(text.lower(), Message.build(text, intent, intent_metadata={"family": family}))
        return TrainingData(list(examples.values()))


@lru_cache(maxsize=1)
def _all_questions() -> list[tuple[str, str, str]]:
    """Rasa asks for the data several times while it trains."""
    return list(_questions())


def _questions() -> Iterator[tuple[str, str, str]]:
    """Text, topic and family of every known question."""
    for scheme in load_schemes():
        topics = _topics(scheme)
        for statement, texts in scheme.questions.items():
            yield from ((text, topics[statement], f"{scheme.id}.{statement}") for text in texts)
    # Of what no source answers only the commonest: details can be asked about any topic, and would blur them all.
    for topic, lines in unanswered_questions("general").items():
        yield from ((line, topic, f"unanswered.{topic}") for line in lines)


def _topics(scheme: Scheme) -> dict[str, str]:
    return {s.id: str(s.topic) for edition in scheme.editions for s in edition.statements}
