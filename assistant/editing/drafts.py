"""Drafts: what a document would change, and an editor's decisions on it, kept until it is published or discarded.

Every decision is stored at once. Publishing is one transaction: the new version, the draft's end and the audit log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assistant.conversations.clock import Clock
from assistant.conversations.database import Database
from assistant.conversations.secret import new_id
from assistant.editing.tables import DraftRow
from assistant.editing.versions import Version, VersionStore
from assistant.staff.audit import add_entry
from assistant.staff.identity import Member
from knowledge.drafting.model import SchemeDraft
from knowledge.drafting.stored import draft_as_json, draft_from_json
from knowledge.editing.compare import Comparison, compare
from knowledge.editing.proposals import Decision, Proposal, decided, undecided
from knowledge.model import Scheme, Source
from knowledge.passages import Passages


class DraftChanged(ValueError):
    """Somebody else changed the draft meanwhile; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("the draft was changed by someone else meanwhile; look at it again, then decide")


class UnknownDraft(ValueError):
    """There is no such open draft."""

    def __init__(self, draft_id: str) -> None:
        super().__init__(f"there is no open draft '{draft_id}'; `veileder review` lists those that are open")


@dataclass(frozen=True)
class Draft:
    """A draft as an editor works on it.

    Attributes:
        scheme: The id of the scheme, or "" for one that is not known yet.
        source: The document as a source.
        base: The number of the version that it was compared with; 0 for a new scheme.
        revision: Goes up with each change, so that two editors do not overwrite each other.
        state: open, published or discarded.
    """

    id: str
    scheme: str
    edition: str
    source: Source
    title: str
    sha256: str
    found: SchemeDraft
    base: int
    proposals: tuple[Proposal, ...]
    decisions: dict[str, Decision]
    revision: int
    state: str
    by: str
    created_at: int
    changed_at: int

    @property
    def open_proposals(self) -> list[Proposal]:
        """Those that still need a decision."""
        return undecided(self.proposals, self.decisions)


class DraftStore:
    """Keeps the drafts."""

    def __init__(self, database: Database, versions: VersionStore, clock: Clock) -> None:
        self._database = database
        self._versions = versions
        self._clock = clock

    async def create(
        self,
        member: Member,
        found: SchemeDraft,
        source: Source,
        *,
        live: tuple[Version, Scheme] | None,
        passages: Passages,
        sha256: str,
        only_news: bool = False,
    ) -> Draft | None:
        """Compares what a document says with what is live, and keeps it. An open draft of the same document about the
        same thing is replaced: nothing new stands in it.

        Args:
            only_news: keep nothing, and return None, when everything the document says is live already.
        """
        scheme = live[1] if live else None
        proposals = await asyncio.to_thread(compare, found, Comparison(scheme, source, passages)) if scheme else []
        if only_news and scheme and not any(proposal.needs_decision for proposal in proposals):
            return None
        now = int(self._clock())
        row = DraftRow(
            id=new_id(),
            scheme=scheme.id if scheme else "",
            edition=found.edition or "",
            source=source.id,
            title=source.title,
            sha256=sha256,
            found={"draft": draft_as_json(found), "source": source.model_dump(mode="json")},
            base=live[0].number if live else 0,
            proposals=[p.as_json() for p in proposals],
            decisions={},
            revision=1,
            state="open",
            by=member.name,
            created_at=now,
            changed_at=now,
        )

        def work(session: Session) -> Draft:
            same = select(DraftRow).where(
                DraftRow.sha256 == sha256, DraftRow.scheme == row.scheme, DraftRow.state == "open"
            )
            for old in session.scalars(same):
                if (old.found["draft"]["name"], old.edition) == (found.name, row.edition):
                    old.state, old.changed_at = "discarded", now
            session.add(row)
            add_entry(session, member, "knowledge.draft", row.id, now=now, detail=f"{row.scheme} {row.edition}".strip())
            return _draft(row)

        return await self._database.write(work)

    async def list(self, *, state: str = "open") -> Sequence[Draft]:
        """The drafts in a state, the newest first."""
        query = select(DraftRow).where(DraftRow.state == state).order_by(DraftRow.created_at.desc(), DraftRow.id)
        return await self._database.read(lambda session: [_draft(row) for row in session.scalars(query)])

    async def get(self, draft_id: str) -> Draft:
        """One draft, whatever its state.

        Raises:
            UnknownDraft: There is none.
        """
        row = await self._database.read(lambda session: session.get(DraftRow, draft_id))
        if row is None:
            raise UnknownDraft(draft_id)
        return _draft(row)

    async def decide(self, member: Member, draft: Draft, decisions: Mapping[str, Decision | None]) -> Draft:
        """Stores decisions on proposals; None takes one back.

        Raises:
            DraftChanged: Somebody else changed the draft since it was read.
        """
        known = {proposal.id for proposal in draft.proposals}
        kept = {**draft.decisions, **{key: d for key, d in decisions.items() if d and key in known}}
        kept = {key: decision for key, decision in kept.items() if decisions.get(key, decision) is not None}
        return await self._change(member, draft, decisions={k: d.as_json() for k, d in kept.items()})

    async def compare_again(
        self, member: Member, draft: Draft, live: tuple[Version, Scheme], passages: Passages, *, edition: str = ""
    ) -> Draft:
        """Compares with what is live by now; decisions on proposals that are still the same are kept.

        Args:
            edition: the grant year, where an editor has told it.

        Raises:
            DraftChanged: Somebody else changed the draft since it was read.
        """
        version, scheme = live
        year = edition or draft.edition
        proposals = await asyncio.to_thread(compare, draft.found, Comparison(scheme, draft.source, passages, year))
        same = {p.id for p in proposals} & {p.id for p in draft.proposals if p in proposals}
        kept = {key: d.as_json() for key, d in draft.decisions.items() if key in same}
        values = {"base": version.number, "proposals": [p.as_json() for p in proposals], "scheme": scheme.id}
        return await self._change(member, draft, decisions=kept, edition=year, **values)

    async def discard(self, member: Member, draft: Draft) -> Draft:
        """Ends a draft without publishing anything.

        Raises:
            DraftChanged: Somebody else changed the draft since it was read.
        """
        return await self._change(member, draft, state="discarded")

    async def close(self, member: Member, draft: Draft) -> Draft:
        """Ends a draft whose document has been published as a new scheme.

        Raises:
            DraftChanged: Somebody else changed the draft since it was read.
        """
        return await self._change(member, draft, state="published")

    async def publish(self, member: Member, draft: Draft, scheme: Scheme, *, why: str) -> Version:
        """Makes the decisions live.

        Args:
            scheme: As it was live when the draft was compared (version `draft.base`).

        Raises:
            DecisionError: Something is undecided or missing, or the result does not hold together.
            DraftChanged: Somebody else changed the draft since it was read.
            PublishedMeanwhile: Another version of the scheme is live by now.
        """
        made = decided(scheme, draft.proposals, draft.decisions)

        def work(session: Session) -> Version:
            self._update(session, draft, state="published")
            return self._versions.publish_in(session, member, made, base=draft.base, why=why, kind="published")

        return await self._versions.publishing(scheme.id, work)

    async def _change(self, member: Member, draft: Draft, **values: Any) -> Draft:
        def work(session: Session) -> Draft:
            self._update(session, draft, **values)
            state = str(values.get("state", "decided"))
            add_entry(session, member, "knowledge.draft", draft.id, now=int(self._clock()), detail=state)
            row = session.get(DraftRow, draft.id, populate_existing=True)
            if row is None:
                raise UnknownDraft(draft.id)
            return _draft(row)

        return await self._database.write(work)

    def _update(self, session: Session, draft: Draft, **values: Any) -> None:
        mine = update(DraftRow).where(
            DraftRow.id == draft.id, DraftRow.revision == draft.revision, DraftRow.state == "open"
        )
        now = int(self._clock())
        result = session.execute(mine.values(revision=draft.revision + 1, changed_at=now, **values))
        if int(getattr(result, "rowcount", 0)) != 1:
            raise DraftChanged


def _draft(row: DraftRow) -> Draft:
    return Draft(
        id=row.id,
        scheme=row.scheme,
        edition=row.edition,
        source=Source.model_validate(row.found["source"]),
        title=row.title,
        sha256=row.sha256,
        found=draft_from_json(row.found["draft"]),
        base=row.base,
        proposals=tuple(Proposal.from_json(p) for p in row.proposals),
        decisions={key: Decision.from_json(d) for key, d in row.decisions.items()},
        revision=row.revision,
        state=row.state,
        by=row.by,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
