"""The domain of a trained model, as it was when the model was trained."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain

from knowledge.yaml_files import plain_reader


class TrainedDomainProvider(DomainProvider):
    """Does not check again what training has checked and written; models are sealed (`assistant.engine.seals`)."""

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TrainedDomainProvider:
        """As Rasa's own, which checks the form of the file: half a second."""
        with model_storage.read_from(resource) as folder:
            text = (folder / "domain.yml").read_text(encoding="utf-8")
        return cls(model_storage, resource, Domain.from_dict(plain_reader().load(text)))
