"""All wiring in one place: settings in, a running service out. Nothing else in the project builds its own parts."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from ruamel.yaml import YAML
from sqlalchemy import create_engine

from actions.services import ChecklistShelf, Services, use_services
from assistant.catalogue import KnowledgeCatalogue
from assistant.conversations.stores import Stores, open_stores
from assistant.engine.training import fingerprint
from assistant.handoff import hours as opening_hours
from assistant.library import Library
from assistant.nlu.runtime import use_reader
from assistant.settings import Settings, SettingsError
from knowledge import rankers
from knowledge.export.docx import render_docx
from knowledge.export.ics import render_ics
from knowledge.export.mail import render_text
from knowledge.export.pdf import render_pdf
from knowledge.language.reader import MessageReader
from knowledge.language.texts import Texts, read_texts
from knowledge.loader import load_schemes
from knowledge.model import Scheme
from knowledge.neighbours.neighbours import load_neighbours
from knowledge.offices.directory import Directory
from knowledge.passages import Passages
from knowledge.repository import SchemeRepository
from knowledge.search import StatementSearch

TEXTS = Path(__file__).parent / "texts"
EXPORTS = {"pdf": render_pdf, "docx": render_docx, "ics": render_ics, "txt": render_text}
Report = Callable[[str], None]


@dataclass(frozen=True)
class Knowledge:
    """The knowledge base, read and indexed."""

    schemes: list[Scheme]
    directory: Directory
    reader: MessageReader
    search: StatementSearch


@dataclass(frozen=True)
class System:
    """A wired service; `app` can be served as it is."""

    settings: Settings
    knowledge: Knowledge
    stores: Stores
    assistant: Any
    app: web.Application


def clock(settings: Settings) -> Callable[[], dt.date]:
    """Today: the real one in Norway's sense of a day, or the one that VEILEDER_TODAY pretends."""
    return lambda: settings.today or dt.date.today()


def build_knowledge(settings: Settings, report: Report = lambda _line: None) -> Knowledge:
    """Loads the scheme files into the database and reads them back, indexed.

    Raises:
        SchemeFileError: a scheme file is not usable.
    """
    settings.var.mkdir(parents=True, exist_ok=True)
    repository = SchemeRepository(create_engine(f"sqlite:///{(settings.var / 'knowledge.db').absolute()}"))
    changed = repository.replace_all(load_schemes())
    report(f"knowledge: {changed} schemes changed" if changed else "knowledge: up to date")
    schemes = repository.schemes()
    rankers.prepare(schemes, settings.models_folder / f"questions-{fingerprint()}.npz")
    directory = Directory.load()
    return Knowledge(schemes, directory, MessageReader(schemes, directory), StatementSearch(repository.statements()))


def texts() -> Texts:
    return read_texts(TEXTS)


def sami_replies() -> dict[str, str]:
    """One reply each in North, South and Lule Sami, by language code."""
    return dict(YAML(typ="safe").load((TEXTS.parent / "texts_sami.yml").read_text(encoding="utf-8")))


def wire_actions(settings: Settings, knowledge: Knowledge, checklists: ChecklistShelf) -> None:
    """Hands the actions and the NLU components what they work with."""
    use_reader(knowledge.reader)
    use_services(
        Services(
            schemes=knowledge.schemes,
            reader=knowledge.reader,
            directory=knowledge.directory,
            neighbours=load_neighbours(),
            search=knowledge.search,
            texts=texts(),
            sami=sami_replies(),
            today=clock(settings),
            checklists=checklists,
        )
    )


def build(settings: Settings, report: Report = lambda _line: None) -> System:
    """Builds the whole service: knowledge, model (trained when its inputs changed), stores, engine, app."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    knowledge = build_knowledge(settings, report)
    check_opening_hours(settings, knowledge.directory)
    library = build_library(settings, knowledge)
    stores = open_stores(settings)
    wire_actions(settings, knowledge, stores.checklists)
    assistant = _engine(settings, knowledge, stores, report)
    from assistant.web.app import create_app

    catalogue = KnowledgeCatalogue(knowledge.schemes, knowledge.search, clock(settings))
    app = create_app(settings, assistant, catalogue, library, stores, EXPORTS)
    return System(settings, knowledge, stores, assistant, app)


def check_opening_hours(settings: Settings, directory: Directory) -> None:
    """Whether every office with opening hours exists.

    Raises:
        SettingsError: One does not.
    """
    unknown = opening_hours.parse(settings.opening_hours).keys() - {office.code for office in directory.offices()}
    if unknown:
        raise SettingsError(
            f"VEILEDER_OPENING_HOURS: there is no office '{min(unknown)}'. knowledge/offices/offices.csv lists the codes."
        )


def build_library(settings: Settings, knowledge: Knowledge) -> Library:
    """The knowledge base for pages, with the source documents that are installed in the var folder."""
    passages = Passages.read(settings.var / "sources")
    return Library(knowledge.schemes, knowledge.search, passages, knowledge.directory, clock(settings))


def _engine(settings: Settings, knowledge: Knowledge, stores: Stores, report: Report) -> Any:
    from assistant.engine.training import ensure_model

    model = ensure_model(settings.models_folder, report)
    report("engine: loading")
    from assistant.engine.engine import RasaAssistant
    from assistant.engine.tracker_store import DatabaseTrackerStore

    return RasaAssistant(model, DatabaseTrackerStore(None, stores.database), knowledge.directory)
