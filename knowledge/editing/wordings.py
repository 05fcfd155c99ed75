"""The same date, amount or number of years as it is written in each language, for changing it wherever it stands."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.deadlines import format_date
from knowledge.model import LANGS

_NBSP = "\u00a0"
_YEARS = {
    "nb": ("ett", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti"),
    "nn": ("eitt", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti"),
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}
_YEAR = {"nb": "år", "nn": "år", "en": "years"}
_MILLIONS = {"nb": "millioner", "nn": "millionar", "en": "million"}
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Wording:
    """How something is written before and after a change, in one language."""

    lang: str
    before: str
    after: str

    def changed(self, text: str) -> str:
        """The text with the wording replaced where it stands as words or figures of its own."""
        return re.sub(rf"(?<![\w.,]){re.escape(self.before)}(?![\w]|[.,  ]\d)", self.after, text)


def of_date(before: dt.date, after: dt.date, *, to_month: bool = False) -> list[Wording]:
    """«1. mars 2025» and «1 March 2025»; with the month alone after that.

    Args:
        to_month: only the month of `after` is known.
    """
    precision = "month" if to_month else "day"
    return [Wording(lang, format_date(before, "day", lang), format_date(after, precision, lang)) for lang in LANGS]


def of_month(before: dt.date, after: dt.date, *, to_month: bool = True) -> list[Wording]:
    """«april 2025», where only the month was known."""
    precision = "month" if to_month else "day"
    return [Wording(lang, format_date(before, "month", lang), format_date(after, precision, lang)) for lang in LANGS]


def of_kroner(before: int, after: int) -> list[Wording]:
    """«400 000», «7,7 millioner» and «NOK 400,000»; in English texts the Norwegian form too."""
    return list(dict.fromkeys(_kroner(before, after)))


def _kroner(before: int, after: int) -> Iterator[Wording]:
    for lang in LANGS:
        if before >= _MILLION:
            for form in {lang, "nb"}:
                yield Wording(lang, _in_millions(before, form), _in_millions(after, form))
        for mark in (" ", _NBSP, "."):
            yield Wording(lang, _grouped(before, mark), _grouped(after, mark))
    yield Wording("en", _grouped(before, ","), _grouped(after, ","))


def of_years(before: float, after: float) -> list[Wording]:
    """«inntil fire år» and «4 år»."""
    found = []
    for lang in LANGS:
        found.append(Wording(lang, f"{before:g} {_YEAR[lang]}", f"{after:g} {_YEAR[lang]}"))
        if (old := _in_words(before, lang)) and (new := _in_words(after, lang)):
            found.append(Wording(lang, f"{old} {_YEAR[lang]}", f"{new} {_YEAR[lang]}"))
    return found


def kroner_in(lang: str, kroner: int) -> str:
    """An amount as the texts write it: «400 000», «7,7 millioner», in English «400,000»."""
    if kroner >= _MILLION and kroner % 1000 == 0:
        return _in_millions(kroner, lang)
    return _grouped(kroner, "," if lang == "en" else " ")


def years_in(lang: str, years: float) -> str:
    """A number of years in words as far as ten, with the word for years."""
    return f"{_in_words(years, lang) or f'{years:g}'.replace('.', ',')} {_YEAR[lang]}"


def _in_words(years: float, lang: str) -> str:
    whole = int(years)
    return _YEARS[lang][whole - 1] if years == whole and 1 <= whole <= len(_YEARS[lang]) else ""


def _in_millions(kroner: int, lang: str) -> str:
    figure = f"{kroner / _MILLION:.6f}".rstrip("0").rstrip(".")
    word = "million" if kroner == _MILLION else _MILLIONS[lang]
    return f"{figure if lang == 'en' else figure.replace('.', ',')} {word}"


def _grouped(kroner: int, mark: str) -> str:
    return f"{kroner:,}".replace(",", mark)
