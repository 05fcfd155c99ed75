"""What kind of thing a question asks for, and whether a statement tells one.

«How many employees?» is not answered by a statement without a number, however well its topic fits.
"""

import re

_FIGURE = r"\d|tredelt|todelt|\b(?:én|ett|eitt|to|tre|fire|fem|seks|sju|åtte|ni|ti|tolv)\b"
# Words that say how much without a figure: «en del av kostnadene», «hele beløpet», «gradvis».
_SHARE = r"\b(?:del|delfinansiering|hele|alle|hver|gradvis|inntil|opptil|primært|egenfinansiering)\b"
_SAYS_NOT = (
    r"(?:sier|oppgir|nevner|gir) (?:\w+ ){0,3}(?:ikke|ingen|noen) (?:\w+ )?"
    r"(?:hvor|beløp|klokkeslett|aldersgrense|antall|andel|prosent|sum)|ikke oppgitt|uten å vise"
)
_HOW = r"\b(?:hvor|kor|ko|kå|how)\s+"
# What a question asks for, and what a statement must have to tell it (bokmål).
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"\b(?:års|måneds|time)?l[øo]nn?(?:s?trinn\w*|a|en|sats\w*)?\b.*\b(?:rekn\w*|regn\w*|hvilken|kva)\b"
            r"|\b(?:hvilken|hvilket|kva|what) (?:års?|time|måneds)?l[øo]n\w*"
            rf"|{_HOW}(?:mange|many) (?:kroner|tusen|millioner|millionar|penge?r?|peng\w*)"
        ),
        re.compile(r"\d[\d ]* (?:kroner|millioner)|beløp"),
    ),
    (
        re.compile(
            r"\b(?:nedre|minste|minimum\w*|lavest\w*|lågast\w*|minst mulig) (?:\w+ )?(?:beløp\w*|sum\w*|grens\w*)"
        ),
        re.compile(r"\b(?:nedre|minste|minst|minimum\w*|lavest\w*)\b"),
    ),
    (
        re.compile(rf"{_HOW}(?:mange|mang|mangen?|ofte|tit+|få|many|often|few)\b"),
        re.compile(f"{_FIGURE}|{_SHARE}"),
    ),
    (
        re.compile(r"\b(?:hvilken|hvilket|kva|what) (?:dato|dag|klokkeslett|date|prosent\w*|andel|sats\w*)\b"),
        re.compile(r"\d"),
    ),
)


def lacks_the_figure(question: str, statement: str) -> bool:
    """Whether a question asks for a figure that a statement does not give.

    Args:
        question: as written.
        statement: its bokmål text; one that says itself that a figure is not given lacks nothing.
    """
    asked, told = question.lower(), statement.lower()
    if re.search(_SAYS_NOT, told):
        return False
    return any(kind.search(asked) and not needed.search(told) for kind, needed in _KINDS)


# Kinds of thing, each with how a question asks for it and how a statement (bokmål) tells it. Softer than the figures
# above: what telling or lacking them weighs is learned (ranking_weights.yml).
_LENGTH = r"(?:lenge|læng\w*|leng[ei]|lang(?:t|an)? ti\w*|long)"
_THINGS: dict[str, tuple[str, str]] = {
    "duration": (
        rf"{_HOW}(?:{_LENGTH}|(?:mange|mang|many) (?:år|måned\w*|månad\w*|uke\w*|veke\w*|dag\w*|years?|months?))",
        r"\b(?:år|året|årene|måned\w*|uker?|dager)\b",
    ),
    "date": (
        r"\b(?:når|nårti\w*|ka tid|when|dato\w*|frist\w*|deadline|innen)\b",
        r"\b(?:19|20)\d\d\b|\bdato|\bfrist",
    ),
    "clock": (
        r"klokk\w*|åpningstid\w*|opningstid\w*|\bkl\b|\b(?:hvor|kor) (?:seint?|tidlig|tidleg)\b|kveld\w*|\bhelga?\b",
        r"klokk|åpningstid",
    ),
    "share": (
        rf"{_HOW}(?:stor|mye|mykje|møkk?e|høy|høg|large|much) (?:andel|del|prosent|part|av|share|of)|prosent\w*|halvpart\w*|\d ?%"
        r"|\bandel\w*",
        r"delfinans|egenfinans|prosent|\bandel|hele beløpet|nedtrapp|\bdel av",
    ),
    "sum": (
        rf"{_HOW}(?:mye|mykje|mye peng\w*|much)\b(?! av)|\bkost(?:er|ar|e|ar)?\b|kroner|\bkr\b|beløp\w*|\bsum\w*|\bmillion\w*"
        r"|\btusen\b|\bpris\w*|l[øo]nnstrinn|\d{5,}",
        r"\d[\d ]*(?:kroner|millioner)|beløp|\bsum\b|\banslag",
    ),
    "count": (
        rf"{_HOW}(?:mange|mang|mangen|ofte|tit+|få|many|often|few)\b(?! (?:år|måned|månad|kron|mill|tusen))|\bantall?\b|\btal på\b",
        f"{_FIGURE}|{_SHARE}",
    ),
    "age": (
        rf"{_HOW}(?:gam\w*|old|ung\w*)|ald(?:er|re)\w*|\båring\w*|\d[ -]?åring\w*|fyl(?:t|ler|te)\b|\baged?\b",
        r"\d+[–-]\d+ år|\balder",
    ),
    "person": (
        r"\b(?:hvem|kven|kvem|kem|kæm|kim|hven|who|whom)\b",
        r"kommun|statsforvalter|direktorat|bufdir|helseforetak|part(?:er|ene)|organisasjon|ansatte|innbyggere|bruker|pårørende|\bbarn\b"
        r"|voksne|departement|personer|regjering",
    ),
    "reason": (r"\b(?:hvorfor|kvifor|koffer|koffør|korfor|why)\b", r"\bfor å\b|\bskal bidra|fordi|\bmål\w*|\bfor at\b"),
}
_PATTERNS = {name: (re.compile(asked), re.compile(told)) for name, (asked, told) in _THINGS.items()}


def things_asked(question: str) -> frozenset[str]:
    """The kinds of thing that a question asks for.

    >>> sorted(things_asked("Hvor lenge kan vi få penger?"))
    ['duration']
    """
    said = question.lower()
    return frozenset(name for name, (asked, _) in _PATTERNS.items() if asked.search(said))


def things_told(statement: str) -> frozenset[str]:
    """The kinds of thing that a statement (bokmål) tells, or says that it does not tell."""
    said = statement.lower()
    return frozenset(name for name, (_, told) in _PATTERNS.items() if told.search(said))
