"""Amounts, periods and years as people write them, in figures and words."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from knowledge.language.normalise import clean
from knowledge.language.number_words import HUNDREDS, SCALES, number_in_words, scaled, split_compound

_LATEST = 64  # texts that stay in memory: whoever reads a message asks for its numbers five times
_CURRENCY = {"kr", "kroner", "krone", "nok", "kronar", "kronor"}
_YEARS = {"år", "aar", "ar", "years", "year", "åra", "årene", "års"}
_MONTHS = {
    "måneder",
    "måned",
    "månader",
    "månad",
    "månaden",
    "måna",
    "månan",
    "månar",
    "mnd",
    "mndr",
    "mnder",
    "months",
    "month",
}
_THOUSANDS_SAID = {"lapper", "lappar", "kkr", "tnok"}
_MINUS = {"-", "−", "–", "minus"}
# Words that are numbers only beside a unit or alone: «en kommune», «et tilbud» count nothing.
_ARTICLES = {"en", "ein", "et", "ei", "eit", "one"}
_THOUSANDS = r"\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3}){1,5}(?!\d)"
_TOKEN = re.compile(rf"{_THOUSANDS}|\d+(?:[.,]\d{{1,3}})?(?!\d)|[^\W\d_]{{1,40}}|[-−–](?=\d)")
_APOSTROPHE = re.compile(r"\b(\d{1,4})['’](?!\d|\w)")  # «420'» as in lists of wages
_HALF = re.compile(r"(?:(\d) )?\b1[/⁄]2\b")


# What numbers of four figures count too: «1900 innbyggere» is no year.
_COUNTED = (
    "innb",
    "person",
    "menneske",
    "folk",
    "bruk",
    "pasient",
    "barn",
    "unge",
    "timar",
    "timer",
    "people",
    "inhabitant",
)


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
    return list(_quantities(text))


@lru_cache(maxsize=_LATEST)
def _quantities(text: str) -> tuple[Quantity, ...]:
    tokens = _tokens(text)
    found: list[Quantity | None] = []
    position = 0
    while position < len(tokens):
        value, used = _number_at(tokens, position)
        if used:
            signed = -value if _is_negative(tokens, position) else value
            found.append(_with_unit(signed, tokens, position, used))
        position += max(used, 1)
    return tuple(q for q in found if q is not None)


def _tokens(text: str) -> list[str]:
    plain = _HALF.sub(lambda m: f"{m[1] or 0},5", clean(text))
    plain = _APOSTROPHE.sub(r"\1 tusen", plain)
    return [part for m in _TOKEN.finditer(plain) for part in split_compound(m.group().lower())]


def _is_negative(tokens: list[str], position: int) -> bool:
    """A minus sign, but not the dash in «12–25»."""
    if position == 0 or tokens[position - 1] not in _MINUS:
        return False
    return position == 1 or not tokens[position - 2][0].isdecimal()


def _number_at(tokens: list[str], position: int) -> tuple[float, int]:
    """The number that starts at a token and how many tokens it takes; (0, 0) when there is none."""
    if tokens[position][0].isdecimal():
        return scaled(tokens, position, _figure(tokens[position]), 1)
    return number_in_words(tokens, position)


def _figure(token: str) -> float:
    """«400.000», «400 000» and «400,000» are thousands; «2,5» and «2.5» have a decimal."""
    if re.fullmatch(_THOUSANDS, token):
        return float(re.sub(r"\D", "", token))
    return float(token.replace(",", "."))


def _with_unit(value: float, tokens: list[str], position: int, used: int) -> Quantity | None:
    own = tokens[position : position + used]
    after = tokens[position + used] if position + used < len(tokens) else ""
    before = tokens[position - 1] if position else ""
    if after.startswith(_COUNTED) and before not in _CURRENCY:
        return None  # a number of people or things: «11 000 innbyggere»
    if after in _THOUSANDS_SAID and own[-1][0].isdecimal():  # «420 lapper»
        return Quantity(value * 1000, "kroner")
    if after in _YEARS:
        return Quantity(value, "years")
    if after in _MONTHS:
        return Quantity(round(value / 12, 2), "years")
    if after in _CURRENCY or before in _CURRENCY or any(t in SCALES or t in HUNDREDS for t in own):
        return Quantity(value, "kroner")
    if used == 1 and re.fullmatch(r"(19|20)\d\d", own[0]):
        return Quantity(value, "calendar_year")
    if 10_000 <= abs(value) < 10_000_000:  # without a word for money: more is a telephone or an organisation number
        return Quantity(value, "kroner")
    if own[0] in _ARTICLES and used == 1 and len(tokens) > 1:
        return None
    return Quantity(value, "none")
