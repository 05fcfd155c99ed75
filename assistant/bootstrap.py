"""All wiring in one place: settings in, a running service out. Nothing else in the project builds its own parts."""

from __future__ import annotations

import assistant.engine  # noqa: F401  # isort: skip - first: what it keeps from being imported, others import

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from actions.services import ChecklistShelf, Services, use_services
from assistant.archive.releases import current_release
from assistant.catalogue import KnowledgeCatalogue
from assistant.conversations.stores import Stores, open_stores
from assistant.editing.live import LiveKnowledge, follow
from assistant.editing.versions import Version
from assistant.editing.watching import keep_watch
from assistant.engine.training import fingerprint, learned_path, model_beside, rankers_beside
from assistant.handoff import hours as opening_hours
from assistant.library import Library
from assistant.nlu.runtime import use_reader
from assistant.settings import Settings, SettingsError
from assistant.web.services import SERVICES
from knowledge import rankers
from knowledge.export.renderers import RENDERERS
from knowledge.language.reader import MessageReader
from knowledge.language.texts import Texts, read_texts
from knowledge.loader import SCHEMES_DIR, load_schemes
from knowledge.model import CitationRef, Scheme
from knowledge.neighbours.neighbours import load_neighbours
from knowledge.offices.directory import Directory
from knowledge.passages import Passages
from knowledge.search import synonyms
from knowledge.search.documents import DocumentSearch
from knowledge.search.embedded import EmbeddedEngine
from knowledge.search.knowledge import KnowledgeSearch
from knowledge.yaml_files import plain_reader

TEXTS = Path(__file__).parent / "texts"
Report = Callable[[str], None]


@dataclass(frozen=True)
class Knowledge:
    """The knowledge base, read and indexed."""

    schemes: list[Scheme]
    directory: Directory
    reader: MessageReader
    search: KnowledgeSearch
    passages: Passages
    documents: DocumentSearch
    stamp: tuple[tuple[str, int], ...]  # when the documents were read, as `documents_stamp` tells


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


def build_knowledge(settings: Settings) -> Knowledge:
    """The scheme files of this release, indexed, with what is learned from known questions.

    Raises:
        SchemeFileError: a scheme file is not usable.
    """
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    schemes = load_schemes()
    with rankers_beside(settings.models_folder):
        knowledge = index(settings, schemes, Directory.load())
    rankers.prepare(schemes, learned_path(settings.models_folder))
    return knowledge


def index(
    settings: Settings, schemes: Sequence[Scheme], directory: Directory, before: Knowledge | None = None
) -> Knowledge:
    """Everything that answers, made from schemes; slow, for a thread.

    Args:
        before: what answered before. What of it is made of the same words, documents or schemes is kept, which is a
            second of work spared.
    """
    reader = before.reader if before and _same_words(before.schemes, schemes) else MessageReader(schemes, directory)
    stamp = documents_stamp(settings.var / "sources")
    if before and stamp == before.stamp:
        passages, search = before.passages, before.search
        _publish_to(search, before.schemes, schemes, passages)
        documents = before.documents if _same_sources(before.schemes, schemes) else DocumentSearch(schemes, passages)
    else:
        passages = Passages.read(settings.var / "sources")
        search = KnowledgeSearch.of(schemes, passages, EmbeddedEngine(synonyms=_synonyms(settings)))
        documents = DocumentSearch(schemes, passages)
    return Knowledge(list(schemes), directory, reader, search, passages, documents, stamp)


def _same_sources(before: Sequence[Scheme], now: Sequence[Scheme]) -> bool:
    """Whether the same documents belong to the same schemes, and are cited at the same places."""

    def cited(scheme: Scheme) -> list[CitationRef]:
        return [reference for edition in scheme.editions for _, reference in edition.citations()]

    return [(s.id, s.sources, cited(s)) for s in before] == [(s.id, s.sources, cited(s)) for s in now]


def _publish_to(
    search: KnowledgeSearch, before: Sequence[Scheme], schemes: Sequence[Scheme], passages: Passages
) -> None:
    """Puts what has changed into the index; each scheme as a whole, so that a reader sees the old or the new."""
    kept = {id(scheme) for scheme in before}
    for scheme in schemes:
        if id(scheme) not in kept:
            search.publish(scheme, passages)
    for gone in {scheme.id for scheme in before} - {scheme.id for scheme in schemes}:
        search.engine.replace(gone, ())


def _same_words(before: Sequence[Scheme], now: Sequence[Scheme]) -> bool:
    """Whether all that a reader is made of is the same: names, hints, terms and known questions."""
    names = {"id", "name", "short_name", "aliases", "hints", "questions", "contrasts"}
    if [s.model_dump(include=names) for s in before] != [s.model_dump(include=names) for s in now]:
        return False
    terms = [[(s.id, s.terms) for s in scheme.edition().statements] for scheme in before]
    return terms == [[(s.id, s.terms) for s in scheme.edition().statements] for scheme in now]


def _synonyms(settings: Settings) -> synonyms.Synonyms:
    try:
        return synonyms.load(settings.thesaurus)
    except synonyms.ThesaurusError as error:
        raise SettingsError(f"VEILEDER_THESAURUS: {error}") from None


def texts() -> Texts:
    return read_texts(TEXTS)


def sami_replies() -> dict[str, str]:
    """One reply each in North, South and Lule Sami, by language code."""
    return dict(plain_reader().load((TEXTS.parent / "texts_sami.yml").read_text(encoding="utf-8")))


def wire_actions(
    settings: Settings, knowledge: Knowledge, checklists: ChecklistShelf, versions: Mapping[str, int] | None = None
) -> None:
    """Hands the actions and the NLU components what they work with; `versions` are the numbers of the schemes."""
    use_reader(knowledge.reader)
    use_services(
        Services(
            schemes=knowledge.schemes,
            reader=knowledge.reader,
            directory=knowledge.directory,
            neighbours=load_neighbours(),
            search=knowledge.search,
            documents=knowledge.documents,
            texts=texts(),
            sami=sami_replies(),
            today=clock(settings),
            checklists=checklists,
            versions=dict(versions or {}),
        )
    )


def build(settings: Settings, report: Report = lambda _line: None, *, jobs: bool = True) -> System:
    """Builds the whole service: knowledge, model (trained when its inputs changed), stores, engine, app.

    Of several workers one does the `jobs`: deleting, counting, watching the sources.
    """
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    with model_beside(settings.models_folder, report):
        shipped = build_knowledge(settings)
    check_opening_hours(settings, shipped.directory)
    stores = open_stores(settings)
    live = take_versions(stores, shipped.schemes, report)
    knowledge = index(settings, [scheme for _, scheme in live], shipped.directory, shipped)
    rankers.adopt(knowledge.schemes)
    wire_actions(settings, knowledge, stores.checklists, {version.scheme: version.number for version, _ in live})
    stores.archive.begin(current_release(), fingerprint())
    assistant = _engine(settings, knowledge, stores, report)
    from assistant.web.app import create_app

    app = create_app(settings, assistant, *_reading(settings, knowledge), stores, RENDERERS, jobs=jobs)
    follow(app, _live_knowledge(settings, stores, knowledge, live, app))
    if jobs:
        keep_watch(app, settings, stores)
    return System(settings, knowledge, stores, assistant, app)


def take_versions(stores: Stores, shipped: Sequence[Scheme], report: Report) -> list[tuple[Version, Scheme]]:
    """Takes the scheme files into the history of versions; returns what is live."""
    files = [(scheme, (SCHEMES_DIR / f"{scheme.id}.yml").read_text(encoding="utf-8")) for scheme in shipped]
    for scheme_id in stores.versions.take_shipped_now(files):
        report(f"knowledge: the file of {scheme_id} has changed, but an editor's version is live; see /redaksjon")
    return stores.versions.live_now(shipped)  # nearly always what was shipped, and that is indexed already


def _live_knowledge(
    settings: Settings,
    stores: Stores,
    knowledge: Knowledge,
    live: Sequence[tuple[Version, Scheme]],
    app: web.Application,
) -> LiveKnowledge:
    """Follows what is published; each change is built in a thread and put in place of what answers."""
    latest = knowledge

    def rebuild(schemes: Sequence[Scheme], numbers: Mapping[str, int]) -> Callable[[], None]:
        nonlocal latest
        latest = built = index(settings, schemes, knowledge.directory, latest)
        catalogue, library = _reading(settings, built)
        swap_rankers = rankers.adopting(built.schemes)

        def put_in_place() -> None:
            swap_rankers()
            wire_actions(settings, built, stores.checklists, numbers)
            shelf = app[SERVICES].shelf
            shelf.library, shelf.catalogue = library, catalogue

        return put_in_place

    return LiveKnowledge(stores.versions, live, rebuild, lambda: documents_stamp(settings.var / "sources"))


def documents_stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """The installed documents with the times of their last change."""
    return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.txt")))


def _reading(settings: Settings, knowledge: Knowledge) -> tuple[KnowledgeCatalogue, Library]:
    catalogue = KnowledgeCatalogue(knowledge.schemes, knowledge.search, clock(settings))
    return catalogue, build_library(settings, knowledge)


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
    return Library(knowledge.schemes, knowledge.search, knowledge.passages, knowledge.directory, clock(settings))


def _engine(settings: Settings, knowledge: Knowledge, stores: Stores, report: Report) -> Any:
    from assistant.engine.training import ensure_model

    model = ensure_model(settings.models_folder, report)
    report("engine: loading")
    from assistant.engine.engine import RasaAssistant
    from assistant.engine.tracker_store import DatabaseTrackerStore

    return RasaAssistant(model, DatabaseTrackerStore(None, stores.database), knowledge.directory)
