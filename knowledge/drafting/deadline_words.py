"""The words around deadlines, bokmål and nynorsk, as patterns over text in lower case."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.drafting.dates import Dated

_SEND = (
    r"(?:sende[srt]?|sendt|sendast|send|sende inn|sendes inn|sendt inn|sendast inn|innsendt|levere?[srt]?|levert|leverast|lever|leverte?|"
    r"registrer\w*|komme inn|kome inn|komme|kome|mottatt|motteke|mottas|være mottatt|innkommet|inne|poststempl\w*|fremmes|fremjast|"
    r"fylles ut|fyllast ut|lastes opp|lastast opp|foreligge)"
)
_MUST = r"(?:må|skal|bes|kan|bør|vert|blir)"
_BE = r"(?:\s+(?:være|vere|ha blitt|vera|bli|ha|ha vorte))?"
_APPLICATION_NOUN = (
    r"søknads-?\s?frist(?:en|ene|ar|er|ane|a)?|søknadstidsfrist(?:en)?|søkefrist(?:en)?|søkjefrist(?:en)?|innsendingsfrist(?:en)?|"
    r"(?:siste\s+)?frist(?:en|a)?\s+(?:for|på)\s+(?:å\s+)?(?:søk(?:e|je|nad\w*|ing)|sende\s+(?:inn\s+)?søknad\w*|levere\s+(?:inn\s+)?søknad\w*|inn(?:sending|levering)\s+av\s+søknad\w*|levering\s+av\s+søknad\w*)"
    r"(?:\s+(?:om|på)\s+(?:tilskudd\w*|tilskot\w*|midler|midla\w*|midlar|støtte))?"
)
_REPORTING_NOUN = (
    r"rapporterings-?\s?frist(?:en|ene|ar|er|ane)?|rapportfrist(?:en)?|frist(?:en)?\s+for\s+(?:å\s+)?(?:rapporter(?:e|ing\w*)|rapport\w*|(?:sende|levere)\s+(?:inn\s+)?(?:rapport|sluttrapport|regnskap|rekneskap)\w*)"
    r"|rapporteringa?\s+har\s+frist|frist\s+for\s+(?:regnskap|rekneskap)\w*"
)
_BOTH_NOUN = (
    r"søknads?-?\s+og\s+rapporterings?-?\s?frist(?:en|ene|ar|er|ane)?|frist(?:en)?\s+for\s+(?:både\s+)?(?:å\s+)?(?:søknad\w*|søke|søkje)\s+og\s+rapport\w*"
    r"|søknadsfrist(?:en)?\s+og\s+rapporteringsfrist(?:en)?|rapporterings-?\s+og\s+søknadsfrist(?:en|er)?"
)
# Nouns of deadlines that are not for applications or reports, and of what else has a date.
_OTHER_NOUN = (
    r"frist\w*\s+for\s+(?:å\s+)?(?:søke|søkje|søknad\w*)\s+om\s+(?:utsett\w*|overføring\w*|omdispon\w*|forleng\w*|dispensasjon\w*|fritak\w*|innsyn\w*)|klagefrist\w*|høringsfrist\w*|høyringsfrist\w*|påmeldingsfrist\w*|akseptfrist\w*|svarfrist\w*|ankefrist\w*|betalingsfrist\w*|internfrist\w*|"
    r"(?:interne?\s+)(?:søknads)?frist\w*|frist\w*\s+for\s+(?:å\s+)?(?:klage\w*|påmelding\w*|melde\s+\w+\s+på|svar\w*|akseptere|uttal\w*|merknad\w*|høring\w*|høyring\w*|spørsmål|innspel|innspill|utbetaling\w*|bruk\w*|å\s+bruke\s+\w+|oppstart|gjennomføring\w*|vedtak|behandling\w*|å\s+trekke\w*)|"
    r"behandlingsfrist\w*|gjennomføringsfrist\w*|utlysingsdato|publiseringsdato|oppstart\w*|utbetaling\w*|informasjonsmøte\w*|webinar\w*"
)
_LABEL_REST = re.compile(
    r"(?:[\s:,–()?-]|\b(?:og|for|til|i|å|om|på|av|er|når|søknadsskjema\w*|søknad\w*|søke|søkje|rapport\w*|frist\w*|tilskudd\w*|tilskot\w*|ordning\w*|midl\w+|søknadsfrist\w*|20\d\d|"
    r"bufdir|statsforvalter\w*|statsforvaltar\w*|helsedirektoratet|direktoratet|imdi|husbanken|§)\b)*+"  # «søknadsskjema» is two of these: it must not be tried both ways
)
_GENERIC_NOUN = r"(?:antatt\s+|ny\s+|siste\s+|endelig\w*\s+|endeleg\w*\s+)?frist(?:en|ene|ar|er)?"
_CUE = re.compile(
    rf"(?<![\wæøå-])(?:(?P<both>{_BOTH_NOUN})|(?P<other>{_OTHER_NOUN})|(?P<reporting>{_REPORTING_NOUN})|(?P<application>{_APPLICATION_NOUN})|(?P<period>søknadsperiode\w*)|(?P<generic>{_GENERIC_NOUN}))(?!\w)"
)
_TIME = r"(?:kl(?:okka|okken|okke)?\.?\s*\d{1,2}(?:[.:]\d\d)?|midnatt|24[.:]00|23[.:]59|12[.:]00)"
_WORDS = (
    r"er|blir|vert|ble|var|satt\s+til|sett\s+til|fastsatt\s+til|fastsett\s+til|utsatt\s+til|utsett\s+til|utvidet\s+til|utvida\s+til|flyttet\s+til|flytta\s+til|endret\s+til|endra\s+til|forlenget\s+til|forlenga\s+til|"
    r"(?:utsatt|utsett|utvidet|utvida|flyttet|flytta|endret|endra|forlenget|forlenga)\s+(?:fra|frå)\s+(?:den\s+)?§\s+til|innen|innan|seinast|senest|før|den|no|nå|dato|i\s+år|for\s+(?:20\d\d|tilskudd\w*|tilskot\w*|ordninge?n?a?|denne\s+ordning\w*|dette\s+tilskudd\w*|midlene|midlane|midla|tilskuddsordning\w*|tilskotsordning\w*)(?:\s+(?:for|i)?\s*20\d\d)?|"
    r"til\s+(?:bufdir|statsforvaltere?n?|statsforvaltaren?|helsedirektoratet|direktoratet|oss|imdi|husbanken|fylkeskommunen|miljødirektoratet)|"
    r"mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tysdag|laurdag|sundag|til\s+og\s+med|på|om\s+(?:tilskudd|tilskot)|"
    r"antatt|anteke|forventet|venta|ventet|trolig|truleg|foreløpig|førebels|sannsynligvis|sannsynlegvis|planlagt|i|ca\.?|rundt|omkring|medio|begynnelsen\s+av|starten\s+av|slutten\s+av|løpet\s+av|utgangen\s+av|midten\s+av|å\s+bli|alltid|kvart\s+år|hvert\s+år"
)
# «Søknadsfristen var opprinnelig §, men er utsatt til §»
_MOVED_TO = r"(?:\s*(?:var|er|ble)\s+(?:opprinnelig\s+|opphavleg\s+|først\s+)?(?:satt\s+til\s+|sett\s+til\s+)?§\s*,?\s*men\s+(?:er|ble|vart|blir|har\s+blitt)\s+(?:nå\s+|no\s+)?(?:utsatt|utsett|flyttet|flytta|forlenget|forlenga|endret|endra)\s+til)?"
_OF_EARLIER = r"(?:\s+for\s+(?:tilskudd\w*|tilskot\w*|midl\w+)\s+(?:mottatt|motteke|gitt|gjeve|gjevne|tildelt|frå|fra|utbetalt)\s+(?:i\s+)?20\d\d)?"
FILLER = re.compile(rf"{_OF_EARLIER}{_MOVED_TO}(?:[\s:,–()|-]|§|\bog\b|\beller\b|{_TIME}|\b(?:{_WORDS})\b)*")
TO_DATE = re.compile(r"\s*til\s*(?:den\s+)?")  # «sett søknadsfristen til 1. juni» is an order, not a statement
ALONE = re.compile(rf"(?:[\s:,.;–()|§-]|\bog\b|\bkl\b|{_TIME}|\b(?:{_WORDS})\b)*")
LEFT_LABEL = re.compile(r"[^:.|]{2,80}:\s*")
LEFT = re.compile(
    r"[\s:•➢*–(»«\"-]*(?:(?:neste|forventa|vi\s+(?:antar|anslår|reknar\s+med|regner\s+med|forventer|venter|ventar|trur|tror)\s+at|(?:tilskudd\w*|tilskot\w*|ordning\w*|tilskuddsordning\w*|tilskotsordning\w*|midla\w*|midlene)\s+(?:er|ble|vart|blei)\s+(?:nå\s+|no\s+)?(?:lyst\s+ut|utlyst|kunngjort|kunngjord)(?:\s+§)?,?\s+med|vi\s+minner\s+om|vi\s+minner\s+om\s+at|minner\s+om|hugs\s+på|merk|obs|viktig|hugs|husk|ny|nytt|at|den|vår|siste|endelige?|endelege?|antatt|anteke|foreløpig|førebels|forventet|venta|ventet|planlagt|"
    r"det\s+er|no\s+er|nå\s+er|og|men|i\s+år\s+er|i\s+20\d\d\s+er|for\s+20\d\d\s+er|for\s+tilskudd(?:et)?\s+(?:for\s+|i\s+)?20\d\d\s+er)[\s:,.!-]*)*"
)
IS = re.compile(r"\s*,?\s*(?:er|blir|vert)\s+(?:\w+\s+)?(?:den\s+)?(?:siste\s+)?|\s*[(:–-]?\s*")
RANGE = re.compile(
    r"\s*(?:-|–|—|til|til og med|t\.o\.m\.|og\s+til|og\s+fram\s+til|fram\s+til|frem\s+til)\s*(?:den\s+)?"
)
OLD_DATE = re.compile(r"\b(?:fra|frå)\s+(?:den\s+)?$")
MOVED = re.compile(r"\b(?:utsatt|utsett|flytt\w*|endr\w*|forleng\w*|utvid\w*)\b")
INNEN = re.compile(r"\b(?:innen|innan|senest|seinast|før|frist|til og med|fram til|frem til)\s+(?:(?:den|midnatt|utgangen av|utgongen av)\s+|kl\.?\s*\d{1,2}(?:[.:]\d\d)?\s+(?:den\s+)?)*$")  # fmt: skip
UNTIL = re.compile(r"\b(?:fra|frå)\s+(?:den\s+)?§.{0,20}\btil\s+(?:den\s+)?(?:\w+dag\s+)?(?:den\s+)?$")
VERB_AFTER = re.compile(
    rf"\s*(?:{_TIME}\s*)?(?:{_MUST})\s+(?:kommunen\s+|de\s+|dere\s+|du\s+)?(?:søknad\w*)\s*(?:{_MUST}\s*)?{_BE}\s*{_SEND}"
)
_PLACE = r"(?:\s+(?:til|hos|hjå|i|via|gjennom|på|elektronisk|digitalt|inn|statsforvalteren\w*|statsforvaltaren\w*|\w*portal\w*|bufdir|helsedirektoratet|direktoratet|oss|regionalforvaltning(?:\.no)?|altinn|skjema\w*|søknadsskjema\w*|det|elektroniske|digitale))*"
_UNTIL = r"[\s,]+(?:innen|innan|senest|seinast|før)\s+(?:den\s+)?(?:kl\.?\s*\d{1,2}(?:[.:]\d\d)?\s*,?\s*(?:den\s+)?)?(?:§\s*)*"
_HEAD = r"[\s:•➢*–-]*"
VERBS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "reporting",
        re.compile(
            rf"{_HEAD}(?:slutt|års|del)?rapport(?:en|er|ar|ane|ene|ering|eringa|eringen)?(?:\s+og\s+(?:regnskap|rekneskap)\w*)?\s+{_MUST}{_BE}\s+{_SEND}{_PLACE}{_UNTIL}"
        ),
        re.compile(r"\brapport(?!erings?skjema)\w*|\bsluttrapport\w*|\b(?:regnskap|rekneskap)\w*"),
    ),
    (
        "application",
        re.compile(
            rf"{_HEAD}(?:søk(?:\s+om)?(?:\s+(?:tilskudd|tilskot|midler|midlar|støtte|tilskuddet|tilskotet|midlene|midlane|[\w-]+-(?:midler|midlar|midla|tilskudd|tilskot)))?|(?:alle\s+)?søknad(?:en|er|ar|ane|ene)?(?:\s+(?:om|på)\s+(?:tilskudd|tilskot|midler|midlar))?\s+{_MUST}{_BE}\s+{_SEND}{_PLACE}|(?:dere|de|kommunen|kommunene|kommunane|søkere?|søkarar)\s+må\s+(?:søke|søkje|sende\s+(?:inn\s+)?søknad\w*|levere\s+søknad\w*)(?:\s+om\s+(?:tilskudd|tilskot))?{_PLACE}){_UNTIL}"
        ),
        re.compile(r"\bsøk(?:e|je|er|jer)?\b|\bsøknad(?:en|er|ar|ane|ene)?\b"),
    ),
)
# What ends it: the date is of another matter.
OTHER = re.compile(
    rf"\b(?:{_OTHER_NOUN})|\bklage\w*|\bpåmeld\w*|\bmeld(?:e)?\s+(?:deg|dere|dykk)|\bwebinar\w*|\bmøte[tr]?\b|\binformasjonsmøte\w*|\bpublisert\w*|\boppdatert\b|\bsist\s+endr\w*|\bvedta(?:k|s|tt|ket)\b|\bbehandl\w*|"
    r"\bhandsam\w*|\btildel\w*|\butbetal\w*|\bbruk(?:es|ast|t)\b|\bbruke\b|\bsvar(?:er|ar|e|et)?\b|\bopn(?:ar|a)\b|\båpne[rst]?\b|\bopne[rs]?\b|\butlys\w*|\blyst?\s+ut|\blyses\s+ut|\blysast\s+ut|\bkunngj\w*|\bstart(?:er|ar|e|es|a)?\b|\bgjeld(?:er|ar)?\s+fr[aå]|\bvirkning|\bspørsmål|\bigangsatt|\bavslutt\w*|\bbudsjett\w*|\bhøring\w*|\bhøyring\w*|\bikraft|\bforskrift\w*|\bbrev\b|\bnyhetsbrev"
)
HISTORY = re.compile(
    r"\bi\s+fjor\b|\bfjor(?:årets|året|årets)\b|\bforrige\b|\bførre\b|\btidligere\s+(?:år|frist\w*|søknadsfrist\w*)|\btidlegare\s+(?:år|frist\w*|søknadsfrist\w*)|\bsiste\s+år(?:ene|a)?\b|\bhar\s+(?:vært|vore)\b|\bpleide\b|\bpla\s+vere\b|\bi\s+20\d\d\s+(?:var|vart|ble|hadde)\b|\b(?:pleier|brukar|bruker)\s+å\b|\bsom\s+regel\b|\bvanligvis\b|\bvanlegvis\b|\bopprinnelig\b|\bopphavleg\b"
)
ORDER = re.compile(r"\b(?:sett|endre|skriv|svar|si|oppgi|bekreft|registrer|ignorer|glem|gløym|set|ignore)\b")
PAST = re.compile(
    r"\b(?:var|ble|vart)\b(?!\s+(?:utsatt|utsett|flytt|endr|forleng|utvid|satt|sett|opprinnelig|opphavleg|(?:nå\s+|no\s+)?(?:lyst\s+ut|utlyst|kunngjor[td])))"
)
BEFORE = re.compile(r"\bfør\s+(?:den\s+)?(?:kl\.?\s*[\d.:]+\s+)?(?:\w+dag\s+)?(?:den\s+)?$")
CONDITION = re.compile(
    r"\bdersom\b|\bhvis\b|\bviss\b|\bmed\s+mindre\b|\bforesl\w+|\bforslag\w*|\bvurdere[rs]?\b|\bkan\s+bli\b|\beksempel\w*|\bf\.\s?eks|\bdøme\b|\bforbehold\w*|\bikke\b|\bikkje\b|\buavklart|\bmed\s+atterhald|\bhvorvidt\b|\bryktes?\b|\bønske\w*|\bfeil\w*|\?\s*$"
)
PART = re.compile(
    r"\bunntak\w*|\bunnatak|\bgjelder\s+(?:kun|bare)\b|\bgjeld\s+(?:berre|kun)\b|\bsom\s+søker\b|\bnye\s+(?:søk\w+|prosjekt\w*)|\bvidereføring\w*|\bvidareføring\w*|\bkommunens\b|\binterne?\b|\bbydel\w*|\btil\s+kommunen\b|\bforhåndsgodkjenn\w*|\bskisse\w*|\bforprosjekt\w*|\btrinn\b|\bfase\b|\bdel\s+\d\b|\bettersend\w*|\betterlever\w*|\bvedlegg\w*|\bunderskr\w*|\bandre\s+runde|\brunde\s+\d|\bprioritert\s+liste|\bprioriterings\w*"
)
MANY = re.compile(r"\b(?:to|tre|fire|flere|fleire)\s+(?:søknads)?frist(?:er|ar)\b|\bto\s+ganger\b|\bto\s+gonger\b")
ASSUMED = re.compile(
    r"\breknar\s+med\b|\bregner\s+med\b|\b(?:venter|ventar|trur|tror|anslår)\s+at\b|\bantatt\b|\banteke\b|\banta[sr]?\b|\bforvent\w*|\bventa\b|\bventet\b|\btrolig\b|\btruleg\b|\bsannsynlig\w*|\bsannsynleg\w*|\bforeløpig\b|\bførebels\b|\btentativ\w*|\bplanlagt\w*|\bca\b|\brundt\b|\bomkring\b"
)
PART_OF_MONTH = re.compile(r"\b(?:midten|medio|begynnelsen|byrjinga|starten|slutten|utgangen|utgongen)\s+(?:av)?\b")
ROLLING = re.compile(r"\bløpende\b|\bløpande\b|\bfortløpende\b|\bfortløpande\b|\bheile\s+året\b|\bhele\s+året\b")
VAGUE = re.compile(
    r"\bikke\b|\bikkje\b|\bkommer\b|\bkjem\b|\buke\b|\bveke\b|\bsenere\b|\bseinare\b|\bårsskifte\w*|\bpåske\w*"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that name a deadline, what kind of, and where."""

    start: int
    end: int
    kind: str


def cues(text: str, label: str, before: str = "") -> list[Cue]:
    """The names of deadlines in a text; «fristen» alone takes its kind from the label or from what was named before.

    Args:
        text: In lower case.
        label: The kind that the heading gives, or nothing.
        before: The kind of the deadline that was last spoken of in the same paragraph, or nothing.
    """
    found: list[Cue] = []
    for match in _CUE.finditer(text):
        kind = str(match.lastgroup)
        if kind == "generic":
            kind = found[-1].kind if found else label or _by_the_way(text) or before or "unknown"
        found.append(Cue(match.start(), match.end(), "application" if kind == "period" else kind))
    return found


def _by_the_way(text: str) -> str:
    """What «fristen» is of in a sentence that speaks of applying or of reporting, but not of both."""
    applying, reporting = VERBS[1][2].search(text), VERBS[0][2].search(text)
    if applying and not reporting and not OTHER.search(text):
        return "application"
    return "reporting" if reporting and not applying else ""


def is_wide(label: str) -> bool:
    """Whether a label is of the scheme's deadline: «Søknadsfrist til Bufdir», not «Søknadsfrist for videreutdanning»."""
    found = _CUE.search(label)
    return found is None or (found.lastgroup != "other" and bool(_LABEL_REST.fullmatch(label[found.end() :])))


def kind_of_part(label: str) -> str:
    """What «Søknad:» and «Rapportering:» are under a heading for both; nothing for other words."""
    applying, reporting = "søk" in label, "rapport" in label
    return "both" if applying and reporting else "application" if applying else "reporting" if reporting else ""


def with_dates_taken_out(text: str, start: int, end: int, told: Sequence[Dated]) -> str:
    """A part of a text with § for each date."""
    parts, place = [], start
    for date in told:
        if start <= date.start and date.end <= end:
            parts += [text[place : date.start], "§"]
            place = date.end
    return "".join(parts) + text[place:end]
