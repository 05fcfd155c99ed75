"""The same words in bokmål, nynorsk and dialect, so that the directory need not write each of them in every form."""

import re
from collections.abc import Iterator
from itertools import product

# How a word of the directory begins, and how it begins in other forms; only forms that mean nothing else.
_FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"^barn\*?$", ("barn*", "born*", "onga*", "ongan*", "unga*", "ungan*", "ungane*", "ungar*", "bådn*")),
    (r"^ung\*$", ("ung*", "ongdom*")),
    (r"^bolig", ("bolig", "bustad")),
    (r"^skol", ("skol", "skul")),
    (r"^barneverns\*?$", ("barnevern*",)),
    (r"^barnevern\*$", ("barnevern*", "barnavern*")),
    (r"^videre", ("videre", "vidare")),
    (r"^etterutdann", ("etterutdann", "etterutdanning")),
    (r"^ensom", ("ensom", "einsem", "einsam")),
    (r"^enslig", ("enslig", "einsleg")),
    (r"^sykehjem", ("sykehjem", "sjukeheim", "sjukehjem", "sykeheim")),
    (r"^lavinntekt", ("lavinntekt", "låginntekt")),
    (r"^flyktning", ("flyktning", "flyktining")),
    (r"^frivillig", ("frivillig", "frivilleg")),
    (r"^forening", ("forening", "foreining")),
    (r"^veiled", ("veiled", "vegled", "rettlei")),
    (r"^tjeneste", ("tjeneste", "teneste")),
    (r"^mestring", ("mestring", "meistring")),
    (r"^lindrende", ("lindrende", "lindrande")),
)
_RULES = tuple((re.compile(begins), forms) for begins, forms in _FORMS)


def other_forms(words: str) -> Iterator[str]:
    """The words of a pattern in each form, itself first: «enslig* flyktning*», «einsleg* flyktning*»."""
    yield words
    yield from (" ".join(parts) for parts in product(*(_forms_of(word) for word in words.split())))


def _forms_of(word: str) -> tuple[str, ...]:
    for begins, forms in _RULES:
        if found := begins.search(word):
            return tuple(form + word[found.end() :] for form in forms)
    return (word,)
