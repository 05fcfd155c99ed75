"""The domain that is loaded without checking its form again is the one that Rasa loads."""

from __future__ import annotations

from pathlib import Path

from assistant.engine.training import ensure_model
from assistant.settings import Settings


def test_the_domain_is_the_one_that_rasas_own_provider_reads(tmp_path: Path) -> None:
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.graph_components.providers.domain_provider import DomainProvider

    from assistant.engine.domain import TrainedDomainProvider

    model = ensure_model(Settings.from_env().models_folder)
    storage, metadata = LocalModelStorage.from_model_archive(tmp_path, model)
    name = next(name for name, node in metadata.predict_schema.nodes.items() if node.uses is DomainProvider)
    resource = metadata.predict_schema.nodes[name].resource
    assert isinstance(resource, Resource)
    context = ExecutionContext(GraphSchema({}), "x")
    ours = TrainedDomainProvider.load({}, storage, resource, context).provide_inference()
    rasas = DomainProvider.load({}, storage, resource, context).provide_inference()
    assert ours.as_dict() == rasas.as_dict()
    assert ours.fingerprint() == rasas.fingerprint()
