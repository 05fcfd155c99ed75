"""Which revisions there are, read from the names of their files: no start has to import Alembic to know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FILE = re.compile(r"revision_(\d{4})_(\w+)\.py")
_SHIPPED = Path(__file__).parent / "versions"


@dataclass(frozen=True)
class Revisions:
    """The revisions in some folders.

    Attributes:
        folders: Where their files are; more than one only in tests.
    """

    folders: tuple[Path, ...] = (_SHIPPED,)

    def titles(self) -> dict[str, str]:
        """What each revision does, in a few words, by its number, the first one first."""
        found = (_FILE.fullmatch(path.name) for folder in self.folders for path in folder.iterdir())
        return dict(sorted((match[1], match[2].replace("_", " ")) for match in found if match))

    @property
    def first(self) -> str:
        """The revision that holds the tables as they were before there were revisions."""
        return min(self.titles())

    @property
    def head(self) -> str:
        """The latest revision: what this release works with."""
        return max(self.titles())


SHIPPED = Revisions()
