"""`veileder review`, `versions`, `rollback`, `export`; a running service follows what they publish within a second."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.conversations.stores import Stores
    from assistant.editing.drafts import Draft
    from assistant.staff.identity import Member

_BAD_INPUT = 2
Work = Callable[["Stores", Settings], Awaitable[list[str]]]


def add_parsers(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the commands to those of `veileder`; each sets `run`, which takes the options and gives an exit code."""
    review = commands.add_parser("review", help="list drafts, decide on what they propose, publish")
    review.add_argument("draft", nargs="?", help="id of a draft, or its beginning; without it the open ones are listed")
    review.add_argument("--accept", nargs="+", metavar="P", default=[], help="accept these proposals")
    review.add_argument("--reject", nargs="+", metavar="P", default=[], help="keep what is live instead of these")
    review.add_argument("--remove", nargs="+", metavar="P", default=[], help="take away these statements of last year")
    review.add_argument("--set", nargs="+", metavar="PATH=VALUE", default=[], help="a value of your own, with --accept")
    review.add_argument("--publish", action="store_true", help="make the decisions live")
    review.add_argument("--discard", action="store_true", help="end the draft without publishing")
    _who_and_why(review)
    review.set_defaults(run=_run_review)
    versions = commands.add_parser("versions", help="list the versions of a scheme")
    versions.add_argument("scheme", help="id of the scheme, e.g. tryggest")
    versions.set_defaults(run=lambda options: _run(_versions(options.scheme)))
    rollback = commands.add_parser("rollback", help="make an older version of a scheme answer again")
    rollback.add_argument("scheme", help="id of the scheme, e.g. tryggest")
    rollback.add_argument("number", type=int, help="the version, from `veileder versions`")
    _who_and_why(rollback)
    rollback.set_defaults(run=_run_rollback)
    export = commands.add_parser("export", help="write what answers now as scheme files")
    export.add_argument("folder", type=Path, help="a folder to write them to; it is made when it is missing")
    export.set_defaults(run=lambda options: _run(_export(options.folder)))


def _who_and_why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--why", default="", help="stands in the history")
    parser.add_argument("--name", default="", help="who publishes; stands in the history (default: the user's name)")


def _run(work: Work) -> int:
    """Do work on the stores, and say what it tells or why it could not be done."""
    from assistant.conversations.stores import open_stores
    from assistant.editing.drafts import DraftChanged, UnknownDraft
    from assistant.editing.versions import PublishedMeanwhile, UnknownVersion
    from knowledge.editing.proposals import DecisionError

    settings = Settings.from_env()
    stores = open_stores(settings)
    try:
        print("\n".join(asyncio.run(_shipped(stores, settings, work))))
    except DecisionError as error:
        return _refused("\n".join(f"  {proposal or 'the whole'}: {told}" for proposal, told in error.problems))
    except (_Refused, DraftChanged, UnknownDraft, UnknownVersion, PublishedMeanwhile) as error:
        return _refused(str(error))
    finally:
        stores.close()
    return 0


class _Refused(Exception):
    """A command cannot be done; the message says what, why, and what to do."""


async def _shipped(stores: Stores, settings: Settings, work: Work) -> list[str]:
    """Do work; on a database that no service has used yet, after the scheme files have been taken in."""
    from knowledge.loader import SCHEMES_DIR, load_schemes

    if await stores.versions.heads():
        return await work(stores, settings)
    schemes = await asyncio.to_thread(load_schemes)
    files = [(scheme, (SCHEMES_DIR / f"{scheme.id}.yml").read_text(encoding="utf-8")) for scheme in schemes]
    await asyncio.to_thread(stores.versions.take_shipped_now, files)
    return await work(stores, settings)


def _run_review(options: argparse.Namespace) -> int:
    async def work(stores: Stores, settings: Settings) -> list[str]:
        if not options.draft:
            return [_line(draft) for draft in await stores.drafts.list()] or ["There is no open draft."]
        draft = await _draft(stores, options.draft)
        if not (options.accept or options.reject or options.remove or options.publish or options.discard):
            return _told(draft)
        member = _member(options)
        draft = await _decided(stores, member, draft, options)
        if options.discard:
            await stores.drafts.discard(member, draft)
            return [f"{draft.id}: discarded"]
        return await _published(stores, settings, member, draft, options.why) if options.publish else _told(draft)

    return _run(work)


def _run_rollback(options: argparse.Namespace) -> int:
    async def work(stores: Stores, _settings: Settings) -> list[str]:
        base = (await stores.versions.heads()).get(options.scheme, 0)
        why = _why(options.why)
        made = await stores.versions.restore(_member(options), options.scheme, options.number, base=base, why=why)
        return [f"{made.scheme}: version {options.number} answers again, as version {made.number}"]

    return _run(work)


def _versions(scheme: str) -> Work:
    async def work(stores: Stores, _settings: Settings) -> list[str]:
        history = await stores.versions.history(scheme)
        if not history:
            known = ", ".join(sorted(await stores.versions.heads()))
            raise _Refused(f"there is no scheme '{scheme}'. Known: {known}.")
        return [
            f"{'*' if each.live else ' '} {each.number:>3}  {_day(each.at)}  {each.kind:<9}  {each.name}: {each.why}"
            for each in history
        ]

    return work


def _export(folder: Path) -> Work:
    async def work(stores: Stores, _settings: Settings) -> list[str]:
        from knowledge.editing.scheme_file import to_yaml, write_scheme

        written = []
        for version, scheme in await stores.versions.live():
            before = await stores.versions.text_before(scheme.id, version.number)
            written += write_scheme(scheme, folder, to_yaml(scheme, before))
        return [str(path) for path in written]

    return work


async def _draft(stores: Stores, wanted: str) -> Draft:
    """The draft with an id, or the only open one whose id begins like that."""
    found = [draft for draft in await stores.drafts.list() if draft.id.startswith(wanted)]
    if len(found) > 1:
        raise _Refused(f"several open drafts begin with '{wanted}': {', '.join(draft.id for draft in found)}.")
    return found[0] if found else await stores.drafts.get(wanted)


async def _decided(stores: Stores, member: Member, draft: Draft, options: argparse.Namespace) -> Draft:
    from knowledge.editing.proposals import Decision, undecided

    values = dict(_pair(each) for each in options.set)
    known = {proposal.id: proposal for proposal in draft.proposals}
    decisions: dict[str, Decision | None] = {}
    for name in (*options.accept, *options.reject, *options.remove):
        if name not in known:
            wanted = ", ".join(p.id for p in undecided(draft.proposals, draft.decisions)) or "none"
            raise _Refused(f"draft {draft.id} has no proposal '{name}'. Undecided: {wanted}.")
        what = "accept" if name in options.accept else "reject" if name in options.reject else "remove"
        mine = {path: value for path, value in values.items() if what == "accept" and _has(known[name], path)}
        decisions[name] = Decision(what, mine)  # type: ignore[arg-type]
    if unused := set(values) - {path for decision in decisions.values() if decision for path in decision.values}:
        raise _Refused(f"no proposal that is accepted here has the place {', '.join(sorted(unused))}.")
    return await stores.drafts.decide(member, draft, decisions) if decisions else draft


def _has(proposal: Any, path: str) -> bool:
    names = tuple(path.split("/"))
    return any(names[: len(edit.path)] == edit.path for edit in proposal.edits)


def _pair(text: str) -> tuple[str, str]:
    path, sign, value = text.partition("=")
    if not sign:
        raise _Refused(f"--set {text}: write it as PATH=VALUE, with a path that `veileder review ID` shows.")
    return path, value


async def _published(stores: Stores, settings: Settings, member: Member, draft: Draft, why: str) -> list[str]:
    from assistant.editing.intake import install
    from assistant.sources.service import shelf_of

    if not draft.scheme:
        raise _Refused("the draft is about a scheme that is not known. Make it at /redaksjon/ny, from the draft.")
    _, scheme = await stores.versions.get(draft.scheme, draft.base)
    version = await stores.drafts.publish(member, draft, scheme, why=_why(why))
    await asyncio.to_thread(install, shelf_of(settings), draft)
    return [f"{version.scheme}: version {version.number} is published"]


def _told(draft: Draft) -> list[str]:
    from assistant.sources.told import doubts

    lines = [_line(draft), *(f"  doubt: {doubt}" for doubt in doubts(draft.found.doubts, "en"))]
    if not draft.scheme:
        return [*lines, *(f"  {f.field} [{f.locator}] {_cut(f.passage)}" for f in draft.found.findings)]
    for proposal in draft.proposals:
        decision = draft.decisions.get(proposal.id)
        state = decision.what if decision else "undecided" if proposal.needs_decision else "-"
        lines.append(f"  {proposal.id}: {proposal.state}, {state}{'' if proposal.certain else ', doubt'}")
        if proposal.needs_decision:
            lines.append(f"    live:  {_cut(proposal.live.get('nb', ''))}")
            lines.append(f"    found: {_cut(proposal.found.get('nb', '') or proposal.passage)}  [{proposal.locator}]")
            lines += [f"    doubt: {doubt}" for doubt in doubts(proposal.doubts, "en")]
            lines += [f"    write: {'/'.join(path)}" for path in proposal.to_write]
    return lines


def _line(draft: Draft) -> str:
    about = draft.scheme or draft.found.name or "unknown scheme"
    left = f"{len(draft.open_proposals)} undecided" if draft.scheme else "new scheme"
    return f"{draft.id}  {about} {draft.edition or '(year not told)'}  {left}  {draft.title}"


def _member(options: argparse.Namespace) -> Member:
    from assistant.staff.identity import Member, Role

    name = options.name or _user()
    return Member(f"command|{name}"[:500], name[:200], Role.EDITOR, csrf="")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have no names for its users
        raise _Refused("say who you are, for the history: --name NAME.") from None


def _why(text: str) -> str:
    if not text.strip():
        raise _Refused('say why, for the history: --why "Ny kunngjøring for 2026".')
    return " ".join(text.split())


def _day(at: int) -> str:
    from assistant.inbox.views import when

    return when(at)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:99]}…"


def _refused(what: str) -> int:
    print(f"veileder: {what}", file=sys.stderr)
    return _BAD_INPUT
