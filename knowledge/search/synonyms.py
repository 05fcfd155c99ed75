"""Words that people use for one thing: a list of our own, and a thesaurus (Debian's `mythes-no`) where one is set."""

import codecs
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from knowledge.search.tokens import all_keys
from knowledge.yaml_files import plain_reader

Phrase = tuple[str, ...]  # keys of consecutive words (`tokens.all_keys`)
_FILE = Path(__file__).parent / "synonyms.yml"
_SAME, _GROUP, _QUESTION, _THESAURUS = 0.9, 0.55, 0.9, 0.3  # of what the word itself weighs
_MOST_OF_THESAURUS = 12  # synonyms of one word; a longer entry is about several things
_REMARK = re.compile(r"\([^)]*\)")


class ThesaurusError(ValueError):
    """A thesaurus file cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Synonyms:
    """For a phrase of a query, the phrases that count as it, each with its weight (0 to 1).

    Attributes:
        words: By phrase. A phrase of several words is one thing: «skrive under».
        questions: Phrases that ask for something and do not stand in what answers: «hvor mye».
        longest: The number of words in the longest phrase.
    """

    words: Mapping[Phrase, Mapping[Phrase, float]]
    questions: frozenset[Phrase]
    longest: int

    def of(self, phrase: Phrase) -> Mapping[Phrase, float]:
        """What counts as a phrase; empty when nothing does."""
        return self.words.get(phrase, {})


@lru_cache(maxsize=4)
def load(thesaurus: Path | None = None) -> Synonyms:
    """The list of our own, and the thesaurus at a path when one is given.

    Raises:
        ThesaurusError: The thesaurus cannot be read.
    """
    lists: dict[str, Any] = plain_reader().load(_FILE.read_text(encoding="utf-8"))
    table: defaultdict[Phrase, dict[Phrase, float]] = defaultdict(dict)
    for group in lists["same"]:
        _all_of(table, group, _SAME)
    for group in lists["groups"]:
        _all_of(table, group, _GROUP)
    for question in lists["questions"]:
        for asked in question["asks"]:
            _add(table, asked, question["has"], _QUESTION)
    for word, others in _read_thesaurus(thesaurus) if thesaurus else ():
        _add(table, word, others, _THESAURUS)
    asks = frozenset(tuple(all_keys(asked)) for question in lists["questions"] for asked in question["asks"])
    return Synonyms(dict(table), asks, max(map(len, table)))


def _all_of(table: defaultdict[Phrase, dict[Phrase, float]], group: Iterable[str], weight: float) -> None:
    listed = list(group)
    for word in listed:
        _add(table, word, listed, weight)


def _add(table: defaultdict[Phrase, dict[Phrase, float]], word: str, others: Iterable[str], weight: float) -> None:
    asked = tuple(all_keys(word))
    for other in others:
        phrase = tuple(all_keys(other))
        if asked and phrase and phrase != asked:
            table[asked][phrase] = max(weight, table[asked].get(phrase, 0.0))


def _read_thesaurus(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Words with their synonyms from a MyThes data file: an encoding, then `word|n` and n lines `(pos)|a|b`."""
    try:
        raw = path.read_bytes()
        encoding = raw.split(b"\n", 1)[0].decode("ascii").strip()
        codecs.lookup(encoding or "none")
        lines = raw.decode(encoding).splitlines()[1:]
    except (OSError, UnicodeDecodeError, LookupError) as error:
        raise ThesaurusError(
            f"The thesaurus {path} cannot be read ({error}). Give the path of a MyThes data file such as "
            "th_nb_NO_v2.dat, or unset VEILEDER_THESAURUS: search does without."
        ) from None
    yield from _meanings(iter(lines))


def _meanings(lines: Iterator[str]) -> Iterator[tuple[str, list[str]]]:
    for line in lines:
        word, _, count = line.rpartition("|")
        others: list[str] = []
        for meaning in islice(lines, int(count) if count.isdigit() else 0):
            others += [plain for each in meaning.split("|")[1:] if (plain := _REMARK.sub("", each).strip())]
        if word and 0 < len(others) <= _MOST_OF_THESAURUS:
            yield word, others
