"""Finds names that words nearby give to a person: "saksbehandler Berit Lie", "spør etter Rune", "Berit Lie, rådgiver".

Stricter than `names.py`: a role or "kontakt" stands before offices and schemes just as often. So the first word must be a
known first name, or the last made from one (-sen, -ova); only "herr" and its like, and a label for people, need less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.privacy import person_signs as signs
from assistant.privacy.folding import Span
from assistant.privacy.name_words import (
    METHOD,
    PARTICLES,
    TITLES,
    WORD,
    family_names,
    given_names,
    is_closed_family,
    is_name_word,
    is_second_name,
    stop_words,
)
from assistant.privacy.names import NAME
from assistant.privacy.person_words import ALSO_WORDS, DIRECTIONS, PATRONYMIC, THING

_MOST_WORDS = 5
_MOST_LINE = 80
_LETTERS = re.compile(r"[^\W\d_]+")
_INNER_CAPITAL = re.compile(r"[^\W\d_.!?][.:;=|,/]?[ \n/*_\"'«“(]{1,3}(?=[^\W\d_])(?![a-zæøåäöéü])")
Words = list[re.Match[str]]


def find_persons(text: str) -> Iterator[Span]:
    """The names in a folded text, from left to right."""
    if not _may_hold_one(text):
        return
    position = 0
    for start, end in sorted(
        {*_forward(text), *_greeted(text), *_backward(text), *_signature_lines(text), *_turned(text), *_full(text)}
    ):
        if start >= position:
            yield start, end, NAME
            position = end


def _may_hold_one(text: str) -> bool:
    """Whether there is a known first name, or a capital inside a sentence: most questions have neither, and are done."""
    return _INNER_CAPITAL.search(text) is not None or any(map(_is_given, _LETTERS.findall(text)))


def _forward(text: str) -> Iterator[tuple[int, int]]:
    for pattern, is_told in _TRIGGERS:
        for trigger in pattern.finditer(text):
            words = _words(text, trigger.end(1))
            if is_told(words):
                yield _span(words)
                yield from _others(text, words[-1].end())
            elif pattern is signs.AFTER_PART and (word := WORD.match(text, trigger.end(1))) and _is_known(word.group()):
                yield _span([word])
            elif pattern in (signs.AFTER_ROLE, signs.AFTER_VERB) and (small := _small_person(text, trigger.end(1))):
                yield small


def _greeted(text: str) -> Iterator[tuple[int, int]]:
    """The name in "Hei Tore!" and "Takk, Tore", where nothing follows in the same breath."""
    for trigger in signs.AFTER_GREETING.finditer(text):
        words = _words(text, trigger.end(1))
        if _is_named(words) and signs.BREATH.match(text, words[-1].end()):
            yield _span(words)
    for trigger in signs.AFTER_THANKS.finditer(text):
        words = _words(text, trigger.end())
        if _is_named(words) and not text[words[-1].end() :].strip(" .!)\n"):
            yield _span(words)


def _others(text: str, end: int) -> Iterator[tuple[int, int]]:
    """The names that follow: "Berit Lie og Per Moe"."""
    while (also := signs.ALSO.match(text, end)) and _is_named(words := _words(text, also.end())):
        yield _span(words)
        end = words[-1].end()


def _backward(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (signs.BEFORE_CONTACT, signs.BEFORE_ROLE):
        for trigger in pattern.finditer(text):
            words = _words_before(text, trigger.start())
            if len(words) > 1 and _is_named(words):
                yield _span(words)

    for trigger in signs.BEFORE_OWNED.finditer(text):
        words = _words_before(text, trigger.start())
        if _is_named(words):
            yield _span(words)


def _full(text: str) -> Iterator[tuple[int, int]]:
    """First name and family name with capitals, wherever they stand. Who is named without a word for it is named too."""
    for first in WORD.finditer(text):
        bare = first.group().rstrip(".")
        if not bare.istitle() or not _is_given(bare):
            continue
        words = _words(text, first.start())
        sure = bare.lower() not in ALSO_WORDS or (len(words) > 1 and _is_known(words[1].group()))
        if len(words) > 1 and sure and not signs.NOBODY.search(text[first.start() : words[-1].end()]):
            yield _span(words)


def _turned(text: str) -> Iterator[tuple[int, int]]:
    """The family name first: "Hansen, Kari". One that is not known counts after a word for a person and a colon."""
    for trigger in signs.TURNED.finditer(text):
        families = _words_before_comma(text, trigger.start())
        words = _words(text, trigger.end())
        if not families or not _is_named(words) or not _is_given(words[0].group()):
            continue
        labelled = text[max(0, families[0].start() - 2) : families[0].start()] == ": "
        if labelled or _is_family(families[-1].group()):
            yield families[0].start(), _span(words)[1]


def _words_before_comma(text: str, end: int) -> Words:
    """The one word with a capital that ends there."""
    last = list(WORD.finditer(text, max(0, end - _MOST_LINE), end))[-1:]
    return [word for word in last if word.end() == end and word.group().istitle() and is_name_word(word.group())]


def _signature_lines(text: str) -> Iterator[tuple[int, int]]:
    """A line that is a name: the last one, under "takk" or a dash, or above a role, an office, a phone number."""
    lines = text.rstrip().split("\n")
    start = 0
    for index, line in enumerate(lines):
        first = start + len(line) - len(line.lstrip(" *_>•-/–—~"))
        words = _words(text, first) if index and len(line) < _MOST_LINE else []
        alone = bool(words) and signs.LINE_END.match(text, words[-1].end()) is not None
        if _is_named(words) and _is_signed(lines, index, len(words), alone=alone):
            yield _span(words)
        start += len(line) + 1


def _is_signed(lines: list[str], index: int, words: int, *, alone: bool) -> bool:
    """Whether the lines around say that the one at `index`, of so many words of a name, is a signature."""
    above = next((each for each in reversed(lines[max(0, index - 2) : index]) if each.strip()), "")
    thanked = len(above) < _MOST_LINE and signs.THANKS.match(above) is not None
    is_last = index == len(lines) - 1
    if words == 1 or not alone:
        dashed = lines[index].lstrip().startswith(("/", "-", "–", "—", "~"))
        return (thanked or (dashed and is_last)) and ((is_last and alone) or words > 1)
    below = next((each for each in lines[index + 1 : index + 3] if each.strip()), "")
    return is_last or thanked or (len(below) < _MOST_LINE and signs.OFFICE.search(below) is not None)


def _span(words: Words) -> tuple[int, int]:
    last = words[-1].group()
    return words[0].start(), words[-1].end() - _is_sentence_end(last)


def _is_sentence_end(word: str) -> bool:
    return word.endswith(".") and len(word) > 2 and "." not in word[:-1]


def _words(text: str, start: int) -> Words:
    """The words of a name in one line from `start` on; none where they name a thing."""
    words: Words = []
    position = start
    while (
        len(words) < _MOST_WORDS
        and (word := WORD.match(text, position))
        and (_is_part(word.group(), words) or (words and is_closed_family(text, word, words[-1].group())))
    ):
        words.append(word)
        position = word.end() + 1
        if not text.startswith(" ", word.end()) or _is_sentence_end(word.group()):
            break
    while words and words[-1].group().lower() in PARTICLES:
        words.pop()
    if words and METHOD.match(text, words[0].start()):
        return []
    if any(THING.fullmatch(word.group()) for word in words):
        return []
    behind = THING.match(text, words[-1].end() + 1) if words and not _is_sentence_end(words[-1].group()) else None
    if behind and not (len(words) > 1 and behind.group() == _EMPLOYER):
        return []
    return words


def _words_before(text: str, end: int) -> Words:
    """The words of a name that ends at `end`: from a known first name on."""
    begin = max(0, end - _MOST_LINE)
    words: Words = []
    following = end
    for word in reversed(list(WORD.finditer(text, begin, end))[-_MOST_WORDS:]):
        apart = text[word.end() : following]
        if (apart != " " if words else apart) or not _is_part(word.group(), [word]) or _is_sentence_end(word.group()):
            break
        words.insert(0, word)
        following = word.start()
    while words and not _is_given(words[0].group()):
        words.pop(0)
    if words and METHOD.match(text, words[0].start()):
        return []
    return [] if any(THING.fullmatch(word.group()) for word in words) else words


def _is_part(word: str, before: Words) -> bool:
    """Whether a word can be part of a name that is written with capitals."""
    lower = word.lower()
    if before and (lower in PARTICLES or is_second_name(word, before[-1].group())):
        return True
    if not word[0].isupper() or lower in DIRECTIONS or _LABEL_WORD.fullmatch(word):
        return False
    if before and word.isupper() and 1 < len(word.rstrip(".")) <= _LONGEST_OFFICE and not before[-1].group().isupper():
        return _is_family(word)  # an office or a benefit behind the name: Kari NAV
    if len(word) <= _SHORT and word.rstrip(".").istitle() and lower not in stop_words():
        return True  # Nguyen Thi An, Tor E. Moe
    return (is_name_word(word) and all(part[:1].isupper() for part in re.split(r"[-’'`´]", word) if len(part) > 1)) or (
        lower in TITLES and not before
    )


_LABEL_WORD = re.compile(rf"{signs.NOUN}\w{{0,2}}|name|f?nr|tlf|telefon|mobil|e-?post", re.IGNORECASE)
_SHORT = 3
_EMPLOYER = "NAV"  # «Ola Nordmann NAV Grorud» works there; «Olav Thon AS» is a company
_LONGEST_OFFICE = 5  # letters: NAV, AAP, FACT, DPS


def _is_given(word: str) -> bool:
    return word.lower().rstrip(".").split("-")[0] in given_names()


def _is_family(word: str) -> bool:
    bare = word.rstrip(".")
    return bare.lower() in family_names() or PATRONYMIC.fullmatch(bare) is not None


def _is_known(word: str) -> bool:
    return _is_given(word) or (_is_family(word) and THING.fullmatch(word) is None)


def _is_named(words: Words) -> bool:
    """Whether a known first name begins the words, or a family name like Hansen ends two or more."""
    plain = [word.group() for word in words if word.group().lower() not in TITLES]
    if not plain:
        return False
    if _is_given(plain[0]):
        # One word alone in capitals is rather an office: UNN.
        return len(plain) > 1 or not (plain[0].isupper() or plain[0].rstrip(".").lower() in ALSO_WORDS)
    return len(plain) > 1 and PATRONYMIC.fullmatch(plain[-1].rstrip(".")) is not None


def _is_twice_named(words: Words) -> bool:
    return len(words) > 1 and _is_named(words)


def _is_labelled(words: Words) -> bool:
    """After "saksbehandler:" and its like two words with capitals are enough."""
    return _is_named(words) or len(words) > 1


def _is_single(words: Words) -> bool:
    return bool(words) and words[0].group().rstrip(".").istitle() and len(words[0].group()) > _SHORT - 1


def _is_single_or_given(words: Words) -> bool:
    return _is_single(words) or (bool(words) and _is_given(words[0].group()))


def _is_named_surely(words: Words) -> bool:
    """After "han" and its like: a first name that is nothing else."""
    return _is_named(words) and words[0].group().istitle() and words[0].group().lower() not in ALSO_WORDS


def _is_named_or_family(words: Words) -> bool:
    return _is_named(words) or (len(words) == 1 and _is_single(words) and _is_family(words[0].group()))


def _small_person(text: str, start: int) -> tuple[int, int] | None:
    """A known first name and one more known name, in small letters."""
    first = WORD.match(text, start)
    if (
        first is None
        or first.group() in ALSO_WORDS
        or not first.group().islower()
        or "-" in first.group()
        or not _is_given(first.group())
    ):
        return None
    end = first.end()
    while text.startswith(" ", end) and (word := WORD.match(text, end + 1)) and _is_known(word.group()):
        end = word.end() - _is_sentence_end(word.group())
        if text.startswith(".", end):
            break
    return (first.start(), end) if end > first.end() else None


_TRIGGERS: tuple[tuple[re.Pattern[str], Callable[[Words], bool]], ...] = (
    (signs.AFTER_ROLE, _is_named),
    (signs.AFTER_VERB, _is_named),
    (signs.AFTER_NAVN, _is_named),
    (signs.AFTER_NAME, _is_named),
    (signs.AFTER_CONTACT, _is_twice_named),
    (signs.AFTER_NAVN_OF, _is_named),
    (signs.AFTER_LINK, _is_twice_named),
    (signs.AFTER_LABEL, _is_labelled),
    (signs.AFTER_PART, _is_single),
    (signs.AFTER_KIN, _is_single_or_given),
    (signs.AFTER_ARTICLE, _is_named_surely),
    (signs.AFTER_TITLE, _is_single),
    (signs.AFTER_KNOWN, _is_named_or_family),
    (signs.AFTER_IS, _is_named),
)
