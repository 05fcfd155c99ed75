"""More ways of telling personal data, written when the masking was done with those of the other generators."""

from __future__ import annotations

import random

from masking_samples import national_id
from planted import Sample, disguised, grouped
from planted_numbers import account_digits, control

_R = random.Random


def identity(rng: _R) -> Sample:
    """Labels behind and around, brackets, line breaks, letters for digits, several at once."""
    digits = national_id(rng, valid=rng.random() < 0.7)
    six, five = digits[:6], digits[6:]
    body = rng.choice(
        [
            f"{six}\n{five}",
            f"{six} ({five})",
            f"{six}/{five}",
            f"{six}_{five}",
            f"{six}*{five}",
            f"{six}, {five}",
            f"{six} – {five}",
            f"{six}:{five}",
            f"{six}. {five}",
            f"({six}) {five}",
            f"{six}·{five}",
            f"{six[:2]} {six[2:4]} {six[4:]} - {five}",
            f"{six[:2]}.{six[2:4]}.{six[4:]} / {five}",
            f"{six[:2]}-{six[2:4]}-{six[4:]}-{five}",
            f"{six[:2]}. {six[2:4]}. {six[4:]} {five}",
            grouped(digits, (2, 2, 2, 2, 3), " "),
            grouped(digits, (5, 6), " "),
            grouped(digits, (6, 4, 1), " "),
            grouped(digits, (6, 1, 1, 1, 1, 1), " "),
            grouped(digits, (3, 3, 3, 2), "-"),
            grouped(digits, (2, 2, 7), " "),
            digits.replace("0", rng.choice("Oo")),
            f"{six}{five[:3]} {five[3:]}",
            "\u200b".join(digits),
            f"fødselsdato {six} personnummer {five}",
            disguised(f"{six} {five}", rng),
            disguised(digits, rng),
        ]
    )
    around = rng.choice(
        [
            "{}",
            "{}",
            "mannen sitt fnr er {}",
            "{} er fødselsnummeret",
            "fnr.{}",
            "FNR:{}",
            "ID {}",
            "p.nr {}",
            "D-nummer: {}",
            "brukar {} har fått avslag",
            "barn1 {}",
        ]
    )
    return Sample(around.format(body), digits)


def phone(rng: _R) -> Sample:
    """Labels behind, several numbers, odd brackets, abbreviations, glued words, misspelt labels."""
    digits = rng.choice("4923567") + "".join(rng.choices("123456789", k=7))
    plain = grouped(digits, rng.choice([(8,), (2, 2, 2, 2), (3, 2, 3)]), rng.choice([" ", " ", "-"]))
    other = "9" + "".join(rng.choices("123456789", k=7))
    return Sample(
        rng.choice(
            [
                f"{plain} (mobil)",
                f"{plain} er nummeret mitt",
                f"{plain} / {grouped(other, (2, 2, 2, 2), ' ')}",
                f"{plain}, {other}",
                f"{plain} eller {other}",
                f"tlf{digits}",
                f"Tlf.nr.: {plain}",
                f"mob.{digits}",
                f"mobilnr:{plain}",
                f"M: {plain}",
                f"T: {plain}",
                f"(+47){digits}",
                f"+47{plain}",
                f"+47 ({plain})",
                f"+47/{digits}",
                f"+47.{grouped(digits, (2, 2, 2, 2), '.')}",
                f"0047-{plain}",
                f"00 47 {plain}",
                f"47{digits}",
                f"(47) {plain}",
                f"telf. {grouped(digits, (2, 3, 3), ' ')}",
                f"telefonen min har nummer {plain}",
                f"vipps {plain}",
                f"du når meg på {plain}",
                f"de kan ringje meg på {plain} etter kl 12",
                f"ring gjerne {plain} i dag",
                f"SMS {digits}",
                f"whatsapp +{rng.choice(['46', '48', '370', '963', '1', '44'])} {grouped(digits + '12', (3, 3, 4), ' ')}",
                f"tel:+47{digits}",
                f"direkte: {plain}",
                f"{grouped(digits, (3, 3, 2), ' ')}",
                f"{digits[:2]} {digits[2:4]} {digits[4:6]}\n{digits[6:]}",
                f"fax {plain}",
                f"nr {plain}",
                f"mobil {grouped(digits, (1,) * 8, '-')}",
                f"tlf {grouped(digits, (2, 2, 2, 2), '·')}",
                f"tlf {grouped(digits, (2, 2, 2, 2), '/')}",
                f"telefon: {digits[:4]}{digits[4:]}!",
                f"my number is {plain}",
                f"📞{plain}",
                f"tlf {digits.replace('0', 'O')}",
            ]
        ),
        digits,
    )


def account(rng: _R) -> Sample:
    """Invalid control digits, other groupings, glued labels, cards, foreign IBANs with letters."""
    digits = (
        account_digits(rng)
        if rng.random() < 0.6
        else rng.choice("123456789") + "".join(rng.choices("0123456789", k=10))
    )
    french = "".join(rng.choices("0123456789", k=23))
    british = "".join(rng.choices("0123456789", k=14))
    return Sample(
        *rng.choice(
            [
                (grouped(digits, (4, 2, 5), "."), digits),
                (grouped(digits, (4, 2, 5), " "), digits),
                (f"kontonr {grouped(digits, (4, 3, 4), ' ')}", digits),
                (f"konto:{digits}", digits),
                (f"kontonummer {grouped(digits, (3, 4, 4), ' ')}", digits),
                (f"Kto. {grouped(digits, (4, 2, 5), '-')}", digits),
                (f"pengane skal til {grouped(digits, (4, 2, 5), '.')}", digits),
                (f"konto i DNB {digits}", digits),
                (f"bankkonto: {grouped(digits, (2, 2, 2, 2, 3), ' ')}", digits),
                (grouped(digits, (4, 2, 5), "\u00a0"), digits),
                (disguised(grouped(digits, (4, 2, 5), " "), rng), digits),
                (f"IBAN: NO{control('NO', digits)} {grouped(digits, (4, 4, 3), ' ')}", digits),
                (f"NO{control('NO', digits)}{digits}", digits),
                (f"no {control('NO', digits)} {grouped(digits, (4, 4, 3), ' ')}", digits),
                (
                    f"N O{control('NO', digits)}{digits}"
                    if rng.random() < 0
                    else f"NO {control('NO', digits)} {digits}",
                    digits,
                ),
                (f"FR{control('FR', french)}{french}", french),
                (f"IE{control('IE', 'AIBK' + british)} AIBK {grouped(british, (4, 4, 4, 2), ' ')}", british),
                (f"GB{control('GB', 'BUKB' + british)}BUKB{british}", british),
                (f"kort {grouped('4' + '1' * 15, (4, 4, 4, 4), ' ')}", "4" + "1" * 15),
                (f"{digits[:4]} . {digits[4:6]} . {digits[6:]}", digits),
                (f"kontoen er {digits[:4]}.{digits[4:6]}\n.{digits[6:]}", digits),
            ]
        )
    )


def email(rng: _R) -> Sample:
    """Addresses that are misspelt, spoken, broken or marked in other ways."""
    local = rng.choice(["kari.solbakk", "trym", "anne-grete", "jarle_sveen", "åshild", "g.utsi", "mwangi.k", "SOLVEIG"])
    first = rng.choice(local.lower().replace("_", ".").replace("-", ".").split("."))
    host, end = rng.choice(["gmail", "hotmail", "voss.herad", "stfk", "lillehåp"]), rng.choice(["no", "com"])
    body = rng.choice(
        [
            f"{local}@{host}.{end}?subject=hei",
            f"{local}@{host}",
            f"{local}@{host},{end}",
            f"{local} @{host} . {end}",
            f"{local} krøll alfa {host} punktum {end}",
            f"{local} alfa krøll {host} punkt {end}",
            f"{local} (alfakrøll) {host} (punktum) {end}",
            f"{local}<at>{host}.{end}",
            f"{local} -at- {host}.{end}",
            f"{local}_at_{host}.{end}",
            f"{local} AT {host} DOT {end}",
            f"{local}[krøllalfa]{host}[punktum]{end}",
            f"{local} *at* {host}.{end}",
            f"{local.replace('.', ' punktum ')} krøllalfa {host} punktum {end}",
            f"{local.replace('.', ' . ')} @ {host} . {end}",
            f"{local}\n@{host}.{end}",
            f"{local}@{host}\n.{end}" if rng.random() < 0 else f"{local}@@{host}.{end}",
            f"[{local}@{host}.{end}](mailto:{local}@{host}.{end})",
            f"{local}@[192.168.0.1]",
            f'"{local}"@{host}.{end}',
            f"{local}@{host}.{end};{local}@jobb.no",
            f"epost:{local}@{host}.{end}",
            f"{local}﹫{host}.{end}",
            f"{local} snabela {host}.{end}",
            f"{local} at gmail.com",
            f"{local} krøllalfa gmail",
            f"https://x.no/?epost={local}@{host}.{end}",
        ]
    )
    words = (first,) if len(first) > 2 else ()
    return Sample(body, words=words)


def name(rng: _R) -> Sample:
    """Telling a name in a roundabout way, in other languages, with titles, in the wrong order."""
    given = rng.choice(
        [
            "Torbjørn",
            "Liv",
            "Ragnhild",
            "Sunniva",
            "Halvard",
            "Inger Johanne",
            "Sigmund",
            "Aslaug",
            "Hussein",
            "Lars Anders",
            "Ante",
            "Biret",
        ]
    )
    family = rng.choice(
        [
            "Myklebust",
            "Fagerli",
            "Rognstad",
            "Eira",
            "Tveiten",
            "Skarstein",
            "Abdi",
            "Løvås",
            "Brekke",
            "Ness-Larsen",
            "Kjølås",
        ]
    )
    full = f"{given} {family}"
    low = full.lower()
    text = rng.choice(
        [
            f"Hei, mitt navn er {full}, jeg er rådgiver",
            f"Jeg  heter   {full}",
            f"jeg\nheter\n{full}",
            f"jegheter {full}",
            f"jeg heter {low} og har spørsmål",
            f"eg heite {low}, lurar på fristen",
            f"jeg heter {given} {family.lower()} og jobber i kommunen",
            f"jeg heter {given.lower()} {family}",
            f"Jeg heter altså {full}.",
            f"Eg heiter no {full} då",
            f"Jeg er {full} fra Bodø",
            f"jeg er {full} og jobber med rus",
            f"Du snakker med {full}",
            f"I'm called {full}",
            f"My full name is {full}",
            f"Mu namma lea {full}",
            f"Jag heter {full}",
            f"Ich heiße {full}",
            f"Jeg hedder {full}",
            f"Undertegnede, {full}, søker",
            f"Underteikna, {full}, søkjer",
            f"Fullt navn: {full}",
            f"Namn : {full}",
            f"NAVN - {full}",
            f"Fornavn: {given}\nEtternavn: {family}",
            f"navn={full}",
            f"Avsender: {full}",
            f"Mvh {full}, rådgiver",
            f"Med vennlig hilsen\n\n{full}\nseniorrådgiver",
            f"Beste helsing\n{full}",
            f"Vennlig hilsen {given}",
            f"hilsen {low}",
            f"mvh {given}",
            f"Hilsen fra {full}",
            f"Med venleg helsing,\n{full}\nVoss herad",
            f"Best regards,\n{full}",
            f"Takk på forhånd!\nMvh. {full}",
            f"{full} her, fra Bodø kommune",
            f"Hei, {full} her.",
            f"Dette er {full} som skriver til dere",
            f"Det er {full} her",
            f"Jeg heter {family}, {given}",
            f"jeg heter {given[0]}. {family}",
            f"jeg heter {given[0]} {family}",
            f"Jeg heter frøken {full}",
            f"Jeg heter «{full}»",
            f"jeg heter **{full}**",
            f"vi heter {given} og Kari {family}",
            f"sønnen vår heter {full}",
            f"kona mi heiter {full}",
            f"{full} er mitt navn",
            f"{full} er namnet mitt",
            f"{full} heiter eg",
            f"kall meg {given}",
            f"alle kaller meg {given}",
            f"navnet er {full}",
            f"namnet er {full}, eg er leiar",
            f"etternavnet mitt er {family}",
            f"fornavnet mitt er {given}",
            f"JEG HETER {full.upper()} OG LURER PÅ NOE",
            f"hvis du lurer så heter jeg {full}",
            f"Kontaktperson: {full}",
            f"æ e {full} fra Tromsø",
        ]
    )
    spoken = text.casefold()
    words = [w for w in full.replace("-", " ").split() if w.casefold() in spoken and len(w) > 2]
    return Sample(text, words=tuple(words))
