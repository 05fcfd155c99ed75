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

    def impacts(self) -> dict[str, float]:
        """How much each token counts in the entry, 0 to about 2, before how rare it is.

        Names and parts of compounds count only where the token is nowhere else.
        """
        often: dict[str, float] = {}
        for weight, field in ((_TEXT, self.text), (_TITLE, self.title), (_TERMS, self.terms)):
            for token in field:
                often[token] = often.get(token, 0.0) + weight
        for weight, field in ((_NAMES, self.names), (_PARTS, self.parts)):
            for token in field:
                often.setdefault(token, weight)
        held = _held(len(self.text))
        return {token: _saturated(times, held) for token, times in often.items()}


def _held(length: int) -> float:
    return 1 - _B + _B * min(length / _USUAL_LENGTH, 3.0)


def _saturated(often: float, held: float) -> float:
    """What a token counts that is there so often: soon no more (BM25)."""
    return often * (_K1 + 1) / (often + _K1 * held)
