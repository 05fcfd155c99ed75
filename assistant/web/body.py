"""Reads and checks request bodies. Nothing of a refused body is echoed or logged."""

from __future__ import annotations

import asyncio
import json
import re
import unicodedata
from collections.abc import Collection
from typing import Any, NoReturn

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError
from multidict import MultiDictProxy

from assistant.conversations.ports import Json
from assistant.web.problems import Problem, invalid

Form = MultiDictProxy[str | bytes | bytearray | web.FileField]
_JSON_TYPE = re.compile(r"application/(?:[\w.+-]{1,100}\+)?json", re.IGNORECASE)
_CHARSETS = {"utf-8", "utf8", "us-ascii"}
# How long a body may take to come: a slow line sends an editor's largest document in a minute.
_JSON_SECONDS, _FORM_SECONDS = 20.0, 60.0
_PRINTABLE = re.compile(r"[\x20-\x7e]{1,200}")
# Invisible characters that only hide or reorder text. U+200C and U+200D stay: emoji and some scripts need them.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


class _Part(BodyPartReader):
    """A part of a form. Who sends it may not choose how it is decoded: some of Python's codecs take quadratic time, and
    each name of one that is not known stays in memory for good."""

    def get_charset(self, default: str) -> str:
        """UTF-8.

        Raises:
            ValueError: the part asks for another.
        """
        return _refuse_charset(super().get_charset(default))


MultipartReader.part_reader_cls = _Part  # aiohttp's place for another


def _refuse_charset(name: str | None) -> str:
    if (name or "utf-8").lower() not in _CHARSETS:
        raise ValueError("a charset that is not UTF-8")
    return "utf-8"


async def read_form(request: web.Request) -> Form:
    """The fields of a form of one of our pages.

    Raises:
        Problem: malformed, when the body is not a form that can be read.
    """
    try:
        _refuse_charset(request.charset)
        async with asyncio.timeout(_FORM_SECONDS):
            return await request.post()
    # Half of it, or parts that aiohttp takes for a mistake of its own (AssertionError, RuntimeError).
    except (
        web.RequestPayloadError,
        ValueError,
        LookupError,
        HttpProcessingError,
        OSError,
        AssertionError,
        RuntimeError,
    ):
        raise Problem("malformed", "malformed_request") from None


async def text_fields(request: web.Request) -> dict[str, str]:
    """The text fields of a form, without control characters; files and repeated fields do not count.

    Raises:
        Problem: malformed, when the body is not a form that can be read.
    """
    form = await read_form(request)
    return {name: clean(value) for name, value in form.items() if isinstance(value, str)}


def refuse_foreign_form(request: web.Request) -> None:
    """Refuse a form that another site made; a browser that does not say where it comes from is let through.

    Raises:
        Problem: forbidden.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Problem("forbidden", "form_foreign")


async def read_object(request: web.Request, allowed: Collection[str], *, may_be_empty: bool = False) -> Json:
    """The JSON object in the body, with no fields but the allowed.

    Raises:
        Problem: malformed, too-large (by way of aiohttp) or invalid-input.
    """
    raw = await _read(request)
    if not raw and may_be_empty:
        return {}
    declared = request.headers.get("Content-Type")
    if declared is not None and not _JSON_TYPE.fullmatch(declared.split(";")[0].strip()):
        raise Problem("malformed", "malformed_type")
    body = _parse(raw)
    if not isinstance(body, dict):
        raise Problem("malformed", "malformed_object")
    if not body.keys() <= set(allowed):
        invalid("unknown_field", allowed=", ".join(sorted(allowed)))
    return body


def choice(body: Json, field: str, choices: Collection[str]) -> str:
    """A field that must be there and be one of the choices.

    Raises:
        Problem: invalid-input.
    """
    value = body.get(field)
    if not isinstance(value, str) or value not in choices:
        invalid("field_choice", field=field, choices=", ".join(choices))
    return value


def string(body: Json, field: str) -> str:
    """A field that must be there and be a string.

    Raises:
        Problem: invalid-input.
    """
    if field not in body:
        invalid("field_missing", field=field)
    value = body[field]
    if not isinstance(value, str):
        invalid("field_string", field=field)
    return value


def boolean(body: Json, field: str) -> bool:
    """A field that must be there and be true or false.

    Raises:
        Problem: invalid-input.
    """
    value = body.get(field)
    if not isinstance(value, bool):
        invalid("field_boolean", field=field)
    return value


def message_text(text: str, max_chars: int) -> str:
    """A user's text, cleaned.

    Raises:
        Problem: invalid-input when it is too long, or when nothing that can be read is left.
    """
    if len(text) > max_chars:
        invalid("text_too_long", limit=max_chars)
    cleaned = clean(text)
    if all(unicodedata.category(char)[0] in "ZC" for char in cleaned):
        invalid("text_empty")
    return cleaned


def clean(text: str) -> str:
    """Text without control and invisible characters, with plain spaces, in Unicode's composed form (NFC)."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_INVISIBLE))
    return "".join(_clean_char(char) for char in text).strip()


def idempotency_key(request: web.Request) -> str | None:
    """The Idempotency-Key of a request, or None.

    Raises:
        Problem: invalid-input when it is not 1 to 200 printable ASCII characters.
    """
    keys = request.headers.getall("Idempotency-Key", [])
    if not keys:
        return None
    if len(keys) > 1 or not _PRINTABLE.fullmatch(keys[0]):
        invalid("idempotency_key")
    return keys[0]


def _clean_char(char: str) -> str:
    category = unicodedata.category(char)
    if char == "\n" or category in ("Zl", "Zp"):
        return "\n"
    if char == "\t" or category == "Zs":
        return " "
    return "" if category == "Cc" else char


async def _read(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(_JSON_SECONDS):
            return await request.read()
    except (web.RequestPayloadError, ValueError, OSError, RuntimeError):  # broken, or the client has left in the middle
        raise Problem("malformed", "malformed_request") from None


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise Problem("malformed", "malformed_json") from None


def _each_once(pairs: list[tuple[str, Any]]) -> Json:
    """An object whose names are all different: two programs may read another value out of one that has a name twice."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice")
    return made


def _refuse_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")
