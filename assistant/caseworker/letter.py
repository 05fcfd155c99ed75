"""A letter about a case, as plain text with numbered sources, for a caseworker to paste and finish."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.caseworker.judgement import Judgement
from assistant.caseworker.reading import Place, Reading
from assistant.web.texts import say


class _Sources:
    """Numbers the places in the order in which they are first named."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, place: Place) -> str:
        """«[1]»; the same place has the same number all through."""
        name = (place.title, place.locator)
        if name not in self._numbers:
            self.places.append(place)
            self._numbers[name] = len(self.places)
        return f"[{self._numbers[name]}]"


def letter(reading: Reading, judgement: Judgement) -> str:
    """The letter in the language of the reading.

    The judgement must be made in the same language. It holds no name of an applicant: the caseworker adds that.
    """
    sources = _Sources()
    parts = [
        [_said(reading, "cw_letter_subject")],
        [_said(reading, "cw_letter_intro")],
        [judgement.sentence, " ".join([judgement.window.text, *map(sources.number, judgement.window_places)])],
        [_said(reading, "cw_letter_criteria"), *_criteria(reading, judgement, sources)],
        _mending(reading, judgement),
        _steps(reading, judgement, sources),
        [_said(reading, "cw_letter_guidance")],
        [_said(reading, "cw_letter_greeting")],
        [_said(reading, "cw_letter_sources"), *_listed(reading, sources)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _said(reading: Reading, key: str) -> str:
    return say(key, reading.lang, scheme=reading.t(reading.scheme.short_name), edition=reading.edition.id)


def _criteria(reading: Reading, judgement: Judgement, sources: _Sources) -> Iterator[str]:
    for judged in judgement.criteria:
        number = sources.number(judged.place)
        yield f"– {judged.label} ({judged.answer}): {judged.status}. {judged.reason} {number}"


def _mending(reading: Reading, judgement: Judgement) -> list[str]:
    lines = [f"– {remedy}" for remedy in judgement.remedies]
    return [*([_said(reading, "cw_letter_remedies"), *lines] if lines else []), *filter(None, [judgement.ways])]


def _steps(reading: Reading, judgement: Judgement, sources: _Sources) -> list[str]:
    """What to do. Once the deadline is past, its days say nothing: then it is what a new call would take."""
    past = judgement.window.state in ("closed", "assumed_passed")
    renewing = {item.id for item in reading.edition.checklist if item.renews}
    lines = []
    for item, place in zip(judgement.items, judgement.item_places, strict=True):
        if past and item.id in renewing:  # the letter comes from those who would be asked
            continue
        what, number = item.what.rstrip("."), sources.number(place)
        due = "" if past else f" {say('cw_letter_due', reading.lang, due=item.due.text)}"
        lines.append(f"– {what}.{due} {number}")
    return [_said(reading, "cw_letter_steps_new_call" if past else "cw_letter_steps"), *lines] if lines else []


def _listed(reading: Reading, sources: _Sources) -> Iterator[str]:
    for place in sources.places:
        line = f"{sources.number(place)} {place.title}, {place.locator}. "
        line += say("cw_checked", reading.lang, date=place.checked)
        yield f"{line} {place.url}" if place.url else line
