"""What a scheme is: the typed, validated shape of a scheme file.

Everything here is data. Rules are evaluated in `knowledge.eligibility`, statements are chosen in
`knowledge.answers`, dates are judged in `knowledge.deadlines`. A scheme file is read by `knowledge.loader`.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.checks import check_can_be_met, check_scheme
from knowledge.values import Certainty, Day, Id, Number, Sentence, Status

Lang = Literal["nb", "nn", "en"]
LANGS: tuple[Lang, ...] = ("nb", "nn", "en")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LocalText(Strict):
    """One text in bokmål, nynorsk and English. All three must be there."""

    nb: Sentence
    nn: Sentence
    en: Sentence

    def __getitem__(self, lang: str) -> str:
        return str(getattr(self, lang if lang in LANGS else "nb"))


class Terms(Strict):
    """Words that a person uses when asking about just this; lower case, any inflection a user would type."""

    nb: tuple[str, ...] = ()
    nn: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        return self.nb + self.nn + self.en


class Topic(StrEnum):
    """What can be asked about a scheme. Titles in three languages: `knowledge/topics.yml`."""

    ABOUT = "about"
    GOAL = "goal"
    BACKGROUND = "background"
    TARGET_GROUP = "target_group"
    FOCUS_AREAS = "focus_areas"
    PRIORITIES = "priorities"
    OUTREACH = "outreach"
    WHO_CAN_APPLY = "who_can_apply"
    PARTNERS = "partners"
    RESPONSIBILITY = "responsibility"
    USER_INVOLVEMENT = "user_involvement"
    DEADLINE = "deadline"
    STATUS = "status"
    HOW_TO_APPLY = "how_to_apply"
    ATTACHMENTS = "attachments"
    SIGNATURES = "signatures"
    AMOUNT = "amount"
    TOTAL_AMOUNT = "total_amount"
    FUNDING_PERIOD = "funding_period"
    OWN_FUNDING = "own_funding"
    ELIGIBLE_COSTS = "eligible_costs"
    PRE_PROJECT = "pre_project"
    AGE_RANGE = "age_range"
    TRACKS = "tracks"
    SERVICE_REQUIREMENTS = "service_requirements"
    SUPPORT = "support"
    REPORTING = "reporting"
    FINANCIAL_REPORTING = "financial_reporting"
    LEGAL_BASIS = "legal_basis"
    ADMINISTRATOR = "administrator"
    CONTACT = "contact"
    PAYMENT = "payment"
    RELATED_INITIATIVES = "related_initiatives"
    PROCESSING_TIME = "processing_time"
    ASSESSMENT = "assessment"
    AUDIT = "audit"
    APPEAL = "appeal"
    EXTENSION = "extension"
    LATE_APPLICATION = "late_application"
    CHANGES = "changes"
    UNUSED_FUNDS = "unused_funds"
    START_DATE = "start_date"
    MULTIPLE_APPLICATIONS = "multiple_applications"
    ACCOUNTING = "accounting"
    COMBINE_FUNDING = "combine_funding"
    MERGER = "merger"
    PAST_RECIPIENTS = "past_recipients"
    INFORMATION_MEETING = "information_meeting"


class Source(Strict):
    """A published text that statements cite. `year` is the year it speaks about when it bears no date."""

    id: Id
    title: str
    publisher: str
    date: Day | None = None
    year: int
    url: str | None = Field(default=None, pattern=r"^https://[^?#\s]+$")
    checked: Day = Field(description="the day a person last compared the scheme file with the source")


class CitationRef(Strict):
    """Points from a statement to the place in a source that says it (or, for a gap, is silent)."""

    source: Id
    locator: str = Field(min_length=2, description="the heading or slide in the source")


class OtherStatement(Strict):
    """What another source says instead of a fact, while nobody has decided which holds."""

    statement: LocalText
    citation: CitationRef


class Fact(Strict):
    """A statement that a source makes. The first fact of a topic is the one given when nothing narrower is asked."""

    id: Id
    topic: Topic
    statement: LocalText
    citation: CitationRef
    more_citations: tuple[CitationRef, ...] = Field(default=(), description="where the rest of the statement stands")
    certainty: Certainty = "fixed"
    terms: Terms = Terms()
    also: tuple[Topic, ...] = Field(default=(), description="other topics that this statement answers too")
    otherwise: tuple[OtherStatement, ...] = Field(
        default=(), description="what other sources say instead; until an editor has decided, all of it is said"
    )

    @property
    def citations(self) -> tuple[CitationRef, ...]:
        return (self.citation, *self.more_citations, *(other.citation for other in self.otherwise))


class Gap(Strict):
    """A question that people ask and the sources leave open, with the plain words to say so."""

    id: Id
    topic: Topic
    statement: LocalText
    citation: CitationRef
    terms: Terms = Terms()
    also: tuple[Topic, ...] = ()

    @property
    def citations(self) -> tuple[CitationRef, ...]:
        return (self.citation,)


class Date(Strict):
    """A date that a source tells. `precision: month` means that only the month is known."""

    date: Day
    precision: Literal["day", "month"] = "day"
    certainty: Literal["fixed", "assumed"]
    citation: CitationRef

    @model_validator(mode="after")
    def _fixed_has_a_day(self) -> Self:
        if self.certainty == "fixed" and self.precision == "month":
            raise ValueError("a fixed deadline has a day: remove `precision: month`, or write `certainty: assumed`")
        return self


class Deadline(Date):
    """A date for applications or reports."""

    otherwise: tuple[Date, ...] = Field(
        default=(), description="dates that other sources tell instead; until an editor has decided, all are said"
    )

    @property
    def citations(self) -> tuple[CitationRef, ...]:
        return (self.citation, *(other.citation for other in self.otherwise))


class Deadlines(Strict):
    application: Deadline
    reporting: Deadline | None = None


class Option(Strict):
    """One possible answer to a choice question, and what it means for the criterion."""

    value: Id
    title: LocalText
    status: Status
    terms: Terms = Terms()
    listed: bool = Field(default=True, description="false: understood in free text, but not a button of its own")
    reason: LocalText | None = None
    remedy: LocalText | None = None
    covers: tuple[Id, ...] = Field(
        default=(), description="answers of other schemes to the same question that count as this one"
    )
    instead: Id | None = Field(default=None, description="not_met only: the option that comes nearest and is met")
    citation: CitationRef | None = None


class Limit(Strict):
    """The highest number that meets the criterion; a later entry whose `when` holds replaces it."""

    value: Number
    above: Literal["not_met", "unknown"] = Field(
        default="not_met", description="unknown: the source does not say whether more is allowed"
    )
    when: dict[Id, tuple[str, ...]] = {}


class Reasons(Strict):
    met: LocalText
    not_met: LocalText
    unknown: LocalText


class Criterion(Strict):
    """One condition. `hard`: failing it cannot be mended by the applicant, so it decides the outcome alone."""

    id: Id
    label: LocalText
    type: Literal["choice", "yes_no", "number"]
    question: LocalText | None = None
    why: LocalText
    hard: bool = False
    purpose: bool = Field(default=False, description="asks what the scheme is for: first when all schemes are checked")
    applies_when: dict[Id, tuple[str, ...]] = {}
    options: tuple[Option, ...] = ()
    terms: Terms = Field(
        default=Terms(), description="yes_no only: words that answer yes in free text; * takes endings"
    )
    reply_terms: Terms = Field(
        default=Terms(),
        description="yes_no only: words that answer yes as a reply to just this question; * takes endings",
    )
    met_when: bool = Field(default=True, description="yes_no only: the answer that meets the criterion")
    unit: Literal["kroner", "years"] | None = None
    minimum: Number = 0
    limits: tuple[Limit, ...] = ()
    reasons: Reasons
    remedy: LocalText | None = None
    citation: CitationRef

    @model_validator(mode="after")
    def _shape_fits_type(self) -> "Criterion":
        if self.type == "choice" and len(self.options) < 2:
            raise ValueError("a choice needs at least two options: add them under `options`")
        if self.type == "number" and (not self.limits or self.unit is None):
            raise ValueError("a number needs `unit` and at least one entry under `limits`")
        if self.type != "choice" and self.options:
            raise ValueError(f"`options` belong to a choice, not to {self.type}: remove them or change `type`")
        values = [option.value for option in self.options]
        if len(set(values)) != len(values):
            raise ValueError("two options have the same `value`: give each its own")
        check_can_be_met(self)
        met = {option.value for option in self.options if option.status == "met"}
        for option in self.options:
            if option.instead and (option.status != "not_met" or option.instead not in met):
                raise ValueError(
                    f"`instead` of '{option.value}' must name an option that is met, and only options that are not met "
                    f"have it. Met: {', '.join(sorted(met)) or 'none'}"
                )
        return self


class Due(Strict):
    """A checklist date: this many days before the named deadline of the edition."""

    deadline: Literal["application", "reporting"] = "application"
    days_before: int = Field(ge=0, le=365)


class ChecklistItem(Strict):
    id: Id
    what: LocalText
    who: LocalText
    due: Due | None = None
    why: LocalText
    citation: CitationRef
    when: dict[Id, tuple[str, ...]] = {}
    renews: bool = Field(
        default=False, description="asks whether there is a new call: first, and now, once the deadline is past"
    )
    settles: tuple[Id, ...] = Field(
        default=(),
        description="criteria that are mended or clarified by doing this, so that no item of their own is made",
    )


class Edition(Strict):
    """What applied to a scheme in one announcement."""

    id: str = Field(pattern=r"^\d{4}$", description="the grant year")
    status: Literal["announced", "not_announced_yet", "closed"]
    status_citation: CitationRef
    deadlines: Deadlines
    facts: tuple[Fact, ...] = Field(min_length=1)
    gaps: tuple[Gap, ...] = ()
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    checklist: tuple[ChecklistItem, ...] = Field(min_length=1)

    @property
    def statements(self) -> tuple["Fact | Gap", ...]:
        """Facts, then gaps, in the order of the file."""
        return (*self.facts, *self.gaps)

    def citations(self) -> Iterator[tuple[tuple[str | int, ...], CitationRef]]:
        """Every citation with the place it stands in the edition, for the check that it names a known source."""
        yield ("status_citation",), self.status_citation
        for name in ("application", "reporting"):
            deadline = getattr(self.deadlines, name)
            if deadline:
                yield ("deadlines", name, "citation"), deadline.citation
                for number, other in enumerate(deadline.otherwise):
                    yield ("deadlines", name, "otherwise", number, "citation"), other.citation
        for kind in ("facts", "gaps", "criteria", "checklist"):
            for index, item in enumerate(getattr(self, kind)):
                yield (kind, index, "citation"), item.citation
                for number, citation in enumerate(getattr(item, "more_citations", ())):
                    yield (kind, index, "more_citations", number), citation
                for number, other in enumerate(getattr(item, "otherwise", ())):
                    yield (kind, index, "otherwise", number, "citation"), other.citation
                for number, option in enumerate(getattr(item, "options", ())):
                    if option.citation:
                        yield (kind, index, "options", number, "citation"), option.citation


class Contrast(Strict):
    """Questions that look alike: those a statement answers, and those that it and all others leave open."""

    asks: tuple[str, ...] = ()
    leaves_open: tuple[str, ...] = ()


class Scheme(Strict):
    """A grant scheme with its names, the one who administers it, and its editions."""

    id: Id
    name: LocalText
    short_name: LocalText
    administrator: Literal["statsforvalteren", "bufdir"]
    chapter: int | None = None
    post: int | None = None
    aliases: tuple[str, ...] = Field(min_length=1, description="what people call it, any language or spelling")
    hints: tuple[str, ...] = Field(default=(), description="words that point to it, but only with other evidence")
    sources: tuple[Source, ...] = Field(min_length=1)
    editions: tuple[Edition, ...] = Field(min_length=1)
    questions: dict[Id, tuple[str, ...]] = Field(
        default={}, description="how people ask, by the id of the statement that answers; any language or spelling"
    )
    contrasts: dict[Id, Contrast] = Field(
        default={}, description="questions that look alike and need different replies, by statement id"
    )

    def edition(self, edition_id: str | None = None) -> Edition:
        """The named edition, or the newest."""
        ordered = sorted(self.editions, key=lambda e: e.id)
        if edition_id is None:
            return ordered[-1]
        return next(e for e in ordered if e.id == edition_id)

    def source(self, source_id: str) -> Source:
        return next(s for s in self.sources if s.id == source_id)

    @model_validator(mode="after")
    def _parts_fit_together(self) -> "Scheme":
        check_scheme(self)
        return self
