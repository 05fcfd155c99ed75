"""Characters and line ends: what every reader does with the words it finds."""

import re
import unicodedata
from collections.abc import Iterable

BULLETS = "•➢➤▪▫◦●○■□►▸‣⁃∙·✓✔❖★♦◆⮚"
_SYMBOL_FONTS = "\uf02d\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0fc\uf06e\uf071\uf076"  # bullets of Symbol and Wingdings
_BULLET = re.compile(rf"^\s*(?:[{BULLETS}{_SYMBOL_FONTS}]\s*|[*\-–—]\s+|o\s+)(?=\S)")
_ONLY_BULLET = re.compile(rf"^\s*[{BULLETS}{_SYMBOL_FONTS}*\-–—]\s*$")
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-zæøå][.)])\s+(?=\S)")
_MONTH = re.compile(r"^\s*\d{1,2}\.\s+(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des|\d{1,2}\.)\w*", re.IGNORECASE)
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_SPACES = re.compile(r"\s+")
_BROKEN = re.compile(r"(\w+)-$")
_SUSPENDED = re.compile(r"^(?:og|eller|samt|and|or|til)\b")  # «bruker- og pårørende»: the hyphen is meant


def tidy(text: str) -> str:
    """One line of plain characters: composed letters, ligatures apart, no invisible marks, single spaces.

    Zero-width, direction and tag characters are taken out; they carry no words, but can hide some.
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    composed = unicodedata.normalize("NFC", text.translate(_LIGATURES))
    return _SPACES.sub(" ", "".join(map(_plain, composed))).strip()


def _plain(char: str) -> str:
    if char.isalnum() or char == " ":
        return char
    kind = unicodedata.category(char)
    if kind in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    hidden = kind in ("Cf", "Cs", "Cn") or 0xFE00 <= ord(char) <= 0xFE0F or ord(char) == 0x034F
    return "" if hidden else char


def bullet(line: str) -> str | None:
    """What follows a bullet at the beginning of a line; None when there is none."""
    match = _BULLET.match(line)
    return line[match.end() :] if match else None


def is_bullet_alone(line: str) -> bool:
    """Whether a line is a bullet whose words stand on the next line."""
    return bool(_ONLY_BULLET.match(line))


def is_numbered(line: str) -> bool:
    """Whether a line begins with a number or letter of a list: «1. », «b) »; «1. mars» is a date."""
    return bool(_NUMBERED.match(line)) and not _MONTH.match(line)


def join_lines(lines: Iterable[str]) -> str:
    """Lines of one paragraph as one line, with words that were divided at a line's end mended.

    «søk-» + «nad» is «søknad», but «bruker-» + «og pårørende», «FACT-» + «ung» and «e-» + «post» keep their hyphen.
    """
    text = ""
    for line in (tidy(raw) if "\xad" not in raw else _soft(raw) for raw in lines):
        text = _joined(text, line)
    return text


def _soft(raw: str) -> str:
    """A soft hyphen at the end of a line divides a word; elsewhere it is nothing."""
    stripped = raw.rstrip()
    return tidy(stripped[:-1]) + "-" if stripped.endswith("\xad") else tidy(raw)


def _joined(text: str, line: str) -> str:
    broken = _BROKEN.search(text)
    if not text or not line or not broken or _SUSPENDED.match(line):
        return f"{text} {line}".strip()
    part = broken[1]
    if not line[0].islower():
        return f"{text}{line}" if line[0].isalpha() or part[-1].isdigit() else f"{text} {line}"
    keeps = len(part) == 1 or part.isupper() or part[-1].isdigit()
    return f"{text}{line}" if keeps else f"{text[:-1]}{line}"
