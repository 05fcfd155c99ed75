"""Chooses what the sources say about a topic, or says that they are silent. Never composes a new claim."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge import deadlines
from knowledge.citations import Citation, cite
from knowledge.language.texts import knowledge_texts, topic_titles
from knowledge.model import CitationRef, Edition, Fact, Gap, Scheme, Topic

# Topics whose statements overlap in what people ask ("gis det støtte til Housing First?" may be about costs or
# priorities): a narrow statement of one of them answers a question about another.
CONTENT_TOPICS = frozenset(
    {Topic.ABOUT, Topic.GOAL, Topic.BACKGROUND, Topic.TARGET_GROUP, Topic.FOCUS_AREAS, Topic.PRIORITIES, Topic.OUTREACH,
     Topic.ELIGIBLE_COSTS, Topic.TRACKS, Topic.SERVICE_REQUIREMENTS, Topic.SUPPORT, Topic.USER_INVOLVEMENT,
     Topic.RELATED_INITIATIVES, Topic.AGE_RANGE, Topic.PARTNERS, Topic.WHO_CAN_APPLY, Topic.ASSESSMENT,
     Topic.RESPONSIBILITY, Topic.ATTACHMENTS, Topic.SIGNATURES, Topic.PRE_PROJECT}
)
_JUDGED = {Topic.DEADLINE, Topic.STATUS}
# Nobody can be helped about these without hearing where the deadline stands.
_ABOUT_THE_DEADLINE = {Topic.LATE_APPLICATION, Topic.EXTENSION}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said about one topic of one scheme. `known` is False when the sources are silent."""

    scheme: str
    topic: str
    text: str
    citations: tuple[Citation, ...]
    known: bool
    fact_ids: tuple[str, ...] = ()


def answer(
    scheme: Scheme,
    topic: Topic,
    lang: str,
    today: dt.date,
    *,
    asked_about: Iterable[str] = (),
    year: int | None = None,
) -> Answer:
    """Answers a topic of a scheme.

    Args:
        asked_about: ids of facts and gaps whose terms stand in the question; they choose among the statements.
        year: a grant year that the question names; years without an edition are never answered from another.
    """
    edition = scheme.edition()
    if year is not None and str(year) not in {e.id for e in scheme.editions}:
        return _silent_about_year(scheme, edition, topic, lang, year)
    if year is not None:
        edition = scheme.edition(str(year))
    statements = select(edition, topic, frozenset(asked_about))
    if not statements:
        return _silent(scheme, edition, topic, lang, today)
    return _say(scheme, edition, topic, lang, today, statements)


def select(edition: Edition, topic: Topic, asked_about: frozenset[str]) -> list[Fact | Gap]:
    """The statements that answer `topic`: the narrow ones asked about, else the topic's first."""
    own = [s for s in (*edition.facts, *edition.gaps) if s.topic == topic or topic in s.also]
    narrow = [s for s in own if s.id in asked_about]
    if not narrow and topic in CONTENT_TOPICS:
        narrow = [s for s in (*edition.facts, *edition.gaps) if s.id in asked_about and s.topic in CONTENT_TOPICS]
    if narrow:
        return narrow[:2]
    leads = [s for s in own if s.topic == topic and not s.terms.all()] or [s for s in own if not s.terms.all()]
    return (leads or [s for s in own if isinstance(s, Fact)])[:1]


def _say(
    scheme: Scheme, edition: Edition, topic: Topic, lang: str, today: dt.date, statements: Sequence[Fact | Gap]
) -> Answer:
    parts: list[str] = []
    references: list[CitationRef] = []
    if topic in _JUDGED and all(not s.terms.all() for s in statements):
        parts, references = _judged(edition, topic, lang, today)
    else:
        for statement in statements:
            parts.append(statement.statement[lang])
            references.append(statement.citation)
        if topic == Topic.REPORTING and edition.deadlines.reporting and all(isinstance(s, Fact) for s in statements):
            parts.append(deadlines.sentence(edition.deadlines.reporting, today, lang, "reporting"))
            references.append(edition.deadlines.reporting.citation)
    parts += _age_notes(scheme, edition, references, lang)
    citations = tuple(dict.fromkeys(cite(scheme, edition.id, r) for r in references))
    known = any(isinstance(s, Fact) for s in statements)
    return Answer(scheme.id, topic, " ".join(parts), citations, known, tuple(s.id for s in statements))


def _judged(edition: Edition, topic: Topic, lang: str, today: dt.date) -> tuple[list[str], list[CitationRef]]:
    """Deadline and status are said against today, never as the source put them."""
    window = deadlines.window(edition, today, lang)
    if topic == Topic.DEADLINE and edition.status != "not_announced_yet":
        return [window.text], [window.citation]
    status = deadlines.status_sentence(edition, today, lang)
    return [status, window.text], [edition.status_citation, window.citation]


def _age_notes(scheme: Scheme, edition: Edition, references: Sequence[CitationRef], lang: str) -> list[str]:
    """A statement from a source older than the edition says so."""
    years = {scheme.source(r.source).year for r in references}
    old = sorted(year for year in years if year < int(edition.id))
    return [knowledge_texts()("older_source", lang, year=old[0])] if old else []


def administrator_name(scheme: Scheme, lang: str) -> str:
    return knowledge_texts()(f"administrator_{scheme.administrator}", lang)


def _silent(scheme: Scheme, edition: Edition, topic: Topic, lang: str, today: dt.date) -> Answer:
    text = knowledge_texts()("no_fact", lang, topic=topic_titles()(topic, lang), scheme=scheme.short_name[lang],
                             administrator=administrator_name(scheme, lang))
    citations = _whole_sources(scheme, edition, lang)
    if topic in _ABOUT_THE_DEADLINE:
        window = deadlines.window(edition, today, lang)
        text, citations = f"{window.text} {text}", (cite(scheme, edition.id, window.citation), *citations)
    return Answer(scheme.id, topic, text, citations, False)


def _silent_about_year(scheme: Scheme, edition: Edition, topic: Topic, lang: str, year: int) -> Answer:
    known = ", ".join(sorted(e.id for e in scheme.editions))
    text = knowledge_texts()("no_fact_year", lang, known=known, topic=topic_titles()(topic, lang), year=year,
                             scheme=scheme.short_name[lang], administrator=administrator_name(scheme, lang))
    return Answer(scheme.id, topic, text, _whole_sources(scheme, edition, lang), False)


def _whole_sources(scheme: Scheme, edition: Edition, lang: str) -> tuple[Citation, ...]:
    """Silence is cited too: it names the texts that were read."""
    locator = knowledge_texts()("whole_source", lang)
    return tuple(cite(scheme, edition.id, CitationRef(source=s.id, locator=locator)) for s in scheme.sources)
