"""Whatever is typed is read without an error: cleaned, masked, understood, ranked and searched for."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from fuzzing import ASKED, fuzz, tried
from hypothesis import given
from made_texts import TEXTS, identity_numbers
from reading_everything import Reader

from assistant.privacy import numbers
from assistant.privacy.masking import TOKENS, mask
from assistant.web.body import clean, message_text
from assistant.web.problems import Problem

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("reading_everything.py")
LONGEST = 20_000
SECONDS = 900.0  # of the clock; all together take a minute or two, every twelfth some seconds
_ELEVEN = re.compile(r"(?<!\d)\d{11}(?!\d)")


@cache
def reader() -> Reader:
    return Reader()


@given(TEXTS)
@fuzz(400, 5)
def test_a_text_is_cleaned_or_refused(text: str) -> None:
    with tried("text cleaned"):
        try:
            cleaned = message_text(text, LONGEST)
        except Problem as problem:
            assert problem.name == "invalid-input"
            return
        assert cleaned.encode()
        assert cleaned == clean(cleaned), "cleaning again changes nothing"
        assert not any(unicodedata.category(char) in ("Cc", "Cs") and char != "\n" for char in cleaned)


@given(TEXTS)
@fuzz(300, 5)
def test_a_text_is_masked_and_masked_again_stays_the_same(text: str) -> None:
    with tried("text masked"):
        once = mask(clean(text))
        assert set(once.kinds) <= set(TOKENS)
        assert mask(once.text).text == once.text


def _digits(text: str) -> str:
    """The text as the test sees it, by rules of its own: digits of all scripts as 0–9, what nobody sees left out."""
    seen = []
    for char in text:
        digit = unicodedata.decimal(char, None)
        if digit is not None:
            seen.append(str(digit))
        elif unicodedata.category(char) not in ("Cf", "Mn", "Me"):
            seen.append(char)
    return "".join(seen)


@given(TEXTS, identity_numbers(), TEXTS)
@fuzz(300, 5)
def test_no_identity_number_is_left_whatever_stands_around_it(before: str, number: str, after: str) -> None:
    """Eleven digits whose first six are a date, in one go; with right or wrong control digits."""
    with tried("identity number masked"):
        text = clean(f"{before} {number} {after}")
        left = [eleven for eleven in _ELEVEN.findall(_digits(mask(text).text)) if _is_identity(eleven)]
        assert left == [], (text, left)


def _is_identity(eleven: str) -> bool:
    return numbers.starts_with_birth_date(eleven) and numbers.has_national_id_checksum(eleven)


@given(TEXTS)
@fuzz(30)
def test_a_text_is_read_by_all_that_reads_texts(text: str) -> None:
    with tried("text understood"):
        reader().read(mask(clean(text)).text)


@given(TEXTS)
@fuzz(20, 0.5)
def test_a_text_is_answered_by_every_scheme(text: str) -> None:
    with tried("text ranked and answered"):
        for said in reader().answers(mask(clean(text)).text, dt.date(2026, 11, 21)):
            assert said.strip()


@given(TEXTS)
@fuzz(30)
def test_a_text_is_searched_for(text: str) -> None:
    with tried("text searched for"):
        assert len(reader().search.find(text, "nb", 10)) <= 10
        reader().search.look_up(text)
        reader().search.matching(text)


def test_the_longest_texts_made_to_go_on_and_on_come_to_an_end() -> None:
    command = [sys.executable, str(PROGRAM), str(LONGEST), "1" if ASKED else "12"]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        said = (late.stdout or b"").decode().splitlines()
        pytest.fail(f"this text was not read to its end: {said[-1:]}")
    assert done.returncode == 0, (
        done.returncode,
        "the last text took too long, or failed",
        done.stdout[-300:],
        done.stderr[-2_000:],
    )
    counted = re.search(r"texts: (\d+)", done.stdout)
    assert counted is not None and int(counted[1]) > (60 if ASKED else 5)
