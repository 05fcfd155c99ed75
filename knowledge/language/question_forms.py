"""The form of a question: whether it asks how many, who, whether something is enough, and so on.

Some forms ask for details that sources leave open far more often than others: «held det med …?», «kven må …?». Beside
them: what asks for a scheme, and what tells of those who write.
"""

import re

from knowledge.language.normalise import clean, fold, words
from knowledge.language.question_words import ASKING_VERBS, QUESTION_WORDS

_ASKING = QUESTION_WORDS | ASKING_VERBS
KEYWORDS = "keywords"
_HOW = r"\b(?:hvor|kor|ko|kå|how)\s+"
FORMS = {
    "how_many": rf"{_HOW}(?:mange|mang|mangen|ofte|tit+|få|many|often|few)\b",
    "how_much": rf"{_HOW}(?:mye|mykje|my|møye|much|stor|store|stort|høg|høy|høgt|høyt|high|large)\b",
    "how_long": rf"{_HOW}(?:lang|langt|lenge|læng|lengi|fort|raskt|long|snart|soon|tidlig|tidleg|seint|sent|gammel|gammal|old)\b",
    "who": r"\b(?:hvem|kven|kvem|kem|kæm|who)\b",
    "which": r"\b(?:hvilk\w+|kva for|(?:hva|kva|ka|ke) slags?|which)\b",
    "when": r"\b(?:når|nårti|ka tid|when)\b",
    "how": r"\b(?:hvordan|korleis|koss|kåss|kordan|åssen|korsn|kossen|how)\b",
    "why": r"\b(?:hvorfor|kvifor|koffer|koffor|why)\b",
    "what": r"\b(?:hva|kva|ka|ke|what)\b",
    "must": r"\b(?:må|måtte|lyt|treng\w*|skal|ska|krev\w*|must|need\w*)\b",
    "may": r"\b(?:kan|kain|får|lov|går det|tillat\w*|can|may)\b",
    "enough": r"\b(?:holder|held|nok|rekk\w*|tel|teller|duger|enough)\b",
    "what_if": r"\b(?:skjer|hender|konsekvens\w*|happens)\b",
    "either_or": r"\b(?:eller|or)\b",
    "told": r"\b(?:stemmer|hørt at|høyrt at|vel at|true)\b",
}
_KEYWORDS = 6  # so few words that ask nothing in so many words are keywords
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in FORMS.items()}

_APPLY_FOR = re.compile(
    r"\b(?:hva|kva|ka|hvilke|what)\b[\w ]{0,20}"
    r"\bkan\s+(?:vi|me|mi|kommunen)\s+(?:søke|søkje|søkja|søk)\s+(?:på|om)\s*[?.!]",
    re.IGNORECASE,
)
_OURSELVES = re.compile(r"\b(?:vi|me|mi|kommunen)\s+(?:er|e|har|skal|vil|søker|søkjer)\b", re.IGNORECASE)


def question_forms(text: str) -> set[str]:
    """Every form that a question has, in any of our languages.

    >>> sorted(question_forms("Held det med éin brukar, eller må vi ha to?"))
    ['either_or', 'enough', 'must']
    """
    found = {name for name, pattern in _PATTERNS.items() if pattern.search(text)}
    return found if found or not _is_keywords(text) else {KEYWORDS}


def _is_keywords(text: str) -> bool:
    said = [fold(word.text) for word in words(clean(text))]
    return 0 < len(said) <= _KEYWORDS and not any(word in _ASKING for word in said)


def asks_for_a_scheme(text: str) -> bool:
    """«hva kan vi søke på?»: which scheme, not something about one."""
    return bool(_APPLY_FOR.search(text))


def tells_of_us(text: str) -> bool:
    """Whether a text tells what its writer is, has or will do."""
    return bool(_OURSELVES.search(text))
