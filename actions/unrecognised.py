"""Messages whose intent was not recognised, answered from the words they use, when those say enough."""

import re

from actions.resolution import Resolution, resolve
from actions.say_answer import ask_what_about, ask_which_scheme, say_found
from actions.turn import Turn
from actions.verbatim import from_documents
from knowledge import answers
from knowledge.language.concepts import concepts_of
from knowledge.language.follow_up import goes_on, turns_to_another
from knowledge.language.normalise import is_command, words
from knowledge.language.trouble import is_private_trouble
from knowledge.model import Fact, Scheme

# How much must speak for a statement, apart from its topic, before a message that seemed foreign is answered with it.
_EVIDENCE_NAMED, _EVIDENCE_CONTEXT, _EVIDENCE_ALONE = 0.7, 1.3, 2.6
# … or how likely its topic must be, where a scheme is named or talked about.
_TOPIC_NAMED, _TOPIC_CONTEXT, _TOPIC_GOES_ON, _TOPIC_ASKED = 0.15, 0.2, 0.3, 0.1
_KEYWORDS = 4  # «bufdri frist»: in so few words one misspelling hides what is meant
_VERY_SHORT, _POINTING = 3, 5
# Taken where a scheme is talked about: less foreign than the first, its topic likelier than the second.
_ONE_TOPIC = ((0.95, 0.9), (0.6, 0.6))
_SURE = 0.8  # a message this surely foreign is refused, whatever words it uses
_GRANTS = re.compile(
    r"\b(?:tilskudd|tilskot|ordning|søknaden|søknadsskjema|akseptskjema|utlysning|utlysing|grant|scheme)"
)


def answer_from_words(turn: Turn, *, silent: bool = True) -> bool:
    """Answers a message whose intent was not recognised, if a statement's own words or terms fit it well.

    A scheme named outright needs least; a message that only fits the scheme talked about needs more; one that names
    nothing needs most. With a scheme named and no statement that fits, the sources are said to be silent (`silent`).
    """
    resolution = resolve(turn.reading, turn.remembered("scheme"), switching=turns_to_another(turn.reading))
    if len(resolution.schemes) != 1 or _homonym(turn, resolution):
        return False
    if not resolution.named and is_private_trouble(turn.reading.text):
        return False
    scheme = turn.services.scheme(resolution.schemes[0])
    in_context = not resolution.named and turn.remembered("scheme") == scheme.id
    needed = _EVIDENCE_NAMED if resolution.named else _EVIDENCE_CONTEXT if in_context else _EVIDENCE_ALONE
    likely = _TOPIC_NAMED if resolution.named else _TOPIC_CONTEXT if in_context else 1.0
    continued = goes_on(turn.reading.text) and in_context
    if continued:
        strict = turn.foreign > _SURE
        needed, likely = (_EVIDENCE_CONTEXT, _TOPIC_GOES_ON) if strict else (_EVIDENCE_NAMED, _TOPIC_NAMED)
    elif in_context and turn.refused_as == "foreign" and not _one_topic(turn):
        needed, likely = _EVIDENCE_ALONE, 1.0
    elif not (resolution.named or in_context) and _of_our_field(turn):
        needed, likely = _EVIDENCE_CONTEXT, _TOPIC_CONTEXT
    keywords = len(words(turn.reading.text)) <= _KEYWORDS and _of_our_field(turn)
    surely_foreign = turn.foreign > _SURE and not (resolution.named or keywords or continued or _one_topic(turn))
    if surely_foreign and not in_context:
        return False
    ranked = answers.rank(scheme, turn.question(scheme.id))
    best = max((r for r in ranked if r.statement), key=lambda r: r.score)
    same_topic = in_context and best.topic in (turn.remembered("topics") or [])
    if surely_foreign and not (same_topic and best.evidence >= _EVIDENCE_ALONE):
        return False  # «lønn til en koordinator?» is taken, after what the money may be used for
    if same_topic and continued:
        likely = min(likely, _TOPIC_CONTEXT)
    if best.evidence < needed and best.probability < likely:
        return resolution.named and silent and _say_silent(turn, scheme)
    question = turn.question(scheme.id)
    year = next(iter(turn.reading.years), None)
    found = answers.answer_question(scheme, question, turn.text_lang, turn.services.today(), year=year)
    say_found(turn, scheme, found, prefix=not resolution.named)
    turn.remember(scheme=scheme.id, topics=[found.topic], pending=None)
    turn.remember_question()
    return True


def _one_topic(turn: Turn) -> bool:
    """Foreign as it sounds, the classifier knows but one topic that it may ask about («ka kapittel å post e ho på»)."""
    likely = max((p["topics"].get(p["topic"], 0.0) for p in turn.parts), default=0.0)
    return any(turn.foreign < foreign and likely > topic for foreign, topic in _ONE_TOPIC)


def _of_our_field(turn: Turn) -> bool:
    """Whether the message speaks of applying or of public money."""
    hinted = [h.scheme for h in turn.reading.hints]
    if any(hinted.count(scheme) > 1 for scheme in hinted):  # «barn og unge» is nearly a name
        return True
    return any(concepts_of(w.text) & {"apply", "money", "deadline", "report"} for w in words(turn.reading.text))


def ask_scheme_for_likely_topic(turn: Turn) -> bool:
    """Asks which scheme, when a message that was not understood is of our field and has a likely topic."""
    part = turn.parts[0] if turn.parts else None
    if part is None or turn.refused_as != "uncertain" or not _of_our_field(turn):
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
    if not _GRANTS.search(said) or turn.foreign > _SURE:
        return False
    turn.say(
        "no_source",
        turn.t("not_in_sources"),
        buttons=[turn.button("human", "human"), turn.button("list", "list_schemes")],
    )
    return True


def answer_from_before(turn: Turn) -> bool:
    """«til hva da?», «er det fastsett?»: not understood, but points back to what was just answered: answered with
    what fits both questions together."""
    scheme = turn.remembered("scheme")
    pointing = goes_on(turn.reading.text) and len(words(turn.reading.text)) <= _POINTING
    surely_not_ours = turn.refused_as not in ("uncertain", None)
    if surely_not_ours or not scheme or not pointing:
        return False
    both = turn.question(scheme).after
    if both is None:
        return False
    found = answers.answer_question(turn.services.scheme(scheme), both, turn.text_lang, turn.services.today())
    if not found.known:
        return False
    say_found(turn, turn.services.scheme(scheme), found, prefix=True)
    turn.remember(topics=[found.topic], pending=None)
    return True


def answer_from_documents(turn: Turn) -> bool:
    """«hvor mange bilder skal rapporten ha?»: in words that only a document of the scheme uses, which answers it."""
    resolution = resolve(turn.reading, turn.remembered("scheme"), switching=turns_to_another(turn.reading))
    if len(resolution.schemes) != 1 or is_private_trouble(turn.reading.text) or is_command(turn.text):
        return False
    scheme = turn.services.scheme(resolution.schemes[0])
    found = answers.nothing_found(scheme, scheme.edition(), turn.text_lang)
    if from_documents(turn, scheme, found).instead is None:
        return False
    say_found(turn, scheme, found, prefix=not resolution.named)
    turn.remember(scheme=scheme.id, pending=None)
    return True


def say_silent_of_context(turn: Turn) -> bool:
    """«Kor mange må vi nå for å få støtte?»: asked while a scheme is talked about, and not surely foreign: the scheme's
    sources are silent."""
    scheme = turn.remembered("scheme")
    if not scheme or turn.foreign > _SURE or is_private_trouble(turn.reading.text) or is_command(turn.text):
        return False
    question = turn.question(scheme)
    ranked = answers.rank(turn.services.scheme(scheme), question.after or question)
    return _say_silent(turn, turn.services.scheme(scheme), answers.nearest_fact(ranked) if question.after else None)


def ask_what_of_context(turn: Turn) -> bool:
    """«til hva da?»: not understood, but surely about the scheme talked about; better asked than refused."""
    scheme = turn.remembered("scheme")
    short = len(words(turn.reading.text)) <= _VERY_SHORT
    if turn.refused_as != "uncertain" or not scheme or not (short or goes_on(turn.reading.text)):
        return False
    ask_what_about(turn, turn.services.scheme(scheme))
    return True


def _homonym(turn: Turn, resolution: Resolution) -> bool:
    """«hva er tryggest, bil eller tog?»: an everyday word that is also a name, in a message that is surely foreign."""
    if turn.refused_as != "foreign":
        return False
    return resolution.named and all(
        turn.reading.text[s:e].islower() and " " not in turn.reading.text[s:e] for s, e, _ in turn.reading.scheme_spans
    )


def _say_silent(turn: Turn, scheme: Scheme, nearest: Fact | None = None) -> bool:
    found = answers.nothing_found(scheme, scheme.edition(), turn.text_lang, nearest=nearest)
    say_found(turn, scheme, found, prefix=False)
    turn.remember(scheme=scheme.id, pending=None)
    return True
