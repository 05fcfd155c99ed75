"""YAML means what it says, Rasa or no Rasa in the process.

When it is imported, Rasa teaches every reader of ruamel.yaml in the process to put the environment in the place of
`${NAME}`. A scheme file that somebody uploads, with `${VEILEDER_DATABASE_URL}` in a text, would publish the password
of the database; and one with `$` and braces in a price would not be read at all. Nothing of ours needs it.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence

from ruamel.yaml import resolver
from ruamel.yaml.constructor import BaseConstructor

_TEACHER = "rasa.shared.utils.io"
_TAG = "!env_var"


class _ForgetsAfterwards(importlib.abc.MetaPathFinder):
    """Finds the module that changes ruamel.yaml, and takes the change back when it has been imported."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        spec = importlib.machinery.PathFinder.find_spec(fullname, path) if fullname == _TEACHER else None
        if spec and spec.loader:
            run = spec.loader.exec_module

            def run_and_forget(module: types.ModuleType) -> None:
                run(module)
                forget()

            spec.loader.exec_module = run_and_forget  # type: ignore[method-assign]
        return spec


def install() -> None:
    """See to it that `${NAME}` is text, now and when Rasa is imported later."""
    forget()
    if _TEACHER not in sys.modules:
        sys.meta_path.insert(0, _ForgetsAfterwards())


def forget() -> None:
    """Take back what Rasa taught the readers of this process."""
    resolver.implicit_resolvers[:] = [each for each in resolver.implicit_resolvers if each[1] != _TAG]
    for reader in _with_subclasses(resolver.BaseResolver):
        by_first_character: dict[str | None, list[tuple[str, object]]] = vars(reader).get("yaml_implicit_resolvers", {})
        for known in by_first_character.values():
            known[:] = [each for each in known if each[0] != _TAG]
    for reader in _with_subclasses(BaseConstructor):
        vars(reader).get("yaml_constructors", {}).pop(_TAG, None)


def _with_subclasses(kind: type) -> list[type]:
    found = [kind]
    for each in found:
        found += each.__subclasses__()
    return found
