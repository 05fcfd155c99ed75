"""Answers questions about schemes; asks which scheme when that is not clear."""

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import eligibility_walk as walks
from actions import walk_state
from actions.office import find_office, names_a_place
from actions.offices import office_card
from actions.resolution import Resolution, resolve
from actions.turn import Turn
from knowledge import answers, deadlines
from knowledge.citations import cite
from knowledge.language.concepts import concepts_of
from knowledge.language.normalise import fold, words
from knowledge.language.question_words import QUESTION_WORDS
from knowledge.language.texts import topic_titles
from knowledge.language.variants import canonical
from knowledge.model import Scheme

_MAX_SCHEMES = 4
_WITH_WINDOW = frozenset({"how_to_apply"})  # nobody should prepare an application for a closed window unknowingly
_WITH_WINDOW_NOW = frozenset({"who_can_apply", "partners"})  # … or be told that one may apply, when asking about now
_WHOM_TO_ASK = frozenset({"contact", "administrator"})
_WITH_OFFICE = frozenset({"contact", "administrator", "how_to_apply"})


class ActionAnswer(Action):
    """Answers each topic asked about, for each scheme meant; also after «og for TryggEst?»."""

    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        if walks.takes_as_answer(turn):
            return turn.events()
        await reply(turn)
        return turn.events()


async def reply(turn: Turn) -> None:
    """Answers the turn's topics, or those remembered when it only names another scheme."""
    follow_up = not turn.topics
    resolution = _resolve(turn, switching=follow_up)
    pending = _pending(turn)
    topics = turn.topics or _remembered_topics(turn, pending, follow_up)
    if topics == ["about"] and pending.get("topics") and resolution.schemes:
        topics = list(pending["topics"])  # the scheme asked for, said as a question of its own
    if follow_up and pending.get("act") and resolution.schemes:
        turn.remember(pending=None)
        await _resume(turn, pending["act"], resolution.schemes[0])
        return
    if follow_up and names_a_place(turn) and topics in ([], ["contact"]):
        find_office(turn)
    elif not topics and follow_up and resolution.named and answer_from_words(turn, silent=False):
        turn.remember(pending=None)
    elif not topics:
        _ask_what(turn, resolution)
    elif resolution.schemes:
        _answer_all(turn, topics, resolution)
    elif set(topics) <= _WHOM_TO_ASK and names_a_place(turn):  # «vi bor i Vågå, hvem kan vi spørre?»
        find_office(turn)
    else:
        ask_which_scheme(turn, resolution.candidates, topics=topics)
    walks.ask_again(turn)


def _resolve(turn: Turn, *, switching: bool) -> Resolution:
    if scheme := turn.command.get("scheme"):
        return Resolution(schemes=(scheme,), named=True)
    walk = walk_state.current(turn)
    context = walk.scheme if walk else turn.remembered("scheme")
    return resolve(turn.reading, context, switching=switching)


def _pending(turn: Turn) -> dict[str, Any]:
    """What waits for a scheme to be named: in the button that names it, else in memory."""
    if "topics" in turn.command:
        return turn.command
    return dict(turn.remembered("pending") or {})


def _remembered_topics(turn: Turn, pending: dict[str, Any], follow_up: bool) -> list[str]:
    if pending.get("topics"):
        return list(pending["topics"])
    return list(turn.remembered("topics") or []) if follow_up else []


async def _resume(turn: Turn, act: str, scheme: str) -> None:
    """Goes on with what waited for a scheme to be named."""
    from actions.checklist import make_checklist

    if act == "checklist":
        await make_checklist(turn, turn.services.scheme(scheme))
    else:
        walks.start(turn, turn.services.scheme(scheme))


def _ask_what(turn: Turn, resolution: Resolution) -> None:
    """Only a scheme was named, or nothing at all: say what can be asked."""
    if not resolution.schemes:
        ask_which_scheme(turn, resolution.candidates)
        return
    scheme = turn.services.scheme(resolution.schemes[0])
    turn.remember(scheme=scheme.id, pending=None)
    name = scheme.short_name[turn.text_lang]
    buttons = [
        turn.button(k, i, scheme=scheme.id)
        for k, i in (
            ("deadline", "ask_deadline"),
            ("who", "ask_who_can_apply"),
            ("costs", "ask_eligible_costs"),
            ("check", "start_walk"),
        )
    ]
    turn.say("clarify", turn.t("what_about_scheme", scheme=name), scheme=scheme.id, buttons=buttons)


def _answer_all(turn: Turn, topics: list[str], resolution: Resolution) -> None:
    """Every topic for every scheme meant; a part of the message that names a scheme itself is about that one only."""
    schemes = [turn.services.scheme(s) for s in resolution.schemes[:_MAX_SCHEMES]]
    told: set[str] = set()
    prefix = not resolution.named or len(schemes) > 1
    for scheme in schemes:
        for number, topic in enumerate(topics):
            if scheme.id in _named_in_part(turn, number, resolution.schemes):
                say_answer(turn, scheme, topic, number, prefix=prefix, told=told)
    _keep_last_buttons(turn)
    if not walk_state.current(turn):
        turn.remember(scheme=schemes[-1].id)  # «den siste» is the one named last
    turn.remember(topics=topics, pending=None)


def _named_in_part(turn: Turn, number: int, schemes: Sequence[str]) -> Sequence[str]:
    """The schemes that a part of the message names, when every part names its own; else all that are meant."""
    parts = turn.parts
    if len(schemes) < 2 or len(parts) < 2 or turn.command:
        return schemes
    named = [[s for a, _, s in turn.reading.scheme_spans if p["start"] <= a < p["end"] and s in schemes] for p in parts]
    return named[number] if all(named) and number < len(named) else schemes


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
    """Says an answer that has been chosen, unless it was said before in the turn."""
    if told is not None:
        ids = {f"{scheme.id}/{fact}" for fact in found.fact_ids}
        if ids and told.issuperset(ids):
            return
        told.update(ids)
    text, topic, citations = found.text, found.topic, list(found.citations)
    if found.known and (topic in _WITH_WINDOW or (topic in _WITH_WINDOW_NOW and asks_about_now(turn))):
        window = deadlines.window(scheme.edition(), turn.services.today(), turn.text_lang)
        text, citations = f"{text} {window.text}", [*citations, cite(scheme, scheme.edition().id, window.citation)]
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


def _keep_last_buttons(turn: Turn) -> None:
    """Two answers about one scheme offer the same next steps: only the last keeps them."""
    offered: set[str | None] = set()
    for message in reversed(turn.said):
        if message["scheme"] in offered:
            message["buttons"] = []
        elif message["buttons"]:
            offered.add(message["scheme"])


def _with_local_office(turn: Turn, scheme: Scheme, topic: str, text: str) -> tuple[str, dict[str, Any] | None]:
    """Names the user's own embete where the answer is «Statsforvalteren» and the municipality is known."""
    number = next(iter(turn.reading.municipalities), None) or turn.remembered("municipality")
    if topic not in _WITH_OFFICE or scheme.administrator != "statsforvalteren" or not number:
        return text, None
    municipality = turn.services.directory.municipality(number)
    office = turn.services.directory.office_for(municipality)
    turn.remember(municipality=number)
    said = turn.t("office_is", municipality=municipality.name, office=office.name(turn.text_lang), url=office.url)
    return f"{text} {said}", office_card(office, turn.text_lang)


def _next_steps(turn: Turn, scheme: Scheme, topic: str, known: bool) -> list[dict[str, Any]]:
    if walk_state.current(turn):
        return []
    steps = [turn.button("check", "start_walk", scheme=scheme.id)]
    if topic not in ("attachments", "how_to_apply"):
        steps.append(turn.button("checklist", "ask_attachments", scheme=scheme.id))
    else:
        steps.append(turn.button("make_checklist", "checklist", scheme=scheme.id))
    return [*(steps if known else steps[:1]), turn.button("human", "human", scheme=scheme.id)]


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
    ]
)

# How much must speak for a statement, apart from its topic, before a message that seemed foreign is answered with it.
_EVIDENCE_NAMED, _EVIDENCE_CONTEXT, _EVIDENCE_ALONE = 0.7, 1.3, 2.6
# … or how likely its topic must be, where a scheme is named or talked about.
_TOPIC_NAMED, _TOPIC_CONTEXT, _TOPIC_ASKED = 0.15, 0.2, 0.1
_KEYWORDS = 4  # «bufdri frist»: in so few words one misspelling hides what is meant
_SHORT = 8
_POINTING_BACK = frozenset({"det", "den", "de", "dei", "dem", "dette", "denne", "disse", "desse", "it", "that", "them"})
_SURE = 0.6  # a message this surely foreign is refused, whatever words it uses
_GRANTS = re.compile(
    r"\b(?:tilskudd|tilskot|ordning|søknaden|søknadsskjema|akseptskjema|utlysning|utlysing|grant|scheme)"
)


def answer_from_words(turn: Turn, *, silent: bool = True) -> bool:
    """Answers a message whose intent was not recognised, if a statement's own words or terms fit it well.

    A scheme named outright needs least; a message that only fits the scheme talked about needs more; one that names
    nothing needs most. With a scheme named and no statement that fits, the sources are said to be silent (`silent`).
    """
    resolution = resolve(turn.reading, turn.remembered("scheme"))
    if len(resolution.schemes) != 1 or _homonym(turn, resolution):
        return False
    scheme = turn.services.scheme(resolution.schemes[0])
    in_context = not resolution.named and turn.remembered("scheme") == scheme.id
    needed = _EVIDENCE_NAMED if resolution.named else _EVIDENCE_CONTEXT if in_context else _EVIDENCE_ALONE
    likely = _TOPIC_NAMED if resolution.named else _TOPIC_CONTEXT if in_context else 1.0
    if _goes_on(turn) and in_context:
        needed, likely = _EVIDENCE_NAMED, _TOPIC_NAMED
    elif not (resolution.named or in_context) and _of_our_field(turn):
        needed, likely = _EVIDENCE_CONTEXT, _TOPIC_CONTEXT
    keywords = len(words(turn.reading.text)) <= _KEYWORDS and _of_our_field(turn)
    surely_foreign = turn.parse.get("refusal") == "classified" and turn.confidence > 0.7
    if surely_foreign and not (resolution.named or keywords):
        return False
    ranked = answers.rank(scheme, turn.question(scheme.id))
    best = max((r for r in ranked if r.statement), key=lambda r: r.score)
    if best.evidence < needed and best.probability < likely:
        return resolution.named and silent and _say_silent(turn, scheme)
    question = turn.question(scheme.id)
    year = next(iter(turn.reading.years), None)
    found = answers.answer_question(scheme, question, turn.text_lang, turn.services.today(), year=year)
    say_found(turn, scheme, found, prefix=not resolution.named)
    turn.remember(scheme=scheme.id, topics=[found.topic], pending=None)
    return True


def asks_about_now(turn: Turn) -> bool:
    """Whether the question is about today, this year or a month: then the window belongs to the answer."""
    said = {canonical(w.text) for w in words(turn.reading.text)}
    return bool(said & _NOW)


def _goes_on(turn: Turn) -> bool:
    """«og kven skal ha søknaden?», «hvem bør jobbe i det?»: begins as a continuation, or points back."""
    said = [w.text for w in words(turn.reading.text)]
    if not said:
        return False
    points_back = len(said) <= _SHORT and fold(said[0]) in QUESTION_WORDS and not _POINTING_BACK.isdisjoint(said[1:])
    return said[0] in ("og", "enn", "men", "å", "and", "då", "da") or points_back


def _of_our_field(turn: Turn) -> bool:
    """Whether the message speaks of applying or of public money."""
    hinted = [h.scheme for h in turn.reading.hints]
    if any(hinted.count(scheme) > 1 for scheme in hinted):  # «barn og unge» is nearly a name
        return True
    return any(concepts_of(w.text) & {"apply", "money", "deadline", "report"} for w in words(turn.reading.text))


def ask_scheme_for_likely_topic(turn: Turn) -> bool:
    """Asks which scheme, when a message that was not understood is of our field and has a likely topic."""
    part = turn.parts[0] if turn.parts else None
    if part is None or turn.parse.get("refusal") != "uncertain" or not _of_our_field(turn):
        return False
    candidates = resolve(turn.reading, None).candidates
    likely = part["topics"][part["topic"]] >= (_TOPIC_ASKED if candidates else _TOPIC_NAMED)
    if not likely:
        return False
    ask_which_scheme(turn, candidates, topics=[part["topic"]])
    return True


def say_not_in_sources(turn: Turn) -> bool:
    """A message that speaks of grants or applications, but that nothing answers: the sources are silent, not we."""
    said = " ".join(w.text for w in words(turn.reading.text))
    if not _GRANTS.search(said) or (turn.parse.get("refusal") == "classified" and turn.confidence > _SURE):
        return False
    turn.say(
        "no_source",
        turn.t("not_in_sources"),
        buttons=[turn.button("human", "human"), turn.button("list", "list_schemes")],
    )
    return True


def _homonym(turn: Turn, resolution: Resolution) -> bool:
    """«hva er tryggest, bil eller tog?»: an everyday word that is also a name, in a message that is surely foreign."""
    if turn.parse.get("refusal") != "classified" or turn.confidence < 0.5:
        return False
    return resolution.named and all(
        turn.reading.text[s:e].islower() and " " not in turn.reading.text[s:e] for s, e, _ in turn.reading.scheme_spans
    )


def _say_silent(turn: Turn, scheme: Scheme) -> bool:
    say_found(turn, scheme, answers.nothing_found(scheme, scheme.edition(), turn.text_lang), prefix=False)
    turn.remember(scheme=scheme.id, pending=None)
    return True
