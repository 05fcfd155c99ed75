"""`veileder`: serve, chat, evaluate, train, learn-ranking, check, ingest, watch, review, versions,
rollback, export, schema, inbox-export, flow, migrate, doctor."""

from __future__ import annotations

import argparse
import asyncio
import errno
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant import serving
from assistant.announcement import CANNOT_LISTEN, tell_progress
from assistant.editing import commands as editing
from assistant.editing import intake_commands
from assistant.evaluation import commands as evaluation
from assistant.logs import configure_logs
from assistant.settings import Settings, SettingsError

EXIT_BAD_INPUT = 2


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
    if (error.strerror or "").startswith(CANNOT_LISTEN):
        return (
            "Check VEILEDER_HOST and VEILEDER_PORT: is it an address of this machine, and may this user listen there?"
        )
    return f"Check {error.filename or 'the folder in VEILEDER_VAR'}: is it there, and may this user read and write it?"


def _parser() -> argparse.ArgumentParser:
    from assistant.archive import commands as archive
    from assistant.doctor import command as doctor
    from assistant.migrations import command as migrations

    parser = argparse.ArgumentParser(prog="veileder", description="A conversational guide to Norwegian grant schemes.")
    commands = parser.add_subparsers(required=True, metavar="command")
    serving.add_parser(commands)
    chat = commands.add_parser("chat", help="talk to the assistant in the terminal")
    chat.add_argument("--lang", choices=["nb", "nn", "en"], help="answer in this language")
    chat.add_argument("--municipality", help="municipality number, e.g. 5001")
    chat.set_defaults(run=_chat)
    commands.add_parser("train", help="train the model if its inputs have changed").set_defaults(run=_train)
    evaluation.add_parsers(commands)
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


def _chat(options: argparse.Namespace) -> int:
    from assistant.terminal import chat

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env().throwaway(Path(folder))
        return asyncio.run(chat(settings, lang=options.lang, municipality=options.municipality, report=tell_progress))


def _train(_options: argparse.Namespace) -> int:
    from assistant.engine.training import model_beside, rankers_beside

    settings = Settings.from_env()
    folder = settings.models_folder
    if folder.is_relative_to(settings.var):  # a model may be read by all; what is kept beside it may not
        settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    with model_beside(folder, tell_progress), rankers_beside(folder):
        pass
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
