"""What needs no classifier, because a rule is safer: danger, Rasa's own short-cut, personal data, Sami."""

import re

from knowledge.language.danger import in_danger
from knowledge.language.malform import detect
from knowledge.language.normalise import is_command, words
from knowledge.language.numbers import quantities
from knowledge.language.reader import Reading
from knowledge.language.variants import canonical

_CODE = re.compile(
    r"<\s*(?:script|iframe|img|svg|style)\b|javascript:|\b(?:drop\s+table|union\s+select|select\s+\*)\b", re.IGNORECASE
)
_WAYS_TO_REACH = ("[telefon]", "[e-post]")
_OTHER_PERSONAL = ("[fødselsnummer]", "[konto]")
_REACH_ME = re.compile(
    r"\b(?:ring|ringe|ringje|kontakt|kontakte|mail|send|sende|svar|sms|tekst|call|contact|skriv|nå meg|ta kontakt)\b",
    re.IGNORECASE,
)
_POINTING = frozenset(
    [
        "og",
        "å",
        "enn",
        "men",
        "eller",
        "hva",
        "med",
        "den",
        "det",
        "de",
        "dem",
        "for",
        "til",
        "om",
        "på",
        "i",
        "av",
        "ordning",
        "tilskudd",
        "nei",
        "ja",
        "jeg",
        "vi",
        "du",
        "mente",
        "mener",
        "meinte",
        "meiner",
        "tenker",
        "tenkjer",
        "gjelder",
        "gjeld",
        "heller",
        "i-stedet",
        "stedet",
        "staden",
        "unnskyld",
        "orsak",
        "beklager",
        "feil",
        "skulle",
        "vært",
        "vore",
        "være",
        "er",
        "altså",
        "da",
        "då",
        "takk",
        "hei",
        "siste",
        "første",
        "andre",
        "this",
        "that",
        "the",
        "and",
        "what",
        "about",
        "no",
        "sorry",
        "meant",
        "i",
        "mean",
        "is",
        "it",
        "as",
        "well",
        "også",
        "same",
        "samme",
        "for-seg",
        "dette",
        "denne",
        "dei",
        "der",
        "så",
        "ok",
        "hvordan",
        "slik",
        "sånn",
        "blir",
        "tilbake",
        "attende",
        "over",
    ]
)
_FEW_WORDS = 4
_COUNTED = frozenset(
    [
        "år",
        "kroner",
        "kr",
        "kronar",
        "krona",
        "million",
        "millioner",
        "millionar",
        "mill",
        "tusen",
        "en",
        "ein",
        "et",
        "eit",
        "og",
        "halv",
        "halvt",
        "years",
        "nok",
    ]
)
SAMI = frozenset({"se", "sma", "smj"})


def reflex(text: str, reading: Reading, guess: str) -> str | None:
    """The intent that a rule decides, or None when the classifier's guess stands."""
    if in_danger(text):
        return "emergency"
    if is_command(text) or _CODE.search(text):
        return "out_of_scope"
    if _only_a_scheme(text, reading):  # also «765.60»
        return "follow_up"
    if _only_a_number(text) or not any(any(c.isalpha() for c in w.text) for w in words(text)):
        return "out_of_scope"  # by itself nothing; in a walk the answer to the open question
    if detect(text, names=list(reading.places)).lang in SAMI:
        return "speak_sami"
    return _personal_data(text, guess)


def _only_a_number(text: str) -> bool:
    """«fem», «to år», «en halv million»: a figure in words, and nothing else."""
    said = words(text)
    if not said or len(said) > _FEW_WORDS or not quantities(text):
        return False
    return all(quantities(w.text) or w.text in _COUNTED for w in said)


def _only_a_scheme(text: str, reading: Reading) -> bool:
    """«TryggEst», «nei, jeg mente den for voksne»: a scheme, and nothing else that carries meaning."""
    named = [(s, e) for s, e, _ in reading.scheme_spans] + [(h.start, h.end) for h in reading.hints]
    if not named:
        return False
    rest = [canonical(w.text) for w in words(reading.text) if not any(s <= w.start < e for s, e in named)]
    if "hva" in rest and not {"med", "about"} & set(rest):
        return False  # «hva er TryggEst?» asks something
    if "hvordan" in rest and not {"dette", "det", "den", "for", "med"} & set(rest):
        return False
    return set(rest) <= _POINTING


def _personal_data(text: str, guess: str) -> str | None:
    """Who leaves a phone number wants to be called; an identity number alone is no question."""
    asks = guess.startswith("ask_") and guess != "ask_contact"
    if any(mark in text for mark in _WAYS_TO_REACH) and (not asks or (_REACH_ME.search(text) and "?" not in text)):
        return "human"
    if any(mark in text for mark in _OTHER_PERSONAL) and not asks and guess != "start_walk":
        return "privacy"
    return None
