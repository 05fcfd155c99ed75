"""Recognises that somebody writes of their own trouble: drink, drugs, mind or violence, in their own life or family.

Such a message is no matter of grants and is refused like others, but not coldly. Asked only about messages that are
refused already, so it may be plain: a word of trouble beside a word of oneself or one's nearest.
"""

import re

from knowledge.language.concepts import concepts_of
from knowledge.language.normalise import clean, words

_TROUBLE = re.compile(
    r"\b(?:rus(?:er|ar|a|et|e|en)?|drikk(?:er|e)?|drekk\w*|drakk|full|fyll\w*|dop(?:er|et|a|e)?|hasj|kokain|amfetamin|heroin"
    r"|pill(?:er|ar|ene|ane)|tablettar|tabletter|sprøyter?|avhengig\w*|avrus\w*|abstinens\w*|deprimert|depresjon\w*|nedfor"
    r"|angst\w*|psykose\w*|psykotisk|spiseforstyr\w*|anore\w*|bulimi\w*|spillegal\w*|spelegal\w*|ensom|einsam|utbrent"
    r"|slår|slo|mishandl\w*|overgrep\w*|vold|vald|voldelig|valdeleg|truer|truar|traume\w*|stemmer"
    r"|drinks|drinking|drunk|addict\w*|depress\w*|anxiety|abus\w*|hits|overdose)\b"
)
_OWN = frozenset(
    [
        "jeg",
        "meg",
        "min",
        "mi",
        "mitt",
        "mine",
        "eg",
        "æ",
        "mæ",
        "æg",
        "i",
        "my",
        "me",
        "our",
        "vår",
        "vårt",
        "våre",
        "oss",
        "mannen",
        "kona",
        "ektemannen",
        "samboeren",
        "sambuaren",
        "kjæresten",
        "kjærasten",
        "sønnen",
        "sonen",
        "dattera",
        "datteren",
        "dottera",
        "guten",
        "gutten",
        "jenta",
        "broren",
        "søsteren",
        "søstera",
        "systera",
        "venninna",
        "venninnen",
        "vennen",
        "kompisen",
        "naboen",
        "mamma",
        "pappa",
        "mora",
        "moren",
        "faren",
        "bestefar",
        "bestemor",
        "onkelen",
        "tanta",
        "svigersønnen",
        "stefaren",
        "barnebarnet",
        "eksen",
        "husband",
        "wife",
        "son",
        "daughter",
        "brother",
        "sister",
        "mother",
        "father",
        "friend",
    ]
)
_MATTER_OF_GRANTS = frozenset({"apply", "money", "deadline", "report"})


def is_private_trouble(text: str) -> bool:
    """Whether a refused message seems to be about trouble of the writer's own."""
    said = [w.text for w in words(clean(text).lower())]
    if any(concepts_of(word) & _MATTER_OF_GRANTS for word in said):
        return False
    return not _OWN.isdisjoint(said) and bool(_TROUBLE.search(" ".join(said)))
