"""`veileder archive`: shows what was said and what it was made from, says it again, lists it, and exports it."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `archive` with its commands."""
    archive = commands.add_parser("archive", help="show and say again what was said to users")
    acts = archive.add_subparsers(required=True, metavar="act")
    one = acts.add_parser("show", help="a reply as it was said, with the version and the texts it was made from")
    one.add_argument("message_id", help="the `id` of the message")
    one.add_argument("--check", action="store_true", help="say it again, and exit with 1 when that is not the same")
    one.set_defaults(run=_show)
    many = acts.add_parser("list", help="the replies that are kept, the newest day first")
    _add_which(many)
    many.add_argument("--csv", type=Path, help="write a table for a spreadsheet here instead of printing")
    many.set_defaults(run=_list)
    out = acts.add_parser("export", help="write the replies that are kept as JSON Lines, for an archive of your own")
    out.add_argument("file", type=Path, help="the file to write; one that exists is not overwritten")
    _add_which(out)
    out.set_defaults(run=_export)


def _add_which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scheme", default="", help="only of this scheme")
    parser.add_argument("--from", dest="first", type=dt.date.fromisoformat, help="from this day on (YYYY-MM-DD)")
    parser.add_argument("--to", dest="last", type=dt.date.fromisoformat, help="up to this day (YYYY-MM-DD)")


def _show(options: argparse.Namespace) -> int:
    from assistant.archive.runs import show_reply  # what speaks is loaded only when something is said

    return show_reply(options.message_id, check=options.check)


def _list(options: argparse.Namespace) -> int:
    from assistant.archive.runs import list_replies

    return list_replies(scheme=options.scheme, first=options.first, last=options.last, csv=options.csv)


def _export(options: argparse.Namespace) -> int:
    from assistant.archive.runs import export_replies

    return export_replies(options.file, scheme=options.scheme, first=options.first, last=options.last)
