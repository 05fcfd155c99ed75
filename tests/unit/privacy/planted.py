"""What the generators of personal data share: a sample with its secret, the sentences around, and what counts as a leak."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

Make = Callable[[random.Random], "Sample"]
_MOST_DIGITS_LEFT = 5  # six or more digits of a number in a row are a leak


@dataclass(frozen=True)
class Sample:
    """Personal data as somebody wrote it, with the digits, or the words, that must not be readable after masking."""

    text: str
    digits: str = ""
    words: tuple[str, ...] = ()

    def within(self, frame: str) -> Sample:
        """In a sentence."""
        return Sample(frame.replace("{}", self.text), self.digits, self.words)

    def is_readable_in(self, masked: str) -> bool:
        """Whether any of the secret is still there, in whatever signs."""
        plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", masked)).casefold()
        plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Mn"))
        left = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain if not re.match(r"[\W_]", c))
        size = _MOST_DIGITS_LEFT + 1
        parts = [self.digits[i : i + size] for i in range(max(0, len(self.digits) - size + 1))]
        if any(part in left for part in parts):
            return True
        found = set(re.findall(r"[^\W\d_]+", plain))
        return any(word.casefold() in found for word in self.words)


# {} is what is told. Both målformer, dialect, keywords, typing errors; before, in and after a question.
FRAMES = (
    "{}",
    "hei, {} kan vi søke?",
    "Hei! {}. Når er fristen for TryggEst?",
    "({})",
    "- {}\n",
    "svar til {} takk",
    "ja,{},nei",
    "Vi er tre kommuner som søker i lag, {}, og lurer på samarbeidsavtalen.",
    "eg lurar på om {} er rett, og kven som kan søkje",
    "ka e fristen? {}",
    "Kan dere se på søknaden: {} – vi sendte den 3. mars",
    "{}\nHilsen fra kommunen",
    "Spørsmål om kap. 765 post 60.\n{}",
    "{} :)",
    "kven skriv eg til no {} e fristen ute?",
    "Fekk 400 000 kr i 2024. {}",
    "Dere har notert «{}» hos dere",
    "*{}*",
    "til info {} mvh",
    "skjønar ikkje skjemet... {}... hjelp!!",
    "søkn om rusarbeid, {}, gjeld 2025-2027",
    "\t{}\t",
)


def leaks(make: Make, mask: Callable[[str], str], count: int, seed: int) -> list[tuple[str, str]]:
    """Of `count` samples in sentences, those that are still readable: the text and what became of it."""
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        sample = make(rng).within(rng.choice(FRAMES))
        masked = mask(sample.text)
        if sample.is_readable_in(masked):
            found.append((sample.text, masked))
    return found


def grouped(digits: str, shape: tuple[int, ...], separators: str | tuple[str, ...]) -> str:
    """The digits in groups; one separator for all, or one for each gap."""
    groups, position = [], 0
    for size in shape:
        groups.append(digits[position : position + size])
        position += size
    assert position == len(digits), (digits, shape)
    gaps = (separators,) * (len(groups) - 1) if isinstance(separators, str) else separators
    return "".join(part for pair in zip(groups, [*gaps, ""], strict=True) for part in pair)


_SCRIPTS = ("０", "٠", "۰", "०", "𝟎", "𝟬")
_HIDDEN = ("\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad", "\u200e")


def disguised(text: str, rng: random.Random) -> str:
    """The same to a reader: digits of another script, invisible characters, other spaces and dashes."""
    how = rng.randrange(4)
    if how == 0:
        zero = ord(rng.choice(_SCRIPTS))
        return "".join(chr(zero + int(c)) if c in "0123456789" else c for c in text)
    if how == 1:
        return rng.choice(_HIDDEN).join(text)
    if how == 2:
        return text.replace(" ", rng.choice("\u00a0\u2007\u2009\u202f\u3000\u2003"))
    return text.replace("-", rng.choice("\u2010\u2011\u2012\u2013\u2014\u2212"))
