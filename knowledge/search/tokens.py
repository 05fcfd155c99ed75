"""From text to what is indexed: the words that carry meaning, compared across målformer, and the parts of compounds."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from knowledge.language.lemmas import STOP_WORDS, lemma
from knowledge.language.lexicon import is_known
from knowledge.language.normalise import KEPT_WORDS, Word, clean, fold, word_texts, words
from knowledge.language.variants import canonical
from knowledge.search.figures import FIGURE, plain_numbers
from knowledge.search.model import Span

# «ved samarbeid» does not ask for «legges ved»; the others only make sentences.
_MORE_STOP = """ved hos mot hvilke hvilken være seg sin dette også nå ut inn opp ned der dei deres dykkar min mi så når nær
finnes ho han hun sine hvis enn bli vert vil bør går her alle gis lure"""
_STOP = STOP_WORDS | frozenset(_MORE_STOP.split())
_WORD = re.compile(rf"{FIGURE}|\d{{1,60}}|[^\W\d_]{{1,60}}")  # as long as in `knowledge.language.normalise`
_SHORTEST_PART = 4
# Short words that begin compounds of the field; others begin too many words that are no compounds.
_FIRST = "rus lov hus tid sak råd dag fag år bad gang bil nav jus vei veg skog lav låg høy høg små ute hoved hovud"
_LAST = "år tid lov sak hus fag råd dag sum tak"
# Prefixes and suffixes that are words too: «underskrift» is no «skrift», «kunnskap» no cupboard.
_PREFIX = """under over etter frem fram inn opp til for før ut av på med mot ved gjen sam mis van bort
fore føre gjennom uten utan innen innan tilbake attende mellom sammen saman sær"""
_SUFFIX = """skap dom het heit heten heita else sjon ende ande aktig løs laus full messig leik bar som inga ingen ingar inger
else elser isere ering ring ting este beid aker liste vise vis delen dels tals"""
_ENDINGS = ("s", "ane", "ene", "ar", "er", "en", "et", "a", "e")
_SHORT_FIRST, _SHORT_LAST = frozenset(_FIRST.split()), frozenset(_LAST.split())
_PREFIXES, _SUFFIXES = frozenset(_PREFIX.split()), frozenset(_SUFFIX.split())


@lru_cache(maxsize=KEPT_WORDS)
def key(word: str) -> str:
    """A lower-case word as it is compared: the lemma of its bokmål form, folded.

    >>> key("helseføretaka"), key("vaksne") == key("voksen")
    ('helseforetak', True)
    """
    word = _active(word)
    if len(word) > _SHORTEST_PART and not known(word) and (base := _without_ending(word)):
        return lemma(canonical(base))
    if len(word) > 2 * _SHORTEST_PART - 2 and not known(word) and canonical(word) == word and (pair := split(word)):
        return fold(word.removesuffix(pair[1])) + lemma(pair[1])  # a compound bends as its last part does
    return lemma(canonical(word))


def _active(word: str) -> str:
    """The infinitive of a passive verb, which the lemmas do not have: «rapporteres» and «rapporterast»."""
    for ending, instead in (("es", "e"), ("ast", "e"), ("ast", "a")):
        active = word.removesuffix(ending) + instead
        if len(word) > _SHORTEST_PART + 1 and word.endswith(ending) and canonical(word) == word and known(active):
            return active
    return word


def _without_ending(word: str) -> str:
    """A known word that an unknown one is with an ending: «teikningane», and «søknads-» before «og»."""
    stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return next((stem for stem in stems if len(stem) >= _SHORTEST_PART and known(stem)), "")


@lru_cache(maxsize=KEPT_WORDS)
def known(word: str) -> bool:
    """Whether a dictionary of either målform has a lower-case word."""
    return is_known(word) or canonical(word) != word


@lru_cache(maxsize=KEPT_WORDS)
def is_stop(word: str) -> bool:
    """Whether a lower-case word, of any dialect that is listed, carries no meaning of its own."""
    return word in _STOP or canonical(word) in _STOP


def written(text: str) -> list[Word]:
    """The words of a text, its numbers in digits; places are those in the text so written."""
    return words(plain_numbers(clean(text)))


@lru_cache(maxsize=64)
def _written(text: str) -> tuple[str, ...]:
    """The words of a text in lower case; kept a moment, since a text's words and their parts are asked for in turn."""
    return word_texts(plain_numbers(clean(text)))


def tokens(text: str) -> list[str]:
    """The words of a text that carry meaning, as they are compared, in order."""
    return [key(word) for word in _written(text) if not is_stop(word)]


def all_keys(text: str) -> list[str]:
    """Every word of a text as it is compared, those without meaning too: what phrases are found in."""
    return [key(word) for word in _written(text)]


@lru_cache(maxsize=KEPT_WORDS)
def split(word: str) -> tuple[str, ...]:
    """The two parts of a compound, as written without what binds them; empty for a word that is none.

    >>> split("rusarbeidstilskudd"), split("rusarbeid"), split("underskrift"), split("barnehage")
    (('rusarbeid', 'tilskudd'), ('rus', 'arbeid'), (), ('barn', 'hage'))
    """
    found = [pair for place in range(3, len(word) - 1) if (pair := _pair(word[:place], word[place:]))]
    return min(found, key=lambda pair: (sum(map(_leaves, pair)), -len(pair[0]))) if found else ()


def _pair(first: str, last: str) -> tuple[str, str] | None:
    base = _first(first) if _is_last(last) else ""
    return (base, last) if base else None


def _leaves(part: str) -> int:
    """How many words a part is made of: «rusarbeid» + «tilskudd» is three, «rusarbeidstil» + «skudd» four."""
    return 1 if known(part) else sum(map(_leaves, split(part)))


@lru_cache(maxsize=KEPT_WORDS)
def parts(word: str) -> tuple[str, ...]:
    """Every part of a lower-case compound, the parts of its parts too, as they are compared."""
    found: list[str] = []
    for part in split(canonical(word)):
        found += [key(part), *parts(part)]
    return tuple(dict.fromkeys(found))


def _is_last(last: str) -> bool:
    if last in _SUFFIXES or (len(last) < _SHORTEST_PART and last not in _SHORT_LAST):
        return False
    return known(last) or (len(last) >= 2 * _SHORTEST_PART and bool(split(last)))


def _first(first: str) -> str:
    """The first part without its binding letter, or nothing when it is no word that begins compounds."""
    bound = [first[:-1], first] if first[-1:] in ("s", "e") else [first]
    return next((each for each in bound if _begins_compounds(each)), "")


def _begins_compounds(first: str) -> bool:
    if first in _PREFIXES or (len(first) < _SHORTEST_PART and first not in _SHORT_FIRST):
        return False
    if first in _SHORT_FIRST:
        return True
    if known(first):  # «kommunene» is no «kommun» + «ene»: a first part stands in its base form
        return (
            fold(first) == lemma(first) or canonical(first) != first or first.endswith(("er", "ar"))
        )  # «bruker» is a person too
    return len(first) > _SHORTEST_PART and bool(split(first))


def parts_of(text: str) -> list[str]:
    """The parts of all compounds of a text, as they are compared."""
    return [part for word in _written(text) if len(word) > _SHORTEST_PART for part in parts(word)]


def spans(text: str, matched: frozenset[str]) -> list[Span]:
    """Where in an original text the words stand that were matched, in order; a compound is marked whole."""
    return [Span(m.start(), m.end()) for m in _WORD.finditer(text) if _is_matched(m.group(), matched)]


def _is_matched(text: str, matched: frozenset[str]) -> bool:
    found = _written(text)
    word = "".join(found[:1] if found[:1] and found[0].isdigit() else found)
    return key(word) in matched or any(part in matched for part in parts(word))


# Systematic differences between the målformer and between a verb and its noun, on folded words.
_SOUNDS: Sequence[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern), by)
    for pattern, by in (
        (r"(?<=[kgt])j(?=[aeiouy])", ""),  # søkje, gjere, tjeneste
        (r"^hj", "h"),  # hjem, heim
        (r"^hv", "kv"),  # hvile, kvile
        (r"(?<=[er])kn", "gn"),  # rekne, regne
        (r"ei", "e"),
        (r"au|oy", "o"),  # lauslating, løslatelse
        (r"(?<=[vhk])o(?=l[dt])", "a"),  # vold, vald
        (r"(?<=k)u(?=l)|(?<=k)y(?=r)", "o"),  # skule, kyrkje
        (r"l(?:eg|ig)(?=h|$)", "lg"),
        (r"heit$", "het"),
        (r"(?:ning|ing|else|sjon)$", ""),
        (r"(?:are|ar|er)$", "r"),
        (r"[ae]$", ""),
        (r"nd$", "n"),
    )
]


@lru_cache(maxsize=KEPT_WORDS)
def skeleton(token: str) -> str:
    """What a token of one målform shares with the other's: «lauslating» and «løslatelse» have one skeleton.

    >>> skeleton("lauslating") == skeleton("loslatelse"), skeleton("tenest") == skeleton("tjeneste")
    (True, True)
    """
    for pattern, by in _SOUNDS:
        token = pattern.sub(by, token)
    return token


def deduplicated(texts: Sequence[str]) -> Iterator[str]:
    """The tokens of texts that say the same in several languages, each as often as in the text that has it most."""
    if len(texts) == 1:
        yield from tokens(texts[0])
        return
    held: dict[str, int] = {}
    for text in texts:
        counts: dict[str, int] = {}
        for token in tokens(text):
            counts[token] = counts.get(token, 0) + 1
            if counts[token] > held.get(token, 0):
                held[token] = counts[token]
                yield token
