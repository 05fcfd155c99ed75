"""Rasa in this process. Whatever imports it imports this first: see `lean_imports` and `plain_yaml`."""

from assistant.engine import lean_imports, plain_yaml

lean_imports.install()
plain_yaml.install()
