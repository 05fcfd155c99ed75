"""The served OpenAPI document names every route, and real responses validate against it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from jsonschema import Draft202012Validator
from shipped_library import shipped_library
from web_fakes import CHECKLIST, FAKE_EXPORTS, FakeAssistant, FakeCatalogue
from web_support import API, Site

from assistant.conversations.stores import open_stores
from assistant.settings import Settings
from assistant.web import openapi
from assistant.web.app import create_app
from assistant.web.problems import STATUS

CONTRACT = openapi.load()
PAGES = ("assistant.staff.", "assistant.caseworker.", "assistant.inbox.", "assistant.plain.")  # for people, no contract


def _routes(tmp_path: Path) -> set[tuple[str, str]]:
    stores = open_stores(Settings(var=tmp_path))
    app = create_app(Settings(var=tmp_path), FakeAssistant(), FakeCatalogue(), shipped_library(), stores, FAKE_EXPORTS)
    found = set()
    for resource in app.router.resources():
        if not isinstance(resource, web.StaticResource):
            routes = [route for route in resource if not route.handler.__module__.startswith(PAGES)]
            found |= {(resource.canonical, route.method.lower()) for route in routes if route.method != "HEAD"}
    stores.close()
    return found


def _schema(operation: dict[str, Any], status: int, media_type: str) -> dict[str, Any]:
    response = operation["responses"][str(status)]
    if "$ref" in response:
        response = CONTRACT["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    return {**response["content"][media_type]["schema"], "components": CONTRACT["components"]}


def _operation(method: str, path: str) -> dict[str, Any]:
    for template, operations in sorted(CONTRACT["paths"].items()):
        if re.fullmatch(re.sub(r"\\{[a-z_]+\\}", "[^/]+", re.escape(template)), path) and method.lower() in operations:
            return operations[method.lower()]
    raise AssertionError(f"{method} {path} is not in the contract")


def _for_programs(path: str) -> bool:
    """Pages are for people and no part of the contract, save those that a program is given the address of."""
    return path.startswith(("/api/", "/checklists/", "/healthz", "/readyz", "/metrics"))


def test_every_route_for_programs_is_in_the_contract_and_nothing_there_is_missing(tmp_path: Path) -> None:
    documented = {
        (path, method)
        for path, operations in CONTRACT["paths"].items()
        for method in operations
        if method != "parameters"
    }
    routes = _routes(tmp_path)
    assert {(path, method) for path, method in routes if _for_programs(path)} <= documented <= routes


def test_the_schemas_are_schemas() -> None:
    for schema in CONTRACT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_the_contract_names_every_problem_type_and_no_other() -> None:
    assert CONTRACT["components"]["schemas"]["ProblemName"]["enum"] == list(STATUS)


def test_every_operation_has_an_id_of_its_own() -> None:
    ids = [
        operation["operationId"]
        for operations in CONTRACT["paths"].values()
        for name, operation in operations.items()
        if name != "parameters"
    ]
    assert len(ids) == len(set(ids))


async def _validated(site: Site, method: str, path: str, body: Any = None, **headers: str) -> Any:
    response = await site.client.request(method, path, json=body, headers=site.headers(**headers))
    operation = _operation(method, path.split("?")[0])
    assert str(response.status) in operation["responses"], f"{method} {path} gave {response.status}"
    if response.status == 204:
        return None
    schema = _schema(operation, response.status, response.content_type)
    data = await response.json(content_type=None)
    Draft202012Validator(schema).validate(data)
    return data


async def test_responses_validate_against_the_contract(site: Site) -> None:
    opened = await _validated(site, "POST", f"{API}/conversations", {"lang": "nn"})
    site.id, site.token = opened["conversation_id"], opened["token"]
    here = f"{API}/conversations/{site.id}"
    sent = await _validated(site, "POST", f"{here}/messages", {"text": "hei"})
    await _validated(site, "POST", f"{here}/messages", {"text": "checklist"})
    await _validated(site, "POST", f"{here}/messages", {"payload": sent["messages"][1]["buttons"][0]["payload"]})
    await _validated(site, "POST", f"{here}/messages", {"text": "raise"})
    await _validated(site, "GET", here)
    await _validated(site, "PATCH", here, {"lang": "nb"})
    await _validated(site, "POST", f"{here}/messages/{sent['messages'][0]['id']}/feedback", {"helpful": True})
    link = await _validated(site, "POST", f"{here}/resume-link")
    await _validated(site, "POST", f"{API}/conversations/resume", {"token": link["url"].split("=")[1]})
    for path in ("schemes", "schemes/tryggest", "search?q=hei", "openapi.json"):
        await _validated(site, "GET", f"{API}/{path}")
    checklist_id = await site.stores.checklists.create(site.id, CHECKLIST)
    await _validated(site, "PATCH", f"/checklists/{checklist_id}", {"items": {"vedtak": True}})
    for path in ("/healthz", "/readyz"):
        await _validated(site, "GET", path)
    await _validated(site, "DELETE", here)


@pytest.mark.parametrize("overrides", [{"limit_loopback": True, "exports_per_minute": 1}])
async def test_too_many_exports_are_answered_as_the_contract_says(site: Site) -> None:
    for path in (f"{API}/search?q=hei", f"/checklists/{await site.stores.checklists.create('c1', CHECKLIST)}.pdf"):
        assert (await site.client.get(path)).status in (200, 429)
        assert (await _validated(site, "GET", path))["status"] == 429


async def test_problems_validate_against_the_contract(site: Site) -> None:
    await site.open()
    here = f"{API}/conversations/{site.id}"
    await _validated(site, "POST", f"{API}/conversations", {"lang": "xx"})
    await _validated(site, "POST", f"{API}/conversations", [])
    await _validated(site, "POST", f"{API}/conversations/resume", {"token": "x"})
    await _validated(site, "POST", f"{here}/messages", {"payload": "x"})
    await _validated(site, "POST", f"{here}/messages", {"text": "a" * 70_000})
    await _validated(site, "POST", f"{here}/messages/x/feedback", {"helpful": True})
    await _validated(site, "GET", f"{API}/schemes/none")
    await _validated(site, "GET", f"{API}/search")
    await _validated(site, "PATCH", f"/checklists/{'a' * 32}", {"items": {}})
    await _validated(site, "GET", f"/checklists/{'a' * 32}.pdf")
    site.token = "wrong"
    await _validated(site, "GET", here)
    await _validated(site, "GET", f"{API}/conversations/unknown")


@pytest.mark.parametrize("name", sorted(STATUS))
def test_every_problem_of_the_contract_has_its_status(name: str) -> None:
    fixed = {
        "malformed": 400, "invalid-payload": 400, "invalid-token": 401, "unknown-conversation": 404,
        "idempotency-conflict": 409, "conversation-expired": 410, "too-large": 413, "invalid-input": 422,
        "rate-limited": 429, "unavailable": 503,
    }  # fmt: skip
    assert fixed.keys() <= STATUS.keys()
    assert STATUS[name] == fixed.get(name, STATUS[name])
