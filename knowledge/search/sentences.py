"""The sentences of a passage, as they stand."""

import re

# A full stop ends a sentence when a capital letter follows; not after a figure («31. mars»), nor after «ca.» and the like. A
# colon ends what a list begins with, but not a label before its figure («Søknadsfrist: 1. mars»).
_END = re.compile(
    r"(?<=[.!?])(?<!\b(?:ca|nr|jf|kr|pr|kl|bl|mv)\.)\s+(?=[A-ZÆØÅ0-9«])|(?<=:)\s+(?=[A-ZÆØÅ«])|\n\s*\n|\n(?=\s*[•➢*\-–])"
)


def sentences(text: str) -> list[str]:
    """The sentences and list items of a text, in order, white space around them left out.

    >>> sentences("Fristen er 1. mars. Søk før kl. 12.")
    ['Fristen er 1. mars.', 'Søk før kl. 12.']
    """
    return [part.strip() for part in _END.split(text) if part and part.strip()]
