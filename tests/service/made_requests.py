"""What schemathesis needs to get further than «there is no such conversation»: loaded by it as its hooks.

Each request that needs one gets a conversation or a checklist of its own, so that none finds what another has erased.
"""

from __future__ import annotations

import os
from typing import Any

import requests
import schemathesis

URL = os.environ["MADE_REQUESTS_URL"]
_CONVERSATIONS = f"{URL}/api/v1/conversations"
_TIMEOUT_SECONDS = 30


@schemathesis.auth(refresh_interval=None)
class Token:
    """A new conversation's token, with its id in the path."""

    def get(self, case: Any, _context: Any) -> dict[str, str] | None:
        """Opens a conversation for an operation on one."""
        if "/conversations/{id}" not in case.operation.path:
            return None
        opened = requests.post(_CONVERSATIONS, json={}, timeout=_TIMEOUT_SECONDS).json()
        return {"id": opened["conversation_id"], "token": opened["token"], "message": opened["messages"][0]["id"]}

    def set(self, case: Any, data: dict[str, str] | None, _context: Any) -> None:
        """Puts them where they belong; what schemathesis made wrong on purpose stays wrong."""
        if data is None:
            return
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data['token']}"}
        case.path_parameters = {**(case.path_parameters or {}), "id": data["id"]}
        if "message_id" in case.path_parameters:
            case.path_parameters["message_id"] = data["message"]


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """A checklist that is there, unless a wrong id was made on purpose; and no file is asked for as `html`.

    That would be the address of another operation, the page.
    """
    path = {**(case.path_parameters or {})}
    if case.operation.path.startswith("/checklists/") and _is_valid(case):
        path["id"] = _checklist()
    if path.get("format") == "html":
        path["format"] = "htm"
    case.path_parameters = path


def _is_valid(case: Any) -> bool:
    mode = getattr(getattr(getattr(case, "meta", None), "generation", None), "mode", None)
    return mode is not None and mode.is_positive


def _checklist() -> str:
    opened = requests.post(_CONVERSATIONS, json={"lang": "nb"}, timeout=_TIMEOUT_SECONDS).json()
    url = f"{_CONVERSATIONS}/{opened['conversation_id']}/messages"
    headers = {"Authorization": f"Bearer {opened['token']}"}
    said = requests.post(
        url, json={"text": "lag sjekkliste for TryggEst"}, headers=headers, timeout=_TIMEOUT_SECONDS
    ).json()
    return str(next(message["checklist"]["id"] for message in said["messages"] if "checklist" in message))
