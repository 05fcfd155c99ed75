"""Amounts: what one applicant can get at most, and what is set aside in all.

An amount counts only with words that say which of the two it is. Last year's, minimum and part amounts are neither.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.drafting.found import Doubts, finding
from knowledge.drafting.lines import Line
from knowledge.drafting.model import AmountValue, Field, Finding
from knowledge.language.numbers import quantities

_SCALE = r"(?:tusen|mill(?:ion(?:er|ar)?)?\b\.?|mrd\b\.?|milliard(?:er|ar)?)"
_FIGURE = r"\d{1,3}(?:[ .]\d{3})+(?!\d)|\d+(?:,\d+|\.\d{1,2}(?!\d))?"
_SAID = r"(?:(?:en|ein|et|eit|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|tolv|femten|tjue|tretti|førti|femti)\s+)?(?:halv(?:annen|annan)?\s+|og\s+en\s+halv\s+)?(?:(?:hundre|og|femti)\s*)*(?:tusen|million(?:er|ar)?|milliard(?:er|ar)?)"
_MONEY = re.compile(
    rf"(?<![\w.,])(?:(?:kr\b\.?|kroner|nok)\s*(?P<a>{_FIGURE})(?:\s*{_SCALE})?(?:\s*,\s*-{{1,2}})?|"
    rf"(?P<b>{_FIGURE})\s*(?:{_SCALE}\s*(?:kroner|kronar|kr\b\.?|nok)?|kroner|kronar|kr\b\.?|nok|,\s*-{{1,2}})|"
    rf"(?P<c>{_SAID})(?:\s+(?:kroner|kronar|kr\b\.?))?)"
)
_RANGE = re.compile(rf"(?P<low>{_FIGURE})\s*(?:-|–|—|til|og)\s*$")
_TOTAL = re.compile(
    r"\bavsatt\b|\bavsett\b|\b(?:deles|delast|delt)\s+ut\b|\bsatt\s+av\b|\bsett\s+av\b|\bset(?:te|tes|t)\s+av\b|\bramme[nr]?\b|\bramma\b|\btil\s+fordeling\b|\b(?:skal|vil|kan|blir|vert)\s+(?:det\s+)?(?:bli\s+)?fordel\w*|\btotalramme\w*|"
    r"\bbevilg(?:et|ning\w*)|\bløyv(?:d|t|ing\w*)|\bbudsjett(?:et|ert|erte|ramme\w*)?\b|\bdispone\w*|\btil\s+disposisjon\b|\btil\s+rådvelde\b|\bdet\s+(?:lyses|lysast|blir\s+lyst)\s+ut\b|\bvi\s+lyser\s+ut\b|\b(?:lyser|lyses|lyst)\s+ut\b|\butlyst\w*|\btilgjengelig\w*|\btilgjengeleg\w*|"
    r"\bsamlet\s+(?:beløp|sum|tilskudd\w*)|\bsamla\s+(?:beløp|sum|tilskot\w*)|\bsaml(?:et|a)\b(?=\s+(?:kr\b|\d))|\bi\s+alt\b|\btotalt\b|\bpott(?:en)?\b"
)
_EACH = re.compile(
    r"\b(?:hver|kvar|kvart|hvert|per|pr\.?|den\s+enkelte|éin|én)\s+(?:kommune|søker|søkjar|søkar|søknad|prosjekt|tiltak|organisasjon|lag|mottaker|mottakar|virksomhet|verksemd|fylkeskommune|helseforetak|forening|bedrift|bydel)\w*|"
    r"\bmaks(?:imal\w*|imum|beløp\w*|imalbeløp\w*)?\b\.?|\binntil\b|\bopptil\b|\bopp\s+til\b|\bhøy?est[e]?\b|\bøvre\s+(?:grense|ramme)\b|\bikke\s+(?:mer|meir)\s+enn\b|\bikkje\s+meir\s+enn\b|\bbeløpsgrense\w*|\bkan\s+(?:ikkje|ikke)\s+overst\w*|\btak(?:et)?\s+(?:er|på)\b|\bnormalt\b|\bvanligvis\b|\bmellom\b"
)
_FOR_ONE = re.compile(
    r"\bsøk\w*|\btilskudd\w*|\btilskot\w*|\bstøtte\w*|\btildel\w*|\bmotta\b|\bfå\b|\bsum\b|\bbeløp\w*|\bgi(?:s|tt|r)?\b|\bgje(?:v|ve|vast|ven)?\b"
)
_PAST = re.compile(
    r"\bi\s+fjor\b|\bfjor(?:årets|året)\b|\bforrige\b|\bførre\b|\btidlig?ere\b|\btidlegare\b|\bble\b|\bvart\b|\bvar\b|\bfikk\b|\bfekk\b|\btildelte\b|\bfordelte\b|\bhar\s+(?:fått|fordelt|delt|tildelt|gitt|gjeve)\b|\bsiden\b|\bsidan\b|\bmottok\b|\binnvilget\s+totalt\b|\bble\s+søkt\b"
)
_NEITHER = re.compile(
    r"\bminst(?:e|ebeløp\w*)?\b|\bminimum\w*|\bunder\s+(?:kr|kroner|\d)|\bnedre\b|\beigendel\w*|\begenandel\w*|\begen(?:finansiering|innsats)\w*|\beigen(?:finansiering|innsats)\w*|\btimesats\w*|\btimepris\w*|\bper\s+time\b|\bsatser?\b|\bper\s+deltak\w*|\bper\s+dag\b|\brevisor\w*|\bstyrk(?:et|a|es|er|te|ing)\b|\bøk(?:t|te|ning\w*|es)\b|\bauk(?:e|a|ar|ing)\b|\blønns\w*|\bløn(?:n|s)?utgift\w*|\bårsverk\b|\bover\s+(?:kr|kroner|\d[\d .]*(?:kr|kroner))|\bgebyr\w*|\bbot\b|\binnbygg\w*|\bomsetning\w*|\bdagsats\w*|\bprosjektkostnad\w*|\btotalkostnad\w*"
)
_PART = re.compile(
    r"\bstorting\w*|\bregjering\w*|\bstatsbudsjett\w*|\bnasjonal\w*|\bsamlet\s+over\b|\bforprosjekt\w*|\bav\s+(?:dette|disse|desse)\b|\bderav\b|\bav\s+midlene\b|\bav\s+midla\w*|\børemerk\w*|\btil\s+(?:kurs|reise\w*|utstyr|lokal\w*)\b|\bnormalt\b|\bvanligvis\b|\bvanlegvis\b|\bsom\s+regel\b|\bkategori\b|\bspor\s+\d|\bsmå\s+prosjekt\w*|\bstore\s+prosjekt\w*|\bdel\s+\d|\btiltak\s+\d|\bfor\s+(?:kommuner|kommunar|organisasjon\w*|fylkes\w*|lag|nye|samarbeid\w*|interkommunal\w*)|\bsamarbeid\w*|\binterkommunal\w*|\bsamen|\bstatsforvalteren\s+i\b|\bstatsforvaltaren\s+i\b|\bfylket\b|\bi\s+(?:trøndelag|nordland|rogaland|agder|innlandet|vestland|vestfold|telemark|troms|finnmark)\b"
)
_ONE_PLACE = re.compile(r"\b(?!Hver|Kvar|Per|En|Ein|Én|Éin)[A-ZÆØÅ]\w+ (?:kommune|fylkeskommune)\b")
_YEARLY = re.compile(
    r"\b(?:per|pr\.?|hvert|kvart|i)\s+år(?:et)?\b|\bårlig\w*|\bårleg\w*|\bper\s+tilskuddsår\b|\bi\s+året\b|\b(?:\w+)\s+over\s+(?:to|tre|fire|fem|\d)\s+år"
)
_ESTIMATE = re.compile(
    r"\banslag\w*|\banslått\b|\bestim\w*|\bca\b|\bom\s*lag\b|\brundt\b|\bomtrent\b|\bforvent\w*|\bventa\b|\bforeløpig\w*|\bførebels\b|\bantatt\b|\bmed\s+forbehold\b|\bmed\s+atterhald\b"
)
_CONDITION = re.compile(
    r"\bdersom\b|\bhvis\b|\bviss\b|\bforslag\w*|\bforesl\w+|\bkan\s+bli\b|\beksempel\w*|\bf\.\s?eks|\bdøme\b|\bunntak\w*|\bikke\b(?!\s+(?:mer|overst))|\bikkje\b(?!\s+(?:meir|overst))|\bvurder\w*"
)
_PASTYEAR = re.compile(r"\bi\s+(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Money:
    """A sum with its place. `low` is the lower end where a range is told."""

    start: int
    end: int
    kroner: int
    ranged: bool = False


def money(text: str) -> list[Money]:
    """The sums of a text in lower case, in order; a number without currency or scale is none.

    >>> [m.kroner for m in money("inntil kr 400 000,- av 7,7 mill.")]
    [400000, 7700000]
    """
    found = []
    for match in _MONEY.finditer(text):
        kroner = _kroner(match.group())
        if kroner is None:
            continue
        low = _RANGE.search(text[: match.start()])
        found.append(Money(low.start() if low else match.start(), match.end(), kroner, bool(low)))
    return found


def _kroner(said: str) -> int | None:
    """«1,5 mill. kr» as 1500000; None for what is no sum."""
    values = [q.value for q in quantities(said.replace(",-", "").replace("mill.", "mill")) if q.value >= 1000]
    return round(values[0]) if len(values) == 1 else None


def amounts(lines: Sequence[Line], year: int | None) -> Iterator[Finding]:
    """The highest amounts and the totals that lines state.

    Args:
        lines: Of one scheme.
        year: The grant year, when it is certain: a sum of an earlier year is history.
    """
    for line in lines:
        for start, end in _parts(line.plain):
            part = line.plain[start:end]
            sums = money(part)
            for one in sums:
                found = _field(line, part, one)
                if found and not _history(line.plain, part, year):
                    yield _finding(found, line, part, one, sums)


def _parts(text: str) -> list[tuple[int, int]]:
    """Parts of a sentence that each have a sum of their own."""
    cuts = [0, *(m.start() for m in re.finditer(r"(?:,|;)\s+(?:og|men|mens|medan|hvorav|kor|der)\s|,\s+(?=(?:totalt|i\s+alt|samlet|samla|til\s+sammen|til\s+saman|inntil|opptil|maks\w*)\b)|,\s+(?=\w+\s+(?:kommune|søker|søkjar)\b)", text)), len(text)]  # fmt: skip
    parts = [(a, b) for a, b in pairwise(cuts) if a < b]
    return parts if sum(bool(money(text[a:b])) for a, b in parts) > 1 else [(0, len(text))]


def _field(line: Line, part: str, one: Money) -> Field | None:
    """Which of the two an amount is: by its own words, else by the label it stands under."""
    if _NEITHER.search(part):
        return None
    before, topic = part[: one.start], line.topic
    each = max((m.end() for m in _EACH.finditer(part)), default=0)
    if _TOTAL.search(part):
        return None if _cap(before) and _EACH.search(part) and _per_one(part) else "total_amount"
    if each and (_FOR_ONE.search(part) or topic == "amount"):
        return "amount"
    if topic == "total_amount":
        return "total_amount"
    return "amount" if topic == "amount" and line.labelled else None


def _cap(before: str) -> bool:
    return bool(re.search(r"\b(?:inntil|opptil|opp til|maks\w*)\W*$", before))


def _per_one(part: str) -> bool:
    return bool(re.search(r"\b(?:hver|kvar|per|pr\.?)\s+(?:kommune|søk|prosjekt|tiltak|organisasjon)", part))


def _history(sentence: str, part: str, year: int | None) -> bool:
    if _PAST.search(part):
        return True
    told = [int(found) for found in _PASTYEAR.findall(sentence)]
    return bool(told) and year is not None and max(told) < year


def _finding(field: Field, line: Line, part: str, one: Money, sums: Sequence[Money]) -> Finding:
    several = len({m.kroner for m in sums}) > 1
    cue = _TOTAL if field == "total_amount" else _EACH
    doubts = (
        Doubts()
        .add(several, "several_amounts")
        .add(one.ranged, "amount_range")
        .add(bool(_YEARLY.search(part)), "amount_each_year")
        .add(bool(_CONDITION.search(part)), "condition")
        .add(
            bool(_PART.search(part) or _ONE_PLACE.search(line.text)),
            "amount_part",
        )
        .add(not cue.search(part) and not _clear_label(line, field), "amount_of_what")
    )
    return finding(field, line, AmountValue(one.kroner, bool(_ESTIMATE.search(part))), doubts)


def _clear_label(line: Line, field: Field) -> bool:
    """«Samlet ramme» and «Maksimalt beløp» say which; «Beløp» does not."""
    label = line.labels[-1].lower() if line.labels else ""
    return line.labelled and (
        field == "total_amount" or bool(re.search(r"maks|øvre|grense|per |pr\.|søknadsbeløp", label))
    )


def as_estimates(findings: Sequence[Finding], lines: Sequence[Line]) -> list[Finding]:
    """Marks the amounts as estimates where the document says so on its own: «oppgitt beløp er kun et anslag»."""
    said = any(
        re.search(r"\bbeløp\w*\b[^.]{0,30}\b(?:anslag|estimat|foreløpig|førebels)|\banslag\b", line.plain)
        and not money(line.plain)
        for line in lines
    )
    if not said:
        return list(findings)
    return [
        replace(f, value=replace(f.value, estimate=True))
        if f.field == "total_amount" and isinstance(f.value, AmountValue)
        else f
        for f in findings
    ]
