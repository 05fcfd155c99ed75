"""Where an eligibility walk stands, kept in the conversation's memory."""

from dataclasses import asdict, dataclass, field

from actions.turn import Turn
from knowledge.eligibility import Answer
from knowledge.model import Criterion, Edition, Scheme


@dataclass
class Walk:
    """Where a walk stands. `asked` is the order of answers (for going back); `number` counts the questions put."""

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
    turn.remember(walk=asdict(walk), walk_active=active, scheme=walk.scheme)


def edition_of(turn: Turn, walk: Walk) -> tuple[Scheme, Edition]:
    scheme = turn.services.scheme(walk.scheme)
    return scheme, scheme.edition(walk.edition)


def criterion_of(edition: Edition, criterion_id: str) -> Criterion:
    return next(c for c in edition.criteria if c.id == criterion_id)
