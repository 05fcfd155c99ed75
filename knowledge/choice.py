"""What was chosen to be said in an answer."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen to be said: with it `knowledge.answer_again` says the same without the question.

    Attributes:
        way: said (statements), nothing (nothing found), silent (on a topic), silent_year (about a year), quoted
            (a passage of a document).
        nearest: id of the fact that was offered beside a silence, or "".
        quoted: the passage, which stands at `locator` in `source`: documents have no versions here.
    """

    way: Literal["said", "nothing", "silent", "silent_year", "quoted"]
    edition: str
    nearest: str = ""
    year: int | None = None
    quoted: str = ""
    source: str = ""
    locator: str = ""
