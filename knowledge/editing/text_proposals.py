"""Proposals for statements in words: whether the document says what the live statement was made from."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from knowledge.drafting.model import ContactValue, Finding, KindsValue
from knowledge.editing.edits import Edit, Json
from knowledge.editing.proposals import EACH, Proposal, State
from knowledge.editing.value_proposals import new_id
from knowledge.language.normalise import clean, words
from knowledge.model import Edition, Fact, Scheme
from knowledge.passages import Passages

_SAME_WORDING = 97.0  # of 100: line breaks, bullets and a comma may differ
_FOUND_AGAIN = 60.0  # a passage this like another one is the same passage, changed
_SOUGHT = "applicant_type"
_ONLY_NAMES = 3  # words: «Kommuner», «kommunar og fylkeskommunar»


def propose_statement(
    scheme: Scheme, edition: Edition, finding: Finding, source: str, passages: Passages
) -> Proposal | None:
    """What the document says on a topic, beside the live statement that is made of the most similar words.

    None when a source of the scheme said the same words already, and nobody made a statement on the topic of them.
    """
    said_before = any(_plain(finding.passage) in _plain(passages.text(s.id)) for s in scheme.sources)
    rated = [
        (likeness(fact, finding.passage, passages), fact) for fact in edition.facts if finding.topic in _topics(fact)
    ]
    best = max(rated, key=lambda pair: pair[0], default=None)
    citation = {"source": source, "locator": finding.locator}
    if best is None:
        return None if said_before else _new(edition, finding, citation)
    score, fact = best
    same = said_before or score >= _SAME_WORDING or _same_kinds(edition, finding)
    path = ("editions", edition.id, "facts", fact.id)
    newer = fact.citation.source != source and scheme.source(source).year >= scheme.source(fact.citation.source).year
    moved = newer or (score < _FOUND_AGAIN and not same)
    edits = [Edit((*path, "citation"), fact.citation.model_dump(mode="json"), citation)] if moved else []
    live = {str(lang): fact.statement[lang] for lang in EACH}
    if same:
        return _proposal(finding, fact.id, "same", live, edits, ())
    places = tuple((*path, "statement", lang) for lang in EACH)
    edits += [Edit(place, live[place[-1]], live[place[-1]]) for place in places]
    return _proposal(finding, fact.id, "changed", live, edits, places)


def likeness(fact: Fact, passage: str, passages: Passages) -> float:
    """How like a passage is to those that a fact cites, 0 to 100; 0 when no document of it is installed."""
    cited = [p.cited for c in fact.citations for p in passages.find(c.source, c.locator)]
    said = _plain(passage)
    return max((fuzz.ratio(said, _plain(text)) for text in cited), default=0.0)


def _plain(text: str) -> str:
    return " ".join(w.text for w in words(clean(text)))


def _topics(fact: Fact) -> Sequence[str]:
    return (fact.topic, *fact.also)


def _same_kinds(edition: Edition, finding: Finding) -> bool:
    """Whether nothing is told but the applicants that the criterion lets apply; more words may be a condition."""
    if not isinstance(finding.value, KindsValue) or not finding.certain:
        return False
    if len(_plain(finding.passage).split()) > _ONLY_NAMES:
        return False
    criterion = next((c for c in edition.criteria if c.id == _SOUGHT), None)
    met = {option.value for option in criterion.options if option.status == "met"} if criterion else set()
    return set(finding.value.kinds) == met


def _new(edition: Edition, finding: Finding, citation: Json) -> Proposal:
    """A statement that an editor writes; nothing is written for them, since a paraphrase is a claim."""
    name = new_id(edition, str(finding.topic).replace("_", "-"))
    path = ("editions", edition.id, "facts", name)
    fact = {"id": name, "topic": str(finding.topic), "statement": dict.fromkeys(EACH, ""), "citation": citation}
    to_write = tuple((*path, "statement", lang) for lang in EACH)
    return _proposal(finding, name, "new", {}, [Edit(path, None, fact)], to_write)


def _proposal(
    finding: Finding,
    name: str,
    state: State,
    live: dict[str, str],
    edits: Sequence[Edit],
    to_write: tuple[tuple[str, ...], ...],
) -> Proposal:
    return Proposal(
        f"text-{name}",
        finding.field,
        str(finding.topic),
        state,
        live,
        _said(finding),
        finding.passage,
        finding.locator,
        finding.certain,
        finding.doubts,
        tuple(edits),
        to_write,
    )


def _said(finding: Finding) -> dict[str, str]:
    """What was understood beyond the words themselves."""
    if isinstance(finding.value, ContactValue):
        told = [finding.value.name, finding.value.email, finding.value.phone]
        return dict.fromkeys(EACH, ", ".join(part for part in told if part))
    return {}
