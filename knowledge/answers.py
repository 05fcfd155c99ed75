"""Chooses what the sources say about a topic, or says that they are silent. Never composes a new claim."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge import deadlines
from knowledge.choice import Choice
from knowledge.citations import Citation, cite, cite_all
from knowledge.expected_value import lacks_the_figure
from knowledge.model import CitationRef, Edition, Fact, Gap, Scheme, Topic
from knowledge.offices.directory import Directory, Office
from knowledge.phrases import knowledge_texts, topic_titles
from knowledge.rankers import ranker_of
from knowledge.ranking import Question, Ranked

_LIKELY_TOPIC = 0.1
# A second statement is said too when so little parts it from the best, and its own words or terms speak for it.
_NEARLY_AS_WELL, _LEAST_EVIDENCE = 1.0, 0.3
# Beside a silence a fact is offered when its topic is this likely, or so much else speaks for it.
_NEAR_TOPIC, _NEAR_EVIDENCE = 0.2, 0.7
_SAME_TOPIC = 2.0  # one on the topic of the silence comes before others that score a little more
_JUDGED = {Topic.DEADLINE, Topic.STATUS}
_WITH_A_DATE = _JUDGED | {Topic.REPORTING}
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
    choice: Choice | None = None


def answer(
    scheme: Scheme,
    topic: Topic,
    lang: str,
    today: dt.date,
    *,
    asked_about: Iterable[str] = (),
    year: int | None = None,
) -> Answer:
    """Answers a topic of a scheme when no question text is at hand (a button, a comparison).

    Args:
        asked_about: ids of statements whose terms are asked about; they choose among the topic's statements.
        year: a grant year; one without an edition is never answered from another.
    """
    question = Question({topic: 1.0}, (), dict.fromkeys(asked_about, 1.0))
    return answer_question(scheme, question, lang, today, year=year)


def answer_question(
    scheme: Scheme, question: Question, lang: str, today: dt.date, *, year: int | None = None
) -> Answer:
    """The statement of the scheme that answers a question best, or the plain word that the sources are silent."""
    has_edition = year is not None and str(year) in {e.id for e in scheme.editions}
    edition = scheme.edition(str(year) if has_edition else None)
    ranker = ranker_of(scheme, edition)
    ranked = ranker.rank(question)
    if year is not None and not has_edition:
        told = [r for r in ranked if _tells_of(year, r)]
        if not told:
            return silent_about_year(scheme, edition, Topic(ranked[0].topic), lang, year)
        ranked = told
    best = ranked[0]
    nearest = nearest_fact(ranked)
    if _lacks_the_figure(question, best):
        return nothing_found(scheme, edition, lang, nearest=nearest)
    if best.statement is None and best.topic not in ranker.silent:
        return nothing_found(scheme, edition, lang, Topic(best.topic), nearest=nearest)
    if best.statement is None and best.topic not in _JUDGED:
        return silent(scheme, edition, Topic(best.topic), lang, today)
    return say(scheme, edition, Topic(best.topic), lang, today, fitting(ranked, question))


def fitting(ranked: Sequence[Ranked], question: Question) -> list[Fact | Gap]:
    """The best statement; with the next one when it fits nearly as well, what is known before what is not."""
    best = ranked[0]
    if best.statement is None:
        return []
    second = ranked[1] if len(ranked) > 1 else best
    # What is not known is not dressed up with something else that is.
    if isinstance(best.statement, Gap) and second.topic != best.topic:
        return [best.statement]
    alike = best.score - second.score < _NEARLY_AS_WELL and second.evidence >= _LEAST_EVIDENCE
    if (
        second is best
        or second.statement is None
        or not alike
        or not question.text
        or {best.topic, second.topic} & _JUDGED
    ):
        return [best.statement]
    return sorted([best.statement, second.statement], key=lambda s: isinstance(s, Gap))


def _tells_of(year: int, ranked: Ranked) -> bool:
    """Whether a fact names the year and is what was asked about: its topic is likely, or its terms are used."""
    asked = ranked.probability >= _LIKELY_TOPIC or ranked.term_points > 0
    return asked and isinstance(ranked.statement, Fact) and str(year) in ranked.statement.statement["nb"]


def nearest_fact(ranked: Sequence[Ranked]) -> Fact | None:
    """The fact to offer beside a silence: its topic is what was asked about, or its own words speak for it, or known
    questions without an answer tell the topic."""
    facts = [r for r in ranked if isinstance(r.statement, Fact) and r.topic not in _JUDGED]
    best = max(facts, key=lambda r: r.score + _SAME_TOPIC * (r.topic == ranked[0].topic), default=None)
    if best is None or not isinstance(best.statement, Fact):
        return None
    told = best.topic == ranked[0].topic and ranked[0].likelihood.margin > 0
    close = told or best.probability >= _NEAR_TOPIC or best.evidence >= _NEAR_EVIDENCE
    return best.statement if close else None


def nothing_found(
    scheme: Scheme, edition: Edition, lang: str, topic: Topic = Topic.ABOUT, *, nearest: Fact | None = None
) -> Answer:
    """Silence on something that no topic names, or that the statements of its topic leave open.

    Args:
        nearest: what the sources say closest to it, said as that and no more.
    """
    names = {"scheme": scheme.short_name[lang], "administrator": administrator_name(scheme, lang)}
    if nearest is None:
        text = knowledge_texts()("no_answer", lang, **names)
        choice = Choice("nothing", edition.id)
        return Answer(scheme.id, topic, text, whole_sources(scheme, edition, lang), False, choice=choice)
    said = " ".join([nearest.statement[lang], *age_notes(scheme, edition, nearest.citations, lang)])
    text = knowledge_texts()("no_clear_answer", lang, nearest=said, **names)
    citations = tuple(dict.fromkeys(cite(scheme, edition.id, r) for r in nearest.citations))
    return Answer(scheme.id, topic, text, citations, False, choice=Choice("nothing", edition.id, nearest.id))


def _lacks_the_figure(question: Question, best: Ranked) -> bool:
    if best.topic in _WITH_A_DATE:  # said beside the statement
        return False
    return isinstance(best.statement, Fact) and lacks_the_figure(question.text, best.statement.statement["nb"])


def rank(scheme: Scheme, question: Question) -> list[Ranked]:
    """Every statement of the scheme's newest edition with its score for the question, best first."""
    return ranker_of(scheme, scheme.edition()).rank(question)


def say(
    scheme: Scheme, edition: Edition, topic: Topic, lang: str, today: dt.date, statements: Sequence[Fact | Gap]
) -> Answer:
    """Says statements in their order, with what belongs beside them: dates against `today`, other sources, age."""
    parts: list[str] = []
    references: list[CitationRef] = []
    if topic in _JUDGED and all(not s.terms.all() for s in statements):
        parts, references = _judged(edition, topic, lang, today)
    else:
        for statement in statements:
            parts += [statement.statement[lang], *_otherwise(statement, lang)]
            references += statement.citations
        if topic == Topic.REPORTING and edition.deadlines.reporting and all(isinstance(s, Fact) for s in statements):
            parts.append(deadlines.sentence(edition.deadlines.reporting, today, lang, "reporting"))
            references += edition.deadlines.reporting.citations
    parts += age_notes(scheme, edition, references, lang)
    citations = tuple(dict.fromkeys(cite(scheme, edition.id, r) for r in references))
    known = any(isinstance(s, Fact) for s in statements) or (topic in _JUDGED and not statements)
    told = tuple(s.id for s in statements)
    return Answer(scheme.id, topic, " ".join(parts), citations, known, told, Choice("said", edition.id))


def _judged(edition: Edition, topic: Topic, lang: str, today: dt.date) -> tuple[list[str], list[CitationRef]]:
    """Deadline and status are said against today, never as the source put them."""
    window = deadlines.window(edition, today, lang)
    if topic == Topic.DEADLINE and edition.status != "not_announced_yet":
        return [window.text], [*window.citations]
    status = deadlines.status_sentence(edition, today, lang)
    return [status, window.text], [edition.status_citation, *window.citations]


def _otherwise(statement: Fact | Gap, lang: str) -> list[str]:
    """What other sources say instead, while nobody has decided which holds."""
    others = statement.otherwise if isinstance(statement, Fact) else ()
    return [knowledge_texts()("other_statement", lang, statement=other.statement[lang]) for other in others]


def age_notes(scheme: Scheme, edition: Edition, references: Sequence[CitationRef], lang: str) -> list[str]:
    """A statement from a source older than the edition says so."""
    years = {scheme.source(r.source).year for r in references}
    old = sorted(year for year in years if year < int(edition.id))
    return [knowledge_texts()("older_source", lang, year=old[0])] if old else []


def office_that_answers(directory: Directory, scheme: Scheme | None, municipality: str | None) -> Office | None:
    """Who answers about a scheme in a municipality (its number): Bufdir for its own, else the municipality's embete."""
    if scheme is not None and scheme.administrator == "bufdir":
        return directory.office("BUFDIR")
    return directory.office_for(directory.municipality(municipality)) if municipality else None


def administrator_name(scheme: Scheme, lang: str) -> str:
    return knowledge_texts()(f"administrator_{scheme.administrator}", lang)


def silent(scheme: Scheme, edition: Edition, topic: Topic, lang: str, today: dt.date) -> Answer:
    """Silence on a whole topic; where a deadline decides, with where it stands."""
    text = knowledge_texts()(
        "no_fact",
        lang,
        topic=topic_titles()(topic, lang),
        scheme=scheme.short_name[lang],
        administrator=administrator_name(scheme, lang),
    )
    citations = whole_sources(scheme, edition, lang)
    if topic in _ABOUT_THE_DEADLINE:
        window = deadlines.window(edition, today, lang)
        text, citations = f"{window.text} {text}", (*cite_all(scheme, edition.id, window.citations), *citations)
    known = topic == Topic.LATE_APPLICATION
    return Answer(scheme.id, topic, text, citations, known, choice=Choice("silent", edition.id))


def silent_about_year(scheme: Scheme, edition: Edition, topic: Topic, lang: str, year: int) -> Answer:
    """Silence on a topic in a year that the sources do not speak of."""
    known = ", ".join(sorted(e.id for e in scheme.editions))
    text = knowledge_texts()(
        "no_fact_year",
        lang,
        known=known,
        topic=topic_titles()(topic, lang),
        year=year,
        scheme=scheme.short_name[lang],
        administrator=administrator_name(scheme, lang),
    )
    choice = Choice("silent_year", edition.id, year=year)
    return Answer(scheme.id, topic, text, whole_sources(scheme, edition, lang), False, choice=choice)


def whole_sources(scheme: Scheme, edition: Edition, lang: str) -> tuple[Citation, ...]:
    """Silence is cited too: it names the texts that were read."""
    locator = knowledge_texts()("whole_source", lang)
    return tuple(cite(scheme, edition.id, CitationRef(source=s.id, locator=locator)) for s in scheme.sources)
