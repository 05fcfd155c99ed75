"""What a message says when it takes something back: «nei, ikke fristen, men hvem som kan søke» asks who can apply, and
«nei vent, tre» answers once more."""

import re
from dataclasses import dataclass

_NO = r"(?:nei|næi|nja|niks|no|nope|beklager|beklagar|unnskyld|orsak|sorry|feil)\b[,.! ]*"
_MEANT = r"(?:jeg|eg|æ|e|i|je)\s+(?:mente|meinte|mener|meiner|meint|mæint|spurte|spurde|meant|mean)\s+"
_NOT = r"(?:ikke|ikkje|itj|ittj|ikkj|itte|inte|not)\s+"
# One to three words; the last is a definite noun, a question word or a group of people.
_TAKEN = r"(?:[\w-]+\s+){0,2}?(?:[\w-]+(?:en|et|a|ane|ene|an)|kem|kven|hvem|når|hva|kva|ka|hvor|kor|voksne|vaksne|unge|who|when|what)"
_THEN = r"\s*(?:[,.;:–-]+\s*(?:men\s+|heller\s+|but\s+|(?:jeg|eg|æ)\s+(?:mente|meinte|meint)\s+)?|\s+men\s+|\s+but\s+)"
_TAKES_BACK = re.compile(rf"^\s*(?:{_NO}(?:{_MEANT})?|{_MEANT}){_NOT}{_TAKEN}{_THEN}(?=\w)", re.IGNORECASE)
# «vent», «jeg mente» and the like surely take something back; a mere «nei» may be an answer.
_WAIT = r"(?:vent|vænt|forresten|feil|beklager|beklagar|unnskyld|orsak|sorry|wait|rettelse|retting)\b[,. ]*(?:nei|næi)?"
_SURELY = (
    rf"(?:(?:nei|næi|oi|å|ups|no),?\s+)?{_WAIT}"
    r"|(?:nei,?\s+)?(?:jeg|eg|æ|vi|me)\s+(?:mente|meinte|meint)\b|(?:nei|næi)\s+(?:nei|næi)\b"
)
_CORRECTS = re.compile(rf"\s*(?:(?P<surely>{_SURELY})|(?:nei|næi|no)\b,?)[,. ]*", re.IGNORECASE)
_WHO_WE_ARE = re.compile(r"(?:vi|me|mi|det|we)\s+(?:er|e|æ|blir|vert|søker|søkjer|søke|are)\b", re.IGNORECASE)
_NO_TO_PARTNER = re.compile(r"\s*(?:nei|næi)[, ]+(?:takk[, ]+)?(?:ikke|ikkje|itj|uten|utan)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Correction:
    """A message that begins as one does that changes an answer given before.

    `surely` is False for a mere «nei», which may be an answer itself; `rest` is what is said instead.
    """

    surely: bool
    rest: str


def without_taken_back(text: str) -> str:
    """A message without what it takes back; any other message as it is.

    >>> without_taken_back("Nei, ikke fristen. Hvem som kan søke.")
    'Hvem som kan søke.'
    >>> without_taken_back("Nei, ikke ennå, men vi har vedtatt det")
    'Nei, ikke ennå, men vi har vedtatt det'
    """
    match = _TAKES_BACK.match(text)
    return text[match.end() :] if match else text


def correction(text: str) -> Correction | None:
    """How a message begins to change an answer; None when it does not.

    >>> correction("nei vent, tre")
    Correction(surely=True, rest='tre')
    """
    marker = _CORRECTS.match(text)
    return Correction(bool(marker["surely"]), text[marker.end() :]) if marker else None


def refuses_partner(text: str) -> bool:
    """«nei, uten sykehuset»: the «nei» is about who takes part."""
    return bool(_NO_TO_PARTNER.match(text))


def tells_who(rest: str) -> bool:
    """What follows a «nei» says who applies: «nei, vi er to kommuner» corrects that, and says no to nothing.

    >>> tells_who("vi er to kommuner sammen"), tells_who("vi har ikke innført det")
    (True, False)
    """
    return bool(_WHO_WE_ARE.match(rest))
