"""Everything that is known about one edition of a scheme, in the order in which a caseworker reads it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.caseworker.demands import Demand, demands
from assistant.caseworker.reading import Place, Reading, capital
from knowledge import checklist, deadlines
from knowledge.answers import administrator_name
from knowledge.language.texts import topic_titles
from knowledge.model import Deadline, Fact, Gap, Source, Topic


@dataclass(frozen=True)
class Statement:
    """A fact or a gap. `certainty` is fixed, assumed or estimate; a gap has none."""

    id: str
    topic: str
    text: str
    certainty: str
    places: tuple[Place, ...]
    copied: str

    @property
    def anchor(self) -> str:
        """The id of the statement on its page."""
        return f"fakta-{self.id}"


@dataclass(frozen=True)
class Section:
    """The facts on one topic."""

    topic: Topic
    title: str
    facts: tuple[Statement, ...]


@dataclass(frozen=True)
class Limit:
    """A deadline as it is on the day of reading; several places where sources disagree."""

    text: str
    certainty: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Whole:
    """A whole edition."""

    title: str
    name: str
    administrator: str
    budget: str
    status: str
    status_place: Place
    window: deadlines.Window
    application: Limit
    reporting: Limit | None
    demands: list[Demand]
    sections: list[Section]
    gaps: list[Statement]
    items: list[checklist.Item]
    sources: list[Source]


def whole(reading: Reading) -> Whole:
    """Reads everything; takes some hundredths of a second, so in a thread."""
    scheme, edition, lang = reading.scheme, reading.edition, reading.lang
    reporting = edition.deadlines.reporting
    window = deadlines.window(edition, reading.today, lang)
    return Whole(
        reading.title,
        reading.t(scheme.name),
        administrator_name(scheme, lang),
        f"{scheme.chapter}.{scheme.post}" if scheme.chapter and scheme.post else "",
        deadlines.status_sentence(edition, reading.today, lang),
        reading.place(edition.status_citation),
        window,
        Limit(window.text, window.certainty, tuple(reading.place(c) for c in window.citations)),
        _reporting(reading, reporting) if reporting else None,
        demands(reading, words=True),
        sections(reading),
        [statement(reading, gap) for gap in edition.gaps],
        checklist.build(scheme, {}, lang, reading.today, edition.id),
        list(scheme.sources),
    )


def sections(reading: Reading) -> list[Section]:
    """The facts by topic, topics in the order in which the file first names them."""
    by_topic: dict[Topic, list[Statement]] = {}
    for fact in reading.edition.facts:
        by_topic.setdefault(fact.topic, []).append(statement(reading, fact))
    return [Section(topic, topic_title(topic, reading.lang), tuple(facts)) for topic, facts in by_topic.items()]


def statement(reading: Reading, said: Fact | Gap) -> Statement:
    """A fact or gap as it is shown."""
    text, places = reading.t(said.statement), tuple(reading.place(c) for c in said.citations)
    certainty = said.certainty if isinstance(said, Fact) else ""
    copied = reading.quote(f"{reading.title}, {reading.edition.id}: {text}", places[0])
    return Statement(said.id, topic_title(said.topic, reading.lang), text, certainty, places, copied)


def topic_title(topic: str, lang: str) -> str:
    """The name of a topic as a heading."""
    return capital(topic_titles()(topic, lang))


def _reporting(reading: Reading, deadline: Deadline) -> Limit:
    text = deadlines.sentence(deadline, reading.today, reading.lang, "reporting")
    certainty = deadlines.to_work_towards(deadline, reading.today).certainty
    return Limit(text, certainty, tuple(reading.place(c) for c in deadline.citations))
