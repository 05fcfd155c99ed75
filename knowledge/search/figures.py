"""Numbers as they are compared, however they are written: «400 000», «400.000» and «400 tusen»; «4-årig» and «fire år»."""

import re

_WORDS = {
    "null": 0, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10, "elleve": 11,
    "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "sytten": 17, "atten": 18, "nitten": 19,
    "tjue": 20, "tyve": 20, "tretti": 30, "tredve": 30, "førti": 40, "femti": 50, "seksti": 60, "sytti": 70, "åtti": 80,
    "nitti": 90, "hundre": 100,
}  # fmt: skip
# Other words too; numbers only before what they count.
_ALSO_WORDS = {"en": 1, "én": 1, "ein": 1, "éin": 1, "et": 1, "ett": 1, "eitt": 1, "eit": 1, "to": 2}
_SCALES = {"tusen": 10**3, "mill": 10**6, "million": 10**6, "mrd": 10**9, "milliard": 10**9}
_COUNTED = r"(?:år|måned|månad|uke|veke|dag|time|tusen|hundre|mill|gang|gong|prosent|kommun|part\b|del)"
_GROUPED = r"(?<![\d.,])\d{1,3}(?:[ .\u00a0\u202f'’]\d{3})+(?![\d])"
_SCALED = r"(?<!\d)\d{1,15}(?:[.,]\d{1,3})?[ -]?(?:tusen|mill(?:ion(?:er|ar)?)?|mrd|milliard(?:er|ar)?)\b\.?"
FIGURE = rf"{_GROUPED}|{_SCALED}"  # a number that is written with more than its digits

_DIGIT = re.compile(r"\d")
_JOIN = re.compile(_GROUPED)
_SCALE = re.compile(
    r"(?<!\d)(\d{1,15})(?:[.,](\d{1,3}))?[ -]?(tusen|mill(?:ion)?|mrd|milliard)(?:er|ar)?\b\.?", re.IGNORECASE
)
_IN_WORDS = re.compile(rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})(?:\b|(?=år|del))-?", re.IGNORECASE)
_BEFORE_COUNTED = re.compile(rf"\b({'|'.join(_ALSO_WORDS)})(?: ?-? ?)(?={_COUNTED})", re.IGNORECASE)
_YEARS_OLD = re.compile(r"(?<=\d)[ -]*år(?:ig|ing)\w*", re.IGNORECASE)


def plain_numbers(text: str) -> str:
    """A text with its numbers in digits alone; a sum in millions keeps the word, which may be looked for too.

    >>> plain_numbers("inntil 400 tusen i en fireårig periode"), plain_numbers("7,7 mill")
    ('inntil 400000 i en 4 år periode', '7700000 million')
    """
    text = _JOIN.sub(lambda m: re.sub(r"\D", "", m.group()), text) if _DIGIT.search(text) else text
    text = _BEFORE_COUNTED.sub(lambda m: f"{_ALSO_WORDS[m[1].lower()]} ", text)
    text = _IN_WORDS.sub(lambda m: f"{_WORDS[m[1].lower()]} ", text)
    if not _DIGIT.search(text):  # as good as every text; the rest is about digits
        return text
    text = re.sub(r"(?<=\d)  +", " ", text)
    return _YEARS_OLD.sub(" år", _SCALE.sub(_scaled, text))


def _scaled(match: re.Match[str]) -> str:
    scale = _SCALES[match[3].lower()]
    decimals = match[2] or ""
    value = int(match[1] + decimals) * scale // 10 ** len(decimals)
    return (
        str(value)
        if scale == _SCALES["tusen"]
        else f"{value} {'million' if scale == _SCALES['million'] else 'milliard'}"
    )
