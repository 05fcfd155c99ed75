"""What is known of a grant that is not ours, as it stands in `directory.yml`: a name, who has it, where to read.

Only that: a deadline, an amount or a requirement of another's grant is never said, so there is no field for it.
"""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from knowledge.model import LocalText, Strict
from knowledge.values import Id

Address = Annotated[str, StringConstraints(pattern=r"^https://[^?#\s]+$")]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, pattern=r"^[^\W\d_]+\*?(?: [^\W\d_]+\*?)*$")
]


class NeighbourSource(Strict):
    """The page on which the administrator, the address and the purpose were read."""

    title: str = Field(min_length=1)
    url: Address


class Neighbour(Strict):
    """A grant that others administer.

    `names` name it wherever they are said, `generic` where no scheme of ours is named, `written` as they are written
    there beside a word for grants or one of `beside`, `topics` and `shared` only beside a word for grants (see the
    head of directory.yml). `page_is` tells whether `page` is the grant's own or only the
    administrator's main page. `confidence` is a note for editors on what may have changed since it was `checked`.
    """

    id: Id
    name: LocalText
    administrator: LocalText
    about: LocalText
    page: Address
    page_is: Literal["scheme", "main"]
    source: NeighbourSource
    checked: dt.date
    confidence: str | None = Field(default=None, min_length=1)
    names: tuple[Words, ...] = ()
    generic: tuple[Words, ...] = ()
    written: tuple[Words, ...] = ()
    beside: tuple[Words, ...] = ()
    topics: tuple[Words, ...] = ()
    shared: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _can_be_recognised(self) -> "Neighbour":
        if not (self.names or self.generic or self.written or self.topics or self.shared):
            raise ValueError("nothing names it. Add `names`, `written`, `topics` or `shared`")
        return self


class NeighbourFile(Strict):
    """The whole file; ids are unique."""

    neighbours: tuple[Neighbour, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "NeighbourFile":
        ids = [n.id for n in self.neighbours]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"the id '{twice[0]}' stands twice. Give each grant its own")
        return self
