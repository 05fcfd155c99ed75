"""Finds e-mail addresses in the ways that people write them: with signs, with words for the signs, with spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.privacy.folding import Span

EMAIL = "[e-post]"

# What stands before the at sign. "/", "=", "?" and "|" are allowed there too, but in texts they end something else.
_LOCAL = r"[\w.!#$%&'’*+^`{}~-]"
_WORD_AT = r"kr[øo]ll?[ -]?al(?:f|ph)a|al(?:f|ph)a[ -]?kr[øo]ll?|snabel[ -]?a|kr[øo]lla?"
_FULL_WORD_AT = (
    r"kr[øo]ll?[ -]?al(?:f|ph)a|al(?:f|ph)a[ -]?kr[øo]ll?"  # so plain that it may be glued to what is around
)
_WORD_DOT = r"punktum|punkt|prikk|dot"
_WORD_SIGN = r"bindestrek|understrek|underscore|strek|minus|pluss|plus"
_OPEN, _CLOSE = r"[(\[{<*_/|-]{1,2} ?", r" ?[)\]}>*_/|-]{1,2}"
_TLD = r"(?:no|com|org|net|se|dk|fi|info|eu|io|uk|de|fr|is|pl|lt|edu|gov|name|nu|me)\b"
_PROVIDERS = (
    r"(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|proton(?:mail)?|me|msn|mac|online|getmail|broadpark|altibox"
    r"|start|epost)"
)
_PERSONAL = r"(?:gmail|hotmail)\.(?:com|no)\b"
_LABEL = r"[\w-]{1,63}+"
# "(at)", "[at]", " krøllalfa ", "@" with or without spaces.
_AT = (
    rf"(?:\s{{0,2}}@{{1,2}}\s{{0,2}}|\s{{0,2}}{_OPEN}(?:at|a|alfa|@|{_WORD_AT}){_CLOSE}\s{{0,2}}"
    rf"|\s{{1,2}}(?:{_WORD_AT})\s{{1,2}})"
)
# As it stands in the address of a page, or in what was copied from one.
_ENCODED_AT = r"(?:%40|&#0{0,2}64;|&#x0{0,2}40;|&commat;)"
_SPOKEN_DOT = rf"(?: {{0,2}}{_OPEN}(?:{_WORD_DOT}|\.){_CLOSE} {{0,2}}| {{1,2}}(?:{_WORD_DOT}) {{1,2}})"
_DOT = rf"(?:\.(?=\w)|{_SPOKEN_DOT}| {{1,2}}\. {{1,2}}(?=\w)| {{0,2}}\. {{0,2}}(?={_TLD}))"
# "kari punktum nordmann", "kari . nordmann": parts before the at sign, joined by a word or by a point with spaces.
_JOINT = (
    rf"(?: {{0,2}}{_OPEN}(?:{_WORD_DOT}|{_WORD_SIGN}){_CLOSE} {{0,2}}"
    rf"| {{1,2}}(?:{_WORD_DOT}|{_WORD_SIGN}) {{1,2}}| {{1,2}}[._+-] {{1,2}})"
)
_EMAIL = re.compile(
    rf"(?:\"[^\"\n]{{1,64}}\"(?=\s?@)|(?<!\S)(?:[^\W_] ){{2,40}}+(?=@)|(?<!{_LOCAL})(?:{_LOCAL}{{1,64}}+{_JOINT}){{0,4}}{_LOCAL}{{1,320}}+)"
    rf"(?:{_AT}(?:{_LABEL}(?:{_DOT}{_LABEL}){{1,6}}|\[[\d.:a-f]{{3,45}}\])"  # a whole address
    # A bare "at" is Norwegian for "that": the dot must be a word too, or the domain one that gives people addresses.
    rf"|\s{{1,2}}at\s{{1,2}}(?:(?:{_LABEL}\.){{0,3}}{_LABEL}{_SPOKEN_DOT}{_LABEL}|{_PROVIDERS}\.{_LABEL}|(?:gmail|hotmail|outlook|yahoo|icloud) com\b)(?:{_DOT}{_LABEL}){{0,3}}"
    r"|\s{1,2}(?-i:AT)\s{1,2}(?:gmail|hotmail|outlook|yahoo|icloud)\b"
    rf"|@{_LABEL},(?:com|no|net|org)\b|@{_LABEL}|(?: ?@ ?|\s{{1,2}}(?:{_WORD_AT})\s{{1,2}}){_PROVIDERS}\b)"  # without its last part
    rf"|(?<![\w.+-])[\w.+-]{{1,64}}+{_ENCODED_AT}{_LABEL}(?:\.{_LABEL}){{0,4}}"
    rf"|(?<![\w.+-])[\w.+-]{{1,64}}?\s{{0,2}}(?:{_FULL_WORD_AT})\s{{0,2}}(?:{_LABEL}{_DOT}){{1,4}}{_TLD}"
    # "kari.nordmann at bergen.kommune.no"; but "nav.no at bufdir.no" are two pages.
    rf"|(?<![\w.+-])[^\W\d_][\w-]{{1,40}}+[._](?!{_TLD}\s)[^\W\d_][\w-]{{1,40}}+\s{{1,2}}at\s{{1,2}}(?:{_LABEL}\.){{1,3}}{_TLD}"
    # "mona68 hos gmail.com": a digit or a point tells that somebody's name stands before.
    rf"|(?<![\w.+-])(?:[^\W\d_]{{1,40}}\d{{1,8}}|[^\W\d_]{{1,40}}[._][^\W\d_]{{1,40}}\d{{0,8}})\s{{1,2}}(?:hos|på)\s{{1,2}}{_PROVIDERS}\.{_TLD}"
    # The sign forgotten: nobody but a person stands before these.
    rf"|(?<![\w./-])(?!www\.|mail\.|m\.)[\w-]{{2,40}}+(?:\.(?!{_PERSONAL})[\w-]{{1,40}}+){{0,3}}\.{_PERSONAL}"
    rf"|(?<![\w.+-])[\w.+-]{{1,64}}?[-_{{]at[-_}}](?:\w{{1,63}}\.){{1,3}}{_TLD}",  # kari_at_post.no
    re.IGNORECASE,
)
# Nearly every text has none of these; then the long expression need not look.
_SIGN = re.compile(
    rf"@|{_ENCODED_AT}|\.(?:gmail|hotmail)\.|\bat\b|[-_/|{{]at[-_/|}}]|alfa|alpha|{_WORD_AT}|\b(?:hos|på)\s{{1,2}}{_PROVIDERS}|[(\[{{<*_-] ?a ?[)\]}}>*_-]",
    re.IGNORECASE,
)


def find_emails(text: str) -> Iterator[Span]:
    """The addresses in a folded text, from left to right."""
    if _SIGN.search(text) is None:
        return
    for match in _EMAIL.finditer(text):
        start, end = match.span()
        yield start, end, EMAIL
