"""Training examples and drafts that editors have accepted; the only texts of the inbox that outlive a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.conversations.clock import Clock
from assistant.conversations.database import Database
from assistant.conversations.secret import new_id
from assistant.conversations.together import take_turns
from assistant.inbox.tables import AcceptedRow
from assistant.privacy.masking import mask
from assistant.staff.audit import add_entry
from assistant.staff.identity import Member

MAX_CHARS = 500
"""Of an example or a draft: nobody asks a question in more, and what is longer was not edited."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor wants to keep. `form` and `target` as in `AcceptedRow`; the text is on one line."""

    form: str
    scheme: str
    target: str
    text: str

    @classmethod
    def of(cls, form: str, scheme: str, target: str, text: str) -> Draft:
        """With the text masked again: the editor may have pasted something in."""
        return cls(form, scheme, target, one_line(mask(one_line(text)).text))


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted example or draft; `at` in seconds since 1970."""

    id: str
    form: str
    scheme: str
    target: str
    text: str
    author: str
    at: int


class AcceptedStore:
    """Keeps what editors have accepted."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def read(self) -> list[Accepted]:
        """All of it, by scheme and target, the oldest first."""
        order = (AcceptedRow.form, AcceptedRow.scheme, AcceptedRow.target, AcceptedRow.at, AcceptedRow.id)
        query = select(AcceptedRow).order_by(*order)
        return await self._database.read(lambda session: [_view(row) for row in session.scalars(query)])

    def add(self, session: Session, member: Member, draft: Draft, change: str) -> bool:
        """Keep a draft in a transaction; False when the very same is kept already."""
        take_turns(session, "accepted")
        same = select(AcceptedRow.id).where(
            AcceptedRow.form == draft.form,
            AcceptedRow.scheme == draft.scheme,
            AcceptedRow.target == draft.target,
            AcceptedRow.text == draft.text,
        )
        if session.scalar(same) is not None:
            return False
        now, key = int(self._clock()), new_id()
        values = {"form": draft.form, "scheme": draft.scheme, "target": draft.target, "text": draft.text}
        session.add(AcceptedRow(id=key, author=member.name, at=now, change=change, **values))
        session.flush()
        add_entry(session, member, "inbox.accept", key, now=now, detail=detail(draft))
        return True

    async def edit(self, member: Member, key: str, text: str) -> bool:
        """Give it another text, which is masked; False when it is gone."""
        now = int(self._clock())

        def work(session: Session) -> bool:
            row = session.get(AcceptedRow, key, with_for_update=True)
            if row is None:
                return False
            draft = Draft.of(row.form, row.scheme, row.target, text)
            row.text = draft.text
            add_entry(session, member, "inbox.edit", key, now=now, detail=detail(draft))
            return True

        return await self._database.write(work)

    async def delete(self, member: Member, key: str) -> bool:
        """Delete it for good; False when it was gone already."""
        now = int(self._clock())

        def work(session: Session) -> bool:
            row = session.get(AcceptedRow, key, with_for_update=True)
            if row is None:
                return False
            add_entry(session, member, "inbox.delete", key, now=now, detail=detail(row))
            session.delete(row)
            return True

        deleted = await self._database.write(work)
        await self._database.scrub()
        return deleted


def one_line(text: str) -> str:
    """A text with every run of spaces and line breaks as one space."""
    return " ".join(text.split())


def detail(kept: Draft | AcceptedRow) -> str:
    """What the audit log says of it: never the words, for they began as a user's."""
    return f"{kept.form} {kept.scheme} {kept.target}"


def _view(row: AcceptedRow) -> Accepted:
    return Accepted(row.id, row.form, row.scheme, row.target, row.text, row.author, row.at)
