"""Which lines are headings, where nothing but the words tells; the words are those of Norwegian grant announcements."""

import re

from knowledge.documents.numbering import is_article
from knowledge.documents.tidy import bullet

LONGEST = 90  # characters; a longer line is a sentence
_LONGEST_CHAPTER = 180  # «Kap. 765.60 …» is a heading however long the scheme's name is
# What sections of announcements are called (counted over 50 official pages); they stand under the scheme's own heading.
_FIELD = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?\s+)?(?:søknads?(?:frist\w*|- og|en skal|skjema\w*)?|søke?\b|søkj[ae]|rapport\w*|målgrupp\w*"
    r"|mål\b|målet|målsetning\w*|hovedmål|hovudmål|delmål|formål\w*|føremål\w*|hvem|kven|hva|kva|hvordan|korleis|når|hvor|kor"
    r"|ansvarl[ie]g\w*|beløp|tildeling\w*|type tils|finansiering\w*|tillegg|presisering\w*|regelverk\w*|kort om|om "
    r"|tilskudds?(?:mottake\w*|forvalter|ordningen\w*)|tilskots?(?:mottak\w*|forvaltar|ordninga)|kriteri\w*|bakgrunn\w*"
    r"|sammenheng|samanheng|hjelp|spørsmål|praktisk|kontakt\w*|prioriter\w*|innsatsområde\w*|ekstra|det (?:kan|gis|blir)"
    r"|dette|slik|sånn|vilkår|krav|viktig|frist\w*|tidsperiode|referanse\w*|innledning|innleiing|inngangskrit|vurdering"
    r"|vedlegg|lenker|lenkjer|oppfordring|merk|budsjett|økonomi\w*|egen|eigen|evaluering|behandling|handsaming|bruk)",
    re.IGNORECASE,
)
_SCHEME = re.compile(
    r"^(?:kap(?:\.|ittel)?\s*\d|post\s*\d|del\s+[ivx\d]+\b|ordning \d)"
    r"|\btilsk(?:udd|ot) (?:til|for)\b|\w*(?:ordning|tilskudd|tilskot)$|\w{2,}midler$|\w{2,}midlar$",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"^kap(?:\.|ittel)?\s*\d", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.,;!]$|[)\]]$")
_SENTENCE_INSIDE = re.compile(r"[a-zæøå)]{2}\. [A-ZÆØÅ]")
_HAS_VALUE = re.compile(
    r"\b\d{1,2}\.\s?(?:\d{1,2}\.|jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)|\bkr\b|\bkroner\b|@|https?:|www\."
    r"|\d[\d .]*(?:,-|\s?(?:mill|prosent|%))|\b\d{2} \d{2} \d{2} \d{2}\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[^:]{2,40}: \S")
_LETTER = re.compile(r"[^\W\d_]")


def is_field(line: str) -> bool:
    """Whether a heading is the name of a field, «Hvem kan søke», and so stands under a scheme's heading."""
    return bool(_FIELD.match(line)) and not is_chapter(line)


def is_chapter(line: str) -> bool:
    """Whether a line begins as the chapters of the state budget are written: «Kap. 765 post 62»."""
    return bool(_CHAPTER.match(line))


def names_scheme(line: str) -> bool:
    """Whether a heading has the form of a scheme's name: «Kap. 765.62 …», «… tilskudd til …», «Grønn ordning»."""
    named = bool(_SCHEME.search(line.strip(" :"))) and not is_article(line)
    return named and not line.rstrip().endswith("?") and not is_field(line)


def stands_out(line: str) -> bool:
    """Whether a line is a heading by its end: «Målgruppe:», «Hvem kan søke?»."""
    return line.endswith((":", "?")) and fits(line) and not _SENTENCE_INSIDE.search(line)


def fits(line: str) -> bool:
    """Whether a line can be a heading at all: short, begins with a capital or a number, no item, no value in it."""
    if (
        len(line) > (_LONGEST_CHAPTER if is_chapter(line) else LONGEST)
        or not _LETTER.search(line)
        or bullet(line) is not None
    ):
        return False
    first = next(char for char in line if char.isalnum())
    begins = (first.isupper() or first.isdigit()) and not line.startswith(("©", "*", "(", "["))
    return begins and not _HAS_VALUE.search(line)


def may_be(line: str) -> bool:
    """Whether a line that stands alone may be a heading: it fits, ends no sentence and is no «label: value»."""
    if not fits(line) or " | " in line or _ENDS_SENTENCE.search(line) or _SENTENCE_INSIDE.search(line):
        return False
    return not _LABEL.match(line) or is_chapter(line) or names_scheme(line)
