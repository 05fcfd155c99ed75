"""Proposals for dates, status and figures: the value itself, and every text that names it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from knowledge.deadlines import format_date
from knowledge.drafting.model import AmountValue, DateValue, Finding, PeriodValue, StatusValue
from knowledge.editing import wordings
from knowledge.editing.edits import Edit, Path
from knowledge.editing.proposals import EACH, Proposal, State
from knowledge.editing.wordings import Wording
from knowledge.language.numbers import quantities
from knowledge.language.texts import knowledge_texts
from knowledge.model import Deadline, Edition, Fact, Topic

_UNITS = {"amount": "kroner", "total_amount": "kroner", "funding_period": "years"}
_NEW_FACTS = {
    "amount": {
        "nb": "Det kan søkes om inntil {figure} kroner.",
        "nn": "Det kan søkjast om inntil {figure} kroner.",
        "en": "Up to NOK {figure} can be applied for.",
    },
    "total_amount": {
        "nb": "Det er satt av {figure} kroner til ordningen.",
        "nn": "Det er sett av {figure} kroner til ordninga.",
        "en": "NOK {figure} is set aside for the scheme.",
    },
    "funding_period": {
        "nb": "Det kan gis tilskudd i inntil {figure}.",
        "nn": "Det kan bli gitt tilskot i inntil {figure}.",
        "en": "Grants can be given for up to {figure}.",
    },
}


def propose_date(edition: Edition, kind: str, finding: Finding, source: str) -> Proposal | None:
    """A deadline of the edition, compared with what the document tells."""
    value = finding.value
    if not isinstance(value, DateValue):
        return None
    live: Deadline | None = getattr(edition.deadlines, kind)
    path = ("editions", edition.id, "deadlines", kind)
    told = {"date": value.date.isoformat(), "precision": value.precision, "certainty": value.certainty}
    citation = {"source": source, "locator": finding.locator}
    if live is None:
        edits = [Edit(path, None, {**told, "citation": citation, "otherwise": []})]
        return _proposal(finding, "new", {}, _date_said(value), edits)
    before = live.model_dump(mode="json")
    same = all(before[name] == told[name] for name in told) and not live.otherwise
    wanted = {"citation": citation} if same else {**told, "citation": citation, "otherwise": []}
    edits = _changes(path, before, _unless_cited(before, wanted, source, same=same))
    if not same and live.date != value.date:
        edits += texts_changed(edition, date_wordings(live, value))
    was = _date_said(DateValue(live.date, live.precision, live.certainty))
    return _proposal(finding, "same" if same else "changed", was, _date_said(value), edits)


def date_wordings(live: Deadline, value: DateValue) -> list[Wording]:
    """How a deadline is written now, and how it is after the change."""
    words = wordings.of_month if live.precision == "month" else wordings.of_date
    return words(live.date, value.date, to_month=value.precision == "month")


def propose_status(edition: Edition, finding: Finding, source: str) -> Proposal | None:
    """Whether the edition is announced."""
    if not isinstance(finding.value, StatusValue):
        return None
    citation = {"source": source, "locator": finding.locator}
    before = {"status": edition.status, "status_citation": edition.status_citation.model_dump(mode="json")}
    same = edition.status == finding.value.status
    wanted: dict[str, Any] = (
        {"status_citation": citation} if same else {"status": finding.value.status, "status_citation": citation}
    )
    if same and edition.status_citation.source == source:
        wanted = {}
    edits = _changes(("editions", edition.id), before, wanted)
    state: State = "same" if same else "changed"
    return _proposal(finding, state, _status_said(edition.status), _status_said(finding.value.status), edits)


def propose_figure(edition: Edition, finding: Finding, source: str) -> Proposal | None:
    """An amount or a number of years; live is what the first fact on the topic names."""
    value = finding.value
    if isinstance(value, AmountValue):
        figure: float = value.kroner
    elif isinstance(value, PeriodValue):
        figure = value.years
    else:
        return None
    unit = _UNITS[finding.field]
    live = live_figure(edition, finding.topic, unit)
    citation = {"source": source, "locator": finding.locator}
    found = _figure_said(figure, unit)
    if live is None:
        return _new_figure(edition, finding, figure, unit, citation)
    fact, was = live
    path = ("editions", edition.id, "facts", fact.id)
    before = {"citation": fact.citation.model_dump(mode="json")}
    same = was == figure
    edits = _changes(path, before, _unless_cited(before, {"citation": citation}, source, same=same))
    if not same:
        words = wordings.of_kroner(int(was), int(figure)) if unit == "kroner" else wordings.of_years(was, figure)
        edits += texts_changed(edition, words) + limits_changed(edition, unit, was, figure)
        if fact.otherwise:
            edits.append(Edit((*path, "otherwise"), [o.model_dump(mode="json") for o in fact.otherwise], []))
    return _proposal(finding, "same" if same else "changed", _figure_said(was, unit), found, edits)


def live_figure(edition: Edition, topic: Topic, unit: str) -> tuple[Fact, float] | None:
    """The first figure of a kind that a fact on the topic names, with the fact."""
    for fact in edition.facts:
        if fact.topic == topic:
            figures = [q.value for q in quantities(fact.statement.nb) if q.unit == unit]
            if figures:
                return fact, figures[0]
    return None


def texts_changed(edition: Edition, words: Sequence[Wording]) -> list[Edit]:
    """Every text of an edition that names something by these wordings, with it changed."""
    edits = []
    for path, lang, text in _texts(edition.model_dump(mode="json"), ("editions", edition.id)):
        changed = text
        for wording in words:
            changed = wording.changed(changed) if wording.lang == lang else changed
        if changed != text:
            edits.append(Edit(path, text, changed))
    return edits


def limits_changed(edition: Edition, unit: str, before: float, after: float) -> list[Edit]:
    """The limits of the criteria that count the same thing and had the same value."""
    edits = []
    for criterion in edition.criteria:
        if criterion.type == "number" and criterion.unit == unit:
            old = [limit.model_dump(mode="json") for limit in criterion.limits]
            new = [{**limit, "value": after} if limit["value"] == before else limit for limit in old]
            if new != old:
                edits.append(Edit(("editions", edition.id, "criteria", criterion.id, "limits"), old, new))
    return edits


def _texts(node: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    """Every text in three languages below a node: path, language, words."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in EACH and isinstance(value, str):
                yield (*path, key), key, value
            else:
                yield from _texts(value, (*path, key))
    elif isinstance(node, list):
        for number, each in enumerate(node):
            name = (each.get("id") or each.get("value")) if isinstance(each, dict) else None
            yield from _texts(each, (*path, name if isinstance(name, str) else str(number)))


def _changes(path: Path, before: dict[str, Any], wanted: dict[str, Any]) -> list[Edit]:
    return [Edit((*path, key), before[key], value) for key, value in wanted.items() if before[key] != value]


def _unless_cited(before: dict[str, Any], wanted: dict[str, Any], source: str, *, same: bool) -> dict[str, Any]:
    """What is the same and cites the document already stays as it is: its place was chosen by a person."""
    cited = before["citation"]["source"] == source
    return {k: v for k, v in wanted.items() if not (same and cited and k == "citation")}


def _new_figure(edition: Edition, finding: Finding, figure: float, unit: str, citation: dict[str, str]) -> Proposal:
    said = figure_in_words(finding.field, figure, unit)
    name = new_id(edition, finding.field.replace("_", "-"))
    path = ("editions", edition.id, "facts", name)
    fact = {"id": name, "topic": str(finding.topic), "statement": said, "citation": citation}
    if isinstance(finding.value, AmountValue) and finding.value.estimate:
        fact["certainty"] = "estimate"
    to_write = tuple((*path, "statement", lang) for lang in EACH)
    return _proposal(finding, "new", {}, _figure_said(figure, unit), [Edit(path, None, fact)], to_write)


def figure_in_words(field: str, figure: float, unit: str) -> dict[str, str]:
    """A plain statement that holds the figure and no more, by language."""
    said = {}
    for lang, text in _NEW_FACTS[field].items():
        words = wordings.kroner_in(lang, int(figure)) if unit == "kroner" else wordings.years_in(lang, figure)
        said[lang] = text.format(figure=words)
    return said


def new_id(edition: Edition, wanted: str) -> str:
    """The id, or with a number after it when it is taken."""
    taken = {s.id for s in edition.statements}
    return next(name for n in range(1, 1000) if (name := wanted if n == 1 else f"{wanted}-{n}") not in taken)


def _proposal(
    finding: Finding,
    state: State,
    live: dict[str, str],
    found: dict[str, str],
    edits: Iterable[Edit],
    to_write: tuple[Path, ...] = (),
) -> Proposal:
    return Proposal(
        finding.field,
        finding.field,
        str(finding.topic),
        state,
        live,
        found,
        finding.passage,
        finding.locator,
        finding.certain,
        finding.doubts,
        tuple(edits),
        to_write,
    )


def _date_said(value: DateValue) -> dict[str, str]:
    def one(lang: str) -> str:
        written = format_date(value.date, value.precision, lang)
        return written if value.certainty == "fixed" else knowledge_texts()("editing_assumed", lang, date=written)

    return {lang: one(lang) for lang in EACH}


def _status_said(status: str) -> dict[str, str]:
    return {lang: knowledge_texts()(f"editing_status_{status}", lang) for lang in EACH}


def _figure_said(figure: float, unit: str) -> dict[str, str]:
    if unit == "years":
        return {lang: wordings.years_in(lang, figure) for lang in EACH}
    said = {lang: wordings.kroner_in(lang, int(figure)) for lang in EACH}
    return {lang: f"NOK {text}" if lang == "en" else f"{text} kroner" for lang, text in said.items()}
