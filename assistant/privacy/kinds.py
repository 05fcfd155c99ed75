"""Which kind of number a window of digits is: a national identity number, an account, a phone number or none of these."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.privacy import numbers
from assistant.privacy.window import Window

NATIONAL_ID = "[fødselsnummer]"
PHONE = "[telefon]"
ACCOUNT = "[konto]"

TOTALS = {8: 8, 10: 9, 11: 11, 13: 5, 15: 3, 16: 4}
"""How many digits: phone, phone with 47 before it, fødselsnummer or account, whole birth date + 5, cards; and in how many
groups at most."""

_BETWEEN = {"/", ", ", "; ", ". ", ": ", ":"}  # stands between two numbers, hardly in one
_DATE_PARTS = frozenset([(6,), (2, 2, 2), (2, 4), (4, 2), (1,) * 6])
_DATED_SHAPES = frozenset(
    [(13,), (8, 5), (2, 2, 4, 5), (2, 2, 4, 3, 2), (2, 2, 4, 2, 3), (8, 3, 2), (4, 2, 2, 5), (4, 4, 5)]
)
_ACCOUNT_SHAPES = frozenset(
    [
        (4, 7),
        (6, 5),
        (4, 2, 2, 3),
        (4, 2, 3, 2),
        (4, 3, 4),
        (4, 4, 3),
        (3, 4, 4),
        (5, 6),
        (4, 2, 1, 4),
        (2, 2, 2, 2, 3),
        (1,) * 11,
    ]
)
_PHONE_SHAPES = frozenset([(8,), (2, 2, 2, 2), (3, 2, 3), (4, 4), (3, 3, 2), (3, 5), (5, 3), (4, 2, 2), (1,) * 8])
_SPACED_PHONES = frozenset([(2, 2, 2, 2), (3, 2, 3)])
_MOBILE = ("4", "9")  # what mobile numbers begin with
_CARD_SHAPES = frozenset([(16,), (4, 4, 4, 4), (15,), (4, 6, 5)])
_QUARTERS = ("00", "15", "30", "45")
_OLDEST_CASE = 1990  # the year that a case number may begin with
_OLDEST_APPLICANT_CHILD = 2010  # whole birth dates after it look like deadlines: there the control digits must be right


def classify(window: Window) -> str | None:
    """The token for what the window holds, or None."""
    if any(separator.count("\n") > 1 for separator in window.separators):
        return None
    length = len(window.digits)
    token = None
    if length == 11 and (window.plus_start is None or window.after_id_word):
        token = _eleven(window)
    elif length == 13 and window.shape in _DATED_SHAPES and _is_dated_id(window):
        token = NATIONAL_ID
    elif length in (15, 16) and window.shape in _CARD_SHAPES and window.is_uniform:
        token = ACCOUNT if numbers.has_card_checksum(window.digits) and not window.is_counted else None
    return token or (PHONE if _is_phone(window) else None)


def _eleven(window: Window) -> str | None:
    if window.shape == (4, 1, 3, 3) and window.digits.endswith("00") and not window.after_id_word:
        return None  # a ledger's account with what stands on it: konto 5010 1 250 000
    if window.after_account_word:
        return ACCOUNT
    if window.shape == (4, 2, 5) and set(window.separators) == {"."}:
        return ACCOUNT
    if _is_national_id(window):
        return NATIONAL_ID
    return ACCOUNT if _is_account(window) else None


def _is_national_id(window: Window) -> bool:
    if window.after_id_word:
        return True
    if not numbers.starts_with_birth_date(window.digits):
        return window.shape == (11,) and numbers.has_national_id_checksum(window.digits)
    if window.is_amount_shape:
        return False
    if numbers.has_national_id_checksum(window.digits):
        return True
    return _is_grouped_as_id(window) and not window.is_counted and not _is_of_two_phones(window)


def _is_grouped_as_id(window: Window) -> bool:
    """Whether eleven digits that begin with a date are set apart as people do it, and not as a date and an amount."""
    shape, separators = window.shape, "".join(window.separators)
    if shape == (6, 5) and separators == ", ":
        return not window.digits.endswith("000")
    if ", " in separators or ";" in separators or ("," in separators and shape != (6, 5)):
        return False
    if (
        len(shape) == 2
        and shape[0] == 4
        and window.separators[0] == "/"
        and numbers.is_year(window.groups[0])
        and int(window.groups[0]) >= _OLDEST_CASE
    ):
        return False
    if shape[:3] == (2, 2, 4) and numbers.is_year(window.groups[2]):
        return False
    return window.is_uniform or _parts_at_six(window)


def _parts_at_six(window: Window) -> bool:
    """Whether a new group begins after the six digits of the date, and the date is grouped as one."""
    return any(sum(window.shape[:n]) == 6 and window.shape[:n] in _DATE_PARTS for n in range(1, len(window.shape)))


def _is_account(window: Window) -> bool:
    valid = numbers.has_account_checksum(window.digits)
    if window.is_counted or window.is_in_address:
        return False
    if window.shape == (11,):
        return valid or not (window.is_named_otherwise or window.digits.endswith("0000"))
    if window.shape == (4, 2, 5):
        filed = numbers.is_year(window.groups[0]) and not set(window.separators) <= {" ", "."}
        return (valid or not filed) and ", " not in window.separators
    return window.shape in _ACCOUNT_SHAPES and window.is_uniform and (valid or window.separators[0] == ".")


def _is_dated_id(window: Window) -> bool:
    """A whole birth date and the five personal digits: 01.01.1990 12345, or the year first."""
    digits = window.digits
    turned = digits[6:8] + digits[4:6] + digits[:4]
    date = turned if window.shape[:2] in ((4, 2), (4, 4)) else digits[:8]
    if not numbers.is_birth_date(date):
        return False
    eleven = date[:4] + date[6:] + digits[8:]
    sure = window.after_id_word or numbers.has_national_id_checksum(eleven)
    return sure or (int(date[4:]) < _OLDEST_APPLICANT_CHILD and not window.is_counted)


def _is_phone(window: Window) -> bool:
    digits = window.digits
    if window.plus_start is not None or window.groups[0].startswith("00"):
        return _is_international(window)
    if len(digits) == 10 and digits.startswith("47"):
        grouped = window.groups[0] == "47" or window.shape in ((10,), (4, 2, 2, 2), (5, 2, 3), (4, 3, 3))
        apart = (_BETWEEN | {" - "}) & set(window.separators)
        return grouped and not apart and not _reads_as_other(window) and not window.is_amount_shape
    if len(digits) != 8:
        return False
    told = window.after_phone_word or window.before_phone_word
    if told and not (_reads_as_other(window) or _is_time(window) or _is_round_amount(window)):
        return True
    starts = digits[0] in "23456789" or (window.shape == (2, 2, 2, 2) and digits[0] == "1")
    return starts and window.shape in _PHONE_SHAPES and _is_bare_phone(window)


def _is_round_amount(window: Window) -> bool:
    """Whether eight digits are grouped as an amount, and round: "nås 14 500 000"."""
    return window.is_amount_shape and window.digits.endswith("000") and not window.after_phone_label


def _is_time(window: Window) -> bool:
    """Whether eight digits after a word like "ring" are a date or two years: "ring før 31.12.2025"."""
    if window.shape == (4, 4):
        years = all(numbers.is_year(group) for group in window.groups)
        hours = window.separators[0] in ("-", " - ") and _are_hours(*window.groups)
        return (years or hours) and not window.after_phone_label
    return len(window.groups) == 3 and numbers.is_calendar_date(window.digits)


def _are_hours(opens: str, closes: str) -> bool:
    """Whether two groups of four are hours of a day: 0900-1530."""
    return opens < closes < "2400" and opens[2:] in _QUARTERS and closes[2:] in _QUARTERS


def _is_bare_phone(window: Window) -> bool:
    """Whether eight digits in a usual grouping, with no word for it before, are a phone number."""
    if _BETWEEN & set(window.separators) or not _is_set_apart(window):
        return False
    first, last = window.groups[0], window.groups[-1]
    if window.shape == (8,):
        likely = not (window.digits.endswith("0000") or numbers.is_calendar_date(window.digits))
        likely = likely and not window.is_in_address and not window.is_in_code
    elif window.shape == (4, 4):
        round_ones = first.endswith("00") and last.endswith("00")
        spread = first[:2] == last[:2] and first < last and window.separators == ("-",)
        filed = numbers.is_year(first) and (numbers.is_year(last) or window.separators == ("-",))
        likely = not (round_ones or spread or filed)
    elif window.shape == (4, 2, 2):
        likely = set(window.separators) == {" "} and first.startswith(_MOBILE) and not window.is_counted
    elif window.shape in ((3, 3, 2), (3, 5), (5, 3)):
        likely = window.groups[1] not in ("000", "500") and not first.endswith("000")
    else:
        likely = (
            len(set(window.shape)) > 1
            or window.shape[0] == 1
            or window.twos_around in (4, 8, 12)
            or (window.twos_around == 5 and _has_country(window))
        )
        tens = set(window.shape) == {2} and all(group.endswith("0") for group in window.groups)
        tens = tens and set(window.separators) != {"."}  # shares of a whole are not set apart by points
        likely = (
            likely
            and not tens
            and not (window.shape == (2, 2, 2, 2) and len(set(window.groups)) == 1)
            and not (window.shape[0] == 1 and _is_counting(window))
        )
    return likely and not _reads_as_other(window)


def _has_country(window: Window) -> bool:
    """Whether one more group of two stands before, and is Norway's code."""
    before = window.spans[window.first - 1] if window.first else None
    return before is not None and window.text[slice(*before)] == "47"


def _is_counting(window: Window) -> bool:
    """1 2 3 4 5 6 7 8: the digits in a row."""
    numerals = [int(digit) for digit in window.digits]
    return all(later - earlier == 1 for earlier, later in pairwise(numerals))


def _is_set_apart(window: Window) -> bool:
    """Whether the separators are alike, or but one at an end, and that one is no date's or time's."""
    kinds = [" " if separator == "\n" else separator for separator in window.separators]
    if "\n" in window.separators and window.separators.count("\n") > 1:
        return False
    if len(set(kinds)) <= 1:
        return True
    if " - " in kinds or (kinds[-1] == "," and "," not in kinds[:-1]):
        return False  # 567 890,50 has decimals
    if len(kinds) == 2:
        return "." not in kinds
    if len(kinds) != 3 or len(set(kinds)) > 2 or kinds[0] == kinds[2]:
        return False
    odd = 0 if kinds[1] == kinds[2] else 2
    if kinds[1] == ".":
        date = window.groups[1:] if odd == 0 else window.groups[:3]
        return not numbers.starts_with_birth_date("".join(date) + "00000")
    if kinds[odd] == ".":
        return not _is_date_or_time(window.groups[:2] if odd == 0 else window.groups[2:])
    return True


def _is_date_or_time(pair: tuple[str, ...]) -> bool:
    first, second = int(pair[0]), int(pair[1])
    return (first <= 31 and 1 <= second <= 12) or (first <= 24 and second < 60)


def _is_international(window: Window) -> bool:
    """`+` or `00` and a country code; for Norway's own, eight digits follow unless more or fewer were typed in one go."""
    separators = window.separators[1:] if window.groups[0] == "47" else window.separators
    if {"/", ", ", "; ", ". ", "\n", ","} & set(separators):
        return False
    digits = window.digits.removeprefix("00")
    if window.plus_start is None and window.is_named_otherwise and not window.after_phone_label:
        return False  # KID 0012345678
    if window.plus_start is None and (digits[:1] == "0" or (window.before and window.shape[0] < 4)):
        return False
    if not 8 <= len(digits) <= 15 or window.is_counted or (window.is_amount_shape and digits.endswith("000")):
        return False
    if digits.startswith("47") and len(digits) != 10:
        return not window.after and len(digits) < 13
    return not (window.plus_start is None and digits.endswith("0000"))


def _reads_as_other(window: Window) -> bool:
    """Whether the words or signs around say that this is an amount, a case number or part of something longer."""
    if (window.is_counted or window.is_named_otherwise) and not window.after_phone_label:
        return True
    return not window.after_phone_word and any(
        separator in ("/", "-", ".", "_") and not _is_phone_beside(window, side)
        for separator, side in ((window.before, -1), (window.after, 1))
    )


def _is_phone_beside(window: Window, side: int) -> bool:
    """Whether eight digits grouped as a phone number stand right before (-1) or after (1): 91234567/22 33 44 55."""
    if side < 0:
        lengths = [end - begin for begin, end in reversed(window.spans[: window.first])]
    else:
        lengths = [end - begin for begin, end in window.spans[window.first + window.count :]]
    shape = tuple(lengths[: _groups_of(lengths, 8)])
    return sum(shape) == 8 and (shape[::-1] if side < 0 else shape) in _PHONE_SHAPES and len(window.digits) == 8


def _groups_of(lengths: Sequence[int], digits: int) -> int:
    """How many groups make up so many digits; 0 where none do."""
    return next((n for n in range(1, min(len(lengths), digits) + 1) if sum(lengths[:n]) == digits), 0)


def _is_of_two_phones(window: Window) -> bool:
    """Whether the groups are those of two phone numbers in a row: 22 41 87 65 / 412 33 678."""
    for first in range(max(0, window.first - 3), window.first + 1):
        lengths = [end - begin for begin, end in window.spans[first : first + 16]]
        middle = _groups_of(lengths, 8)
        behind = _groups_of(lengths[middle:], 8)
        shapes = tuple(lengths[:middle]), tuple(lengths[middle : middle + behind])
        if middle and behind and set(shapes) <= _SPACED_PHONES and first + middle > window.first:
            return True
    return False
