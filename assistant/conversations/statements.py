"""The statements of a turn, made once.

SQLAlchemy works out what a statement is each time it is made; of a turn that took as long as what the database does.
They are by table and not by object for the same reason: no row is kept in a session.

Parameters are named `given_…`, since those of an UPDATE must not have the names of columns.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import BindParameter, Table, and_, bindparam, case, delete, insert, select, update

from assistant.conversations.tables import ConversationRow, IdempotencyRow, MessageRow, TokenRow, TrackerRow

_CONVERSATIONS, _MESSAGES = cast(Table, ConversationRow.__table__), cast(Table, MessageRow.__table__)
_KEYS, _TRACKERS = cast(Table, IdempotencyRow.__table__), cast(Table, TrackerRow.__table__)
_TOKENS = cast(Table, TokenRow.__table__)

_id: BindParameter[Any] = bindparam("given_id")
_expiry: BindParameter[Any] = bindparam("given_expiry")
_this = _CONVERSATIONS.c.id == _id
_key = and_(_KEYS.c.conversation_id == _CONVERSATIONS.c.id, _KEYS.c.key_digest == bindparam("given_key"))
_latest = _CONVERSATIONS.c.created_at + bindparam("given_retention")
_owned = and_(_TOKENS.c.digest == bindparam("given_digest"), _TOKENS.c.conversation_id == _CONVERSATIONS.c.id)

ACCESS = (
    select(_CONVERSATIONS.c.lang, _CONVERSATIONS.c.expires_at, _TOKENS.c.digest)
    .select_from(_CONVERSATIONS.outerjoin(_TOKENS, _owned))
    .where(_this)
)
"""Language, expiry and the token's digest, if it is the conversation's. Of `given_id` and `given_digest`."""

BEFORE_TURN = (
    select(_TRACKERS.c.events, _KEYS.c.request_digest, _KEYS.c.messages, _KEYS.c.created_at)
    .select_from(
        _CONVERSATIONS.outerjoin(_TRACKERS, _TRACKERS.c.conversation_id == _CONVERSATIONS.c.id).outerjoin(_KEYS, _key)
    )
    .where(_this)
)
"""What the engine remembers, and the request with the same key. Of `given_id` and `given_key`."""

MOVE_EXPIRY = update(_CONVERSATIONS).where(_this).values(expires_at=case((_latest < _expiry, _latest), else_=_expiry))
"""To `given_expiry`, never past `given_retention` seconds after the start. Of `given_id`."""

ADD_MESSAGES = insert(_MESSAGES)
ADD_MEMORY = insert(_TRACKERS)
CHANGE_MEMORY = (
    update(_TRACKERS)
    .where(_TRACKERS.c.conversation_id == _id, _TRACKERS.c.events == bindparam("given_before"))
    .values(at=bindparam("given_at"), events=bindparam("given_after"))
)
"""From `given_before` to `given_after`; no row is changed when another process has changed it. Of `given_id`."""

FORGET_OLD_KEY = delete(_KEYS).where(
    _KEYS.c.conversation_id == _id,
    _KEYS.c.key_digest == bindparam("given_key"),
    _KEYS.c.created_at <= bindparam("given_latest"),
)
ADD_KEY = insert(_KEYS)
