"""Fixed sentences in bokmål, nynorsk and English side by side."""

import string
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from knowledge.model import LANGS, LocalText
from knowledge.yaml_files import plain_reader


class TextsError(Exception):
    """A text file is not usable; the message names file, key and remedy."""


class Texts:
    """Looks up a sentence by key and language, and fills in its values."""

    def __init__(self, texts: Mapping[str, LocalText]) -> None:
        self._texts = dict(texts)

    def __call__(self, key: str, lang: str, **values: object) -> str:
        """The sentence for `key` in `lang`, with `{name}` replaced by the values given.

        Raises:
            KeyError: for an unknown key; keys are written by us, so that is a defect.
        """
        return self._texts[key][lang].format(**values)

    def keys(self) -> list[str]:
        return sorted(self._texts)

    def local(self, key: str) -> LocalText:
        return self._texts[key]


def read_texts(*folders_or_files: Path) -> Texts:
    """Reads `key: {nb, nn, en}` from YAML files.

    Raises:
        TextsError: when a language is missing, a key stands twice, or the placeholders differ between languages.
    """
    collected: dict[str, LocalText] = {}
    for path in folders_or_files:
        for file in sorted(path.glob("*.yml")) if path.is_dir() else [path]:
            for key, value in (plain_reader().load(file.read_text(encoding="utf-8")) or {}).items():
                if key in collected:
                    raise TextsError(f"{file.name}: the key '{key}' stands twice. Rename one")
                collected[key] = _checked(file, key, value)
    return Texts(collected)


def _checked(file: Path, key: str, value: object) -> LocalText:
    try:
        text = LocalText.model_validate(value)
    except ValidationError as error:
        missing = ", ".join(str(e["loc"][-1]) for e in error.errors() if e["loc"])
        raise TextsError(f"{file.name}: '{key}' needs a text in nb, nn and en; check: {missing}") from None
    fields = {lang: {name for _, name, _, _ in string.Formatter().parse(text[lang]) if name} for lang in LANGS}
    if fields["nb"] != fields["nn"] or fields["nb"] != fields["en"]:
        raise TextsError(f"{file.name}: '{key}' names different values in nb, nn and en: {fields}")
    return text


@lru_cache(maxsize=1)
def knowledge_texts() -> Texts:
    """The sentences that the knowledge layer itself says: judged dates, outcomes, silence."""
    return read_texts(Path(__file__).parent.parent / "phrases.yml")


@lru_cache(maxsize=1)
def topic_titles() -> Texts:
    return read_texts(Path(__file__).parent.parent / "topics.yml")
