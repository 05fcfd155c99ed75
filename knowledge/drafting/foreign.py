"""Whether words are of another grant or another body than the schemes that are known: what they say may not be ours."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from knowledge.drafting.lines import Line
from knowledge.drafting.names import Names
from knowledge.drafting.words import plain
from knowledge.neighbours.neighbours import Neighbours, load_neighbours

OTHER_SCHEME = re.compile(
    r"^(?:kap(?:ittel|\.)?\s*\d|(?:søk\s+(?:om\s+)?)?(?:tilskudd|tilskuddet|tilskot|tilskotet)\s+(?:til|for)\b|tilskuddsordning\w*\b|tilskotsordning\w*\b|stønad\s+til\b|midler\s+til\b|midlar\s+til\b|støtte\s+til\b)|"
    r"^[\wæøå-]{4,}(?:tilskudd(?:et)?|tilskot(?:et)?|midler|midlar|midlene|midlane|satsen|støtte|ordningen|ordninga)(?:\s+20\d\d)?$"
)
_TITLE = re.compile(
    r"^[\wæøå-]{4,}(?:tilskudd|tilskot|midler|midlar|støtte)\s+(?:til|for)\b|^[\wæøå-]{4,}(?:t|e|al)\s+(?:tilskudd|tilskot|støtte|stønad)\b|\s[–:-]\s+(?:tilskudd|tilskot|støtte)\b|^(?:andre|øvrige|relaterte|flere|fleire|liknende|lignende)\s+(?:\w+\s+)?(?:tilskudd\w*|tilskot\w*|ordning\w*|støtteordning\w*|midl\w+)"
)
# Bodies that have grants of their own and administer none of the known ones.
_BODIES = re.compile(
    r"\b(?:innovasjon norge|husbanken\w*|imdi|enova|miljødirektoratet|landbruksdirektoratet|kulturrådet|kulturdirektoratet|utdanningsdirektoratet|udir|forskningsrådet|forskingsrådet|"
    r"(?:stiftelsen|stiftinga)\s+dam|gjensidigestiftelsen|gjensidigestiftinga|sparebankstiftelsen|sparebankstiftinga|norsk tipping|riksantikvaren|siva|norad|lotteri- og stiftelsestilsynet|"
    r"integrerings- og mangfoldsdirektoratet|arbeids- og velferdsdirektoratet|diku|hk-?dir|fylkeskommunen\s+(?:lyser|deler|har\s+egne)|den norske kirke|eu-midl\w+|interreg|distriktssenteret|sametinget|viken filmsenter)\b"
)
# «kulturmidler», «andre tilskudd»: a grant named by a word of its own; words that fit any grant are not such names.
_OWN_NAME = re.compile(
    r"(?<![\w-])(?!(?:tilskudds|tilskots|prosjekt|drifts|oppstarts|stimulerings|nasjonale|stats|budsjett|ramme|søknads|totalt|hoved|hovud|etablerings|lønns|virke|hjelpe|rus|rusmiddel|lege|lækje|læke|råde|tilgjengelig|tryggest|rest|ekstra|over|års|engangs|basis|grunn|øremerkede|egen|eigen|utviklings|samarbeids|hjelp|mat|rus)-?(?:tilskudd|tilskot|midler|midlar|midlene|midlane|midla|støtte|stønad))"
    r"[a-zæøå]{4,}-?(?:tilskudd|tilskuddet|tilskot|tilskotet|midler|midlar|midlene|midlane|stønad|satsmidler)(?!\w)|"
    r"\b(?:en|ei|ein|den|andre|annen|anna)\s+(?:annen|anna|andre|helt annen)\s+(?:tilskudds|tilskots|støtte)?ordning\w*|\b(?:et|eit)\s+(?:annet|anna)\s+(?:tilskudd|tilskot)\b|\bandre\s+(?:tilskudd\w*|tilskot\w*|(?:støtte|tilskudds|tilskots)?ordning\w*)"
)


@lru_cache(maxsize=1)
def _neighbours() -> Neighbours:
    return load_neighbours()


@lru_cache(maxsize=8192)
def _named(text: str) -> tuple[bool, bool]:
    """Whether a grant of the directory is named in a text, and whether one is named at all, if only by its topic."""
    found = _neighbours().find(text)
    return any(mention.by_name and not mention.shared for mention in found), bool(found)


def speaks_of_another(text: str, names: Names) -> bool:
    """Whether a sentence names another grant or another body with grants."""
    low = plain(text)
    if _BODIES.search(low) or _named(text)[0]:
        return True
    return bool(_OWN_NAME.search(low)) and not names.sentence(text)


def is_title_of_another(text: str, names: Names) -> bool:
    """Whether a title or heading is the name of another grant: it names none of ours, and names a grant.

    What has no other content words than those of any heading («Tilskudd 2026») is no name.
    """
    if not text or names.sentence(text) or names.heading(text).schemes or not names.own_words(text):
        return False
    low = plain(text).strip()
    named = any(pattern.search(low) for pattern in (OTHER_SCHEME, _TITLE, _BODIES, _OWN_NAME))
    return named or _named(text)[1]


def marked(lines: Sequence[Line], names: Names) -> list[Line]:
    """Lines with `foreign` set where they speak of another grant, or go on in the paragraph of one that does.

    A sentence that names one of ours ends it.
    """
    found: list[Line] = []
    block, foreign = -1, False
    for line in lines:
        if line.block != block:
            block, foreign = line.block, False
        own = bool(names.sentence(line.text))
        foreign = speaks_of_another(line.text, names) or (foreign and not own)
        under = any(is_title_of_another(label, names) for label in line.labels[1:])
        found.append(replace(line, foreign=True) if foreign or under else line)
    return found
