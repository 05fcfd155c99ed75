"""Norwegian running text made comparable without moving a letter, and cut into sentences."""

import re
from collections.abc import Iterator

# Spaces and hyphens that stand for the ordinary ones; each is one character, so that places stay the same.
_SAME = str.maketrans(
    dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t\n\r", " ")
    | dict.fromkeys("\u2010\u2011", "-")
)
LONGEST = 800  # characters; what is longer is no sentence, and would hold up the rules
_END = re.compile(r"(?<=[.!?:;])\s+(?=[\"«(“]?[A-ZÆØÅ0-9➢•])|\s+(?=[➢•])")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(«])(?:\d{1,2}|kl|kr|kap|pst|nr|tlf|tel|mob|ca|jf|jfr|bl\.a|f\.eks|ev|evt|dvs|mill|mrd|pr|st|inkl|ekskl|maks|"
    r"min|t\.o\.m|tom|f\.o\.m|etc|osv|mv|m\.v|mfl|m\.fl|o\.l|pkt|art|s|dr|mvh|avd|jan|feb|apr|aug|sept|okt|nov|des|"
    r"man|ons|tors|tirs|fre|tel|tlf|[a-zæøå])\.$",
    re.IGNORECASE,
)
_STARTS_NEW = re.compile(
    r"[\"«(“]?(?:Det|Den|De|Søk|Fris|Hver|Kvar|Komm|Dette|Vi|For|Tilsk|Ordning|Ved|Rapp|Ingen|Alle|Merk|Etter|Dersom|I |Du|Dere)"
)
_MONTH = re.compile(
    r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\b", re.IGNORECASE
)


def plain(text: str) -> str:
    """Lower case, ordinary spaces and hyphens; every character stays in its place.

    >>> plain("Frist\\u00a01.\\u00a0MARS")
    'frist 1. mars'
    """
    return "".join(low if len(low := char.lower()) == 1 else char for char in text.translate(_SAME))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence; «1. mars», «kl. 12» and «kr. 250» end none.

    >>> [("Fristen er 1. mars. Søk nå.")[a:b] for a, b in sentences("Fristen er 1. mars. Søk nå.")]
    ['Fristen er 1. mars.', 'Søk nå.']
    """
    for start, end in _whole_sentences(text):
        while end - start > LONGEST:
            cut = text.rfind(" ", start + 1, start + LONGEST)
            cut = cut if cut > start else start + LONGEST
            yield start, cut
            start = cut
        yield start, end


def _whole_sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _END.finditer(text):
        if _goes_on(text[start : gap.start()], text[gap.end() :]):
            continue
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def _goes_on(before: str, after: str) -> bool:
    if before.endswith((":", ";")):
        return before.endswith(":")
    if not _ABBREVIATED.search(before):
        return False
    if _MONTH.match(after) or after[:1].isdigit():
        return True
    return not _STARTS_NEW.match(after)
