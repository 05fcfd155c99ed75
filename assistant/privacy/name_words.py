"""Tells the words of a name from the words that follow it, whether they are written with capitals or not."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from marisa_trie import Trie

WORD = re.compile(
    r"(?:[^\W\d_]\.){2,4}(?:[^\W\d_]{1,40}\.?)?"  # K.E.  K.E.Nordmann
    r"|[^\W\d_]{1,40}+(?:['’`´-][^\W\d_]{1,40}+){0,3}\.?"
)
GAP = re.compile(r"[ *_\"'«»]{1,3}|[ ]{0,2}\n[ ]{0,2}")
_BEFORE_FAMILY = frozenset(["de", "del", "la", "le", "el", "al", "di"])  # "jeg heter de Vries"
_MOST_WORDS = 6
_MOST_SMALL = 4
# fmt: off
PARTICLES = frozenset((
    "van", "von", "de", "der", "den", "del", "dos", "af", "av", "la", "le", "el", "al", "bin", "bint", "ibn",
    "di", "da", "ter", "ten", "zu", "mac",
))
# fmt: on
# fmt: off
TITLES = frozenset((
    "dr", "dr.", "prof", "prof.", "professor", "doktor", "herr", "hr", "hr.", "fru", "frk", "frk.", "frøken",
    "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "adv.", "advokat", "sr.", "jr.", "sir", "miss", "ing.", "cand.",
    "overlege", "lege", "psykolog", "jurist",
))
# First names that are something else too, above all in small letters or as the only word.
ALSO_WORDS = frozenset((
    "dag", "even", "live", "line", "else", "jo", "may", "mai", "time", "tom", "finn", "her", "gro", "liv", "stein",
    "storm", "sol", "saga", "max", "tim", "tea", "vilja", "viljar", "rosa", "rose", "lykke", "brede", "fred", "helle", "rene", "une", "una", "vera", "kristen", "bror", "arne", "strøm", "endre", "inga", "helga",
    "ane", "borgar", "vegar", "gard", "tine", "jarl", "mons", "roland",
))
# fmt: on
NOT_PLACES = re.compile(
    r"[ ]{1,2}(?:kommun|gielda|suohkan|tjïelte|bydel|turlag|idrettslag|skolekorps|skulekorps|frivilligsentral|velforening|fylkeskommun|fylke\b|legekontor|sykehus|sjukehus|universitet|helseforetak|herad)",
    re.IGNORECASE,
)


@cache
def given_names() -> frozenset[str]:
    """Common first names, in small letters."""
    return _read("given_names.txt")


@cache
def stop_words() -> frozenset[str]:
    """Words that end a name, in small letters."""
    return _read("stop_words.txt")


@cache
def family_names() -> frozenset[str]:
    """Common family names, in small letters."""
    return _read("family_names.txt")


@cache
def _ordinary_words() -> Trie:
    return Trie(_read("ordinary_words.txt"))  # seven thousand: a tenth of what they take as a set


def _read(name: str) -> frozenset[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


# What a family name that is a word too must have behind it, to be told from the beginning of the next sentence.
_CLOSED = re.compile(
    r"[ ]?(?:[,.!?;:)/<&\n-]|\Z)|[ ](?:fra|frå|i|på|ved|som|from|her|bor|bur|jobber|jobbar)\b"
    r"|[ ]og[ ](?:jeg|eg|jobber|jobbar|bor|bur|er|har|vil|skal|går|driver|driv|lurer|kommer|kjem|søker|søkjer|representerer)\b"
)
_SECOND_NAMES = frozenset(["Andre", "Are"])  # words, but names behind another: Kim Andre, Tor Are
_LABEL_WORD = re.compile(r"(?:for|føre|etter|mellom|slekts)na[vm]n(?:et|e|a)?")
METHOD = re.compile(r"marte meo.{0,40}", re.IGNORECASE)
"""A way of working that is called by a first name: nobody's name."""


def is_closed_family(text: str, word: re.Match[str], before: str) -> bool:
    """Whether a capitalised ordinary word right after a first name is the family name: "Kari Grønn fra Moss".

    Args:
        before: The word before it.
    """
    plain = word.group().rstrip(".")
    return (
        before[:1].isupper()
        and before.lower() in given_names()
        and len(plain) > 2
        and plain.lower() not in stop_words()
        and closed_end(text, word) > word.start()
    )


def closed_end(text: str, word: re.Match[str]) -> int:
    """Where a capitalised word ends that has a sign, a line's end or a verb behind it; where it begins if it is none such."""
    plain = word.group().rstrip(".")
    end = word.start() + len(plain)
    closed = plain.istitle() and _LABEL_WORD.fullmatch(plain.lower()) is None and _CLOSED.match(text, end) is not None
    return end if closed else word.start()


def name_end(text: str, start: int) -> int:
    """Where the name that begins at `start` ends; `start` itself when no name is there."""
    end, position, small, count, before, latest = start, start, 0, 0, "", ""
    while count < _MOST_WORDS and (word := WORD.match(text, position)) is not None:
        lower = word.group().lower()
        if NOT_PLACES.match(text, word.end()):
            break
        if not _continues(text, word, before):
            if is_closed_family(text, word, latest):
                end = word.start() + len(word.group().rstrip("."))
            break
        before, latest = lower, word.group()
        full = lower not in TITLES and lower not in PARTICLES and len(lower.rstrip(".")) > 2
        count, small = count + full, small + (full and word.group()[0].islower())
        if small > _MOST_SMALL:
            break
        stops = _ends_sentence(word.group()) and not _is_short_form(text, word)
        end = word.end() - stops
        gap = GAP.match(text, word.end())
        if gap is None or stops or ("\n" in gap.group() and not _is_capital_name(text, gap.end())):
            break
        position = gap.end()
    return end


def _continues(text: str, word: re.Match[str], before: str) -> bool:
    """Whether a name goes on with this word; `before` is the word before it in small letters, "" at the first."""
    plain = word.group()
    if before in PARTICLES and plain.lower() in PARTICLES:
        return True
    if is_second_name(plain, before):
        return True
    if before in PARTICLES and len(plain) > 2 and plain.istitle():
        return True  # Marte de Lange
    if before and len(plain) <= 3 and plain.istitle() and plain.lower() not in stop_words():
        return True  # Nguyễn Văn An
    if not before and plain in _BEFORE_FAMILY and text.startswith(" ", word.end()):
        return _is_capital_name(text, word.end() + 1)
    initial = len(plain) == 2 and plain.endswith(".") and plain[0].isalpha()
    if not before and len(plain) == 1 and plain.isupper() and text.startswith(" ", word.end()):
        return _is_capital_name(text, word.end() + 1)
    return _belongs(plain, first=not before) or (initial and _is_short_form(text, word))


def is_second_name(word: str, before: str) -> bool:
    """Whether a word is a name because of the first name before it: Kim Andre."""
    return word in _SECOND_NAMES and before.lower() in given_names()


def is_name_word(word: str) -> bool:
    """Whether a capitalised word can be part of a name: not an ordinary word, and no name of a thing like TryggEst."""
    bare = word.rstrip(".")
    if bare.lower() in PARTICLES or bare.lower().split("-")[0] in PARTICLES:
        return True
    inner = any(sign.isupper() for sign in bare[1:]) and not bare.isupper() and "-" not in bare and not _is_mac(bare)
    return bare[:1].isupper() and not inner and _belongs(word, first=False)


def _is_mac(word: str) -> bool:
    return word[:2] in ("Mc", "O'", "O’", "D'", "D’") or word[:3] == "Mac"


def _is_capital_name(text: str, position: int) -> bool:
    word = WORD.match(text, position)
    return word is not None and is_name_word(word.group())


def _ends_sentence(word: str) -> bool:
    return word.endswith(".") and len(word) > 2 and word.lower() not in TITLES and not re.fullmatch(r"(?:\w\.)+", word)


def _is_short_form(text: str, word: re.Match[str]) -> bool:
    """Whether "Aa." or "Chr." is a short name before a family name, and not the end of the sentence."""
    following = WORD.match(text, word.end() + 1) if text.startswith(" ", word.end()) else None
    if following is None:
        return False
    plain = following.group()
    if len(word.group()) <= 3:
        return plain.lower() in PARTICLES or _belongs(plain, first=False)
    return len(word.group()) == 4 and is_name_word(plain)


def _belongs(word: str, *, first: bool) -> bool:
    """Whether a word is part of a name, as far as the word itself tells."""
    lower = word.lower().rstrip(".")
    if _LABEL_WORD.fullmatch(lower):
        return False
    if lower in PARTICLES and not first:
        return lower not in stop_words() or word[0].islower()
    if lower in stop_words():
        # "E." and "A." are initials, and stop words without the capital and the point.
        return len(lower) == 1 and word.endswith(".") and (first or word[0].isupper())
    if lower in given_names() or lower in family_names() or word.lower() in TITLES:
        return True
    if first and word[0].isupper() and len(word) < 3:
        return True
    return lower not in _ordinary_words()
