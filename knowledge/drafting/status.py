"""Whether a scheme is announced, not yet, or closed: said in so many words, or told by a fixed deadline."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from knowledge.drafting.dates import dates
from knowledge.drafting.found import Doubts, clauses, finding
from knowledge.drafting.lines import Line
from knowledge.drafting.model import DateValue, Finding, StatusValue
from knowledge.model import Topic
from knowledge.remarks import Remark

UNSURE, INFERRED, PAST_DEADLINE = Remark("status_unsure"), Remark("status_inferred"), Remark("deadline_past")
_AUTUMN = 9  # from September on, grants of the next year are announced too
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
    rf"\b(?:er|har)\s+(?:nå\s+|no\s+)?(?:{_ANNOUNCED})\b|\b(?:vi|statsforvalteren\w*|statsforvaltaren\w*|helsedirektoratet|bufdir|direktoratet|kommunen|fylkeskommunen)\s+(?:i\s+\w+\s+)?(?:har\s+)?(?:nå\s+|no\s+)?(?:lyser|lyst|kunngjør|kunngjer|kunngjort|kunngjord|utlyser)\b|\b(?:nå|no)\s+kan\s+(?:dere|de|kommun\w+|organisasj\w+|lag\w*|du)\s+(?:søke|søkje)\b|\båpent\s+for\s+søk\w+|\bope\s+for\s+søk\w+|\bsøknadsportalen\s+er\s+(?:nå\s+|no\s+)?(?:åpen|open)\b|\blyses\s+(?:herved|nå|med\s+dette)\s+ut\b|\bhar\s+(?:nå\s+|no\s+)?(?:åpnet|åpna|opna|opnet)\s+for\s+søk\w+"
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
_CONFIRMED = re.compile(
    r"^.*?\b(?:oppmerksom\w*|merksam\w*)\s+på\s+at\b|^.*?\b(?:minner|minne|informerer|opplyser|opplyse|opplyse\s+om|melde|meddele|fortelle|fortelje)\s+(?:om\s+)?at\b|^\s*(?:nytt|ny|nyhet|nyhende|viktig|status|ja)\s*[:,]"
)
_EXPECTED = re.compile(
    r"^.*?\b(?:forventer|venter|ventar|antar|anslår|regner\s+med|reknar\s+med)\s+(?:nå\s+|no\s+)?at\b"
)
# What stands before the words of a status and makes them no statement of it: someone waits, asks, hopes or denies.
_NOT_SAID = re.compile(
    r"\b(?:ikke|ikkje|ingen|aldri|neppe|verken|hverken|uten|utan|når|dersom|hvis|viss|om|så\s+snart|så\s+fort|straks|etter\s+at|før|inntil|at|hvorvidt|korvidt|"
    r"skal|vil|kan|bør|må|burde|skulle|ville|kunne|måtte|vent\w*|avvent\w*|forvent\w*|håp\w*|trur|tror|anta\w*|bekreft\w*|stadfest\w*|rykte\w*|snart|nesten|visstnok|"
    r"spør\w*|lurer|lurar|uklart|uavklart|usikker\w*|feil\w*|påst\w*|sa|sier|seier|hver\s+gang|kvar\s+gong|hvert\s+år|kvart\s+år|vanligvis|vanlegvis|normalt)\b"
)
_NOT_DONE = re.compile(
    rf"\b(?:ikke|ikkje)\s+(?:(?:er|har|ble|vart|blitt|vorte|blei|ennå|enno|enda|formelt|offisielt|offisielt|vore|vært|blive|her|noe|noko)\s+)*{_ANNOUNCED}\b"
)
_NOT_COMING = re.compile(rf"\b(?:ikke|ikkje)\s+(?:blir|vert|vil\s+bli|skal)\s+(?:bli\s+)?{_ANNOUNCED}\b")
_WAITING = re.compile(
    rf"\b(?:vent\w*|avvent\w*|håp\w*|når|så\s+snart|så\s+fort|straks|etter\s+at|før|inntil)\b.*(?:{_ANNOUNCED}|kunngjør\w*|kunngjer\w*|lyser|lyse|utlys\w*)\b"
)
_TAKEN_BACK = re.compile(
    r"\btrukket\b|\btrekt\b|\btrekkes\b|\bkalt\s+tilbake\b|\bavlyst\b|\bved\s+en\s+feil\b|\bmed\s+feil\b|\bikke\s+lenger\b|\bikkje\s+lenger\b|\bstemmer\s+ikke\b|\bstemmer\s+ikkje\b|\b(?:hvert|kvart)\s+år\b|\bårlig\w*|\bårleg\w*"
)
_DONE = re.compile(
    rf"\b(?:{_THIS}|den|det|dei|de)\s+(?:(?:for|i)\s+20\d\d\s+)?(?:ble|vart|blei)\s+(?:nå\s+|no\s+)?{_ANNOUNCED}\b"
)
_EARLIER = re.compile(r"\bi\s+fjor\b|\bfor(?:rige|egående)\b|\bførre\b|\btidlig?ere\b|\btidlegare\b")
_Status = Literal["announced", "not_announced_yet", "closed"]
_RULES: tuple[tuple[_Status, re.Pattern[str]], ...] = (
    ("not_announced_yet", _NOT_YET),
    ("closed", _CLOSED),
    ("closed", _NOT_COMING),
    ("not_announced_yet", _NOT_DONE),
    ("announced", _OPEN),
)
_OPENED = r"(?:lyst\s+ut|utlyst|kunngjort|kunngjord|åpen|open|åpent|ope|åpnet|opna)"
_FOR_APPLYING = r"(?:\s+for\s+(?:nye\s+)?søk\w+)?"
_VALUES: tuple[tuple[_Status, re.Pattern[str]], ...] = (
    ("announced", re.compile(rf"{_OPENED}{_FOR_APPLYING}[\s.!]*")),
    (
        "not_announced_yet",
        re.compile(
            rf"(?:(?:ennå|enno|foreløpig|førebels)\s+)?(?:ikke|ikkje)\s+{_ANNOUNCED}(?:\s+(?:ennå|enno|enda))?[\s.!]*"
        ),
    ),
    (
        "closed",
        re.compile(rf"(?:lukket|lukka|stengt|stengd|avsluttet|avslutta|avviklet|avvikla|utgått){_FOR_APPLYING}[\s.!]*"),
    ),
)


def statuses(lines: Sequence[Line], year: int | None = None) -> Iterator[Finding]:
    """What lines say of a scheme's status.

    Args:
        lines: Of one scheme.
        year: The grant year, when it is certain: «ble lyst ut 6. januar» is of this year's announcement only then.
    """
    for line in lines:
        status, certain = _told(line, year)
        if status and certain:
            yield finding("status", line, StatusValue(status), Doubts())
        elif status:
            yield finding("status", line, StatusValue(status), _doubts(line, status))


def _told(line: Line, year: int | None) -> tuple[_Status | None, bool]:
    """The status that a line tells, and whether it is a field's value or a past announcement of this year."""
    text = line.plain
    if line.labelled and line.topic == "status":
        for name, pattern in _VALUES:
            if pattern.fullmatch(text):
                return name, True
    if _DONE.search(text) and not _EARLIER.search(text):
        mine = _of_this_round(line, year) and not _denied(line, _DONE) and not _CONDITION.search(text)
        return ("announced", True) if mine and not _TAKEN_BACK.search(text) else (None, False)
    if _PAST.search(text) or _PAUSED.search(text):
        return None, False
    status = next((name for name, pattern in _RULES if pattern.search(text)), None)
    return ("not_announced_yet" if status == "announced" and _awaited(text) else status), False


def _awaited(text: str) -> bool:
    """«Vi venter på at … kunngjør», «Når ordningen er lyst ut, …»: it has not happened."""
    opened = _OPEN.search(text)
    waiting = _WAITING.search(text)
    return bool(opened and waiting and waiting.start() < opened.end())


def _of_this_round(line: Line, year: int | None) -> bool:
    """Whether the day of announcing in a line is of the grant year, or the autumn before it."""
    done = _DONE.search(line.plain)
    if year is None and "frist" in line.plain:
        year = max((d.year for d in dates(line.plain) if d.year is not None), default=None)
    told = [d for d in dates(line.plain) if done and d.start >= done.end()][:1]
    days = [day for d in told if d.year is not None and (day := d.date(year)) is not None]
    return year is not None and any(day.year == year or (day.year == year - 1 and day.month >= _AUTUMN) for day in days)


def _denied(line: Line, pattern: re.Pattern[str]) -> bool:
    """Whether words before a statement take it back, ask or wait for it; «vi minner om at» does not."""
    found = pattern.search(line.plain)
    if found is None:
        return False
    end = _last_word(found) if pattern in (_OPEN, _DONE) else found.start()
    begins = max((start for start, _ in clauses(line.plain) if start <= found.start()), default=0)
    said = line.plain[begins:end]
    heard = _CONFIRMED.match(said) or (_EXPECTED.match(said) if pattern is _NOT_YET else None)
    return bool(_NOT_SAID.search(said[heard.end() :] if heard else said))


def _last_word(found: re.Match[str]) -> int:
    """Where the words that announce begin in a match: what is before them may deny them."""
    held = re.search(rf"{_ANNOUNCED}|kunngjør\w*|kunngjer\w*|lyser\b|utlyser\b|åp\w+|op[en]\w*", found.group())
    return found.start() + (held.start() if held else 0)


def _doubts(line: Line, status: _Status) -> Doubts:
    ahead = status == "announced" and _about_time_to_come(line)
    pattern = next(p for name, p in (*_RULES, ("not_announced_yet", _OPEN)) if name == status and p.search(line.plain))
    unsure = _denied(line, pattern) or bool(_TAKEN_BACK.search(line.plain)) or pattern is _NOT_COMING
    doubts = Doubts().add(bool(_CONDITION.search(line.plain)), "condition")
    doubts = doubts.add(unsure or (pattern is _OPEN and status != "announced"), UNSURE)
    return doubts.add(ahead, "status_ahead")


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
            past = found.certain and found.value.date < today
            doubts = (INFERRED, PAST_DEADLINE) if past else (INFERRED,)
            yield Finding("status", Topic.STATUS, StatusValue("announced"), found.passage, found.locator, False, doubts)
            return
