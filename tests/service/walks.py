"""Answers that lead each scheme to each outcome, how people say them in bokmål and nynorsk, and how a walk begins."""

from __future__ import annotations

import pytest
from contract_client import Json, Talk

LANGS = ("nb", "nn")
both = pytest.mark.parametrize("lang", LANGS)
NAMES = {
    "tryggest": ("TryggEst", "TryggEst"),
    "kommunalt-rusarbeid": ("kommunalt rusarbeid", "kommunalt rusarbeid"),
    "oppfolging-voksne": ("oppfølging av voksne", "oppfølging av vaksne"),
    "oppfolging-barn-unge": ("oppfølging av barn og unge", "oppfølging av barn og unge"),
}
OPENINGS = ("kan vi søke om tilskudd til {}?", "kan vi søkje om tilskot til {}?")

_ADULTS = {
    "applicant_type": "municipality_trust", "joint_application": "yes", "agreement": "yes", "target_group": "yes",
    "user_involvement": "yes", "pre_project": "yes", "years": "5",
}  # fmt: skip
_YOUTH = {**_ADULTS, "signatures": "yes", "track": "fact_ung", "pre_project": "no", "years": "4"}
_TRYGGEST = {
    "applicant_type": "municipality", "tryggest_status": "introduced", "commitment": "yes", "amount": "300000",
    "years": "2",
}  # fmt: skip
_DRUGS = {
    "applicant_type": "municipality",
    "joint_application": "yes",
    "target_group": "yes",
    "user_involvement": "yes",
}

# Scheme, outcome, answers by criterion, and the criteria that decide.
WALKS = [
    ("tryggest", "eligible", _TRYGGEST, {}),
    ("tryggest", "eligible", {**_TRYGGEST, "tryggest_status": "decided", "amount": "400000"}, {}),
    ("tryggest", "needs_action", {**_TRYGGEST, "amount": "500000"}, {"amount": "not_met"}),
    ("tryggest", "needs_action", {**_TRYGGEST, "tryggest_status": "neither"}, {"tryggest_status": "not_met"}),
    ("tryggest", "not_eligible", {"applicant_type": "private_person"}, {"applicant_type": "not_met"}),
    ("tryggest", "unclear", {**_TRYGGEST, "applicant_type": "district"}, {"applicant_type": "unknown"}),
    ("kommunalt-rusarbeid", "eligible", _DRUGS, {}),
    (
        "kommunalt-rusarbeid", "needs_action",
        {**_DRUGS, "applicant_type": "municipality_trust", "joint_application": "no"}, {"joint_application": "not_met"},
    ),
    ("kommunalt-rusarbeid", "not_eligible", {"applicant_type": "trust"}, {"applicant_type": "not_met"}),
    ("kommunalt-rusarbeid", "unclear", {**_DRUGS, "target_group": "unknown"}, {"target_group": "unknown"}),
    ("oppfolging-voksne", "eligible", _ADULTS, {}),
    ("oppfolging-voksne", "eligible", {**_ADULTS, "applicant_type": "municipality"}, {}),
    ("oppfolging-voksne", "needs_action", {**_ADULTS, "agreement": "no"}, {"agreement": "not_met"}),
    ("oppfolging-voksne", "needs_action", {**_ADULTS, "pre_project": "no"}, {"years": "not_met"}),
    ("oppfolging-voksne", "not_eligible", {"applicant_type": "organisation"}, {"applicant_type": "not_met"}),
    (
        "oppfolging-voksne", "unclear", {**_ADULTS, "applicant_type": "unknown"},
        {"applicant_type": "unknown", "joint_application": "unknown", "agreement": "unknown"},
    ),
    ("oppfolging-barn-unge", "eligible", _YOUTH, {}),
    ("oppfolging-barn-unge", "needs_action", {**_YOUTH, "signatures": "no"}, {"signatures": "not_met"}),
    ("oppfolging-barn-unge", "not_eligible", {"applicant_type": "trust"}, {"applicant_type": "not_met"}),
    ("oppfolging-barn-unge", "unclear", {**_YOUTH, "years": "unknown"}, {"years": "unknown"}),
]  # fmt: skip

# The same answers in people's own words, (bokmål, nynorsk); a criterion's own words go before the general ones.
_WORDS = {
    ("applicant_type", "municipality"): ("vi søker som én kommune", "vi søkjer som éin kommune"),
    ("applicant_type", "municipality_trust"): ("kommunen sammen med sykehuset", "kommunen saman med sjukehuset"),
    ("applicant_type", "private_person"): ("jeg søker som privatperson", "eg søkjer som privatperson"),
    ("applicant_type", "district"): ("vi er en bydel", "vi er ein bydel"),
    ("applicant_type", "trust"): ("bare helseforetaket alene", "berre helseføretaket åleine"),
    ("applicant_type", "organisation"): ("en frivillig organisasjon", "ein frivillig organisasjon"),
    ("tryggest_status", "introduced"): ("ja, vi har innført det", "ja, vi har innført det"),
    ("tryggest_status", "decided"): ("det er vedtatt, men ikke startet", "det er vedteke, men ikkje starta"),
    ("tryggest_status", "neither"): ("nei, ingen av delene", "nei, ingen av delane"),
    ("track", "fact_ung"): ("et FACT-ung-team", "eit FACT-ung-team"),
    ("amount", "300000"): ("300 000 kroner", "300 000 kroner"),
    ("amount", "400000"): ("fire hundre tusen kroner", "fire hundre tusen kroner"),
    ("amount", "500000"): ("en halv million", "ein halv million"),
    ("years", "2"): ("to år", "to år"),
    ("years", "4"): ("fire år", "fire år"),
    ("years", "5"): ("fem år", "fem år"),
}
_GENERAL = {
    "yes": ("ja, det stemmer", "ja, det stemmer"),
    "no": ("nei, ikke ennå", "nei, ikkje enno"),
    "unknown": ("det vet jeg ikke", "det veit eg ikkje"),
}


def in_words(criterion: str, value: str, lang: str) -> str:
    """An answer as a person would write it."""
    said = _WORDS.get((criterion, value)) or _GENERAL[value]
    return said[LANGS.index(lang)]


def opening(scheme: str, lang: str) -> str:
    """The message that starts the walk of a scheme."""
    index = LANGS.index(lang)
    return OPENINGS[index].format(NAMES[scheme][index])


def say(lang: str, nb: str, nn: str) -> str:
    """The one of two sayings that is in the language."""
    return nb if lang == "nb" else nn


def started(talk: Talk, scheme: str, lang: str) -> Talk:
    """The conversation with the walk of a scheme begun in it."""
    talk.say(opening(scheme, lang))
    assert talk.question["criterion"] == "applicant_type"
    return talk


def statuses(message: Json) -> dict[str, str]:
    """How each criterion of a verdict came out."""
    return {c["id"]: c["status"] for c in message["verdict"]["criteria"]}
