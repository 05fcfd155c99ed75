"""What is exported is what was live: YAML, database and YAML again hold the same."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_schemes import SCHEMES

from knowledge.editing.edits import Edit, apply, value_at
from knowledge.editing.scheme_file import from_yaml, to_yaml, write_scheme
from knowledge.loader import SCHEMES_DIR, load_schemes
from knowledge.model import LANGS, Scheme
from knowledge.values import FIRST_DAY, LAST_DAY

NAMES = sorted(SCHEMES)
# Everything that a text may hold and YAML could take for something else.
_texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\u0085"),
    min_size=1,
    max_size=60,
).filter(lambda text: text.strip())
_awkward = st.sampled_from(
    ["yes", "no", "null", "~", "2025", "2025-03-01", "1e3", "0x1F", "- a", "a: b", "# not a comment", "'", '"', "\\n",
     "{a}", "[b]", "&a", "*b", "!c", "| d", "> e", "%f", "@g", "`h", ": ", "on", "765.60", "«sitat»", "å æ ø š ŋ"]
)  # fmt: skip


def shipped_text(name: str) -> str:
    return (SCHEMES_DIR / f"{name}.yml").read_text(encoding="utf-8")


def through_json(scheme: Scheme) -> Scheme:
    """As the database keeps it."""
    return Scheme.model_validate(json.loads(json.dumps(scheme.model_dump(mode="json"), ensure_ascii=False)))


@pytest.mark.parametrize("name", NAMES)
def test_an_unchanged_scheme_is_exported_letter_by_letter(name: str) -> None:
    assert to_yaml(through_json(SCHEMES[name]), shipped_text(name)) == shipped_text(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_scheme_without_a_file_comes_back_equal(name: str) -> None:
    assert from_yaml(name, to_yaml(SCHEMES[name]), SCHEMES[name]) == SCHEMES[name]


def test_a_folder_of_exported_schemes_is_loaded_as_it_was(tmp_path: Path) -> None:
    for scheme in SCHEMES.values():
        write_scheme(through_json(scheme), tmp_path)
    assert {s.id: s for s in load_schemes(tmp_path)} == dict(SCHEMES)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_texts_dates_and_numbers_come_back_equal(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    changed = _changed(SCHEMES[name], data)
    assert from_yaml(name, to_yaml(changed, shipped_text(name)), SCHEMES[name]) == changed
    assert from_yaml(name, to_yaml(changed), SCHEMES[name]) == changed
    assert through_json(changed) == changed


def test_a_changed_statement_leaves_the_rest_of_the_file_as_it_was() -> None:
    path = ("editions", "2025", "facts", "about", "statement", "nn")
    document = SCHEMES["tryggest"].model_dump(mode="json")
    scheme = Scheme.model_validate(apply(document, [Edit(path, value_at(document, path), "Noko anna.")]))
    before, after = shipped_text("tryggest").splitlines(), to_yaml(scheme, shipped_text("tryggest")).splitlines()
    assert sum(line not in before for line in after if "Noko anna." not in line) <= 6  # long lists are joined
    assert [line for line in before if line.startswith("#")] == [line for line in after if line.startswith("#")]


def _changed(scheme: Scheme, data: st.DataObject) -> Scheme:
    document = scheme.model_dump(mode="json")
    edition = scheme.editions[0]
    edits = []
    for fact in data.draw(st.lists(st.sampled_from(edition.facts), min_size=1, max_size=4, unique_by=lambda f: f.id)):
        lang = data.draw(st.sampled_from(LANGS))
        path = ("editions", edition.id, "facts", fact.id, "statement", lang)
        edits.append(Edit(path, value_at(document, path), data.draw(_texts | _awkward).strip()))
    date = data.draw(st.dates(FIRST_DAY, LAST_DAY)).isoformat()
    path = ("editions", edition.id, "deadlines", "application", "date")
    edits.append(Edit(path, value_at(document, path), date))
    aliases = data.draw(st.lists(_awkward, min_size=1, max_size=5, unique=True))
    edits.append(Edit(("aliases",), document["aliases"], aliases))
    edits.append(Edit(("post",), document["post"], data.draw(st.none() | st.integers(1, 99))))
    return Scheme.model_validate(apply(document, edits))
