"""The versions of each scheme: who made which, when and why, and which one answers now. Nothing is ever overwritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, defer

from assistant.conversations.clock import Clock
from assistant.conversations.database import Database
from assistant.conversations.together import take_turns
from assistant.editing.tables import LiveRow, VersionRow
from assistant.staff.audit import add_entry
from assistant.staff.identity import Member, Role
from knowledge.loader import SCHEMES_DIR, load_schemes
from knowledge.model import Scheme

# shipped: read from the scheme files of a release. published: by an editor. restored: an older version again.
# disputed: a source was found to say something else; the watch adds that at once, an editor decides later.
Kind = Literal["shipped", "published", "restored", "disputed"]
# Who stands in the history where no person did it; they cannot sign in.
FILES = Member("files", "Tilskuddsveilederen", Role.READER, csrf="")
WATCH = Member("watch", "Tilskuddsveilederen", Role.READER, csrf="")


class PublishedMeanwhile(ValueError):
    """Another version became live since the editor began; nothing was published."""

    def __init__(self, version: Version) -> None:
        super().__init__(
            f"version {version.number} of {version.scheme} was published by {version.name} meanwhile, so nothing was "
            "changed. Compare with what is live now, and publish again"
        )
        self.version = version


class UnknownVersion(ValueError):
    """There is no such version of the scheme."""


@dataclass(frozen=True)
class Version:
    """One version of a scheme, without its contents.

    Attributes:
        number: 1, 2, 3 … for each scheme.
        base: The number of the version that it replaced; 0 for the first.
        name: Who made it.
        at: When, in seconds since 1970.
    """

    scheme: str
    number: int
    kind: str
    base: int
    name: str
    why: str
    at: int
    fingerprint: str
    live: bool = False


def fingerprint(scheme: Scheme) -> str:
    """A hash of the whole scheme; equal means that nothing an answer depends on has changed."""
    return hashlib.sha256(json.dumps(scheme.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


def take_in_files(versions: VersionStore) -> list[str]:
    """Takes the scheme files of this release into the history; returns the ids of those that wait (see there).

    Raises:
        SchemeFileError: A scheme file is not usable.
    """
    files = [(scheme, (SCHEMES_DIR / f"{scheme.id}.yml").read_text(encoding="utf-8")) for scheme in load_schemes()]
    return versions.take_shipped_now(files)


class VersionStore:
    """Keeps the versions. Its methods that end in `_now` block: for start-up and commands."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def take_shipped_now(self, schemes: Sequence[tuple[Scheme, str]]) -> list[str]:
        """Takes in the scheme files of this release.

        A file that has changed becomes live, unless an editor's version is: then it waits in the history.

        Args:
            schemes: each scheme with the text of its file, in the order of listing.

        Returns:
            The ids of the schemes whose file has changed but waits.
        """

        def work(session: Session) -> list[str]:
            take_turns(session, "versions")
            waiting = []
            for position, (scheme, text) in enumerate(schemes):
                if not self._take(session, scheme, text, position):
                    waiting.append(scheme.id)
            return waiting

        return self._database.write_now(work)

    def _take(self, session: Session, scheme: Scheme, text: str, position: int) -> bool:
        """Whether the file's version is live, or is older than the live one."""
        digest = fingerprint(scheme)
        latest = select(VersionRow).where(VersionRow.scheme == scheme.id, VersionRow.kind == "shipped")
        known = session.scalar(latest.options(defer(VersionRow.document)).order_by(VersionRow.seq.desc()).limit(1))
        live = session.get(LiveRow, scheme.id)
        if known is not None and known.fingerprint == digest:
            if live is not None:
                live.position = position
            return True
        was_shipped = live is None or (known is not None and live.number == known.number)
        row = self._add(session, scheme, "shipped", FILES, "scheme file of this release", text)
        if was_shipped:
            _make_live(session, row, live, position)
        return was_shipped

    def live_now(self, known: Sequence[Scheme] = ()) -> list[tuple[Version, Scheme]]:
        """Every live version with its scheme, in the order of listing.

        Args:
            known: schemes that are read already; one that is live as it stands there is not read again.
        """
        same = {fingerprint(scheme): scheme for scheme in known}
        return self._database.read_now(lambda session: _live(session, same))

    async def live(self) -> list[tuple[Version, Scheme]]:
        """Every live version with its scheme, in the order of listing."""
        return await self._database.read(_live)

    async def heads(self) -> dict[str, int]:
        """The number of the live version of each scheme; cheap, for finding out whether anything has changed."""
        query = select(LiveRow.scheme, LiveRow.number)
        return await self._database.read(lambda session: dict(session.execute(query).tuples().all()))

    async def history(self, scheme_id: str = "") -> list[Version]:
        """Every version of a scheme (of all schemes when none is given), the newest first."""

        def work(session: Session) -> list[Version]:
            query = select(VersionRow).options(defer(VersionRow.document), defer(VersionRow.text))
            if scheme_id:
                query = query.where(VersionRow.scheme == scheme_id)
            live = {row.scheme: row.number for row in session.scalars(select(LiveRow))}
            rows = session.scalars(query.order_by(VersionRow.seq.desc()))
            return [_version(row, live.get(row.scheme) == row.number) for row in rows]

        return await self._database.read(work)

    async def get(self, scheme_id: str, number: int) -> tuple[Version, Scheme]:
        """One version with its scheme.

        Raises:
            UnknownVersion: There is none.
        """

        def work(session: Session) -> tuple[Version, Scheme]:
            row = _row(session, scheme_id, number)
            live = session.get(LiveRow, scheme_id)
            return _version(row, live is not None and live.number == number), Scheme.model_validate(row.document)

        return await self._database.read(work)

    async def text_before(self, scheme_id: str, number: int) -> str:
        """The newest scheme file's text at or before a version, whose form an export keeps; "" when there is none."""
        query = select(VersionRow.text).where(
            VersionRow.scheme == scheme_id, VersionRow.number <= number, VersionRow.text != ""
        )
        newest = query.order_by(VersionRow.number.desc()).limit(1)
        return await self._database.read(lambda session: session.scalar(newest) or "")

    async def publish(
        self, member: Member, scheme: Scheme, *, base: int, why: str, kind: Kind = "published"
    ) -> Version:
        """Makes a scheme live as a new version.

        Args:
            base: The number of the version that the change was made from; 0 for a new scheme.
            why: In the editor's words; it stands in the history.

        Raises:
            PublishedMeanwhile: Another version is live by now.
        """
        return await self.publishing(
            scheme.id, lambda session: self.publish_in(session, member, scheme, base=base, why=why, kind=kind)
        )

    async def publishing(self, scheme_id: str, work: Callable[[Session], Version]) -> Version:
        """Runs work that publishes; two at once on a database that lets both begin are told apart by their number.

        Raises:
            PublishedMeanwhile: The other was first.
        """
        try:
            return await self._database.write(work)
        except IntegrityError:
            newest = (await self.history(scheme_id))[0]
            raise PublishedMeanwhile(newest) from None

    async def restore(self, member: Member, scheme_id: str, number: int, *, base: int, why: str) -> Version:
        """Makes an older version live again, as a new version.

        Raises:
            UnknownVersion: There is no such version.
            PublishedMeanwhile: Another version is live by now.
        """

        def work(session: Session) -> Version:
            scheme = Scheme.model_validate(_row(session, scheme_id, number).document)
            return self.publish_in(session, member, scheme, base=base, why=why, kind="restored")

        return await self.publishing(scheme_id, work)

    def publish_in(
        self, session: Session, member: Member, scheme: Scheme, *, base: int, why: str, kind: Kind
    ) -> Version:
        """`publish` within a transaction that does more."""
        take_turns(session, "versions")
        live = session.get(LiveRow, scheme.id)
        if (live.number if live else 0) != base:
            raise PublishedMeanwhile(_version(_row(session, scheme.id, live.number if live else 0), True))
        row = self._add(session, scheme, kind, member, why, "")
        if live is None:
            position = (session.scalar(select(func.max(LiveRow.position))) or 0) + 1
            _make_live(session, row, None, position)
        elif not _replaced(session, scheme.id, base, row.number):
            raise PublishedMeanwhile(_version(_row(session, scheme.id, base), True))
        add_entry(session, member, f"knowledge.{kind}", f"{scheme.id}/{row.number}", now=row.at, detail=why[:500])
        return _version(row, True)

    def _add(self, session: Session, scheme: Scheme, kind: Kind, member: Member, why: str, text: str) -> VersionRow:
        live = session.get(LiveRow, scheme.id)
        last = session.scalar(select(func.max(VersionRow.number)).where(VersionRow.scheme == scheme.id)) or 0
        row = VersionRow(
            scheme=scheme.id,
            number=last + 1,
            kind=kind,
            document=scheme.model_dump(mode="json"),
            text=text,
            fingerprint=fingerprint(scheme),
            base=live.number if live else 0,
            subject=member.subject,
            name=member.name,
            why=why,
            at=int(self._clock()),
        )
        session.add(row)
        session.flush()
        return row


def _replaced(session: Session, scheme_id: str, base: int, number: int) -> bool:
    """Whether the live version was still the one that the change was made from; two editors cannot both win."""
    session.expire_all()
    statement = update(LiveRow).where(LiveRow.scheme == scheme_id, LiveRow.number == base).values(number=number)
    return int(getattr(session.execute(statement), "rowcount", 0)) == 1


def _make_live(session: Session, row: VersionRow, live: LiveRow | None, position: int) -> None:
    if live is None:
        session.add(LiveRow(scheme=row.scheme, number=row.number, position=position))
    else:
        live.number, live.position = row.number, position


def _live(session: Session, known: Mapping[str, Scheme] = MappingProxyType({})) -> list[tuple[Version, Scheme]]:
    query = (
        select(VersionRow)
        .join(LiveRow, (LiveRow.scheme == VersionRow.scheme) & (LiveRow.number == VersionRow.number))
        .options(defer(VersionRow.text))
        .order_by(LiveRow.position, LiveRow.scheme)
    )
    if known:  # most need no document then; where all do, one query reads them
        query = query.options(defer(VersionRow.document))
    return [
        (_version(row, True), known.get(row.fingerprint) or Scheme.model_validate(row.document))
        for row in session.scalars(query)
    ]


def _row(session: Session, scheme_id: str, number: int) -> VersionRow:
    row = session.scalar(select(VersionRow).where(VersionRow.scheme == scheme_id, VersionRow.number == number))
    if row is None:
        raise UnknownVersion(f"{scheme_id} has no version {number}. `veileder versions {scheme_id}` lists them")
    return row


def _version(row: VersionRow, live: bool) -> Version:
    return Version(row.scheme, row.number, row.kind, row.base, row.name, row.why, row.at, row.fingerprint, live)
