"""Who can apply: kinds of applicants from lists and plain statements; partners are no applicants."""

import re
from collections.abc import Iterator, Sequence

from knowledge.drafting.found import Doubts, clauses, finding
from knowledge.drafting.kinds import CONDITION, KIND, LIST, is_list, marked
from knowledge.drafting.lines import Line
from knowledge.drafting.model import Finding, KindsValue
from knowledge.drafting.texts import joined

_CAN = r"(?:kan\s+(?:også\s+|òg\s+)?(?:søke|søkje|få\s+tilskudd|få\s+tilskot|motta\s+tilskudd|ta\s+imot\s+tilskot)\b(?!\s+(?:\w+\s+)?om\s+(?!tilsk|midl|støtte|inntil|opptil|maks|å|kr|opp|denne|dette|prosjekt|\d))(?!\s+(?:@|direktorat\w*|helsedir\w*)\s+om\b)|er\s+(?:søknadsberettiget|søknadsberettigede|søkeberettiget))[^.]*"
_SUBJECT = re.compile(rf"{LIST}{CONDITION}\s*,?\s+{_CAN}\.?")
_ONLY = r"(?:bare|kun|berre|også|òg)?\s*"
_PASSIVE = re.compile(
    rf"[\s•➢*–-]*(?:tilskudd\w*|tilskot\w*|midlene|midla\w*|ordninge?n?a?|støtten?)\s+(?:kan\s+)?(?:{_ONLY})(?:søkes|søkjast|søkast|gis|gjevast|tildeles|tildelast|er\s+åpen|er\s+open|er\s+åpent|er\s+rettet|gjelder|gjeld)\s+{_ONLY}(?:av|til|for|mot)\s+{_ONLY}{LIST}{CONDITION}[\s.]*"
)
_APPLICANT_IS = re.compile(
    rf"[\s•➢*–-]*(?:det\s+er\s+)?(?:søkere?n?|søkjar(?:en|ar)?|søkar(?:en|ar)?|tilskuddsmottaker(?:e|en)?|tilskotsmottakar(?:en|ar)?|mottakere?|målgruppen? for søknader)\s+(?:er|kan\s+være|kan\s+vere|må\s+være|må\s+vere|skal\s+være|skal\s+vere)\s+(?:en\s+|ein\s+)?{_ONLY}{LIST}{CONDITION}[\s.]*"
)
_EXCLUDED = re.compile(
    r"\bkan\s+(?:ikke|ikkje)\s*(?:[.,;]|$)|\bkan\s+(?:ikke|ikkje)\s+(?:søke|søkje|få|motta|ta\s+imot)|\ber\s+(?:ikke|ikkje)\s+(?:søknadsberett\w*|søkeberett\w*|i\s+målgrupp\w*)|\bunntatt\b|\bunnateke\b|\bmed\s+unntak\s+av|\bmed\s+unnatak\s+av|\bikke\s+(?:åpen|tilgjengelig)\s+for|\bikkje\s+open\s+for|\bbortsett\s+fr[aå]|\butenom\b|\bfår\s+(?:ikke|ikkje)\b|\bikke\s+fra\b|\bomfatter\s+ikke|\bomfattar\s+ikkje|\bgjelder\s+ikke|\bgjeld\s+ikkje|\bgis\s+ikke\s+til|\bblir\s+ikkje\s+gitt\s+til"
)
_PARTNERS = re.compile(
    r"\bsamarbeid\w*|\bsammen\s+med\b|\bsaman\s+med\b|\bi\s+lag\s+med\b|\bpartnar?\w*|\bpartner\w*|\bpå\s+vegne\s+av\b|\bpå\s+vegner\s+av\b|\bhovedsøk\w*|\bhovudsøk\w*|\bstå\s+som\s+søk\w*|\bi\s+fellesskap\b|\bsøker\s+sammen\b|\bsøkjer\s+saman\b|\binvoler\w*|\binvolver\w*|\bsøke\s+om\s+(?:å|dekning)|\bkan\s+delta\b|\bmedsøk\w*"
)
_FUTURE = re.compile(
    r"\bfra\s+20\d\d\b|\bfrå\s+20\d\d\b|\btidlig?ere\b|\btidlegare\b|\bi\s+fjor\b|\bforesl\w+|\bdersom\b|\bhvis\b|\bviss\b|\bvurder\w*"
)


# «X kan søke sammen med kommunen, men ikke alene»: X is a partner.
_NOT_ALONE = re.compile(
    r"\b(?:ikke|ikkje|aldri)\s+(?:uten|utan)\s+(?:(?:en|ei|ein)\s+)?kommun|\b(?:ikke|ikkje|aldri)\s+(?:\w+\s+){0,3}(?:alene|åleine|aleine|på\s+egen\s+hånd|på\s+eiga\s+hand|på\s+eigen\s+hand|selv|sjølv|selvstendig|sjølvstendig)\b|"
    r"\b(?:bare|kun|berre)\s+(?:\w+\s+){0,2}(?:sammen|saman|i\s+lag|i\s+samarbeid|i\s+fellesskap|gjennom)\b|\b(?:så\s+lenge|dersom|hvis|viss|når)\s+(?:de\s+|dei\s+)?(?:\w+\s+){0,4}(?:kommune\w*\s+(?:er|står)\s+(?:som\s+)?(?:hoved|hovud)?søk\w+|(?:sammen|saman)\s+med)\b"
)


def applicants(lines: Sequence[Line]) -> Iterator[Finding]:
    """Who can apply, as lists under such a heading and as plain statements say.

    Lines of one heading that stand next to each other make one finding.
    """
    run: list[Line] = []
    for line in lines:
        if _tells(line):
            apart = run and (run[-1].locator != line.locator or run[-1].foreign != line.foreign)
            if run and (apart or line.block - run[-1].block > 1):
                yield from _of_run(run)
                run = []
            run.append(line)
    if run:
        yield from _of_run(run)


def _tells(line: Line) -> bool:
    """Whether a line says who can apply, or who cannot."""
    if line.kind == "heading" or line.plain.rstrip().endswith(("?", ":")):
        return False
    if _NOT_ALONE.search(line.plain):
        return False
    if is_list(line.plain) and line.topic == "who_can_apply":
        return True
    if _PARTNERS.search(_without_condition(line.plain)) and not _SUBJECT.fullmatch(marked(line.plain)):
        return False
    if _statement(line.plain) or (_EXCLUDED.search(line.plain) and KIND.search(line.plain)):
        return True
    return line.topic == "who_can_apply" and bool(KIND.search(line.plain))


def _statement(text: str) -> bool:
    parted = marked(text)
    return any(pattern.fullmatch(parted) for pattern in (_SUBJECT, _PASSIVE, _APPLICANT_IS))


def _without_condition(text: str) -> str:
    return re.sub(r"\(.*?\)", " ", text)


def _of_run(run: Sequence[Line]) -> Iterator[Finding]:
    told: list[str] = []
    excluded: list[str] = []
    doubts = Doubts()
    any_clear = any(_is_clear(line) for line in run)
    for line in sorted(run, key=lambda held: not _is_clear(held)):
        kinds = _kinds(_subject(line.plain))
        if _EXCLUDED.search(line.plain):
            shut = _shut_out(line.plain)
            excluded += shut
            told += [kind for kind in kinds if kind not in shut]
            doubts = doubts.add(set(kinds) != set(shut), "leaves_out_applicants")
            continue
        clear = _is_clear(line)
        new = not clear and bool(set(kinds) - set(told))
        told += kinds if clear or not any_clear else []
        doubts = doubts.add(new, "more_than_applicants")
        doubts = doubts.add(bool(_FUTURE.search(line.plain)), "condition")
    doubts = doubts.add(bool(set(told) & set(excluded)), "applicants_in_and_out")
    if told:
        yield finding("who_can_apply", joined(run), KindsValue(tuple(dict.fromkeys(told))), doubts)


def _is_clear(line: Line) -> bool:
    if _EXCLUDED.search(line.plain):
        return False
    return _statement(line.plain) or bool(is_list(line.plain))


def _shut_out(text: str) -> list[str]:
    """«Kommuner kan søke, men ikke bydeler»: those on the side of the excluding words."""
    found = next(_EXCLUDED.finditer(text))
    after = _kinds(text[found.end() :])
    subject = re.match(r"\bkan\s+ik|\ber\s+ik|\bfår\s+ik", found.group()) and _kinds(
        _clause_before(text, found.start())
    )
    return subject or after


def _subject(text: str) -> str:
    """What stands before «kan søke»: others that a sentence names are no applicants."""
    return text.partition(" kan sø")[0] if _SUBJECT.fullmatch(marked(text)) else text


def _clause_before(text: str, place: int) -> str:
    """What stands before a place in its part of the sentence: the subject of «kan ikke»."""
    return next(text[start:place] for start, end in clauses(text) if place < end)


def _kinds(text: str) -> list[str]:
    bare = re.split(r",?\s+(?:som|der|kor|hvor)\s", _without_condition(text))[0]
    return list(dict.fromkeys(str(m.lastgroup) for m in KIND.finditer(bare)))
