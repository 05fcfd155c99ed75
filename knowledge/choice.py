"""What was chosen to be said in an answer."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen to be said: with it `knowledge.answer_again` says the same without the question.

    Attributes:
        way: said (statements), nothing (nothing found), silent (on a topic), silent_year (about a year).
        nearest: id of the fact that was offered beside a silence, or "".
    """

    way: Literal["said", "nothing", "silent", "silent_year"]
    edition: str
    nearest: str = ""
    year: int | None = None
