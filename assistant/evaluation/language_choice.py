"""Whether the reply comes in the målform of the message, on labelled messages and on the texts of the knowledge base.

Only texts with at least one word that the two målformer spell differently are counted: one that a dictionary of the
one has and a dictionary of the other lacks (Debian's `hunspell-no`).
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.evaluation.cases import Case
from knowledge.language.malform import detect
from knowledge.language.normalise import clean, words
from knowledge.language.reader import MessageReader
from knowledge.model import Scheme

_DICTIONARIES = {"nb": "nb_NO", "nn": "nn_NO"}
_GROUPS = {"bokmal": "nb", "nynorsk": "nn"}


@dataclass(frozen=True, slots=True)
class LanguageFigures:
    """`right` of `total` texts of one kind got their own målform; `wrong` are the others."""

    kind: str
    right: int
    total: int
    wrong: tuple[str, ...]


def labelled(cases: Iterable[Case]) -> list[tuple[str, str]]:
    """First turns with their målform, where the group of the case tells it."""
    firsts = ((case.turns[0].q, _GROUPS[case.group]) for case in cases if case.group in _GROUPS)
    return [(text, lang) for text, lang in firsts if text]


def statements(schemes: Iterable[Scheme]) -> list[tuple[str, str]]:
    """The statements of the knowledge base, each in both målformer."""
    found = [s.statement for scheme in schemes for edition in scheme.editions for s in edition.statements]
    return [(statement[lang], lang) for statement in found for lang in ("nb", "nn")]


def measure(kind: str, texts: Sequence[tuple[str, str]], reader: MessageReader) -> LanguageFigures:
    """Counts the texts with a telling word whose målform is found."""
    said = {text: frozenset(w.text for w in words(clean(text)) if w.text.isalpha()) for text, _ in texts}
    everything = frozenset[str]().union(*said.values())
    telling = _unknown("nb", everything) ^ _unknown("nn", everything)
    told = [(text, lang) for text, lang in texts if said[text] & telling]
    wrong = [text for text, lang in told if detect(text, names=list(reader.read(text).places)).lang != lang]
    return LanguageFigures(kind, len(told) - len(wrong), len(told), tuple(wrong))


def _unknown(lang: str, said: frozenset[str]) -> set[str]:
    """The words that the dictionary lacks.

    Raises:
        FileNotFoundError: hunspell is not installed.
    """
    command = ["hunspell", "-d", _DICTIONARIES[lang], "-i", "utf-8", "-l"]
    done = subprocess.run(command, input="\n".join(sorted(said)), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode or "Can't open" in done.stderr:
        raise FileNotFoundError(f"no dictionary {_DICTIONARIES[lang]}")
    return set(done.stdout.split())
