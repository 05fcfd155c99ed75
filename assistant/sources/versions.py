"""What is known of one version of a source document: the file beside its original."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, get_args

from knowledge.documents.model import Document, Format

EXTENSIONS: dict[Format, str] = {"pdf": "pdf", "docx": "docx", "html": "html", "text": "txt"}
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ShelfError(ValueError):
    """Something is wrong with what is kept, or with the name it is asked for by. Says what, why, and what to do."""


@dataclass(frozen=True)
class Origin:
    """Where bytes come from.

    Attributes:
        url: The address that answered; "" for a file.
        name: The file's name without folders; "" for a page.
        media_type: What the server called it; "" when it did not.
    """

    url: str = ""
    name: str = ""
    media_type: str = ""


@dataclass(frozen=True)
class Version:
    """One version of a source document.

    Attributes:
        source: Id of the source.
        sha256: Of the original bytes, in hexadecimal.
        format: What the original is.
        size: Of the original, in bytes.
        origin: Where it was first read from.
        title: As the document calls itself.
        language: As `Document.language`.
        published: The day it says it was first published.
        updated: The day it says it was last changed.
        read_at: When it was first read, in seconds since 1970.
    """

    source: str
    sha256: str
    format: Format
    size: int
    origin: Origin
    title: str
    language: str
    published: dt.date | None
    updated: dt.date | None
    read_at: int

    @property
    def file_name(self) -> str:
        """Of the original, in the source's folder."""
        return f"{self.sha256}.{EXTENSIONS[self.format]}"

    @classmethod
    def of(cls, source: str, data: bytes, document: Document, origin: Origin, read_at: int) -> Version:
        """The version that a document which has just been read is."""
        return cls(
            source=source,
            sha256=document.sha256,
            format=document.format,
            size=len(data),
            origin=origin,
            title=document.title,
            language=document.language,
            published=document.published,
            updated=document.updated,
            read_at=read_at,
        )

    def as_json(self) -> str:
        """The file's content."""
        fields = asdict(self) | {name: str(day) if day else None for name, day in self._days()}
        return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"

    def _days(self) -> tuple[tuple[str, dt.date | None], ...]:
        return ("published", self.published), ("updated", self.updated)

    @classmethod
    def from_json(cls, text: str) -> Version:
        """The version that a file tells of.

        Raises:
            ShelfError: It does not tell of one.
        """
        try:
            fields = json.loads(text)
            days = {name: fields[name] and dt.date.fromisoformat(fields[name]) for name in ("published", "updated")}
            version = cls(**{**fields, **days, "origin": Origin(**fields["origin"])})
        except (ValueError, TypeError, KeyError) as error:
            raise ShelfError(f"it does not tell of a document ({error})") from None
        if not _SHA256.fullmatch(str(version.sha256)) or version.format not in get_args(Format):
            raise ShelfError("its hash or its format cannot be right")
        return version


def is_sha256(text: str) -> bool:
    """Whether a text is a hash as `Version.sha256` is."""
    return bool(_SHA256.fullmatch(text))


def newest_first() -> Callable[[Version], Any]:
    """How versions are sorted."""
    return lambda version: (-version.read_at, version.sha256)
