"""E-mail addresses and names in the ways people write them."""

from __future__ import annotations

import random
import unicodedata

from planted import Sample

_LOCALS = (
    *(
        "kari",
        "ola.nordmann",
        "k_nord",
        "per-arne",
        "åse.ødegård",
        "post+sak",
        "o'hara",
        "x9y8z7",
        "solveig.aa.berg",
        "nils_petter",
    ),
    *(
        "KARI.HANSEN",
        "b.jørgensen",
        "1975kari",
        "kari75",
        "m.el-amrani",
        "thi.nguyen",
        "anne.marie.dahl",
        "áilu.sara",
        "zażółć",
        "k.a.r.i",
    ),
    *("first.last+tag", "svein!x", "a%b", "jürgen", "iván.petrov", "mor2barn", "leder-rus", "h3ge"),
)
_DOMAINS = (
    *(
        "post.no",
        "bodo.kommune.no",
        "gmail.com",
        "example.org",
        "helse-nord.no",
        "hotmail.com",
        "online.no",
        "bodø.kommune.no",
    ),
    *(
        "blåbærsyltetøy.no",
        "student.uio.no",
        "xn--bl-jia.no",
        "mail.example.co.uk",
        "statsforvalteren.no",
        "live.no",
        "outlook.com",
    ),
)


def email(rng: random.Random) -> Sample:
    """An address with its signs, with words for them, or with spaces around them."""
    local, domain = rng.choice(_LOCALS), rng.choice(_DOMAINS)
    spoken = domain.replace(".", rng.choice([" punktum ", " dot ", " (dot) ", "[punktum]", " prikk "]))
    body = rng.choice(
        [
            f"{local}@{domain}",
            f"{local}@{domain}",
            f"{local}@{domain}".upper(),
            f"<{local}@{domain}>",
            f"mailto:{local}@{domain}",
            f"{local}@{domain}.",
            f"{local}＠{domain}",
            f"{local} @ {domain}",
            f"{local} @{domain}",
            f"{local}@ {domain}",
            f"{local} @ {domain.replace('.', ' . ')}",
            f"{local} (at) {domain}",
            f"{local}(at){domain}",
            f"{local}[at]{domain}",
            f"{local} [at] {domain.replace('.', ' [dot] ')}",
            f"{local} {{at}} {domain}",
            f"{local} krøllalfa {domain}",
            f"{local} krøllalfa {spoken}",
            f"{local} alfakrøll {domain}",
            f"{local} (krøllalfa) {domain}",
            f"{local} at {spoken}" if "(" not in spoken else f"{local} at {domain.replace('.', ' dot ')}",
            f"{local} snabel-a {domain}",
            f"{local}@\n{domain}",
            f"{chr(0x200B).join(local)}@{domain}",
        ]
    )
    label = rng.choice(["", "", "e-post: ", "mailen min er ", "Epost ", "skriv til ", "send svar til ", "eposten er: "])
    parts = (
        local.lower()
        .replace("_", ".")
        .replace("-", ".")
        .replace("+", ".")
        .replace("'", ".")
        .replace("!", ".")
        .replace("%", ".")
    )
    words = tuple(
        part
        for part in parts.split(".")
        if len(part) > 2 and part.isalpha() and part not in ("post", "first", "last", "leder", "tag", "sak")
    )
    return Sample(label + body, words=words)


GIVEN = (
    *(
        "Kari",
        "Ola",
        "Åse",
        "Bjørn",
        "Øyvind",
        "Per-Arne",
        "Anne Marie",
        "Anne-Lise",
        "Solveig",
        "Ingebjørg",
        "Nils",
        "Tor Egil",
    ),
    *(
        "Áilu",
        "Máret",
        "Ánde",
        "Ravna",
        "Niillas",
        "Elle Márjá",
        "Mohammed",
        "Fatima",
        "Nguyen Thi",
        "Oleksandra",
        "Przemysław",
    ),
    *(
        "Jürgen",
        "Siobhán",
        "José",
        "Đorđe",
        "Xiaoling",
        "Ayaan",
        "Yasmin",
        "Kjærsti",
        "Torbjørg",
        "Sjur",
        "Aud",
        "Leif Åge",
    ),
)
FAMILY = (
    *(
        "Nordmann",
        "Hansen",
        "Ødegård",
        "Solbakkmyr",
        "Berg-Olsen",
        "Dahl",
        "van der Berg",
        "Sæther",
        "Aamodt",
        "Utsi",
        "Somby",
    ),
    *(
        "Gaup",
        "al-Hassan",
        "O'Brien",
        "Nguyen",
        "Kowalczyk",
        "Müller",
        "García",
        "Haugen",
        "Lie",
        "Kvernmo",
        "Sjåvik",
        "Ærlandsen",
    ),
)
_HEAD = (
    *(
        "jeg heter",
        "Jeg heter",
        "JEG HETER",
        "eg heiter",
        "Eg heiter",
        "æ heite",
        "æ hete",
        "e heite",
        "æg heiter",
        "ej heite",
        "jæ heter",
        "jei heter",
    ),
    *(
        "mitt navn er",
        "Mitt navn er",
        "navnet mitt er",
        "Namnet mitt er",
        "mitt namn er",
        "mett namn e",
        "namnet mitt e",
        "mitt fulle navn er",
    ),
    *(
        "Navn:",
        "navn:",
        "Namn:",
        "jeg heter forresten",
        "jeg hetter",
        "eg heitte",
        "og jeg heter",
        "my name is",
        "vi snakkes, jeg heter",
    ),
    *(
        "jeg heter dr.",
        "Jeg heter fru",
        "han heter",
        "ho heiter",
        "datteren min heter",
        "sjefen min heiter",
        "jeg heter:",
        "undertegnede heter",
    ),
)
_TAIL = (
    *(
        "",
        ".",
        "!",
        ",",
        " og jobber i kommunen",
        " frå Voss",
        " fra Bodø kommune",
        ", rådgiver",
        ". Kan vi søke?",
        " og lurer på fristen",
    ),
    *(
        " kan vi søke",
        " eg lurar på noko",
        " som ringte i går",
        "\n",
        " (leder)",
        " vi trenger hjelp",
        " – kommunalsjef",
    ),
)


def name(rng: random.Random) -> Sample:
    """A name that somebody tells."""
    given, family = rng.choice(GIVEN), rng.choice(FAMILY)
    middle = rng.choice(["", "", "", " E.", " Aa.", f" {rng.choice(FAMILY).split()[0]}"])
    whole = rng.choice(
        [given, f"{given} {family}", f"{given} {family}", f"{given}{middle} {family}", f"{given[0]}. {family}"]
    )
    written = rng.choice([whole, whole, whole, whole.lower(), whole.upper(), unicodedata.normalize("NFD", whole)])
    way = rng.randrange(8)
    if way == 0:
        text = rng.choice(
            ["mvh {}", "Mvh\n{}", "Med vennlig hilsen\n{}", "hilsen {}", "Helsing {}", "Venleg helsing {}", "vh {}"]
        ).format(written)
        return Sample(f"{text}\n", words=_telling(whole))
    if way == 1 and " " in whole:
        called = rng.choice(
            [
                "Dette er {} som ringer fra Bodø",
                "det er {} fra kommunen",
                "her er {}, rådgiver i Os",
                "Hei, dette er {} i Oslo",
            ]
        )
        return Sample(called.format(whole), words=_telling(whole))
    if way == 2:
        return Sample(
            f"{written} {rng.choice(['heter jeg', 'heiter eg', 'er navnet mitt', 'er namnet mitt', 'er mitt navn'])}",
            words=_telling(whole),
        )
    return Sample(f"{rng.choice(_HEAD)} {written}{rng.choice(_TAIL)}", words=_telling(whole))


def _telling(whole: str) -> tuple[str, ...]:
    """The words of a name that tell who it is."""
    small = ("van", "der", "al")
    words = whole.replace("-", " ").replace("'", " ").split()
    return tuple(word for word in words if len(word.rstrip(".")) > 2 and word not in small)
