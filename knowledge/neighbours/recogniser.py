"""Finds the grants of others in what a person says: by name, or by a topic beside a word for grants.

«psykolog» and «integrering» are everyday words that our own applicants use; «psykologtilskudd» and «tilskudd til
integrering» are not. A topic therefore counts only where a word for grants stands before it with a preposition
between, or close after it, and not where the message asks what our own money may be used for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.language.normalise import fold
from knowledge.neighbours import grant_words
from knowledge.neighbours.message import Message, Pattern, Span, patterns, whole_names
from knowledge.neighbours.model import Neighbour
from knowledge.neighbours.pattern_index import PatternIndex

_WINDOW = 7  # words within which all parts of a topic stand
_BEFORE, _AFTER = 6, 3  # words between a word for grants and the topic that follows it, or goes before it
_CLOSE = 1
_KEYWORDS = 4  # in so few words «frist» does for a word for grants: «frivilligsentral frist»
_WHAT, _IS = frozenset({"hva", "kva", "ka", "what", "hvem", "kven"}), frozenset({"er", "e", "is", "betyr", "means"})
_ALONE = 2  # words that are a topic and nothing else


@dataclass(frozen=True, slots=True)
class NeighbourMention:
    """A grant of others, and where it is named: offsets in the text, from its first to its last word.

    `by_name`: said by its name, and not only by its topic. `shared`: only by a topic that is also one of ours.
    """

    id: str
    start: int
    end: int
    by_name: bool
    shared: bool = False


@dataclass(frozen=True, slots=True, order=True)
class _Found:
    """A grant, the places of the words that name it, and how."""

    places: tuple[int, ...]
    by_topic: bool
    neighbour: str
    shared: bool = False


class Recogniser:
    """Built from the directory."""

    def __init__(self, neighbours: Sequence[Neighbour]) -> None:
        names = [p for n in neighbours for text in n.names for p in patterns(n, text)]
        names += [p for n in neighbours for text in n.generic for p in patterns(n, text, generic=True)]
        self._names = PatternIndex([*names, *(whole for n in neighbours for whole in whole_names(n))])
        self._written = [(n.id, abbreviation, _beside(n)) for n in neighbours for abbreviation in n.written]
        topics = [p for n in neighbours for text in n.topics for p in patterns(n, text)]
        topics += [p for n in neighbours for text in n.shared for p in patterns(n, text, shared=True)]
        self._topics = PatternIndex(topics)

    def find(self, text: str, ours: Sequence[Span]) -> tuple[NeighbourMention, ...]:
        """See `knowledge.neighbours.neighbours.Neighbours.find`."""
        message = Message(text, ours)
        found = [*self._by_name(message), *self._by_abbreviation(message)]
        if grant_words.is_own_share(text) or (grant_words.beside_another(text) and _other_grant(message, found)):
            return ()
        found = [f for f in found if not any(set(f.places) < set(other.places) for other in found)]
        taken = {place for f in found for place in f.places}
        found += [f for f in self._by_topic(message) if taken.isdisjoint(f.places)]
        mentions: dict[str, NeighbourMention] = {}
        for f in sorted(found):
            start, end = message.words[f.places[0]].start, message.words[f.places[-1]].end
            mentions.setdefault(f.neighbour, NeighbourMention(f.neighbour, start, end, not f.by_topic, f.shared))
        return tuple(mentions.values())

    def _by_name(self, message: Message) -> Iterator[_Found]:
        for name in self._names.begun_in(message):
            if name.generic and message.names_ours:
                continue
            yield from (_Found(places, False, name.neighbour) for places in _places(message, name))
        for topic in self._topics.begun_in(message):
            yield from (_Found(places, False, topic.neighbour) for places in _compounds(message, topic))

    def _by_abbreviation(self, message: Message) -> Iterator[_Found]:
        for neighbour, abbreviation, beside in self._written:
            for place, norm in enumerate(message.norms):
                if norm != fold(abbreviation):
                    continue
                as_written = message.said(place) == abbreviation and _meant_as_name(message, place, beside)
                if as_written or _beside_grant_word(message, place):
                    yield _Found((place,), False, neighbour)

    def _by_topic(self, message: Message) -> Iterator[_Found]:
        """For each word for grants the topic nearest to it; of two as near the one that says most."""
        best: dict[int, tuple[tuple[int, int], _Found]] = {}
        for topic in self._topics.begun_in(message):
            if topic.shared and (message.names_ours or message.our_field):
                continue
            for places in _places(message, topic):
                for grant in _grants_of(message, topic, places):
                    rank = (_distance(grant, places) - 2 * (len(places) - 1), -len(places))
                    if grant not in best or rank < best[grant][0]:
                        best[grant] = (rank, _Found(places, True, topic.neighbour, topic.shared))
        yield from (found for _, found in best.values())


def _compounds(message: Message, topic: Pattern) -> Iterator[tuple[int, ...]]:
    """«psykologtilskudd», «frivilligsentral-tilskuddet»: a topic and a word for grants in one word."""
    piece, *others = topic.pieces
    for place in message.by_letter.get(piece.text[0], ()):
        if not message.fits(place, piece):
            continue
        rest = message.norms[place][len(piece.text) :]
        if others and not all(other.begins and other.text in rest for other in others):
            continue
        if piece.begins and rest and _for_grant(rest):
            yield (place,)
        elif not others and message.joined(place) and grant_words.names_grant(message.norms[place + 1]):
            yield (place, place + 1)


def _for_grant(norm: str) -> bool:
    """Whether a word, or the end of one, is for a grant; an «s» may join it («integreringspengane»)."""
    loose = norm.removeprefix("s")
    money = grant_words.names_money(norm) or grant_words.names_money(loose)
    return money or grant_words.names_grant(norm) or grant_words.names_scheme(loose)


def _beside(neighbour: Neighbour) -> tuple[Pattern, ...]:
    return tuple(p for text in neighbour.beside for p in patterns(neighbour, text))


def _meant_as_name(message: Message, place: int, beside: tuple[Pattern, ...]) -> bool:
    """Whether an abbreviation that is also a word is meant: alone, or with talk of grants or of what it is for."""
    if message.names_ours or message.cried(place) or (len(message.words) > 1 and message.text.isupper()):
        return False
    if (
        len(message.words) == 1
        or message.joined(place)
        or message.grants
        or any(grant_words.is_applying(n) for n in message.norms)
    ):
        return True
    defined = place > 1 and message.norms[place - 1] in _IS and message.norms[place - 2] in _WHAT
    return defined or any(True for pattern in beside for _ in _places(message, pattern))


def _beside_grant_word(message: Message, place: int) -> bool:
    """«smil tilskudd», «alis frist»; «smil» alone is a verb, and «smil, tilskuddet kom» is one too."""
    if message.cried(place) or message.text[message.words[place].end :].startswith((",", ".")):
        return False
    near = [i for i in (place - 2, place - 1, place + 1) if 0 <= i < len(message.norms)]
    norms = [message.norms[i] for i in near if i != place - 2 or grant_words.is_preposition(message.norms[place - 1])]
    grant = any(grant_words.names_grant(n) for n in norms)
    return grant or (len(message.norms) <= _KEYWORDS and any(grant_words.is_applying(n) for n in norms))


def _asked_outright(message: Message, topic: Pattern, places: tuple[int, ...]) -> Iterator[int]:
    """«fristen for bustadsosiale tiltak», «inkludering av barn og unge, kven kan søkje?»: no word for grants at all.

    The verb of applying stands as often beside a service («søke om omsorgsbolig»), so one word is then too little.
    """
    if message.names_ours or message.our_field or not topic.specific:
        return
    for place, norm in enumerate(message.norms):
        deadline = grant_words.is_deadline(norm)
        several = len(topic.pieces) > 1 or (places[0] == 0 and message.heads(places))
        if place in places or not (deadline or (grant_words.is_seeking(norm) and several)):
            continue
        between = message.norms[place + 1 : places[0]]
        joined = any(map(grant_words.is_preposition, between)) and "a" not in between  # «fristen for å …» is of a deed
        told_before = place < places[0] and len(between) <= _BEFORE and (joined or not between)
        if told_before or (place > places[-1] and (message.heads(places) or place - places[-1] == 1)):
            yield place


def _places(message: Message, topic: Pattern) -> Iterator[tuple[int, ...]]:
    """Where all words of a pattern stand close together, in any order; none may belong to a name of ours."""
    fits: list[list[int]] = []
    for piece in topic.pieces:
        fits.append([i for i in message.by_letter.get(piece.text[0], ()) if message.fits(i, piece)])
        if not fits[-1]:
            return
    for first in fits[0]:
        chosen = [first]
        for others in fits[1:]:
            near = [i for i in others if abs(i - first) <= max(_WINDOW, 2 * len(fits)) and i not in chosen]
            if not near:
                break
            chosen.append(min(near, key=lambda i: abs(i - first)))
        else:
            yield tuple(sorted(chosen))


def _grants_of(message: Message, topic: Pattern, places: tuple[int, ...]) -> Iterator[int]:
    """The places of the words for grants that make a question about a grant of the topic."""
    for grant in message.grants:
        if grant not in places and _belongs(message, topic, places, grant):
            yield grant
    if len(places) > 1:  # «videreutdanningstilskudd for barnevernsansatte»
        yield from (i for i in places if grant_words.names_grant(message.norms[i]))
    yield from _asked_outright(message, topic, places)
    short = len(message.norms) <= _KEYWORDS and not topic.shared and not message.names_ours
    if short:
        yield from (i for i, n in enumerate(message.norms) if i not in places and "frist" in n)
        if len(message.norms) <= _ALONE and len(places) == len(message.norms):
            yield places[0]


def _belongs(message: Message, topic: Pattern, places: tuple[int, ...], grant: int) -> bool:
    norm = message.norms[grant]
    if message.asks_for_use and (grant_words.is_definite(norm) or topic.shared or message.names_ours):
        return False
    if (
        (topic.shared or message.names_ours)
        and not grant_words.names_grant(norm)
        and not _several(message, topic, grant, places)
    ):
        return False
    if grant > places[-1]:
        if message.heads(places) and not grant_words.is_definite(norm):
            return grant - places[-1] - 1 <= _BEFORE
        near = _CLOSE if grant_words.is_definite(norm) or message.names_ours else _AFTER
        apart = grant_words.names_scheme(norm) or message.ends_between(places[-1], grant)
        return not apart and grant - places[-1] - 1 <= near
    between = message.norms[grant + 1 : places[0]] if grant < places[0] else []
    if len(between) > _BEFORE:
        return False
    return not between or any(grant_words.is_preposition(n) for n in between)


def _several(message: Message, topic: Pattern, grant: int, places: tuple[int, ...]) -> bool:
    """«penga te videreutdanning i barnevernet»: beside a word for money, several words of a topic tell enough."""
    return len(topic.pieces) > 1 and not message.names_ours and (grant < places[0] or message.heads(places))


def _distance(grant: int, places: tuple[int, ...]) -> int:
    return places[0] - grant if grant < places[0] else max(grant - places[-1], 0)


def _other_grant(message: Message, found: Sequence[_Found]) -> bool:
    """Whether a grant is spoken of apart from those found by name: one of ours, or «tilskuddet»."""
    taken = {place for f in found for place in f.places}
    return message.names_ours or any(
        i not in taken and (grant_words.names_grant(n) or grant_words.is_definite(n))
        for i, n in enumerate(message.norms)
    )
