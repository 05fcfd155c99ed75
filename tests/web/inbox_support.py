"""Stored conversations of every kind, written straight into the history with times of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from assistant.conversations.secret import new_id
from assistant.conversations.stores import Stores
from assistant.conversations.tables import ConversationRow, FeedbackRow, MessageRow

HOUR = 3600
STEP = 10  # seconds between messages


@dataclass
class Reply:
    """What the assistant replied; `helpful` is how the user rated it."""

    kind: str
    text: str = "Et svar."
    scheme: str | None = None
    topic: str | None = None
    buttons: tuple[str, ...] = ()
    helpful: bool | None = None
    more: dict[str, Any] = field(default_factory=dict)


def question(scheme: str = "tryggest", criterion: str = "agreement", text: str = "Har dere en avtale?") -> Reply:
    """A question of a check, with its two buttons."""
    asked = {"criterion": criterion, "type": "yes_no", "options": [], "step": 2, "of": 4}
    return Reply("question", text, scheme, buttons=("Ja", "Nei"), more={"question": asked})


def no_source(topic: str = "eligible_costs", scheme: str | None = "tryggest") -> Reply:
    return Reply("no_source", "Kildene sier ikke noe om dette.", scheme, topic)


async def talk(stores: Stores, *turns: tuple[str, Reply | list[Reply]], at: float, lang: str = "nb") -> list[str]:
    """Store a conversation that began at a time (seconds since 1970).

    Returns:
        Its id, and then the ids of the user's messages.
    """
    conversation, now, ids = new_id(), int(at), []
    rows: list[Any] = [
        _message(conversation, "assistant", now, lang, Reply("greeting", "Hei.", buttons=("Vis ordninger",)))
    ]
    for text, replies in turns:
        now += STEP
        said = _message(conversation, "user", now, lang, Reply("notice", text))
        ids.append(said.id)
        rows.append(said)
        for reply in replies if isinstance(replies, list) else [replies]:
            row = _message(conversation, "assistant", now, lang, reply)
            rows.append(row)
            if reply.helpful is not None:
                rows.append(FeedbackRow(message_id=row.id, conversation_id=conversation, helpful=reply.helpful, at=now))

    def work(session: Any) -> None:
        session.add(ConversationRow(id=conversation, lang=None, created_at=int(at), expires_at=int(at) + 100 * HOUR))
        session.flush()
        for row in rows:
            session.add(row)
            session.flush()

    await stores.database.write(work)
    return [conversation, *ids]


def _message(conversation: str, role: str, at: int, lang: str, reply: Reply) -> MessageRow:
    key = new_id()
    buttons = [{"title": title, "payload": "x"} for title in reply.buttons]
    body = {
        "id": key,
        "kind": reply.kind,
        "text": reply.text,
        "lang": lang,
        "scheme": reply.scheme,
        "topic": reply.topic,
    }
    body |= {"citations": [], "buttons": buttons, **reply.more}
    return MessageRow(id=key, conversation_id=conversation, role=role, at=at, body=body)


async def seed(stores: Stores, now: float) -> None:
    """A few weeks of a small service: every kind of end, both målformer, one question that many ask."""
    await _seed_unanswered(stores, now)
    await _seed_answered(stores, now)
    await _seed_other_ends(stores, now)
    await _seed_checks(stores, now)


async def _seed_unanswered(stores: Stores, now: float) -> None:
    rent = [
        ("nb", "Dekker tilskuddet husleie for lokalene?"),
        ("nn", "Dekkjer tilskotet husleige for lokala?"),
        ("nb", "Får vi dekket husleie?"),
        ("nb", "Kan pengene gå til husleie?"),
        ("nn", "husleige lokale"),
        ("nb", "Går husleie inn under tilskuddet?"),
        ("nn", "Kan vi bruke pengane til husleige?"),
    ]
    for number, (lang, text) in enumerate(rent):
        await talk(stores, (text, no_source()), at=now - (20 + 30 * number) * HOUR, lang=lang)
    car = ["Kan vi kjøpe bil for tilskuddet?", "Kan vi kjøpe ein bil for tilskotet?", "kjøp av bil tilskudd"]
    for number, text in enumerate(car):
        lang = "nn" if " ein " in text else "nb"
        await talk(
            stores, (text, no_source(scheme="kommunalt-rusarbeid")), at=now - (9 + 50 * number) * HOUR, lang=lang
        )


async def _seed_answered(stores: Stores, now: float) -> None:
    for number in range(60):
        lang, helpful = ("nn" if number % 3 == 0 else "nb"), {0: True, 1: False}.get(number % 12)
        scheme = ("tryggest", "kommunalt-rusarbeid", "oppfolging-voksne")[number % 3]
        topic = ("who_can_apply", "deadline", "amount")[number % 3]
        reply = Reply("answer", "Fristen var 31. mars 2025.", scheme, topic, helpful=helpful)
        await talk(stores, (f"Når er fristen, lurer kommune {number}?", reply), at=now - 9 * number * HOUR, lang=lang)


async def _seed_other_ends(stores: Stores, now: float) -> None:
    parking = Reply("out_of_scope", "Det kan jeg ikke hjelpe med.")
    for number, text in enumerate(
        ["Hvor kan jeg parkere ved rådhuset?", "Kor kan eg parkere ved rådhuset?", "parkering rådhuset"]
    ):
        await talk(
            stores, (text, parking), at=now - (30 + number) * HOUR, lang="nn" if text.startswith("Kor") else "nb"
        )
    person = Reply("handoff", "Statsforvalteren i Trøndelag kan svare.", "tryggest")
    await talk(stores, ("Kan jeg få snakke med et menneske?", person), at=now - 5 * HOUR)
    await talk(stores, ("Eg vil snakke med nokon", person), at=now - 7 * HOUR, lang="nn")
    which = Reply("clarify", "Hvilken ordning mener du?", buttons=("TryggEst", "Voksne"))
    await talk(stores, ("og hva med den andre ordningen?", which), at=now - 3 * HOUR)
    failed = Reply("error", "Noe gikk galt hos oss, og jeg fikk ikke svart.")
    await talk(
        stores, ("Hva er <b>maksbeløpet</b> & hvem <script>alert(1)</script> bestemmer?", failed), at=now - 4 * HOUR
    )
    wrong = Reply("answer", "Fristen er gått ut.", "oppfolging-voksne", "deadline", helpful=False)
    await talk(
        stores,
        ("Når kommer neste utlysning for voksne?", wrong),
        ("Når kommer neste da?", no_source("deadline")),
        at=now - 60 * HOUR,
    )


async def _seed_checks(stores: Stores, now: float) -> None:
    answer = Reply("answer", "Kommuner kan søke.", "tryggest", "who_can_apply")
    for number in range(6):
        begun = ("sjekk oss", [answer, question(criterion="applicant_type", text="Hvem søker?")])
        await talk(stores, begun, ("Ja", question()), at=now - (2 + 20 * number) * HOUR)
    verdict = Reply("verdict", "Dere kan søke.", "tryggest")
    for number in range(8):
        await talk(stores, ("kan vi søke", question()), ("Ja", verdict), at=now - (6 + 15 * number) * HOUR)
