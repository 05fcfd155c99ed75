"""Time is part of the truth: what a deadline means on a given day."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from knowledge.model import CitationRef, Date, Deadline, Edition
from knowledge.phrases import knowledge_texts
from knowledge.values import Certainty

WindowState = Literal["open", "closed", "not_announced", "assumed_passed"]


@dataclass(frozen=True, slots=True)
class Window:
    """Whether applications are taken on a day, with the sentence that says so.

    `deadline` is the day to work towards: where sources disagree, the first that is not past, and never a certain one.
    """

    state: WindowState
    deadline: dt.date
    certainty: Certainty
    text: str
    citations: tuple[CitationRef, ...]

    @property
    def citation(self) -> CitationRef:
        return self.citations[0]


def format_date(date: dt.date, precision: str, lang: str) -> str:
    """«1. mars 2025», or «april 2025» when only the month is known."""
    texts = knowledge_texts()
    month = texts("months", lang).split()[date.month - 1]
    if precision == "month":
        return texts("date_month", lang, month=month, year=date.year)
    return texts("date_day", lang, day=date.day, month=month, year=date.year)


def is_past(deadline: Date, today: dt.date) -> bool:
    """A month counts as past when its last day is; where sources disagree, when every date is."""
    others = deadline.otherwise if isinstance(deadline, Deadline) else ()
    return all(_is_past(date, today) for date in (deadline, *others))


def _is_past(deadline: Date, today: dt.date) -> bool:
    if deadline.precision == "month":
        return (deadline.date.year, deadline.date.month) < (today.year, today.month)
    return deadline.date < today


def to_work_towards(deadline: Deadline, today: dt.date) -> Date:
    """The date itself. Where sources disagree: the first that is not past, else the last; not certain in either case."""
    if not deadline.otherwise:
        return deadline
    dates = _each(deadline)
    chosen = next((date for date in dates if not _is_past(date, today)), dates[-1])
    return Date(date=chosen.date, precision=chosen.precision, certainty="assumed", citation=chosen.citation)


def _disagreement(deadline: Deadline, lang: str, kind: str) -> str:
    """Every date that a source tells, none preferred."""
    texts = knowledge_texts()
    dates = [format_date(d.date, d.precision, lang) for d in _each(deadline)]
    said = texts("dates_or", lang, first=", ".join(dates[:-1]), last=dates[-1])
    return texts(f"{kind}_disagreement", lang, dates=said)


def _each(deadline: Deadline) -> list[Date]:
    return sorted((deadline, *deadline.otherwise), key=lambda d: d.date)


def sentence(deadline: Deadline, today: dt.date, lang: str, kind: Literal["deadline", "reporting"] = "deadline") -> str:
    """Says the deadline as fixed or assumed, and as coming or gone, seen from `today`; or that sources disagree."""
    texts = knowledge_texts()
    if deadline.otherwise:
        return _disagreement(deadline, lang, kind)
    date = format_date(deadline.date, deadline.precision, lang)
    days = (deadline.date - today).days
    if is_past(deadline, today):
        moment = "passed"
    elif deadline.precision == "month" and (deadline.date.year, deadline.date.month) == (today.year, today.month):
        moment = "now"
    elif deadline.precision == "day" and days <= 1 and deadline.certainty == "fixed":
        moment = "today" if days == 0 else "tomorrow"
    else:
        moment = "open"
    when = texts(f"when_{deadline.precision}", lang, date=date)
    return texts(f"{kind}_{deadline.certainty}_{moment}", lang, date=date, days=days, when=when)


def window(edition: Edition, today: dt.date, lang: str) -> Window:
    """Whether the application window of an edition is open on `today`."""
    deadline = edition.deadlines.application
    past = is_past(deadline, today)
    state: WindowState
    if edition.status == "not_announced_yet":
        state = "assumed_passed" if past else "not_announced"
    else:
        state = "closed" if past or edition.status == "closed" else "open"
    shut_early = edition.status == "closed" and not past
    text = status_sentence(edition, today, lang) if shut_early else sentence(deadline, today, lang)
    working = to_work_towards(deadline, today)
    return Window(state, working.date, working.certainty, text, deadline.citations)


def status_sentence(edition: Edition, today: dt.date, lang: str) -> str:
    """Whether the scheme is announced, as far as its source knows."""
    past = edition.status == "announced" and is_past(edition.deadlines.application, today)
    key = f"status_{edition.status}{'_past' if past else ''}"
    values = {} if edition.status == "closed" else {"year": edition.id}
    return knowledge_texts()(key, lang, **values)
