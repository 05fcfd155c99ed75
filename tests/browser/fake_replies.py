"""Canned replies of every kind in the contract. The wording is for the eye; the facts are not the product's."""

from __future__ import annotations

import itertools
from typing import Any

_ids = itertools.count(1)

SLIDES = {
    "source": "statsforvalteren-2025",
    "title": "Tilskudd til kommunalt rusarbeid og psykisk helse, presentasjon 2025",
    "locator": "Lysbilde «TryggEst»",
    "url": "/sources/presentasjon.html",
    "edition": "2025",
    "checked": "2026-02-16",
}
WEB = {
    "source": "bufdir-tryggest",
    "title": "TryggEst, tilskudd til kompetanseheving mot vold mot risikoutsatte voksne",
    "locator": "Avsnitt «Hvem kan søke?»",
    "url": "https://www.bufdir.no/tilskudd/tryggest/",
    "edition": "2025",
    "checked": "2026-02-16",
}

GREETING = {
    "kind": "greeting",
    "text": "Hei. Jeg er en automatisk veileder for tilskuddsordninger.\n\nSpør meg om frister, vilkår og vedlegg, eller la meg sjekke om dere kan søke. Ikke skriv personopplysninger.",
    "buttons": [
        {"title": "Hvilke ordninger finnes?", "payload": "p-list"},
        {"title": "Sjekk om vi kan søke", "payload": "p-walk"},
        {"title": "Snakk med noen", "payload": "p-human"},
    ],
}

ANSWER = {
    "kind": "answer",
    "scheme": "tryggest",
    "topic": "who_can_apply",
    "text": "Kommuner som har innført TryggEst, har vedtatt det, eller binder seg til å starte i tilskuddsperioden. [1]\nFristen var 31. mars 2025 og er gått ut. Jeg kjenner ikke til noen ny utlysning. [2]\n\nSøknaden går til Bufdir.",
    "citations": [WEB, SLIDES],
    "buttons": [
        {"title": "Sjekk om dere kan søke", "payload": "p-walk"},
        {"title": "Hva må være med?", "payload": "p-list"},
        {"title": "Snakk med noen", "payload": "p-human"},
    ],
}

ANSWER_NN = {
    "kind": "answer",
    "lang": "nn",
    "scheme": "oppfolging-voksne",
    "topic": "partners",
    "text": "Ja. Kommunen er hovudsøkjar, de lagar søknaden saman, og samarbeidsavtalen skal liggje ved. [1]\nOrdninga er førebels ikkje kunngjord.",
    "citations": [SLIDES],
    "buttons": [],
}

CLARIFY = {
    "kind": "clarify",
    "topic": "deadline",
    "text": "Hvilken ordning mener du: kommunalt rusarbeid, oppfølging av voksne, oppfølging av barn og unge eller TryggEst?",
    "buttons": [
        {"title": "Kommunalt rusarbeid", "payload": "p-answer"},
        {"title": "Oppfølging av voksne", "payload": "p-answer"},
        {"title": "Oppfølging av barn og unge", "payload": "p-answer"},
        {"title": "TryggEst", "payload": "p-answer"},
    ],
}


def _question(step: int, criterion: str, text: str, options: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "kind": "question",
        "scheme": "tryggest",
        "text": text,
        "question": {
            "criterion": criterion,
            "type": "choice",
            "options": [{"value": value, "title": title} for value, title, _ in options],
            "step": step,
            "of": 3,
        },
        "buttons": [{"title": title, "payload": payload} for _, title, payload in options],
    }


QUESTIONS = [
    _question(
        1,
        "applicant_type",
        "Hvem søker?",
        [
            ("one", "Én kommune", "p-q2"),
            ("many", "Flere kommuner sammen", "p-q2"),
            ("hf", "Kommune og helseforetak", "p-q2"),
            ("other", "Andre", "p-verdict-no"),
        ],
    ),
    _question(
        2,
        "tryggest_status",
        "Har kommunen innført TryggEst?",
        [
            ("yes", "Ja", "p-q3"),
            ("decided", "Vedtatt, men ikke startet", "p-q3"),
            ("no", "Nei", "p-q3"),
            ("unknown", "Vet ikke", "p-verdict-unclear"),
        ],
    ),
    _question(
        3,
        "commitment",
        "Kan kommunen binde seg til å starte i tilskuddsperioden?",
        [("yes", "Ja", "p-verdict"), ("no", "Nei", "p-verdict-no"), ("unknown", "Vet ikke", "p-verdict-unclear")],
    ),
]

WINDOW = {
    "state": "closed",
    "deadline": "2025-03-31",
    "certainty": "fixed",
    "text": "Fristen var 31. mars 2025 og er gått ut.",
}

VERDICT = {
    "kind": "verdict",
    "scheme": "tryggest",
    "text": "Kommunen oppfyller vilkårene for å søke om TryggEst.\nSøker: kommuner kan søke. Fristen var 31. mars 2025.",
    "verdict": {
        "outcome": "eligible",
        "window": WINDOW,
        "criteria": [
            {"id": "applicant_type", "status": "met", "reason": "Kommuner kan søke.", "citation": WEB},
            {"id": "tryggest_status", "status": "met", "reason": "Kommunen har innført TryggEst.", "citation": WEB},
            {
                "id": "commitment",
                "status": "met",
                "reason": "Kommunen binder seg til å starte i tilskuddsperioden.",
                "citation": SLIDES,
            },
        ],
        "changes": [],
    },
    "buttons": [{"title": "Lag sjekkliste", "payload": "p-list"}, {"title": "Endre et svar", "payload": "p-walk"}],
}

VERDICT_ACTION = {
    **VERDICT,
    "text": "Noe må på plass før kommunen kan søke om oppfølging av voksne.\nSamarbeidsavtalen mangler.",
    "verdict": {
        "outcome": "needs_action",
        "window": {
            "state": "unknown",
            "deadline": "2025-04-30",
            "certainty": "assumed",
            "text": "Fristen var antatt til april 2025, men ble ikke bekreftet, og den tiden er gått.",
        },
        "criteria": [
            {"id": "applicant_type", "status": "met", "reason": "Kommunen er hovedsøker.", "citation": SLIDES},
            {
                "id": "agreement",
                "status": "not_met",
                "reason": "Samarbeidsavtalen med helseforetaket skal ligge ved søknaden.",
                "citation": SLIDES,
            },
            {
                "id": "user_involvement",
                "status": "unknown",
                "reason": "Dere vet ikke ennå hvordan brukerne skal medvirke.",
                "citation": None,
            },
        ],
        "changes": [
            "Inngå en samarbeidsavtale med helseforetaket, og legg den ved.",
            {"text": "Avklar brukermedvirkningen."},
        ],
    },
}

VERDICT_NO = {
    **VERDICT,
    "text": "Dere oppfyller ikke vilkårene for å søke om TryggEst.\nBare kommuner kan søke.",
    "verdict": {
        "outcome": "not_eligible",
        "window": WINDOW,
        "criteria": [
            {"id": "applicant_type", "status": "not_met", "reason": "Bare kommuner kan søke.", "citation": WEB}
        ],
        "changes": [],
    },
}

VERDICT_UNCLEAR = {
    **VERDICT,
    "text": "Det er ikke avklart om kommunen oppfyller vilkårene for TryggEst.",
    "verdict": {
        "outcome": "unclear",
        "window": WINDOW,
        "criteria": [
            {
                "id": "tryggest_status",
                "status": "unknown",
                "reason": "Det avgjør om kommunen har innført TryggEst.",
                "citation": WEB,
            }
        ],
        "changes": [],
    },
}

CHECKLIST = {
    "kind": "checklist",
    "scheme": "tryggest",
    "text": "Sjekkliste for søknad om TryggEst, utgave 2025.\n1. Fyll ut skjemaet.",
    "checklist": {
        "id": "k1",
        "items": [
            {
                "id": "form",
                "what": "Fyll ut søknadsskjemaet",
                "who": "Søkerkommunen",
                "due": {"date": "2025-03-31", "certainty": "fixed", "text": "31. mars 2025, gått ut"},
                "why": "Søknaden leveres elektronisk.",
                "citation": WEB,
                "done": False,
            },
            {
                "id": "plan",
                "what": "Legg ved plan for kompetansehevingen",
                "who": "Søkerkommunen",
                "due": {"date": "2025-03-31", "certainty": "fixed", "text": "31. mars 2025, gått ut"},
                "why": "Planen viser hva midlene skal brukes til.",
                "citation": SLIDES,
                "done": True,
            },
            {
                "id": "report",
                "what": "Send rapport",
                "who": "Søkerkommunen",
                "due": {"date": "2026-04-01", "certainty": "assumed", "text": "april 2026"},
                "why": "Alle som får tilskudd, rapporterer.",
                "citation": WEB,
                "done": False,
            },
        ],
        "links": {
            "html": "/checklists/k1.html",
            "pdf": "/checklists/k1.pdf",
            "docx": "/checklists/k1.docx",
            "ics": "/checklists/k1.ics",
        },
    },
}

HANDOFF = {
    "kind": "handoff",
    "text": "Du kan snakke med et menneske hos Statsforvalteren i Trøndelag.",
    "office": {
        "name": "Statsforvalteren i Trøndelag",
        "url": "https://www.statsforvalteren.no/trondelag/",
        "email": "sftlpost@statsforvalteren.no",
        "phone": "74 16 80 00",
    },
}

HANDOFF_DRAFT = {
    "scheme": "tryggest",
    "scheme_name": "TryggEst",
    "summary": "Kommunen vil vite om den kan søke.",
    "questions": ["Hvem får TryggEst-midla?"],
    "answers": [{"label": "Hvem som søker", "answer": "Én kommune"}],
    "citations": [WEB],
    "office": HANDOFF["office"],
    "hours": {"text": "Mandag til fredag, kl. 9.00 til 15.00.", "open": True},
    "can_send": True,
    "mailto": "mailto:sftlpost@statsforvalteren.no?subject=Sp%C3%B8rsm%C3%A5l%20om%20TryggEst&body=gammelt",
    "text": "Vi har spurt Tilskuddsveilederen om TryggEst.\n\nSpørsmål:\n- Hvem får TryggEst-midla?\n\nSvar vi har gitt:\n- Hvem som søker: Én kommune",
}

LONG = "Særdeles lang tekst " * 25  # 500 characters
UNBROKEN = "Tilskuddsordningsforvaltningskompetanse" * 13

OTHERS = {
    "lang tekst": {
        "kind": "handoff",
        "scheme": "tryggest",
        "text": LONG + UNBROKEN,
        "citations": [{**WEB, "title": LONG}, {**WEB, "title": UNBROKEN, "locator": UNBROKEN}],
        "buttons": [{"title": LONG, "payload": "p-answer"}, {"title": UNBROKEN, "payload": "p-answer"}],
        "office": {"name": UNBROKEN, "url": "https://www.bufdir.no/", "email": f"{UNBROKEN}@bufdir.no", "phone": LONG},
    },
    "no_source": {
        "kind": "no_source",
        "text": "Kildene sier ikke når midlene utbetales.",
        "citations": [SLIDES],
        "buttons": [{"title": "Snakk med noen", "payload": "p-human"}],
    },
    "out_of_scope": {
        "kind": "out_of_scope",
        "text": "Det kan jeg ikke svare på. Jeg svarer bare på spørsmål om fire tilskuddsordninger.",
    },
    "notice": {"kind": "notice", "text": "Valget gjelder et tidligere spørsmål. Her er det vi er på nå."},
    "error": {"kind": "error", "text": "Noe gikk galt hos oss, så jeg har ikke noe svar."},
    "html": {
        "kind": "answer",
        "text": '<img src=x onerror="window.hacked=1"><b>fet</b> & <script>window.hacked=1</script>',
        "citations": [{**WEB, "title": "<i>Tittel</i>", "url": "javascript:window.hacked=1"}],
        "buttons": [{"title": "<b>Knapp</b>", "payload": "p-answer"}],
    },
    "nynorsk": ANSWER_NN,
    "frist": CLARIFY,
    "mangler": VERDICT_ACTION,
}
BY_PAYLOAD = {
    "p-answer": ANSWER, "p-walk": QUESTIONS[0], "p-q2": QUESTIONS[1], "p-q3": QUESTIONS[2], "p-verdict": VERDICT,
    "p-verdict-no": VERDICT_NO, "p-verdict-unclear": VERDICT_UNCLEAR, "p-list": CHECKLIST, "p-human": HANDOFF,
}  # fmt: skip


def message(template: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A complete Message of the contract."""
    empty = {"id": f"m{next(_ids)}", "lang": "nb", "scheme": None, "topic": None, "citations": [], "buttons": []}
    return {**empty, **template, **changes}


def replies_to(body: dict[str, str], lang: str) -> list[dict[str, Any]]:
    """The replies to a text or a payload; a text picks a reply by a word in it."""
    if "payload" in body:
        return [message(BY_PAYLOAD[body["payload"]])]
    text = body["text"].lower()
    if text.startswith("endre svaret om hvem"):
        return [message(QUESTIONS[0])]
    if "sjekk" in text:
        return [message({**ANSWER, "buttons": []}), message(QUESTIONS[0])]
    if "menneske" in text or "person" in text:
        return [message(HANDOFF, lang="nn" if lang == "nn" else "nb")]
    for word, reply in OTHERS.items():
        if word in text:
            return [message(reply)]
    return [message(ANSWER_NN if lang == "nn" else ANSWER)]
