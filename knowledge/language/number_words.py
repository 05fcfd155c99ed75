"""Numbers written in words: «fire hundre og femti tusen», «førtifem», «halvannen million», «tre komma fem»."""

from functools import lru_cache

from knowledge.language.normalise import KEPT_WORDS

_UNITS = {
    "null": 0, "en": 1, "ein": 1, "et": 1, "ett": 1, "eit": 1, "eitt": 1, "én": 1, "éin": 1, "ei": 1, "one": 1,
    "to": 2, "two": 2, "tu": 2, "tre": 3, "tri": 3, "three": 3, "fire": 4, "four": 4, "fem": 5, "fæm": 5, "five": 5, "seks": 6, "six": 6,
    "sju": 7, "sjau": 7, "syv": 7, "seven": 7, "åtte": 8, "eight": 8, "ni": 9, "nine": 9,
}  # fmt: skip
_TEENS = {
    "ti": 10, "ten": 10, "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16,
    "sytten": 17, "atten": 18, "nitten": 19,
}  # fmt: skip
_TENS = {
    "tjue": 20, "tyve": 20, "tjug": 20, "tju": 20, "twenty": 20, "tretti": 30, "tredve": 30, "trætti": 30, "førti": 40, "femti": 50, "fifty": 50,
    "seksti": 60, "sytti": 70, "søtti": 70, "åtti": 80, "nitti": 90,
}  # fmt: skip
HUNDREDS = frozenset(("hundre", "hundred"))
SCALES = {
    "tusen": 1e3, "thousand": 1e3, "k": 1e3, "t": 1e3, "million": 1e6, "millioner": 1e6, "millionar": 1e6,
    "mill": 1e6, "mil": 1e6, "millions": 1e6, "mnok": 1e6, "m": 1e6, "milliard": 1e9, "milliarder": 1e9,
    "milliardar": 1e9,
}  # fmt: skip
_HALVES = frozenset(("halv", "halvt", "half"))
_ONE_AND_A_HALF = frozenset(("halvannen", "halvannet", "halvannan", "halvanna", "halvtanna"))
_ARTICLES = frozenset(("en", "ein", "et", "eit", "ei", "a"))
_QUARTERS = {"kvart": 0.25, "kvarts": 0.25, "trekvart": 0.75, "quarter": 0.25}
_AND = frozenset(("og", "and", "å", "aa"))
# What a number in words can begin with; nearly every word of a message is none of these.
_FIRST = frozenset((*_UNITS, *_TEENS, *_TENS, *HUNDREDS, *SCALES, *_HALVES, *_ONE_AND_A_HALF, *_ARTICLES, *_QUARTERS))
_JOINED = sorted((w for w in (*_UNITS, *_TEENS, *_TENS, *HUNDREDS, *SCALES, "og") if len(w) > 1), key=len, reverse=True)


@lru_cache(maxsize=KEPT_WORDS)
def split_compound(word: str) -> tuple[str, ...]:
    """«førtifem» as its parts, or the word alone when it is no number written together."""
    if len(word) < 6 or word in _UNITS or word in _TEENS or word in _TENS or word in SCALES:
        return (word,)
    parts = _split(word)
    # «entre», «titre»: two numbers that do not make one; a real compound has tens, hundreds or thousands in it.
    return parts if parts and any(p in _TENS or p in HUNDREDS or p in SCALES for p in parts) else (word,)


def _split(rest: str) -> tuple[str, ...] | None:
    if not rest:
        return ()
    for part in _JOINED:
        if rest.startswith(part) and (tail := _split(rest[len(part) :])) is not None:
            return (part, *tail)
    return None


def number_in_words(tokens: list[str], position: int) -> tuple[float, int]:
    """The number in words that starts at a token, and how many tokens it takes; (0, 0) when there is none."""
    if _at(tokens, position) not in _FIRST:
        return 0.0, 0
    value, used = _below_thousand(tokens, position)
    if used == 0:
        starts_with_scale = _at(tokens, position) in ("tusen", "million", "thousand")
        return _thousands(tokens, position, 1.0, 0) if starts_with_scale else (0.0, 0)
    return _thousands(tokens, position, value, used)


def scaled(tokens: list[str], position: int, value: float, used: int) -> tuple[float, int]:
    """A number with «og en halv» and the scales after it: «2 … og en halv million»."""
    following = [_at(tokens, position + used + step) for step in range(3)]
    if following[0] in _AND and following[1] in _ARTICLES and following[2] in _HALVES:
        value, used = value + 0.5, used + 3
    while (word := _at(tokens, position + used)) in SCALES or word in HUNDREDS:
        value, used = value * SCALES.get(word, 100.0), used + 1
    return value, used


def _at(tokens: list[str], position: int) -> str:
    return tokens[position] if 0 <= position < len(tokens) else ""


def _thousands(tokens: list[str], position: int, value: float, used: int) -> tuple[float, int]:
    """Goes on after a number below a thousand: scales, and «(og) fem hundre tusen» after «to millioner»."""
    before = used
    value, used = scaled(tokens, position, value, used)
    if used == before or _at(tokens, position + used - 1) not in SCALES:
        return value, used
    skip = 1 if _at(tokens, position + used) in _AND else 0
    more, taken = _below_thousand(tokens, position + used + skip)
    last = _at(tokens, position + used + skip + taken)
    if not taken:
        return value, used
    if last in SCALES and SCALES[last] < SCALES[_at(tokens, position + used - 1)]:
        return value + more * SCALES[last], used + skip + taken + 1
    if more >= 100:  # «to tusen fem hundre», but never «tre hundre tusen og to år»
        return value + more, used + skip + taken
    return value, used


def _below_thousand(tokens: list[str], position: int) -> tuple[float, int]:
    word, following = _at(tokens, position), _at(tokens, position + 1)
    if word in _ARTICLES and following in _HALVES:
        return 0.5, 2
    if word in _HALVES:
        return 0.5, 2 if following in _ARTICLES else 1
    if word in _ONE_AND_A_HALF:
        return 1.5, 1
    article = word in _ARTICLES
    quarter = _QUARTERS.get(following if article else word)
    if quarter and _at(tokens, position + 1 + article) in SCALES:  # «kvart år» is every year
        return quarter, 1 + article
    value, used = _below_hundred(tokens, position)
    if _at(tokens, position + used) in HUNDREDS:
        value, used = (value if used else 1.0) * 100, used + 1
        skip = 1 if _at(tokens, position + used) in _AND else 0
        more, taken = _below_hundred(tokens, position + used + skip)
        followed_by_half = _at(tokens, position + used + skip + taken) in _HALVES
        if taken and not followed_by_half:
            value, used = value + more, used + skip + taken
    elif used and _at(tokens, position + used) == "komma":
        decimals, taken = _below_hundred(tokens, position + used + 1)
        if taken:
            value, used = value + decimals / (10 if decimals < 10 else 100), used + 1 + taken
    return value, used


def _below_hundred(tokens: list[str], position: int) -> tuple[float, int]:
    word = _at(tokens, position)
    if word in _TENS:
        unit = _UNITS.get(_at(tokens, position + 1), 0)
        return (float(_TENS[word] + unit), 2) if unit else (float(_TENS[word]), 1)
    if word in _TEENS:
        return float(_TEENS[word]), 1
    tens = _TENS.get(_at(tokens, position + 2))
    if word in _UNITS and tens and _at(tokens, position + 1) in _AND:  # «femogåtti», the older way to count
        return float(tens + _UNITS[word]), 3
    return (float(_UNITS[word]), 1) if word in _UNITS else (0.0, 0)
