"""Names that stand beside a role, a relation or a way of turning to somebody; addresses and numbers in rarer signs."""

from __future__ import annotations

import random

from planted import Sample, disguised, grouped

_R = random.Random
_GIVEN = (
    "Torill",
    "Odd",
    "Anne Kristin",
    "Per-Ivar",
    "Yasmin",
    "Wojciech",
    "Ragnhild",
    "Leif Arild",
    "Samira",
    "Mehdi",
)
_FAMILY = ("Nordgård", "Myrvold", "Hætta", "von der Lippe", "Sandmo-Li", "Kaczmarek", "Hashemi", "Foss", "O'Connor")
_ROLES = (
    "saksbehandler", "saksbehandlar", "rådgiver", "seniorrådgiver", "prosjektleder", "prosjektleiar", "avdelingsleder", "einingsleiar",
    "kommunalsjef", "ruskonsulent", "koordinator", "fastlege", "psykolog", "advokat", "kontaktperson", "helsesykepleier", "rektor",
)  # fmt: skip
_KIN = ("sønnen min", "dottera mi", "broren vår", "mannen min", "mora mi", "min søster", "my son", "kona mi")


def name(rng: _R) -> Sample:
    """A person named in passing."""
    given, family, role, kin = (rng.choice(each) for each in (_GIVEN, _FAMILY, _ROLES, _KIN))
    full = f"{given} {family}"
    text = rng.choice(
        [
            f"{role} {full}",
            f"{role.capitalize()}: {full}",
            f"{role} hos oss er {full}",
            f"{role} i kommunen: {full}",
            f"vår {role} {given}",
            f"{role}, {full}, skrev under",
            f"{role} ({full})",
            f"{full}, {role}",
            f"{full} ({role})",
            f"{full} er vår {role}",
            f"{full}, tlf 47112233",
            f"{full} <en.annen@example.org>",
            f"{kin} {given}",
            f"{kin}, {full}, bor hjemme",
            f"far til {full}",
            f"verge for {given}",
            f"snakka med {given} i går",
            f"spør etter {full}",
            f"kontakt {full} hvis noe mangler",
            f"ring {given}",
            f"på vegne av {full}",
            f"møte med {full} og Kari Foss",
            f"jeg ringer på vegner av {full}",
            f"underskrevet av {full}",
            f"signert {full}",
            f"Bodø kommune v/{full}",
            f"Bodø kommune v/ {full}",
            f"att: {full}",
            f"Attn. {full}",
            f"gjelder {full}",
            f"vedr. {full}",
            f"det var {full} som sendte inn",
            f"fru {family.split()[-1]}",
            f"Mr. {family.split()[-1]}",
            f"dr. {full}",
            f"Hei {given}!",
            f"Fra: {full}",
            f"To: {full}",
            f"navn;{full};adresse",
            f"navn {full}",
            f"navnet mitt: {full}",
            f"Navn på søker: {full}",
            f"etternavn {family.split()[-1]}, men ikke gift",
            f"ask for {full}",
            f"jeg heter Kari og {given}",
            f"mvh Kari Foss / {full}",
            f"47112233 {full}",
            f"tlf 47112233 ({full})",
            f"pappaen til {given}",
            f"kan du be {full} ringe",
            f"send kopi til {full}",
            f"Til stede: {full}, Kari Foss",
            f"prosjektleder {rng.choice(['kari hansen', 'odd foss', 'samira ali'])}",
        ]
    )
    words = [word for word in full.replace("-", " ").replace("'", " ").split() if f"{word}" in text and len(word) > 3]
    if "prosjektleder kari hansen" in text or "odd foss" in text or "samira ali" in text:
        words = ["kari", "hansen", "foss", "samira"]
    return Sample(text, words=tuple(words))


def address(rng: _R) -> Sample:
    """E-mail addresses as pages, lists and hurried hands write them."""
    local, host = rng.choice(["torill.n", "oddmyr", "per-ivar.s", "samira_h"]), rng.choice(["lom", "hjemme", "firma"])
    body = rng.choice(
        [
            f"{local}%40{host}.no",
            f"https://innlogging.no/glemt?e={local}%40{host}.no&r=1",
            f"{local}&#64;{host}.no",
            f"{local}&commat;{host}.no",
            f"{local}.gmail.com",
            f"{local} at hotmail com",
            f"{local} at gmail dot com",
            f"{local} /at/ {host}.no",
            f"{local}{{at}}{host}.no",
            f"{local} |at| {host}.no",
        ]
    )
    return Sample(body, words=(local.replace("_", ".").replace("-", ".").split(".")[0],))


_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number(rng: _R) -> Sample:
    """Phone numbers in English words, and in groups like an amount where the words tell."""
    digits = rng.choice("49") + "".join(rng.choices("123456789", k=7))
    spoken = rng.choice([" ", ", ", "-"]).join(_ENGLISH[int(digit)] for digit in digits)
    if rng.random() < 0.5:
        return Sample(
            f"my number is {spoken}", words=tuple(word for word in spoken.replace(",", "").split() if "-" not in word)
        )
    plain = rng.choice([grouped(digits, (2, 3, 3), " "), disguised(grouped(digits, (3, 2, 3), " "), rng)])
    return Sample(rng.choice([f"du treffer meg på {plain}", f"de når oss på {plain}"]), digits)


SIGNED = (
    "Når er fristen?\n{}", "Takk for hjelpen\n{}\nLom kommune", "Vi søker igjen.\n--\n{}\nRådgiver", "Tusen takk\n{}", "God helg!\n{}",
    "Hei\n\nKan vi søke?\n\n{}\nProsjektleder", "Hvem svarer?\n{}\ntlf 47112233", "Takk :)\n{}, Bodø",
)  # fmt: skip
"""Messages that end with a name, without a word for greeting right before it."""

NOBODY = (
    "saksbehandler Statsforvalteren i Agder", "Saksbehandler: Helsedirektoratet", "leder i Blå Kors", "Leder av styret velges årlig",
    "Prosjektleder: 100 % stilling", "prosjektleder Ung Framtid", "kontakt Phoenix Haga i Ørje", "Kontakt: Statsforvalteren i Vestland",
    "kontakt Stine Sofie-senteret", "kontakt Oslo kommune, bydel Gamle Oslo", "ring Kirkens SOS", "snakk med NAV Sør-Varanger",
    "på vegne av Marita Stiftelsen", "på vegne av Stine Sofies Stiftelse", "på vegne av Kristiansand kommune", "v/Helse Bergen",
    "Olav Thon Stiftelsen gir også støtte", "gjelder Kristiansund og Molde", "Gjelder Ole Bull-stipendet", "hos Tyrili Lillehammer",
    "må folkene fra UNN ha kontor hos oss", "vi er Nordre Follo og lurer", "Ålesund, Molde og Kristiansund", "Olav Thon AS", "Ole Vigs gate 3", "vêret på Jan Mayen",
    "January February March April May June July", "Ask Statsforvalteren.", "Vi er Åse kommune", "a Christian charity", "Er han Oslo", "må jeg til Dr. Dropin?",
    "min sønn er 12 år", "sønnen min er rusavhengig", "mannen min trenger Avrusning", "bruker Excel", "deltaker i KVP", "lege i Tana",
    "Fra: Lom kommune\nTil: Helsedirektoratet", "Fra: 01.01.2024\nTil: 31.12.2024", "Hei Helsedirektoratet", "Kjære Bufdir",
    "Takk!\nLom kommune", "Tusen takk\nHelse og mestring\nBodø kommune", "Rus og psykisk helse\nHamar kommune", "navn og adresse",
    "Navn på prosjekt: Ung Arena", "Fornavn Etternavn", "signert av kommunedirektøren", "melding til Kommunen", "telefontid 0900-1500",
    "ring mellom 0900-1530", "one two three steps", "www.gmail.com", "support.google.com", "det er Statsforvalteren som behandler",
)  # fmt: skip
