"""Which language a message is in: bokmål, nynorsk, English or Sami.

The reply follows the message, then the conversation, then the municipality's decision (språklova §§ 11 and 15, and
design §2). A message whose words are the same in both målformer is ambiguous and changes nothing. Dialect without a
word that only nynorsk has counts as bokmål.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from knowledge.language.malform_words import GREETINGS, NAMES, WEIGHTS
from knowledge.language.normalise import KEPT_WORDS, Word, clean, words

MessageLang = Literal["nb", "nn", "en", "se", "sma", "smj"]
Evidence = tuple[tuple[str, float], ...]

# A lead of one clear word settles the målform; less is a hint that the conversation or the municipality may overrule.
_CERTAIN = 1.0
_SAMI = ("se", "smj", "sma")
_MAX_WORDS = 3000
# English that Norwegians use among themselves: in a Norwegian conversation it is no change of language.
_BORROWED = frozenset(("hello", "thanks", "thank", "you", "yes", "sorry", "please"))
_DECISIONS = {"bokmål": "nb", "nynorsk": "nn"}

_STEMS = {
    "nn": re.compile(
        r"tilskot|vaksn|vaksen|søkj|kjelde|rettlei|rådgj|innbyggj|brukar|kommunar|medverk|verksemd|føreb[eyu]|føreset"
        r"|førehand|førespurn|hovud|helseføretak|heilskap|risikoutsett|valds|(?<!j)tenest|rekneskap|løyving|mogleg|handsam|kunngjord"
        r"|forvaltar|samansett|einskild|tilsett|likskap|kyrkj|sjølv|skilnad|^eigen(?:del|finans|inns|erk)|fleir|heimel"
        r"|løysing|samanlikn|underteikn|^kv[ae]r?$|påverk|^utlysing"
    ),
    "nb": re.compile(
        r"tilskudd|voksn|voksen|hoved|kilde|veilede|veiledning|rådgiv|innbygge|brukere|brukerne|brukermedv|medvirk"
        r"|virksomhet|foreløp|forebyg|forutse|forespørs|forhånd|sykehus|helseforetak|helhet|risikoutsatt|volds|tjenest|regnskap"
        r"|bevilg|mulig|ansatt|sammensatt|forvalter|begrunn|utlysning|selvst|flere|hjemmel|løsning|sammenlign"
        r"|underteg|^hv|kunngjør|påvirk|nødvendig|utbetaling(?=en)|forelig"
    ),
}
# Endings that only one målform has, for words of at least six letters. Exceptions: words that both have.
_ENDINGS = {
    "nn": (
        re.compile(
            r"(?:[^td]ane|tarane|darane|arar|leg|leg[ea]|legare|legast|igare|heit|heita|heiter|[kg]j[ae]r?|jast|ingar"
            r"|sjonar|[dglmnkptv]ar|aren|[dgklmnprtv]ast|ande|[^r]bod|boda)$"
        ),
        re.compile(
            r"(?:bane|vane|fane|ansvar|svar|forsvar|seminar|webinar|januar|februar|kommentar|radar|dollar|honorar|tar"
            r"|kontrast|fast|last|mast|gast|kast|kanskje|steinkjer|beskje|kollega|innebar|formular|eksemplar|altar|familiar|anlegg|innlegg"
            r"|lege|legen|faren|forhandle|blande|lande|stande|forbod|avklar|forklar|klar|nektar|bikkja|fylgja|valdres"
            r"|[^a-zæøå])$"
        ),
        1.2,
    ),
    "nb": (
        re.compile(
            r"(?:ingen|ingens|ingene|erne|ernes|lig|lige|ligere|ligst|[^n]het|heten|heter|ninger|elsen|elser|sjoner"
            r"|dlene|dene|ntene|ørene|rådene|nkene|agene|årene|lene|keren|deren|eieren|ges|res|kes"
            r"|des|ves|nnes|[^lv]ende|bud|budet)$"
        ),
        re.compile(
            r"(?:ingenting|billig|interne|moderne|eksterne|gjerne|fjerne|stjerne|bygdene|kjeldene|sakene|sagene|sidene|tidene"
            r"|nettene|hendene|stundene|verdene|nyhet|felles|særdeles|aldeles|diabetes|tenestene|stader|forbud"
            r"|kommunes|personlighet|vestnes|tusende|sende|attende|alderen|villige?|springen|kjende|godkjende|tysnes|sandnes|moskenes|hemnes"
            r"|lindesnes|utgiftene|kostnadene|søknadene|karantene|ministeren|vinteren|kalenderen|semesteren|valdres)$"
        ),
        1.2,
    ),
}
_FOREIGN = re.compile(r"[cqwxz]")  # letters that hardly occur in Norwegian words
_HINTS = {"nn": re.compile(r"\w{3,}inga$"), "en": re.compile(r"\w{3,}tions?$")}
_SAMI_LETTERS = {
    "se": re.compile("[čđŧŋšž]"),
    "smj": re.compile("[áå][^ ]*(?:sj|dj|tj)|ń"),
    "sma": re.compile("ï|[aåö]e[dmhbj]|öö"),
}


@dataclass(frozen=True, slots=True)
class Detection:
    """`certain` is false when the language was carried over or only hinted at. `evidence`: e.g. `nn:tilskot`."""

    lang: MessageLang
    certain: bool
    evidence: tuple[str, ...]


def detect(
    text: str, *, previous: str | None = None, prior: str | None = None, names: Collection[tuple[int, int]] = ()
) -> Detection:
    """The language to reply in.

    Args:
        text: the message as written.
        previous: the language of the conversation so far.
        prior: the municipality's decision: nb, nn, or the Norwegian word for it; «nøytral» says nothing.
        names: offsets (start, end) in the cleaned text of names of places and offices; they carry no language.
    """
    cleaned = clean(text)
    found = list(_evidence(cleaned, names))
    score: defaultdict[str, float] = defaultdict(float)
    for _, evidence in found:
        for lang, weight in evidence:
            score[lang] += weight
    foreign = _sami(cleaned, found, score) or _english(found, score)
    if foreign == "en" and previous in ("nb", "nn") and {w.text for w, _ in found} <= _BORROWED:
        return Detection(previous, False, ("previous",))  # type: ignore[arg-type]
    if foreign:
        return Detection(foreign, _is_certain(foreign, score), _shown(found, foreign))
    return _norwegian(found, score, previous, prior)


def _evidence(cleaned: str, names: Collection[tuple[int, int]]) -> Iterator[tuple[Word, Evidence]]:
    """Each word with what it says, those inside names left out."""
    spans = [*names, *((m.start(), m.end()) for m in _NAME_PATTERN.finditer(cleaned))]
    for word in words(cleaned)[:_MAX_WORDS]:
        e_mail = cleaned[word.start : word.end + 1].lower() == "e-"  # not the dialect word for «er»
        if not e_mail and not any(start < word.end and word.start < end for start, end in spans):
            yield word, _weigh(word.text)


@lru_cache(maxsize=KEPT_WORDS)
def _weigh(word: str) -> Evidence:
    known = _LEXICON.get(word)
    if known:
        return known
    if len(word) < 4:
        return ()
    stems = [(lang, 2.0) for lang, pattern in _STEMS.items() if pattern.search(word)]
    endings = [
        (lang, weight)
        for lang, (pattern, exception, weight) in _ENDINGS.items()
        if len(word) >= 6 and not _FOREIGN.search(word) and pattern.search(word) and not exception.search(word)
    ]
    if not stems and not endings:
        endings = [(lang, 0.6) for lang, pattern in _HINTS.items() if pattern.search(word)]
    letters = [(lang, 0.5) for lang, pattern in _SAMI_LETTERS.items() if pattern.search(word)]
    return (*(stems or endings), *letters)


def _sami(cleaned: str, found: list[tuple[Word, Evidence]], score: MutableMapping[str, float]) -> MessageLang | None:
    """Sami by a greeting, or by two different Sami words that outnumber the Norwegian and English ones."""
    lowered = cleaned.lower()
    for lang in _SAMI:
        if any(lowered.startswith(greeting) for greeting in GREETINGS[lang]):
            score[lang] += 2
    best = max(_SAMI, key=lambda lang: (score[lang], len(_known_words(found, lang))))
    signals = len(_known_words(found, best)) + (2 if score[best] >= 2 and lowered.startswith(GREETINGS[best]) else 0)
    others = score["no"] + max(score["nb"], score["nn"]) + score["en"]
    if signals >= 2 and score[best] > others:
        return best  # type: ignore[return-value]
    return None


def _known_words(found: list[tuple[Word, Evidence]], lang: str) -> set[str]:
    return {word.text for word, evidence in found if any(known == lang and weight >= 1 for known, weight in evidence)}


def _english(found: list[tuple[Word, Evidence]], score: Mapping[str, float]) -> MessageLang | None:
    """English when its words outnumber the Norwegian ones; a Norwegian message with an English term stays Norwegian."""
    opening = 1.5 if score["en"] >= 2 and found and _says(found[0][1], "en") and not _says(found[0][1], "no") else 0.0
    norwegian = sum(1 for _, evidence in found if any(_says(evidence, lang) for lang in ("nb", "nn", "no")))
    return "en" if score["en"] >= 1 and score["en"] + opening > norwegian else None


def _says(evidence: Evidence, lang: str) -> bool:
    return any(known == lang and weight >= 0.5 for known, weight in evidence)


def _is_certain(lang: str, score: Mapping[str, float]) -> bool:
    return score[lang] >= 2


def _norwegian(
    found: list[tuple[Word, Evidence]], score: Mapping[str, float], previous: str | None, prior: str | None
) -> Detection:
    lead = score["nn"] - score["nb"]
    leaning: MessageLang = "nn" if lead > 0 else "nb"
    if abs(lead) >= _CERTAIN:
        return Detection(leaning, True, _shown(found, leaning))
    decided = _DECISIONS.get(prior or "", prior)
    norwegian_words = score["no"] + score["nb"] + score["nn"] >= 2
    carried = previous if previous in ("nb", "nn") or (previous in ("en", *_SAMI) and not norwegian_words) else None
    for source, lang in (("previous", carried), ("prior", decided if decided in ("nb", "nn") else None)):
        if lang:
            return Detection(lang, False, (source,))  # type: ignore[arg-type]
    return Detection(leaning, False, _shown(found, leaning) if lead else ())


def _shown(found: list[tuple[Word, Evidence]], lang: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{lang}:{word.text}" for word, evidence in found if _says(evidence, lang)))


def _lexicon() -> dict[str, Evidence]:
    collected: dict[str, dict[str, float]] = {}
    for lang, weight, listed in WEIGHTS:
        for word in listed.split():
            collected.setdefault(word, {}).setdefault(lang, weight)
    return {word: tuple(evidence.items()) for word, evidence in collected.items()}


_LEXICON = _lexicon()
_NAME_PATTERN = re.compile(r"\b(?:" + "|".join(sorted(NAMES, key=len, reverse=True)) + r")\b", re.IGNORECASE)
