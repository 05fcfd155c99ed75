"""Recognises that somebody writes of their own trouble: drink, drugs, mind or violence, in their own life or family.

Such a message is no matter of grants and is refused like others, but not coldly. Asked only about messages that are
refused already, so it may be plain: a word of trouble beside a word of oneself or one's nearest.
"""

import re

from knowledge.language.concepts import concepts_of
from knowledge.language.normalise import clean, words

_TROUBLE = re.compile(
    r"\b(?:rus(?:er|ar|a|et|e|en)?|drikker|drikk|drekk\w*|drakk|dop(?:er|et|a|e)?|hasj|kokain|amfetamin|heroin"
    r"|pill(?:er|ar|ene|ane)|tablettar|tabletter|avhengig\w*|avrus\w*|abstinens\w*|deprimert|depresjon\w*"
    r"|angst\w*|psykose\w*|psykotisk|spiseforstyr\w*|anore\w*|bulimi\w*|spillegal\w*|spelegal\w*|ensom|einsam|utbrent"
    r"|(?:slår|slo|truer|truar) (?:meg|oss|seg|ho|hun|henne|han|mor|mamma|barna|ungene|ungane)"
    r"|mishandl\w*|overgrep\w*|vold|vald|voldelig|valdeleg|drinks too much|drunk|addict\w*|depressed|depression|anxiety"
    r"|(?:har|hatt|hadde) det (?:så |veldig |svært |fryktelig |frykteleg )?(?:vondt|tungt|vanskelig|vanskeleg|fælt|jævlig)"
    r"|abus(?:e|es|ed|ive)|hits (?:me|her|us))\b"
)
_OWN = re.compile(
    r"\b(?:jeg|meg|min|mi|mitt|mine|eg|æ|mæ|æg|my|our|vår|vårt|våre|oss|mannen|kona|ektemannen|samboeren|sambuaren"
    r"|kjæresten|kjærasten|sønnen|sonen|dattera|datteren|dottera|guten|gutten|jenta|broren|søsteren|søstera|systera"
    r"|venninna|venninnen|vennen|kompisen|naboen|mamma|pappa|mora|moren|faren|bestefar|bestemor|onkelen|tanta"
    r"|svigersønnen|stefaren|barnebarnet|eksen|husband|wife)\b"
)
# Engines «ruser» too.
_ENGINE = re.compile(r"motor|\bbil(?:en)?\b|moped|fresar|freser|tomgang|clutch|båt")
_MATTER_OF_GRANTS = frozenset({"apply", "money", "deadline", "report"})


def is_private_trouble(text: str) -> bool:
    """Whether a refused message seems to be about trouble of the writer's own."""
    said = [w.text for w in words(clean(text).lower())]
    if any(concepts_of(word) & _MATTER_OF_GRANTS for word in said):
        return False
    plain = " ".join(said)
    return bool(_OWN.search(plain)) and bool(_TROUBLE.search(plain)) and not _ENGINE.search(plain)
