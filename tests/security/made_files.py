"""Scheme files and documents as they come out of an editor's accident or an attacker's evening."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

from bad_scheme_files import GOOD
from hypothesis import strategies as st
from making_documents import BOKMAL, as_docx, as_html, as_pdf, as_plain, zipped

from knowledge.loader import SCHEMES_DIR

SHIPPED = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SCHEMES_DIR.glob("*.yml"))}
ODD_VALUES = (
    "",
    "~",
    "null",
    "yes",
    "-1",
    "9" * 5_000,
    "-" + "9" * 400,
    "0x" + "f" * 5_000,
    "0o777",
    "0b11",
    "1e400",
    ".nan",
    "-.inf",
    "1_000",
    "190:20:30",
    "2025-02-30",
    "2025-13-40",
    "2025-01-01T25:61:61Z",
    "0001-01-01",
    "99999-01-01",
    "[]",
    "{}",
    "[[[[[[]]]]]]",
    "{a: {b: {c: d}}}",
    "{[1, 2]: 3}",
    "{{a: b}: c}",
    "{null: 1, true: 2, 1.5: 3}",
    "? [a, b]\n: c",
    "&a x",
    "*a",
    "&a [*a]",
    "<<",
    "{<<: 1}",
    "{<<: [1, 2]}",
    "{<<: {a: 1}, a: 2}",
    "!!int abc",
    "!!float x",
    "!!bool maybe",
    "!!null x",
    "!!binary ###",
    "!!timestamp x",
    "!!timestamp 2025-99-99",
    "!!set {a, b}",
    "!!omap [a: 1, a: 2]",
    "!!omap x",
    "!!pairs [a: 1]",
    "!!map []",
    "!!seq {}",
    "!!str [a]",
    "!!python/object/apply:os.system ['true']",
    "!!python/name:os.system",
    "!own {a: 1}",
    "!<tag:evil.no,2025:x> y",
    "!",
    "|",
    ">-\n",
    "'",
    '"',
    '"\\ud800"',
    '"\\x00"',
    '"\\U00110000"',
    "%YAML 9.9",
    "---",
    "...",
    "- ",
    ": ",
    "#",
    "\t",
    "\x07",
    "\x85",
    "\ufeff",
    "\ufffe",
    "å" * 3_000,
    "[" * 2_000,
    "{a: " * 2_000,
    "- " * 2_000,
    "? " * 500,
)
_LEVELS = 9


def _bomb(level: Callable[[int], str], first: str) -> str:
    return "\n".join(
        [f"a0: &a0 {first}", *(f"a{i}: &a{i} {level(i)}" for i in range(1, _LEVELS + 1)), f"id: *a{_LEVELS}\n"]
    )


BOMBS = (
    _bomb(lambda i: "[" + ", ".join([f"*a{i - 1}"] * 9) + "]", '["lol"]'),
    _bomb(lambda i: "{" + ", ".join(f"k{k}: *a{i - 1}" for k in range(9)) + "}", "{k: lol}"),
    _bomb(lambda i: "{<<: [" + ", ".join([f"*a{i - 1}"] * 9) + "]}", "{k: lol}"),
    "a: &a [*a]\n",
    "a: &a {b: *a}\nid: *a\n",
    "&a a: *a\n",
)

_letters = st.text(alphabet=" \n\n:-[]{}&*!|>'\"%@`#,?~<=\\\tabiåøx01.\x00\x07\x85\ufeff", max_size=200)
_lines = st.lists(
    st.one_of(st.sampled_from(ODD_VALUES), st.sampled_from(GOOD.splitlines()), _letters), max_size=12
).map("\n".join)


def yaml_texts() -> st.SearchStrategy[bytes]:
    """Anything that somebody could save as a YAML file, and what is no text at all."""
    text = st.one_of(_letters, _lines, st.text(max_size=100), st.sampled_from(BOMBS), st.sampled_from(ODD_VALUES))
    return st.one_of(text.map(lambda made: made.encode("utf-8", "surrogatepass")), st.binary(max_size=200))


@st.composite
def changed_schemes(draw: st.DrawFn) -> tuple[str, bytes]:
    """A shipped scheme file (its name and bytes), with one to four things done to it."""
    name = draw(st.sampled_from(["short", *SHIPPED]))
    text = GOOD if name == "short" else SHIPPED[name]
    for _ in range(draw(st.integers(1, 4))):
        text = _changed(text, draw(st.sampled_from(_CHANGES)), draw(st.randoms(use_true_random=False)))
    return "tryggest" if name == "short" else name, text.encode("utf-8", "surrogatepass")


def _changed(text: str, change: str, chance: random.Random) -> str:
    """One thing done to the lines of a text, or to the value on one of them."""
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    some = chance.randint(1, 12)
    line = lines[at]
    if change == "drop":
        del lines[at : at + some]
    elif change == "double":
        lines[at:at] = lines[at : at + some]
    elif change == "move":
        lines[other:other] = [lines.pop(at)]
    elif change == "indent":
        lines[at] = " " * chance.randint(1, 5) + line
    elif change == "outdent":
        lines[at] = line[chance.randint(1, 5) :]
    elif change == "value":
        lines[at] = re.sub(r"(?<=[:,-]) .*", lambda _: f" {chance.choice(ODD_VALUES)}", line)
    elif change == "inner value":
        values = list(re.finditer(r"(?<=[:,\[] )[^,\]}]+", line))
        if values:
            chosen = chance.choice(values)
            lines[at] = line[: chosen.start()] + chance.choice(ODD_VALUES) + line[chosen.end() :]
    elif change == "key":
        lines[at] = re.sub(r"[\w-]+(?=:)", lambda _: chance.choice(ODD_VALUES)[:40], line, count=1)
    elif change == "another's value":
        value = lines[other].partition(":")[2]
        lines[at] = f"{line.partition(':')[0]}:{value}"
    elif change == "letter":
        place = chance.randrange(len(line) + 1)
        lines[at] = (
            line[:place]
            + chance.choice("&*!|>'\"%@`#,:[]{}?-\t\x00\x85\ufeff\u2028é")
            + line[place + chance.randint(0, 1) :]
        )
    else:
        return text[: chance.randrange(len(text) + 1)]
    return "\n".join(lines)


_CHANGES = (
    "drop",
    "double",
    "move",
    "indent",
    "outdent",
    "value",
    "value",
    "inner value",
    "inner value",
    "key",
    "another's value",
    "letter",
    "cut",
)

_PPTX = zipped(
    {
        "[Content_Types].xml": b"<Types/>",
        "ppt/presentation.xml": b"<p:presentation/>",
        "ppt/slides/slide1.xml": b"<p:sld/>",
    }
)
DOCUMENTS: dict[str, bytes] = {
    "docx": as_docx(BOKMAL),
    "pptx": _PPTX,
    "pdf": as_pdf(BOKMAL),
    "html": as_html(BOKMAL),
    "txt": as_plain(BOKMAL),
}


@st.composite
def changed_documents(draw: st.DrawFn) -> tuple[str, bytes]:
    """A document (its ending and bytes) with some bytes changed, doubled, cut out, or of another kind."""
    ending = draw(st.sampled_from(list(DOCUMENTS)))
    data = bytearray(DOCUMENTS[ending])
    for _ in range(draw(st.integers(1, 6))):
        if not data:
            break
        _damage(data, draw(st.sampled_from(_DAMAGES)), draw(st.randoms(use_true_random=False)))
    return draw(st.sampled_from([ending, *DOCUMENTS, ""])), bytes(data)


_DAMAGES = ("byte", "byte", "bytes", "number", "cut", "cut out", "double", "zeros", "other", "words")
_TELLING = (
    b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
    b"&b;",
    b"<script>",
    b"]]>",
    b"/Kids [1 0 R]",
    b"/Length 99999999",
    b"/Count -1",
    b"/Type /Pages",
    b"endobj",
    b"stream\n",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"%PDF-1.7",
    b"<table>" * 40,
    b"<div>" * 400,
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x00",
    b"</w:body>",
    b'w:val="999999999999"',
    b"\x1f\x8b\x08",
)


def _damage(data: bytearray, how: str, chance: random.Random) -> None:
    at, length = chance.randrange(len(data)), chance.randint(1, 400)
    if how == "byte":
        data[at] = chance.randrange(256)
    elif how == "bytes":
        data[at : at + length] = bytes(chance.randrange(256) for _ in range(chance.randint(0, length)))
    elif how == "number":
        numbers = list(re.finditer(rb"\d+", data))
        if numbers:
            chosen = chance.choice(numbers)
            data[chosen.start() : chosen.end()] = chance.choice((b"0", b"-1", b"4294967295", b"9" * 30, b"1e9"))
    elif how == "cut":
        del data[at:]
    elif how == "cut out":
        del data[at : at + length]
    elif how == "double":
        data[at:at] = data[at : at + length] * chance.randint(1, 3)
    elif how == "zeros":
        data[at : at + length] = bytes(min(length, len(data) - at))
    elif how == "other":
        other: Any = DOCUMENTS[chance.choice(list(DOCUMENTS))]
        data[at : at + length] = other[: chance.randint(0, len(other))]
    else:
        data[at:at] = chance.choice(_TELLING)
