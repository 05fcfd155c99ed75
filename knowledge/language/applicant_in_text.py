"""Who applies, and with whom, as people say it: «tre kommunar og St. Olav», «Røde Kors, kommunen er ikke med»."""

import re
from collections.abc import Sequence

from knowledge.language.answer_lexicon import clauses, folded, lexicon, says
from knowledge.language.numbers import quantities
from knowledge.language.polarity import is_negated
from knowledge.language.reader import Reading

_WITHOUT = re.compile(
    r"\b(?:uten|utan|without|ingen|inga|ikke|ikkje|itj|not|no)\s+(?:at\s+)?(?:noen\s+|nokon\s+|en\s+|ein\s+|et\s+|eit\s+|the\s+)?([\w.-]+)"
)
# A partner of a kind we do not know: «kommunen i samarbeid med et krisesenter».
_TOGETHER_WITH = re.compile(r"\b(?:sammen|saman|ilag|i lag|samarbeid\w*|together)\s+(?:med|with)\s+(?:\w+\s+){0,2}\w+")
_BESIDE_US = re.compile(
    r"\b(?:med|og)\s+(?:oss|meg)\b|\bkommunen\s+(?:er|e|blir|vert|vil)\s+(?:gjerne\s+)?(?:med|være med|vere med)\b"
)
_HELPS = re.compile(r"\b(?:er|e|blir|vert)\s+(?:\w+\s+)?med\b|\b(?:delt|medv|hjelp|bidr|bidreg)\w*")
_WE_ARE = re.compile(
    r"\b(?:vi|me|mi|jeg|eg)\s+(?:er|e)\s+(?:en\s+|ein\s+|et\s+|eit\s+|ei\s+)?(?:\w+\s+)?"
    r"\w*(?:organisasjon|forening|foreining|stiftels|stifting|helsef|sykehus|sjukehus|sjukhus|lag\b|firma|bedrift|bydel|privat)"
)
_LEAVES = re.compile(
    r"\b(?:trekker|trekkjer|trekk|trakk|hopper|hoppar|faller|fell|går)\s+(?:seg|av|fra|frå|ut)\b"
    r"|\b(?:ikke|ikkje|itj)\s+(?:er\s+|blir\s+|vert\s+|vil\s+|skal\s+)?(?:være\s+|vere\s+)?med\b"
)
_PARTNERS = ("trust", "organisation", "public")


def applicant_kinds(text: str, reading: Reading) -> list[str]:
    """Kinds of applicant, the most exact first; a scheme takes the first that it knows."""
    lists = lexicon()["applicant"]
    named = len(reading.municipalities)
    said, left_out = _without_those_left_out(text.lower(), bool(named))
    if "municipality" not in left_out and _applies_alone(said):
        return ["municipality"]
    tokens = folded(said)
    several = _several(said, tokens) or named > 1
    municipality = several or says(tokens, lists["municipality"]) or (bool(named) and not left_out)
    if says(tokens, lists["private_person"]):
        return ["municipality_other", "municipality_partner"] if municipality else ["private_person"]
    if says(tokens, lists["district"]):
        return ["district"]
    together, linked = says(tokens, lists["together"]), says(tokens, lists["linked"])
    public = says(tokens, lists["public"])
    if public and (together or linked) and municipality:
        return ["municipality_public", "municipality_partner"]
    for kind, joint in (("trust", "municipality_trust"), ("organisation", "municipality_organisations")):
        if says(tokens, lists[kind]):
            alone = "municipality" in left_out or says(tokens, lists["alone"])
            if municipality or ((together or (linked and _starts_with_we(tokens))) and not alone):
                return [joint, "municipality_partner"]
            return [] if _starts_with_we(tokens) and not alone else [kind]
    if municipality and _BESIDE_US.search(said):  # «kommunen søker sammen med oss»: we are not the municipality
        return ["municipality_other", "municipality_partner"]
    if (public or says(tokens, lists["county"])) and not municipality:
        return ["other"]
    if several:
        return ["municipalities"]
    if municipality and any("kommun" not in m.group() for m in _TOGETHER_WITH.finditer(said)):
        return ["municipality_other", "municipality_partner"]
    if municipality or left_out - {"municipality"}:
        return ["municipality"]
    return ["municipality"] if says(tokens, lists["only_us"]) and not left_out else []


def _applies_alone(said: str) -> bool:
    """«Kommunen alene, brukerorganisasjonen er med på medvirkning», «vi søker alene»: a clause of its own, with no partner
    in it, unless we are somebody else."""
    if _WE_ARE.search(said):
        return False
    lists = lexicon()["applicant"]
    alone = False
    for clause in clauses(said):
        tokens = folded(clause)
        if _kinds_in(clause) & set(_PARTNERS) or says(tokens, lists["district"]):
            if not _HELPS.search(clause):
                return False
        elif says(tokens, lists["only_us"]) or (says(tokens, lists["municipality"]) and says(tokens, lists["alone"])):
            alone = not says(tokens, lists["several"])
    return alone


def _without_those_left_out(text: str, names_municipality: bool) -> tuple[str, set[str]]:
    """The text without those who do not take part, and what kinds they are: «ingen kommune er med», «utan sjukehuset»."""
    left_out: set[str] = set()
    for match in list(_WITHOUT.finditer(text)):
        if kind := _kind_of(match.group(1)):
            left_out.add(kind)
            text = text.replace(match.group(), " ")
    kept = []
    for clause in clauses(text):
        kinds = _kinds_in(clause)
        others = _kinds_in(text) | ({"municipality"} if names_municipality else set())
        leaves = bool(_LEAVES.search(clause)) and "municipality" not in kinds
        if len(kinds) == 1 and (leaves or (is_negated(folded(clause)) and others - kinds)):
            left_out |= kinds
        else:
            kept.append(clause)
    return " , ".join(kept), left_out


def _kinds_in(clause: str) -> set[str]:
    tokens, lists = folded(clause), lexicon()["applicant"]
    named = {"municipality": ("municipality", "several"), **{kind: (kind,) for kind in _PARTNERS}}
    return {kind for kind, keys in named.items() if any(says(tokens, lists[key]) for key in keys)}


def _kind_of(word: str) -> str | None:
    return next(iter(_kinds_in(word)), None)


def _several(said: str, tokens: Sequence[str]) -> bool:
    if says(tokens, lexicon()["applicant"]["several"]):
        return True
    counted = re.search(r"\b(\w+)\s+(?:ulike\s+|små\s+)?(?:kommun|municipalit)", said)
    return bool(counted and any(q.value > 1 for q in quantities(counted.group(1))))


def _starts_with_we(tokens: Sequence[str]) -> bool:
    """«Vi søker med sykehuset»: who «vi» are is not said; «vi er et sykehus» says it."""
    return tokens[:1] in (("vi",), ("me",), ("we",)) and not {"er", "e", "are"} & set(tokens[:3])
