"""Rasa in this process. Whatever imports it imports this first: see `assistant.engine.lean_imports`."""

from assistant.engine import lean_imports

lean_imports.install()
