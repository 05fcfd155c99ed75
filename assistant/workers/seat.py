"""What a worker is given by its supervisor: which one it is, and what it has inherited."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

OPTION = "--seat"
READY = b"ready"


@dataclass(frozen=True)
class Seat:
    """A worker's place.

    Attributes:
        number: From 0. The first one also does what only one process should: delete, count, watch the sources.
        listeners: Descriptors of the sockets that all workers accept connections from.
        status: Descriptor of a pipe that it writes `READY` to.
        lifeline: Descriptor of a pipe that nobody writes to; it ends when the supervisor does.
        link: The file that says whether the local sign-in link is still to be used; "" where there is none.
    """

    number: int
    listeners: tuple[int, ...]
    status: int
    lifeline: int
    link: str = ""

    @property
    def is_first(self) -> bool:
        """Whether it does what only one process should."""
        return self.number == 0

    @property
    def descriptors(self) -> tuple[int, ...]:
        """All that the worker inherits."""
        return (*self.listeners, self.status, self.lifeline)

    @property
    def link_path(self) -> Path | None:
        """The file of the local sign-in link."""
        return Path(self.link) if self.link else None

    def as_option(self) -> list[str]:
        """The seat as words of a command line."""
        return [OPTION, json.dumps(dataclasses.asdict(self), separators=(",", ":"))]

    @classmethod
    def read(cls, text: str) -> Seat:
        """The seat from the word after `OPTION`."""
        values = json.loads(text)
        return cls(**{**values, "listeners": tuple(values["listeners"])})
