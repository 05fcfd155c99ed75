"""A client of the HTTP contract that holds every answer against openapi.json, and every Message against design §7."""

from __future__ import annotations

import json
import re
from typing import Any

import requests
from jsonschema import Draft202012Validator
from running_service import RunningService

API = "/api/v1"
Json = dict[str, Any]
FIELDS = {"id", "kind", "text", "lang", "scheme", "topic", "citations", "buttons"}
EXTRAS = {"question", "verdict", "checklist", "office"}
CITATION = {"source", "title", "locator", "url", "edition", "checked"}
OF_KIND = {"question": "question", "verdict": "verdict", "checklist": "checklist"}
CITED = {"answer", "question", "verdict", "checklist"}
_TIMEOUT_SECONDS = 60


class Api:
    """Calls one service; every response is validated before it is returned."""

    def __init__(self, service: RunningService) -> None:
        self.service = service
        self._session = requests.Session()
        self._contract: Json = self._session.get(f"{service.url}{API}/openapi.json", timeout=_TIMEOUT_SECONDS).json()

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> requests.Response:
        """One request; `body` is sent as JSON, or `data=` as it is."""
        headers = dict(options.pop("headers", {}))
        if body is not None:
            options["data"] = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        if isinstance(body, dict) and isinstance(body.get("text"), str):
            self.service.sent.add(body["text"])
        response = self._session.request(
            method, self.service.url + path, headers=headers, timeout=_TIMEOUT_SECONDS, allow_redirects=False, **options
        )
        self._validate(method, path.split("?")[0], response)
        return response

    def _validate(self, method: str, path: str, response: requests.Response) -> None:
        """The status, the media type and the body are ones that the contract names for this operation."""
        operation = self._operation(method, path)
        if operation is None:
            assert response.status_code in (404, 405), f"{method} {path} is not in the contract"
            return
        answer = operation["responses"].get(str(response.status_code))
        assert answer is not None, f"{method} {path} gave {response.status_code}: {response.text[:300]}"
        answer = self._resolved(answer)
        if "content" not in answer:
            assert response.content == b""
            return
        media_type = response.headers["Content-Type"].split(";")[0]
        assert media_type in answer["content"], f"{method} {path}: {media_type}"
        if media_type.endswith("json"):
            schema = {**answer["content"][media_type]["schema"], "components": self._contract["components"]}
            Draft202012Validator(schema).validate(response.json())
        for name in answer.get("headers", {}):
            assert name in response.headers

    def _operation(self, method: str, path: str) -> Json | None:
        """The operation of a path; a template without variables in the place of a constant wins."""
        for template in sorted(self._contract["paths"], key=lambda template: template.count("{")):
            pattern = re.sub(r"\\{[a-z_]+\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, path) and method.lower() in self._contract["paths"][template]:
                found: Json = self._contract["paths"][template][method.lower()]
                return found
        return None

    def _resolved(self, answer: Json) -> Json:
        if "$ref" in answer:
            found: Json = self._contract["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
            return found
        return answer


class Talk:
    """One conversation; `last` is the latest reply."""

    def __init__(self, api: Api, **wishes: str) -> None:
        self.api = api
        opened = api.call("POST", f"{API}/conversations", wishes).json()
        self.id: str = opened["conversation_id"]
        self.token: str = opened["token"]
        self.last: list[Json] = opened["messages"]
        for message in self.last:
            check_message(message)

    @property
    def path(self) -> str:
        return f"{API}/conversations/{self.id}"

    def call(self, method: str, path: str = "", body: Any = None, **options: Any) -> requests.Response:
        """A call on this conversation with its token."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.api.call(method, self.path + path, body, headers=headers, **options)

    def send(self, body: Any, **headers: str) -> requests.Response:
        """A message, whatever its body; header names are given with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.call("POST", "/messages", body, headers=named)

    def say(self, text: str) -> list[Json]:
        """The reply to a text."""
        return self._reply({"text": text})

    def press(self, title: str) -> list[Json]:
        """The reply to the button of the latest reply whose title begins so."""
        return self._reply({"payload": self.payload(title)})

    def choose(self, value: str) -> list[Json]:
        """The reply to the option of the open question that has this value; one without a button is said."""
        title = next(option["title"] for option in self.question["options"] if option["value"] == value)
        listed = title in [button["title"] for button in self.last[-1]["buttons"]]
        return self.press(title) if listed else self.say(title)

    def payload(self, title: str) -> str:
        """The payload of the button of the latest reply whose title begins so."""
        buttons = [button for message in self.last for button in message["buttons"]]
        found = [button["payload"] for button in buttons if button["title"].startswith(title)]
        assert found, f"no button {title!r} among {[button['title'] for button in buttons]}"
        return str(found[-1])

    @property
    def question(self) -> Json:
        """The open question."""
        found: Json = self.last[-1]["question"]
        return found

    def history(self) -> list[Json]:
        """All messages so far."""
        messages: list[Json] = self.call("GET").json()["messages"]
        return messages

    def _reply(self, body: Json) -> list[Json]:
        response = self.send(body)
        assert response.status_code == 200, response.text
        self.last = response.json()["messages"]
        for message in self.last:
            check_message(message)
        return self.last


def check_message(message: Json) -> None:
    """Design §7 to the letter: which fields there are, which go with which kind, and that what is said has a source."""
    assert FIELDS <= message.keys() <= FIELDS | EXTRAS, message.keys()
    for kind, extra in OF_KIND.items():
        assert (extra in message) == (message["kind"] == kind), (message["kind"], message.keys())
    assert "office" in message or message["kind"] != "handoff"
    assert all(citation.keys() == CITATION for citation in message["citations"])
    if message["kind"] in CITED and message["scheme"]:
        assert message["citations"], message["text"]
    titles = [button["title"] for button in message["buttons"]]
    assert len(titles) == len(set(titles)), titles
    if "question" in message:
        assert message["question"]["step"] <= message["question"]["of"]
        assert set(titles) <= {option["title"] for option in message["question"]["options"]}


def problem(response: requests.Response, status: int, name: str) -> Json:
    """Asserts that a response is this problem (RFC 9457) and says what to do; returns it."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"].split(";")[0] == "application/problem+json"
    body: Json = response.json()
    assert (body["type"], body["status"]) == (f"/problems/{name}", status)
    assert body["title"] != body["detail"]
    assert len(body["detail"].split()) > 3
    return body


def events(response: requests.Response) -> list[tuple[str, Any]]:
    """The server-sent events of a response: name and JSON data."""
    assert response.headers["Content-Type"].startswith("text/event-stream")
    blocks = [block for block in response.content.decode().split("\n\n") if block]
    found = []
    for block in blocks:
        name, data = block.split("\n")
        assert name.startswith("event: ")
        assert data.startswith("data: ")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found
