"""What a user sees is spelt right, in bokmål and in nynorsk, and no form of the one strays into the other."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from visible_texts import visible

ALLOWED = Path(__file__).with_name("spelling_allowed.txt")
STRAYS = Path(__file__).with_name("stray_forms.txt")
DICTIONARIES = {"nb": "nb_NO", "nn": "nn_NO"}
_TITLE = "Standardvilkår for tilskudd fra Helsedirektoratet"
_NO_WORDS = re.compile(
    _TITLE + r"|\{[^}]*\}|https?://\S+|/api/\S+|application/json|Authorization: Bearer <token>|\w+-en\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*-?")


def wanted(lang: str) -> dict[str, set[str]]:
    """Every word in a language with the places it stands, compounds with a hyphen also in parts."""
    places: dict[str, set[str]] = {}
    for place, text in visible(lang):
        for word in _WORD.findall(_NO_WORDS.sub(" ", text)):
            places.setdefault(word, set()).add(place)
    return places


@cache
def allowed() -> frozenset[str]:
    """Names and terms that no dictionary has; lower case also covers the form that starts a sentence."""
    lines = [line.split("#")[0].split() for line in ALLOWED.read_text(encoding="utf-8").splitlines()]
    return frozenset(word for line in lines for word in line)


def misspelt(lang: str, words: list[str]) -> set[str]:
    """The words that hunspell does not know."""
    command = ["hunspell", "-d", DICTIONARIES[lang], "-i", "utf-8", "-l"]
    done = subprocess.run(command, input="\n".join(words), capture_output=True, text=True, check=False)
    if done.returncode or "Can't open" in done.stderr:
        pytest.skip(f"no {DICTIONARIES[lang]} dictionary: apt-get install hunspell hunspell-no")
    return set(done.stdout.split())


@pytest.mark.parametrize("lang", DICTIONARIES)
def test_every_word_that_a_user_sees_is_spelt_right(lang: str) -> None:
    if shutil.which("hunspell") is None:
        pytest.skip("hunspell is missing: apt-get install hunspell hunspell-no")
    places = wanted(lang)
    unknown = misspelt(lang, sorted(places))
    wrong = {word for word in unknown if word not in allowed() and word[:1].lower() + word[1:] not in allowed()}
    assert not {word: sorted(places.get(word, ()))[:2] for word in sorted(wrong)}


def test_the_list_of_allowed_words_holds_nothing_that_is_not_used() -> None:
    used = {form for lang in DICTIONARIES for word in wanted(lang) for form in _forms(word)}
    assert sorted(allowed() - used) == []


def _forms(word: str) -> set[str]:
    parts = {word, *word.split("-")}
    return parts | {part[:1].lower() + part[1:] for part in parts}


def forms_of_the_other(lang: str) -> set[str]:
    lines = STRAYS.read_text(encoding="utf-8").splitlines()
    return {form for line in lines if line.startswith(f"{lang}:") for form in line.split()[1:]}


@pytest.mark.parametrize("lang", DICTIONARIES)
def test_no_form_of_the_other_language_strays_in(lang: str) -> None:
    forms = forms_of_the_other(lang)
    assert len(forms) > 80
    strays = {}
    for place, text in visible(lang):
        said = {word.lower() for word in _WORD.findall(_without_names(text))}
        if found := said.intersection(forms):
            strays[place] = sorted(found)
    assert not strays


def _without_names(text: str) -> str:
    """Titles keep their own language; «å nå» is a verb in both."""
    return re.sub(_TITLE + r"|«[^»]*»|\bå nå\b", " ", text)


@pytest.mark.parametrize("lang", DICTIONARIES)
def test_no_word_stands_twice(lang: str) -> None:
    """«det det» and the like are slips of the pen."""
    for place, text in visible(lang):
        assert not re.search(r"\b(\w{2,}) \1\b", text, re.IGNORECASE), (place, text)
