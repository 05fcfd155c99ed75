"""Runs a trained graph node by node, in this thread.

Rasa's own runner hands each prediction to dask, which schedules a graph of five nodes anew every time; that takes longer
than the nodes themselves (docs/decisions/0023-shortcuts-in-the-engine.md).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema, SchemaNode
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider

from assistant.engine.domain import TrainedDomainProvider


def _quicker(node: SchemaNode) -> SchemaNode:
    return replace(node, uses=TrainedDomainProvider) if node.uses is DomainProvider else node


class DirectGraphRunner(GraphRunner):
    """Implements Rasa's `GraphRunner`: the nodes are called in an order that is worked out once for each set of targets."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._order = cache(self._ordered)

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> DirectGraphRunner:
        nodes = {
            name: GraphNode.from_schema_node(name, _quicker(node), model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Runs what the targets need, and no more.

        Args:
            inputs: What is given from outside, by the name that nodes ask for it by.
            targets: The nodes whose output is wanted; those of the schema when not given.

        Returns:
            The output of each target.

        Raises:
            GraphRunError: An input has the name of a node.
        """
        wanted = tuple(targets or self._schema.target_names)
        done = {name: (name, value) for name, value in (inputs or {}).items()}
        if clash := done.keys() & self._nodes.keys():
            raise GraphRunError(f"the input '{min(clash)}' has the name of a node: give it another")
        for name, needs in self._order(wanted):
            done[name] = self._nodes[name](*(done.get(need, need) for need in needs))
        return {name: done[name][1] for name in wanted}

    def _ordered(self, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        """The nodes that targets need, each after those that it needs, with the names of these."""
        ordered: dict[str, tuple[str, ...]] = {}

        def visit(name: str) -> None:
            node = self._schema.nodes.get(name)
            if node is None or name in ordered:  # an input has no node
                return
            for need in node.needs.values():
                visit(need)
            ordered[name] = tuple(node.needs.values())

        for target in targets:
            visit(target)
        return list(ordered.items())
