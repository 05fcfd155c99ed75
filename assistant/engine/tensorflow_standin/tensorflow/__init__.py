"""A placeholder for TensorFlow.

Rasa 3.6 imports TensorFlow in many modules, yet only DIET, TED, the ResponseSelector and the
language-model featurizers run it. None of them is used here, so this package answers every attribute with a
placeholder class: something that can be subclassed, called, indexed or used as a decorator, and that
computes nothing. `assistant.engine.components` refuses configurations that name a component which needs
the real library. Why: docs/decisions/0002-tensorflow-stand-in.md.
"""

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Collection, Sequence
from typing import Any

__version__ = "2.12.0"

_PLACEHOLDER_ROOTS = {"tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras"}


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


class _PlaceholderMeta(type):
    """Metaclass: any attribute, index, union or call on a placeholder gives a placeholder."""

    def __getattr__(cls, name: str) -> Any:
        if _is_dunder(name):
            raise AttributeError(name)
        return _placeholder(name)

    def __getitem__(cls, _key: object) -> Any:
        return cls

    def __or__(cls, _other: object) -> Any:
        return cls

    def __ror__(cls, _other: object) -> Any:
        return cls

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if not cls.__dict__.get("is_placeholder"):
            return super().__call__(*args, **kwargs)  # a real subclass, made by Rasa
        used_as_decorator = len(args) == 1 and callable(args[0]) and not kwargs
        return args[0] if used_as_decorator else _placeholder("value")


def _placeholder(name: str) -> Any:
    return _PlaceholderMeta(name, (), {"is_placeholder": True})


class _PlaceholderModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if _is_dunder(name):
            raise AttributeError(name)
        return _placeholder(name)


class PlaceholderFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Serves modules and all that is below them as placeholder modules.

    Args:
        names: of the modules, e.g. `tensorflow` or `google.auth`.
    """

    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(names)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        parts = fullname.split(".")
        if any(".".join(parts[:length]) in self._names for length in range(1, len(parts) + 1)):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        module = _PlaceholderModule(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        return None


sys.meta_path.insert(0, PlaceholderFinder(_PLACEHOLDER_ROOTS))


def __getattr__(name: str) -> Any:
    if _is_dunder(name):
        raise AttributeError(name)
    return _placeholder(name)
