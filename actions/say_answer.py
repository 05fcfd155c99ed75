"""Says one answer: its text, source, office and next steps; or asks which scheme is meant."""

from typing import Any

from actions import walk_state
from actions.made import Made, answered, join, window_of
from actions.offices import office_card
from actions.turn import Turn
from actions.verbatim import from_documents
from knowledge import answers, deadlines
from knowledge.citations import cite_all
from knowledge.language.normalise import words
from knowledge.language.variants import canonical
from knowledge.model import Scheme
from knowledge.offices.records import BUFDIR
from knowledge.phrases import topic_titles

_WITH_WINDOW = frozenset({"how_to_apply"})  # nobody should prepare an application for a closed window unknowingly
_WITH_WINDOW_NOW = frozenset({"who_can_apply", "partners"})  # … or be told that one may apply, when asking about now
_WITH_OFFICE = frozenset({"contact", "administrator", "how_to_apply"})
_NOW = frozenset(
    [
        "nå",
        "nu",
        "fortsatt",
        "fremdeles",
        "framleis",
        "ennå",
        "enno",
        "enda",
        "lenger",
        "lengre",
        "idag",
        "now",
        "still",
        "open",
        "today",
        "currently",
        "yet",
        "anymore",
        "høst",
        "haust",
        "vår",
        "vinter",
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
        "dag",
        "år",
        "årets",
        "seint",
        "sent",
        "late",
    ]
)


def say_answer(
    turn: Turn, scheme: Scheme, topic: str, number: int = 0, *, prefix: bool = False, told: set[str] | None = None
) -> None:
    """Says one answer with its source and a next step; silence of the sources is kind `no_source`.

    Args:
        number: which of the message's parts asks it.
        told: statements said already in this turn; none of them is said twice.
    """
    year = next(iter(turn.reading.years), None)
    question = turn.question(scheme.id, topic, number)
    say_found(
        turn,
        scheme,
        answers.answer_question(scheme, question, turn.text_lang, turn.services.today(), year=year),
        prefix=prefix,
        told=told,
    )


def say_found(turn: Turn, scheme: Scheme, found: answers.Answer, *, prefix: bool, told: set[str] | None = None) -> None:
    """Says an answer that has been chosen, unless it was said before in the turn; for a silence, the words of a document
    that break it, or come nearest to that."""
    documents = from_documents(turn, scheme, found)
    found = documents.instead or found
    if told is not None:
        ids = {f"{scheme.id}/{fact}" for fact in found.fact_ids}
        if ids and told.issuperset(ids):
            return
        told.update(ids)
    turn.told += found.fact_ids
    turn.answered += [found.topic] if found.topic not in turn.answered else []
    text, topic, citations = answered(found), found.topic, list(found.citations)
    if found.known and (topic in _WITH_WINDOW or (topic in _WITH_WINDOW_NOW and asks_about_now(turn))):
        edition = scheme.edition()
        window = deadlines.window(edition, turn.services.today(), turn.text_lang)
        text = join([text, window_of(scheme, edition, window.text)])
        citations += cite_all(scheme, edition.id, window.citations)
    if documents.beside:
        text = join([text, documents.beside])
        citations = [*documents.citations, *citations]
    text, office = _with_local_office(turn, scheme, topic, text)
    if prefix and scheme.short_name[turn.text_lang].lower() not in text.lower():
        text = turn.t("scheme_line", scheme=turn.title_of(scheme), text=text)
    turn.say(
        "answer" if found.known else "no_source",
        text,
        scheme=scheme.id,
        topic=topic,
        citations=citations,
        buttons=_next_steps(turn, scheme, topic, found.known),
        office=office,
    )


def keep_last_buttons(turn: Turn) -> None:
    """Two answers about one scheme offer the same next steps: only the last keeps them."""
    offered: set[str | None] = set()
    for message in reversed(turn.said):
        if message["scheme"] in offered:
            message["buttons"] = []
        elif message["buttons"]:
            offered.add(message["scheme"])


def _with_local_office(turn: Turn, scheme: Scheme, topic: str, text: Made) -> tuple[Made, dict[str, Any] | None]:
    """Names the user's own embete where the answer is «Statsforvalteren» and the municipality or the county is known."""
    if topic not in _WITH_OFFICE or scheme.administrator != "statsforvalteren":
        return text, None
    named = [code for code in turn.reading.offices if code != BUFDIR]
    if len(named) == 1 and not turn.reading.municipalities:
        office = turn.services.directory.office(named[0])
        said = turn.t("office_named", office=office.name(turn.text_lang), url=office.url)
        return join([text, said]), office_card(office, turn.text_lang)
    number = next(iter(turn.reading.municipalities), None) or turn.remembered("municipality")
    if not number:
        return text, None
    municipality = turn.services.directory.municipality(number)
    office = turn.services.directory.office_for(municipality)
    turn.remember(municipality=number)
    said = turn.t("office_is", municipality=municipality.name, office=office.name(turn.text_lang), url=office.url)
    return join([text, said]), office_card(office, turn.text_lang)


def _next_steps(turn: Turn, scheme: Scheme, topic: str, known: bool) -> list[dict[str, Any]]:
    if walk_state.current(turn):
        return []
    steps = [turn.button("check", "start_walk", scheme=scheme.id)]
    if topic not in ("attachments", "how_to_apply"):
        steps.append(turn.button("checklist", "ask_attachments", scheme=scheme.id))
    else:
        steps.append(turn.button("make_checklist", "checklist", scheme=scheme.id))
    return [*(steps if known else steps[:1]), turn.button("human", "human", scheme=scheme.id)]


def asks_about_now(turn: Turn) -> bool:
    """Whether the question is about today, this year or a month: then the window belongs to the answer."""
    said = {canonical(w.text) for w in words(turn.reading.text)}
    return bool(said & _NOW)


def ask_what_about(turn: Turn, scheme: Scheme) -> None:
    """Offers the commonest questions about a scheme."""
    buttons = [
        turn.button(key, intent, scheme=scheme.id)
        for key, intent in (
            ("deadline", "ask_deadline"),
            ("who", "ask_who_can_apply"),
            ("costs", "ask_eligible_costs"),
            ("check", "start_walk"),
        )
    ]
    turn.say("clarify", turn.t("what_about_scheme", scheme=turn.name_of(scheme)), scheme=scheme.id, buttons=buttons)


def ask_which_scheme(
    turn: Turn,
    candidates: tuple[str, ...] = (),
    *,
    topics: list[str] | None = None,
    act: str | None = None,
    text_key: str | None = None,
) -> None:
    """Names the schemes to choose between, in text and on buttons, and keeps what was asked."""
    chosen = [s for s in turn.services.schemes if s.id in candidates] or list(turn.services.schemes)
    waiting = {"topics": topics or [], "act": act}
    buttons = [
        {"title": turn.title_of(s), "command": {"intent": "follow_up", "scheme": s.id, **waiting}} for s in chosen
    ]
    names = turn.names_of(chosen)
    if text_key:
        text = turn.t(text_key, schemes=names)
    elif topics and len(topics) == 1:
        text = turn.t("which_scheme_for", topic=topic_titles()(topics[0], turn.text_lang), schemes=names)
    else:
        text = turn.t("which_scheme", schemes=names)
    turn.remember(pending=waiting)
    turn.say("clarify", text, topic=topics[0] if topics and len(topics) == 1 else None, buttons=buttons)
