"""The values that a scheme file is made of: which ids, sentences, days and numbers can stand in one."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

Certainty = Literal["fixed", "assumed", "estimate"]
Status = Literal["met", "not_met", "unknown"]

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=64)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]

FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
LARGEST = 1e12


def is_possible(day: dt.date) -> bool:
    """Whether a day can stand in a scheme: one more and a year less must be dates too, for reminders and checklists."""
    return FIRST_DAY <= day <= LAST_DAY


def _possible(day: dt.date) -> dt.date:
    if not is_possible(day):
        raise ValueError(f"{day} is no date of a scheme: write one between {FIRST_DAY} and {LAST_DAY}")
    return day


def _sensible(number: float) -> float:
    if not abs(number) <= LARGEST:  # so written, nan is refused too
        raise ValueError(f"{number:g} is no number of a scheme: write one between {-LARGEST:.0f} and {LARGEST:.0f}")
    return number


Day = Annotated[dt.date, AfterValidator(_possible)]
Number = Annotated[float, AfterValidator(_sensible), Field(json_schema_extra={"minimum": -LARGEST, "maximum": LARGEST})]
