"""Changes as data: what is compared, applied and taken back gives just what was meant."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_schemes import SCHEMES

from knowledge.editing.edits import Edit, EditError, apply, diff, value_at
from knowledge.model import Scheme

TRYGGEST = SCHEMES["tryggest"].model_dump(mode="json")
DEADLINE = ("editions", "2025", "deadlines", "application", "date")

_leaf = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4)
_named = st.lists(st.dictionaries(st.sampled_from("abc"), _leaf, max_size=3), max_size=4).map(
    lambda items: [{**item, "id": f"n{number}"} for number, item in enumerate(items)]
)
_documents = st.dictionaries(
    st.sampled_from(["x", "y", "z"]),
    _leaf.filter(lambda leaf: leaf is not None)
    | st.lists(_leaf, max_size=3)
    | _named
    | st.dictionaries(st.sampled_from("pq"), _leaf, max_size=2),
    max_size=3,
)


def test_an_edit_changes_one_place_and_leaves_the_given_document_alone() -> None:
    changed = apply(TRYGGEST, [Edit(DEADLINE, "2025-03-31", "2025-04-15")])
    assert value_at(changed, DEADLINE) == "2025-04-15"
    assert value_at(TRYGGEST, DEADLINE) == "2025-03-31"
    assert list(diff(TRYGGEST, changed)) == [Edit(DEADLINE, "2025-03-31", "2025-04-15")]


def test_an_edit_of_something_that_has_changed_meanwhile_is_refused() -> None:
    with pytest.raises(EditError, match=r"application\.date has changed .* expected '2024-01-01', found '2025-03-31'"):
        apply(TRYGGEST, [Edit(DEADLINE, "2024-01-01", "2025-04-15")])


def test_an_edit_without_surroundings_is_refused() -> None:
    with pytest.raises(EditError, match=r"editions\.1999 is not there"):
        apply(TRYGGEST, [Edit(("editions", "1999", "status"), None, "closed")])


def test_elements_are_added_last_and_taken_away_by_name() -> None:
    fact = {**value_at(TRYGGEST, ("editions", "2025", "facts", "amount")), "id": "amount-more"}
    path = ("editions", "2025", "facts", "amount-more")
    more = apply(TRYGGEST, [Edit(path, None, fact)])
    assert more["editions"][0]["facts"][-1]["id"] == "amount-more"
    assert apply(more, [Edit(path, fact, None)]) == TRYGGEST


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(_documents, _documents)
def test_what_differs_makes_the_one_of_the_other(before: dict[str, object], after: dict[str, object]) -> None:
    made = apply(before, diff(before, after))
    kept = {key: value for key, value in made.items() if value is not None}  # a key taken away stays without value
    assert _without_nones(kept) == _without_nones(after)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(SCHEMES)), st.sampled_from(sorted(SCHEMES)))
def test_any_scheme_becomes_any_other(one: str, other: str) -> None:
    before, after = (SCHEMES[name].model_dump(mode="json") for name in (one, other))
    assert Scheme.model_validate(apply(before, diff(before, after))) == SCHEMES[other]


def _without_nones(value: object) -> object:
    if isinstance(value, dict):
        return {k: _without_nones(v) for k, v in value.items() if v is not None}
    return [_without_nones(v) for v in value] if isinstance(value, list) else value
