"""Lemmas of Norwegian words, both målformer, folded for comparing."""

from functools import lru_cache

import simplemma

from knowledge.language.normalise import clean, fold, words
from knowledge.language.variants import canonical

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


@lru_cache(maxsize=32768)
def lemma(word: str) -> str:
    """The folded lemma of a lower-case word; an unknown word is its own lemma."""
    return fold(simplemma.lemmatize(word, lang=("nb", "nn")))


def search_words(text: str) -> list[str]:
    """The words of a text that carry meaning, as folded lemmas, in order."""
    return [lemma(w.text) for w in words(clean(text)) if w.text not in STOP_WORDS]


@lru_cache(maxsize=32768)
def base_form(word: str) -> str:
    """The folded bokmål form of a lower-case nynorsk or dialect word that is listed, else its lemma."""
    common = canonical(word)
    return fold(common) if common != word else lemma(word)
