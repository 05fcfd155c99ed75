"""Amounts, periods and years as people write them, in figures and words."""

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.language.normalise import clean

_SMALL = {
    "null": 0, "en": 1, "ein": 1, "et": 1, "ett": 1, "eit": 1, "eitt": 1, "én": 1, "éin": 1, "ei": 1, "to": 2, "tre": 3, "fire": 4,
    "fem": 5, "seks": 6, "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12, "femten": 15, "tjue": 20,
    "tretti": 30, "førti": 40, "femti": 50, "seksti": 60, "sytti": 70, "åtti": 80, "nitti": 90, "hundre": 100, "one": 1, "two": 2,
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "halvannet": 1.5, "halvannan": 1.5,
    "halvanna": 1.5,
}
_SCALES = {
    "tusen": 1e3, "thousand": 1e3, "k": 1e3, "t": 1e3, "million": 1e6, "millioner": 1e6, "millionar": 1e6, "mill": 1e6, "mil": 1e6,
    "millions": 1e6, "mnok": 1e6, "m": 1e6, "milliard": 1e9, "milliarder": 1e9, "milliardar": 1e9, "hundre": 1e2, "hundred": 1e2,
}
_CURRENCY = {"kr", "kroner", "krone", "nok", "kronar", "kronor"}
_YEARS = {"år", "aar", "ar", "years", "year", "åra", "årene"}
_MONTHS = {"måneder", "måned", "månader", "månad", "mnd", "months", "month"}
_TOKEN = re.compile(r"\d{1,3}(?:[ .\u00a0\u202f]\d{3}){1,4}(?!\d)|\d{1,12}(?:[.,]\d{1,3})?|[^\W\d_]{1,20}|[-−–](?=\d)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts: kroner, years, a calendar year, or nothing said."""

    value: float
    unit: Literal["kroner", "years", "calendar_year", "none"]


def quantities(text: str) -> list[Quantity]:
    """Every number in the text, in order.

    >>> quantities("400.000,- over to år")
    [Quantity(value=400000.0, unit='kroner'), Quantity(value=2.0, unit='years')]
    """
    tokens = [m.group().lower() for m in _TOKEN.finditer(clean(text))]
    found: list[Quantity] = []
    position = 0
    while position < len(tokens):
        value, used = _number_at(tokens, position)
        if used == 0:
            position += 1
            continue
        negative = position > 0 and tokens[position - 1] in "-−–" and not (position > 1 and tokens[position - 2][0].isdigit())
        found.append(_with_unit(-value if negative else value, tokens, position, used))
        position += used
    return [q for q in found if q is not None]


def _number_at(tokens: list[str], position: int) -> tuple[float, int]:
    """The number that starts at a token and how many tokens it takes; (0, 0) when there is none."""
    token = tokens[position]
    following = tokens[position + 1] if position + 1 < len(tokens) else ""
    if token[0].isdigit():
        value, used = _figure(token), 1
    elif token in ("en", "ein", "et", "eit", "ei") and following in ("halv", "halvt"):
        value, used = 0.5, 2
    elif token in ("halv", "halvt", "half"):
        value, used = 0.5, 1
    elif token in _SMALL:
        value, used = float(_SMALL[token]), 1
        if token == "hundre":
            return _scaled(100.0, tokens, position, 1)
    elif token in ("million", "tusen"):
        value, used = 1.0, 0
    else:
        return 0.0, 0
    return _scaled(value, tokens, position, used)


def _scaled(value: float, tokens: list[str], position: int, used: int) -> tuple[float, int]:
    if tokens[position + used:position + used + 2] in (["og", "en"], ["og", "ein"], ["og", "et"], ["og", "eit"]):
        tail = tokens[position + used + 2:position + used + 3]
        if tail in (["halv"], ["halvt"]):
            value, used = value + 0.5, used + 3
    while position + used < len(tokens) and tokens[position + used] in _SCALES:
        value, used = value * _SCALES[tokens[position + used]], used + 1
    return value, used


def _figure(token: str) -> float:
    compact = re.sub(r"[ \u00a0\u202f]", "", token)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", compact):
        return float(compact.replace(".", ""))
    return float(compact.replace(",", "."))


def _with_unit(value: float, tokens: list[str], position: int, used: int) -> Quantity | None:
    after = tokens[position + used] if position + used < len(tokens) else ""
    before = tokens[position - 1] if position else ""
    scaled = any(t in _SCALES for t in tokens[position:position + used])
    if after in _YEARS:
        return Quantity(value, "years")
    if after in _MONTHS:
        return Quantity(round(value / 12, 2), "years")
    if after in _CURRENCY or before in _CURRENCY or scaled:
        return Quantity(value, "kroner")
    if used == 1 and re.fullmatch(r"(19|20)\d\d", tokens[position]):
        return Quantity(value, "calendar_year")
    if abs(value) >= 10_000:
        return Quantity(value, "kroner")
    if tokens[position] in ("en", "ein", "et", "ei", "eit", "to", "ti", "one", "t", "m", "k"):
        return Quantity(value, "none") if len(tokens) == 1 or tokens[position] in ("to", "ti", "one") else None
    return Quantity(value, "none")
