"""Finds identifying numbers in runs of digits, however they are grouped, and leaves amounts and dates alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.privacy.folding import Span
from assistant.privacy.kinds import ACCOUNT, NATIONAL_ID, PHONE, TOTALS, classify
from assistant.privacy.window import AMOUNT_BEHIND, Spans, Window

_SEPARATOR = r"[ \n.,/\-_)(:;*·•|~'\"]"
_RUN = re.compile(rf"\d(?:(?:{_SEPARATOR}{{0,4}}+|[ ]{{1,6}}+[-/.,][ ]{{1,6}}+)\d)*+")
_GROUP = re.compile(r"\d+")
# «de fem siste er 12345»; but «de fem siste årene var det 12345 brukere» has no word for digits and no «er» right before.
_LAST_FIVE = (
    r"(?:(?:(?:de|dei|dem|dæ)\s{1,2})?(?:fem|femm|5)\s{1,2}siste|siste\s{1,2}(?:fem|femm|5))"
    r"(?:\s{1,2}(?:siff(?:er|era|rene|ra|ret)|sifr(?:ene|a)|tall?(?:ene|a)?|numrene))?\s{0,2}(?:er|e|æ|ær|var|blir|[:=-])?\s{0,2}"
)
_PERSON_PART = re.compile(
    r"\b(?:(?:personnummer\w{0,2}|pers(?:on)?\.?\s?nr|pnr|p\.nr|siste fem|dei fem siste)\.?\W{0,3}(?:\w{1,8}\W{1,2}){0,3}"
    r"|f(?:ødt|ødd|\.)\s{0,2}(?:den\s{1,2})?\d[\d./ -]{4,9}\W{1,3}(?:og\s{1,2})?resten\s{1,2}(?:er|e|æ|:)?\s{0,2}"
    rf"|{_LAST_FIVE})(\d{{5}}|\d{{3}} \d\d)(?![\d ]*\d)",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uar)?|feb(?:ruar)?|mar(?:s)?|apr(?:il)?|mai|jun[i]?|jul[i]?|aug(?:ust)?|sep(?:t(?:ember)?)?|okt(?:ober)?"
    r"|nov(?:ember)?|des(?:ember)?)\.?"
)
# A birth date with its month in letters, and the five digits. Years that deadlines have are none that applicants are born in.
_IN_LETTERS = re.compile(
    rf"\b(\d{{1,2}}\.?\s{{0,2}}{_MONTH}\s{{0,2}}(?:19\d\d|200\d|[3-9]\d)[\s,–-]{{1,3}}\d{{5}})(?![\d ]*\d)",
    re.IGNORECASE,
)
_BIRTH_DATE = re.compile(
    r"(\d{6}|\d\d[./ -]\d\d[./ -](?:\d\d){1,2})(?=[ ,.\n]{1,3}(?:og |med |,)?"
    rf"(?:(?:personnummer|personnr|pnr|p\.nr)\W{{0,3}}(?:\w{{1,8}}\W{{1,2}}){{0,2}}|{_LAST_FIVE})\d{{5}}(?!\d))",
    re.IGNORECASE,
)
_MOST_DIGITS = 17
_ABROAD = dict.fromkeys(range(8, 18), _MOST_DIGITS)
_LABELLED = range(7, 16)


# «06874 (personnr)», and the date of birth where its five digits are told elsewhere in the text.
_PART_BEFORE = re.compile(
    r"(?<![\d.,/-])(\d{5})(?=\s{0,2}[(=,–-]{0,2}\s{0,2}(?:er\s{1,2}|e\s{1,2})?(?:personnummer|pers(?:on)?\.?\s?nr|pnr|p\.nr))",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"f[øo]d(?:t|d|sels\w{0,6})\W{0,3}(?:den\s{1,2}|er\s{1,2})?(\d{6}|\d\d[./ -]\d\d[./ -](?:\d\d){1,2})(?!\d)"
    r"|(?<!\d)(\d{6}|\d\d[./ -]\d\d[./ -](?:\d\d){1,2})(?=\s{0,2}[(=,–-]{0,2}\s{0,2}(?:er\s{1,2})?f[øo]d(?:t|d|sels))",
    re.IGNORECASE,
)


def find_numbers(text: str) -> Iterator[Span]:
    """The fødselsnummer, D-numbers, account and phone numbers in a folded text, from left to right."""
    for run in _RUN.finditer(text):
        spans = [match.span() for match in _GROUP.finditer(text, run.start(), run.end())]
        yield from _find(text, spans)


def find_personal_parts(text: str) -> Iterator[Span]:
    """The last five digits of a fødselsnummer, where a word says so, and the date of birth before that word; or all of it,
    where the month is written in letters."""
    parts = [match.span(1) for pattern in (_PERSON_PART, _BIRTH_DATE) for match in pattern.finditer(text)]
    parts += [match.span(1) for match in _PART_BEFORE.finditer(text) if match.span(1) not in parts]
    if parts:
        born = [match.span(match.lastindex or 1) for match in _BORN.finditer(text)]
        parts += [span for span in born if all(span[1] <= start or end <= span[0] for start, end in parts)]
    parts += [match.span(1) for match in _IN_LETTERS.finditer(text) if not AMOUNT_BEHIND.match(text, match.end())]
    yield from ((start, end, NATIONAL_ID) for start, end in sorted(parts))


def _find(text: str, spans: Spans) -> Iterator[Span]:
    index = 0
    while index < len(spans):
        hit = _first_hit(text, spans, index)
        if hit is None:
            index += 1
            continue
        length, span = hit
        later = range(index + 1, index + length) if span[2] == PHONE and text[span[0]].isdigit() else range(0)
        if any(_is_sure(text, spans, start) for start in later):
            index += 1
            continue
        yield span
        index += length


def _is_sure(text: str, spans: Spans, index: int) -> bool:
    """Whether a fødselsnummer or an account begins at group `index`: "i 2024 8601 11 17947" holds no phone number."""
    windows = (Window(text, spans, index, length) for length in _lengths(spans, index, {11: 11}))
    return any(classify(window) in (NATIONAL_ID, ACCOUNT) for window in windows)


def _first_hit(text: str, spans: Spans, index: int) -> tuple[int, Span] | None:
    """The longest window from group `index` on that is a personal number: how many groups, and where."""
    left = spans[index][0]
    abroad = text.startswith("00", left) or "+" in text[max(0, left - 2) : left]
    for length in reversed(_lengths(spans, index, _ABROAD if abroad else TOTALS)):
        window = Window(text, spans, index, length)
        token = classify(window)
        if token is not None:
            plus = window.plus_start if token == PHONE else None
            return length, (window.start if plus is None else plus, window.end, token)
    return None if index else _labelled(text, spans)


def _lengths(spans: Spans, index: int, totals: Mapping[int, int]) -> list[int]:
    """How many groups from `index` on make up each of the wanted totals of digits, in no more groups than it may have."""
    lengths, total = [], 0
    for length, (left, right) in enumerate(spans[index : index + _MOST_DIGITS], start=1):
        total += right - left
        if total > _MOST_DIGITS:
            break
        if length <= totals.get(total, 0):
            lengths.append(length)
    return lengths


def _labelled(text: str, spans: Spans) -> tuple[int, Span] | None:
    """A number of any kind right after "tlf": a foreign one, or one with a digit too many or too few."""
    whole = Window(text, spans, 0, len(spans)) if len(spans) <= _MOST_DIGITS else None
    if whole is None or len(whole.digits) not in _LABELLED or not whole.after_phone_label:
        return None
    if (
        {", ", "; ", "\n"} & set(whole.separators)
        or whole.is_counted
        or any(len(g) == 4 and g[:2] == "20" for g in whole.groups)
    ):
        return None
    return len(spans), (whole.start, whole.end, PHONE)
