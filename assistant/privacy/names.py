"""Finds the name that a person tells: "jeg heter Kari Nordmann" → "jeg heter [navn]"."""

from __future__ import annotations

import re

NAME = "[navn]"

_TRIGGER = re.compile(
    r"\b(?:(?:jeg|eg|æ|ej|jæ|je|ei|e|i|meg)\s{1,3}(?:heter|heiter|heite|hete|heitter|hetter|hette|heitte)"
    r"|(?:mitt|mett|mit)\s{1,3}(?:fulle\s{1,3})?na[vm]n\s{1,3}(?:er|e|æ)"
    r"|na[vm]net\s{1,3}mitt\s{1,3}(?:er|e|æ)"
    r"|my\s{1,3}(?:full\s{1,3})?name\s{1,3}is|(?:i\s{1,3}am|i'm|i’m)\s{1,3}called"
    r"|(?:navn|namn|name)\s{0,2}(?=:))"
    r"\s{0,3}[:\-–]?\s{1,3}[\"'«]?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.\-]{0,39}(?:[-'’][^\W\d_]{1,39}){0,3}\.?")
_SPACE = re.compile(r"[ \t]{1,3}")
_MAX_WORDS = 5
_PARTICLES = frozenset(("van", "von", "de", "der", "den", "af", "av", "la", "le", "el", "al", "bin", "ibn", "di", "da"))
# Words that end a name written in small letters. Not a list of all Norwegian words: of those that follow a name.
_STOP_WORDS = """
og eller men for fra frå i på ved til med hos om at som av er var æ e vi jeg eg meg de dei dere dykk han hun ho det den
dette ikke ikkje inkje har hadde kan kunne vil ville skal skulle må bør får fekk fikk lurer lurar lure lurte spør søker
søkjer søke søkje ønsker ønskjer ønske trenger treng jobber jobbar arbeider arbeidar kommer kjem bor bur ringer ringjer
skriver skriv hei heisann hallo takk så då da når hva kva hvor kor hvem kven hvordan korleis hvilke hvorfor kvifor mitt
min mi vår vårt våre leder leiar rådgiver rådgjevar saksbehandler saksbehandlar kommune kommunen samme same ingenting
noe noko en ein ei et eit
and or from but i'm am we the a an my our could would will want need work works have has is in with of to who what when
where how please hello hi
"""
_STOP = frozenset(_STOP_WORDS.split())


def mask_names(text: str) -> str:
    """Replace what follows "jeg heter" and its like in bokmål, nynorsk, some dialects and English."""
    parts: list[str] = []
    position = 0
    while trigger := _TRIGGER.search(text, position):
        end = _name_end(text, trigger.end())
        parts.append(text[position : trigger.end()])
        if end > trigger.end():
            parts.append(NAME)
        position = end
    return "".join([*parts, text[position:]])


def _name_end(text: str, start: int) -> int:
    """Where the name that begins at `start` ends; `start` itself when no name is there."""
    end, position, small = start, start, False
    for count in range(_MAX_WORDS):
        word = _WORD.match(text, position)
        if word is None or not _belongs(word.group(), first=count == 0, small=small):
            break
        small = small or (count == 0 and word.group().islower())
        sentence_ends = word.group().endswith(".") and len(word.group()) > 2
        end = word.end() - (1 if sentence_ends else 0)
        space = _SPACE.match(text, word.end())
        if space is None or sentence_ends or (small and count >= 2):
            break
        position = space.end()
    return end


def _belongs(word: str, *, first: bool, small: bool) -> bool:
    """Whether a word is part of the name: capitalised, a particle, or small in a name written in small letters."""
    lower = word.lower().rstrip(".")
    if lower in _STOP:
        # "E." and "A." are initials after a first name, and stop words without the capital and the point.
        return not first and word.endswith(".") and word[0].isupper()
    return first or small or word[0].isupper() or lower in _PARTICLES
