"""YAML as plain data: by libyaml, as fast as ruamel.yaml can."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.resolver import VersionedResolver


class _OneVersion(VersionedResolver):
    """Asks once which version of YAML a file has, not for each of its words; a reader reads one file."""

    @cached_property
    def versioned_resolver(self) -> Any:
        return super().versioned_resolver


def plain_reader() -> YAML:
    """A reader for one file: makes dicts, lists, texts and numbers, and nothing else."""
    reader = YAML(typ="safe")
    reader.Resolver = _OneVersion
    return reader
