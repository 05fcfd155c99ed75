"""Whether a reply to a question says yes, no, or that one does not know: «jo da», «nei, ikke ennå», «må sjekke først»."""

import re
from collections.abc import Sequence

from knowledge.language.normalise import fold, words

_NOT = r"(?:ikke|ike|ikkje|ikje|inkje|ikkj|itj|ittj|itte|kje|ke|inte|not)"
_FEW = r"(?:[\w'’]+\s+){0,4}?"
# Not knowing, in the words of people who were asked.
_UNSURE = re.compile(
    rf"""
      \b(?:vet|veit|vett|veet|vitt|know)\s+(?!at\b){_FEW}{_NOT}\b
    | \b{_NOT}\s+(?:helt\s+|heilt\s+|noe\s+|noko\s+)?(?:sikk?er|sikre|bestemt|avgjort|avklart|avgjord|klart|klar\s+over|know|sure)\w*
    | \bha(?:r\s+|['’])(?:i?kkje|kje)\s+bestemt\b
    | \b(?:do|don['’]?t)\s+(?:not\s+)?know\b | \bdunno\b | \bno\s+idea\b
    | \b(?:usikk?er\w*|usikre|uvisst|uklart|uavklart|kanskje|kansje|muligens|mogleg(?:vis|ens)|tja|unsure|maybe|perhaps)\b
    | \ban(?:er|ar)\s+{_FEW}{_NOT}\b | \b{_NOT}\s+{_FEW}(?:anelse|aning|peiling|greie)\b
    | \b(?:ingen|inga|ikkje\s+noka)\s+(?:\w+\s+)?(?:anelse|aning|peiling|idé|ide)\b
    | \bkan\s+{_FEW}{_NOT}\s+(?:\w+\s+){{0,2}}(?:svar|sei|si\b|huske|hugse)\w*
    | \b(?:må|lyt|bør|skal|får)\s+{_FEW}(?:sjekke|sjekk|høre\s+med|høyre\s+med|spørre|spørje|spyrje|avklare|undersøke|undersøkje|finne\s+ut|tenke|tenkje|svare\s+på|diskutere)\b
    | \b{_NOT}\s+(?:noe\s+|noko\s+|nokon\s+|eit\s+|et\s+)?(?:tal|tall|sum|beløp)\s+(?:på|enno|ennå|enda)\b
    | \b{_NOT}\s+{_FEW}(?:svart?|hørt|høyrt|fortalt|fullmakt|oversikt|uttale|landet|landa|drøfta|drøftet|snakka|snakket|spurt|tenkt\s+(?:på|gjennom)|diskutert|lest|lese|fått\s+vite|fått\s+vete|kommet\s+så\s+langt|satt?\s+opp|fastsett|fastsatt)\b
    | ,\s*{_NOT}\s+(?:jeg|eg|æ|meg|je|i)\b | \bvent(?:er|ar)\s+(?:på|ennå|enno|fortsatt|framleis)\b
    | \b(?:får|blir|må|skal)\s+{_FEW}(?:avklart|avklares|avklarast|avklara)\b
    | \b(?:vurderes|vurderast|diskuteres|diskuterast)\b
    | \b(?:vet|veit)\s+(?:bare|berre|kun)\b
    | \b(?:kjenner|kjenne|kjenn|kjem)\s+{_NOT}\s+til\b | \bvi\s+får\s+(?:se|sjå)\b | \bfår\s+(?:vi\s+)?(?:vite|vete)\b
    | \bgjenstår\s+å\s+(?:se|sjå)\b | \b(?:vanskelig|vanskeleg)\s+å\s+(?:si|seie)\b | \b(?:avhenger|avheng|kommer\s+an|kjem\s+an)\b
    | \b(?:må|skal)\s+opp\s+i\b | \b(?:må|skal)\s+{_FEW}(?:ta\s+stilling|drøfte|drøftast|drøftes|bestemme|avgjøre|avgjere)\b
    | \b(?:spørs|spørst|spørsmål\s+om)\b | \b(?:godt|god)\s+spørsmål\b | \bdelte\s+mei?ninger?\w*\b | \btynn\s+is\b
    | \bkan\s+(?:jeg|eg|æ|vi|me)\s+(?:komme|kome)\s+(?:tilbake|attende)\b | \b(?:enten|anten)\b.{{1,40}}\beller\b
    | \b(?:krangler|diskuterer|drøfter|drøftar|vurderer|vurderar)\s+(?:fortsatt|framleis|ennå|enno|fremdeles)\b
    | \b(?:ennå|enno|fortsatt|framleis|fremdeles)\s+(?:uavklart|under\s+diskusjon|åpent|ope)\b
    | \b(?:husker|hugsar|minnes|minnest|hugser)\s+{_NOT}\b | \bhopp?e?\s+over\b | \b(?:pass|skip)\b
    """,
    re.VERBOSE,
)


def _folded(listed: str) -> frozenset[str]:
    return frozenset(fold(word) for word in listed.split())


_DOES = re.compile(
    r"\s*(?:jo\s+)?(?:det|d|dæ|de)\s+(?:har|ha|skal|ska|kan|vil|er|e|gjør|gjer|gjær|får)\s+(?:vi|me|mi|oss|det|dei|de)\b",
    re.IGNORECASE,
)
_FILLERS = _folded("hm hmm hmmm eh ehm øh øhm åh ah altså vel nå næmen men jo tja huff ok okei så well oh og ")
_YES = _folded(
    "ja jaja jada jadda joda jo jau jaudå jepp japp jess jøss yes yep yeah sure selvsagt "
    "selvfølgelig sjølvsagt sjølsagt absolutt stemmer korrekt riktig naturligvis definitivt klart "
    "jammen jaa "
)
_NO = _folded(
    "nei neida neidå neitakk nope nix niks niksen næ næi næh nah neppe aldri slettes ikke ikkje itj "
    "itte inte not unødvendig "
)
# What undoes a statement: «forprosjekt dropper vi», «vi manglar avtale».
_NEGATED = _folded(
    "ikke ikkje inkje itj ittj itte inte kje ikkj nekter nektar nekta avslo avslår droppe hopper "
    "hoppar unødvendig unødvendige aldri ingenting ingen inga mangler manglar uten utan not nei "
    "neida niks korkje verken hverken dropper droppar kutter kuttar utelater utelet don't isn't "
    "haven't won't cannot can't doesn't without none neither "
)


def is_unsure(text: str) -> bool:
    """Whether a text says that its writer does not know, or must ask somebody first."""
    return bool(_UNSURE.search(text.lower()))


def is_negated(tokens: Sequence[str]) -> bool:
    """Whether folded words hold a negation."""
    return not _NEGATED.isdisjoint(tokens) or list(tokens) == ["no"]


def leading(text: str) -> str | None:
    """«yes» or «no» when a reply begins with such a word, whatever follows; None when it does not.

    A reply that says neither but begins «vet ikke» is none of these; ask `is_unsure` first. English «no» counts only
    before a comma or «thanks» or alone, since it is nynorsk for «now».
    """
    said = [fold(w.text) for w in words(text)]
    while said and said[0] in _FILLERS and len(said) > 1 and said[0] not in _YES | _NO:
        said = said[1:]
    if not said:
        return None
    if _DOES.match(text):  # «det har vi», «det har vi dessverre ikke»
        return "no" if is_negated([fold(w.text) for w in words(re.split(r"[.,;!]", text)[0])]) else "yes"
    first = said[0] if said[0] != "jo" or len(said) < 2 or said[1] not in _NO else said[1]
    if first in _NO or re.match(r"\s*no\s*(?:[,.;!-]|thanks?\b|$)", text, re.IGNORECASE):
        return "no"
    return "yes" if first in _YES else None


def admits_after_yes(text: str) -> bool:
    """«ja, men vet ikke når»: the doubt is about something else than the question."""
    found = _UNSURE.search(text.lower())
    return bool(found and leading(text) == "yes" and re.search(r"\bmen\b", text.lower()[: found.start()]))
