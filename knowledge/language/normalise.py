"""One way to compare Norwegian as people write it: words with their places, folded for spelling habits."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# So many different words are remembered with what was found out about each: thousands of messages have no more in common
# use, and texts that are read once, at the start, leave nothing behind that nobody asks for again.
KEPT_WORDS = 4096
# Zero-width marks, soft hyphens and direction marks carry no meaning here, but hide words from a matcher.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x034F, 0x061C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
# Cyrillic and Greek letters that look like Latin ones, as used in look-alike tricks.
_LOOKALIKES = str.maketrans("аеорсухіјѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοАЕОРСУХКМНТВ", "aeopcyxijsdqwABEZHIKMNOPTYXaoAEOPCYXKMHTB")
_UNUSUAL = re.compile(r"[\u00ad\u034f\u0370-\U0010ffff]")  # invisible, or no Latin letter
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_THRICE = re.compile(r"(.)\1\1", re.DOTALL)
_HALF = re.compile(r"(\d)? ?½")
# No word has more than 60 letters; what is longer is taken as several, so that whatever remembers words or takes them
# apart has an end.
_WORD = re.compile(r"\d{1,60}|[^\W\d_]{1,60}(?:['’][^\W\d_]{1,60})?")
_FOLDS = str.maketrans(
    {
        "å": "a",
        "ä": "a",
        "æ": "a",
        "ø": "o",
        "ö": "o",
        "é": "e",
        "è": "e",
        "ê": "e",
        "ò": "o",
        "ô": "o",
        "á": "a",
        "ŋ": "n",
        "č": "c",
        "š": "s",
        "đ": "d",
        "ŧ": "t",
        "ž": "z",
        "ï": "i",
        "ü": "u",
    }
)
_DIGRAPHS = re.compile(r"aa|ae|oe")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-xz])\1+")


_LATEST = 64  # texts that stay in memory: whoever answers a message asks for its words twenty times


class Word(NamedTuple):
    """A word of a message. `text` is lower case; `start` and `end` are offsets in the cleaned text."""

    text: str
    start: int
    end: int


_COMMAND = re.compile(r"^[\u200b\s]*/\s*(?:\w+\s*[{(]|[a-z]+_[a-z_]+|[a-z]{3,}\s*$)")


def is_command(text: str) -> bool:
    """Whether a text has the form of a chat program's command («/restart», «/ask{"x":1}»), which is no language."""
    return bool(_COMMAND.match(text))


@lru_cache(maxsize=_LATEST)
def clean(text: str) -> str:
    """Composed form, compatibility characters (full-width letters) made plain, invisible marks taken out.

    A letter held down («friiiist») becomes one: no Norwegian word has the same three times.
    """
    whole = _HALF.sub(lambda m: f"{m[1] or 0},5", text) if "½" in text else text  # NFKC would make 11⁄2 of 1½
    composed = unicodedata.normalize("NFKC", whole)
    if not _UNUSUAL.search(composed):  # as good as every text; going through it letter by letter takes long
        return _unstretched(composed)
    plain = _unstretched(composed.translate(_INVISIBLE))
    return plain.translate(_LOOKALIKES) if any(ord(c) > 0x36F and c.isalpha() for c in plain) else plain


def _unstretched(text: str) -> str:
    """A text with each letter held down once; most have none, which is soon seen without the pattern."""
    lowered = text.lower().replace("\u0307", "")  # «İ» has it in lower case
    return _STRETCHED.sub(r"\1", text) if _THRICE.search(lowered) else text


def words(text: str) -> list[Word]:
    """The words and whole numbers of a cleaned text, in order; punctuation and emoji are left out."""
    return list(_words(text))


@lru_cache(maxsize=_LATEST)
def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(m.group().lower(), m.start(), m.end()) for m in _WORD.finditer(text))


@lru_cache(maxsize=KEPT_WORDS)
def fold(word: str) -> str:
    """Folds spelling habits so that «opfolging», «oppfølging» and «oppfoelging» compare equal.

    å/aa, ø/oe and æ/ae become a and o, doubled consonants single. The result is for comparing, never for showing.
    """
    folded = _DIGRAPHS.sub(lambda m: "o" if m.group() == "oe" else "a", word.lower()).translate(_FOLDS)
    return _DOUBLED.sub(r"\1", folded)


def word_texts(text: str) -> tuple[str, ...]:
    """The `words` of a cleaned text without their places."""
    return tuple(word.lower() for word in _WORD.findall(text))


def fold_phrase(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase."""
    return tuple(map(fold, word_texts(clean(phrase))))
