"""Random personal data in the ways people write it, and numbers that only look like it."""

from __future__ import annotations

import random

from assistant.privacy import numbers

_K1, _K2 = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
FRAMES = ("{}", "hei, {} kan vi søke?", "Mitt er {}.", "({})", "- {}\n", "svar til {} takk", "ja,{},nei")


def national_id(rng: random.Random, *, valid: bool) -> str:
    """A fødselsnummer or D-number; with wrong control digits when not valid."""
    while True:
        day, month = rng.randint(1, 28) + rng.choice([0, 0, 40]), rng.randint(1, 12)
        nine = f"{day:02}{month:02}{rng.randint(0, 99):02}{rng.randint(0, 999):03}"
        first = -sum(int(d) * w for d, w in zip(nine, _K1, strict=True)) % 11
        if first == 10:
            continue
        second = -sum(int(d) * w for d, w in zip(f"{nine}{first}", _K2, strict=True)) % 11
        if second == 10:
            continue
        digits = f"{nine}{first}{second}"
        if valid:
            return digits
        wrong = digits[:-1] + str((int(digits[-1]) + rng.randint(1, 9)) % 10)
        if not numbers.has_national_id_checksum(wrong):
            return wrong


def written_id(rng: random.Random, digits: str) -> str:
    """The eleven digits in one of the usual groupings."""
    d, m, y, rest = digits[:2], digits[2:4], digits[4:6], digits[6:]
    forms = [
        digits,
        f"{d}{m}{y} {rest}",
        f"{d}{m}{y}-{rest}",
        f"{d} {m} {y} {rest}",
        f"{d}.{m}.{y} {rest}",
        f"{d}.{m}.{y}-{rest}",
        f"{d}/{m}/{y} {rest}",
        f"{d}{m}{y} {rest[:3]} {rest[3:]}",
        f"{d} {m} {y} {rest[:3]} {rest[3:]}",
        f"{d}{m}{y}.{rest}",
        f"{d}{m}{y}  {rest}",
        f"{d}{m}{y}\u00a0{rest}",
        " ".join(digits),
    ]
    if int(d) <= 31:
        forms.append(f"{d}.{m}.19{y} {rest}")
    return rng.choice(forms)


def phone(rng: random.Random) -> str:
    """A Norwegian phone number as people write it."""
    n = rng.choice("2345679") + "".join(rng.choices("0123456789", k=7))
    grouped = rng.choice(
        [
            f"{n[:2]} {n[2:4]} {n[4:6]} {n[6:]}",
            f"{n[:3]} {n[3:5]} {n[5:]}",
            f"{n[:2]}.{n[2:4]}.{n[4:6]}.{n[6:]}",
            f"{n[:3]}-{n[3:5]}-{n[5:]}",
            f"{n[:3]}\u00a0{n[3:5]}\u00a0{n[5:]}",
        ]
    )
    return rng.choice(
        [
            grouped,
            grouped,
            f"tlf {n}",
            f"ring {n}",
            f"+47 {grouped}",
            f"+47{n}",
            f"0047 {grouped}",
            f"0047{n}",
            f"(+47) {grouped}",
        ]
    )


def account(rng: random.Random) -> str:
    """An account number with a right control digit."""
    while True:
        ten = "".join(rng.choices("0123456789", k=10))
        last = -sum(int(d) * w for d, w in zip(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        if last == 10:
            continue
        digits = f"{ten}{last}"
        return rng.choice(
            [f"{digits[:4]}.{digits[4:6]}.{digits[6:]}", f"{digits[:4]} {digits[4:6]} {digits[6:]}", digits]
        )


def email(rng: random.Random) -> str:
    """An e-mail address."""
    user = rng.choice(["kari", "ola.nordmann", "k_n", "per-arne", "åse.ødegård", "post+sak", "o'hara", "X9"])
    domain = rng.choice(["post.no", "bodo.kommune.no", "gmail.com", "example.org", "helse-nord.no"])
    return rng.choice(
        [
            f"{user}@{domain}",
            f"{user}@{domain}".upper(),
            f"<{user}@{domain}>",
            f"{user} (at) {domain}",
            f"{user}@{domain}.",
        ]
    )


def harmless(rng: random.Random) -> str:
    """An amount, a date, a case number or a chapter and post."""
    n = rng.randint
    thousands = f"{n(1, 999)} {n(0, 999):03} {rng.choice(['000', '500', f'{n(0, 999):03}'])}"
    return rng.choice(
        [
            f"{n(1, 999)} 000",
            f"{thousands} kroner",
            thousands,
            thousands.replace(" ", "."),
            f"kr {n(10_000_000, 99_999_999)}",
            f"{n(10_000_000, 99_999_999)} kroner",
            f"{n(20, 99)}{n(0, 99):02}0000",
            f"{n(1, 28)}.{n(1, 12)}.{n(2020, 2027)}",
            f"{n(1, 28):02}.{n(1, 12):02}.{n(2020, 2027)}",
            f"{n(2020, 2027)}-{n(1, 12):02}-{n(1, 28):02}",
            f"{n(2020, 2027)}{n(1, 12):02}{n(1, 28):02}",
            f"fra {n(1, 28):02}.{n(1, 12):02}.{n(20, 27)} til {n(1, 28):02}.{n(1, 12):02}.{n(20, 27)}",
            f"{n(2020, 2027)}/{n(1, 99999)}",
            f"sak {n(2020, 2027)}/{n(1, 99999)}-{n(1, 40)}",
            f"saksnr {n(20_000_000, 99_999_999)}",
            f"kap. {n(100, 999)} post {n(1, 99)}",
            f"kapittel {n(100, 999)}, post {n(60, 99)}",
            f"{n(2020, 2025)}-{n(2026, 2029)}",
            f"mellom {thousands} og {thousands} kr",
            f"{n(1, 400)} {n(0, 999):03} 000 - {n(1, 400)} {n(0, 999):03} 000",
            f"org.nr. {n(800, 999)} {n(0, 999):03} {n(0, 999):03}",
            f"kl. {n(10, 23)}.{n(0, 59):02}-{n(10, 23)}.{n(0, 59):02}",
            f"{n(10, 99)} {n(0, 999):03} 000 000 kr",
        ]
    )
