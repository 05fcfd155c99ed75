"""`rasa run actions` with our actions: rasa_sdk's own server, after the knowledge base has been wired to them.

Rasa's command imports the package named by `--actions`; this is that package, so the server is the stock one.
"""

from __future__ import annotations

import os
from pathlib import Path

from assistant.bootstrap import build_knowledge, wire_actions
from assistant.conversations.stores import open_stores
from assistant.settings import Settings

# rasa_sdk collects the actions that are defined in what it imports.
from actions import answer, checklist, eligibility, handoff, meta, neighbours, office, out_of_scope, schemes  # noqa: F401 isort: skip

_settings = Settings.from_env()
_knowledge = build_knowledge(_settings)
_stores = open_stores(
    _settings.model_copy(update={"database_url": f"sqlite:///{Path(os.environ['STOCK_FOLDER'])}/own.db"})
)
wire_actions(_settings, _knowledge, _stores.checklists)
