"""From a message to what Rasa needs: intent, topics, entities, language. Pure: no Rasa here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.nlu.classifier import OUT_OF_SCOPE, Guess, LinearClassifier
from assistant.nlu.features import Masked, mask_names
from assistant.nlu.reflexes import reflex
from knowledge.language.normalise import fold, words
from knowledge.language.question_words import ASKING_VERBS, QUESTION_WORDS
from knowledge.language.reader import Reading

_ABOUT_US = frozenset({"human", "bot_challenge", "privacy", "set_language"})
_TOPIC_PREFIX = "ask_"
# Rasa intents that begin with ask_ but are acts of the conversation, not topics of a scheme.
NOT_TOPICS = frozenset({"ask_source", "ask_office", "ask_other_scheme", "ask_case_status", "ask_technical_help"})
_BREAK = re.compile(
    r"[?!.;\n]+\s*|,\s*(?:og|samt|and)\s+|\s+(?:og|samt|and|/)\s+|,\s+|\s*/\s*|\s+å\s+(?=(?:hva|kva|ka|ke|når|nårti|kor|hvor|hvem|kem|kven|koss|åssen)\b)",
    re.IGNORECASE,
)
_OPENERS = QUESTION_WORDS | ASKING_VERBS
_COMPARING = tuple(
    fold(w)
    for w in (
        "sammenlign", "samanlikn", "samenlikn", "sammenlikn", "forskjell", "forsjell", "skilnad", "skil", "skiller",
        "ulik", "annleis", "annerledes", "likhet", "likskap", "differ", "compar", "kontra", "versus", "vs",
    )
)  # fmt: skip
_COMPARED_WITH = frozenset(
    fold(w)
    for w in (
        "hva", "kva", "ka", "ke", "er", "e", "hvordan", "korleis", "koss", "på", "mellom", "og", "den", "det", "de", "dei", "for",
        "av", "fra", "frå", "seg", "til", "i", "en", "ein", "med", "mot", "ved", "siden", "what", "is", "the", "between", "and",
        "how", "does", "from", "kan", "du", "meg", "to", "dem", "ordningene", "ordningane", "ordning", "ordningen",
    )
)  # fmt: skip
_OR = fold("eller")
_MAX_SEGMENTS = 6
_POINTING = frozenset(
    fold(w) for w in ("den", "det", "han", "ho", "hun", "de", "dei", "dem", "disse", "desse", "it", "they")
)
_SUBORDINATING = frozenset(fold(w) for w in ("som", "at", "når", "hvis", "viss", "dersom", "that", "who", "if"))
_SUBJECTS = frozenset(
    fold(w)
    for w in (
        "vi", "me", "mi", "jeg", "eg", "æ", "je", "du", "de", "dere", "dykk", "dåkker", "dokker", "han", "ho", "hun", "det", "den",
        "dei", "dem", "dæm", "man", "ein", "en", "noen", "nokon", "nån", "alle", "kommunen", "kommunar", "kommuner", "fylket",
        "søknaden", "tilskuddet", "tilskotet", "pengene", "pengane", "ordningen", "ordninga", "statsforvalteren", "statsforvaltaren",
        "bufdir", "staten", "organisasjonen", "we", "i", "you", "it", "they", "the", "there",
    )
)  # fmt: skip
_LONG = 60
_KEYWORDS = 6  # so few words without a question word are keywords: «målgruppe og frist rusarbeid»


@dataclass(frozen=True, slots=True)
class Part:
    """One question within a message: its likeliest topic, all topics' probabilities, and its place in the text."""

    topic: str
    topics: dict[str, float]
    start: int
    end: int

    def as_dict(self) -> dict[str, Any]:
        """As it stands in the output of the pipeline."""
        return {"topic": self.topic, "topics": dict(self.topics), "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Understanding:
    """The likeliest intent of ours with its probability, and the topics asked about (several when several are asked).

    `foreign` is the probability that the message is none of ours, whatever its likeliest intent.
    """

    intent: str
    confidence: float
    ranking: tuple[Guess, ...]
    parts: tuple["Part", ...]
    foreign: float = 0.0

    @property
    def topics(self) -> list[str]:
        return [part.topic for part in self.parts]


def understand(text: str, reading: Reading, classifier: LinearClassifier) -> Understanding:
    """Classifies the whole message, then its parts, so that two questions give two topics."""
    guesses, foreign = classifier.judge(_tokens(text, reading, 0, len(text)))
    whole = _ours(guesses)
    best = whole[0]
    if certain := reflex(text, reading, best.intent):
        return Understanding(certain, 1.0, tuple(whole), (), float(certain == OUT_OF_SCOPE))
    found = _parts(text, reading, classifier)
    parts = [part for part, _ in found]
    long = len(words(text)) > _LONG
    if parts and (reading.scheme_spans or long):  # a question of ours among other talk is ours
        foreign = min(foreign, *(f for _, f in found))
    if len(parts) > 1 or (parts and long):  # of a long story only what it asks counts
        best = Guess(f"{_TOPIC_PREFIX}{parts[0].topic}", max(best.confidence, 0.6))
    else:
        topics = topics_in(_without_comparing(text, reading, classifier) if best.intent == "compare" else whole)
        parts = [Part(max(topics, key=lambda t: topics[t]), topics, 0, len(text))] if topics else []
    return Understanding(best.intent, best.confidence, tuple(whole), tuple(parts), foreign)


def _ours(guesses: Sequence[Guess]) -> list[Guess]:
    """The guesses without `out_of_scope`, whose probability is told apart (`foreign`)."""
    ours = 1 - sum(g.confidence for g in guesses if g.intent == OUT_OF_SCOPE)
    return [Guess(g.intent, g.confidence / max(ours, 1e-9)) for g in guesses if g.intent != OUT_OF_SCOPE] or list(
        guesses
    )


def _without_comparing(text: str, reading: Reading, classifier: LinearClassifier) -> list[Guess]:
    """What a comparison compares: «forskjellen på fristene for A og B» is about deadlines."""
    tokens = [t for t in _tokens(text, reading, 0, len(text)) if not fold(t).startswith(_COMPARING)]
    told = any(not t.startswith("0") and fold(t) not in _COMPARED_WITH for t in tokens)
    return _ours(classifier.guess(tokens)) if told else []


def topics_of(text: str, reading: Reading, classifier: LinearClassifier) -> dict[str, float]:
    """The probabilities of the topics that a message as a whole may ask about."""
    return topics_in(_ours(classifier.guess(_tokens(text, reading, 0, len(text)))))


def topics_in(guesses: Sequence[Guess]) -> dict[str, float]:
    """The probabilities of topics alone, as the classifier sees them (they need not sum to 1)."""
    return {topic: g.confidence for g in guesses if (topic := topic_of(g.intent))}


def topic_of(intent: str) -> str | None:
    """The topic that an intent asks about, or None for an act."""
    if intent.startswith(_TOPIC_PREFIX) and intent not in NOT_TOPICS:
        return intent.removeprefix(_TOPIC_PREFIX)
    return None


def _tokens(text: str, reading: Reading, start: int, end: int) -> list[str]:
    names = [Masked(s - start, e - start, "scheme") for s, e, _ in reading.scheme_spans if start <= s < end]
    names += [Masked(s - start, e - start, "place") for s, e in reading.places if start <= s < end]
    return mask_names(text[start:end], names)


def _parts(text: str, reading: Reading, classifier: LinearClassifier) -> list[tuple[Part, float]]:
    """The parts of a message that each by themselves clearly ask something, and how likely each is foreign."""
    found: list[tuple[Part, float]] = []
    names = [(s, e) for s, e, _ in reading.scheme_spans] + [(h.start, h.end) for h in (*reading.hints, *reading.terms)]
    for start, end, hard_break in _questions(text, _whole_questions(text, _segments(text, names)))[:_MAX_SEGMENTS]:
        tokens = _tokens(text, reading, start, end)
        if not any(not t.startswith("0") for t in tokens):
            continue
        guesses, foreign = classifier.judge(tokens)
        guess = guesses[0]
        topic = topic_of(guess.intent) or ("who_can_apply" if guess.intent == "start_walk" and found else None)
        opens = fold(tokens[0]) in _OPENERS
        needed = 0.35 if opens and hard_break else 0.45 if opens else 0.6 if hard_break else 0.7
        if topic and guess.confidence >= needed:
            found.append((Part(topic, {**topics_in(guesses), topic: guess.confidence}, start, end), foreign))
    return found


def _questions(text: str, segments: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Leaves out what is told before a question is asked: «En gutt på 8 har ingen diagnose. Faller han innenfor?»"""
    return [s for s in segments if not _told(text, s)] if "?" in text else segments


def _whole_questions(text: str, segments: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Joins what a comma parted though it is one question: something put first that the question points back to
    («Summen som er oppgitt, kan den bli endret?»), and alternatives («… gå til, inventar eller folk?»)."""
    joined: list[tuple[int, int, bool]] = []
    for start, end, hard in segments:
        said = [fold(w.text) for w in words(text[start:end])]
        opens = said[0] in _OPENERS
        points_back = said[0] in ASKING_VERBS and not _POINTING.isdisjoint(said[1:3])
        if joined and not hard and _ends_a_clause(said, text[joined[-1][0] : joined[-1][1]]):
            joined[-1] = (joined[-1][0], end, joined[-1][2])
            continue
        one = points_back and not _opens(text, joined[-1]) if opens and joined else not opens and _OR in said
        if joined and not hard and one:
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, hard))
    return joined


def _ends_a_clause(said: Sequence[str], before: str) -> bool:
    """«… at dei som er utsette, får sitje i lag»: a verb that ends a clause begun before the comma, and asks nothing."""
    begun = not _SUBORDINATING.isdisjoint(fold(w.text) for w in words(before)[1:])
    return begun and said[0] in ASKING_VERBS and len(said) > 1 and said[1] not in _SUBJECTS


def _opens(text: str, segment: tuple[int, int, bool]) -> bool:
    first = next(iter(words(text[segment[0] : segment[1]])), None)
    return first is not None and fold(first.text) in _OPENERS


def _told(text: str, segment: tuple[int, int, bool]) -> bool:
    """Whether a segment belongs to a sentence that ends in a full stop and does not begin as a question."""
    mark = re.search(r"[?!.\n]", text[segment[1] :])
    return mark is not None and mark.group() != "?" and not _opens(text, segment)


def _joins_words(text: str, match: re.Match[str]) -> bool:
    """Whether a bare «og» joins two words of one question («både kommunen og sykehuset») and not two questions."""
    mark = match.group()
    if any(c in mark for c in "?!.;,\n/") or text.isspace():
        return False
    after = words(text[match.end() :])
    if after and fold(after[0].text) in _OPENERS:
        return False
    said = words(text)
    keywords_only = len(said) <= _KEYWORDS and fold(said[0].text) not in _OPENERS
    return not keywords_only


def _segments(text: str, names: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int, bool]]:
    """Start, end, and whether a sentence mark ends the part before it."""
    parts, position, hard = [], 0, True
    for match in _BREAK.finditer(text):
        if any(start < match.start() < end for start, end in names):
            continue  # the «og» of «barn og unge» parts nothing
        if _joins_words(text, match):
            continue
        if match.start() > position:
            parts.append((position, match.start(), hard))
        hard = match.group().strip()[:1] in {"?", "!", ".", ";", ""} and "og" not in match.group()
        position = match.end()
    if position < len(text):
        parts.append((position, len(text), hard))
    return [p for p in parts if words(text[p[0] : p[1]])]


def entities(reading: Reading) -> list[dict[str, Any]]:
    """What the message names, as Rasa entities (offsets in the cleaned text; values are ids)."""
    found: list[dict[str, Any]] = [
        {"entity": "scheme", "value": scheme, "start": start, "end": end, "extractor": "MessageAnalyser"}
        for start, end, scheme in reading.scheme_spans
    ]
    length = len(reading.text)
    for name, values in (
        ("scheme_hint", tuple(dict.fromkeys(h.scheme for h in reading.hints))),
        ("municipality", reading.municipalities),
        ("ambiguous_municipality", reading.ambiguous_places),
        ("office", reading.offices),
    ):
        found += [
            {"entity": name, "value": v, "start": 0, "end": length, "extractor": "MessageAnalyser"} for v in values
        ]
    return found


def grounds(reading: Reading) -> dict[str, Any]:
    """The rest of what the message names, for the actions: terms, years."""
    return {"terms": [[t.scheme, t.statement] for t in reading.terms], "years": list(reading.years)}


def names_ours(reading: Reading, intent: str) -> bool:
    """Whether a message names a scheme, asks for the office of a place, or asks for a person or about the assistant."""
    asks_office = intent == "ask_office" and (reading.places or reading.offices)
    return bool(reading.scheme_spans or asks_office or intent in _ABOUT_US)


def refusal_reason(
    understanding: Understanding, reading: Reading, *, threshold: float, foreign: float, coverage: float
) -> str | None:
    """Why a message is taken to be out of scope, or None.

    Args:
        threshold: the least probability of an intent.
        foreign: the probability of being none of ours from which a message is refused.
        coverage: the share of the message's words that training has seen.
    """
    if understanding.intent == OUT_OF_SCOPE or understanding.foreign >= foreign:
        return "foreign"
    if understanding.confidence == 1.0:
        return None
    if understanding.confidence < threshold:
        return "uncertain"
    if coverage < 0.34 and understanding.confidence < 0.6 and not reading.schemes:
        return "strange words"
    return None
