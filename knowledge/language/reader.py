"""Reads a message once: which schemes, places, terms and figures it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge.language.correction import without_taken_back
from knowledge.language.distinctive import common_terms
from knowledge.language.gist import gist
from knowledge.language.normalise import clean, fold_phrase
from knowledge.language.numbers import Quantity, quantities
from knowledge.language.pipeline import Language, Match, Phrase
from knowledge.model import Scheme
from knowledge.offices.directory import Directory, Found


@dataclass(frozen=True, slots=True)
class Mention:
    """A word or phrase that belongs to a scheme, and to one of its statements when it is a term of it."""

    scheme: str
    statement: str
    text: str
    start: int
    end: int
    proves: bool = True  # a fact's own term, said exactly: evidence of which scheme is meant
    exact: bool = True  # not misspelt, and not only a part of a longer word

    @property
    def word_count(self) -> int:
        return self.text.count(" ") + 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message names.

    `schemes` are ids named outright (several share a place when the name is ambiguous); `hints` weak words that point
    to a scheme; `terms` words of one statement of a scheme; `municipalities` their numbers; `ambiguous_places` numbers
    that share one name; `offices` their codes; `places` offsets of names in the cleaned text.
    """

    text: str
    schemes: tuple[str, ...]
    scheme_spans: tuple[tuple[int, int, str], ...]
    hints: tuple[Mention, ...]
    terms: tuple[Mention, ...]
    municipalities: tuple[str, ...]
    ambiguous_places: tuple[str, ...]
    offices: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    quantities: tuple[Quantity, ...]

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(int(q.value) for q in self.quantities if q.unit == "calendar_year")


class MessageReader:
    """Built from the knowledge base; rebuilt when it changes."""

    def __init__(self, schemes: Sequence[Scheme], directory: Directory) -> None:
        self._directory = directory
        self._gaps = frozenset((s.id, g.id) for s in schemes for g in s.edition().gaps)
        self._common = common_terms(schemes)
        self._language = Language([*_scheme_phrases(schemes), *_term_phrases(schemes)])
        self._places = Language(directory.phrases())
        # A message is read when it is classified and again by the action that answers it.
        self._latest = lru_cache(maxsize=_LATEST)(self._read)

    def read(self, text: str) -> Reading:
        """What a message names, without what it takes back; of a very long one, what its gist names (`Reading.text`)."""
        return self._latest(text)

    def names(self, text: str) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
        """The text of the `Reading`, and where it names schemes and places: all that training needs, in a third of
        the time."""
        cleaned = gist(without_taken_back(clean(text)))
        schemes = [(m.start, m.end) for m in self._language.find(cleaned, "scheme")]
        return cleaned, schemes, list(self._found(cleaned).spans)

    def _found(self, cleaned: str) -> Found:
        named_after = [m for m in self._places.find(cleaned) if not _TRUST.search(cleaned[: m.start])]
        return self._directory.find(cleaned, named_after)

    def _read(self, text: str) -> Reading:
        cleaned = gist(without_taken_back(clean(text)))
        found = self._language.find(cleaned)
        by_label = {label: [m for m in found if m.label.split(":")[0] == label] for label in ("scheme", "hint", "term")}
        places = self._found(cleaned)
        named = by_label["scheme"]
        return Reading(
            text=cleaned,
            schemes=tuple(dict.fromkeys(m.key for m in named)),
            scheme_spans=tuple((m.start, m.end, m.key) for m in named),
            hints=tuple(_mention(m) for m in by_label["hint"]),
            terms=tuple(self._term(m) for m in by_label["term"]),
            municipalities=tuple(m.number for m in places.municipalities),
            ambiguous_places=tuple(m.number for group in places.ambiguous for m in group),
            offices=tuple(_offices(places)),
            places=tuple(places.spans),
            quantities=tuple(quantities(cleaned)),
        )

    def _term(self, match: Match) -> Mention:
        """A term proves its scheme when it is a fact's, said exactly, and hardly used about other schemes."""
        found = _mention(match)
        common = (found.scheme, fold_phrase(match.text)) in self._common
        return replace(found, proves=found.exact and not common and (found.scheme, found.statement) not in self._gaps)


_LATEST = 64  # messages whose readings are kept
_TRUST = re.compile(r"\bhelse\s+$", re.IGNORECASE)  # «Helse Bergen» is a hospital trust, not the municipality


def _mention(match: Match) -> Mention:
    scheme, _, statement = match.key.partition("/")
    exact = not match.partial and (not match.edits or " " in match.text)
    return Mention(scheme, statement, match.text, match.start, match.end, exact, exact)


def _offices(places: Found) -> list[str]:
    """Codes of the offices named, outright or by their county."""
    codes = [office.code for office in places.offices] + [area.office_code for area in places.counties]
    return list(dict.fromkeys(codes))


def _scheme_phrases(schemes: Sequence[Scheme]) -> list[Phrase]:
    phrases = []
    for scheme in schemes:
        names = {
            *scheme.aliases,
            *(scheme.name[lang] for lang in ("nb", "nn", "en")),
            *(scheme.short_name[lang] for lang in ("nb", "nn", "en")),
        }
        phrases += [
            Phrase(n, "scheme", scheme.id, prefix=len(n) >= 7 and " " not in n, fuzzy=len(n) >= 6)
            for n in sorted(names)
        ]
        phrases += [
            Phrase(h, f"hint:{scheme.id}", scheme.id, prefix=len(h) >= 5, fuzzy=len(h) >= 6) for h in scheme.hints
        ]
    return phrases


def _term_phrases(schemes: Sequence[Scheme]) -> list[Phrase]:
    """The terms of each statement of each scheme's newest edition; keys are `scheme/statement`."""
    phrases = []
    for scheme in schemes:
        edition = scheme.edition()
        for statement in edition.statements:
            english = {*statement.terms.en} - {*statement.terms.nb, *statement.terms.nn}
            for term in sorted(set(statement.terms.all())):
                phrases.append(
                    Phrase(
                        term,
                        f"term:{scheme.id}",
                        f"{scheme.id}/{statement.id}",
                        prefix=len(term) >= 6 and " " not in term,
                        tail=" " not in term and term not in english,
                        fuzzy=len(term) >= 8,
                    )
                )
    return phrases
