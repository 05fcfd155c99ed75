"""What stands before, behind and around a name that is somebody's, as expressions for `persons.py`."""

from __future__ import annotations

import re

from assistant.privacy.person_words import BARE_LINK, GREETING, KIN, OWN, ROLE, TITLE, TITLE_OF_KNOWN, TURNED_TO

_MARKS = r"[*_\"'«“(]{0,3}"
_IS = r"(?:(?:er|e|æ|var|blir|vert|is|was|nå|no|heter|heiter|named|called|til|for|åt|of)[ ]{1,2}){0,2}"
_JOINT = rf"[ ]{{0,2}}[:=;|,(–/-]?[ ]{{0,2}}\n?[ ]{{0,2}}{_MARKS}"
NOUN = r"(?:for|etter|mellom|slekts)?na[vm]n"


def _trigger(expression: str) -> re.Pattern[str]:
    """What stands before a name, as group 1; looked for without being taken, so that two may overlap: "ringer på vegne av"."""
    return re.compile(rf"(?<!\w)(?=({expression}))", re.IGNORECASE)


AFTER_ROLE = _trigger(rf"(?:{ROLE}|{KIN})(?:[ ]{{1,2}}{OWN})?(?!\w)\.?{_JOINT}{_IS}")
AFTER_LABEL = _trigger(rf"{ROLE}(?:[ ][^\n:.;?!]{{1,40}}|\.?[ ]?)[:=][ ]{{0,2}}\n?{_MARKS}")
AFTER_VERB = _trigger(rf"{TURNED_TO}(?!\w)[ ]?[.:]{{0,2}}[ ]{{1,2}}{_MARKS}|v\.?/[ ]?|v\.[ ]")
AFTER_LINK = _trigger(rf"{BARE_LINK}(?!\w)[ ]?[.:]?[ ]{{1,2}}{_MARKS}")
AFTER_IS = _trigger(rf"{ROLE}(?:[ ]\w{{1,12}}){{1,3}}[ ](?:er|e|var|blir|is|was|h(?:e|ei)ter)[ ]")
AFTER_GREETING = _trigger(rf"{GREETING}[,!]?[ ]")
# «Takk for hjelpen! Yngve», in one line, at the end of the text.
AFTER_THANKS = re.compile(
    r"(?<!\w)(?:takk|thanks)(?:[ ]\w{1,14}){0,5}[ ]{0,2}(?:[!.,;:)–-]{1,3}[ ]{0,2}){1,2}", re.IGNORECASE
)
AFTER_NAVN = _trigger(rf"(?:{NOUN}(?:et|e)?|name)(?:[ ]?[;|]|[ ])[ ]{{0,2}}")
AFTER_NAVN_OF = _trigger(
    rf"(?:{NOUN}(?:et|e)?|name)[ ](?:mitt|til|på|of|for)(?:[ ]\w{{1,20}}){{0,3}}[ ]?[:;|][ ]{{0,2}}"
)
AFTER_PART = _trigger(r"(?:for|etter|mellom|slekts)na[vm]n[ ]{1,2}")
AFTER_KIN = _trigger(rf"(?:{KIN}[ ](?:min|mi|vår)|(?:my|min|mi|vår)[ ]{KIN})[ ]")
AFTER_TITLE = _trigger(rf"{TITLE}[ ]{{1,2}}")
AFTER_KNOWN = _trigger(rf"{TITLE_OF_KNOWN}[ ]{{1,2}}")
# Behind what is masked already: a second name, the name behind a number.
AFTER_NAME = re.compile(r"(?=(\[navn\]\.?[ ]?(?:,|/|&| og| and| eller| or)[ ]{0,2}))")
AFTER_CONTACT = re.compile(r"(?=(\[(?:telefon|e-post|fødselsnummer)\][ ]{0,2}[(,;/–-]?[ ]{0,2}))")
BEFORE_CONTACT = re.compile(
    r"[ ]{0,2}[,:;<(|/–-]?[ ]{0,2}"
    r"(?:(?:på|med|tlf|tel|mob|mobil|telefon|e-?post|mail|fnr|født)\w{0,3}[.: ]{1,3}){0,2}"
    r"\[(?:telefon|e-post|fødselsnummer|konto)\]",
    re.IGNORECASE,
)
BEFORE_ROLE = re.compile(
    r"(?:[ ]{0,2}[,(|–/-][ ]{0,2}|[ ]{1,2}(?:er|e|is|var)[ ]{1,2})"
    rf"(?:(?:vår|ny|min|nye|our|the|my|som|er)[ ]){{0,2}}{ROLE}(?!\w)",
    re.IGNORECASE,
)
# «Vetle sin mamma», «Vetles mamma».
BEFORE_OWNED = re.compile(rf"(?:[ ](?:sin|si|sitt|sine)|s)[ ](?:{KIN}|{ROLE}|na[vm]n)(?!\w)", re.IGNORECASE)
AFTER_ARTICLE = _trigger(r"(?:han|hann|hun|ho|hu|hon|hen|a(?![ ]christian)|'n)[ ]")
TURNED = re.compile(rf",[ ](?={_MARKS}[A-ZÆØÅ])")
# What begins with a first name and is no person, or holds a month that is one: "May June July".
NOBODY = re.compile(
    r"\A(?:jan mayen|karl johans?|sankt hans|st\.? ?hans|stine sofies?|anne franks?)(?!\w)"
    r"|(?<!\w)(?:januar|january|februar|february|march|mars|april|june?|jul[iy]|august|september|october|oktober|november|december|desember)(?!\w)",
    re.IGNORECASE,
)
THANKS = re.compile(
    r"[ ]{0,3}(?:[-_=*]{2}|(?:[^ \n]{1,20}[ ]){0,3}(?:takk|thanks|hilsen|helsing|mvh|god[ ]\w{3,7})(?:[ ]\w{1,10}){0,4}[ !.,:)]{0,4}\Z)",
    re.IGNORECASE,
)
OFFICE = re.compile(
    rf"(?<!\w)(?:{ROLE}|\w{{0,20}}kommun\w{{1,3}}|statsforvalter\w{{0,3}}|\w{{0,20}}avdeling\w{{0,2}}|\w{{0,20}}etat|nav)(?!\w)"
    r"|\[(?:telefon|e-post)\]",
    re.IGNORECASE,
)
BREATH = re.compile(r"[ ]?(?:[,.!?:\n]|\Z)")
LINE_END = re.compile(r"[ *_,.!]{0,4}(?:\n|\Z)")
ALSO = re.compile(r"[ ]?(?:,|/|&| og| and| eller| or)[ ]{0,2}", re.IGNORECASE)
