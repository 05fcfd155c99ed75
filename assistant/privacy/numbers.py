"""Norwegian numbers that identify a person, and what only looks like them. Pure functions on strings of digits.

Rules: fødselsnummer from Skatteetaten's description of the control digits; account numbers from Finans Norge's mod 11.
"""

from __future__ import annotations

from datetime import date

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_ACCOUNT = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# Added to the month: 40 in D-numbers' relatives (H-numbers, NAV's tests), 65 and 80 in public test populations.
_MONTH_OFFSETS = (0, 40, 65, 80)


def has_national_id_checksum(digits: str) -> bool:
    """Whether the two control digits of an eleven-digit fødselsnummer or D-number are right."""
    numbers = [int(digit) for digit in digits]
    return _weighted(numbers, _FIRST) == 0 and _weighted(numbers, _SECOND) == 0


def has_account_checksum(digits: str) -> bool:
    """Whether the control digit of an eleven-digit account number is right."""
    return _weighted([int(digit) for digit in digits], _ACCOUNT) == 0


def has_card_checksum(digits: str) -> bool:
    """Whether the last digit of a card number is right (ISO/IEC 7812, Luhn)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def starts_with_birth_date(digits: str) -> bool:
    """Whether the first six digits can be the DDMMYY of a fødselsnummer, D-number (day + 40) or test number."""
    day, month = int(digits[:2]), int(digits[2:4])
    day -= 40 if day > 40 else 0
    months = [month - offset for offset in _MONTH_OFFSETS if 1 <= month - offset <= 12]
    # 29 February is let through in every year: the century is not known here.
    return any(_exists(day, candidate, 2000) for candidate in months)


def is_birth_date(digits: str) -> bool:
    """Whether eight digits are a DDMMYYYY on which somebody alive can have been born."""
    year = int(digits[4:])
    return 1900 <= year <= 2030 and _exists(int(digits[:2]), int(digits[2:4]), year)


def is_calendar_date(digits: str) -> bool:
    """Whether eight digits read as a date of our time, as DDMMYYYY or YYYYMMDD (2000 to 2039)."""
    return _in_our_time(digits[4:], digits[2:4], digits[:2]) or _in_our_time(digits[:4], digits[4:6], digits[6:])


def is_year(digits: str) -> bool:
    """Whether four digits read as a year."""
    return len(digits) == 4 and 1900 <= int(digits) <= 2099


def _in_our_time(year: str, month: str, day: str) -> bool:
    return 2000 <= int(year) <= 2039 and _exists(int(day), int(month), int(year))


def _exists(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _weighted(numbers: list[int], weights: tuple[int, ...]) -> int:
    return sum(number * weight for number, weight in zip(numbers, weights, strict=False)) % 11
