"""What cannot be read is refused with what happened, why, and what to do."""

import io
import struct
import zipfile

import pytest
from making_documents import BOKMAL, as_docx, as_html, as_plain, paragraph, word_of, zipped

from knowledge.documents import DocumentError, read, read_safely

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
BOMB = b"<w:p/>" * 9_000_000


def bomb_that_lies() -> bytes:
    """An archive whose directory says that an entry is small when it is not."""
    data = zipped({"word/document.xml": b" " * 60_000_000})
    size = struct.pack("<L", 60_000_000)
    return data.replace(size, struct.pack("<L", 900_000))


REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b" \n\r\n\t ", "empty"),
    "only a mark": (b"\xef\xbb\xbf", "empty"),
    "no words": (b"--- 1 2 3 ---", "no words"),
    "binary": (bytes(range(256)) * 40, "no text|control"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "image"),
    "jpeg": (b"\xff\xd8\xff\xe0" + b"\x00" * 99, "image"),
    "webp": (b"RIFF\x00\x00\x00\x00WEBP" + b"\x00" * 99, "image"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 99, "image"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><text>Frist</text></svg>', "SVG"),
    "gzip": (b"\x1f\x8b\x08" + b"\x00" * 99, "gzip.*Unpack"),
    "rtf": (b"{\\rtf1 Frist 1. mars}", "RTF.*DOCX"),
    "old word": (OLE, r"\.doc.*DOCX"),
    "protected word": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "other xml": (b'<?xml version="1.0"?><rss><item>Frist</item></rss>', "XML"),
    "mail": (b"From: a@b.no\r\nMIME-Version: 1.0\r\n\r\nHei", "MHTML"),
    "excel": (zipped({"xl/workbook.xml": b"<x/>"}), "Excel"),
    "powerpoint": (zipped({"ppt/presentation.xml": b"<x/>"}), "PowerPoint.*PDF"),
    "opendocument": (zipped({"mimetype": b"x", "content.xml": b"<x/>"}), "OpenDocument"),
    "plain zip": (zipped({"a.txt": b"hei"}), "zip archive"),
    "broken zip": (b"PK\x03\x04" + b"\x00" * 80, "broken"),
    "cut docx": (as_docx(BOKMAL)[:5000], "broken"),
    "zip bomb": (zipped({"word/document.xml": BOMB}), "out of bounds"),
    "bomb beside": (zipped({"word/document.xml": b"<x/>", "word/media/a.bin": b"\x00" * 60_000_000}), "out of bounds"),
    "bomb that lies": (bomb_that_lies(), "broken|out of bounds"),
    "many entries": (zipped({f"{i}": b"" for i in range(5001)}), "out of bounds"),
    "entity bomb": (
        zipped({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'}),
        "entities",
    ),
    "outside entity": (
        zipped(
            {
                "word/document.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
            }
        ),
        "entities",
    ),
    "no xml": (zipped({"word/document.xml": b"<w:p>"}), "XML"),
    "deep xml": (word_of("<w:ins>" * 50_000 + "</w:ins>" * 50_000), "broken"),
    "no body": (zipped({"word/document.xml": b"<x/>"}), "no body"),
    "broken pdf": (b"%PDF-1.7\n" + b"\x00\x01\x02" * 50, "PDF"),
    "deep html": (b"<html><body>" + b"<div>" * 100_000 + b"Frist 1. mars", "nested"),
    "script page": (
        b'<!doctype html><html><body><div id="root"></div><noscript>Turn on scripts</noscript><script src="a.js"></script></body></html>',
        "script",
    ),
    "frames": (
        b'<html><head><title>Tilskudd</title></head><frameset cols="20%,80%"><frame src="a.html"><frame src="b.html"></frameset></html>',
        "frames",
    ),
    "hidden page": (b'<html><body><p style="display:none">Frist 1. mars for alle</p></body></html>', "no text"),
    "lost letters": (
        "S\ufffdknad om tilskudd til gr\ufffdnne bydeler m\ufffd sendes f\ufffdr juli. ".encode() * 9,
        "lost.*UTF-8",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_a_reason_and_what_to_do(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(DocumentError, match=f"(?is){reason}") as caught:
        read(data)
    assert "Traceback" not in str(caught.value)
    assert str(caught.value).rstrip().endswith(".")


def test_what_is_larger_than_the_limit_is_not_looked_at() -> None:
    page = as_html(BOKMAL) + b" " * 50_000_000
    for reader in (read, read_safely):
        with pytest.raises(DocumentError, match="50 MB; at most 20 MB"):
            reader(page)


def test_the_bytes_decide_against_a_wrong_name_and_type() -> None:
    assert read(as_docx(BOKMAL), name="a.pdf", content_type="application/pdf").format == "docx"
    assert read(as_html(BOKMAL), name="a.txt").format == "html"
    assert read(as_plain(BOKMAL), name="a.html", content_type="text/html").format == "text"


def test_an_encrypted_entry_is_called_protected() -> None:
    stream = io.BytesIO(as_docx(BOKMAL))
    with zipfile.ZipFile(stream) as archive:
        offset = archive.getinfo("word/document.xml").header_offset
    data = bytearray(stream.getvalue())
    data[offset + 6] |= 1
    central = data.find(b"PK\x01\x02")
    while central != -1:
        data[central + 8] |= 1
        central = data.find(b"PK\x01\x02", central + 4)
    with pytest.raises(DocumentError, match="password"):
        read(bytes(data))


def test_a_reader_that_goes_on_too_long_is_stopped() -> None:
    with pytest.raises(DocumentError, match=r"more than 0\.01 seconds"):
        read_safely(as_html(BOKMAL), seconds=0.01)


def test_a_reader_that_wants_too_much_memory_is_stopped() -> None:
    with pytest.raises(DocumentError, match=r"memory|failed"):
        read_safely(b"<html><body>" + b"<p>Frist 1. mars for alle</p>" * 300_000, memory=200_000_000)


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_a_refusal_from_the_other_process_is_the_same(form: str) -> None:
    data = {"html": REFUSED["frames"][0], "docx": REFUSED["zip bomb"][0], "pdf": REFUSED["broken pdf"][0]}[form]
    with pytest.raises(DocumentError) as here:
        read(data)
    with pytest.raises(DocumentError) as there:
        read_safely(data)
    assert str(here.value) == str(there.value)


def test_a_word_document_with_a_short_repetitive_text_is_no_bomb() -> None:
    assert len(read(word_of(paragraph("Fristen er 1. mars") * 20_000)).blocks) == 20_000
