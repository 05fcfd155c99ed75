"""One form for a word in both målformer, for comparing questions only; nothing that is shown is made from it.

`knowledge.language.lemmas.base_form` knows common words. These rules carry over what is regular between nynorsk and
bokmål, so that «husleige» and «husleie», «rettleiing» and «veiledning», compare equal without being listed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.language.lemmas import base_form
from knowledge.language.normalise import KEPT_WORDS

# Stems, folded as `normalise.fold` does (å, ø and æ plain, consonants single), nynorsk first. Longer ones stand first.
_STEMS = """
sakshandsam saksbehandl / handsam behandl / retlei veiled / rekneskap regnskap / medverk medvirk / verksemd virksomhet
verknad virkning / meirverdi merverdi / tenest tjenest / helseforetak helseforetak / sjuk syk / sjukehus sykehus
heim hjem / leig lei / vald vold / hald hold / rein ren / fleir fler / eigen egen / einskild enkelt / kjeld kild
loyving bevilgning / kunngjer kunngjor / skule skole / bustad bolig / veke uke / namn navn / stad sted / mogleg mulig
kven hvem / mykj my / korleis hvordan / kvifor hvorfor / tilset ansat / utsegn utsagn / samanlikn samenlign / saman samen / innbyg inbyg / sjolv selv / foreset forutset
"""
_PAIRS = [pair.split() for line in _STEMS.strip().splitlines() for pair in line.split("/")]
_NYNORSK = {pair[0]: pair[1] for pair in _PAIRS}
_STEM = re.compile("|".join(sorted(_NYNORSK, key=lambda stem: (-len(stem), stem))))
# Endings: «skriftleg», «moglegheit», «dekkja», «utlysning» and «utlysing», «brukar».
_ENDINGS = (
    (r"leg$", "lig"),
    (r"heit$", "het"),
    (r"([kg])j(?=[ae]r?$)", r"\1"),
    (r"ning$", "ing"),
    (r"(?<=...)(?:ar|er|a)$", "e"),
)
_ENDING = [(re.compile(pattern), form) for pattern, form in _ENDINGS]


@lru_cache(maxsize=KEPT_WORDS)
def common_form(word: str) -> str:
    """The folded form that a lower-case word has in common with its pendant in the other målform.

    >>> common_form("husleige") == common_form("husleie"), common_form("rettleiing") == common_form("veiledning")
    (True, True)
    """
    form = _STEM.sub(lambda found: _NYNORSK[found[0]], base_form(word))
    for pattern, replacement in _ENDING:
        form = pattern.sub(replacement, form)
    return form
