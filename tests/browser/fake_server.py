"""A small server that speaks the HTTP contract (design §7) with canned answers, so that the widget is tested alone.

Run it by hand with ``python tests/browser/fake_server.py 8090`` and open http://127.0.0.1:8090/.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web
from fake_replies import GREETING, HANDOFF_DRAFT, QUESTIONS, VERDICT, message, replies_to

WIDGET = Path(__file__).resolve().parents[2] / "assistant" / "widget"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'"
)
SCHEMES = [
    {"name": "Kommunalt rusarbeid", "short_name": "kommunalt rusarbeid", "administrator_name": "Statsforvalteren"},
    {"name": "TryggEst", "short_name": "TryggEst", "administrator_name": "Bufdir"},
]
TYPES = {400: "invalid-payload", 401: "invalid-token", 404: "unknown-conversation", 410: "conversation-expired"}


def problem(status: int, **headers: str) -> web.Response:
    """An RFC 9457 problem response."""
    body = {"type": f"/problems/{TYPES.get(status, 'unavailable')}", "title": "Problem", "status": status}
    return web.json_response(body, status=status, headers=headers, content_type="application/problem+json")


class FakeServer:
    """The contract over canned replies, in a thread of its own; tests read ``requests`` and set the switches."""

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.loop = asyncio.new_event_loop()
        self.templates = jinja2.Environment(loader=jinja2.FileSystemLoader(WIDGET), autoescape=True)
        self.reset()

    def reset(self) -> None:
        """Forgets conversations, requests and switches."""
        self.requests: list[dict[str, Any]] = []
        self.conversations: dict[str, list[dict[str, Any]]] = {}
        self.opened = 0
        self.languages: dict[str, str] = {}
        self.answered: dict[str, list[dict[str, Any]]] = {}
        self.failures: list[tuple[int, dict[str, str]] | str] = []
        self.json_only = False
        self.delay = 0.0
        self.stall = False  # messages are read and never answered
        self.origins: set[str] = set()  # other sites that may call the API
        self.handoff_draft: dict[str, Any] = dict(HANDOFF_DRAFT)
        self.refusals: dict[str, int] = {}  # status by the end of a path, until taken away

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self.port}/"

    def posted(self) -> list[dict[str, Any]]:
        """The messages that reached the server, with their idempotency keys."""
        return [request for request in self.requests if request["path"].endswith("/messages")]

    def start(self) -> FakeServer:
        """Serves until ``stop``."""
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait(10)
        return self

    def stop(self) -> None:
        """Stops the thread's loop."""
        self.loop.call_soon_threadsafe(self.loop.stop)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._serve())
        ready.set()
        self.loop.run_forever()

    async def _serve(self) -> None:
        app = web.Application()
        api = "/api/v1/conversations"
        app.add_routes(
            [
                web.get("/", self.page),
                web.static("/widget", WIDGET / "dist"),
                web.post(api, self.create),
                web.get(api + "/{id}", self.history),
                web.delete(api + "/{id}", self.erase),
                web.patch(api + "/{id}", self.set_language),
                web.post(api + "/{id}/messages", self.answer),
                web.post(api + "/{id}/resume-link", self.resume_link),
                web.get(api + "/{id}/handoff", self.handoff),
                web.post(api + "/{id}/handoff", self.send_handoff),
                web.options("/api/{path:.*}", self.preflight),
                web.post(api + "/{id}/messages/{message}/feedback", self.feedback),
                web.get("/checklists/{name}", self.checklist),
                web.get("/sources/{name}", self.source),
            ]
        )
        app.on_response_prepare.append(self._secure)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        self.port = runner.addresses[0][1]

    async def _secure(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Content-Security-Policy"] = CSP
        if (origin := request.headers.get("Origin")) in self.origins:
            response.headers["Access-Control-Allow-Origin"] = str(origin)
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"

    async def preflight(self, request: web.Request) -> web.Response:
        """The browser's question before another site calls."""
        allowed = "Authorization, Content-Type, Idempotency-Key, Accept, Accept-Language"
        methods = "GET, POST, PATCH, DELETE"
        headers = {"Access-Control-Allow-Headers": allowed, "Access-Control-Allow-Methods": methods}
        return web.Response(status=204, headers=headers)

    async def page(self, request: web.Request) -> web.Response:
        """The page at ``/`` from the real template."""
        text = self.templates.get_template("demo.html").render(lang=request.query.get("lang", "nb"), schemes=SCHEMES)
        return web.Response(text=text, content_type="text/html")

    async def create(self, request: web.Request) -> web.Response:
        """Opens a conversation and greets."""
        body = await request.json()
        self.requests.append({"path": request.path, "body": body})
        if self.failures and self.failures[0] == "create":
            self.failures.pop(0)
            return problem(503)
        self.opened += 1
        number = f"c{self.opened}"
        greeting = message(GREETING, lang=body.get("lang", "nb"))
        self.conversations[number] = [{**greeting, "role": "assistant", "at": "2026-03-02T10:00:00Z"}]
        self.languages[number] = body.get("lang", "auto")
        opened = {"conversation_id": number, "token": f"t-{number}", "expires": "2026-03-09T10:00:00Z"}
        return web.json_response({**opened, "messages": [greeting]}, status=201)

    async def resume_link(self, request: web.Request) -> web.Response:
        """A link that works once."""
        self.requests.append({"path": request.path})
        link = {"url": f"{self.url}#resume=token-{len(self.requests)}", "expires": "2026-03-03T10:00:00Z"}
        return self._refused(request) or web.json_response(link, status=201)

    async def handoff(self, request: web.Request) -> web.Response:
        """The draft for a person."""
        return self._refused(request) or web.json_response(self.handoff_draft)

    async def send_handoff(self, request: web.Request) -> web.Response:
        """Takes the text for a person."""
        self.requests.append({"path": request.path, "body": await request.json()})
        await asyncio.sleep(self.delay)
        return self._refused(request) or web.json_response({"reference": "TV-2026-0042"}, status=201)

    def _refused(self, request: web.Request) -> web.Response | None:
        for end, status in self.refusals.items():
            if request.path.endswith(end):
                return problem(status)
        number = request.match_info["id"]
        if request.headers.get("Authorization") != f"Bearer t-{number}":
            return problem(401)
        return None if number in self.conversations else problem(410)

    async def history(self, request: web.Request) -> web.Response:
        """The conversation so far."""
        if refused := self._refused(request):
            return refused
        number = request.match_info["id"]
        body = {"conversation_id": number, "lang": self.languages[number], "expires": "2026-03-09T10:00:00Z"}
        return web.json_response({**body, "messages": self.conversations[number]})

    async def erase(self, request: web.Request) -> web.Response:
        """Erases the conversation."""
        self.requests.append({"path": request.path, "method": "DELETE"})
        self.conversations.pop(request.match_info["id"], None)
        return web.Response(status=204)

    async def set_language(self, request: web.Request) -> web.Response:
        """Overrides the language."""
        if refused := self._refused(request):
            return refused
        body = await request.json()
        self.requests.append({"path": request.path, "body": body, "method": "PATCH"})
        self.languages[request.match_info["id"]] = body["lang"]
        return web.json_response({"lang": body["lang"]})

    async def feedback(self, request: web.Request) -> web.Response:
        """Takes a rating."""
        self.requests.append({"path": request.path, "body": await request.json()})
        return self._refused(request) or web.Response(status=204)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answers a message as events or as JSON, and fails when a test asked for it."""
        body = await request.json()
        key = request.headers.get("Idempotency-Key", "")
        self.requests.append({"path": request.path, "body": body, "key": key, "accept": request.headers.get("Accept")})
        if refused := self._refused(request):
            return refused
        if self.failures and isinstance(self.failures[0], tuple):
            status, headers = self.failures.pop(0)
            return problem(status, **headers)
        await asyncio.sleep(self.delay)
        if self.stall:
            await asyncio.sleep(3600)
        number = request.match_info["id"]
        replies = self.answered.get(key) or self._reply(number, body)
        self.answered[key] = replies
        if self.json_only:
            return web.json_response({"messages": replies})
        return await self._stream(request, replies)

    def _reply(self, number: str, body: dict[str, str]) -> list[dict[str, Any]]:
        shown = body.get("text") or _title_of(body["payload"])
        replies = replies_to(body, self.languages[number])
        log = self.conversations[number]
        log.append({**message({"kind": "user", "text": shown}), "role": "user", "at": "2026-03-02T10:01:00Z"})
        log.extend({**reply, "role": "assistant", "at": "2026-03-02T10:01:01Z"} for reply in replies)
        return replies

    async def _stream(self, request: web.Request, replies: list[dict[str, Any]]) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        await response.write(b"event: typing\ndata: {}\n\n")
        cut = self.failures.pop(0) if self.failures else None
        for reply in replies:
            data = json.dumps(reply, ensure_ascii=False)
            await response.write(f"event: message\ndata: {data}\n\n".encode())
            if cut == "cut":
                return response
        await response.write(b"event: done\ndata: {}\n\n")
        return response

    async def checklist(self, request: web.Request) -> web.Response:
        """A file to download."""
        return web.Response(text="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", content_type="text/calendar")

    async def source(self, request: web.Request) -> web.Response:
        """A source document that a citation points to."""
        return web.Response(text="<h1>Kilden</h1>", content_type="text/html")


def _title_of(payload: str) -> str:
    for known in [*QUESTIONS, VERDICT, GREETING]:
        for button in known.get("buttons", []):
            if button["payload"] == payload:
                return button["title"]
    return "…"


if __name__ == "__main__":
    FakeServer(int(sys.argv[1]) if len(sys.argv) > 1 else 8090).start()
    threading.Event().wait()
