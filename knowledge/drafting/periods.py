"""How long a grant lasts: «inntil fire år», «i opptil to år av gangen», «ettårig»."""

import re
from collections.abc import Iterator, Sequence

from knowledge.drafting.found import Doubts, finding
from knowledge.drafting.lines import Line
from knowledge.drafting.model import Finding, PeriodValue
from knowledge.language.numbers import quantities

_NUMBER = r"(?:\d{1,2}(?:,5)?|ett|et|eit|eitt|én|en|ein|to|tre|fire|fem|seks|sju|syv|åtte|ti|tolv|atten|tjuefire|halvannet|halvtanna|et\s+halvt|eit\s+halvt)"
_LONGEST = r"(?:inntil|opptil|opp\s+til|maks(?:imalt|imum)?\.?|ikke\s+mer\s+enn|ikkje\s+meir\s+enn|høyst|høgst|lengst)"
_UNIT = r"(?:år\b|måneder\b|månader\b|mnd\b\.?|tilskuddsår\b|tilskotsår\b|kalenderår\b)"
_UP_TO = re.compile(rf"\b(?P<cap>{_LONGEST})\s+(?P<span>{_NUMBER}\s+{_UNIT})")
_PLAIN = re.compile(
    rf"\b(?:over|i|for|på|er|varer|varar|varighet\w*|varigheit\w*|om\s+gangen|periode\w*)\s*:?\s*(?:på\s+|er\s+|i\s+)?(?P<span>{_NUMBER}\s+{_UNIT})"
)
_YEARLY = re.compile(r"\b(?P<word>ett|eitt|et|eit|to|tre|fire|fem|1|2|3|4|5)-?årig\w*")
_WORDS = {"ett": 1, "eitt": 1, "et": 1, "eit": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5}
_OF_GRANT = re.compile(
    r"\btilskudd\w*|\btilskot\w*|\bmidle\w*|\bmidla\w*|\bmidlar\w*|\bstøtte\w*|\bprosjekt(?:et|a|ene|periode\w*)\b|\bgis\b|\bbli\w*\s+gitt|\bvert\s+gitt|\bgjeve\b|\bsøkes?\b|\bsøkje\b|\bsøkjast\b|\bav\s+gangen\b|\bom\s+gongen\b"
)
_OTHER = re.compile(
    r"\balder\w*|\bbarn\s+(?:og|i|fra|under|mellom)|\bungdom\b|\bunge\b|\bfylt\b|\bgammel\w*|\bgamal\w*|\bårene\b|\bsiste\b|\bsidan\b|\bsiden\b|\binnen\s+(?:et|ett|to|tre|eit)\b|\brapport\w*|\bbehandlingstid|\bhandsamingstid|\boppbevar\w*|\bhvert\b|\bkvart\b|\bførste\b|\bfyrste\b|\bi\s+mer\s+enn|\bhar\s+(?:vært|vore|drevet|drive|hatt|eksistert)|\bminst\b|\berfaring\w*|\butdanning\w*|\bgamle\b|\bkarantene\w*|\bkontrakt\w*|\bleieavtale\w*|\bleigeavtale\w*|\bplan\b|\bhandlingsplan\w*|\better\s+(?:at\s+)?(?:prosjekt|tilskudd|tilskot)\w*\s+(?:er\s+)?(?:avslutt\w*|slutt)"
)
_LEFT_OUT = re.compile(
    rf"\b(?:ev\.?|evt\.?|eventuelt)?\s*(?:{_NUMBER}\s+{_UNIT}\s+(?:ekstra|i\s+tillegg|lenger|forleng\w*)|ekstra\s+år)|\bforprosjekt\w*\s+(?:på|i|over|inntil)\s+(?:inntil\s+)?{_NUMBER}\s+{_UNIT}|\b{_NUMBER}\s+{_UNIT}\s+(?:til|med|for)\s+(?:et\s+|eit\s+)?forprosjekt"
)
_PERIOD_IS = re.compile(r"\b(?:tilskudds|tilskots|prosjekt|støtte)perioden?\s+er\b")
_WITH = re.compile(r",\s+(?:med|og)\s")  # what comes after says how, not how long
_CONDITION = re.compile(
    r"\bdersom\b|\bhvis\b|\bviss\b|\bunntak\w*|\bunnatak\w*|\bsærlige?\s+tilfelle\w*|\bsærlege\s+tilfelle\w*|\bforleng\w*|\bikke\b(?!\s+mer)|\bikkje\b(?!\s+meir)|\bvanligvis\b|\bnormalt\b|\bvanlegvis\b|\bi\s+fjor\b|\btidligere\b|\btidlegare\b|\bforesl\w*"
)


def periods(lines: Sequence[Line]) -> Iterator[Finding]:
    """The longest time that lines say a grant lasts; a year extra for a pre-project is not part of it."""
    for line in lines:
        text = _LEFT_OUT.sub(lambda m: " " * len(m.group()), line.plain)
        topic = line.topic == "funding_period"
        text = _WITH.split(text)[0] if _UP_TO.search(_WITH.split(text)[0]) else text
        if _OTHER.search(text) or not (topic or _OF_GRANT.search(text)):
            continue
        spans = [(m["span"], True) for m in _UP_TO.finditer(text)]
        told = topic or bool(_PERIOD_IS.search(text))
        spans += [] if spans else [(m["span"], told) for m in _PLAIN.finditer(text)]
        spans += [] if spans or not topic else _alone(text)
        years = {value: clear for span, clear in spans if (value := _years(span))}
        years |= {} if years else {float(_word(m["word"])): True for m in _YEARLY.finditer(text)}
        for value, clear in years.items():
            doubts = (
                Doubts()
                .add(len(years) > 1, "several_periods")
                .add(not clear, "period_of_what")
                .add(bool(_CONDITION.search(text)), "condition")
            )
            yield finding("funding_period", line, PeriodValue(value), doubts)


def _alone(text: str) -> list[tuple[str, bool]]:
    """«3 år» in a cell or after a label."""
    found = re.fullmatch(rf"\W*(?P<span>{_NUMBER}\s+{_UNIT})\W*", text)
    return [(found["span"], True)] if found else []


def _years(span: str) -> float | None:
    said = re.sub(r"(?:tilskudds|tilskots|kalender)år", "år", span).replace("mnd.", "mnd")
    values = [q.value for q in quantities(said) if q.unit == "years"]
    return values[0] if values and 0 < values[0] <= 10 else None


def _word(word: str) -> int:
    return _WORDS.get(word) or int(word)
