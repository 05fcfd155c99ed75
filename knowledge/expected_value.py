"""What kind of figure a question asks for, and whether a statement gives one.

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
            r"\b(?:års|måneds|time)?l[øo]nn?(?:s?trinn\w*|a|en|sats\w*)?\b.*\b(?:rekn\w*|regn\w*|føre|hvilken|kva)\b"
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
