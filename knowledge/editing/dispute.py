"""Two sources that tell two things of one edition: until an editor has decided, the assistant says both and cites both.

Only what a document is certain of counts, and only deadlines and figures: whether two texts say the same is for people.
"""

from collections.abc import Iterator

from knowledge.drafting.model import AmountValue, DateValue, Finding, PeriodValue, SchemeDraft
from knowledge.editing.edits import Edit, apply
from knowledge.editing.value_proposals import figure_in_words, live_figure
from knowledge.model import Deadline, Edition, Scheme, Source

_DATES = {"deadline": "application", "reporting_deadline": "reporting"}


def disputed(scheme: Scheme, draft: SchemeDraft, source: Source) -> Scheme | None:
    """The scheme with what the document tells otherwise added to it; None when it contradicts nothing.

    Nothing is added where the draft is not certain which scheme and edition it speaks of, or tells two things itself.
    """
    years = {edition.id for edition in scheme.editions}
    if not draft.certain or draft.edition not in years:
        return None
    edition = scheme.edition(draft.edition)
    edits = [edit for finding in _single(draft) for edit in _of_finding(edition, finding, source)]
    if not edits:
        return None
    document = scheme.model_dump(mode="json")
    known = next((s.model_dump(mode="json") for s in scheme.sources if s.id == source.id), None)
    if known is None:
        edits.insert(0, Edit(("sources", source.id), None, source.model_dump(mode="json")))
    return Scheme.model_validate(apply(document, edits))


def _single(draft: SchemeDraft) -> Iterator[Finding]:
    """Certain findings of fields for which the document tells one thing only."""
    for finding in draft.findings:
        values = {f.value for f in draft.findings if f.field == finding.field}
        if finding.certain and len(values) == 1:
            yield finding


def _of_finding(edition: Edition, finding: Finding, source: Source) -> Iterator[Edit]:
    if isinstance(finding.value, DateValue) and finding.field in _DATES:
        yield from _of_date(edition, _DATES[finding.field], finding, finding.value, source)
    elif isinstance(finding.value, AmountValue):
        yield from _of_figure(edition, finding, "kroner", finding.value.kroner, source)
    elif isinstance(finding.value, PeriodValue):
        yield from _of_figure(edition, finding, "years", finding.value.years, source)


def _of_date(edition: Edition, kind: str, finding: Finding, value: DateValue, source: Source) -> Iterator[Edit]:
    live: Deadline | None = getattr(edition.deadlines, kind)
    if live is None or any(_agree(told, value) for told in (DateValue(d.date, d.precision) for d in _told(live))):
        return
    other = {"date": value.date.isoformat(), "precision": value.precision, "certainty": value.certainty}
    before = [date.model_dump(mode="json") for date in live.otherwise]
    after = [*before, {**other, "citation": {"source": source.id, "locator": finding.locator}}]
    yield Edit(("editions", edition.id, "deadlines", kind, "otherwise"), before, after)


def _told(live: Deadline) -> tuple[Deadline, ...]:
    return (live, *(Deadline(**other.model_dump()) for other in live.otherwise))


def _agree(one: DateValue, other: DateValue) -> bool:
    """Whether two dates can both hold: a month and a day in it do."""
    if "month" in (one.precision, other.precision):
        return (one.date.year, one.date.month) == (other.date.year, other.date.month)
    return one.date == other.date


def _of_figure(edition: Edition, finding: Finding, unit: str, figure: float, source: Source) -> Iterator[Edit]:
    live = live_figure(edition, finding.topic, unit)
    if live is None or live[1] == figure:
        return
    fact = live[0]
    before = [other.model_dump(mode="json") for other in fact.otherwise]
    said = figure_in_words(finding.field, figure, unit)
    after = [*before, {"statement": said, "citation": {"source": source.id, "locator": finding.locator}}]
    if said not in [other["statement"] for other in before]:
        yield Edit(("editions", edition.id, "facts", fact.id, "otherwise"), before, after)
