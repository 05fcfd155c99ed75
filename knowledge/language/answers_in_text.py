"""Finds answers to eligibility questions in free text: «vi er tre kommuner som søker i lag med sykehuset».

Rules and word lists (answer_words.yml), plus the titles and terms of a criterion's own options, so that a new
scheme file needs no code. What is not clearly said is left unanswered.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from rapidfuzz import fuzz

from knowledge.eligibility import UNKNOWN, Answer
from knowledge.language.answer_lexicon import clauses, folded, lexicon, phrase_words, place_of, says
from knowledge.language.applicant_in_text import applicant_kinds
from knowledge.language.normalise import clean
from knowledge.language.numbers import quantities
from knowledge.language.polarity import admits_after_yes, is_negated, is_unsure, leading
from knowledge.language.reader import Reading
from knowledge.model import LANGS, Criterion, Edition

_CLAUSE = re.compile(r"[.;!?\n]+|,|\s+(?:men|og|but|and)\s+(?=(?:vi|me|vi|har|det|avtalen|begge|we|it|ikke|ikkje)\b)")
_BUT = re.compile(r"\b(?:men|but)\b", re.IGNORECASE)
# What a number is the sum of, or the one that counts in the end.
_IN_ALL = re.compile(r"\b(?:altså|i alt|til ?sammen|til ?saman|totalt|blir det|vert det|in total|in all)\b")
_TAKES_BACK = re.compile(r"\b(?:nei|næi|eller)[, ]+(?:nei|næi|vent|vænt|forresten|altså|feil|unnskyld|orsak)\b")
_COMPARED = re.compile(r"\b(?:dobbelt|dobbel|halvparten|sist|førre|forrige|i fjor|ifjor|twice|last time)\b")
# Both years count: «2026–2029», «fra 2026 til og med 2029».
_YEAR_TO_YEAR = re.compile(r"\b(20\d\d)\s*(?:til og med|t\.?\s?o\.?\s?m\.?|ut|[-–])\s*(20\d\d)\b")
_PLUS = re.compile(r"(\w+)\s+(?:år\s+)?(?:pluss|plus|\+)\s+(\w+)")
_CURRENCY_SAID = re.compile(r"\b(?:kr|kroner|kronar|krone|nok)\b|,-")
_SMALL_SUM = 1_000  # kroner
_SHORT = 20  # words: in a longer text a «ja» may be about anything
_FEW = 8  # words of a clause: in a longer one «ikke» may deny something else
_MERE_NO = 2  # words: «nei takk» to «hvor mange år?»
_TAKE_BACK = 4  # words of a clause that denies the one before
_ALIKE = 85  # of 100: two misspelt letters in a title
_LONG_ENOUGH = 8  # letters: a shorter piece of a title says too little
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
        answer = (
            _reply(criterion, text, reading) if criterion is asked else _in_passing(criterion, text, reading, asked)
        )
        if answer is not None:
            found[criterion.id] = answer
    return found


def _reply(criterion: Criterion, text: str, reading: Reading) -> Answer | None:
    """The answer to the question on the table: what is said of its matter, else a plain yes, no or don't know."""
    if _is_yes_or_no(criterion):
        return _yes_no_reply(criterion, text)
    if criterion.type == "number":
        number = _number(criterion, text, asked=True)
        return UNKNOWN if number is None and (_says_none(text) or is_unsure(text)) else number
    if titled := _by_title(criterion, text, fuzz.ratio):
        return titled
    sure = _before_doubt(text)
    if criterion.id == "applicant_type":
        chosen = _applicant(criterion, sure, reading, asked=True) if sure else None
    else:
        chosen = _choice(criterion, sure, asked=True) if sure else None
    return chosen or _short_choice(criterion, text)


def _says_none(text: str) -> bool:
    """«noko tal har vi ikkje»; not a mere «nei», which says nothing of how many and is asked about again."""
    said = folded(text)
    return len(said) > _MERE_NO and is_negated(said) and not quantities(text)


def _before_doubt(text: str) -> str:
    """What a text says before it comes to what its writer does not know; nothing when the doubt comes first."""
    if not is_unsure(text):
        return text
    said = clauses(text)
    first = next(i for i, clause in enumerate([*said, text]) if is_unsure(clause))
    sure = said[:first] if first else [c for c in said[1:] if not is_unsure(c) and len(folded(c)) <= _TAKE_BACK]
    return ", ".join(sure).strip(" ,")  # «vet ikke, bydel» answers all the same


def _in_passing(criterion: Criterion, text: str, reading: Reading, asked: Criterion | None) -> Answer | None:
    """An answer to another question than the one on the table: only what is said of its own matter."""
    if criterion.type == "number":
        alone = asked is not None and asked.id != "applicant_type" and asked.type != "number"
        return _number(criterion, text, asked=False, alone=alone)
    if criterion.id == "applicant_type":
        return _applicant(criterion, text, reading, asked=False)
    if _is_yes_or_no(criterion):
        return _yes_no(criterion, text)
    if asked is not None and is_unsure(text):  # «har ikkje bestemt oss» is about what was asked
        return None
    return _choice(criterion, text, asked=False)


def _is_yes_or_no(criterion: Criterion) -> bool:
    return criterion.type == "yes_no" or {o.value for o in criterion.options} == {"yes", "no"}


# --- numbers


def _number(criterion: Criterion, text: str, *, asked: bool, alone: bool = False) -> float | None:
    """An amount in kroner or a number of years; a bare number only when just this was asked.

    Args:
        alone: the question on the table is another, so that the number must be said to be what is applied for.
    """
    if alone and not (criterion.unit and says(folded(text), lexicon()["number"][criterion.unit])):
        return None
    lowered = text.lower()
    if _COMPARED.search(lowered):  # «dobbelt så lenge som sist»: nothing to compare with is known
        return None
    if taken_back := list(_TAKES_BACK.finditer(lowered)):
        text = text[taken_back[-1].end() :]
    units = (criterion.unit, "none") if asked else (criterion.unit,)
    number = _last_of(criterion, text, units)
    # A bare «420» may be kroner or thousands of them: it is asked about again.
    doubtful = criterion.unit == "kroner" and number is not None and 0 < number < _SMALL_SUM
    return None if doubtful and not _CURRENCY_SAID.search(lowered) else number


def _last_of(criterion: Criterion, text: str, units: tuple[str | None, ...]) -> float | None:
    """The number that counts: the sum where one is said, else the first in the criterion's own unit, else the only one."""
    if total := list(_IN_ALL.finditer(text.lower())):
        after, before = (
            [q.value for q in quantities(piece) if q.unit in units]
            for piece in (text[total[-1].end() :], text[: total[-1].start()])
        )
        if after or before:
            return after[0] if after else before[-1]
    if criterion.unit == "years" and (span := _YEAR_TO_YEAR.search(text)):
        return float(span[2]) - float(span[1]) + 1
    if (added := _PLUS.search(text.lower())) and criterion.unit == "years":
        both = [q.value for q in quantities(f"{added[1]} år, {added[2]} år") if q.unit == "years"]
        if len(both) == 2:
            return sum(both)
    own = [q.value for q in quantities(text) if q.unit == criterion.unit]
    if own:
        return own[0]
    bare = [q.value for q in quantities(text) if q.unit in units]
    return bare[0] if len(bare) == 1 else None


# --- who applies


def _applicant(criterion: Criterion, text: str, reading: Reading, *, asked: bool) -> str | None:
    by_terms = _by_option_words(criterion, folded(text), terms_only=not asked)
    kinds = applicant_kinds(text, reading)
    known = (o.value for kind in kinds for o in criterion.options if kind == o.value or kind in o.covers)
    return by_terms or next(known, None)


# --- yes or no


def _yes_no_reply(criterion: Criterion, text: str) -> Answer | None:
    """The reply to a yes or no question. How it begins counts most; then what is said of the matter; then any yes or
    no in a short text."""
    entry: Mapping[str, Sequence[str]] = lexicon()["yes_no"].get(criterion.id, {})
    if says(folded(text), entry.get("no", ())):
        return "no"
    if is_unsure(text) and not admits_after_yes(text):
        return UNKNOWN
    return leading(text) or _yes_no(criterion, text) or _by_reply_words(criterion, entry, text) or _plain(text)


def _by_reply_words(criterion: Criterion, entry: Mapping[str, Sequence[str]], text: str) -> str | None:
    """Yes or no by words that say it only as a reply to just this question: «til dem med rusproblemer»."""
    phrases = (*entry.get("short", ()), *criterion.reply_terms.all())
    said = [folded(clause) for clause in clauses(text)]
    for place, tokens in enumerate(said):
        if says(tokens, phrases):
            if is_negated(tokens):
                return "no"
            # «…, så ikke akkurat»: what comes after may take it back, so that it must be asked again
            return None if any(is_negated(c) and len(c) <= _TAKE_BACK for c in said[place + 1 :]) else "yes"
    return None


def _plain(text: str) -> str | None:
    """Any yes or no in the first clause of a short text."""
    tokens = folded(text)
    if len(tokens) > _SHORT:
        return None
    first = folded(next(iter(clauses(text)), ""))
    if is_negated(first):
        return "no" if len(first) <= _FEW else None
    if says(first, lexicon()["yes"]):
        return "yes"
    return leading(" ".join(tokens[-1:]))  # «det skal det, ja»


def _yes_no(criterion: Criterion, text: str) -> str | None:
    """Yes or no from a clause that speaks of the criterion's own matter."""
    entry: Mapping[str, Sequence[str]] = lexicon()["yes_no"].get(criterion.id, {})
    if not entry and not criterion.terms.all():
        return None
    for clause in _CLAUSE.split(text):
        tokens = folded(clause or "")
        if says(tokens, entry.get("no", ())):
            return "no"
        if _speaks_of(criterion, entry, tokens):
            if is_unsure(clause):
                return UNKNOWN
            return "no" if is_negated(tokens) else "yes"
    return None


def _speaks_of(criterion: Criterion, entry: Mapping[str, Sequence[str]], tokens: Sequence[str]) -> bool:
    """Whether a clause is about the criterion; `with` names words of which one must stand beside one of `about`."""
    if says(tokens, criterion.terms.all()) or says(tokens, entry.get("alone", ())):
        return True
    return says(tokens, entry.get("about", ())) and ("with" not in entry or says(tokens, entry["with"]))


# --- choices


def _choice(criterion: Criterion, text: str, *, asked: bool) -> str | None:
    """The option whose words are said; of several, the one said after a «men» or «i stedet»."""
    known = {
        v: p for v, p in lexicon()["choice"].get(criterion.id, {}).items() if v in {o.value for o in criterion.options}
    }
    said = clauses(text)
    but = [v for c in said[1:] for v, p in known.items() if _affirms(folded(c), p)] if _BUT.search(text) else []
    for value, phrases in known.items():
        if any(is_negated(phrase_words(p)) and place_of(folded(text), p) is not None for p in phrases):
            return str(but[0] if but else value)  # «ikke innført ennå, men vedtatt i desember»
    for clause in reversed(said) if len(said) > 1 and _turns(text) else said:
        for value, phrases in known.items():
            if _affirms(folded(clause), phrases):
                return str(value)
    return _by_option_words(criterion, folded(text), terms_only=not asked)


def _turns(text: str) -> bool:
    """«først tenkte vi FACT, men nå psykisk helsetjeneste»."""
    return bool(re.search(r"\b(?:men|but)\s+(?:no|nå|now)\b|\bi ?ste(?:det|den|aden|llet)\b|\bheller\b", text.lower()))


def _affirms(tokens: Sequence[str], phrases: Sequence[str]) -> bool:
    """Whether a phrase is said without a negation before it in its clause: not «startet opp» in «ikke startet opp»."""
    for phrase in phrases:
        place = place_of(tokens, phrase)
        if place is not None and (is_negated(phrase_words(phrase)) or not is_negated(tokens[:place])):
            return True
    return False


def _by_option_words(criterion: Criterion, tokens: Sequence[str], *, terms_only: bool) -> str | None:
    """An option by its own terms, or (when asked) by its title, nearly as written."""
    for option in criterion.options:
        if option.terms.all() and says(tokens, option.terms.all()):
            return option.value
    if terms_only or criterion.id == "applicant_type":
        return None
    return _by_title(criterion, " ".join(tokens), _part_of)


def _by_title(criterion: Criterion, text: str, measure: Callable[[str, str], float]) -> str | None:
    """The option whose title is written, nearly as it stands."""
    titles = {o.value: [" ".join(folded(o.title[lang])) for lang in LANGS] for o in criterion.options}
    likeness, value = _nearest(" ".join(folded(text)), titles, measure)
    return value if likeness >= _ALIKE else None


def _nearest(said: str, titles: Mapping[str, Sequence[str]], measure: Callable[[str, str], float]) -> tuple[float, str]:
    """The option whose title is most like what was said, and how much (0 to 100); 0 when two are nearly as like."""
    scored = sorted(((max(measure(said, t) for t in each), value) for value, each in titles.items()), reverse=True)
    return scored[0] if len(scored) < 2 or scored[0][0] == 100 or scored[1][0] < scored[0][0] - 5 else (0.0, "")


def _part_of(said: str, title: str) -> float:
    """How well a text is a piece of a title: «psykisk helsetneste»."""
    return fuzz.partial_ratio(said, title) if _LONG_ENOUGH <= len(said) <= len(title) else 0.0


def _short_choice(criterion: Criterion, text: str) -> Answer | None:
    """«vet ikke», «den andre», or a yes or no where just one option begins so."""
    tokens = folded(text)
    if is_unsure(text):
        return UNKNOWN
    if len(tokens) <= 3:
        place = next((_ORDINALS[t] for t in tokens if t in _ORDINALS), None)
        if place is not None and place < len(criterion.options):
            return criterion.options[place].value
    word = leading(text) or ("no" if len(tokens) <= 4 and is_negated(tokens) else None)
    if word is None:
        return None
    start = {"no": ["nei", "no"], "yes": ["ja", "yes"]}[word]
    fitting = [
        o.value for o in criterion.options if o.value == word or any(folded(o.title[lg])[0] in start for lg in LANGS)
    ]
    met = sum(o.status == "met" for o in criterion.options)
    if word == "yes" and met > 1 and "yes" not in fitting:  # «ja» to «innført, eller vedtatt?»
        return None
    return fitting[0] if len(fitting) == 1 else None
