"""What a file is, told by its bytes first, then by its name and by what its sender called it."""

import re

from knowledge.documents.model import DocumentError, Format

_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<frameset[\s>]|<(?:main|article|section|div|h1|table|p)[\s>]",
    re.IGNORECASE,
)
_HEAD = 4096  # bytes that are looked at
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"BM", "an image (BMP)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
)
_WHAT_TO_DO = {
    "an image": "It has no text that can be read. Ask the sender for the document itself, or use one with recognised text.",
    "a compr": "Unpack it first, and use the document inside.",
    "an RTF d": "Open it in a word processor and save it as DOCX or PDF.",
}


def format_of(data: bytes, name: str = "", content_type: str = "") -> Format:
    """What the bytes of a document are to be read as.

    Raises:
        DocumentError: They are none of PDF, DOCX, HTML and text; the message says what they are and what to do.
    """
    head = data[:_HEAD]
    if not data.strip(b" \t\r\n\f\x00\xef\xbb\xbf"):
        raise DocumentError("The document is empty. Fetch it again, or check that the right file was chosen.")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return "docx"  # its reader looks at what the archive holds
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise DocumentError(_old_office(data))
    _refuse_others(head)
    return "html" if _is_html(head, name, content_type) else "text"


def _old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "The Office document is protected by a password. Save a copy without the password, and use that."
    return (
        "This is an old Office document (.doc, .xls, .ppt or .msg), a form that is not read. "
        "Open it in its program and save it as DOCX or PDF."
    )


def _refuse_others(head: bytes) -> None:
    what = next((what for magic, what in _OTHERS if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head)), "")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        what = "an image (WebP)"
    if head[4:8] == b"ftyp":
        what = "an image or a film"
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if lowered.startswith(b"mime-version:") or b"\nmime-version:" in lowered:
        what = "an e-mail or a web archive (MHTML)"
    if lowered.startswith(b"<?xml") and not _HTML.search(head):
        what = "an XML file that is no web page"
    if lowered.startswith(b"<svg"):
        what = "an image (SVG)"
    if what:
        todo = next((text for start, text in _WHAT_TO_DO.items() if what.startswith(start)), "")
        raise DocumentError(f"This is {what}. {todo or 'Save the document as PDF, DOCX, HTML or text, and use that.'}")


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
