"""The forms of the inbox: status, training examples, drafts, and taking a change back. For editors."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from assistant.inbox import targets, views
from assistant.inbox.accepted import MAX_CHARS, Draft, one_line
from assistant.inbox.grouping import Group
from assistant.inbox.item_page import MOST_EXAMPLES, Wrong, show
from assistant.inbox.tables import STATUSES
from assistant.staff.guard import staff
from assistant.staff.identity import Member, Role
from assistant.web.body import text_fields
from assistant.web.services import services

routes = web.RouteTableDef()
ITEM = "/innboks/sporsmal/{id}"
ACCEPTED = "/innboks/eksempler"
_LEAST_CHARS = 3
Fields = dict[str, str]


@routes.post(ITEM + "/status")
@staff(Role.EDITOR)
async def status(request: web.Request, member: Member) -> web.Response:
    """Give one question or its whole group a status."""
    key, form = request.match_info["id"], await text_fields(request)
    group = await views.group_of(request, key)
    if group is None or form.get("status") not in STATUSES:
        return await show(request, member, key)
    ids = views.chosen_ids(group, form)
    change, changed = await services(request).stores.inbox.mark(member, ids, form["status"])
    raise views.to(request, _path(key), hva="status" if changed else "nothing", gjort=change, antall=changed)


@routes.post(ITEM + "/eksempel")
@staff(Role.EDITOR)
async def example(request: web.Request, member: Member) -> web.Response:
    """Accept questions as training examples for a statement or an intent."""
    key, form = request.match_info["id"], await text_fields(request)
    group = await views.group_of(request, key)
    texts = list(dict.fromkeys(line for line in map(one_line, form.get("texts", "").split("\n")) if line))
    target = _target(request, form)
    errors = {**_wrong_texts(texts), **({} if target else {"target": "inbox_wrong_target"})}
    if group is None or errors or target is None:
        return await show(request, member, key, Wrong("example", errors, form))
    drafts = [Draft.of(*target, text) for text in texts]
    return await _accept(request, member, group, form, drafts, "example")


@routes.post(ITEM + "/utkast")
@staff(Role.EDITOR)
async def draft(request: web.Request, member: Member) -> web.Response:
    """Note that a scheme needs a fact that answers this."""
    key, form = request.match_info["id"], await text_fields(request)
    group = await views.group_of(request, key)
    text = one_line(form.get("question", ""))
    errors = {f"draft_{name}": sentence for name, sentence in _wrong_draft(request, form).items()}
    if wrong := _wrong_texts([text] if text else []):
        errors["draft_question"] = wrong["texts"]
    if group is None or errors:
        return await show(request, member, key, Wrong("draft", errors, form))
    return await _accept(
        request, member, group, form, [Draft.of("draft", form["scheme"], form["topic"], text)], "draft"
    )


@routes.post("/innboks/angre")
@staff(Role.EDITOR)
async def undo(request: web.Request, member: Member) -> web.Response:
    """Take a change back, as far as nothing has changed since."""
    form = await text_fields(request)
    given_back = await services(request).stores.inbox.undo(member, form.get("change", ""))
    key = form.get("item", "")
    path = _path(key) if key.isascii() and key.isalnum() else "/innboks"
    raise views.to(request, path, hva="undone" if given_back else "nothing", antall=given_back)


@routes.post(ACCEPTED + "/{id}")
@staff(Role.EDITOR)
async def edit(request: web.Request, member: Member) -> web.Response:
    """Change the words of an example or a draft."""
    text = one_line((await text_fields(request)).get("text", ""))
    if _wrong_texts([text] if text else []):
        raise views.to(request, ACCEPTED, gjort="wrong")
    done = await services(request).stores.inbox.accepted.edit(member, request.match_info["id"], text)
    masked = Draft.of("", "", "", text).text != text
    raise views.to(request, ACCEPTED, gjort="edited" if done else "gone", maskert=int(masked))


@routes.post(ACCEPTED + "/{id}/slett")
@staff(Role.EDITOR)
async def delete(request: web.Request, member: Member) -> web.Response:
    """Delete an example or a draft for good."""
    done = await services(request).stores.inbox.accepted.delete(member, request.match_info["id"])
    raise views.to(request, ACCEPTED, gjort="deleted" if done else "gone")


async def _accept(
    request: web.Request, member: Member, group: Group, form: Fields, drafts: list[Draft], what: str
) -> web.Response:
    ids = views.chosen_ids(group, form)
    change, added = await services(request).stores.inbox.accept(member, ids, drafts)
    written = {one_line(line) for line in [*form.get("texts", "").split("\n"), form.get("question", "")]}
    masked = any(draft.text not in written for draft in drafts)
    path = _path(group.members[0].item.id)
    raise views.to(request, path, hva=what, gjort=change, antall=added, maskert=int(masked))


def _target(request: web.Request, form: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Form, scheme and target of the chosen statement or intent, or None when nothing that exists was chosen."""
    chosen = form.get("target", "")
    if chosen == "intent":
        intent = form.get("intent", "")
        return ("intent", "", intent) if intent in targets.intents() else None
    key = form.get("statement", "") if chosen == "other" else chosen
    found = targets.find_statement(services(request).library, key)
    return ("question", *found) if found else None


def _wrong_texts(texts: list[str]) -> Fields:
    if not texts:
        return {"texts": "inbox_wrong_empty"}
    if len(texts) > MOST_EXAMPLES:
        return {"texts": "inbox_wrong_many"}
    if any(len(text) > MAX_CHARS for text in texts):
        return {"texts": "inbox_wrong_long"}
    return {"texts": "inbox_wrong_short"} if any(len(text) < _LEAST_CHARS for text in texts) else {}


def _wrong_draft(request: web.Request, form: Mapping[str, str]) -> Fields:
    wrong = {} if services(request).library.scheme(form.get("scheme", "")) else {"scheme": "inbox_wrong_scheme"}
    known = {topic for topic, _ in targets.topics("nb")}
    return wrong if form.get("topic") in known else {**wrong, "topic": "inbox_wrong_topic"}


def _path(message_id: str) -> str:
    return ITEM.format(id=message_id)
