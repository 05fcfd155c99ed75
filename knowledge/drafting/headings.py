"""What stands under a heading: the vocabulary of announcements in both målformer (`headings.yml`)."""

import re
from functools import lru_cache
from importlib.resources import files

from knowledge.drafting.words import plain
from knowledge.yaml_files import plain_reader

_LEADING = re.compile(r"^[\s•➢*\-–—>·]*(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+|[a-h]\)\s+)?")
_TRAILING = re.compile(r"[\s:?.!–—-]+$")
_PUNCTUATION = re.compile(r"[,;/«»\"()\-–]+")
_LONGEST = 90  # characters; a longer line is a sentence


def label_words(heading: str) -> str:
    """A heading for comparing: lower case, without number, bullet, question mark and hyphens.

    >>> label_words("2. Søknads- og rapporteringsfrist:")
    'søknads og rapporteringsfrist'
    """
    bare = _TRAILING.sub("", _LEADING.sub("", plain(heading)))
    return " ".join(_PUNCTUATION.sub(" ", bare).split())


@lru_cache(maxsize=4096)
def topic_of(heading: str) -> str:
    """The topic of a heading, as in `knowledge.model.Topic` or one of the wider ones of `headings.yml`; empty: none.

    >>> topic_of("Kven kan søkje?"), topic_of("Noe helt annet")
    ('who_can_apply', '')
    """
    words = label_words(heading)
    if not words or len(words) > _LONGEST:
        return ""
    return next((topic for topic, pattern in _patterns() if pattern.fullmatch(words)), "")


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    listed = plain_reader().load((files("knowledge.drafting") / "headings.yml").read_text(encoding="utf-8"))
    return tuple((entry["topic"], _pattern(text)) for entry in listed for text in entry["patterns"])


def _pattern(text: str) -> re.Pattern[str]:
    """`frist* for søknad*` as a pattern: `*` is the rest of the word and words after it."""
    parts = [" ".join(_PUNCTUATION.sub(" ", part).split(" ")) for part in text.split("*")]
    return re.compile(r"[\w ]*".join(re.escape(part) for part in parts))
