"""Whether a message goes on from the one before it: «og kven signerer då?», «hvem bør jobbe i det?»."""

import re

from knowledge.language.normalise import fold, words
from knowledge.language.question_words import QUESTION_WORDS
from knowledge.language.reader import Reading

_SHORT = 8  # words
_POINTING_BACK = frozenset(
    {"det", "den", "de", "dei", "dem", "dette", "denne", "disse", "desse", "der", "it", "that", "them", "there"}
)
_CONTINUING = frozenset({"og", "enn", "men", "også", "òg", "å", "and", "but", "also", "då", "da", "så", "so"})
_THEN = frozenset({"då", "da", "der", "then", "there"})
_IS = frozenset({"er", "e", "æ", "var", "va", "blir", "vert", "gjelder", "gjeld", "is", "was"})
_MEANT = frozenset({"mente", "meinte", "mener", "meiner", "meint", "mæint", "meant", "mean"})
# «hva med …», «kva viss …»
_ABOUT_OR_IF = frozenset({"med", "me", "mæ", "om", "hvis", "viss", "dersom", "about", "if"})


def goes_on(text: str) -> bool:
    """Whether a message begins as a continuation, points back, or corrects.

    >>> goes_on("og kven skal ha søknaden?"), goes_on("Kven kan søkje på TryggEst?")
    (True, False)
    """
    said = [w.text for w in words(text)]
    if not said:
        return False
    short = len(said) <= _SHORT
    asks = short and fold(said[0]) in QUESTION_WORDS
    points_back = asks and not _POINTING_BACK.isdisjoint(said[1:])
    what_about = asks and len(said) > 2 and said[1] in _ABOUT_OR_IF
    is_it = 2 < len(said) <= _SHORT and said[0] in _IS and said[1] in _POINTING_BACK  # «er den datoen sikker?»
    corrects = not _MEANT.isdisjoint(said[:3])
    return said[0] in _CONTINUING or points_back or what_about or is_it or corrects or (short and said[-1] in _THEN)


_TURNS_TO = re.compile(
    r"(?:(?:ok|okei|greit|fint|takk|bra|så)[,. ]+)*(?:(?:og|å|enn|men|and|but)\s+(?:så\s+)?"
    r"(?:for|i|på|til|te|med|me|mæ|hos)|(?:hva|kva|ka|what)\s+(?:med|me|mæ|about)|(?:tilbake|attende|attover|over|back)\s+(?:til|te|to))\s",
    re.IGNORECASE,
)
_TOO = re.compile(
    r"\b(?:for|i|på|til|te|hos)\s+(?:\S+\s+){1,3}(?:og|òg|også|au|too)\s*[?.!]*$"
    r"|\b(?:også|òg|au)\s+(?:for|i|på|til|te|hos)\s+(?:\S+\s*){1,4}$",
    re.IGNORECASE,
)
_NEAR = 25  # letters from the beginning


def turns_to_another(reading: Reading) -> bool:
    """Whether a message begins by turning to another scheme («enn for barn og unge, kven signerer der?»), or asks
    whether something holds for it too («er det nedtrapping for voksne òg?»)."""
    begins = bool(_TURNS_TO.match(reading.text.strip())) and any(hint.start < _NEAR for hint in reading.hints)
    too = _TOO.search(reading.text)
    return begins or (too is not None and any(too.start() <= hint.start < too.end() for hint in reading.hints))
