"""The rest of the HTTP contract (design §7) against the real service: schemes, search, checklists, health, limits."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from contract_client import API, CITATION, Api, Json, Talk, problem
from icalendar import Calendar
from jsonschema import Draft202012Validator
from running_service import RunningService

pytestmark = pytest.mark.rasa

SCHEMES = ["kommunalt-rusarbeid", "oppfolging-barn-unge", "oppfolging-voksne", "tryggest"]
ITEM = {"id", "what", "who", "due", "why", "citation", "done"}


@pytest.mark.parametrize(("lang", "office"), [("nb", "Statsforvalteren"), ("nn", "Statsforvaltaren")])
def test_the_four_schemes_are_listed_with_their_window(api: Api, lang: str, office: str) -> None:
    schemes = api.call("GET", f"{API}/schemes?lang={lang}").json()["schemes"]
    assert [scheme["id"] for scheme in schemes] == SCHEMES
    assert [scheme["administrator_name"] for scheme in schemes] == [office, office, office, "Bufdir"]
    assert all(scheme["window"]["deadline"] < "2026" for scheme in schemes)
    assert {scheme["window"]["certainty"] for scheme in schemes} == {"fixed", "assumed"}


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_a_scheme_holds_its_statements_each_with_a_citation(api: Api, scheme_id: str) -> None:
    scheme = api.call("GET", f"{API}/schemes/{scheme_id}").json()
    statements = scheme["facts"] + scheme["gaps"] + scheme["criteria"]
    assert len(statements) > 20
    assert all(statement["citation"].keys() == CITATION for statement in statements)


def test_a_scheme_that_does_not_exist_is_not_found(api: Api) -> None:
    for wrong in ("none", "TRYGGEST", "%2e%2e", "a" * 200):
        problem(api.call("GET", f"{API}/schemes/{wrong}"), 404, "not-found")


def test_a_search_finds_statements_with_their_citation(api: Api) -> None:
    results = api.call("GET", f"{API}/search?q=samarbeidsavtale").json()["results"]
    assert results
    assert all(hit.keys() == {"scheme", "topic", "title", "snippet", "citation"} for hit in results)
    assert any("avtale" in hit["snippet"].lower() for hit in results)
    assert all(hit["citation"].keys() == CITATION for hit in results)


def test_a_search_knows_both_languages_and_a_limit(api: Api) -> None:
    (hit,) = api.call("GET", f"{API}/search?q=søknadsfrist+tryggest&lang=nn&limit=1").json()["results"]
    assert hit["scheme"] == "tryggest"
    assert api.call("GET", f"{API}/search?q=xyzzy").json()["results"] == []


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%20", "?q=" + "a" * 501, "?q=a&limit=0", "?q=a&limit=x", "?q=a&lang=xx"]
)
def test_a_search_that_cannot_be_made_is_refused(api: Api, query: str) -> None:
    problem(api.call("GET", f"{API}/search{query}"), 422, "invalid-input")


def test_the_contract_is_served_and_is_openapi(api: Api) -> None:
    contract = api.call("GET", f"{API}/openapi.json").json()
    assert contract["openapi"] == "3.1.0"
    for schema in contract["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.fixture(scope="module")
def checklist(api: Api) -> Json:
    """A checklist made in a conversation."""
    found: Json = Talk(api).say("lag en sjekkliste for oppfølging av voksne")[-1]["checklist"]
    return found


def test_a_checklist_has_items_with_dates_and_links(checklist: Json) -> None:
    assert checklist.keys() == {"id", "items", "links"}
    assert all(item.keys() == ITEM for item in checklist["items"])
    assert {item["due"]["certainty"] for item in checklist["items"]} >= {"assumed"}
    assert all("ikke bekreftet" in i["due"]["text"] for i in checklist["items"] if i["due"]["certainty"] == "assumed")
    assert set(checklist["links"]) <= {"html", "pdf", "docx", "ics"}
    assert {"html", "ics"} <= set(checklist["links"])


def test_the_checklist_page_names_every_item(api: Api, checklist: Json) -> None:
    page = api.call("GET", checklist["links"]["html"])
    assert page.status_code == 200
    assert page.headers["Content-Language"] == "nb"
    for item in checklist["items"]:
        assert item["what"] in page.text


def test_the_calendar_file_can_be_read_back(api: Api, checklist: Json) -> None:
    response = api.call("GET", checklist["links"]["ics"])
    assert "attachment" in response.headers["Content-Disposition"]
    calendar = Calendar.from_ical(response.content)
    dated = {item["what"]: item["due"] for item in checklist["items"] if item["due"]["date"]}
    events = calendar.walk("VEVENT")
    assert {str(event["SUMMARY"]): event.decoded("DTSTART").isoformat() for event in events} == {
        what: due["date"] for what, due in dated.items()
    }
    for event in events:
        assert event.decoded("DTEND") - event.decoded("DTSTART") == dt.timedelta(days=1)
        assert event.walk("VALARM")
        assumed = dated[str(event["SUMMARY"])]["certainty"] == "assumed"
        assert (str(event["STATUS"]) == "TENTATIVE") == assumed


def test_ticks_are_kept(api: Api, checklist: Json) -> None:
    first, second = checklist["items"][0]["id"], checklist["items"][1]["id"]
    path = f"/checklists/{checklist['id']}"
    ticked = api.call("PATCH", path, {"items": {first: True, second: True}}).json()
    assert [item["done"] for item in ticked["items"]][:3] == [True, True, False]
    api.call("PATCH", path, {"items": {second: False}})
    page = api.call("GET", f"{path}.html").text
    assert page.count(" checked>") == 1
    assert api.call("POST", f"{path}.html", data={"item": [second]}).status_code == 303
    again = api.call("PATCH", path, {"items": {}}).json()
    assert [item["id"] for item in again["items"] if item["done"]] == [second]


@pytest.mark.parametrize("body", [{}, {"items": []}, {"items": {"unknown": True}}, {"items": {"x": 1}}, {"x": {}}])
def test_a_tick_that_cannot_be_set_is_refused(api: Api, checklist: Json, body: object) -> None:
    problem(api.call("PATCH", f"/checklists/{checklist['id']}", body), 422, "invalid-input")


def test_a_revoked_checklist_is_gone_with_its_ticks(api: Api) -> None:
    found = Talk(api).say("lag en sjekkliste for TryggEst")[-1]["checklist"]
    path = f"/checklists/{found['id']}"
    assert api.call("DELETE", path).status_code == 204
    problem(api.call("PATCH", path, {"items": {}}), 410, "gone")
    problem(api.call("GET", f"{path}.ics"), 410, "gone")
    problem(api.call("DELETE", path), 410, "gone")
    assert api.call("GET", f"{path}.html").status_code == 410


def test_a_checklist_that_does_not_exist_is_not_found(api: Api) -> None:
    path = f"/checklists/{'a' * 32}"
    for method, tail in (("PATCH", ""), ("DELETE", ""), ("GET", ".ics"), ("GET", ".pdf")):
        problem(api.call(method, path + tail, {"items": {}} if method == "PATCH" else None), 404, "not-found")
    assert api.call("GET", f"{path}.html").status_code == 404


def test_the_service_is_alive_and_ready(api: Api) -> None:
    assert api.call("GET", "/healthz").json() == {"status": "ok"}
    assert api.call("GET", "/readyz").json() == {"status": "ready"}


def test_the_metrics_count_replies_and_hold_no_text(api: Api, talk: Talk) -> None:
    talk.say("når er søknadsfristen for TryggEst?")
    talk.say("bokfinken har tlf 91234567")
    metrics = api.call("GET", "/metrics").text
    assert 'veileder_messages_total{kind="answer",topic="deadline"}' in metrics
    assert 'veileder_masked_total{kind="telefon"}' in metrics
    assert "veileder_reply_seconds_bucket" in metrics
    assert "bokfinken" not in metrics
    assert "veileder_engine_failures_total{" not in metrics


def test_the_metrics_are_for_this_machine_only(api: Api) -> None:
    problem(api.call("GET", "/metrics", headers={"X-Forwarded-For": "1.2.3.4"}), 404, "not-found")


def test_an_address_or_a_method_that_does_not_exist_is_a_problem(api: Api) -> None:
    problem(api.call("GET", f"{API}/nowhere"), 404, "not-found")
    refused = api.call("PUT", f"{API}/schemes")
    problem(refused, 405, "method-not-allowed")
    assert refused.headers["Allow"] == "GET"


def test_every_problem_type_leads_to_a_page_that_explains_it(api: Api) -> None:
    for name in ("malformed", "invalid-payload", "invalid-token", "unknown-conversation", "idempotency-conflict",
                 "conversation-expired", "too-large", "invalid-input", "rate-limited", "unavailable"):  # fmt: skip
        assert name in api.call("GET", f"/problems/{name}").text


def test_problems_follow_the_language_asked_for(api: Api) -> None:
    for lang, title in (("nb", "Finnes ikke"), ("nn", "Finst ikkje"), ("en", "Not found")):
        refused = api.call("GET", f"{API}/schemes/none", headers={"Accept-Language": lang})
        assert problem(refused, 404, "not-found")["title"] == title
        assert refused.headers["Content-Language"] == lang


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """A second service with narrow limits."""
    limits = {"limit_loopback": "true", "conversations_per_minute": 2, "messages_per_minute": 3, "max_in_flight": 1}
    running = RunningService(tmp_path_factory.mktemp("strict"), **limits).start()
    yield running
    assert running.stop() == 0
    assert running.leaks() == []


def test_limits_and_a_busy_database_are_problems_that_say_when_to_try_again(strict: RunningService) -> None:
    api = Api(strict)
    talk, other = Talk(api), Talk(api)
    refused = api.call("POST", f"{API}/conversations", {})
    problem(refused, 429, "rate-limited")
    assert int(refused.headers["Retry-After"]) >= 1

    lock = strict.locked()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(other.send, {"text": "hvem kan søke TryggEst?"})
        time.sleep(0.5)  # until that one is in flight
        busy = talk.send({"text": "når er fristen for TryggEst?"})
        lock.rollback()
        assert waiting.result().status_code == 200
    problem(busy, 503, "unavailable")
    assert int(busy.headers["Retry-After"]) >= 1
    assert [message["role"] for message in other.history()] == ["assistant", "user", "assistant"]

    while (refused := other.send({"text": "hvem kan søke TryggEst?"})).status_code == 200:
        pass
    problem(refused, 429, "rate-limited")


def test_a_database_that_stays_locked_is_unavailable_and_nothing_is_lost(talk: Talk, service: RunningService) -> None:
    lock = service.locked()
    try:
        refused = talk.call("PATCH", body={"lang": "nn"})
    finally:
        lock.rollback()
    problem(refused, 503, "unavailable")
    assert talk.say("hvem kan søke TryggEst?")[0]["lang"] == "nb"
