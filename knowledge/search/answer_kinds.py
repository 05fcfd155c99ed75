"""What kind of thing a question asks for, and whether a sentence of a source tells one: a time, a sum, a person, what follows.

Like `knowledge.expected_value`, but for any text in either målform, not for our own statements in bokmål.
"""

import re

from knowledge.search.stems import stem
from knowledge.search.tokens import key, skeleton, split

NUMBER = r"(?:\d[\d ]*|\b(?:en|én|ein|éin|ett|eitt|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|elleve|tolv|halvt?)\b)"
UNIT = r"(?:år|måned|månad|uke|veke|dag|dagar|døgn|time|minutt|skuleår|skoleår|halvår|kvartal)"
MONTH = r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)"
MONEY = r"\d[\d ]*(?:[.,]\d+)? ?(?:kr\b|kroner|millio|mill\b|prosent|%)"
_HOW = r"\b(?:hvor|kor|ko|kå|how)\s+"
_WHERE = r"\b(?:hvor|kor)\s+(?!mange|mye|mykje|leng|lang|stor|snart|raskt|ofte|tit|gam|høy|høg)"
_SEASON = r"\b(?:vår|sommar|sommer|haust|høst|vinter|jul|påske)\w*"
_WHO = (
    r"(?<=[\wæøå,] )[A-ZÆØÅ][\wæøå]{2,}|\b\w*(?:[Kk]ommun|[Ss]tatsforvalt|[Dd]irektorat|[Dd]epartement|revisor|lege|lækjar|psykolog"
    r"|[Rr]ektor|økonomi(?:sjef|ansvar)|rådmann|[Ll]eder|[Ll]eiar|[Ss]øker|[Ss]økjar|[Mm]ottaker|[Mm]ottakar|[Pp]artene|[Pp]artane"
    r"|[Oo]rganisasjon|[Oo]rdfør|direktør|ansvarleg|ansvarlig|sjef|styret|utval|antikvar|institutt|tilsyn|nemnd|myndighet|myndigheit)\w*"
)
_FOLLOWS = (
    r"fall\w* bort|fell\w* bort|bortfall|avvis|\bikke behandl|\bikkje behandl|avkort|miste|tape|stans|(?:satt|sett|sette) ned\b|nedset"
    r"|utesteng|trekk|motregn|avslå|avslag|(?:kan|skal|må|blir|får) da\b|\b(?:hvis|dersom|viss)\b|\btilbake\b|\battende\b|overfør"
    r"|^(?:Må|Blir|Blei|Ble|Er|Har|Slutter|Sluttar|Aukar|Øker|Flytt\w*|Skal|Vil|Endr\w*|Får|Kan) [^.]*, |\b(?:som|om|når)\b.*, (?:blir|får|må|skal|kan)\b"
)
_BECOMES = r"\b(?:skal|kan|må|blir|går|gå|fall\w*|fell\w*|får|følg\w*)\b|\b\w+(?:es|ast)\b"
# A question that yes or no answers, and what a sentence that answers it says is so, or is not.
_MAY_ASKED = (
    r"^(?:(?:kan|får|har|må|skal|bør) )?(?:\w+ )?(?:lov til|anledning|høve)|^(?:kan|får|kunne|dekk\w+|gis|gjev|blir|vert"
    r"|gjeld\w*|omfatt\w*|regnes|reknast|reknar|krev\w*|finnes|finst|er|har) "
)
_MAY_TOLD = (
    r"\b(?:kan|kunne|får|få|må|skal|bare|berre|bør|rett til|lov|ikke|ikkje|dekk\w*|dekt\w*|omfatt\w*|godkjen\w*|gis|gjev|gir"
    r"|blir|gjeld\w*|regnes|reknast|krev\w*|er)\b"
)
_MUST_ASKED = r"^(?:må|skal|er det krav|trenger|treng|kreves|krevst|er det nødvendig|bør) "
_MUST_TOLD = (
    r"\b(?:må|skal|krev\w*|nok|plikt\w*|bør|trenger|treng|vilkår|forutset\w*|bare|berre|held|holder|nødvendig|gratis)\b"
)
# By its name: how a question asks for a thing, and what tells it; case matters only where a pattern names capitals.
_KINDS: dict[str, tuple[str, str]] = {
    "how_long": (
        rf"{_HOW}(?:lenge|læng\w*|leng[ei]\b|lang\w*|snart|raskt|fort|gammel|gammal|gamm?alt?)|{_HOW}mange (?:år|måned\w*|månad\w*|uke\w*|veke\w*|dag\w*)",
        rf"{NUMBER}\W+(?:\w+ )?{UNIT}",
    ),
    "when": (
        r"^(?:og |men |fra |frå |innen |innan |til )?(?:når|nårti|ka tid)\b|\b(?:hvilken|kva) dato\b",
        rf"\b{MONTH}\b|\b(?:når|innen|innan|senest|seinast|etter at|så snart|straks|(?:fra|frå) og med)\b|\b20\d\d\b|{_SEASON}"
        rf"|{NUMBER}\W+{UNIT}\w* (?:før|etter)|\b(?:etter|før|om) {NUMBER}\W+{UNIT}",
    ),
    "deadline": (
        r"^(?:hva|kva|ka) (?:er|var|blir) [^,]*frist|^(?:hvilken|hvilke|kva for|hva|kva) (?:\w+ ){0,2}\w*frist|^når (?:er|går|var).*frist"
        r"|^\w*frist\w*\b|\bdeadline",
        rf"\b{MONTH}\b|{NUMBER}\W+{UNIT}|\b(?:senest|seinast)\b",
    ),
    "how_much": (
        rf"{_HOW}(?:mye|mykje|møkk?je)(?! av)|\bkost(?:er|ar)\b|\b\w*sats\w*|\btak(?:et)?\b|\b(?:hva|kva) (?:er|var) \w*beløp|{_HOW}stort? (?:beløp|sum|tilsk)",
        MONEY,
    ),
    "share": (rf"prosent|\bandel\w*|{_HOW}stor (?:del|andel|eigendel|egenandel)", r"prosent|%|halv|\w+del\b"),
    "how_often": (
        rf"{_HOW}(?:ofte|tit+|mange ganger|mange gonger)",
        r"gang|gong|\bhver|\bkvar|årlig|årleg|månedlig|ukentlig|dagl",
    ),
    "who": (r"\b(?:hvem|kven|kem|kim|kæm)\b", _WHO),
    "who_is": (r"^(?:hvem|kven|kem) (?:er|var|sit\w*)\b", r"\b(?:er|var|sit\w*)\b"),
    "how_big": (rf"^(?:og )?{_HOW}stor[et]?\b(?! (?:del|andel))", r"\d|\bhalv"),
    "where_to": (
        rf"{_WHERE}.*\b(?:send\w*|lever\w*|rett\w* |vend\w*|meld\w*|klag\w*|søk\w*)",
        r"\b(?:send|lever|rett|sett|vend|meld|søk|logg)\w*\b.*\b(?:til|gjennom|hos|på|i|via)\b|klag\w* til\b",
    ),
    "where": (
        rf"{_WHERE}(?:finn\w*|får? (?:vi|jeg|eg|en|man) tak|ligg\w*|hent\w*|last\w*)",
        r"nettsi|nettst|heimesid|hjemmesid|portal|www|adress|\b(?:last|hent|finn|finst|ligg)\w*",
    ),
    "may": (_MAY_ASKED, _MAY_TOLD),
    "must": (_MUST_ASKED, _MUST_TOLD),
    "why": (
        r"\b(?:hvorfor|kvifor|koffer|koffor)\b",
        r"\bfor å\b|fordi|slik at|for at|etter at|\bskal (?:hjelpe|bidra|gi|styrk)",
    ),
    "what_follows": (
        r"\b(?:hva|kva|ka) (?:skjer|hender|skjedde|blir konsekvens\w*|gjør|gjer)\b(?! med)|^(?:hva|kva|ka) (?:om|hvis|dersom|viss)\b|\bkonsekvens",
        _FOLLOWS,
    ),
    "what_becomes": (r"\b(?:hva|kva|ka) (?:skjer|hender|gjør|gjer)\b.* med\b", _BECOMES),
}
_PATTERNS = {
    name: (re.compile(asked), re.compile(told, 0 if "A-Z" in told or "^(?:M" in told else re.IGNORECASE))
    for name, (asked, told) in _KINDS.items()
}
KINDS = (*_KINDS, "how_many")
_HOW_MANY = re.compile(rf"{_HOW}mange (\w+)")
_FEWEST_OF_ITEM, _FEWEST, _FEWEST_WITH_FIGURE = 5, 4, 3  # words
_VERB = re.compile(r"\b(?:er|blir|kan|skal|må|får|har|gjelder|gjeld)\b|\w(?:es|ast)\b")
_ARTICLE = re.compile(r"\b(?:en|ein|ei|et|eit)\b")
_REACH = 3  # words that may stand between a number and what it counts
_WORDS = re.compile(r"\w+")


def is_statement(told: str) -> bool:
    """Whether a text says something: a heading, a question or a few words never answer."""
    words = _WORDS.findall(told)
    fewest = _FEWEST_OF_ITEM if is_fragment(told) else _FEWEST
    if any(word.isdigit() for word in words):
        fewest = _FEWEST_WITH_FIGURE
    return len(words) >= fewest and not told.rstrip().endswith(("?", ":"))


# A sentence without one of these never answers a question for it; of the others, what lacking it means is weighed.
_FIRM = frozenset(
    {
        "how_long",
        "when",
        "deadline",
        "how_much",
        "share",
        "how_often",
        "how_many",
        "how_big",
        "who_is",
        "what_follows",
        "where",
        "where_to",
    }
)


def never_answers(question: str, told: str) -> bool:
    """Whether a sentence lacks a time, number or outcome that a question asks for."""
    return any(not tells(kind, question, told) for kind in asked_kinds(question) & _FIRM)


def is_fragment(told: str) -> bool:
    """Whether a text is no sentence by itself, but an item that says nothing without what stands above it."""
    return not told.rstrip().endswith((".", "!")) and not _VERB.search(told)


def asked_kinds(question: str) -> frozenset[str]:
    """The kinds of thing that a question asks for; none when it does not say."""
    asked = question.lower().strip()
    found = {name for name, (kind, _) in _PATTERNS.items() if kind.search(asked)}
    return frozenset(found | {"how_many"} if _HOW_MANY.search(asked) else found)


def tells(kind: str, question: str, told: str) -> bool:
    """Whether a sentence tells a kind of thing that a question asks for."""
    if kind == "how_many":
        many = _HOW_MANY.search(question.lower())
        return many is not None and _counts(many[1], told.lower())
    if kind == "who":
        asked = _stems(question)
        return any(not asked & _stems(who.group()) for who in _PATTERNS[kind][1].finditer(told))
    return bool(_PATTERNS[kind][1].search(told))


def _stems(text: str) -> set[str]:
    return {stem(word) for word in _WORDS.findall(text.lower())}


def _counts(what: str, told: str) -> bool:
    """Whether a number stands just before the thing that is counted; «en» may be no number, so that it does not count."""
    wanted = {skeleton(key(part)) for part in (what, *split(what)[-1:])}
    said = _WORDS.findall(told)
    for place, word in enumerate(said):
        if wanted & {skeleton(key(part)) for part in (word, *split(word)[-1:])}:
            before = " ".join(said[max(0, place - _REACH) : place])
            if re.search(NUMBER, _ARTICLE.sub("", before)):
                return True
    return False
