"""A life in danger is recognised in all the ways people say it, and the same words in work about grants are not."""

import pytest

from knowledge.language.danger import in_danger

EMERGENCIES = [
    # a threat to one's own life
    "jeg vil ta livet mitt",
    "eg vil ikkje leve lenger",
    "æ orke ikkje leve lenger",
    "jeg orker ikke å leve mer",
    "har lyst til å dø",
    "jeg skal ta mitt eget liv i natt",
    "eg tenkjer på sjølvmord",
    "har tankar om sjølvmord no",
    "jeg har skrevet avskjedsbrev",
    "jeg kutter meg",
    "vil bare dø",
    "jeg har tatt tjue tabletter",
    "eg har teke mange tablettar",
    "i want to die",
    "i am going to kill myself",
    "jeg har lyst til å gjøre slutt på alt",
    # another's life
    "han puster ikke",
    "ho pustar ikkje",
    "hun har tatt overdose, hva gjør vi",
    "sønnen min har tatt en overdose",
    "broren min har teke overdose no",
    "brukeren er bevisstløs",
    "ho er medvitslaus og svarar ikkje",
    "kameraten min er livløs",
    "dattera mi sier hun vil ta livet sitt",
    "det er akutt, noen kommer til å dø",
    "ring 113",
    "hva er nødnummeret",
    "vi trenger ambulanse nå",
    # violence now
    "han slår henne nå",
    "mannen min slår meg",
    "han truer meg med kniv",
    "naboen truar kona med kniv no",
    "faren min banker mora mi",
    "noen prøver å drepe meg",
    "jeg er redd for livet mitt",
    "han kveler henne",
    # English, and words in another order
    "tenker på selvmord hver dag, jeg",
    "he is not breathing",
    "he is beating me",
]
NO_EMERGENCIES = [
    # the same words in work about the schemes
    "kan vi søke om penger til å forebygge selvmord?",
    "kan me søkje tilskot til sjølvmordsførebygging",
    "gis det tilskudd til overdoseforebygging",
    "dekker ordningen tiltak mot overdoser",
    "er overdose et innsatsområde i kommunalt rusarbeid",
    "TryggEst handler om vold mot risikoutsatte voksne",
    "kan vi få midler til kurs om vold i nære relasjoner",
    "voksne som blir slått av pårørende, er de i målgruppen",
    "gjelder tilskuddet voksne med voldsproblematikk",
    "tiltak for personer som truer ansatte, dekkes det",
    "informasjonsmateriell om vald mot eldre",
    "vi vil lage kurs om selvmord og rus",
    "kan søknaden gjelde skadereduksjon ved sprøytebruk",
    "kommunen vil ha en krisetelefon, kan vi søke?",
    # everyday words that look alike
    "vi dør av nysgjerrighet",
    "vi tar livet med ro",
    "fristen slår oss alltid",
    "kommuner som slås sammen",
    "kommunane blir slått saman i 2026",
    "kan vi slå sammen to søknader",
    "vi slår oss saman med nabokommunen",
    "når dør ordningen ut",
    "ring meg i morgen",
    "jeg er helt ferdig med søknaden",
    "orker ikke mer skjema, når er fristen",
    "hva er akutt-team",
    "legg på is",
    "vi skyter inn egne midler",
    "bryter vi reglene hvis vi søker to ganger",
    "slutt på alt maset om rapportering",
    "står fristen fast",
    "kan vi kutte utgifter",
    "can we cut the budget",
    "is there a deadline for the grant",
    "hei",
    "",
    "🙂",
]


@pytest.mark.parametrize("text", EMERGENCIES)
def test_a_life_in_danger_is_recognised(text: str) -> None:
    assert in_danger(text)


@pytest.mark.parametrize("text", NO_EMERGENCIES)
def test_work_about_hard_things_is_no_emergency(text: str) -> None:
    assert not in_danger(text)


@pytest.mark.parametrize("text", ["jeg vil ta livet mitt", "han puster ikke", "eg vil ikkje leve lenger"])
def test_an_emergency_is_recognised_however_it_is_written(text: str) -> None:
    for written in (text.upper(), f"  {text}!!! ", f"hei. {text}. hjelp", f"når er fristen for tryggest? {text}"):
        assert in_danger(written)


def test_a_very_long_message_is_read_quickly_and_breaks_nothing() -> None:
    assert not in_danger("kan vi søke om tilskudd " * 5000)
