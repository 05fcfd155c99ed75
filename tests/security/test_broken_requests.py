"""Bodies and requests made to confuse, to grow, or to be read as two."""

from __future__ import annotations

import gzip
import json
import re
import resource
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from raw_http import Answer, answers
from shipped_library import shipped_library
from web_fakes import FAKE_EXPORTS, FakeAssistant, FakeCatalogue
from web_support import API, Site, problem

from assistant.conversations.stores import open_stores
from assistant.settings import Settings
from assistant.web.app import create_app
from assistant.web.server import serving

HOST = b"Host: localhost\r\n"
POST = b"POST /api/v1/conversations HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
NEXT = b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture
async def port(tmp_path: Path) -> AsyncIterator[int]:
    """The product's own server, not the test client's."""
    settings = Settings(var=tmp_path, port=0)
    app = create_app(settings, FakeAssistant(), FakeCatalogue(), shipped_library(), open_stores(settings), FAKE_EXPORTS)
    async with serving(app, settings) as address:
        yield urlsplit(address).port or 0


AMBIGUOUS = {
    "length and chunks": POST + b"Content-Length: 2\r\n" + CHUNKED + b"2\r\n{}\r\n0\r\n\r\n",
    "chunks and length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 5\r\n\r\n{}",
    "lengths in one": POST + b"Content-Length: 2, 5\r\n\r\n{}",
    "signed length": POST + b"Content-Length: +2\r\n\r\n{}",
    "negative length": POST + b"Content-Length: -2\r\n\r\n{}",
    "hexadecimal length": POST + b"Content-Length: 0x2\r\n\r\n{}",
    "length with a line": POST + b"Content-Length: 1_0\r\n\r\n{}",
    "endless length": POST + b"Content-Length: " + b"9" * 400 + b"\r\n\r\n{}",
    "unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "two codings": POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "hidden coding": POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "space before colon": POST + b"Content-Length : 2\r\n\r\n{}",
    "space before coding": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "folded line": b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\n\r\n",
    "line feeds only": b"GET /healthz HTTP/1.1\nHost: localhost\n\n",
    "nothing before colon": b"GET /healthz HTTP/1.1\r\n" + HOST + b": x\r\n\r\n",
    "zero byte": b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n\r\n",
    "no number of chunk": POST + CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n",
    "signed chunk": POST + CHUNKED + b"+2\r\n{}\r\n0\r\n\r\n",
    "line feed in extension": POST + CHUNKED + b"2;\nxx\r\n{}\r\n0\r\n\r\n",
    "another protocol": b"GET /healthz HTTP/3.9\r\n" + HOST + b"\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "endless header": b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
    "endless line": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
}


@pytest.mark.parametrize("name", AMBIGUOUS)
async def test_what_two_programs_could_read_differently_is_refused_and_ends_the_connection(
    name: str, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    found = await answers(port, AMBIGUOUS[name] + b"\r\n" + NEXT)
    assert [answer.status for answer in found] == [400], f"what stands after it was answered too: {found}"
    _plain(found[0])
    assert "Traceback" not in caplog.text


def _plain(answer: Answer) -> None:
    """It repeats nothing, tells no version, and has the headers of every other answer."""
    assert answer.body in (b"The request is not HTTP that can be read.\n", b"") or answer.body.startswith(b'{"type"')
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"aiohttp|python|\d", answer.headers.get("server", ""), re.IGNORECASE)


async def test_two_whole_requests_are_two_answers(port: int) -> None:
    found = await answers(port, POST + CHUNKED + b"2\r\n{}\r\n0\r\n\r\n" + NEXT)
    assert [answer.status for answer in found] == [201, 200]


@pytest.mark.parametrize("method", [b"TRACE", b"CONNECT", b"PUT", b"PROPFIND", b"get", b"X" * 200])
async def test_methods_that_nothing_is_for_do_nothing(port: int, method: bytes) -> None:
    (answer, *_) = await answers(
        port, method + b" / HTTP/1.1\r\n" + HOST + b"Cookie: a=secret\r\nConnection: close\r\n\r\n"
    )
    assert answer.status in (400, 404, 405)
    assert b"secret" not in answer.body, "TRACE would repeat it"


async def test_a_body_without_a_stated_length_is_counted_while_it_comes(port: int) -> None:
    piece = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
    found = await answers(port, POST + CHUNKED, *[piece] * 64, most=1)
    assert [answer.status for answer in found] == [413]


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
async def test_a_body_that_grows_when_it_is_unpacked_is_counted_as_it_grows(port: int, coding: str, pack: Any) -> None:
    small = pack(b'{"lang":"' + b"a" * 200_000_000 + b'"}')
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    head = POST + f"Content-Encoding: {coding}\r\nContent-Length: {len(small)}\r\n\r\n".encode()
    found = await answers(port, head + small, most=1)
    assert [answer.status for answer in found] == [413]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000, "kilobytes"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "x"])
async def test_a_body_that_is_not_packed_as_it_says_is_refused(port: int, coding: str) -> None:
    head = POST + f"Content-Encoding: {coding}\r\nContent-Length: 7\r\nConnection: close\r\n\r\n".encode()
    found = await answers(port, head + b"\x1f\x8b\x08garb", most=1)
    assert [answer.status for answer in found] == [400]


MALFORMED = {
    "deep lists": b'{"text":' + b"[" * 30_000,
    "deep objects": b'{"text":' + b'{"a":' * 10_000 + b"1" + b"}" * 10_001,
    "a number without end": b'{"text":' + b"9" * 20_000 + b"}",
    "not a number": b'{"text": NaN}',
    "infinity": b'{"text": -Infinity}',
    "a name twice": b'{"text": "hei", "text": "noe annet"}',
    "a name twice, escaped": b'{"text": "hei", "\\u0074ext": "noe annet"}',
    "a name twice, deep": b'{"text": {"a": 1, "a": 2}}',
    "two values": b'{"text": "hei"} {"text": "hei"}',
    "a comment": b'{"text": "hei" /* x */}',
    "a comma too much": b'{"text": "hei",}',
    "single quotes": b"{'text': 'hei'}",
    "a bare zero byte": b'{"text": "a\x00b"}',
    "a bare line break": b'{"text": "a\nb"}',
    "UTF-16": '{"text": "hei"}'.encode("utf-16"),
    "overlong": b'{"text": "\xc0\xaf"}',
    "half a character": b'{"text": "\xed\xa0\x80"}',
    "a list": b'[{"text": "hei"}]',
    "a text": b'"hei"',
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_json_that_two_programs_could_read_differently_is_malformed(site: Site, name: str) -> None:
    await site.open()
    headers = site.headers(Content_Type="application/json")
    url = f"{API}/conversations/{site.id}/messages"
    await problem(await site.client.post(url, data=MALFORMED[name], headers=headers), 400, "malformed")
    assert site.assistant.heard == []


WRONG = [1e400, 10**300, 1.5, True, None, [], {}, ["hei"], {"text": "hei"}]


@pytest.mark.parametrize("value", WRONG[1:], ids=repr)
async def test_what_is_no_text_is_not_made_one(site: Site, value: Any) -> None:
    await site.open()
    await problem(await site.send({"text": value}), 422, "invalid-input")
    await problem(await site.send({"text": "hei", "constructor": value}), 422, "invalid-input")
    await problem(await site.send({"text": "hei", "__proto__": value}), 422, "invalid-input")
    response = await site.client.post(f"{API}/conversations/resume", json={"token": value})
    await problem(response, 422, "invalid-input")
    for body in ({"lang": value}, {"municipality": value}):
        await problem(await site.client.post(f"{API}/conversations", json=body), 422, "invalid-input")


async def test_a_text_of_odd_letters_is_one_text_and_comes_back_whole(site: Site) -> None:
    await site.open()
    for text in ("a\x00b", "frist \ud83d", "\udcff", "a\ufffe\uffffb", "b\U0010ffff", "e\u0301" * 50, "\u202eabc"):
        response = await site.send({"text": text}, Content_Type="application/json")
        assert response.status == 200, repr(text)
    heard = "".join(text for _, text in site.assistant.heard)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]", heard)
    history = await (await site.call("GET")).text()
    assert json.loads(history)


async def test_odd_letters_in_an_address_are_no_error(site: Site) -> None:
    odd = ("%00", "%ff", "%ED%A0%80", "%F4%90%80%80", "a%0Ab", "%E2%80%AE", "x" * 600, "%25%32%65", "'\"<>")
    for value in odd:
        for path in (f"/schemes/{value}", f"/search?q={value}", f"/search?q=a&limit={value}", f"/schemes?lang={value}"):
            assert (await site.client.get(API + path)).status in (200, 404, 422), path
        for path in (f"/?lang={value}", f"/logg-inn?feil={value}&til={value}", f"/problems/{value}"):
            assert (await site.client.get(path)).status in (200, 404), path
    limits = [
        await site.client.get(f"{API}/search", params={"q": "a", "limit": limit}) for limit in ("1e3", "٣", "-1", "")
    ]
    assert [response.status for response in limits] == [422] * 4


@pytest.mark.parametrize("path", ["/checklists/{id}.html", "/checklists/{id}/delete", "/samtale", "/logg-inn/lokal"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\ngarbage"),
        ("multipart/form-data", b"--x\r\ngarbage"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: foo\r\n\r\n1\r\n--x--\r\n',
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="_charset_"\r\n\r\n' + b"u" * 40 + b"\r\n--x--\r\n",
        ),
        ("multipart/form-data; boundary=" + "x" * 200, b"--x\r\n"),
        ("application/x-www-form-urlencoded; charset=nope", b"a=%ff"),
        ("application/x-www-form-urlencoded", b"a=%ff%fe&&&==&%"),
        ("application/x-www-form-urlencoded", b"item=" + b"x&item=" * 5_000),
        ("text/plain", b"item=1"),
    ],
)
async def test_a_broken_form_is_refused_and_no_error(site: Site, path: str, kind: str, body: bytes) -> None:
    url = path.format(id="a" * 24)
    response = await site.client.post(url, data=body, headers={"Content-Type": kind}, allow_redirects=False)
    assert response.status in (200, 400, 403, 404, 410, 413, 422), await response.text()
    foreign = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site"}
    response = await site.client.post(url, data=b"item=1", headers=foreign, allow_redirects=False)
    assert response.status in (200, 403), "the local link is not for browsers elsewhere in any case"
    assert response.status == 403 or path == "/logg-inn/lokal"


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_no_page_of_another_site_can_send_json_without_asking_first(site: Site, media_type: str) -> None:
    """These are the types that a browser sends to another site without a preflight."""
    body = json.dumps({"lang": "nb"}).encode()
    response = await site.client.post(f"{API}/conversations", data=body, headers={"Content-Type": media_type})
    await problem(response, 400, "malformed")
