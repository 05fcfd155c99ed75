"""What the claims of an ID token say about a person: who they are, what they are called, what they may do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from assistant.settings import Settings
from assistant.staff.identity import Role
from assistant.web.body import clean

_NAME_CHARS = 200
_SUBJECT_CHARS = 255  # OpenID Connect Core 1.0, section 2: `sub` must not exceed it


def subject(issuer: str, claims: dict[str, Any]) -> str | None:
    """Who a person is across sign-ins: `sub` is unique only within its issuer. None when it is missing or too long."""
    sub = claims.get("sub")
    return f"{issuer}|{sub}" if isinstance(sub, str) and 1 <= len(sub) <= _SUBJECT_CHARS else None


def name(claims: dict[str, Any], path: str) -> str:
    """What to call a person, on one line; "" when the claim says nothing that can be read."""
    found = next(combined(claims, path, joint=" "), "")
    return " ".join(clean(found).split())[:_NAME_CHARS]


def role(claims: dict[str, Any], settings: Settings) -> Role | None:
    """The highest role that a person's claims give, or None."""
    held = set(combined(claims, settings.oidc_role_claim, joint="+"))
    wanted = {
        Role.ADMIN: settings.oidc_admins,
        Role.EDITOR: settings.oidc_editors,
        Role.READER: settings.oidc_readers,
    }
    return next((each for each, values in wanted.items() if held & set(values)), None)


def combined(claims: dict[str, Any], path: str, *, joint: str) -> Iterator[str]:
    """The strings at a path; `a.b+c.d` joins what `b` and `c.d` say within one and the same object of `a`.

    Only within one object: a right in one organisation must not be joined with the name of another. Whatever is not a
    string says nothing.
    """
    first, *others = path.split("+")
    parent, _, leaf = first.rpartition(".")
    if first in claims:  # such as https://example.no/roles: a name with dots
        parent, leaf = "", first
    for node in _at(claims, parent.split(".") if parent else []):
        if isinstance(node, dict):
            each = [_strings(node, part) for part in (leaf, *others)]
            yield from (joint.join(values) for values in product(*each))


def _strings(node: dict[str, Any], path: str) -> list[str]:
    found = [node[path]] if path in node else list(_at(node, path.split(".")))
    flat = [item for value in found for item in (value if isinstance(value, list) else [value])]
    return [value for value in flat if isinstance(value, str) and value]


def _at(node: Any, path: list[str]) -> Iterator[Any]:
    """Everything at a path; lists on the way, and at its end, are gone through."""
    if isinstance(node, list):
        for item in node:
            if not isinstance(item, list):
                yield from _at(item, path)
    elif not path:
        yield node
    elif isinstance(node, dict) and path[0] in node:
        yield from _at(node[path[0]], path[1:])
