"""Consecutive groups of digits that may be one number, and what the text around them says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

Spans = list[tuple[int, int]]

_NEAR = 60
_FAR = 300
_PHONE_NOUN = (
    r"tlf\w{0,6}|tl[ef]|telf\w{0,8}|tele?fon(?!tid)\w{0,10}|tlefon\w{0,8}|mobil\w{0,10}|mob|mobnr|tel|faks|fax"
    r"|sms|whatsapp|vipps\w{0,3}|phone|cell|mobile"
)
_SHORT_WORDS = r"\W{0,4}(?:\w{1,8}\W{1,3}){0,4}$"
_PHONE_WORD = re.compile(
    rf"(?:\b(?:{_PHONE_NOUN}|ring\w{{0,4}}|call|nås|nåast|kontakt\w{{0,4}}|svarer|(?:treff\w{{0,3}}|når)\s(?:meg|mæ|oss)|(?:mitt|direkte|privat|jobb|mobil|vakt"
    rf"|kontakt|arbeids|hjemme|heime)?(?:nummer(?:et)?|nr)))(?:\b|(?=\d|$)){_SHORT_WORDS}"
    r"|\bvipps\w{0,5}(?:\W{1,3}\w{1,16}){0,3}\W{1,3}(?:fra|frå|til|på)\W{1,2}$",
    re.IGNORECASE,
)
# «90 80 70 60 er mobilen min», «97 51 24 68 (mob)».
_PHONE_BEHIND = re.compile(
    rf"\s{{0,2}}(?:[(,=:–-]\s{{0,2}}|(?:er|e|æ|var|blir)\s{{1,2}})?(?:(?:mitt|min|mi|vår|vårt)\s{{1,2}})?"
    rf"(?:(?:{_PHONE_NOUN})\b|(?<=[=] )(?:meg|mæ)\b|(?:nummeret|nr\.?|nummer)\s{{1,2}}(?:mitt|hans|hennes|hennar|vårt|til\s{{1,2}}(?:meg|oss)))",
    re.IGNORECASE,
)
_PHONE_LABEL = re.compile(
    rf"\b(?:{_PHONE_NOUN})(?:\b|(?=\d|$))\W{{0,4}}(?:(?:nr|nummer|mitt|min|er|e|æ|på)\W{{1,3}}){{0,3}}$", re.IGNORECASE
)
_ACCOUNT_WORD = re.compile(
    rf"(?:\b(?:\w{{0,16}}konto(?!streng|plan|klass|grupp|art)\w{{0,8}}|bank|kto|ktonr|account|iban))(?:\b|(?=\d|$)){_SHORT_WORDS}",
    re.IGNORECASE,
)
_ID_WORD = re.compile(
    r"(?:\b(?:f[øo]dsels?\s?-?(?:nummer\w{0,4}|nr)|person\s?-?(?:nummer\w{0,4}|nr)|fnr|f\.\s?nr|pnr|p\.\s?nr|fødselsnum\w{0,6}"
    r"|fødsels-\s?og\s?personnummer\w{0,2}|d\s?-?(?:nummer\w{0,4}|nr)|personid|id-nummer|ssn))(?:\b|(?=\d|$))"
    r"\W{0,4}(?:\w{1,8}\W{1,3}){0,3}$",
    re.IGNORECASE,
)
_OTHER_NUMBER = (
    r"saks?|arkiv\w{0,6}|ref\w{0,8}|journal\w{0,6}|dok\w{0,10}|kid|org\w{0,20}|foretaks|prosjekt\w{0,4}|faktura|løpe"
    r"|søknads?|vedtaks?|tilskudds?|tilskots?|tilsagns?|ordre|bestillings?|kunde|kommune\w{0,3}|fylkes?|post|postnummer"
    r"|gårds?|bruks?|gnr|bnr|matrikkel|side|serie|vare|produkt|avtale|kontrakts?|versjon|isbn|issn|doi|rundskriv|lov"
    r"|forskrift|id|kap\w{0,5}|tabell|figur|linje|orgnr"
)
_OTHER_BEFORE = re.compile(
    rf"(?:\b(?:kr|kroner|nok|eur|euro|usd|beløp\w{{0,3}}|sum\w{{0,5}}|budsjett\w{{0,4}}|re(?:gn|kne)skap\w{{0,6}}|forbruk\w{{0,3}}|tot(?:alt|alen|al)|ramm\w{{1,3}}|saldo|(?:{_OTHER_NUMBER})"
    rf"(?:\s?-?(?:nummer\w{{0,3}}|nr|id))?)|§|[$€£])(?:\b|\W|(?=\d|$))\W{{0,4}}(?:(?:nr|nummer|på|er|om|no)\W{{1,3}}){{0,2}}$",
    re.IGNORECASE,
)
AMOUNT_BEHIND = re.compile(
    r"[ ]{0,2}(?:kr\b|kroner|nok\b|eur\b|euro|,-|,–|\.-|,\d|,00|mill|mrd|milliard|%|prosent|innb|person|bruker|brukar|stk"
    r"|timer|timar|år\b|tusen|km\b|meter|m²|m2|kvm|kvadrat|hektar|daa|dekar|deltak|elev|barn\b|menn|i (?:støtte|tilskudd|tilskot))(?![^\W\d_]{0,14}[ ]?:)",  # «91 23 45 67 Barn: 2» is a form
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Window:
    """Groups `first` to `first + count` of a run of digits, with where they stand in the text."""

    text: str
    spans: Spans
    first: int
    count: int

    @property
    def start(self) -> int:
        """Where the first digit stands."""
        return self.spans[self.first][0]

    @property
    def end(self) -> int:
        """Where the last digit ends."""
        return self.spans[self.first + self.count - 1][1]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The digits as they are grouped."""
        return tuple(self.text[left:right] for left, right in self.spans[self.first : self.first + self.count])

    @cached_property
    def digits(self) -> str:
        """All digits."""
        return "".join(self.groups)

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """How many digits stand together: 010190 12345 is (6, 5)."""
        return tuple(len(group) for group in self.groups)

    @cached_property
    def separators(self) -> tuple[str, ...]:
        """What stands between the groups, as a reader sees it."""
        chosen = self.spans[self.first : self.first + self.count]
        return tuple(_kind(self.text[left[1] : right[0]]) for left, right in pairwise(chosen))

    @property
    def before(self) -> str:
        """What stands between the group before and this window; "" when it begins the run."""
        return self.text[self.spans[self.first - 1][1] : self.start] if self.first else ""

    @property
    def after(self) -> str:
        """What stands between this window and the next group; "" when it ends the run."""
        following = self.first + self.count
        return self.text[self.end : self.spans[following][0]] if following < len(self.spans) else ""

    @property
    def is_uniform(self) -> bool:
        """Whether the groups are set apart in one way only."""
        return len(set(self.separators)) <= 1

    @property
    def is_amount_shape(self) -> bool:
        """One to three digits, then threes: 12 000 000. An amount does not begin with 0."""
        threes = len(self.groups) > 1 and self.shape[0] <= 3 and set(self.shape[1:]) == {3}
        return threes and self.digits[0] != "0"

    @cached_property
    def near(self) -> str:
        """The text close before; "" where no letter stands in it: a long list of numbers costs nothing."""
        left = self.text[max(0, self.start - _NEAR) : self.start]
        return left if left.lower() != left.upper() or any(sign in left for sign in "§$€£") else ""

    @cached_property
    def after_phone_word(self) -> bool:
        """Whether a word that tells of a phone stands close before."""
        return _PHONE_WORD.search(self.near) is not None

    @property
    def before_phone_word(self) -> bool:
        """Whether a word that tells of a phone stands right behind."""
        return _PHONE_BEHIND.match(self.text, self.end) is not None

    @property
    def after_phone_label(self) -> bool:
        """Whether a word for phone stands right before, so that whatever number comes is one."""
        return _PHONE_LABEL.search(self.near) is not None

    @property
    def after_account_word(self) -> bool:
        """Whether a word that tells of an account stands close before."""
        return _ACCOUNT_WORD.search(self.near) is not None

    @property
    def after_id_word(self) -> bool:
        """Whether a word that tells of a fødselsnummer stands close before."""
        return _ID_WORD.search(self.near) is not None

    @property
    def is_counted(self) -> bool:
        """Whether the word after says that this is an amount: kroner, innbyggere."""
        return AMOUNT_BEHIND.match(self.text, self.end) is not None

    @property
    def is_named_otherwise(self) -> bool:
        """Whether the words before say that this is an amount, a case number or another number that tells of nobody."""
        return _OTHER_BEFORE.search(self.near) is not None

    @property
    def is_in_address(self) -> bool:
        """Whether it is part of a web address."""
        left = self.text[max(0, self.start - _FAR) : self.start].split()
        word = left[-1] if left and not self.text[self.start - 1].isspace() else ""
        return "://" in word or word.lower().startswith("www.")

    @property
    def is_in_code(self) -> bool:
        """Whether a capital, or a letter after a digit, stands right before: DOK12345678, 0x80070057."""
        left = self.text[max(0, self.start - 2) : self.start]
        return left[-1:].isupper() or (left[-1:].isalpha() and left[:1].isdigit())

    @property
    def plus_start(self) -> int | None:
        """Where a `+` before the number stands, or None; "(+47)" counts."""
        left = self.text[max(0, self.start - 2) : self.start]
        return self.start - 2 if left in ("(+", "+ ", "+(") else self.start - 1 if left.endswith("+") else None

    @property
    def twos_around(self) -> int:
        """How many groups of two digits, set apart alike, stand in a row around the window, itself included."""
        separator = self.separators[0]
        left, right = self.first, self.first + self.count - 1
        while left > 0 and self.first - left < 12 and self._follows(left - 1, separator):
            left -= 1
        while right + 1 < len(self.spans) and right - self.first < 16 and self._follows(right, separator, right + 1):
            right += 1
        return right - left + 1

    def _follows(self, index: int, separator: str, two: int | None = None) -> bool:
        """Whether the groups at `index` and after it are set apart so, and the new one has two digits."""
        begin, end = self.spans[index if two is None else two]
        apart = _kind(self.text[self.spans[index][1] : self.spans[index + 1][0]])
        return end - begin == 2 and apart == separator


def _kind(separator: str) -> str:
    """A separator without what makes no difference: spaces around a sign, brackets, how many spaces."""
    signs = "".join(separator.replace("(", " ").replace(")", " ").replace("*", " ").split(" "))
    if signs in (",", ";", ":", ".") and separator.startswith(signs) and separator.endswith(" "):
        return f"{signs} "  # between numbers, not in one
    if signs == "-" and separator.startswith(" ") and separator.endswith(" "):
        return " - "  # as between two amounts
    return signs or (" " if separator else "")
