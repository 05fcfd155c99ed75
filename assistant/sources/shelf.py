"""Keeps source documents: every original, what is known of it, and the plain text that citations open.

    <folder>/<source id>.txt               the current text: what `knowledge.passages.Passages.read` reads
    <folder>/<source id>/<sha256>.<ext>    an original
    <folder>/<source id>/<sha256>.json     what is known of it; without it, the original does not count
    <folder>/<source id>/state.json        which version is current, and at which addresses the source is gone

A version that was read does not become current by itself: citations go on opening the text that an editor has seen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from assistant.sources.files import write_whole
from assistant.sources.versions import Origin, ShelfError, Version, is_sha256, newest_first
from knowledge.documents.model import Document

_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_LONGEST_ID = 64  # characters, as in scheme files
_LONGEST_MADE = 56  # leaves room for a number
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss", "ð": "d", "þ": "th"})


class Shelf:
    """The documents of a folder. Safe to use from several processes: each file is whole whenever it is read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, source: str, data: bytes, document: Document, origin: Origin, *, read_at: int) -> Version:
        """Keep an original. Bytes that are kept already change nothing: the version from then is returned.

        Args:
            source: Id of the source.
            data: The original.
            document: The same, read.
            origin: Where it comes from.
            read_at: When, in seconds since 1970.

        Raises:
            ShelfError: The id is none, or the document is not that of the bytes.
            OSError: It cannot be written; then it is not kept.
        """
        folder = self._of(source)
        if hashlib.sha256(data).hexdigest() != document.sha256:
            raise ShelfError("the document was not read from these bytes. Read it again, and keep what was read.")
        if kept := self.version(source, document.sha256):
            return kept
        version = Version.of(source, data, document, origin, read_at)
        write_whole(folder / version.file_name, data)
        write_whole(folder / f"{version.sha256}.json", version.as_json().encode("utf-8", "replace"))
        return version

    def adopt(self, version: Version, text: str) -> Path:
        """Make a version the current one, so that citations open its text.

        Args:
            version: One that is kept.
            text: Its words, from `knowledge.documents.as_text`.

        Returns:
            The file with the text.

        Raises:
            ShelfError: No such version is kept.
        """
        if self.version(version.source, version.sha256) is None:
            raise ShelfError(
                f"source {version.source} has no version {version.sha256[:12]}. Ingest the document first."
            )
        path = self._text(version.source)
        data = text.encode("utf-8", "replace")
        if not path.is_file() or path.read_bytes() != data:
            write_whole(path, data)
        self._change_state(version.source, current=version.sha256)
        return path

    def sources(self) -> list[str]:
        """Ids of the sources of which an original is kept."""
        if not self._folder.is_dir():
            return []
        names = [path.name for path in self._folder.iterdir() if path.is_dir() and is_id(path.name)]
        return sorted(name for name in names if any(self._of(name).glob("*.json")))

    def owner(self, sha256: str) -> str:
        """The first source that has a version with this hash; "" when none has."""
        return next((source for source in self.sources() if self.version(source, sha256)), "")

    def history(self, source: str) -> list[Version]:
        """All versions of a source, the one read last first.

        Raises:
            ShelfError: The id is none, or a file is damaged.
        """
        found = [self.version(source, path.stem) for path in self._of(source).glob("*.json") if is_sha256(path.stem)]
        return sorted((version for version in found if version), key=newest_first())

    def version(self, source: str, sha256: str) -> Version | None:
        """One version, if it is kept.

        Raises:
            ShelfError: The id or the hash is none, or its file is damaged.
        """
        if not is_sha256(sha256):
            raise ShelfError(f"{sha256[:80]!r} is no SHA-256 in lower-case hexadecimal.")
        path = self._of(source) / f"{sha256}.json"
        try:
            return Version.from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (ShelfError, UnicodeDecodeError) as error:
            raise ShelfError(f"{path} is damaged: {error}. Delete it, and ingest the document again.") from None

    def current(self, source: str) -> Version | None:
        """The version that citations open; None when there is none, or only a text without its original."""
        sha256 = self._state(source).get("current", "")
        return self.version(source, sha256) if sha256 else None

    def text(self, source: str) -> str | None:
        """The text that citations open, if there is one."""
        try:
            return self._text(source).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def original(self, version: Version) -> bytes:
        """The bytes as they were read.

        Raises:
            ShelfError: They are not there any more, or are others.
        """
        path = self._of(version.source) / version.file_name
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise ShelfError(f"{path} is missing. Ingest the document again.") from None
        if hashlib.sha256(data).hexdigest() != version.sha256:
            raise ShelfError(f"{path} has been changed since it was kept. Delete it, and ingest the document again.")
        return data

    def waiting(self) -> list[Version]:
        """For each source, the version read last, where it is not the current one: those that wait for an editor."""
        newest = [(self.current(source), self.history(source)[:1]) for source in self.sources()]
        return [version for current, versions in newest for version in versions if version != current]

    def mark_gone(self, source: str, url: str, on: dt.date | None) -> None:
        """Say that a source is no longer published at an address, since a day; None when it is there again."""
        gone = {address: str(day) for address, day in self.gone(source).items() if address != url}
        self._change_state(source, gone=gone | ({url: str(on)} if on else {}))

    def gone(self, source: str) -> dict[str, dt.date]:
        """The addresses at which a source is no longer published, and since when."""
        return {url: dt.date.fromisoformat(day) for url, day in self._state(source).get("gone", {}).items()}

    def id_for(self, title: str, origin: Origin, taken: set[str]) -> str:
        """An id for a document whose source nobody has named: made of its title, or of its file's name.

        A document that came from the same place under that id before keeps it; it gets a number where another has it.

        Args:
            title: As the document calls itself.
            origin: Where it comes from.
            taken: Ids that others have.
        """
        made = made_id(title) or made_id(Path(origin.name).stem) or "dokument"
        number = 1
        while not self._fits(name := made if number == 1 else f"{made}-{number}", origin, taken):
            number += 1
        return name

    def _fits(self, source: str, origin: Origin, taken: set[str]) -> bool:
        before = [] if source in taken else self.history(source)
        if not before:
            return source not in taken and not self._text(source).exists()
        return any((version.origin.url, version.origin.name) == (origin.url, origin.name) for version in before)

    def _of(self, source: str) -> Path:
        """The folder of a source. Every path is made here or in `_text`, from an id that was checked."""
        return self._folder / check_id(source)

    def _text(self, source: str) -> Path:
        return self._folder / f"{check_id(source)}.txt"

    def _state(self, source: str) -> dict[str, Any]:
        path = self._of(source) / "state.json"
        try:
            state = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise ShelfError(f"{path} is damaged: {error}. Delete it, and ingest the document again.") from None
        return state if isinstance(state, dict) else {}

    def _change_state(self, source: str, **changes: str | dict[str, str]) -> None:
        before = self._state(source)
        state = {name: value for name, value in (before | changes).items() if value}
        if state != before:
            write_whole(self._of(source) / "state.json", (json.dumps(state, indent=2) + "\n").encode())


def is_id(text: str) -> bool:
    """Whether a text is an id of a source, as scheme files have them."""
    return len(text) <= _LONGEST_ID and bool(_ID.fullmatch(text))


def check_id(source: str) -> str:
    """The id, if it is one.

    Raises:
        ShelfError: It is none.
    """
    if not is_id(source):
        raise ShelfError(
            f"{source[:80]!r} is no id of a source. Use a-z, 0-9 and single hyphens, for example slides-2025."
        )
    return source


def made_id(text: str) -> str:
    """An id made of a title: «Tilskudd til Grønt arbeid 2026» gives tilskudd-til-gront-arbeid-2026; "" of none."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).lower().translate(_LETTERS))
    words = re.findall(r"[a-z0-9]+", "".join(char for char in plain if not unicodedata.combining(char)))
    made = "-".join(words)
    return made if len(made) <= _LONGEST_MADE else made[: _LONGEST_MADE + 1].rpartition("-")[0] or made[:_LONGEST_MADE]
