"""Fødselsnummer, phone and account numbers in the ways people write them."""

from __future__ import annotations

import random

from masking_samples import national_id
from planted import Sample, disguised, grouped

_ID_LABELS = (
    "",
    "",
    "fnr ",
    "fødselsnr: ",
    "personnummer ",
    "Fødselsnummeret mitt er ",
    "fødselsnummer=",
    "født ",
    "d-nr ",
    "pnr. ",
    "f.nr. ",
)
_ID_SHAPES = (
    (11,),
    (6, 5),
    (2, 2, 2, 5),
    (6, 3, 2),
    (6, 2, 3),
    (2, 2, 2, 3, 2),
    (4, 2, 5),
    (4, 4, 3),
    (3, 3, 5),
    (7, 4),
    (1,) * 11,
)
_ID_SEPARATORS = (" ", "-", ".", "  ", "/", " - ", "\u00a0")


def identity(rng: random.Random) -> Sample:
    """A fødselsnummer or D-number, with right control digits or (every fourth) wrong ones."""
    digits = national_id(rng, valid=rng.random() < 0.75)
    way = rng.randrange(5)
    if way == 0:
        body = f"{grouped(digits[:6], (2, 2, 2), rng.choice('./- '))}{rng.choice([' ', '-', '  ', ' - ', chr(10)])}{digits[6:]}"
    elif way == 1 and int(digits[:2]) <= 31:
        body = f"{digits[:2]}.{digits[2:4]}.19{digits[4:6]}{rng.choice([' ', '-'])}{digits[6:]}"
    else:
        body = grouped(digits, rng.choice(_ID_SHAPES), rng.choice(_ID_SEPARATORS))
    body = disguised(body, rng) if rng.random() < 0.2 else body
    return Sample(rng.choice(_ID_LABELS) + body, digits)


_PHONE_SHAPES = ((8,), (2, 2, 2, 2), (3, 2, 3), (4, 4), (3, 5))
_PHONE_LABELS = (
    *(
        "",
        "",
        "",
        "tlf ",
        "tlf.: ",
        "Telefon ",
        "mob ",
        "mobil: ",
        "ring meg på ",
        "Ring ",
        "ringje meg på ",
        "nås på ",
    ),
    *(
        "mobilnummeret mitt er ",
        "nummeret mitt er ",
        "telefonnr. ",
        "send sms til ",
        "Tlf:",
        "kontakt meg på ",
        "kan nåast på telefon ",
    ),
)
_FAR = ("tlf ", "telefon ", "mobilen min er ", "Tlf.: ", "mobilnr ")
_FOREIGN = (
    *(
        "+46 70 {2}3 {2} {2}",
        "+45 {2} {2} {2} {2}",
        "+44 20 {4} {4}",
        "+44 (0)20 {4} {4}",
        "+49 30 {8}",
        "+48 {3} {3} {3}",
    ),
    *(
        "+370 6{2} {5}",
        "+1 (555) {3}-{4}",
        "+358 40 {3} {4}",
        "+354 {3} {4}",
        "+298 {6}",
        "+47{8}",
        "00 46 70 {3} {2} {2}",
    ),
    *(
        "0046 70 {3} {2} {2}",
        "0044 20 {4} {4}",
        "+380 {2} {3} {4}",
        "+252-61-{7}",
        "+963 9{2} {3} {3}",
        "+46-70-{3}{2}{2}",
    ),
)
_PREFIXES = ("+47 ", "+47", "0047 ", "0047", "(+47) ", "+47-", "47 ", "00 47 ", "(0047) ", "+ 47 ")


def phone(rng: random.Random) -> Sample:
    """A Norwegian or foreign phone number."""
    way = rng.randrange(10)
    digits = rng.choice("2345679") + "".join(rng.choices("0123456789", k=7))
    if way < 4:
        body = grouped(digits, rng.choice(_PHONE_SHAPES), rng.choice([" ", " ", ".", "-", "  ", "\u00a0", "\u2009"]))
        if digits[:2] == "20" or digits.endswith("0000"):
            body = f"tlf {body}"  # without a word for it, 2072 2013 are two years and 23450000 is an amount
        return Sample(rng.choice(_PHONE_LABELS) + (disguised(body, rng) if rng.random() < 0.25 else body), digits)
    if way < 6:
        return Sample(
            rng.choice(_PREFIXES) + grouped(digits, rng.choice(_PHONE_SHAPES), rng.choice([" ", "", "-"])), digits
        )
    if way == 6:
        odd = rng.choice([(1,) * 8, (2, 3, 3), (2, 6), (1, 7), (6, 2), (2, 2, 4), (4, 2, 2), (1, 2, 2, 3)])
        return Sample(rng.choice(_FAR) + grouped(digits, odd, rng.choice(" .-")), digits)
    if way == 7:
        return Sample(rng.choice(_FAR) + "1" + digits[1:] if rng.random() < 0.3 else "47 12 34 56 78", "12345678")
    return _foreign(rng)


def _foreign(rng: random.Random) -> Sample:
    text, digits = "", ""
    pattern = rng.choice(_FOREIGN)
    while "{" in pattern:
        before, rest = pattern.split("{", 1)
        size, pattern = rest.split("}", 1)
        drawn = "".join(rng.choices("123456789", k=int(size)))
        text, digits = text + before + drawn, digits + drawn
    return Sample(text + pattern, digits if len(digits) > 5 else "")


_ACCOUNT_LABELS = (
    "",
    "",
    "konto ",
    "Kontonummer: ",
    "kontonr. ",
    "til konto ",
    "kto.nr ",
    "bankkontoen vår er ",
    "utbetal til ",
)
_SPELLED_TEN = {2: "tjue", 3: "tretti", 4: "førti", 5: "femti", 6: "seksti", 7: "sytti", 8: "åtti", 9: "nitti"}
_SPELLED = ("null", "en", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni")


def account(rng: random.Random) -> Sample:
    """An account number with a right control digit, or an IBAN of Norway or another country."""
    if rng.random() < 0.3:
        return _iban(rng)
    digits = account_digits(rng)
    shape, separators = rng.choice([((4, 2, 5), " .-"), ((4, 2, 5), ". "), ((11,), " "), ((4, 7), " ."), ((6, 5), " ")])
    body = grouped(digits, shape, rng.choice(separators))
    return Sample(rng.choice(_ACCOUNT_LABELS) + (disguised(body, rng) if rng.random() < 0.2 else body), digits)


def account_digits(rng: random.Random) -> str:
    """Eleven digits with a right control digit."""
    while True:
        ten = "".join(rng.choices("0123456789", k=10))
        last = -sum(int(d) * w for d, w in zip(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        if last < 10:
            return f"{ten}{last}"


_BANKS = {
    "NO": ("", 11),
    "DE": ("", 18),
    "DK": ("", 14),
    "SE": ("", 20),
    "GB": ("NWBK", 14),
    "PL": ("", 24),
    "NL": ("ABNA", 10),
    "LT": ("", 16),
    "FI": ("", 14),
}


def _iban(rng: random.Random) -> Sample:
    country = rng.choice(["NO", "NO", "NO", *_BANKS])
    letters, size = _BANKS[country]
    account = account_digits(rng) if country == "NO" else "".join(rng.choices("0123456789", k=size))
    whole = f"{country}{control(country, letters + account)}{letters}{account}"
    fours = " ".join(whole[at : at + 4] for at in range(0, len(whole), 4))
    body = rng.choice([whole, fours, fours, whole.lower(), fours.replace(" ", "."), fours.replace(" ", "\u00a0")])
    return Sample(rng.choice(["", "IBAN ", "iban: ", "utanlandsk konto "]) + body, account)


def control(country: str, account: str) -> str:
    """The two control digits of an IBAN (ISO 7064, mod 97-10)."""
    numerals = "".join(str(int(sign, 36)) for sign in f"{account}{country}00")
    return f"{98 - int(numerals) % 97:02}"


def spelled(rng: random.Random) -> Sample:
    """A phone number told in words, digit by digit or two by two; its third and fourth words must be gone."""
    pairs = [rng.randint(20, 99) for _ in range(4)]
    if rng.random() < 0.5:
        words = [_SPELLED[int(digit)] for pair in pairs for digit in str(pair)]
        body = rng.choice([" ", ", ", " - "]).join(words)
    else:
        body = " ".join(_pair(pair, rng) for pair in pairs)
    telling = tuple(word for word in body.replace(",", "").split() if len(word) > 4 and word != "null")
    return Sample(rng.choice(["", "tlf ", "nummeret mitt er "]) + body, words=telling)


def _pair(value: int, rng: random.Random) -> str:
    ten, one = divmod(value, 10)
    if not one:
        return _SPELLED_TEN[ten]
    return rng.choice(
        [
            f"{_SPELLED_TEN[ten]}{_SPELLED[one]}",
            f"{_SPELLED[one]}og{_SPELLED_TEN[ten]}",
            f"{_SPELLED_TEN[ten]} {_SPELLED[one]}",
        ]
    )
