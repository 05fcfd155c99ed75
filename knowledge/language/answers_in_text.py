"""Finds answers to eligibility questions in free text: «vi er tre kommuner som søker i lag med sykehuset».

Rules and word lists (answer_words.yml), plus the titles and terms of a criterion's own options, so that a new
scheme file needs no code. What is not clearly said is left unanswered.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from ruamel.yaml import YAML

from knowledge.eligibility import UNKNOWN, Answer
from knowledge.language.normalise import clean, fold, words
from knowledge.language.numbers import quantities
from knowledge.language.reader import Reading
from knowledge.model import LANGS, Criterion, Edition

_PATH = Path(__file__).with_name("answer_words.yml")
_CLAUSE = re.compile(r"[.;!?\n]+|,|\s+(?:men|og|but|and)\s+(?=(?:vi|me|vi|har|det|avtalen|begge|we|it|ikke|ikkje)\b)")
_WITHOUT_MUNICIPALITY = re.compile(
    r"\b(?:uten|utan|without|ikke|ikkje|itj|not)\s+(?:at\s+)?(?:noen\s+|nokon\s+|en\s+|ein\s+|the\s+|a\s+)?(?:kommun|municipalit)\w*"
)
_WITHOUT = re.compile(
    r"\b(?:uten|utan|without)\s+(?:at\s+)?(?:noen\s+|nokon\s+|en\s+|ein\s+|et\s+|eit\s+|the\s+|a\s+)?([\w.-]+)"
)
_NEGATIONS = (
    "ikke",
    "ikkje",
    "itj",
    "inte",
    "ikkj",
    "aldri",
    "ingen",
    "mangler",
    "manglar",
    "uten",
    "utan",
    "not",
    "no",
    "nei",
    "don't",
    "isn't",
    "haven't",
)
_MAX_CHARACTERS = 2_500  # an answer is short; more would hold up everybody else
_ORDINALS = {
    "1": 0,
    "forste": 0,
    "fyrste": 0,
    "first": 0,
    "2": 1,
    "andre": 1,
    "second": 1,
    "3": 2,
    "tredje": 2,
    "4": 3,
    "fjerde": 3,
}


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, Any]:
    return dict(YAML(typ="safe").load(_PATH.read_text(encoding="utf-8")))


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> tuple[tuple[str, bool], ...]:
    """A phrase as folded words, each with whether it takes endings."""
    parts = re.findall(r"[^\W_]+(?:['’][^\W_]+)?\*?", phrase.lower())
    return tuple((fold(p.rstrip("*")), p.endswith("*")) for p in parts)


def _says(tokens: Sequence[str], phrases: Sequence[str]) -> bool:
    return any(_at(tokens, _pattern(p)) is not None for p in phrases)


def _at(tokens: Sequence[str], pattern: tuple[tuple[str, bool], ...]) -> int | None:
    size = len(pattern)
    for first in range(len(tokens) - size + 1):
        if all(t == w or (stem and t.startswith(w)) for t, (w, stem) in zip(tokens[first:], pattern, strict=False)):
            return first
    return None


def _tokens(text: str) -> list[str]:
    return [fold(w.text) for w in words(text)]


def find_answers(edition: Edition, reading: Reading, asked: Criterion | None = None) -> dict[str, Answer]:
    """The answers that a message gives, by criterion id.

    Args:
        asked: the question on the table; short replies («ja», «to», «vet ikke») answer that one.
    """
    text = clean(reading.text)[:_MAX_CHARACTERS]
    found: dict[str, Answer] = {}
    for criterion in edition.criteria:
        if criterion.question is None:
            continue
        answer = _answer_to(criterion, text, reading, asked=criterion is asked)
        if answer is not None:
            found[criterion.id] = answer
    if asked is not None and asked.id not in found and (short := _short_answer(asked, text)) is not None:
        found[asked.id] = short
    return found


def _answer_to(criterion: Criterion, text: str, reading: Reading, *, asked: bool) -> Answer | None:
    if criterion.type == "number":
        return _number(criterion, text, asked=asked)
    if criterion.id == "applicant_type":
        return _applicant(criterion, text, reading, asked=asked)
    if criterion.type == "yes_no" or {o.value for o in criterion.options} == {"yes", "no"}:
        return _yes_no(criterion, text)
    return _choice(criterion, text, asked=asked)


# --- numbers


def _number(criterion: Criterion, text: str, *, asked: bool) -> float | None:
    """An amount in kroner or a number of years; a bare number only when just this was asked."""
    for quantity in quantities(text):
        if quantity.unit == criterion.unit:
            return quantity.value
    if asked:
        bare = [q.value for q in quantities(text) if q.unit in ("none", "kroner")]
        if len(bare) == 1:
            return bare[0]
    return None


# --- who applies


def _applicant(criterion: Criterion, text: str, reading: Reading, *, asked: bool) -> str | None:
    values = [o.value for o in criterion.options]
    by_terms = _by_option_words(criterion, _tokens(text), terms_only=not asked)
    return by_terms or _first_possible(_applicant_kinds(text, reading), values)


def _applicant_kinds(text: str, reading: Reading) -> list[str]:
    """Kinds of applicant, the most exact first; the scheme takes the first that it knows."""
    says = _lexicon()["applicant"]
    said = _WITHOUT_MUNICIPALITY.sub(" alene ", text.lower())
    left_out = {m.group() for m in _WITHOUT.finditer(said) if _is_partner(m.group(1))}
    for words_left_out in left_out:  # «utan sjukehuset»
        said = said.replace(words_left_out, " ")
    tokens = _tokens(said)
    alone, together = _says(tokens, says["alone"]), _says(tokens, says["together"])
    several = _several(text, tokens, reading)
    municipality = several or _says(tokens, says["municipality"]) or bool(reading.municipalities)
    if _says(tokens, says["private_person"]):
        return ["private_person"]
    if _says(tokens, says["district"]):
        return ["district"]
    for kind, joint in (("trust", "municipality_trust"), ("organisation", "municipality_organisations")):
        if _says(tokens, says[kind]):
            if (municipality or together or _starts_with_we(tokens)) and not (alone and not municipality):
                return [joint, "municipality_partner"] if municipality or together else [kind]
            return [kind]
    if _says(tokens, says["public"]) and together and municipality:
        return ["municipality_public", "municipality_organisations", "municipality_partner"]
    if several:
        return ["municipalities"]
    return ["municipality"] if municipality or left_out else []


def _is_partner(word: str) -> bool:
    says = _lexicon()["applicant"]
    return any(_says(_tokens(word), says[kind]) for kind in ("trust", "organisation", "public"))


def _several(text: str, tokens: Sequence[str], reading: Reading) -> bool:
    if len(reading.municipalities) > 1 or _says(tokens, _lexicon()["applicant"]["several"]):
        return True
    counted = re.search(r"\b(\w+)\s+(?:ulike\s+|små\s+)?(?:kommun|municipalit)", text.lower())
    return bool(counted and any(q.value > 1 for q in quantities(counted.group(1))))


def _starts_with_we(tokens: Sequence[str]) -> bool:
    return (
        tokens[:1] in (["vi"], ["me"], ["we"])
        and not _at(tokens[:3], (("er", False),))
        and not _at(tokens[:3], (("are", False),))
    )


def _first_possible(kinds: Sequence[str], values: Sequence[str]) -> str | None:
    return next((kind for kind in kinds if kind in values), None)


# --- yes or no


def _yes_no(criterion: Criterion, text: str) -> str | None:
    """Yes or no from a clause that speaks of the criterion's own matter."""
    entry: Mapping[str, Sequence[str]] = _lexicon()["yes_no"].get(criterion.id, {})
    if not entry and not criterion.terms.all():
        return None
    for clause in _CLAUSE.split(text):
        tokens = _tokens(clause or "")
        if _says(tokens, entry.get("no", ())):
            return "no"
        if _speaks_of(criterion, entry, tokens):
            if _says(tokens, _lexicon()["unknown"]):
                return UNKNOWN
            return "no" if _says(tokens, _NEGATIONS) else "yes"
    return None


def _speaks_of(criterion: Criterion, entry: Mapping[str, Sequence[str]], tokens: Sequence[str]) -> bool:
    """Whether a clause is about the criterion; `with` names words of which one must stand beside one of `about`."""
    if _says(tokens, criterion.terms.all()) or _says(tokens, entry.get("alone", ())):
        return True
    return _says(tokens, entry.get("about", ())) and ("with" not in entry or _says(tokens, entry["with"]))


# --- choices


def _choice(criterion: Criterion, text: str, *, asked: bool) -> str | None:
    tokens = _tokens(text)
    values = [o.value for o in criterion.options]
    for value, phrases in _lexicon()["choice"].get(criterion.id, {}).items():
        if value in values and _says(tokens, phrases):
            return str(value)
    return _by_option_words(criterion, tokens, terms_only=not asked)


def _by_option_words(criterion: Criterion, tokens: Sequence[str], *, terms_only: bool) -> str | None:
    """An option by its own terms, or (when asked) by its title, nearly as written."""
    for option in criterion.options:
        if option.terms.all() and _says(tokens, option.terms.all()):
            return option.value
    if terms_only:
        return None
    said = " ".join(tokens)
    scored = [
        (fuzz.ratio(said, " ".join(_tokens(option.title[lang]))), option.value)
        for option in criterion.options
        for lang in LANGS
    ]
    best = max(scored)
    return best[1] if best[0] >= 85 else None


def _short_answer(criterion: Criterion, text: str) -> Answer | None:
    """«ja», «nei, ikke ennå», «vet ikke», «den andre» as the answer to the question on the table."""
    tokens = _tokens(text)
    if _says(tokens, _lexicon()["unknown"]):
        return UNKNOWN
    if criterion.type == "choice":
        if len(tokens) <= 3:
            place = next((_ORDINALS[t] for t in tokens if t in _ORDINALS), None)
            if place is not None and place < len(criterion.options):
                return criterion.options[place].value
        return _yes_no_option(criterion, tokens)
    if criterion.type == "yes_no" and len(tokens) <= 12:
        negative = _says(tokens, _lexicon()["no"])
        if negative or _says(tokens, _lexicon()["yes"]):
            return "no" if negative else "yes"
    return None


def _yes_no_option(criterion: Criterion, tokens: Sequence[str]) -> str | None:
    """A plain yes or no where just one option's title begins with that word (or its value is that word)."""
    if len(tokens) > 4:
        return None
    for word, phrases in (("no", _lexicon()["no"]), ("yes", _lexicon()["yes"])):
        if _says(tokens, phrases):
            start = {"no": ("nei", "no"), "yes": ("ja", "yes")}[word]
            fitting = [
                o.value
                for o in criterion.options
                if o.value == word or any(_tokens(o.title[lang])[:1] == [s] for lang in LANGS for s in start)
            ]
            return fitting[0] if len(fitting) == 1 else None
    return None
