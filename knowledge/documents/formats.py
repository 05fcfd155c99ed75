"""What a file is, told by its bytes first, then by its name and by what its sender called it."""

import re

from knowledge.documents.model import DocumentError, Format

_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<frameset[\s>]|<(?:main|article|section|div|h1|table|p)[\s>]",
    re.IGNORECASE,
)
_HEAD = 4096  # bytes that are looked at
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "image", "PNG"),
    (b"\xff\xd8\xff", "image", "JPEG"),
    (b"GIF8", "image", "GIF"),
    (b"II*\x00", "image", "TIFF"),
    (b"MM\x00*", "image", "TIFF"),
    (b"BM", "image", "BMP"),
    (b"\x1f\x8b", "compressed", "gzip"),
    (b"7z\xbc\xaf", "compressed", "7z"),
    (b"Rar!", "compressed", "RAR"),
    (b"BZh", "compressed", "bzip2"),
    (b"\xfd7zXZ", "compressed", "xz"),
    (b"{\\rtf", "rtf", ""),
    (b"%!PS", "other", "PostScript"),
    (b"\x7fELF", "program", ""),
    (b"MZ", "program", ""),
    (b"ID3", "sound", ""),
    (b"OggS", "sound", ""),
)
_SAVE = "Save the document as PDF, DOCX, HTML or text, and use that."
_NO_TEXT = "It has no text that can be read. Ask the sender for the document itself, or use one with recognised text."
_REFUSED = {
    "image": f"This is an image ({{name}}). {_NO_TEXT}",
    "film": f"This is an image or a film. {_NO_TEXT}",
    "compressed": "This is a compressed file ({name}). Unpack it first, and use the document inside.",
    "rtf": "This is an RTF document. Open it in a word processor and save it as DOCX or PDF.",
    "other": f"This is a {{name}} file. {_SAVE}",
    "program": f"This is a program. {_SAVE}",
    "sound": f"This is a sound recording. {_SAVE}",
    "mail": f"This is an e-mail or a web archive (MHTML). {_SAVE}",
    "xml": f"This is an XML file that is no web page. {_SAVE}",
}


def format_of(data: bytes, name: str = "", content_type: str = "") -> Format:
    """What the bytes of a document are to be read as.

    Raises:
        DocumentError: They are none of PDF, DOCX, HTML and text; the message says what they are and what to do.
    """
    head = data[:_HEAD]
    if not data.strip(b" \t\r\n\f\x00\xef\xbb\xbf"):
        raise DocumentError("The document is empty. Fetch it again, or check that the right file was chosen.", "empty")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return "docx"  # its reader looks at what the archive holds
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _old_office(data)
    _refuse_others(head)
    return "html" if _is_html(head, name, content_type) else "text"


def _old_office(data: bytes) -> DocumentError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return DocumentError(
            "The Office document is protected by a password. Save a copy without the password, and use that.",
            "protected",
        )
    return DocumentError(
        "This is an old Office document (.doc, .xls, .ppt or .msg), a form that is not read. "
        "Open it in its program and save it as DOCX or PDF.",
        "old_office",
    )


def _refuse_others(head: bytes) -> None:
    code, name = _what(head)
    if code:
        raise DocumentError(_REFUSED[code].format(name=name), code, **({"name": name} if name else {}))


def _what(head: bytes) -> tuple[str, str]:
    """What no reader is for: a key of `_REFUSED` and its name; "" when it may be a document."""
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if lowered.startswith(b"<svg"):
        return "image", "SVG"
    if lowered.startswith(b"<?xml") and not _HTML.search(head):
        return "xml", ""
    if lowered.startswith(b"mime-version:") or b"\nmime-version:" in lowered:
        return "mail", ""
    if head[4:8] == b"ftyp":
        return "film", ""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image", "WebP"
    fits = (each for each in _OTHERS if head.startswith(each[0]) and (len(each[0]) > 2 or b"\x00" in head))
    return next(((code, name) for _, code, name in fits), ("", ""))


def _is_html(head: bytes, name: str, content_type: str) -> bool:
    plain = head.replace(b"\x00", b"")  # UTF-16
    called = "html" in content_type.lower() or name.lower().endswith((".html", ".htm", ".xhtml"))
    begins = re.match(
        rb"[\xef\xbb\xbf\xfe\xff\s]*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|\?xml)", plain, re.I | re.S
    )
    if begins:
        return True
    said_text = content_type.lower().startswith("text/plain") or name.lower().endswith((".txt", ".md"))
    return (called and b"<" in plain) or (not said_text and bool(_HTML.match(plain.lstrip(b"\xef\xbb\xbf \t\r\n"))))
