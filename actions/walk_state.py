"""Where an eligibility walk stands, kept in the conversation's memory."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from actions.turn import Turn
from knowledge.eligibility import Answer
from knowledge.model import Edition, Scheme
from knowledge.questionnaire import ALL, Asked, OneScheme, Portfolio, Questionnaire, question_of


@dataclass
class Walk:
    """Where a walk stands. `asked` is the order of answers (for going back); `number` counts the questions put.

    `scheme` is `questionnaire.ALL` (and `edition` empty) when all schemes are checked at once.
    """

    scheme: str
    edition: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    question: str | None = None
    number: int = 0


def current(turn: Turn) -> Walk | None:
    """The walk under way, if any."""
    if not turn.remembered("walk_active"):
        return None
    return latest(turn)


def latest(turn: Turn) -> Walk | None:
    """The walk under way or the last one finished."""
    stored = turn.remembered("walk")
    return Walk(**stored) if stored else None


def keep(turn: Turn, walk: Walk, *, active: bool = True) -> None:
    turn.remember(walk=asdict(walk), walk_active=active)
    if scheme := scheme_asked_about(turn, walk):
        turn.remember(scheme=scheme)


def edition_of(turn: Turn, walk: Walk) -> tuple[Scheme, Edition]:
    """The scheme and edition of a walk that is about one."""
    scheme = turn.services.scheme(walk.scheme)
    return scheme, scheme.edition(walk.edition)


def questionnaire_of(turn: Turn, walk: Walk) -> Questionnaire:
    """What the walk goes through."""
    return Portfolio(turn.services.schemes) if walk.scheme == ALL else OneScheme(*edition_of(turn, walk))


def answers_for(turn: Turn, walk: Walk, scheme: str) -> Mapping[str, Answer]:
    """What the walk tells of one scheme; nothing when it is about another."""
    if walk.scheme == ALL:
        return Portfolio(turn.services.schemes).sheets(walk.answers)[scheme]
    return walk.answers if walk.scheme == scheme else {}


def open_question(turn: Turn, walk: Walk) -> Asked | None:
    """The question on the table."""
    return question_of(questionnaire_of(turn, walk), walk.question) if walk.question else None


def scheme_asked_about(turn: Turn, walk: Walk) -> str | None:
    """The scheme of the walk; when all are checked, the one that the open question is about, if it is only one."""
    if walk.scheme != ALL:
        return walk.scheme
    asked = open_question(turn, walk)
    return asked.only_scheme if asked else None
