"""Bar charts as SVG, drawn on the server. Pure.

Lengths are percentages and text has the size of the page's, so a chart is as easy to read at 320 px as on a wide screen.
Colours and patterns come from classes (`styles/pages/inbox.css`); colour never says anything alone, since every bar has
its words and its number beside it and every kind its own pattern.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_LINE, _BAR, _GAP = 24, 16, 18  # px: the words of a bar, the bar itself, the space to the next one
_WORDS = 17  # px from the top of a line to the foot of its letters


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: which pattern (a name of the style sheet), and its length, 0 to 1 of the whole width."""

    pattern: str
    length: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its words to the left and its number to the right, above it."""

    label: str
    value: str
    parts: tuple[Part, ...]


def bar_chart(name: str, title: str, description: str, bars: Sequence[Bar]) -> Markup:
    """A chart of horizontal bars.

    Args:
        name: Tells the charts of one page apart; letters and hyphens.
        title: What the chart shows; its accessible name.
        description: What it says, in words.
        bars: From top to bottom.

    Returns:
        One `<svg>` with role img, safe to put into a page.
    """
    height = len(bars) * (_LINE + _BAR + _GAP)
    head = Markup(
        '<svg class="chart" role="img" aria-labelledby="{0}-t {0}-d" width="100%" height="{1}" focusable="false">'
        '<title id="{0}-t">{2}</title><desc id="{0}-d">{3}</desc>'
    ).format(name, height, title, description)
    patterns = {part.pattern for bar in bars for part in bar.parts}
    drawn = Markup("").join(_bar(name, bar, row * (_LINE + _BAR + _GAP)) for row, bar in enumerate(bars))
    return head + _definitions(name, sorted(patterns)) + drawn + Markup("</svg>")


def swatch(name: str, pattern: str) -> Markup:
    """The sample of a pattern for a legend; hidden from screen readers, since its words stand beside it."""
    head = Markup('<svg class="swatch" aria-hidden="true" width="28" height="16" focusable="false">')
    return (
        head
        + _definitions(f"{name}-{pattern}", [pattern])
        + _rect(f"{name}-{pattern}", pattern, 0, 100, 0)
        + Markup("</svg>")
    )


def _bar(name: str, bar: Bar, top: int) -> Markup:
    words = Markup('<text x="0" y="{0}">{1}</text><text class="number" x="100%" y="{0}">{2}</text>')
    drawn = words.format(top + _WORDS, bar.label, bar.value)
    drawn += Markup('<rect class="track" x="0" y="{0}" width="100%" height="{1}"/>').format(top + _LINE, _BAR)
    start = 0.0
    for part in bar.parts:
        drawn += _rect(name, part.pattern, start, 100 * part.length, top + _LINE)
        start += 100 * part.length
    return drawn


def _rect(name: str, pattern: str, start: float, width: float, top: int) -> Markup:
    """The ground in the kind's colour, and its pattern over it."""
    place = Markup('x="{0:.3f}%" y="{1}" width="{2:.3f}%" height="{3}"').format(start, top, max(0.0, width), _BAR)
    return Markup('<rect class="part {0}" {1}/><rect class="over" fill="url(#{2}-{0})" {1}/>').format(
        pattern, place, name
    )


# A tile of 8 × 8 px for each kind; what is not listed is plain.
_TILES = {
    "no_source": '<path d="M-2 10 10 -2M-2 2 2 -2M6 10 10 6"/>',
    "out_of_scope": '<path d="M-2 -2 10 10M-2 6 2 10M6 -2 10 2"/>',
    "handoff": '<path d="M0 4H8"/>',
    "clarify": '<circle cx="4" cy="4" r="1.5"/>',
    "error": '<path d="M0 0 8 8M8 0 0 8"/>',
    "not_helpful": '<path d="M4 0V8"/>',
    "walk_left": '<path d="M4 0V8M0 4H8"/>',
}


def _definitions(name: str, patterns: Sequence[str]) -> Markup:
    tile = Markup('<pattern id="{0}-{1}" class="tile" width="8" height="8" patternUnits="userSpaceOnUse">{2}</pattern>')
    tiles = [tile.format(name, pattern, Markup(_TILES.get(pattern, ""))) for pattern in patterns]  # noqa: S704 - ours
    return Markup("<defs>") + Markup("").join(tiles) + Markup("</defs>")
