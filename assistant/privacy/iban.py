"""Finds IBANs: a country, two control digits, and the account as the country writes it, in groups or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.privacy.folding import Span
from assistant.privacy.kinds import ACCOUNT

# How many characters a country's IBAN has (ISO 13616, SWIFT's IBAN registry).
_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21,
    "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27,
    "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24,
    "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29,
    "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24,
    "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
_ALL_DIGITS = frozenset(
    [
        "AT",
        "BA",
        "BE",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FO",
        "GL",
        "HR",
        "HU",
        "IL",
        "IS",
        "LT",
        "ME",
        "NO",
        "PL",
        "PT",
        "RS",
        "SE",
        "SI",
        "SK",
        "TN",
        "XK",
    ]
)
_START = re.compile(r"([A-Z]{2})[ .-]?\d[ ]?\d(?=[ .-]{0,2}[A-Z\d])", re.IGNORECASE)
_NEXT = re.compile(r"[ .\n-]{0,2}([A-Z\d])", re.IGNORECASE)


def find_ibans(text: str) -> Iterator[Span]:
    """The IBANs in a folded text, from left to right."""
    position = 0
    while match := _START.search(text, position):
        end = _end(text, match)
        if end is not None:
            yield match.start(), end, ACCOUNT
        position = end or match.start() + 2


def _end(text: str, match: re.Match[str]) -> int | None:
    """Where the IBAN that begins here ends; None when it is none: too short, mostly letters, or part of a longer word.

    Glued to a word it is one where its control digits are right and the rest are digits too: "kontoNO9386011117947".
    """
    wanted = _LENGTHS.get(match[1].upper())
    if wanted is None:
        return None
    end, digits = match.end(), 0
    for _ in range(wanted - 4):
        following = _NEXT.match(text, end)
        if following is None:
            return None
        end = following.end()
        digits += following[1].isdigit()
    glued = text[match.start() - 1 : match.start()].isalnum() or text[end : end + 1].isalnum()
    least = wanted - 4 if match[1].upper() in _ALL_DIGITS else (wanted - 4) // 2
    if digits < least or (glued and not (digits == wanted - 4 and _has_checksum(text[match.start() : end]))):
        return None
    return end


def _has_checksum(iban: str) -> bool:
    """Whether the control digits are right (ISO 7064, mod 97-10)."""
    plain = [sign for sign in iban.upper() if sign.isalnum()]
    return int("".join(str(int(sign, 36)) for sign in (*plain[4:], *plain[:4]))) % 97 == 1
