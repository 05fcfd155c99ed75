"""Whom to ask: names, e-mail addresses and telephone numbers under such a heading, or in a line that says «kontakt»."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from knowledge.drafting.found import Doubts, finding
from knowledge.drafting.lines import Line
from knowledge.drafting.model import ContactValue, Finding, TextValue
from knowledge.drafting.texts import joined
from knowledge.drafting.words import plain

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?:(?:tlf|telefon|tel|mob|mobil|ring|på)\b\.?:?\s*)(?P<number>(?:\+47\s?)?\d(?:[ ]?\d){4,7})(?!\d)|(?<![\d.])(?P<bare>(?:\+47\s?)?(?:\d{2} ){3}\d{2}|(?:\+47\s?)?\d{3} \d{2} \d{3})(?!\d| ?(?:kr|,-))",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-ZÆØÅ][a-zæøåéèöäü]+(?:[ -](?:[A-ZÆØÅ]\.|[A-ZÆØÅ][a-zæøåéèöäü]+|av|von|de)){1,3}\b")
_NO_NAME = re.compile(
    r"^(?:Har|Kontakt|Spørsmål|Ta|Ved|For|Send|Ring|Telefon|Tlf|Statsforvalter\w*|Statsforvaltar\w*|Helse\w*|Direktorat\w*|Bufdir|Kap|Seksjon\w*|Avdeling\w*|Søk\w*|Tilskudd\w*|Tilskot\w*|Saksbehandler|Rådgiver|Seniorrådgiver|Rådgjevar|Seniorrådgjevar|Mer|Meir|Les|Se)\b"
)
_ASK = re.compile(
    r"\bkontakt(?:e|person\w*|er|ar)?\b|\bspørsmål\b|\bhenvendelse\w*|\bvende?\s+(?:deg|dere|dykk)|\bta\s+kontakt\b|\bring\b|\bsaksbehandler\w*|\bsakshandsamar\w*"
)
_NOT_OURS = re.compile(
    r"\bpersonvern\w*|\bpresse\w*|\bwebredakt\w*|\bnettredakt\w*|\bbrukerstøtte\b.*\bpassord|\bansvarlig\s+redaktør"
)
_POINTS = re.compile(r"\bkontakt\s+(?!\w*informasjon)\w+|\bspørsmål\s+(?:om|til|kan|rettes|om\s+søknad)\b")


def contacts(lines: Sequence[Line]) -> Iterator[Finding]:
    """Contacts, one for each person or address; where a line only says whom to ask, the passage alone."""
    for _, group in groupby(lines, key=lambda held: (held.block, held.topic, held.owner)):
        run = list(group)
        line = joined(run)
        said = plain(line.passage)
        under = line.topic == "contact"
        if line.kind == "heading" or _NOT_OURS.search(said) or not (under or _ASK.search(said)):
            continue
        values = list(_values(line.passage, under=under))
        for value in values:
            doubts = Doubts().add(len(values) > 1 and not value.name, "several_contacts")
            yield finding("contact", line, value, doubts)
        if not values and _POINTS.search(said):
            yield finding("contact", line, TextValue(), Doubts())


def _values(text: str, *, under: bool) -> Iterator[ContactValue]:
    names = [m for m in _NAME.finditer(text) if not _NO_NAME.match(m.group())]
    marks = [(m.start(), m.group().rstrip("."), "") for m in _EMAIL.finditer(text)]
    marks += [(m.start(), "", (m["number"] or m["bare"]).strip()) for m in _PHONE.finditer(text)]
    if not marks:
        if (
            under
            and names
            and re.fullmatch(r"\W*(?:\w+rådgi?j?e?v\w*\s+)?" + re.escape(names[0].group()) + r"\W*", text)
        ):
            yield ContactValue(names[0].group())
        return
    owners: dict[int, list[tuple[int, str, str]]] = {}
    for mark in sorted(marks):
        before = [i for i, name in enumerate(names) if name.start() < mark[0]]
        owners.setdefault(before[-1] if before else 0, []).append(mark)
    for owner, held in sorted(owners.items()):
        name = names[owner].group() if owner < len(names) else ""
        emails, phones = [e for _, e, _ in held if e], [p for _, _, p in held if p]
        for number in range(max(len(emails), len(phones))):
            yield ContactValue(name, (emails[number : number + 1] or [""])[0], (phones[number : number + 1] or [""])[0])
