"""Words that make a topic a question about a grant, and words that make it a question about ours.

All are compared folded (`knowledge.language.normalise.fold`), in bokmål, nynorsk, dialect and English.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from knowledge.language.normalise import KEPT_WORDS, fold


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


# «psykologtilskudd», «barnevernsmidler»: how a word for a grant ends a compound.
_GRANT_IN_WORD = tuple(fold(w) for w in ("tilskudd", "tilskot", "refusjon", "kompensasjon", "støtteordning"))
_GRANTS = _folded("grant grants funding fund funds midler midlar midla midlene midlane midlan midlan' midlen")
_GRANT_ENDS = tuple(fold(w) for w in ("midler", "midlar", "midlene", "midlane", "midla", "midlan"))
_MONEY = _folded(
    "penger pengar penga kronene kronane kronan pengene pengane pengan peng pæng pænga pængan støtte støtta støtten støtt stønad stønaden money support"
)
_SCHEMES = _folded("ordning ordningen ordninga ordningar ordninger scheme schemes")
_DEFINITE = _folded(
    "penga kronene kronane kronan tilskuddet tilskudda tilskuddene tilskotet tilskota midlene midlane pengene pengane pengan pængan ordningen"
    " ordninga støtten støtta"
)
# The words for what our four schemes are about; «rust», «rusle» and «rushtid» are other words.
_OUR_FIELD = re.compile(r"^(?:fact\w*|rop|roplidelse\w*|tryggest|rus(?:(?!s|t|h|k(?!on)|l(?!id))\w+)?)$")
_HOUSING_FIRST = re.compile(r"\bhousing[ -]first\b", re.IGNORECASE)
# «søke», «søkjer», «søkte»; not «søknaden», which is as often the one that is being written to us.
_SEEKING = re.compile(r"^(?:sok|sokj|soka|sokje|soke|soker|sokjer|sokar|sokt|sokte|apply)$")
_APPLYING = tuple(fold(w) for w in ("søke", "søkj", "søka", "søkn", "frist", "utlys", "apply", "deadline"))
_PREPOSITIONS = _folded(
    "til te tel åt for før på om mot i av fra frå hos gjennom innen innan ved from to of against towards"
)
# «kan vi bruke midlene til psykolog?» asks what our money may be used for.
_USES = tuple(fold(w) for w in ("bruk", "benytt", "nytt", "dekk", "kjøp", "omdisponer", "finansier"))
_USING = _folded(
    "lønne lønnes lønnast løna ansette ansett tilsetje tilsetja betale betalast gå går gjekk gikk spend use cover hire"
)
# «går det ut over skjønnsmidlene?», «som egenandel»: asks how ours goes with others.
_BESIDE = re.compile(
    r"\b(?:kombiner|samfinans|samtidig med|combin)|\b(?:til|te) (?:det|d|dette) samm?e\b"
    r"|\bi tillegg (?:til|te)\b|\bved sid[ea]n? av\b|\bpå toppen\b|\bsamme? (?:prosjekt|tiltak)|\bsame prosjekt"
    r"|\b(?:sammen|saman|i lag) med\b|\but ?over\b|\boppå\b|\bon top of\b|\btogether with\b",
    re.IGNORECASE,
)


# «som egenandel», «som eigenfinansiering»: what our applicants put in themselves.
_OWN_SHARE = re.compile(r"\b(?:egenandel|eigendel|egenfinans|eigenfinans|own (?:funding|contribution))", re.IGNORECASE)


@lru_cache(maxsize=KEPT_WORDS)
def names_grant(norm: str) -> bool:
    """Whether a folded word is or contains «tilskudd», «midler» …, also with one wrong letter («tilskud», «tilksudd»)."""
    if norm in _GRANTS or norm.endswith(_GRANT_ENDS) or any(part in norm for part in _GRANT_IN_WORD):
        return True
    return any(abs(len(norm) - len(w)) <= 3 and OSA.distance(norm[: len(w)], w) <= 1 for w in _GRANT_IN_WORD[:2])


def names_money(norm: str) -> bool:
    """Whether a folded word means money or support in general."""
    return norm in _MONEY


def names_scheme(norm: str) -> bool:
    """Whether a folded word is «ordning» in any form."""
    return norm in _SCHEMES


def is_definite(norm: str) -> bool:
    """Whether a folded word points to a grant that is talked about: «tilskuddet», «midlene»."""
    return norm in _DEFINITE


def is_applying(norm: str) -> bool:
    """Whether a folded word is of applying or of a deadline."""
    return norm.startswith(_APPLYING) or "frist" in norm


def is_seeking(norm: str) -> bool:
    """Whether a folded word is the verb of applying."""
    return bool(_SEEKING.match(norm))


def is_deadline(norm: str) -> bool:
    """Whether a folded word is of a deadline or of grants announced."""
    return "frist" in norm or norm.startswith("utlys") or norm == "deadline"


def is_our_field(text: str, norms: list[str]) -> bool:
    """Whether a message speaks of what our own schemes are about: «rusavhengige», «FACT», «Housing First»."""
    return bool(_HOUSING_FIRST.search(text)) or any(_OUR_FIELD.match(n) for n in norms)


def is_preposition(norm: str) -> bool:
    return norm in _PREPOSITIONS


def asks_for_use(norms: list[str]) -> bool:
    """Whether the words ask what money may be used for."""
    return any(n in _USING or n.startswith(_USES) for n in norms)


def beside_another(text: str) -> bool:
    """Whether a text asks how one grant goes together with another."""
    return bool(_BESIDE.search(text))


def is_own_share(text: str) -> bool:
    """Whether a text speaks of the share that an applicant pays itself."""
    return bool(_OWN_SHARE.search(text))
