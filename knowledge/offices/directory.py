"""Municipalities and the office that answers each of them: lookup, and finding them in a message.

The facts stand in the CSV files beside this module; `SOURCES.md` says where they come from and how old they are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from knowledge.language.normalise import Word, clean, fold_phrase, words
from knowledge.language.pipeline import Match, Phrase
from knowledge.offices.context import Sentence
from knowledge.offices.names import bare, forms, office_phrases, unique
from knowledge.offices.records import Area, Municipality, Office, read_area, read_municipality, read_office, rows

__all__ = ["Area", "Directory", "Found", "Municipality", "Office"]

_FOLDER = Path(__file__).parent
_FUZZY_LETTERS = 6
_NUMBER_WORDS = frozenset(("kommunenummer", "kommunenummeret", "kommunenr", "knr", "nummer", "nr"))

# «vi må ha kommune og sjukehus med»: words that fold to a name but seldom mean it, even before «kommune».
_NOT_BEFORE_KOMMUNE = frozenset(("ha", "al", "all", "as", "bo", "oss"))

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What a message names. `ambiguous` holds, for each name that needs a question, its candidates.

    `spans` are the offsets of all names in the cleaned text: pass them as `names` to `malform.detect`.
    """

    municipalities: list[Municipality]
    ambiguous: list[tuple[Municipality, ...]]
    counties: list[Area]
    offices: list[Office]
    spans: tuple[Span, ...] = ()


class Directory:
    """All municipalities, offices and counties. Built by `Directory.load()`; holds no state of a conversation."""

    def __init__(
        self,
        municipalities: Iterable[Municipality],
        offices: Iterable[Office],
        areas: Iterable[Area],
        other_names: Iterable[tuple[str, str, str]] = (),
    ) -> None:
        self._municipalities = {m.number: m for m in municipalities}
        self._offices = {o.code: o for o in offices}
        self._areas = {a.name: a for a in areas}
        self._names: dict[tuple[tuple[str, ...], str], tuple[str, bool]] = {}
        self._phrases: list[Phrase] = []
        for m in self._municipalities.values():
            for name in (m.name, *m.parallel_names):
                self._add(name, m.number)
        for name, number, kind in other_names:
            self._add(name, number, former=kind == "former")
        self._phrases += office_phrases(self._offices.values())
        for area in self._areas.values():
            self._phrases += [
                Phrase(form, "county", area.name, fuzzy=form == area.name and len(form) >= 7)
                for form in forms(area.name)
            ]

    @classmethod
    def load(cls, folder: Path = _FOLDER) -> "Directory":
        """Reads the CSV files in `folder`.

        Raises:
            ValueError: when a municipality names an office that is not listed.
        """
        offices = [read_office(row) for row in rows(folder / "offices.csv")]
        municipalities = [read_municipality(row) for row in rows(folder / "municipalities.csv")]
        areas = [read_area(row) for row in rows(folder / "areas.csv")]
        unknown = {m.office_code for m in municipalities} - {o.code for o in offices}
        if unknown:
            raise ValueError(
                f"municipalities.csv names the office '{min(unknown)}', which offices.csv does not have. "
                "Add it there, or correct the code"
            )
        names = [(r["name"], r["number"], r["kind"]) for r in rows(folder / "other_names.csv")]
        return cls(municipalities, offices, areas, names)

    def municipality(self, number: str) -> Municipality:
        """Raises KeyError for a number that no municipality has."""
        return self._municipalities[number]

    def municipalities(self) -> list[Municipality]:
        return list(self._municipalities.values())

    def office(self, code: str) -> Office:
        """Raises KeyError for an unknown code; `BUFDIR` is the one that is no county governor."""
        return self._offices[code]

    def offices(self) -> list[Office]:
        return list(self._offices.values())

    def office_for(self, municipality: Municipality) -> Office:
        return self._offices[municipality.office_code]

    def phrases(self) -> list[Phrase]:
        """What the Language pipeline must look for. Labels: municipality (key: number), county, office (key: code)."""
        return list(self._phrases)

    def find(self, text: str, matches: Iterable[Match]) -> Found:
        """The places that a message means, from what the pipeline matched in the same text."""
        cleaned = clean(text)
        tokens = words(cleaned)
        usable = [m for m in matches if m.label in ("municipality", "county", "office") and m.last < len(tokens)]
        usable = _outermost(usable)
        sentence = Sentence(cleaned, tokens, {(m.first, m.last) for m in usable if m.label != "office"})
        areas = self._areas_in(sentence, usable)
        numbers = list(self._numbers(tokens))
        accepted = self._accepted(sentence, usable)
        municipalities, ambiguous = self._resolve(accepted, areas, [w.text for w in tokens])
        spans = {(m.start, m.end) for group in accepted for m in group} | {(m.start, m.end) for m, _ in areas}
        return Found(
            unique([*municipalities, *numbers]),
            ambiguous,
            unique(a for _, a in areas if a.kind != "region"),
            unique(self._offices[m.key] for m in usable if m.label == "office"),
            tuple(sorted(spans | {(m.start, m.end) for m in usable if m.label == "office"})),
        )

    def _add(self, name: str, number: str, *, former: bool = False) -> None:
        folded = fold_phrase(name)
        fuzzy = sum(c.isalpha() for c in name) >= _FUZZY_LETTERS and not former
        for form in forms(name):
            self._names.setdefault((fold_phrase(form), number), (name, former))
            self._phrases.append(Phrase(form, "municipality", number, fuzzy=fuzzy and fold_phrase(form) == folded))
        for kind in ("kommune", "herad"):
            self._phrases.append(Phrase(f"{name} {kind}", "municipality", number))

    def _accepted(self, sentence: Sentence, matches: Sequence[Match]) -> list[list[Match]]:
        """Groups of matches at one place in the text, those that context confirms; «X og Y» confirms Y by X."""
        groups: dict[Span, list[Match]] = {}
        for m in matches:
            if m.label == "municipality":
                groups.setdefault((m.first, m.last), []).append(m)
        kept = {span: ok for span, group in groups.items() if (ok := [m for m in group if self._holds(sentence, m)])}
        spans = sorted(groups)
        for known, other in [*pairwise(spans), *pairwise(reversed(spans))]:
            exact = [m for m in groups[other] if not m.edits and self._spelt_as_name(m)]
            left, right = sorted((known, other))
            if known in kept and other not in kept and exact and sentence.joins(right[0], left[1]):
                kept[other] = exact
        return [kept[span] for span in sorted(kept)]

    def _holds(self, sentence: Sentence, match: Match) -> bool:
        written = bare(match.text)
        if written != match.text and not match.edits:
            return written not in _NOT_BEFORE_KOMMUNE or sentence.written_capital(match.first)
        name, former = self._name(match)
        return sentence.accepts(match.first, match.last, name, match.edits, former)

    def _name(self, match: Match) -> tuple[str, bool]:
        """The name that a match stands for, and whether it is that of a former municipality."""
        known = self._names.get((fold_phrase(bare(match.text)), match.key))
        return known or (self._municipalities[match.key].name, False)

    def _spelt_as_name(self, match: Match) -> bool:
        return match.text in (self._name(match)[0].lower(), *(f.lower() for f in forms(self._name(match)[0])))

    def _likeliest(self, group: Sequence[Match]) -> Sequence[Match]:
        """«Hemnes» is Hemnes and not the genitive of former Hemne; a municipality of today goes before a former one.

        «Lardal» is both, the former one and Lærdal without its æ: both are kept, so that the person is asked.
        """
        plain = [m for m in group if m.edits or self._spelt_plainly(m)] or group
        today = [m for m in plain if not self._name(m)[1]]
        spelt_as_former = any(self._name(m)[0].lower() == bare(m.text) for m in plain if self._name(m)[1])
        if spelt_as_former and not any(self._name(m)[0].lower() == bare(m.text) for m in today):
            return plain
        return today or plain

    def _spelt_plainly(self, match: Match) -> bool:
        return fold_phrase(self._name(match)[0]) == fold_phrase(bare(match.text))

    def _areas_in(self, sentence: Sentence, matches: Sequence[Match]) -> list[tuple[Match, Area]]:
        found = []
        for m in matches:
            if m.label == "county" and sentence.accepts(m.first, m.last, m.key, m.edits, former=False):
                found.append((m, self._areas[m.key]))
        return found

    def _numbers(self, tokens: Sequence[Word]) -> Iterator[Municipality]:
        """«kommunenummer 1515», or a message that is nothing but a number."""
        for i, token in enumerate(tokens):
            named = i > 0 and tokens[i - 1].text in _NUMBER_WORDS
            if token.text in self._municipalities and (named or len(tokens) == 1):
                yield self._municipalities[token.text]

    def _resolve(
        self, groups: Sequence[Sequence[Match]], areas: Sequence[tuple[Match, Area]], texts: Sequence[str]
    ) -> tuple[list[Municipality], list[tuple[Municipality, ...]]]:
        municipalities: list[Municipality] = []
        ambiguous: list[tuple[Municipality, ...]] = []
        for group in groups:
            candidates = unique(self._municipalities[m.key] for m in self._likeliest(group))
            if len(candidates) > 1:
                candidates = _narrowed(candidates, group[0], areas, texts)
            if len(candidates) == 1:
                municipalities += candidates
            elif (pair := tuple(candidates)) not in ambiguous:
                ambiguous.append(pair)
        return municipalities, [pair for pair in ambiguous if not set(pair) & set(municipalities)]


def _narrowed(
    candidates: list[Municipality], match: Match, areas: Sequence[tuple[Match, Area]], texts: Sequence[str]
) -> list[Municipality]:
    """Of municipalities that share a name, those meant by a number, or by the county said nearest to the name."""
    by_number = [c for c in candidates if c.number in texts]
    if by_number:
        return by_number
    near = sorted(areas, key=lambda a: (a[0].first < match.first, abs(a[0].first - match.last)))
    for _, area in near:
        fitting = [c for c in candidates if c.county in area.counties]
        if fitting:
            return fitting
    return candidates


def _outermost(matches: Sequence[Match]) -> list[Match]:
    """Drops what lies within a longer exact match: «Østfold» in «Indre Østfold», «Oslo» in the name of its office."""
    return [
        m
        for m in matches
        if not any(
            o is not m
            and o.first <= m.first
            and m.last <= o.last
            and o.last - o.first > m.last - m.first
            and not o.edits
            for o in matches
        )
        and not (
            m.label == "county"
            and any(
                o.label == "municipality" and (o.first, o.last) == (m.first, m.last) and not o.edits for o in matches
            )
        )
    ]
