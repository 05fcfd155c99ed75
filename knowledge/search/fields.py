"""What an entry is found by: its tokens, by where they stand, and how much each counts there."""

from dataclasses import dataclass

from knowledge.search.model import Entry
from knowledge.search.tokens import deduplicated, parts_of, tokens

_K1 = 1.2  # BM25: how soon a repeated word stops counting
_B = 0.3  # how much a long text is held back; little, since our texts are short
_USUAL_LENGTH = 40  # tokens
_TEXT, _TITLE, _TERMS, _NAMES, _PARTS = 1.0, 1.2, 0.9, 0.6, 0.5  # what a token counts, by where it stands


@dataclass(frozen=True, slots=True)
class Fields:
    """The tokens of an entry, by where they stand."""

    text: tuple[str, ...]
    title: tuple[str, ...]
    terms: tuple[str, ...]
    names: tuple[str, ...]
    parts: tuple[str, ...]

    @classmethod
    def of(cls, entry: Entry) -> "Fields":
        """What an entry is found by."""
        texts, titles = list(dict.fromkeys(entry.text.values())), list(dict.fromkeys(entry.title.values()))
        parts = dict.fromkeys(part for each in (*texts, *titles, entry.terms) for part in parts_of(each))
        names = tuple(dict.fromkeys([*tokens(entry.names), *tokens(entry.edition)]))
        return cls(
            tuple(deduplicated(texts)),
            tuple(deduplicated(titles)),
            tuple(dict.fromkeys(tokens(entry.terms))),
            names,
            tuple(part for part in parts if part not in names),
        )

    def all(self) -> list[str]:
        """Every token, as often as it is there: what an engine indexes."""
        return [*self.text, *self.title, *self.terms, *self.names, *self.parts]

    def pack(self) -> str:
        """One line of text, for keeping in an index: how long the text is, then each field.

        A space stands on both sides of each token, so that a token can be looked for in the line as it is.
        """
        fields = (self.text, self.title, self.terms, self.names, self.parts)
        return "\t".join([str(len(self.text)), *("".join([f" {token} " for token in field]) for field in fields)])

    def impacts(self) -> dict[str, float]:
        """How much each token counts in the entry, 0 to about 2, before how rare it is."""
        often: dict[str, float] = {}
        for weight, field in ((_TEXT, self.text), (_TITLE, self.title), (_TERMS, self.terms)):
            for token in field:
                often[token] = often.get(token, 0.0) + weight
        for weight, field in ((_NAMES, self.names), (_PARTS, self.parts)):  # as in `frequency`
            for token in field:
                often.setdefault(token, weight)
        held = _held(len(self.text))
        return {token: saturated(times, held) for token, times in often.items()}


def all_tokens(packed: str) -> set[str]:
    """The different tokens of an entry, given its packed fields."""
    return set(packed.partition("\t")[2].split())


def frequency(packed: str, token: str) -> float:
    """How often a token is in an entry, each place by its weight; names and parts count only where it is nowhere else."""
    wanted = f" {token} "
    if wanted not in packed:
        return 0.0
    _, text, title, terms, names, parts = packed.split("\t")
    found = _TEXT * text.count(wanted) + _TITLE * title.count(wanted) + _TERMS * (wanted in terms)
    return found or max(_NAMES * (wanted in names), _PARTS * (wanted in parts))


def held_back(packed: str) -> float:
    """How much an entry is held back for its length, around 1."""
    return _held(int(packed[: packed.index("\t")]))


def _held(length: int) -> float:
    return 1 - _B + _B * min(length / _USUAL_LENGTH, 3.0)


def saturated(often: float, held: float) -> float:
    """What a token counts that is there so often: soon no more (BM25)."""
    return often * (_K1 + 1) / (often + _K1 * held)
