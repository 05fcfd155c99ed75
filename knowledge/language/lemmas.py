"""Lemmas of Norwegian words, both målformer, folded for comparing."""

from collections.abc import Iterator
from functools import lru_cache

from knowledge.language.lexicon import is_known, lemma_of
from knowledge.language.normalise import KEPT_WORDS, clean, fold, words
from knowledge.language.variants import canonical

_SHORTEST = 5  # letters of a word whose ending is looked at
STOP_WORDS = frozenset(
    [
        "og",
        "i",
        "på",
        "til",
        "for",
        "av",
        "med",
        "er",
        "det",
        "den",
        "de",
        "en",
        "et",
        "ei",
        "som",
        "å",
        "om",
        "kan",
        "vi",
        "du",
        "jeg",
        "eg",
        "har",
        "hva",
        "kva",
        "hvem",
        "kven",
        "hvor",
        "kor",
        "hvordan",
        "korleis",
        "når",
        "skal",
        "må",
        "få",
        "får",
        "blir",
        "ble",
        "at",
        "fra",
        "frå",
        "eller",
        "men",
        "ikke",
        "ikkje",
        "man",
        "ein",
        "eit",
        "dere",
        "oss",
        "vår",
        "vårt",
        "våre",
        "noe",
        "noko",
        "the",
        "a",
        "an",
        "is",
        "of",
        "to",
        "in",
        "and",
        "for",
        "we",
        "you",
        "what",
        "who",
        "how",
        "when",
        "can",
        "do",
        "does",
        "it",
        "this",
        "that",
        "be",
        "are",
        "on",
        "with",
    ]
)


@lru_cache(maxsize=KEPT_WORDS)
def lemma(word: str) -> str:
    """The folded lemma of a lower-case word; an unknown word is its own lemma.

    >>> lemma("poenge"), lemma("gruppå"), lemma("kursan"), lemma("fristn")
    ('poeng', 'grupe', 'kurs', 'frist')
    """
    found = lemma_of(word)
    if found == word and not is_known(word):
        found = lemma_of(next((w for w in _standard_forms(word) if is_known(w)), word))
    return fold(found)


def _standard_forms(word: str) -> Iterator[str]:
    """What a word in dialect may be in writing: its ending, as most dialects say it, put back."""
    if len(word) < _SHORTEST:
        return
    if word.endswith("e"):
        yield f"{word}t"  # «poenge»
    if word.endswith("å"):
        yield f"{word[:-1]}a"  # «gruppå»
    if word.endswith("an"):
        yield from (f"{word}e", f"{word[:-2]}ene", f"{word[:-2]}aden")  # «kursan», «søknan»
    elif word.endswith("n"):
        yield f"{word[:-1]}en"  # «fristn»


def search_words(text: str) -> list[str]:
    """The words of a text that carry meaning, as folded lemmas, in order."""
    return [lemma(w.text) for w in words(clean(text)) if w.text not in STOP_WORDS]


@lru_cache(maxsize=KEPT_WORDS)
def base_form(word: str) -> str:
    """The folded bokmål form of a lower-case nynorsk or dialect word that is listed, else its lemma."""
    common = canonical(word)
    return fold(common) if common != word else lemma(word)
