"""Numbers and words that look like personal data and tell of nobody."""

from __future__ import annotations

import random

from masking_samples import harmless as older

FRAMES = (
    "{}",
    "Hva gjelder for {}?",
    "hei, {} kan vi søke?",
    "Vi viser til {} i brevet.",
    "({})",
    "Kva er {}, og kven avgjer?",
    "fekk {} i fjor",
    "se {}",
    "- {}\n- neste punkt",
    "{} eller meir",
    "Det står {}. Stemmer det?",
    "«{}»",
)
_NUMBER_OF = ("innbyggere", "innbyggjarar", "personer", "brukere", "timer", "kroner", "kr", "NOK", "km", "kvm", "stk")


def _amount(rng: random.Random) -> str:
    n = rng.randint
    whole = rng.choice([n(1, 999) * 1000, n(10, 9_999) * 1_000, n(1, 99) * 1_000_000, n(100_000, 99_999_999)])
    spaced = f"{whole:,}".replace(",", rng.choice([" ", ".", "\u00a0", " "]))
    unit = rng.choice(["kr", "kroner", "NOK", "millioner", "mill."])
    return rng.choice(
        [
            f"{spaced} {unit}",
            f"kr {spaced}",
            f"{spaced},-",
            f"{spaced} {rng.choice(_NUMBER_OF)}",
            f"{spaced},{n(0, 99):02} kr",
            f"mellom {spaced} og {spaced} kroner",
            f"{n(1, 90)} {n(100, 999)} {n(100, 999)} – {n(1, 90)} {n(100, 999)} {n(100, 999)} kroner",
            f"budsjettet på {whole}",
            f"{whole} {unit}",
            f"{n(2, 9)}x{n(100, 999)} 000",
            f"totalt {n(1, 9)} {n(100, 999)} {n(100, 999)} {n(100, 999)} kr",
            f"{n(1, 99)},{n(0, 9)} {unit}, {n(1, 99)},{n(0, 9)} {unit}",
        ]
    )


def _date(rng: random.Random) -> str:
    n = rng.randint
    d, m, y = n(1, 28), n(1, 12), n(2015, 2031)
    return rng.choice(
        [
            f"{d:02}.{m:02}.{y}",
            f"{d}.{m}.{y}",
            f"{d:02}.{m:02}.{y % 100:02}",
            f"{d}/{m}-{y}",
            f"{y}-{m:02}-{d:02}",
            f"{y}{m:02}{d:02}",
            f"{d:02}.{m:02}.{y} kl. {n(8, 23):02}:{n(0, 59):02}",
            f"{y}-{m:02}-{d:02}T{n(0, 23):02}:{n(0, 59):02}:{n(0, 59):02}",
            f"{d:02}.{m:02}.{y}–{d:02}.{m:02}.{y + 2}",
            f"fra {d:02}.{m:02}.{y} til {d:02}.{m:02}.{y + 1}",
            f"{d}. {rng.choice(['januar', 'mars', 'desember'])} {y}",
            f"{y}–{y + 3}",
            f"{y}-{y + 1}, {y + 2}-{y + 3}",
            f"{y}/{y + 1}",
            f"{y}, {y + 1}, {y + 2} og {y + 3}",
            f"{y} {y + 1} {y + 2}",
            f"kl. {n(8, 15):02}.00–{n(16, 21)}.30",
            f"uke {n(1, 52)}-{n(1, 52)} {y}",
            f"{d:02}.{m:02}.{y}, {n(10, 900)} deltakere",
            f"frist {d:02}.{m:02}.{y} 50000 kroner",
        ]
    )


def _reference(rng: random.Random) -> str:
    n = rng.randint
    y = n(2016, 2027)
    return rng.choice(
        [
            f"{y}/{n(1, 99999)}",
            f"{y}/{n(1, 99999):05}-{n(1, 90)}",
            f"{y % 100:02}/{n(1, 99999):05}-{n(1, 9)}",
            f"{y % 100:02}/{n(1, 9999)}",
            f"sak {y % 100:02}/{n(1, 99999):05}",
            f"saksnr. {y}/{n(1000, 99999)}",
            f"saksnummer {n(20_000_000, 99_999_999)}",
            f"arkivref. {y}/{n(1000, 99999)}-{n(1, 30)}",
            f"vår ref. {n(10_000_000, 99_999_999)}",
            f"søknadsnummer {n(10_000_000, 99_999_999)}",
            f"prosjektnummer {n(10_000_000, 99_999_999)}",
            f"journalpost {n(1000, 99999)}/{y}",
            f"kap. {n(100, 999)} post {n(1, 99)}",
            f"kapittel {n(100, 999)} post {n(1, 99)}, {n(1, 99)} og {n(1, 99)}",
            f"kap. {n(100, 999)} postene 21, 60, 62 og 72",
            f"kap {n(100, 999)}.{n(10, 99)}",
            f"rundskriv I-{n(1, 9)}/{y}",
            f"§ {n(1, 30)}-{n(1, 20)}",
            f"lov {n(1970, 2024)}-{n(1, 12):02}-{n(1, 28):02}-{n(1, 99)}",
            f"FOR-{n(1990, 2024)}-{n(1, 12):02}-{n(1, 28):02}-{n(100, 1999)}",
            f"forskrift {n(1, 28)}. mai {n(1990, 2024)} nr. {n(10, 1999)}",
            f"Prop. 1 S ({y}–{y + 1})",
            f"Meld. St. {n(1, 40)} ({y}-{y + 1})",
            f"NOU {y}: {n(1, 30)}",
            f"ISBN 978-82-{n(10, 99)}-{n(10000, 99999)}-{n(0, 9)}",
            f"ISSN {n(1000, 9999)}-{n(1000, 9999)}",
            f"referansenummer TS-{y}-{n(1, 9999):04}",
            f"bilag {n(1, 9)}.{n(1, 9)}.{n(1, 9)}.{n(1, 9)}",
        ]
    )


def _public(rng: random.Random) -> str:
    n = rng.randint
    org = f"{rng.choice('89')}{n(10_000_000, 99_999_999)}"
    spaced = f"{org[:3]} {org[3:6]} {org[6:]}"
    return rng.choice(
        [
            f"org.nr. {spaced}",
            f"organisasjonsnummer {org}",
            f"orgnr {spaced}",
            f"NO {spaced} MVA",
            f"{org}",
            spaced,
            f"org.nr {org}, {rng.choice('89')}{n(10_000_000, 99_999_999)}",
            f"{n(1, 99):02}{n(0, 99):02} {rng.choice(['Oslo', 'Trondheim', 'Bodø', 'Os'])}",
            f"postnummer {n(1000, 9999)}",
            f"postboks {n(1, 9999)}, {n(1000, 9990)} Bodø",
            f"kommunenummer {n(1000, 5999)}",
            f"kommunenr. {n(1000, 5999)} og {n(1000, 5999)}",
            f"kommunene {n(1000, 5999)}, {n(1000, 5999)} og {n(1000, 5999)}",
            f"gnr. {n(1, 200)} bnr. {n(1, 400)}",
            f"{n(1, 100)} %",
            f"{n(1, 99)},{n(0, 99):02} prosent",
            f"{n(10, 40)}-{n(41, 90)} %",
            "70, 50 og 30 prosent",
            f"{n(12, 18)}–{n(19, 25)} år",
            f"{n(1, 9)} {n(100, 999)} {n(100, 999)} innbyggere",
            f"{n(2, 999)} {n(100, 999)} innbyggjarar",
            f"{n(1, 90)} {n(100, 999)} km",
            f"{n(1, 9)},{n(1, 9)} mil og {n(10, 900)} meter",
            f"{n(1000, 99999)} m²",
            f"https://www.bufdir.no/tilskudd/{n(1_000_000, 99_999_999)}",
            f"www.statsforvalteren.no/trondelag/tilskot-{n(2020, 2026)}/{n(10_000, 99_999_999)}",
            f"https://lovdata.no/dokument/NL/lov/{n(1990, 2024)}-{n(1, 12):02}-{n(1, 28):02}-{n(1, 90)}",
            f"https://www.regjeringen.no/no/dokumenter/prop.-1-s-{n(2020, 2024)}{n(2025, 2029)}/id{n(1_000_000, 9_999_999)}/",
            "@bufdir på sosiale medier",
            f"versjon {n(1, 9)}.{n(0, 20)}.{n(0, 40)}",
            f"{n(50, 71)},{n(1000, 9999)} {n(4, 31)},{n(1000, 9999)}",
        ]
    )


_WORDS = (
    "hva heter ordningen", "kva heiter tilskotet", "Det heter TryggEst", "ordningen heter Housing First", "hva heter skjemaet i Altinn",
    "prosjektet heiter Trygg heime", "kommunen heter Os", "jeg er rådgiver i Bodø kommune", "eg er ny leiar i Voss herad",
    "Dette er Bodø kommune som spør", "det er Bufdir som behandler søknaden", "Dette er en ny ordning", "her er søknaden vår",
    "hilsen til alle i kommunen", "Hilsen Bodø kommune", "med vennlig hilsen rusteamet i kommunen", "navn på prosjektet", "navnet på ordningen er langt",
    "Hvem er kontaktperson?", "jeg er fra Oslo", "eg er frå Voss", "I am from Bergen municipality", "hvem er det som signerer", "mitt spørsmål er om frist",
    "min kommune er Os", "er det Statsforvalteren i Trøndelag eller Bufdir", "jeg heter det samme", "vi er Røde Kors", "Dette er Frelsesarmeen som spør",
    "jeg er helsesykepleier", "saksnavn: rusarbeid 2025", "sier at nav.no er nede", "står det at bufdir.no behandler søknader", "møte @ Oslo. Det er torsdag",
    "en to tre fire fem kommuner", "fire fem seks kommuner i lag", "to til fire år", "jeg er i tvil", "Dette er viktig for oss", "det er vi som søker",
    "takk på forhånd", "på forhånd takk for hjelpen", "kall det hva du vil", "vi kaller det Trygg oppvekst", "her i kommunen er vi tre", "hei, her er det stille",
)  # fmt: skip


def harmless(rng: random.Random) -> str:
    """An amount, a date, a reference, a public number, or words that only look like somebody's name."""
    kind = rng.choice([_amount, _date, _reference, _public, older, lambda r: r.choice(_WORDS)])
    return rng.choice(FRAMES).replace("{}", kind(rng))
