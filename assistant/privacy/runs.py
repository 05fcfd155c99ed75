"""Finds identifying numbers in runs of digits, however they are grouped, and leaves amounts and dates alone."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise

from assistant.privacy import numbers

NATIONAL_ID = "[fødselsnummer]"
PHONE = "[telefon]"
ACCOUNT = "[konto]"
TOKENS = (NATIONAL_ID, PHONE, ACCOUNT, "[e-post]", "[navn]")

_SEPARATOR = r"[ \t\u00a0\u2007\u2009\u202f.,/\-‐‑–—_)(:*]"
_RUN = re.compile(rf"\d(?:{_SEPARATOR}{{0,3}}+\d|\n(?=\d{{5}}\b))*+")
_GROUP = re.compile(r"\d+")
_IBAN = re.compile(r"\bNO[ .]?\d{2}(?:[ .]{0,2}\d){11}(?!\d)", re.IGNORECASE)
_PERSON_PART = re.compile(
    r"\b((?:personnummer|personnr|pnr|p\.nr)\.?\W{0,3}(?:er |mitt er )?\W{0,2})\d{5}(?!\d)", re.IGNORECASE
)
# How many digits stand together in the ways that people write them: 010190 12345 is (6, 5).
# fmt: off
_ID_SHAPES = frozenset([
    (11,), (6, 5), (2, 2, 2, 5), (6, 3, 2), (6, 2, 3), (2, 2, 2, 3, 2), (2, 2, 2, 2, 3), (4, 2, 5), (3, 3, 5), (4, 7),
    (4, 4, 3), (2, 4, 5), (6, 1, 4), (6, 4, 1), (6, 1, 1, 1, 1, 1), (7, 4), (8, 3), (1,) * 11,
])
# fmt: on
_DATED_SHAPES = frozenset([(13,), (8, 5), (2, 2, 4, 5), (2, 2, 4, 3, 2), (8, 3, 2), (4, 2, 2, 5)])
_PHONE_SHAPES = frozenset([(8,), (2, 2, 2, 2), (3, 2, 3), (4, 4), (3, 3, 2), (3, 5), (5, 3), (1,) * 8])
_LOOSE_PHONE_SHAPES = frozenset([(2, 3, 3), (2, 6), (2, 2, 4), (4, 2, 2), (1, 7), (2, 4, 2), (3, 1, 4), (2, 2, 1, 3)])
_TOTALS = frozenset([8, 10, 11, 13])  # phone, phone with 47 before it, fødselsnummer or account, whole birth date + 5
_PHONE_WORD = re.compile(
    r"(?:\btlf|\btelefon\w{0,10}|\bmobil\w{0,10}|\bmob|\btel|\bring\w{0,4}|\bsms|\bwhatsapp|\bvipps\w{0,3}|\bphone"
    r"|\bcell|\bcall|\bnås|\bkontakt\w{0,4}|\bnummer(?:et)?)\b\W{0,4}(?:\w{1,8}\W{1,3}){0,4}$",
    re.IGNORECASE,
)
_ACCOUNT_WORD = re.compile(
    r"\b(?:konto\w{0,8}|bankkonto\w{0,8}|kto|account)\b\W{0,4}(?:\w{1,8}\W{1,3}){0,3}$", re.IGNORECASE
)
_NOT_PHONE_BEFORE = re.compile(
    r"(?:\b(?:kr|kroner|nok|eur|euro|usd|beløp\w{0,3}|sum\w{0,5}|budsjett\w{0,4}|sak\w{0,8}|arkiv\w{0,8}|ref\w{0,8}"
    r"|journal\w{0,8}|dok\w{0,8}|kid|org\w{0,20}|prosjekt\w{0,8}|faktura\w{0,8}|id|løpe\w{0,6}|kap\w{0,5}|post|versjon)"
    r"|§|[$€£])\W{0,4}(?:(?:nr|nummer|på|er|om|no)\W{1,3}){0,2}$",
    re.IGNORECASE,
)
_NOT_PHONE_AFTER = re.compile(
    r"\s{0,2}(?:kr\b|kroner|nok\b|eur\b|euro|,-|,–|\.-|,\d|,00|mill|mrd|milliard|%|prosent|innb|person|bruker|brukar|stk"
    r"|timer|timar|tusen|i (?:støtte|tilskudd|tilskot))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Window:
    """Consecutive groups of one run, with where they stand in the text."""

    text: str
    start: int
    end: int
    groups: tuple[str, ...]
    separators: tuple[str, ...]
    before: str  # the separator between this window and the group before it in the run, "" when it is the first
    after: str

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(group) for group in self.groups)

    @property
    def is_amount_shape(self) -> bool:
        """One to three digits, then threes: 12 000 000."""
        return len(self.groups) > 1 and self.shape[0] <= 3 and set(self.shape[1:]) == {3}

    def preceded_by(self, pattern: re.Pattern[str]) -> bool:
        """Whether a word that the pattern names stands close before."""
        left = self.text[max(0, self.start - 60) : self.start]
        if left.lower() == left.upper() and not any(sign in left for sign in "§$€£"):
            return False  # no letters there: spare the pattern, or a long list of digits would cost a lot
        return pattern.search(left) is not None

    @property
    def plus_start(self) -> int | None:
        """Where a `+` before the number stands, or None; "(+47)" counts."""
        left = self.text[max(0, self.start - 2) : self.start]
        return self.start - 2 if left in ("(+", "+ ", "+(") else self.start - 1 if left.endswith("+") else None


def mask_numbers(text: str) -> str:
    """Replace fødselsnummer, D-numbers, account and phone numbers by their tokens."""
    text = _PERSON_PART.sub(rf"\1{NATIONAL_ID}", _IBAN.sub(ACCOUNT, text))
    parts: list[str] = []
    position = 0
    for run in _RUN.finditer(text):
        for start, end, token in _find(text, run.start(), run.end()):
            parts += [text[position:start], token]
            position = end
    return "".join([*parts, text[position:]])


def _find(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    spans = [match.span() for match in _GROUP.finditer(text, start, end)]
    found: list[tuple[int, int, str]] = []
    index = 0
    while index < len(spans):
        hit = _first_hit(text, spans, index)
        if hit is None:
            index += 1
            continue
        length, first, token = hit
        found.append((first, spans[index + length - 1][1], token))
        index += length
    return found


def _first_hit(text: str, spans: list[tuple[int, int]], index: int) -> tuple[int, int, str] | None:
    """The longest window from group `index` on that is a personal number: how many groups, where from, its token."""
    left = spans[index][0]
    abroad = text.startswith("00", left) or "+" in text[max(0, left - 2) : left]
    for length in reversed(_lengths(spans, index, range(8, 18) if abroad else _TOTALS)):
        window = _window(text, spans, index, length)
        token = _classify(window)
        if token is not None:
            begin = window.plus_start if token == PHONE else None
            return length, window.start if begin is None else begin, token
    return None


def _lengths(spans: list[tuple[int, int]], index: int, totals: Container[int]) -> list[int]:
    """How many groups from `index` on make up each of the wanted totals of digits."""
    lengths, total = [], 0
    for length, (left, right) in enumerate(spans[index : index + 17], start=1):
        total += right - left
        if total > 17:
            break
        if total in totals:
            lengths.append(length)
    return lengths


def _window(text: str, spans: list[tuple[int, int]], index: int, length: int) -> _Window:
    chosen = spans[index : index + length]
    last = index + length
    return _Window(
        text=text,
        start=chosen[0][0],
        end=chosen[-1][1],
        groups=tuple(text[left:right] for left, right in chosen),
        separators=tuple(text[left[1] : right[0]] for left, right in pairwise(chosen)),
        before=text[spans[index - 1][1] : spans[index][0]] if index else "",
        after=text[spans[last - 1][1] : spans[last][0]] if last < len(spans) else "",
    )


def _classify(window: _Window) -> str | None:
    length = len(window.digits)
    if length == 11:
        token = _classify_eleven(window)
        if token:
            return token
    if length == 13 and window.shape in _DATED_SHAPES and _is_dated_id(window):
        return NATIONAL_ID
    return PHONE if _is_phone(window) else None


def _classify_eleven(window: _Window) -> str | None:
    digits, shape = window.digits, window.shape
    if window.preceded_by(_ACCOUNT_WORD):
        return ACCOUNT
    if shape == (4, 2, 5) and set(window.separators) == {"."}:
        return ACCOUNT
    if numbers.starts_with_birth_date(digits):
        glued = "," in "".join(window.separators) and shape != (6, 5)
        years = shape[0] == 4 and numbers.is_year(window.groups[0])
        likely = shape in _ID_SHAPES and not glued and not years
        if likely or (numbers.has_national_id_checksum(digits) and not window.is_amount_shape):
            return NATIONAL_ID
    if shape == (4, 2, 5) or (shape == (11,) and numbers.has_account_checksum(digits)):
        return ACCOUNT
    return NATIONAL_ID if shape == (11,) and numbers.has_national_id_checksum(digits) else None


def _is_dated_id(window: _Window) -> bool:
    """A whole birth date and the five personal digits: 01.01.1990 12345, or the year first."""
    digits = window.digits
    turned = digits[6:8] + digits[4:6] + digits[:4]
    return numbers.is_birth_date(turned if window.shape[:3] == (4, 2, 2) else digits[:8])


def _is_phone(window: _Window) -> bool:
    digits = window.digits
    if window.plus_start is not None or window.groups[0].startswith("00"):
        return _is_international(window)
    if len(digits) == 10 and digits.startswith("47") and digits[2] in "23456789":
        return window.groups[0] == "47" or (window.shape == (10,) and not _reads_as_other(window))
    if len(digits) != 8 or digits[0] not in "23456789":
        return False
    if window.shape in _LOOSE_PHONE_SHAPES or (window.shape in _PHONE_SHAPES and "/" in "".join(window.separators)):
        return window.preceded_by(_PHONE_WORD) and not _reads_as_other(window)
    return window.shape in _PHONE_SHAPES and _is_plain_phone(window)


def _is_plain_phone(window: _Window) -> bool:
    """Whether eight digits in a usual grouping are a phone number, and not an amount, a date or a case number."""
    if len(set(window.separators)) > 1:
        return False
    if window.shape == (4, 4) and all(numbers.is_year(group) for group in window.groups):
        return False
    looks_other = window.shape == (8,) and (window.digits.endswith("0000") or numbers.is_calendar_date(window.digits))
    listed = len(window.groups) > 3 and window.separators[0] in (window.before, window.after)
    if (looks_other or listed) and not window.preceded_by(_PHONE_WORD):
        return False
    return not _reads_as_other(window)


def _is_international(window: _Window) -> bool:
    """`+` or `00` and a country code; for Norway's own, eight digits must follow."""
    digits = window.digits.removeprefix("00")
    if digits.startswith("47"):
        return len(digits) == 10
    if window.plus_start is None and not window.preceded_by(_PHONE_WORD):
        return False
    return 8 <= len(digits) <= 15 and not _reads_as_other(window) and not digits.endswith("000")


def _reads_as_other(window: _Window) -> bool:
    """Whether the words or signs around say that this is an amount, a case number or part of something longer."""
    if window.preceded_by(_NOT_PHONE_BEFORE) or _NOT_PHONE_AFTER.match(window.text, window.end):
        return True
    glued = any(separator and separator in "/-–._" for separator in (window.before, window.after))
    return glued and not window.preceded_by(_PHONE_WORD)
