"""Recognises that a life may be in danger. Deliberately plain: word patterns that anybody can read and correct.

A question about a scheme that has suicide, overdoses or violence as its subject is no emergency, so words of
applying and of schemes hold the weaker patterns back.
"""

import re

from knowledge.language.normalise import clean, words
from knowledge.language.variants import canonical

_PLAIN = str.maketrans({"å": "a", "æ": "a", "ø": "o", "ä": "a", "ö": "o", "é": "e"})
_WHO = (
    r"(?:jeg|meg|vi|oss|han|hun|ho|henne|ham|hu|n|seg|barn|unge|ungene|ungane|kona|mannen|mor|mora|mamma|far|faren|pappa|sonnen|sonen|"
    r"dattera|dottera|dattra|datteren|broren|bror|sostera|soster|vennen|kompisen|kameraten|venninna|naboen|kjaresten|samboeren|eksen|"
    r"noen|ein|en|de|dem|bruker|brukeren|beboer|beboeren|jenta|gutten|guten|mann|kvinne|my|husband|wife|someone)"
)
_NOT, _NOW = r"(?:ikke|not)", r"(?:na|nå|now|akkurat|akutt|hjelp|i natt|i kveld|i dag|fort|straks)"
_STRONG = (
    r"\b(?:ta|tar|tok|tatt|teke|tek) (?:sitt |mitt )?(?:eget |eige |eigne )?(?:livet|liv|live)\b(?! med ro| i bruk)",
    r"\b(?:drepe|drep|dreper|drepa|drap|drept) (?:meg|seg|han|hun|ho|henne|ham|oss|barn|kona|mannen|familien|noen|dere)\b",
    r"\b(?:vil|onsker|onskjer|skal|lyst(?: til)?) (?:bare |berre )?(?:a )?(?:do|doy|daue|dau|doye)\b",
    r"\bkommer til a do\b",
    r"\bkjem til a doy\b",
    rf"\b(?:vil|orker|orkar|orke|makter|maktar|klarer|klarar|gidder) {_NOT} (?:a |lenger |lengre )?(?:leve|leva|lev)\b",
    rf"\b{_NOT} (?:leve|leva|lev) (?:lenger|lengre|lengje|lenge|mer|meir)\b",
    rf"\b{_NOT} vare her (?:lenger|mer|meir)\b",
    r"\bgjore slutt pa (?:alt|det hele|livet)\b",
    r"\bgjere slutt pa (?:alt|det heile|livet)\b",
    r"\bavskjedsbrev\b",
    rf"\b(?:puster|pustar|puste) {_NOT}\b",
    r"\bslutta? a puste\b",
    r"\b(?:bevisstlos|bevistlos|medvitslaus|livlos|livlaus)\b",
    rf"\b(?:falt om|falle om)\b.*\b{_NOT}\b",
    rf"\b(?:svarer|svarar|rorer seg|reagerer|vakner|vaknar) {_NOT}\b.*\b(?:heroin|skudd|dose|piller)\b",
    rf"\b(?:heroin|skudd|dose|piller|pillar)\b.*\b(?:svarer|svarar|reagerer|vakner|vaknar) {_NOT}\b",
    r"\bbla i leppene\b",
    r"\bbla i leppa\b",
    r"\b(?:knivstukk\w*|hjertestans|hjartestans|henge meg|hengt seg|kutta? (?:meg|seg)|kuttet (?:meg|seg)|kutter (?:meg|seg)|kuttar (?:meg|seg))\b",
    r"\b(?:skada?|skader|skadar|skadet) (?:meg|seg)(?: (?:selv|sjolv|sjol))?\b",
    r"\bblo(?:r|er|dar)? (?:mye|kraftig|ut|i hjel|masse|falt|veldig|voldsomt|sterkt)\b",
    r"\bog blor\b",
    r"\b(?:svelget|svelgja|svelga|tatt|teke|tok|spist) (?:\w+ ){0,4}(?:tabletter|tablettar|piller|pillar|tablettene|tablettane)\b",
    r"\b(?:kill|killing|hurt|hurting|cut|cutting|harm|harming) (?:myself|himself|herself)\b",
    r"\bkill (?:meg|her|him)\b",
    r"\bwants? to die\b",
    r"\b(?:ikke|not) breathing\b",
    r"\bend my life\b",
    r"\b(?:overdosed|taken an overdose|going to die|life is in danger|is an emergency|being attacked|call an ambulance)\b",
    r"\blife er in danger\b",
    r"\b(?:livsfare|fare for liv|star om liv|gjeld liv|gjelder liv|livredd|redd for livet|frykter for livet)\b",
    r"\b(?:nodsituasjon|naudsituasjon)\w*\b",
    r"^(?:ring|ringe) (?:113|112|110|politiet|ambulanse\w*)\b",
    r"\b(?:nodnummer\w*|naudnummer\w*|nummeret til (?:ambulanse\w*|politiet|legevakt\w*))\b",
    r"\bhjelp det er akutt\b",
    r"\b(?:trenger|ring|send) (?:en |ein )?ambulanse\b",
)
_SUICIDE = r"(?:selvmord\w*|sjolvmord\w*|sjolmord\w*|sjolmor|selmord\w*|sjalvmord\w*|suicid\w*)"
_HITS = r"(?:slar|slo|slatt|sla|banker|bankar|sparker|sparkar|kveler|kvelar|truer|trugar|truar|mishandler|mishandlar|voldtar|valdtek|skyter|angriper)"
_WEAK = (
    rf"\b(?:tenker|tenkjer|tenkte) (?:pa|om) {_SUICIDE}",
    rf"\b{_WHO}\b.*\b{_SUICIDE}",
    rf"\b{_SUICIDE}\b.*\b(?:tanker|tankar|{_NOW})\b",
    rf"\b{_WHO}\b.*\boverd[oa]se\w*",
    rf"\boverd[oa]se\w*\b.*\b(?:{_NOW}|gjor|gjer|hva)\b",
    rf"\b{_WHO}\b.*\b{_HITS}\b (?!sammen|pa|opp|av|til|fast)(?:\w+ )?{_WHO}\b(?! (?:sammen|opp|ned|til ro|pa|fra))",
    rf"\b{_WHO}\b (?:\w+ ){{0,3}}(?:truer|trugar|truar) (?:\w+ ){{0,2}}med (?:kniv|vapen|a drepe|oks|drap|pistol)",
    rf"\b{_WHO}\b (?:\w+ ){{0,3}}(?:blir|er|vert|vart|ble) (?:slatt|slegen|banket|banka|mishandlet|mishandla|angrepet|trua|kvelt)\b(?! saman| sammen)",
    r"\b(?:beating|hitting|strangling|stabbing|threatening) (?:meg|me|vi|her|him|us|my)\b",
    r"\bangrep pa\b.*\bkniv\b",
    r"\bmed kniv\b",
    r"\bbryte seg inn\b",
    r"^(?:jeg )?(?:orker|orkar|orke) ikke (?:mer|meir)$",
    r"\b(?:noen|nokon) kommer til a do\b",
)
_ABOUT_SCHEMES = re.compile(
    r"\b(?:soke|soknad\w*|tilskudd\w*|tilskot\w*|ordning\w*|oppfolging\w*|rusarbeid\w*|helseforetak\w*|forebyg\w*|prosjekt\w*|penger|midler|midlar|kommune\w*|malgrupp\w*|tiltak\w*|kurs\w*|"
    r"informasjonsmater\w*|kompetanse\w*|tryggest\w*|fact\w*|grant\w*|apply|dekk\w*|frist\w*|sjekk\w*|skjema\w*|rapport\w*|pdf|klubb\w*|kont\w*)\b"
)
_STRONG_RE = tuple(re.compile(p) for p in _STRONG)
_WEAK_RE = tuple(re.compile(p) for p in _WEAK)
_MAX_WORDS = 200


def in_danger(text: str) -> bool:
    """Whether the message tells of a life in danger or violence going on."""
    said = " ".join(canonical(w.text).translate(_PLAIN) for w in words(clean(text))[:_MAX_WORDS])
    if any(pattern.search(said) for pattern in _STRONG_RE):
        return True
    return not _ABOUT_SCHEMES.search(said) and any(pattern.search(said) for pattern in _WEAK_RE)
