"""What a message says when it takes something back: «nei, ikke fristen, men hvem som kan søke» asks who can apply."""

import re

_NO = r"(?:nei|næi|nja|niks|no|nope|beklager|beklagar|unnskyld|orsak|sorry|feil)\b[,.! ]*"
_MEANT = r"(?:jeg|eg|æ|e|i|je)\s+(?:mente|meinte|mener|meiner|meint|mæint|spurte|spurde|meant|mean)\s+"
_NOT = r"(?:ikke|ikkje|itj|ittj|ikkj|itte|inte|not)\s+"
# One to three words; the last is a definite noun, a question word or a group of people.
_TAKEN = r"(?:[\w-]+\s+){0,2}?(?:[\w-]+(?:en|et|a|ane|ene|an)|kem|kven|hvem|når|hva|kva|ka|hvor|kor|voksne|vaksne|unge|who|when|what)"
_THEN = r"\s*(?:[,.;:–-]+\s*(?:men\s+|heller\s+|but\s+|(?:jeg|eg|æ)\s+(?:mente|meinte|meint)\s+)?|\s+men\s+|\s+but\s+)"
_TAKES_BACK = re.compile(rf"^\s*(?:{_NO}(?:{_MEANT})?|{_MEANT}){_NOT}{_TAKEN}{_THEN}(?=\w)", re.IGNORECASE)


def without_taken_back(text: str) -> str:
    """A message without what it takes back; any other message as it is.

    >>> without_taken_back("Nei, ikke fristen. Hvem som kan søke.")
    'Hvem som kan søke.'
    >>> without_taken_back("Nei, ikke ennå, men vi har vedtatt det")
    'Nei, ikke ennå, men vi har vedtatt det'
    """
    match = _TAKES_BACK.match(text)
    return text[match.end() :] if match else text
