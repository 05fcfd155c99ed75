"""Several proposals of one draft that speak of the same statement: what all of them want is done."""

import pytest
from known_schemes import SCHEMES

from knowledge.editing.edits import Edit
from knowledge.editing.proposals import Decision, DecisionError, Proposal, decided

SCHEME = SCHEMES["tryggest"]
FACT = SCHEME.edition("2025").facts[0]
PLACE = ("editions", "2025", "facts", FACT.id)
ACCEPT = Decision("accept", {})


def proposal(name: str, locator: str, text: str = "") -> Proposal:
    """A passage at a place about the first statement; with a text, another wording of it."""
    citation = {"source": SCHEME.sources[0].id, "locator": locator}
    edits = [Edit((*PLACE, "citation"), FACT.citation.model_dump(mode="json"), citation)]
    live = FACT.statement.nb
    edits.append(Edit((*PLACE, "statement", "nb"), live, text or live))
    return Proposal(name, "text", str(FACT.topic), "changed", {}, {}, "", locator, True, (), tuple(edits))


def made(*proposals: Proposal) -> object:
    decisions = {each.id: ACCEPT for each in proposals}
    return decided(SCHEME, proposals, decisions).edition("2025").facts[0]


def test_a_statement_that_two_passages_speak_of_cites_both() -> None:
    fact = made(proposal("a", "Første sted"), proposal("b", "Andre sted"))
    assert [each.locator for each in fact.citations][:1] == ["Første sted"]  # type: ignore[attr-defined]
    assert "Andre sted" in [each.locator for each in fact.more_citations]  # type: ignore[attr-defined]


def test_a_text_that_the_second_only_confirms_stays_as_the_first_has_made_it() -> None:
    fact = made(proposal("a", "Første sted", "En ny tekst."), proposal("b", "Andre sted"))
    assert fact.statement.nb == "En ny tekst."  # type: ignore[attr-defined]


def test_the_same_place_twice_is_cited_once() -> None:
    fact = made(proposal("a", "Et sted"), proposal("b", "Et sted"))
    assert [each.locator for each in fact.citations].count("Et sted") == 1  # type: ignore[attr-defined]


def test_two_whole_other_texts_for_one_statement_are_refused_by_name() -> None:
    with pytest.raises(DecisionError) as caught:
        made(proposal("a", "Første sted", "Noe helt nytt."), proposal("b", "Andre sted", "Alt er annerledes her."))
    assert [name for name, _ in caught.value.problems] == ["b"]
