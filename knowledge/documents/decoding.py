"""From bytes to text: which encoding they are in, and letters that were spoilt on the way."""

import codecs
import re

from knowledge.documents.model import DocumentError
from knowledge.remarks import Remark

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000  # bytes that an encoding is chosen by
_ONE_BYTE = ("cp1252", "mac_roman", "cp850", "iso8859_10", "cp437")
_EXPECTED = frozenset("æøåÆØÅéèêòóôäöüÄÖÜáčđŋšŧžÁČĐŊŠŦŽ")
_IN_WORD = re.compile(r"[^\W\d_]+")
_USUAL_MARKS = frozenset("–—‘’“”«»§©®°…•½¼·€ \xa0\xad")
# UTF-8 read as Windows-1252: «fÃ¸r», «â€“». The second byte is a continuation byte as cp1252 shows it.
_CONTINUATION = (
    "[" + re.escape("".join(bytes([b]).decode("cp1252", "replace") for b in range(0x80, 0xC0))) + "\x80-\x9f]"
)
_SPOILT = re.compile(f"[ÃÂÄÅ]{_CONTINUATION}|â{_CONTINUATION}{{2}}")
_SURELY_SPOILT = re.compile(r"Ã[¦¸¥†˜…\x85\x86\x98©¨]|â€[“”™œ¢¦\x9d]|Â[ §«»°]")
_MOST_LOST = 0.001  # of the characters
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
REPAIRED = Remark("letters_mended")
LOST = Remark("letters_lost")


def decode(data: bytes, declared: str = "") -> tuple[str, tuple[Remark, ...]]:
    """The text of some bytes, and warnings about what was repaired.

    A byte order mark decides, then UTF-8 where the bytes are UTF-8, then what the document declares, then the encoding
    that gives the most Norwegian letters.

    Args:
        data: The bytes of a text or an HTML page.
        declared: The encoding that the document or its sender names; need not be true.

    Raises:
        DocumentError: The bytes are no text, or so many letters are lost that it cannot be trusted.
    """
    text = _decoded(data, declared)
    if len(_CONTROL.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) / 100:
        raise DocumentError(
            "The file is no text: it is full of control characters. Save the document as PDF, DOCX or text.",
            "no_text",
        )
    text, repaired = _repair(text)
    lost = text.count("\ufffd")
    if lost > 3 and lost > len(text) * _MOST_LOST:
        raise DocumentError(
            f"{lost} letters of the text are lost («�» stands for them), most likely æ, ø and å. "
            "Fetch the document again, or save it from its program as UTF-8.",
            "letters_lost",
            count=lost,
        )
    return text, ((REPAIRED,) if repaired else ()) + ((LOST,) if lost else ())


def _decoded(data: bytes, declared: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if wide := _wide(data):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, declared)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Norwegian text is zero."""
    head = data[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if half >= 2 and max(even, odd) > half * 0.7 and min(even, odd) < half * 0.1:
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _not_utf8(data: bytes, declared: str) -> str:
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") * 4 < sum(ord(c) > 127 for c in text):  # UTF-8 all the same, with a few broken bytes
        return text
    named = declared.strip().lower()
    if named and not named.replace("_", "-").startswith(("utf", "us-ascii", "ascii", "iso-8859-1", "latin")):
        try:
            return data.decode(named)
        except (LookupError, UnicodeDecodeError):
            pass  # it is not what it says; the bytes decide
    sample = data[:_SAMPLE]
    best = max(_ONE_BYTE, key=lambda encoding: _norwegian(sample.decode(encoding, "replace")))
    if _norwegian(sample.decode(best, "replace")) <= 0:
        from charset_normalizer import from_bytes  # slow to import, seldom needed

        guess = from_bytes(sample).best()
        best = guess.encoding if guess else best
    return data.decode(best, "replace")


def _norwegian(text: str) -> int:
    """How many letters beyond ASCII are such as Norwegian and Sami use inside words, less the odd characters."""
    letters = sum(c in _EXPECTED for word in _IN_WORD.findall(text) if len(word) > 1 for c in word)
    capitals = len(re.findall(r"[a-zæøå][ÆØÅÄÖÜÁČĐŊŠŦŽ]", text))
    odd = sum(ord(c) > 127 and c not in _EXPECTED and c not in _USUAL_MARKS for c in text)
    return letters - 2 * capitals - 2 * odd


def _repair(text: str) -> tuple[str, bool]:
    """Puts right UTF-8 that was read as Windows-1252, once or twice over."""
    repaired = False
    for _ in range(3):
        if not _SURELY_SPOILT.search(text):
            break
        text, repaired = _SPOILT.sub(lambda m: _right(m[0]), text), True
    return text, repaired


def _right(spoilt: str) -> str:
    try:
        return b"".join(_byte(char) for char in spoilt).decode("utf-8")
    except UnicodeDecodeError:
        return spoilt


def _byte(char: str) -> bytes:
    return bytes([ord(char)]) if ord(char) < 256 else char.encode("cp1252", "replace")
