"""Looks at a zip archive before anything in it is unpacked."""

import io
import lzma
import zipfile
import zlib

from knowledge.documents.model import DocumentError

_MOST_ENTRIES = 5000
_LARGEST_ENTRY = 50_000_000  # bytes when unpacked
_LARGEST_ALL = 200_000_000
_LARGEST_RATIO = 200  # unpacked to packed; text in DOCX is seldom beyond 30
_RATIO_COUNTS_FROM = 10_000_000  # bytes; less does no harm
_BROKEN = (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, zlib.error, lzma.LZMAError)
_KINDS = (
    ("xl/workbook.xml", "Excel (.xlsx)"),
    ("ppt/presentation.xml", "PowerPoint (.pptx)"),
    ("visio/document.xml", "Visio (.vsdx)"),
    ("content.xml", "OpenDocument (.odt, .ods, .odp)"),
    ("META-INF/container.xml", "EPUB"),
    ("AndroidManifest.xml", "Android"),
)


class Archive:
    """The entries of a DOCX file, each read with a bound."""

    def __init__(self, data: bytes) -> None:
        """Opens an archive.

        Raises:
            DocumentError: It is broken, no DOCX, protected, or would grow out of bounds.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise DocumentError("The file is a broken zip archive. Fetch the document again.", "broken") from None
        _check_size(entries)
        self.names = {entry.filename for entry in entries}
        self._check_kind()

    def _check_kind(self) -> None:
        if "word/document.xml" in self.names:
            return
        kind = next((kind for name, kind in _KINDS if name in self.names), "")
        if kind:
            raise DocumentError(f"This is a {kind} file. Save it as PDF or DOCX, and use that.", "other", name=kind)
        raise DocumentError(
            "This is a zip archive without a Word document in it. Unpack it, and use the document inside.",
            "compressed",
            name="zip",
        )

    def read(self, name: str) -> bytes:
        """The bytes of an entry; empty when there is none of that name."""
        if name not in self.names:
            return b""
        try:
            with self._zip.open(name) as entry:
                data = entry.read(_LARGEST_ENTRY + 1)
        except RuntimeError:
            raise DocumentError(
                "The document is protected by a password. Save a copy without it, and use that.", "protected"
            ) from None
        except _BROKEN:
            raise DocumentError(
                "The document is broken: a part of it cannot be unpacked. Fetch it again.", "broken"
            ) from None
        if len(data) > _LARGEST_ENTRY:
            raise _too_large(name)
        return data


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    """Before unpacking: what the archive says of itself; `Archive.read` sees to it that it holds to that."""
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _LARGEST_ALL:
        raise _too_large("the whole")
    for entry in entries:
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > _LARGEST_ENTRY or (entry.file_size > _RATIO_COUNTS_FROM and ratio > _LARGEST_RATIO):
            raise _too_large(entry.filename)


def _too_large(what: str) -> DocumentError:
    return DocumentError(
        f"The document would grow out of bounds when it is unpacked ({what[:60]}); it is broken or made to do harm. "
        "Save it anew from its program, or as PDF, and use that.",
        "grows",
    )
