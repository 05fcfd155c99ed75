"""`veileder`: serve, chat, evaluate, train, learn-ranking, check, ingest, watch, review, versions,
rollback, export, schema, inbox-export, flow, migrate, doctor."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import errno
import gc
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.editing import commands as editing
from assistant.editing import intake_commands
from assistant.logs import configure_logs
from assistant.settings import Settings, SettingsError

if TYPE_CHECKING:
    from assistant.evaluation.cases import Case
    from assistant.evaluation.measurements import Measurements

EXIT_BAD_INPUT = 2
_MOST_WORKERS = 64


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of the `veileder` command; returns its exit code."""
    # One small product a message is no work for several threads, which would wait for each other on every core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    options = _parser().parse_args(argv)
    configure_logs()
    from aiohttp import ClientError

    from assistant.conversations.database import StoreUnavailable
    from assistant.conversations.ports import UnknownMunicipality
    from assistant.evaluation.cases import CaseFileError
    from assistant.migrations.start import DatabaseRefused
    from knowledge.loader import SchemeFileError

    try:
        return int(options.run(options))
    except (SettingsError, SchemeFileError, CaseFileError, StoreUnavailable, DatabaseRefused) as error:
        return _refused(str(error))
    except UnknownMunicipality as error:
        return _refused(f"{error} is no municipality number in use. Give four digits, for example 5001.")
    except ClientError as error:
        return _refused(f"{error}. Is a service running there? Start one with `veileder serve`, or leave out --url.")
    except OSError as error:
        return _refused(f"{error.strerror or error}. {_remedy(error)}")
    except KeyboardInterrupt:
        return 0


def _refused(what: str) -> int:
    print(f"veileder: {what}", file=sys.stderr)
    return EXIT_BAD_INPUT


def _remedy(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "Stop what uses it, or choose another port with VEILEDER_PORT (`make run PORT=8001`)."
    return f"Check {error.filename or 'the folder in VEILEDER_VAR'}: is it there, and may this user read and write it?"


def _parser() -> argparse.ArgumentParser:
    from assistant.archive import commands as archive
    from assistant.doctor import command as doctor
    from assistant.migrations import command as migrations

    parser = argparse.ArgumentParser(prog="veileder", description="A conversational guide to Norwegian grant schemes.")
    commands = parser.add_subparsers(required=True, metavar="command")
    serve = commands.add_parser("serve", help="serve the website, the widget and the API")
    serve.add_argument(
        "--workers", type=_workers, default=1, help="processes that answer behind the one port (default: 1)"
    )
    serve.add_argument("--seat", help=argparse.SUPPRESS)  # given by the supervisor to its workers
    serve.set_defaults(run=_serve)
    chat = commands.add_parser("chat", help="talk to the assistant in the terminal")
    chat.add_argument("--lang", choices=["nb", "nn", "en"], help="answer in this language")
    chat.add_argument("--municipality", help="municipality number, e.g. 5001")
    chat.set_defaults(run=_chat)
    evaluate = commands.add_parser("evaluate", help="run labelled conversations and report what is right")
    evaluate.add_argument("cases", type=Path, nargs="+", help="case files, or folders of them")
    evaluate.add_argument("--url", help="evaluate a service that is running there, instead of starting one")
    evaluate.add_argument("--write", type=Path, help="write the tables to this file too (docs/correctness.md)")
    evaluate.add_argument(
        "--measure", action="store_true", help="measure refusing, målform, unseen wordings and NorSID too (15 minutes)"
    )
    evaluate.add_argument(
        "--least", type=float, default=0.0, help="exit with 1 when fewer per cent than this are right"
    )
    evaluate.set_defaults(run=_evaluate)
    commands.add_parser("train", help="train the model if its inputs have changed").set_defaults(run=_train)
    learn = commands.add_parser("learn-ranking", help="learn the weights of the ranking from questions held back")
    learn.add_argument("--write", type=Path, help="write the weights here (knowledge/ranking_weights.yml)")
    learn.set_defaults(run=_learn_ranking)
    passages = commands.add_parser(
        "learn-passages", help="learn the weights by which passages answer from labelled questions"
    )
    passages.add_argument("cases", type=Path, help="folder of labelled questions (tests/cases/search)")
    passages.add_argument("--write", type=Path, help="write the weights here (knowledge/search/passage_weights.yml)")
    passages.set_defaults(run=_learn_passages)
    check = commands.add_parser("check", help="check scheme files")
    check.add_argument("folder", type=Path, nargs="?", help="folder of scheme files (default: the shipped ones)")
    check.set_defaults(run=_check)
    intake_commands.add_parsers(commands)
    editing.add_parsers(commands)
    schema = commands.add_parser("schema", help="the form of a scheme file, as JSON Schema for editors")
    schema.add_argument("--write", type=Path, help="write it here (docs/scheme.schema.json) instead of printing it")
    schema.set_defaults(run=_schema)
    inbox = commands.add_parser("inbox-export", help="write what editors accepted in the inbox as files")
    inbox.add_argument("folder", type=Path, help="a folder to write them to; it is made when it is missing")
    inbox.set_defaults(run=_inbox_export)
    flow = commands.add_parser("flow", help="draw a scheme's eligibility questions with outcomes and sources (SVG)")
    flow.add_argument("scheme", help="id of the scheme, e.g. tryggest")
    flow.add_argument("--lang", choices=["nb", "nn", "en"], default="nb", help="language of the drawing")
    flow.add_argument("--write", type=Path, help="write it here (default: <scheme>.svg in this folder)")
    flow.set_defaults(run=_flow)
    archive.add_parsers(commands)
    migrations.add_parser(commands)
    doctor.add_parser(commands)
    return parser


def _progress(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)


def _workers(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_WORKERS):
        raise argparse.ArgumentTypeError(f"give a whole number from 1 to {_MOST_WORKERS}, for example 2")
    return int(text)


def _serve(options: argparse.Namespace) -> int:
    if options.seat:
        return _work(options.seat)
    if options.workers > 1:
        from assistant.workers.__main__ import become

        Settings.from_env()  # what is wrong with them is said before anything is started
        become(options.workers)
    from assistant.bootstrap import build
    from assistant.staff.sign_in import staff_link
    from assistant.web.server import refuse_taken_address, serve

    started = time.monotonic()
    settings = Settings.from_env()
    refuse_taken_address(settings)
    system = build(settings, _progress)

    def ready(address: str) -> None:
        print(
            f"Tilskuddsveilederen is ready on {address} ({time.monotonic() - started:.1f} s). Stop it with Ctrl-C.",
            flush=True,
        )
        if link := staff_link(system.app, address):
            print(f"Staff pages: {link}  (works once, from this machine only)", flush=True)

    _keep_what_is_loaded()
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(system.app, settings, ready=ready))
    return 0


def _keep_what_is_loaded() -> None:
    """What is loaded by now stays for good: going through it in search of garbage would hold up every answer meanwhile."""
    gc.collect()
    gc.freeze()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's, where there is one (not on Windows)."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def _work(given: str) -> int:
    """Serve as one of several workers."""
    from assistant.workers.seat import Seat
    from assistant.workers.serving import end_with_supervisor, serve, share_link

    seat = Seat.read(given)
    end_with_supervisor(seat)
    from assistant.bootstrap import build

    settings = Settings.from_env()
    system = build(settings, _progress if seat.is_first else lambda _line: None, jobs=seat.is_first)
    share_link(system.app, seat)
    _keep_what_is_loaded()
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(system.app, settings, seat))
    return 0


def _chat(options: argparse.Namespace) -> int:
    from assistant.terminal import chat

    with tempfile.TemporaryDirectory() as folder:
        settings = _throwaway(Settings.from_env(), Path(folder))
        return asyncio.run(chat(settings, lang=options.lang, municipality=options.municipality, report=_progress))


def _throwaway(settings: Settings, folder: Path) -> Settings:
    """The same settings with conversations in a folder that goes away; models and knowledge are shared."""
    return settings.model_copy(update={"database_url": f"sqlite:///{folder / 'conversations.db'}"})


def _evaluate(options: argparse.Namespace) -> int:
    from assistant.evaluation.cases import read_cases
    from assistant.evaluation.document import write_document
    from assistant.evaluation.run import evaluate, report

    cases = [case for path in options.cases for case in read_cases(path)]

    async def run() -> int:
        async with _service(options.url) as url:
            results = await evaluate(cases, url)
        print(report(results))
        if options.write:
            write_document(options.write, results, await _measured(cases) if options.measure else None)
        return int(100 * sum(r.right for r in results) < options.least * len(results))

    return asyncio.run(run())


async def _measured(cases: Sequence[Case]) -> Measurements:
    """What is measured beside conversations, with an assistant of its own in this process."""
    from assistant.bootstrap import build
    from assistant.evaluation.measurements import measure

    with tempfile.TemporaryDirectory() as folder:
        system = build(_throwaway(Settings.from_env(), Path(folder)))
        knowledge = system.knowledge
        return await measure(system.assistant, cases, knowledge.reader, knowledge.schemes, _progress)


@contextlib.asynccontextmanager
async def _service(url: str | None) -> AsyncIterator[str]:
    """The service to evaluate: the one at `url`, or one started here on a free port."""
    if url:
        yield url
        return
    from assistant.bootstrap import build
    from assistant.web.server import serving

    with tempfile.TemporaryDirectory() as folder:
        settings = _throwaway(Settings.from_env(), Path(folder)).model_copy(update={"host": "127.0.0.1", "port": 0})
        system = build(settings, _progress)
        async with serving(system.app, settings) as address:
            yield address


def _train(_options: argparse.Namespace) -> int:
    from assistant.engine.training import model_beside, prepare_rankers
    from knowledge.loader import load_schemes

    folder = Settings.from_env().models_folder
    with model_beside(folder, _progress):
        prepare_rankers(load_schemes(), folder)
    return 0


def _learn_ranking(options: argparse.Namespace) -> int:
    from assistant.engine.training import ROOT
    from assistant.evaluation import ranking_weights
    from assistant.nlu.runtime import current_reader
    from knowledge.loader import load_schemes

    weights, shares = ranking_weights.learn(ROOT, load_schemes(), current_reader())
    for kind, share in shares.items():
        print(f"{kind}: {share:.1f} % of the questions held back")
    if options.write:
        ranking_weights.write(options.write, weights)
    return 0


def _learn_passages(options: argparse.Namespace) -> int:
    from assistant.evaluation import passage_weights

    weights, results = passage_weights.learn(options.cases)
    for part, result in results.items():
        print(
            f"{part}: precision {result.precision:.3f}, recall {result.recall:.3f} of {result.answered}; "
            f"shown something {result.shown}, with the answer in it {result.held}"
        )
    if options.write:
        passage_weights.write(options.write, weights)
    return 0


def _check(options: argparse.Namespace) -> int:
    from knowledge.loader import SCHEMES_DIR, load_schemes

    for scheme in load_schemes(options.folder or SCHEMES_DIR):
        edition = scheme.edition()
        print(
            f"{scheme.id}: edition {edition.id}, {len(edition.facts)} facts, {len(edition.gaps)} gaps, "
            f"{len(edition.criteria)} criteria, {len(edition.checklist)} checklist items"
        )
    return 0


def _schema(options: argparse.Namespace) -> int:
    from knowledge.schema import as_text

    if options.write:
        options.write.write_text(as_text(), encoding="utf-8")
    else:
        print(as_text(), end="")
    return 0


def _flow(options: argparse.Namespace) -> int:
    from knowledge.export.flow import flow_svg
    from knowledge.loader import load_schemes

    schemes = {scheme.id: scheme for scheme in load_schemes()}
    if options.scheme not in schemes:
        return _refused(f"there is no scheme '{options.scheme}'. Known: {', '.join(schemes)}.")
    scheme = schemes[options.scheme]
    path = options.write or Path(f"{scheme.id}.svg")
    path.write_text(flow_svg(scheme, scheme.edition(), options.lang), encoding="utf-8")
    print(path)
    return 0


def _inbox_export(options: argparse.Namespace) -> int:
    from assistant.conversations.stores import open_stores
    from assistant.inbox.export import files

    stores = open_stores(Settings.from_env())
    try:
        contents = files(asyncio.run(stores.inbox.accepted.read()))
    finally:
        stores.close()
    for path, text in contents.items():
        target = options.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(target)
    if not contents:
        print("Nothing was accepted in the inbox yet, so nothing was written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
