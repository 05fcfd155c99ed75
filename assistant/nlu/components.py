"""The Rasa graph components of config.yml. Thin: what they do stands in `message`, `classifier` and `knowledge.language`."""

from __future__ import annotations

import logging
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu import classifier as linear
from assistant.nlu.classifier import OUT_OF_SCOPE
from assistant.nlu.features import Masked, mask_names
from assistant.nlu.message import entities, grounds, names_ours, refusal_reason, understand
from assistant.nlu.runtime import current_reader

logger = logging.getLogger(__name__)
READING = "reading"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class MessageAnalyser(GraphComponent):
    """Reads each message with the knowledge base: schemes, municipalities, terms, years. Needs no training."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageAnalyser:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        reader = current_reader()
        for message in messages:
            reading = reader.read(message.get(TEXT) or "")
            message.set(READING, reading)
            message.set(ENTITIES, message.get(ENTITIES, []) + entities(reading), add_to_output=True)
            for key, value in grounds(reading).items():
                message.set(key, value, add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent):
    """Assigns the intent, and the topics when several are asked about; refuses what it does not know."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`threshold`: the least probability of an intent; below it a message is out of scope. `foreign`: the
        probability of being none of ours from which a message is; `foreign_named`: the same for a message that names
        something of ours; `foreign_in_conversation`: the same in a conversation under way. `penalty`: SVM's C."""
        return {
            "threshold": 0.3,
            "foreign": 0.35,
            "foreign_named": 0.75,
            "foreign_in_conversation": 0.6,
            "penalty": 0.5,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: linear.LinearClassifier | None = None,
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        samples = [sample(example) for example in training_data.intent_examples]
        self._model = linear.train(samples, penalty=self._config["penalty"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, linear.LinearClassifier.load(folder))

    def process(self, messages: list[Message]) -> list[Message]:
        if self._model is None:
            raise RuntimeError("The intent classifier is not trained. Run `make train`, then start again.")
        for message in messages:
            self._classify(message, self._model)
        return messages

    def _classify(self, message: Message, model: linear.LinearClassifier) -> None:
        reading = message.get(READING) or current_reader().read(message.get(TEXT) or "")
        understanding = understand(reading.text, reading, model)
        coverage = model.coverage(mask_names(reading.text, []))
        refused = refusal_reason(
            understanding,
            reading,
            threshold=self._config["threshold"],
            foreign=self._config["foreign_named" if names_ours(reading, understanding.intent) else "foreign"],
            coverage=coverage,
        )
        name = OUT_OF_SCOPE if refused else understanding.intent
        ranking = [{"name": g.intent, "confidence": g.confidence} for g in understanding.ranking]
        message.set(INTENT, {"name": name, "confidence": understanding.confidence}, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        parts = [part.as_dict() for part in understanding.parts]
        message.set("parts", parts, add_to_output=True)
        message.set("refusal", refused, add_to_output=True)
        message.set("foreign", understanding.foreign, add_to_output=True)
        doubtful = refused == "foreign" and understanding.foreign < self._config["foreign_in_conversation"]
        message.set("doubtful", doubtful, add_to_output=True)


def sample(example: Message) -> linear.Sample:
    """A training example; the family stands in the metadata of its block in `nlu_data/`."""
    text = example.get(TEXT) or ""
    said, schemes, places = current_reader().names(text)
    names = [Masked(s, e, "scheme") for s, e in schemes] + [Masked(s, e, "place") for s, e in places]
    metadata = example.get("metadata") or {}
    family = str((metadata.get("intent") or {}).get("family") or text)
    return linear.Sample(tuple(mask_names(said, names)), str(example.get(INTENT)), family)
