"""Two thousand samples of each kind of personal data leave nothing readable, and as many that only look like it stay."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import planted_harmless
import planted_more
import planted_numbers
import planted_told
import planted_words
import pytest
from planted import FRAMES, Make, leaks
from ruamel.yaml import YAML

from assistant.privacy.masking import mask

ROOT = Path(__file__).resolve().parents[3]
COUNT = 2_000
MAKERS = (
    *(
        planted_numbers.identity,
        planted_more.identity,
        planted_numbers.phone,
        planted_more.phone,
        planted_numbers.spelled,
    ),
    *(
        planted_numbers.account,
        planted_more.account,
        planted_words.email,
        planted_more.email,
        planted_words.name,
        planted_more.name,
        planted_told.name,
        planted_told.address,
        planted_told.number,
    ),
)
# What in the project's own questions and cases is personal data, made up to be masked.
_MADE_UP = re.compile(
    r"@|[Ff]ødselsnummer|\bfnr\b|kontonu?m?m?e?r|konto \d|[Mm]obil|[Rr]ing meg|hei?i?ter? Kari|dette er Ola|Hilsen (?:Kåre|Berit)|22 40 00 00|telefon 71|som heiter Svein|han heter Balder|heter Berit"
    r"|hilsen kari|12 12 12 12|987 65 432"
    # Somebody named beside a role, a relation, or a way of turning to her.
    r"|(?:arbeid[ea]r|pleiar|[Oo]verlege|leiar|rådgjevar|rådgiver|Ansvarle?i?g:|mor til|[Ff]aren til|læraren til|sjefen til|doktor|onkel|tante) [A-Z]"
    r"|(?:melding|ringje) til [A-Z]|(?:møtet med Svein|mail fra Thomas)"
)


def _masked(text: str) -> str:
    return mask(text).text


@pytest.mark.parametrize(
    "make", MAKERS, ids=[f"{make.__module__.removeprefix('planted_')}-{make.__name__}" for make in MAKERS]
)
def test_nothing_personal_is_readable_after_masking(make: Make) -> None:
    assert leaks(make, _masked, COUNT, seed=2026) == []


def test_the_check_would_find_a_leak() -> None:
    for make in MAKERS:
        unmasked = leaks(make, lambda text: text, 200, seed=1)
        assert len(unmasked) > 90, make


def test_the_sentences_around_are_not_masked() -> None:
    frames = [frame.replace("{}", "dette") for frame in FRAMES]
    assert [_masked(frame) for frame in frames] == frames


def test_of_what_only_looks_personal_at_most_one_in_a_hundred_is_masked() -> None:
    rng = random.Random(2027)
    texts = [planted_harmless.harmless(rng) for _ in range(COUNT)]
    wrong = [(text, _masked(text)) for text in texts if _masked(text) != text]
    assert len(wrong) <= COUNT // 100, wrong


@pytest.mark.parametrize("frame", planted_told.SIGNED)
@pytest.mark.parametrize("name", ["Torill Myrvold", "Anne Kristin von der Lippe", "Per-Ivar O'Connor"])
def test_a_name_on_its_own_line_under_a_message_is_masked(frame: str, name: str) -> None:
    assert _masked(frame.replace("{}", name)).split("\n") == _masked(frame).replace("{}", "[navn]").split("\n")


@pytest.mark.parametrize("text", planted_told.NOBODY)
def test_what_stands_where_a_name_could_and_is_nobody_is_not_masked(text: str) -> None:
    assert _masked(text) == text


def test_real_questions_are_not_changed() -> None:
    """All examples, known questions and labelled conversations, but those that hold made-up personal data."""
    folders = (
        "nlu_data",
        "knowledge/schemes/questions",
        "knowledge/schemes/contrasts",
        "knowledge/unanswered",
        "tests/cases",
    )
    texts = {text for folder in folders for path in sorted((ROOT / folder).rglob("*.yml")) for text in _texts(path)}
    changed = {text: _masked(text) for text in texts if not _MADE_UP.search(text) and _masked(text) != text}
    assert len(texts) > 20_000
    assert {text: masked for text, masked in changed.items() if not _names_alone(text, masked)} == {}
    assert len(changed) < 100


def _names_alone(text: str, masked: str) -> bool:
    """Whether nothing but first and family names, or "han Geir", is gone: the names of artists, and of made-up neighbours."""
    shape = re.compile(re.escape(masked).replace(re.escape("[navn]"), "(.+?)"))
    gone = shape.fullmatch(text)
    return gone is not None and all(
        re.fullmatch(r"[A-ZÆØÅ][\w.]*(?: [A-ZÆØÅ][\w.]*)+", name)
        or re.search(rf"\b(?:[Hh]an|[Hh]o) {re.escape(name)}", text)
        for name in gone.groups()
    )


def _texts(path: Path) -> Iterator[str]:
    waiting = [YAML(typ="safe").load(path)]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield from (
                line.strip().removeprefix("- ") for line in item.split("\n") if " " in line.strip().removeprefix("- ")
            )
        elif isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def test_masking_twice_changes_nothing_more() -> None:
    rng = random.Random(5)
    for make in MAKERS:
        for _ in range(100):
            once = _masked(make(rng).within(rng.choice(FRAMES)).text)
            assert _masked(once) == once


_MODULES = (
    "emails",
    "folding",
    "iban",
    "name_words",
    "names",
    "person_signs",
    "person_words",
    "persons",
    "runs",
    "spelled",
    "window",
)


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in _MODULES:
        for name, value in vars(import_module(f"assistant.privacy.{module}")).items():
            if isinstance(value, re.Pattern):
                yield f"{module}.{name}", value


@pytest.mark.parametrize(("name", "pattern"), _patterns(), ids=[name for name, _ in _patterns()])
def test_every_repetition_in_an_expression_is_bounded_or_gives_nothing_back(
    name: str, pattern: re.Pattern[str]
) -> None:
    """So that the work at one place of a text has a limit that does not depend on the text's length."""
    unlimited = list(_unlimited(re._parser.parse(pattern.pattern, pattern.flags)))  # type: ignore[attr-defined]
    assert unlimited == [], name


def _unlimited(parsed: object) -> Iterator[str]:
    for operator, argument in parsed:  # type: ignore[attr-defined]
        kind = str(operator)
        if kind in ("MAX_REPEAT", "MIN_REPEAT") and argument[1] > 1_000 and not _is_one_kind(argument[2]):
            yield f"{kind} of {argument[2]}"
        yield from _inside(argument)


def _is_one_kind(repeated: object) -> bool:
    """Whether a repetition is of one kind of sign, as \\d+: it can be given back only sign by sign."""
    return len(repeated) == 1 and str(repeated[0][0]) in ("IN", "LITERAL", "CATEGORY")  # type: ignore[arg-type, index]


def _inside(argument: object) -> Iterator[str]:
    if hasattr(argument, "data"):
        yield from _unlimited(argument)
    elif isinstance(argument, tuple | list):
        for part in argument:
            yield from _inside(part)
