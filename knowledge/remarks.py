"""What is to be told to a person as a code with values. The sentences stand in `assistant/texts`, one for each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to tell.

    Attributes:
        code: The sentence, e.g. `no_year`.
        values: What the sentence names, by name; a tuple, so that two of the same are equal and can be kept in a set.
    """

    code: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def named(self) -> dict[str, str]:
        """The values by name."""
        return dict(self.values)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Remark":
        """What `dataclasses.asdict` made, after JSON."""
        return cls(str(data["code"]), tuple((str(name), str(value)) for name, value in data["values"]))

    def __str__(self) -> str:
        """For a report: the code and its values."""
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.values)])


def remark(code: str, **values: object) -> Remark:
    """A remark with these values."""
    return Remark(code, tuple((name, str(value)) for name, value in values.items()))
