"""NorSID's sentences: Norwegian dialects, the same sentence by eleven writers. Where it is: NORSID_DIR."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

DEFAULT_FOLDER = Path("../shared/eval/norsid")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`number` is shared by all translations; `writer` is one of eleven; `dialect` is B, N, T or V."""

    number: str
    writer: str
    text: str
    intent: str
    dialect: str


def read_sentences(path: Path) -> list[Sentence]:
    """Reads the comment lines of a CoNLL file; the tokens are not needed."""
    return list(_sentences(path.read_text(encoding="utf-8")))


def _sentences(content: str) -> Iterator[Sentence]:
    for block in content.split("\n\n"):
        lines = [line[1:].strip().partition(":") for line in block.splitlines() if line.startswith("#")]
        notes = {name.strip(): value.strip() for name, _, value in lines}
        if notes:
            number, _, writer = notes["id"].partition("/")
            yield Sentence(number, writer, notes["text"], notes["intent"], notes["dialect"])


def norsid_folder() -> Path:
    """The folder that has `dev.conll` and `test.conll`."""
    return Path(os.environ.get("NORSID_DIR", DEFAULT_FOLDER))


def accuracy(guessed: Sequence[str], sentences: Sequence[Sentence]) -> float:
    """Per cent right."""
    return 100 * sum(g == s.intent for g, s in zip(guessed, sentences, strict=True)) / len(sentences)
