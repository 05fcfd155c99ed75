"""The eligibility questions of a scheme as a drawing (SVG), for an editor to proof-read against the source.

A card a question, in the order they are asked: every answer with what it means and what is asked next, with the reasons
and citations. Below stand the outcomes with the number of paths that lead to each.
"""

import html
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from knowledge.answer_words import possible_in_words
from knowledge.eligibility import UNKNOWN, Answer, evaluate, next_question, possible_answers
from knowledge.language.texts import knowledge_texts
from knowledge.model import CitationRef, Criterion, Edition, Scheme

_CARD, _GAP, _MARGIN, _LINE = 620, 56, 40, 19
_WIDTH = 78  # letters of a line in a card
_COLOURS = {"met": "#1a6b3c", "not_met": "#b3261e", "unknown": "#8a5a00"}
_MARKS = {"met": "✓", "not_met": "✕", "unknown": "?"}
Say = Callable[..., str]
Next = str | None  # the id of the question asked next; None: the verdict


@dataclass(slots=True)
class _Row:
    """One answer of a card: its title, what it means, and which questions may come next."""

    title: str
    status: str
    reason: str
    following: list[Next] = field(default_factory=list)
    citation: CitationRef | None = None


def flow_svg(scheme: Scheme, edition: Edition, lang: str) -> str:
    """The drawing as SVG text.

    Args:
        lang: nb, nn or en.
    """
    after, outcomes, depth = _followed(edition)
    say = partial(_say, lang)
    asked = sorted((c for c in edition.criteria if c.id in after), key=lambda c: depth[c.id])
    cards = [_card(c, edition, lang, say, after) for c in asked]
    parts: list[str] = []
    heading = textwrap.wrap(say("title", scheme=scheme.name[lang], edition=edition.id), 64)
    top = _MARGIN + 24 * len(heading) + 16
    places: dict[str, tuple[int, int]] = {}
    for criterion_id, lines in cards:
        height = sum(size for _, size in lines) + 24
        places[criterion_id] = (top, height)
        parts.append(_drawn(lines, top, height))
        top += height + _GAP
    parts += _arrows(places, after)
    parts.append(_legend(outcomes, say, top))
    total = top + 60 + _LINE * len(outcomes)
    width = _CARD + 2 * _MARGIN + 150
    name = html.escape(say("title", scheme=scheme.name[lang], edition=edition.id))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{total}" viewBox="0 0 {width} {total}" '
        f'font-family="system-ui, sans-serif" font-size="14" role="img" aria-labelledby="flow-title" lang="{lang}">'
        f'<title id="flow-title">{name}</title><rect width="100%" height="100%" fill="#ffffff"/>'
        f'<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="#4a5568"/></marker></defs>'
        f"{_headline(heading)}{''.join(parts)}</svg>\n"
    )


def _say(lang: str, key: str, **values: object) -> str:
    return knowledge_texts()(f"flow_{key}", lang, **values)


def _followed(edition: Edition) -> tuple[dict[str, dict[Answer, set[Next]]], Counter[str], dict[str, int]]:
    """For each question and answer the questions that come next on some path; the paths to each outcome; and how late
    each question comes at most."""
    after: dict[str, dict[Answer, set[Next]]] = {}
    outcomes: Counter[str] = Counter()
    depth: dict[str, int] = {}
    for sheet, asked in _points(edition, {}):
        if asked is None:
            outcomes[evaluate(edition, sheet).outcome] += 1
            continue
        depth[asked.id] = max(len(sheet), depth.get(asked.id, 0))
        for answer in (*possible_answers(asked), UNKNOWN):
            then = next_question(edition, {**sheet, asked.id: answer})
            after.setdefault(asked.id, {}).setdefault(answer, set()).add(then.id if then else None)
    return after, outcomes, depth


def _points(edition: Edition, sheet: dict[str, Answer]) -> Iterator[tuple[dict[str, Answer], Criterion | None]]:
    asked = next_question(edition, sheet)
    yield sheet, asked
    if asked is not None:
        for answer in (*possible_answers(asked), UNKNOWN):
            yield from _points(edition, {**sheet, asked.id: answer})


def _card(
    criterion: Criterion,
    edition: Edition,
    lang: str,
    say: Say,
    after: Mapping[str, Mapping[Answer, set[Next]]],
) -> tuple[str, list[tuple[str, int]]]:
    """The id of a question and the lines of its card, each as SVG without its place, with its height."""
    labels = {c.id: c.label[lang] for c in edition.criteria}
    lines = list(_text(criterion.label[lang], weight=700, size=17))
    lines += _text((criterion.question or criterion.label)[lang])
    for condition in _conditions(criterion.applies_when, edition, lang, say):
        lines += _text(say("asked_only", condition=condition), colour="#4a5568")
    lines += _text(_cited(criterion.citation, say), colour="#4a5568")
    for row in _rows(criterion, edition, lang, say, after.get(criterion.id, {})):
        mark = f"{_MARKS[row.status]} {row.title}"
        lines += [("", 8), *_text(mark, colour=_COLOURS[row.status], weight=600)]
        lines += _text(row.reason, indent=20)
        if row.citation:
            lines += _text(_cited(row.citation, say), indent=20, colour="#4a5568")
        order = [c.id for c in edition.criteria]
        following = sorted(row.following, key=lambda n: order.index(n) if n else len(order))
        then = f" {say('or')} ".join(labels[n] if n else say("verdict") for n in following)
        lines += _text(f"→ {say('next')}: {then}", indent=20, colour="#4a5568")
    return criterion.id, lines


def _conditions(when: Mapping[str, Sequence[str]], edition: Edition, lang: str, say: Say) -> Iterator[str]:
    """«når svaret på «Hvem som søker» er Kommune og helseforetak», for each criterion named."""
    for name, values in when.items():
        criterion = next(c for c in edition.criteria if c.id == name)
        titles = dict(possible_in_words(criterion, lang))
        chosen = ", ".join(titles[v] for v in values)
        yield say("when", label=criterion.label[lang], answers=chosen)


def _figure(number: float) -> str:
    return f"{number:,.10g}".replace(",", " ")


def _cited(citation: CitationRef, say: Say) -> str:
    return f"{say('source')}: {citation.source}, «{citation.locator}»"


def _rows(
    criterion: Criterion, edition: Edition, lang: str, say: Say, following: Mapping[Answer, set[Next]]
) -> Iterator[_Row]:
    reasons, titles = criterion.reasons, dict(possible_in_words(criterion, lang))
    if criterion.type == "choice":
        for option in criterion.options:
            reason = option.reason or getattr(reasons, option.status)
            nexts = list(following.get(option.value, ()))
            yield _Row(option.title[lang], option.status, reason[lang], nexts, option.citation)
    elif criterion.type == "yes_no":
        for value in ("yes", "no"):
            status = "met" if (value == "yes") == criterion.met_when else "not_met"
            yield _Row(titles[value], status, getattr(reasons, status)[lang], list(following.get(value, ())))
    else:
        for limit in criterion.limits:
            title = say("up_to", number=_figure(limit.value))
            if limit.when:
                title = f"{title} ({'; '.join(_conditions(limit.when, edition, lang, say))})"
            yield _Row(title, "met", reasons.met[lang], list(following.get(limit.value, ())))
        most = max(limit.value for limit in criterion.limits)
        title = say("above", number=_figure(most))
        yield _Row(title, "not_met", reasons.not_met[lang], list(following.get(most + 1, ())))
    yield _Row(titles[UNKNOWN], "unknown", reasons.unknown[lang], list(following.get(UNKNOWN, ())))


def _text(
    text: str, *, weight: int = 400, size: int = 14, colour: str = "#1a202c", indent: int = 0
) -> Iterator[tuple[str, int]]:
    """Lines of a text as SVG that still lacks its place, each with its height."""
    letters = int((_WIDTH - indent / 8) * 14 / size)
    for line in textwrap.wrap(text, letters, break_on_hyphens=False) or [""]:
        style = f'x="{_MARGIN + 16 + indent}" y="{{y}}" font-weight="{weight}" font-size="{size}" fill="{colour}"'
        yield f"<text {style}>{html.escape(line).replace('{', '{{').replace('}', '}}')}</text>", _LINE + (size - 14)


def _drawn(lines: Sequence[tuple[str, int]], top: int, height: int) -> str:
    parts = [
        f'<rect x="{_MARGIN}" y="{top}" width="{_CARD}" height="{height}" rx="8" fill="#f7fafc" stroke="#cbd5e0"/>'
    ]
    y = top + 10
    for line, size in lines:
        y += size
        parts.append(line.format(y=y))
    return "".join(parts)


def _arrows(places: Mapping[str, tuple[int, int]], after: Mapping[str, Mapping[Answer, set[Next]]]) -> Iterator[str]:
    """From each card to those that may come next: straight to the one below, else around the right side."""
    order = list(places)
    for here, (top, height) in places.items():
        following = {then for nexts in after[here].values() for then in nexts if then}
        for then in sorted(following & places.keys(), key=order.index):
            target = places[then][0]
            distance = order.index(then) - order.index(here)
            if distance == 1:
                x = _MARGIN + _CARD // 2
                yield _path(f"M{x} {top + height}V{target - 2}")
            else:
                right, out = _MARGIN + _CARD, _MARGIN + _CARD + 20 + 16 * min(distance, 7)
                yield _path(f"M{right} {top + height - 14}H{out}V{target + 20}H{right + 2}")


def _path(way: str) -> str:
    return f'<path d="{way}" fill="none" stroke="#4a5568" stroke-width="1.5" marker-end="url(#arrow)"/>'


def _headline(lines: Sequence[str]) -> str:
    return "".join(
        f'<text x="{_MARGIN}" y="{_MARGIN + 10 + 24 * i}" font-size="20" font-weight="700" fill="#1a202c">'
        f"{html.escape(line)}</text>"
        for i, line in enumerate(lines)
    )


def _legend(outcomes: Counter[str], say: Say, top: int) -> str:
    parts = [f'<text x="{_MARGIN}" y="{top}" font-size="17" font-weight="700">{html.escape(say("verdict"))}</text>']
    for i, (outcome, count) in enumerate(sorted(outcomes.items())):
        text = html.escape(f"{say(outcome)}: {say('paths', count=count)}")
        parts.append(f'<text x="{_MARGIN}" y="{top + 26 + _LINE * i}">{text}</text>')
    return "".join(parts)
