"""How visitors of a measured service talk and wait, against one that answers as it is told to."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientSession, web
from aiohttp.test_utils import TestServer

from assistant.evaluation.crowd import Crowd
from assistant.evaluation.local_service import LocalService
from assistant.evaluation.patient import Talk, Tally
from assistant.evaluation.quantiles import quantile
from assistant.evaluation.visitors import NotLoopback, Refused, Visitor, advised_wait, refuse_other_machines, with_guide

Answer = tuple[int, object, dict[str, str]]
OPENED: Answer = (201, {"conversation_id": "c1", "token": "t1"}, {})
ANSWERED: Answer = (200, {"messages": [{"kind": "answer", "text": "Ja."}, {"kind": "question", "text": "Hvem?"}]}, {})
BUSY: Answer = (503, {}, {"Retry-After": "0"})


class Waiting(Visitor):
    """Waits as long as it is told."""

    sends_keys = True

    def refused(self, response: ClientResponse) -> float:
        wait = advised_wait(response)
        return super().refused(response) if wait is None else wait


class Service:
    """Gives the answers in their order, the last one for ever; keeps what it was sent."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self.heard: list[web.Request] = []
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._server = TestServer(app, host="127.0.0.1")

    async def _answer(self, request: web.Request) -> web.Response:
        self.heard.append(request)
        status, body, headers = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return web.json_response(body, status=status, headers=headers)

    async def __aenter__(self) -> Service:
        await self._server.start_server()
        self.session = ClientSession()
        self.url = f"http://127.0.0.1:{self._server.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()
        await self._server.close()

    def keys(self) -> list[str | None]:
        """The Idempotency-Key of each request."""
        return [request.headers.get("Idempotency-Key") for request in self.heard]


async def test_what_is_said_goes_to_the_conversation_that_was_opened() -> None:
    async with Service(OPENED, ANSWERED) as service:
        say = await with_guide(service.session, service.url)
        assert await say("hei") == "Ja. Hvem?"
    paths = [request.path for request in service.heard]
    assert paths == ["/api/v1/conversations", "/api/v1/conversations/c1/messages"]
    assert service.heard[1].headers["Authorization"] == "Bearer t1"
    assert service.keys() == [None, None], "a message that is sent once needs no key"


async def test_who_does_not_wait_takes_the_first_refusal_for_the_last_word() -> None:
    async with Service(BUSY) as service:
        with pytest.raises(Refused, match=r"^opening: 503$"):
            await with_guide(service.session, service.url)
    assert len(service.heard) == 1
    async with Service(OPENED, BUSY) as service:
        say = await with_guide(service.session, service.url)
        with pytest.raises(Refused, match=r"^503$"):
            await say("hei")
    assert len(service.heard) == 2


async def test_a_reply_that_says_that_something_went_wrong_is_no_answer() -> None:
    async with Service(OPENED, (200, {"messages": [{"kind": "error", "text": "Beklager."}]}, {})) as service:
        say = await with_guide(service.session, service.url)
        with pytest.raises(Refused, match=r"^error message$"):
            await say("hei")


async def test_who_waits_sends_the_same_message_with_the_same_key_again() -> None:
    async with Service(BUSY, OPENED, BUSY, (429, {}, {"Retry-After": "0"}), ANSWERED) as service:
        say = await Waiting().begin(service.session, service.url)
        assert await say("hei") == "Ja. Hvem?"
    first, *others = service.keys()[2:]
    assert first
    assert others == [first, first]


@pytest.mark.parametrize(
    "refusal", [(503, {}, {}), (503, {}, {"Retry-After": "soon"}), (500, {}, {"Retry-After": "0"})], ids=str
)
async def test_nobody_waits_who_is_not_told_how_long(refusal: Answer) -> None:
    async with Service(refusal) as service:
        with pytest.raises(Refused, match=rf"^{refusal[0]}$"):
            await Waiting().begin(service.session, service.url)
    assert len(service.heard) == 1


async def test_patience_comes_to_an_end() -> None:
    visitor = Waiting()
    visitor.patience_seconds = 0.0
    async with Service(BUSY) as service:
        with pytest.raises(Refused, match=r"^503$"):
            await visitor.begin(service.session, service.url)


async def test_a_crowd_counts_how_often_it_is_asked_to_wait(tmp_path: Path) -> None:
    stands_in = LocalService(tmp_path)  # never started: only its address is used
    async with Service(BUSY, BUSY, OPENED, BUSY, ANSWERED) as service:
        stands_in.url = service.url
        crowd = Crowd(stands_in)
        seen = await crowd.talk([("hei",)], 1)
    assert (crowd.asked_to_wait, len(seen.times), dict(seen.failed)) == (3, 1, {})
    assert service.keys()[-1], "a message that may be sent twice has a key"


async def test_a_patient_client_asks_again_whatever_comes_and_takes_note_of_it() -> None:
    stored: Answer = (200, {"messages": [{"id": "r1", "kind": "answer"}]}, {})
    async with Service(OPENED, BUSY, (500, {}, {}), (503, {}, {}), stored) as service:
        talk = Talk(service.url, tally := Tally(), keeps_alive=True)
        await talk.open()
        await talk.say("hei")
        await talk.close()
    assert talk.id == "c1"
    assert (tally.sent, tally.acknowledged, tally.notices, tally.wrong) == (1, 1, 1, {"500": 1, "503": 1})
    assert len(set(service.keys()[1:])) == 1, "each time with the same key"


async def test_a_patient_client_bears_with_a_service_that_is_not_there() -> None:
    async with Service(OPENED) as service:
        talk = Talk(service.url, tally := Tally(), keeps_alive=False)
        await talk.open()
    talk.patience_seconds = 0.0
    await talk.say("hei")
    await talk.close()
    assert tally.broken >= 1
    assert (tally.sent, tally.acknowledged) == (1, 0)


@pytest.mark.parametrize("url", ["http://192.0.2.1:8000", "http://veileder.example/", "http://0.0.0.0:1", "/api"])
def test_only_this_machine_is_put_under_load(url: str) -> None:
    with pytest.raises(NotLoopback, match="not on this machine"):
        refuse_other_machines(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:1/", "http://[::1]:8000"])
def test_this_machine_may_be(url: str) -> None:
    refuse_other_machines(url)


def test_a_share_of_no_times_is_no_number() -> None:
    assert math.isnan(quantile([], 0.5))
    assert quantile([0.002, 0.001], 0.5) == 2.0
