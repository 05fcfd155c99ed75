"""Whether a scheme is announced, not yet, or closed: said in so many words, or told by a fixed deadline."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from knowledge.drafting.dates import dates
from knowledge.drafting.found import Doubts, finding
from knowledge.drafting.lines import Line
from knowledge.drafting.model import DateValue, Finding, StatusValue
from knowledge.model import Topic

_THIS = r"(?:tilskudd\w*|tilskot\w*|ordning\w*|midlene|midla\w*|midlar|utlysning\w*|utlysing\w*|søknadsrunde\w*|søknadsskjema\w*|søknadsportal\w*|portal\w*|skjema\w*|søknad\w*|kap|regelverk\w*|støtteordning\w*)"
_ANNOUNCED = r"(?:kunngjort|kunngjord|lyst\s+ut|utlyst|annonsert)"
_NOT_YET = re.compile(
    rf"\b(?:foreløpig|førebels|ennå|enno|enda|fortsatt|framleis|per\s+nå|per\s+no)\s+(?:ikke|ikkje)\s+(?:\w+\s+)?{_ANNOUNCED}|"
    rf"\ber\s+(?:ikke|ikkje)\s+{_ANNOUNCED}\b|\b(?:ikke|ikkje)\s+(?:blitt\s+|vorte\s+)?{_ANNOUNCED}\s+(?:ennå|enno|enda|foreløpig|førebels)\b|\b(?:blir|vert|vil\s+bli|skal|ventes|forventes|ventast)\s+(?:truleg\s+|trolig\s+|først\s+)?(?:å\s+bli\s+)?{_ANNOUNCED}\s*$|"
    rf"\b(?:blir|vert|vil\s+bli|forventes|ventes|ventast)\s+(?:å\s+bli\s+)?(?:trolig\s+|truleg\s+|først\s+)?{_ANNOUNCED}\b|\b(?:kunngjøres|utlyses|lyses\s+ut|lysast\s+ut)\s+(?:trolig|truleg|først|i\s+løpet|senere|seinare|i|når|etter|medio|tidlig|tidleg)\b|\bkommer\s+(?:snart|tilbake)\b.*\butlys\w*|\bnot\s+yet\s+announced\b"
)
_CLOSED = re.compile(
    rf"\b{_THIS}[^.]{{0,40}}\b(?:er|ble|blei|vart|blir)\s+(?:nå\s+|no\s+|dessverre\s+)?(?:stengt|stengd|lukket|lukka|avsluttet|avslutta|avviklet|avvikla|lagt\s+ned|nedlagt|opphørt|opphøyrt|utgått)\b|"
    rf"\bsøknadsfristen?\s+(?:er|har)\s+(?:nå\s+|no\s+)?(?:gått\s+)?ut[eg]?\w*\b|\bfristen\s+(?:har\s+gått\s+ut|er\s+gått\s+ut|er\s+ute)\b|\b(?:lyses|lysast|utlyses)\s+(?:\w+\s+)?(?:ikke|ikkje)\s*(?:ut)?\b|\b(?:blir|vert)\s+(?:ikke|ikkje)\s+(?:lyst\s+ut|utlyst)\b(?!\s+(?:før|i\s+løpet))|\b(?:kan\s+ikke|kan\s+ikkje)\s+(?:lenger|lenger)\s+søk\w+|\btar\s+ikke\s+(?:lenger\s+)?imot\s+(?:flere\s+)?søknader|\b{_THIS}\s+(?:er\s+)?(?:stengt|stengd|avviklet|avvikla)\b|\bstengt\s+for\s+(?:nye\s+)?søk\w+|\bstengd\s+for\s+(?:nye\s+)?søk\w+|\butlysning\w*\s+er\s+(?:nå\s+)?avsluttet"
)
_OPEN = re.compile(
    rf"\b{_THIS}[^.,]{{0,60}}\b(?:er|har\s+blitt|har\s+vorte)\s+(?:nå\s+|no\s+)?(?:{_ANNOUNCED}|åpne?t?\s+for\s+(?:søk\w+|søknad\w*)|open\s+for\s+(?:søk\w+)|ope\s+for\s+søk\w+|åpen|åpnet)\b|"
    rf"\b(?:er|har)\s+(?:nå\s+|no\s+)?(?:{_ANNOUNCED})\b|\b(?:vi|statsforvalteren\w*|statsforvaltaren\w*|helsedirektoratet|bufdir|direktoratet|kommunen|fylkeskommunen)\s+(?:i\s+\w+\s+)?(?:har\s+)?(?:nå\s+|no\s+)?(?:lyser|lyst|kunngjør|kunngjer|kunngjort|kunngjord|utlyser)\b|\b(?:nå|no)\s+kan\s+(?:dere|de|kommun\w+|organisasj\w+|lag\w*|du)\s+(?:søke|søkje)\b|\båpent\s+for\s+søk\w+|\bope\s+for\s+søk\w+|\bsøknadsportalen\s+er\s+(?:nå\s+|no\s+)?(?:åpen|open)\b|\blyses\s+(?:herved|nå|med\s+dette)\s+ut\b"
)
_PAST = re.compile(
    r"\bi\s+fjor\b|\bforrige\b|\bførre\b|\btidlig?ere\b|\btidlegare\b|\bi\s+20\d\d\s+(?:ble|vart|var)|\b(?:ble|vart|blei)\s+(?:kunngjort|kunngjord|lyst\s+ut|utlyst)"
)
_PAUSED = re.compile(
    r"\bvedlikehald\w*|\bvedlikehold\w*|\bmidlertidig\w*|\bmellombels\b|\bpåske\w*|\bferie\w*|\bjul(?:a|en|e\w+)?\b|\bhelg\w*"
)
_CONDITION = re.compile(
    r"\bnår\b|\bdersom\b|\bhvis\b|\bviss\b|\bså\s+snart\b|\bforesl\w+|\bkan\s+bli\b|\bforbehold\w*|\bvurder\w*|\bsøkere\s+som|\bsjekk\s+om\b|\bom\s+(?:ordningen|ordninga|tilskuddet|tilskotet)\s+(?:er|blir)\b|\?\s*$|\bfor\s+(?:fylkeskommun\w*|organisasjon\w*)\b"
)
_Status = Literal["announced", "not_announced_yet", "closed"]
_RULES: tuple[tuple[_Status, re.Pattern[str]], ...] = (
    ("not_announced_yet", _NOT_YET),
    ("closed", _CLOSED),
    ("announced", _OPEN),
)


def statuses(lines: Sequence[Line]) -> Iterator[Finding]:
    """What lines say of a scheme's status."""
    for line in lines:
        if _PAST.search(line.plain) or _PAUSED.search(line.plain):
            continue
        status = next((name for name, pattern in _RULES if pattern.search(line.plain)), None)
        if status:
            ahead = status == "announced" and _about_time_to_come(line)
            doubts = (
                Doubts()
                .add(bool(_CONDITION.search(line.plain)), "Setningen har et forbehold.")
                .add(ahead, "Setningen har en dato; se om ordningen er kunngjort nå eller skal bli det.")
            )
            yield finding("status", line, StatusValue(status), doubts)


def _about_time_to_come(line: Line) -> bool:
    """«Vi lyser ut midlene i januar 2026» may be said before."""
    told = dates(line.plain)
    return bool(told) and "frist" not in line.plain


def told_by_deadline(findings: Sequence[Finding], today: dt.date) -> Iterator[Finding]:
    """A fixed deadline and no word of status: probably announced, which an editor must confirm.

    `today` is only used to say that the deadline is past.
    """
    if any(f.field == "status" for f in findings):
        return
    for found in findings:
        if found.field == "deadline" and isinstance(found.value, DateValue) and found.value.certainty == "fixed":
            past = " Fristen er gått ut." if found.certain and found.value.date < today else ""
            doubt = "Status er ikke sagt, bare sluttet fra at en frist er oppgitt." + past
            yield Finding("status", Topic.STATUS, StatusValue("announced"), found.passage, found.locator, False, doubt)
            return
