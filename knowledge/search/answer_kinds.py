"""What kind of thing a question asks for, and whether a sentence of a source tells one: a time, a sum, a number, a person.

Like `knowledge.expected_value`, but for any text in either målform, not for our own statements in bokmål.
"""

import re

from knowledge.search.tokens import key, skeleton, split

_HOW = r"\b(?:hvor|kor|ko|kå|how)\s+"
_WHERE = r"\b(?:hvor|kor)\s+(?!mange|mye|mykje|leng|lang|stor|snart|raskt|ofte|tit|gam|høy|høg)"
_NUMBER = r"(?:\d[\d ]*|\b(?:en|én|ein|éin|ett|eitt|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|elleve|tolv|halvt?)\b)"
_UNIT = r"(?:år|måned|månad|uke|veke|dag|dagar|time|minutt|skuleår|skoleår|halvår|kvartal)"
_MONTH = r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)"
_MONEY = r"\d[\d ]*(?:[.,]\d+)? ?(?:kr\b|kroner|millio|mill\b|prosent|%)"
_WHO = (
    r"(?<=[\wæøå,] )[A-ZÆØÅ][\wæøå]{2,}|\b(?:kommun|statsforvalt|direktorat|departement|revisor|lege|lækjar|psykolog"
    r"|rektor|økonomisjef|rådmann|leder|leiar|søker|søkjar|mottaker|mottakar|partene|partane|organisasjon)"
)
# A question that yes or no answers, and what a sentence that answers it says is so, or is not.
_MAY_ASKED = r"^(?:(?:kan|får|har|må|skal|bør) )?(?:\w+ )?(?:lov til|anledning|høve)|^(?:kan|får|kunne|dekk\w+|gis|gjev|blir|vert) "
_MAY_TOLD = r"\b(?:kan|kunne|får|få|må|skal|bare|berre|bør|rett til|lov|ikke|ikkje|dekk\w*|omfatt\w*|godkjen\w*|gis|gjev|gir|blir)\b"
_MUST_ASKED = r"^(?:må|skal|er det krav|trenger|treng|kreves|krevst|er det nødvendig|bør) "
_MUST_TOLD = r"\b(?:må|skal|krev\w*|nok|plikt\w*|bør|trenger|treng|vilkår|forutset\w*|bare|berre|held|holder)\b"
# How a question asks for a thing, and what tells it.
_KINDS: tuple[tuple[str, str], ...] = (
    (
        rf"{_HOW}(?:lenge|læng\w*|leng[ei]\b|lang\w*|snart|raskt|fort|gammel|gammal|gamm?alt?)|{_HOW}mange (?:år|måned\w*|månad\w*|uke\w*|veke\w*|dag\w*)",
        rf"{_NUMBER}\W+(?:\w+ )?{_UNIT}",
    ),
    (
        r"\b(?:når|nårti|ka tid|hvilken dato|kva dato)\b",
        rf"\b{_MONTH}\b|\b(?:når|innen|innan|senest|seinast|etter at|så snart|straks|(?:fra|frå) og med)\b|\b20\d\d\b"
        rf"|{_NUMBER}\W+{_UNIT}\w* (?:før|etter)|\b(?:etter|før|om) {_NUMBER}\W+{_UNIT}",
    ),
    (r"\bfrist\w*|\bdeadline", rf"\b{_MONTH}\b|\bfrist|\binn[ea]n\b|\b(?:før|senest|seinast)\b"),
    (rf"{_HOW}(?:mye|mykje|møkk?je)(?! av)|\bkost(?:er|ar)\b|\bsats\w*|\btak(?:et)?\b", _MONEY),
    (rf"prosent|\bandel\w*|{_HOW}stor (?:del|andel|eigendel|egenandel)", r"prosent|%|halv|\w+del\b"),
    (rf"{_HOW}(?:ofte|tit+|mange ganger|mange gonger)", r"gang|gong|\bhver|\bkvar|årlig|årleg|månedlig|ukentlig|dagl"),
    (r"\b(?:hvem|kven|kem|kim|kæm)\b", _WHO),
    (rf"{_HOW}stor[et]?\b(?! (?:del|andel))", r"\d"),
    (
        rf"{_WHERE}.*\b(?:send\w*|lever\w*|rett\w* |vend\w*|meld\w*)",
        r"\b(?:send|lever|rett|sett|vend|meld)\w*\b.*\b(?:til|gjennom|hos|på|i|via)\b",
    ),
    (
        rf"{_WHERE}(?:finn\w*|får? (?:vi|jeg|eg|en|man) tak|ligg\w*|hent\w*|last\w*)",
        r"nettsi|nettst|heimesid|hjemmesid|portal|www|adress|\b(?:last|hent|finn|finst|ligg)\w*",
    ),
    (_MAY_ASKED, _MAY_TOLD),
    (_MUST_ASKED, _MUST_TOLD),
    (
        r"\b(?:hvorfor|kvifor|koffer|koffor)\b",
        r"\bfor å\b|fordi|slik at|for at|etter at|\bskal (?:hjelpe|bidra|gi|styrk)",
    ),
)
_PATTERNS = tuple((re.compile(asked), re.compile(told)) for asked, told in _KINDS)
_HOW_MANY = re.compile(rf"{_HOW}mange (\w+)")
_WHICH = re.compile(r"\b(?:hvilken|hvilket|hvilke|kva for|kva slags?|hva slags?|hvem|kven)\b|\b(?:skjer|hender)\b")
_TOLD = (
    (re.compile(_MONEY), "beløp"),
    (re.compile(_MONEY), "sum"),
    (re.compile(rf"\b(?:innen|innan|senest|seinast)\b.*(?:{_MONTH}|{_UNIT})"), "frist"),
)
_WHEN = re.compile(r"\b(?:når|nårti|ka tid|hvilken dato|kva dato)\b")
_FEWEST_WORDS = 5
_ARTICLE = re.compile(r"\b(?:en|ein|ei|et|eit)\b")
_REACH = 3  # words that may stand between a number and what it counts
_WORDS = re.compile(r"\w+")


def told_kinds(told: str) -> frozenset[str]:
    """What a sentence tells without the word: an amount by its kroner, a deadline by its day. As `tokens.key` gives them."""
    lowered = told.lower()
    words = [word for pattern, word in _TOLD if pattern.search(lowered)]
    return frozenset(key(word) for word in words)


def asks_which(question: str) -> bool:
    """Whether a question asks for one of several, for a person, or for what follows: it is about more than it names."""
    return bool(_WHICH.search(question.lower()))


def asks_when(question: str) -> bool:
    """Whether a question asks for a time or date."""
    return bool(_WHEN.search(question.lower()))


def asks_whether(question: str) -> bool:
    """Whether yes or no answers a question."""
    asked = question.lower().strip()
    return bool(re.search(_MAY_ASKED, asked) or re.search(_MUST_ASKED, asked))


def is_statement(told: str) -> bool:
    """Whether a text says something: a heading, a question or a few words never answer."""
    return len(_WORDS.findall(told)) >= _FEWEST_WORDS and not told.rstrip().endswith(("?", ":"))


def asks_for_a_figure(question: str) -> bool:
    """Whether a question asks how long, how much or how many."""
    asked = question.lower()
    figure = any(kind.search(asked) and tell.search("12 år 7 kr %") for kind, tell in _PATTERNS)
    return figure or bool(_HOW_MANY.search(asked))


def tells(question: str, told: str) -> bool:
    """Whether a sentence tells every kind of thing that a question asks for; of one that asks for none, always."""
    asked = question.lower().strip()
    if any(
        kind.search(asked) and not tell.search(told if "A-Z" in tell.pattern else told.lower())
        for kind, tell in _PATTERNS
    ):
        return False
    many = _HOW_MANY.search(asked)
    return many is None or _counts(many[1], told.lower())


def _counts(what: str, told: str) -> bool:
    """Whether a number stands just before the thing that is counted; «en» may be no number, so that it does not count."""
    wanted = {skeleton(key(part)) for part in (what, *split(what)[-1:])}
    said = _WORDS.findall(told)
    for place, word in enumerate(said):
        if wanted & {skeleton(key(part)) for part in (word, *split(word)[-1:])}:
            before = " ".join(said[max(0, place - _REACH) : place])
            if re.search(_NUMBER, _ARTICLE.sub("", before)):
                return True
    return False
