"""Two schemes, or two editions of one, side by side: what is the same, what differs, and what only one has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from assistant.caseworker.demands import Demand, demands
from assistant.caseworker.reading import Reading
from assistant.caseworker.whole import topic_title
from assistant.caseworker.word_diff import Piece, Pieces, likeness, word_diff
from assistant.web.texts import say
from knowledge import deadlines
from knowledge.answers import administrator_name
from knowledge.model import Fact, Gap, Topic

MakeLine = Callable[[str, str | None, str | None], "Line"]
State = Literal["same", "different", "only_a", "only_b"]
_FRAME = {
    "administrator": "cw_frame_administrator",
    "budget": "cw_frame_budget",
    "status": "cw_frame_status",
    "application": "cw_frame_application",
    "reporting": "cw_frame_reporting",
}
_PAIRED = 0.5  # likeness from which two statements on a topic say the same thing in other words


@dataclass(frozen=True)
class Line:
    """One thing on both sides; a side that lacks it is None. `label` is empty for statements."""

    label: str
    state: State
    a: Pieces | None
    b: Pieces | None


@dataclass(frozen=True)
class Row:
    """A criterion, a topic or another thing that is compared, with its lines."""

    id: str
    title: str
    state: State
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """A group of rows: the frame, the criteria, the topics."""

    key: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that is compared. `counts` says how many rows there are in each state."""

    a: Reading
    b: Reading
    parts: tuple[Part, ...]

    @property
    def counts(self) -> Mapping[State, int]:
        """How many rows there are in each state."""
        states = [row.state for part in self.parts for row in part.rows]
        return {state: states.count(state) for state in ("same", "different", "only_a", "only_b")}

    def differences(self) -> tuple[Part, ...]:
        """The parts without the lines that are the same on both sides; parts and rows without lines are left out."""
        kept = []
        for part in self.parts:
            rows = [Row(r.id, r.title, r.state, tuple(x for x in r.lines if x.state != "same")) for r in part.rows]
            kept.append(Part(part.key, tuple(row for row in rows if row.lines)))
        return tuple(part for part in kept if part.rows)


def compare(a: Reading, b: Reading) -> Comparison:
    """Compares two readings in the same language."""
    line = partial(_line, _Names.of(a, b))
    parts = (
        Part("frame", _frame(a, b, line)),
        Part("demands", _demands(a, b, line)),
        Part("topics", _topics(a, b, line)),
    )
    return Comparison(a, b, parts)


def _frame(a: Reading, b: Reading, line: MakeLine) -> tuple[Row, ...]:
    left, right = _facts_of_frame(a), _facts_of_frame(b)
    rows = []
    for key in dict.fromkeys([*left, *right]):
        made = line("", left.get(key), right.get(key))
        rows.append(Row(f"ramme-{key}", say(_FRAME[key], a.lang), made.state, (made,)))
    return tuple(rows)


def _facts_of_frame(reading: Reading) -> dict[str, str]:
    scheme, edition, lang = reading.scheme, reading.edition, reading.lang
    facts = {"administrator": administrator_name(scheme, lang)}
    if scheme.chapter and scheme.post:
        facts["budget"] = f"{scheme.chapter}.{scheme.post}"
    facts["status"] = deadlines.status_sentence(edition, reading.today, lang)
    facts["application"] = deadlines.window(edition, reading.today, lang).text
    if edition.deadlines.reporting:
        facts["reporting"] = deadlines.sentence(edition.deadlines.reporting, reading.today, lang, "reporting")
    return facts


def _demands(a: Reading, b: Reading, line: MakeLine) -> tuple[Row, ...]:
    left, right = ({d.id: d for d in demands(reading)} for reading in (a, b))
    rows = []
    for name in dict.fromkeys([*left, *right]):
        lines = _fields(_words_of(left.get(name), a.lang), _words_of(right.get(name), b.lang), line)
        title = (left[name] if name in left else right[name]).label
        rows.append(Row(f"krav-{name}", title, _state_of(lines), lines))
    return tuple(rows)


def _words_of(demand: Demand | None, lang: str) -> dict[str, str]:
    """A criterion as texts by label; none has none."""
    if demand is None:
        return {}
    words = {
        say("cw_demand", lang): demand.why,
        say("cw_question", lang): demand.question,
        say("cw_weight", lang): say("cw_hard" if demand.hard else "cw_not_hard", lang),
        say("cw_applies", lang): "; ".join(demand.conditions),
    }
    for kind in ("met", "refused", "fixable"):
        titles = [f"{r.title} ({r.condition})" if r.condition else r.title for r in demand.replies if r.means == kind]
        words[say(f"cw_means_{kind}", lang)] = "; ".join(titles)
    return {label: text for label, text in words.items() if text}


def _fields(left: Mapping[str, str], right: Mapping[str, str], line: MakeLine) -> tuple[Line, ...]:
    return tuple(line(label, left.get(label), right.get(label)) for label in dict.fromkeys([*left, *right]))


def _topics(a: Reading, b: Reading, line: MakeLine) -> tuple[Row, ...]:
    present = [s.topic for reading in (a, b) for s in reading.edition.statements]
    rows = []
    for topic in (t for t in Topic if t in present):
        lines = tuple(_statements(a, b, topic, line))
        rows.append(Row(f"tema-{topic}", topic_title(topic, a.lang), _state_of(lines), lines))
    return tuple(rows)


def _statements(a: Reading, b: Reading, topic: Topic, line: MakeLine) -> list[Line]:
    """The statements on a topic: those with the same id beside each other, then those that read alike, then the rest."""
    left, right = _said(a, topic), _said(b, topic)
    pairs = [(name, name) for name in left if name in right]
    for name in [n for n in left if n not in right]:
        free = [n for n in right if n not in {other for _, other in pairs}]
        best = max(free, key=lambda n: likeness(left[name], right[n]), default=None)
        if best is not None and likeness(left[name], right[best]) >= _PAIRED:
            pairs.append((name, best))
    lines = [line("", left[x], right[y]) for x, y in pairs]
    lines += [line("", text, None) for name, text in left.items() if name not in {x for x, _ in pairs}]
    return lines + [line("", None, text) for name, text in right.items() if name not in {y for _, y in pairs}]


def _said(reading: Reading, topic: Topic) -> dict[str, str]:
    return {s.id: _with_certainty(reading, s) for s in reading.edition.statements if s.topic == topic}


def _with_certainty(reading: Reading, statement: Fact | Gap) -> str:
    """The statement; one that is not certain says so, since two that differ only there are not the same."""
    text = reading.t(statement.statement)
    if isinstance(statement, Gap) or statement.certainty == "fixed":
        return text
    return f"{text} ({say(f'cw_certainty_{statement.certainty}', reading.lang)})"


@dataclass(frozen=True)
class _Names:
    """What the two sides are called: texts that differ in that alone say the same."""

    a: tuple[str, ...]
    b: tuple[str, ...]

    @classmethod
    def of(cls, a: Reading, b: Reading) -> _Names:
        """The names of both schemes, the longest first."""
        return cls(*(tuple(sorted((r.t(r.scheme.name), r.t(r.scheme.short_name)), key=len)[::-1]) for r in (a, b)))

    def same(self, a: str, b: str) -> bool:
        """Whether two texts are the same but for the names."""
        return _without(a, self.a) == _without(b, self.b)


def _without(text: str, names: Sequence[str]) -> str:
    text = text.lower()
    for name in names:
        text = text.replace(name.lower(), "*")
    return text


def _line(names: _Names, label: str, a: str | None, b: str | None) -> Line:
    if a is None or b is None:
        return Line(label, "only_b" if a is None else "only_a", _plain(a), _plain(b))
    if names.same(a, b):
        return Line(label, "same", _plain(a), _plain(b))
    left, right = word_diff(a, b)
    return Line(label, "different", left, right)


def _plain(text: str | None) -> Pieces | None:
    return None if text is None else (Piece(text, False),)


def _state_of(lines: tuple[Line, ...]) -> State:
    """One state when all lines agree; otherwise the row differs."""
    states = {line.state for line in lines}
    return states.pop() if len(states) == 1 else "different"
