"""A bad scheme file is refused with its name, the line and what to do; a good one loads as it stands."""

import datetime as dt
from pathlib import Path

import pytest
from bad_scheme_files import BAD, BUDGET_CITATION, GOOD

from knowledge.loader import (
    SCHEMES_DIR,
    SchemeFileError,
    load_scheme,
    load_schemes,
    plain_data,
    read_plain,
    read_yaml,
)
from knowledge.neighbours.neighbours import DIRECTORY


def problems_of(folder: Path, content: str | bytes, name: str = "tryggest.yml") -> list[str]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SchemeFileError) as caught:
        load_scheme(path)
    return caught.value.problems


def line_of(text: str, marker: str) -> int:
    return text[: text.index(marker)].count("\n") + 1


ID_LINE = line_of(GOOD, "id: tryggest")


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_scheme_file_is_refused_once_with_file_line_and_remedy(kind: str, tmp_path: Path) -> None:
    old, new, marker, *words = BAD[kind]
    assert old in GOOD, f"the good file has changed: {old}"
    text = GOOD.replace(old, new, 1)
    problems = problems_of(tmp_path, text)
    assert len(problems) == 1, problems
    assert problems[0].startswith("tryggest.yml, line ")
    if marker:
        assert problems[0].startswith(f"tryggest.yml, line {line_of(text, marker)}:")
    assert all(word in problems[0] for word in words), problems


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (
            b'amount:\n  - "Kor mykje?"\namuont:\n  - "Hvor mye?"\n',
            "tryggest.yml, line 3: questions.amuont: questions for",
        ),
        (b"amount:\n  - [\n", "tryggest.yml, line 3: "),
        (b"amount: Kor mykje?\n", "tryggest.yml, line 1: expected a list of questions under each statement's id"),
        (b"amount:\n  - f\xe5r vi?\n", "tryggest.yml, line 1: not UTF-8. Save the file as UTF-8"),
    ],
)
def test_a_bad_file_of_known_questions_is_refused(content: bytes, refusal: str, tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "tryggest.yml").write_bytes(content)
    good = GOOD.split("\nquestions:\n")[0]
    (problem,) = problems_of(tmp_path, good)
    assert problem.startswith(f"questions/{refusal}")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (
            'amuont:\n  asks: ["Kor mykje?"]\n  leaves_open: ["Kor ofte?"]\n',
            "tryggest.yml, line 1: contrasts.amuont: contrasts for",
        ),
        (
            'amount: ["Kor mykje?"]\n',
            "tryggest.yml, line 1: expected `asks` and `leaves_open` under each statement's id",
        ),
        ('amount:\n  ask: ["Kor mykje?"]\n', "tryggest.yml, line 1: contrasts.amount.ask: Extra inputs"),
    ],
)
def test_a_bad_file_of_contrasts_is_refused(content: str, refusal: str, tmp_path: Path) -> None:
    (tmp_path / "contrasts").mkdir()
    (tmp_path / "contrasts" / "tryggest.yml").write_text(content, encoding="utf-8")
    problems = problems_of(tmp_path, GOOD)
    assert any(problem.startswith(f"contrasts/{refusal}") for problem in problems), problems


def test_contrasts_stand_beside_the_scheme_file(tmp_path: Path) -> None:
    (tmp_path / "contrasts").mkdir()
    content = 'amount:\n  asks: ["Kor mykje?"]\n  leaves_open: ["Kor ofte?"]\n'
    (tmp_path / "contrasts" / "tryggest.yml").write_text(content, encoding="utf-8")
    path = tmp_path / "tryggest.yml"
    path.write_text(GOOD, encoding="utf-8")
    contrast = load_scheme(path).contrasts["amount"]
    assert (contrast.asks, contrast.leaves_open) == (("Kor mykje?",), ("Kor ofte?",))


def test_known_questions_stand_beside_the_scheme_file(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "tryggest.yml").write_text('amount:\n  - "Kor mykje?"\n', encoding="utf-8")
    path = tmp_path / "tryggest.yml"
    path.write_text(GOOD.split("\nquestions:\n")[0], encoding="utf-8")
    assert load_scheme(path).questions == {"amount": ("Kor mykje?",)}


def test_a_criterion_that_no_option_meets_is_refused(tmp_path: Path) -> None:
    start, end = GOOD.index("- id: tryggest_status"), GOOD.index("- id: commitment\n        label")
    text = GOOD[:start] + GOOD[start:end].replace("status: met", "status: not_met") + GOOD[end:]
    assert problems_of(tmp_path, text) == [
        f"tryggest.yml, line {line_of(text, '- id: tryggest_status')}: editions.0.criteria.1: "
        "can never be met: no option has `status: met`. Give one, or remove the criterion"
    ]


def test_a_circle_of_conditions_is_refused_at_each_link_that_points_forward(tmp_path: Path) -> None:
    text = GOOD.replace(
        "type: choice\n        question:",
        'type: choice\n        applies_when: {commitment: ["yes"]}\n        question:',
    )
    problems = problems_of(tmp_path, text)
    assert len(problems) == 1
    assert "depends on 'commitment', which is not a criterion listed before it" in problems[0]


def test_every_problem_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace(BUDGET_CITATION, BUDGET_CITATION.replace("slides-2025", "x"))
    text = text.replace("id: goal-prevent", "id: goal")
    assert len(problems_of(tmp_path, text)) == 2


def test_a_misspelt_field_is_named_beside_the_field_that_is_missing(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, GOOD.replace("administrator: bufdir", "administrater: bufdir"))
    assert any("administrater" in p and "correct the spelling" in p for p in problems)
    assert any("administrator" in p and "add it" in p for p in problems)


def test_a_file_with_another_name_than_its_id_is_refused_with_the_name_to_use(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, GOOD, "trygg.yml")
    place = f"trygg.yml, line {ID_LINE}: the id is 'tryggest' but the file is trygg.yml"
    assert problems == [f"{place}. Name the file tryggest.yml, or correct the id"]


def test_two_files_with_the_same_id_are_refused(tmp_path: Path) -> None:
    (tmp_path / "tryggest.yml").write_text(GOOD, encoding="utf-8")
    problems = problems_of(tmp_path, GOOD, "trygg-to.yml")
    assert problems == [
        f"trygg-to.yml, line {ID_LINE}: the id 'tryggest' is that of tryggest.yml too. Give each scheme its own id and file name"
    ]


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, GOOD.encode("latin-1"))
    line = line_of(GOOD, "Statsforvalteren i Trøndelag")
    assert problems == [f"tryggest.yml, line {line}: not UTF-8. Save the file as UTF-8"]


@pytest.mark.parametrize("content", ["", "# only a comment\n", "- a list\n", "just words\n", "42\n"])
def test_a_file_without_a_scheme_is_refused(content: str, tmp_path: Path) -> None:
    assert "expected a scheme" in problems_of(tmp_path, content)[0]


def test_a_file_nested_without_end_is_refused_and_does_not_crash(tmp_path: Path) -> None:
    assert "nested far too deep" in problems_of(tmp_path, "id: " + "[" * 900)[0]


def test_a_tag_that_would_build_an_object_builds_nothing(tmp_path: Path) -> None:
    text = GOOD.replace("administrator: bufdir", "administrator: !!python/object/apply:os.getcwd []")
    line = line_of(text, "administrator: !!python")
    assert problems_of(tmp_path, text) == [f"tryggest.yml, line {line}: a tag (!name). Leave it out"]


def test_all_problems_of_all_files_come_together(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("- a\n", encoding="utf-8")
    (tmp_path / "b.yml").write_text("- b\n", encoding="utf-8")
    with pytest.raises(SchemeFileError) as caught:
        load_schemes(tmp_path)
    assert [p.split(",")[0] for p in caught.value.problems] == ["a.yml", "b.yml"]


def test_a_file_with_the_ending_yaml_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "tryggest.yml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "ny.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(SchemeFileError, match=r"ny\.yaml: .*Name it ny\.yml"):
        load_schemes(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemeFileError, match="no scheme file"):
        load_schemes(tmp_path)


def test_a_new_scheme_takes_one_file_and_no_python(tmp_path: Path) -> None:
    (tmp_path / "ny-ordning.yml").write_text(GOOD.replace("id: tryggest\n", "id: ny-ordning\n"), encoding="utf-8")
    assert [s.id for s in load_schemes(tmp_path)] == ["ny-ordning"]


def test_the_four_schemes_load_with_their_fixed_ids_and_real_dates() -> None:
    schemes = {s.id: s for s in load_schemes()}
    assert set(schemes) >= {"kommunalt-rusarbeid", "oppfolging-voksne", "oppfolging-barn-unge", "tryggest"}
    assert schemes["tryggest"].edition().deadlines.application.date == dt.date(2025, 3, 31)
    assert schemes["kommunalt-rusarbeid"].source("page-2023").date == dt.date(2023, 1, 19)


def test_the_nearest_option_must_be_one_that_is_met(tmp_path: Path) -> None:
    bad = GOOD.replace("instead: decided", "instead: neither")
    assert bad != GOOD
    (problem,) = problems_of(tmp_path, bad)
    assert "`instead` of 'neither' must name an option that is met" in problem
    assert "Met: decided, introduced" in problem


@pytest.mark.parametrize("path", [*sorted(SCHEMES_DIR.glob("*.yml")), DIRECTORY], ids=lambda path: path.stem)
def test_what_is_read_quickly_is_what_is_read_with_places(path: Path) -> None:
    assert read_plain(path) == plain_data(read_yaml(path))


ODD = {
    "an alias": ("administrator: bufdir", "administrator: &a bufdir\nhints: *a", "hints: *a", "an alias"),
    "a tag of its own": ("administrator: bufdir", "administrator: !own bufdir", "!own", "a tag"),
    "a tag for a number": ("administrator: bufdir", "administrator: !!int bufdir", "!!int", "a tag"),
    "a list as a key": ("administrator: bufdir", "[administrator]: bufdir", "[administrator]", "a key that is a list"),
    "levels without end": ("administrator: bufdir", f"administrator: {'[' * 2_000}", "[[[[", "nested far too deep"),
    "no character": ("administrator: bufdir", 'administrator: "\\U00110000"', "\\U0011", "does not exist"),
    "a number without end": ("administrator: bufdir", f"administrator: {'9' * 5_000}", "9999", "administrator"),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_no_scheme_file_needs_is_refused_before_anything_is_made_of_it(kind: str, tmp_path: Path) -> None:
    old, new, marker, words = ODD[kind]
    text = GOOD.replace(old, new, 1)
    problem = problems_of(tmp_path, text)[0]
    assert problem.startswith(f"tryggest.yml, line {line_of(text, marker)}: ")
    assert words in problem


def test_what_a_merge_key_brings_is_judged_though_it_has_no_line(tmp_path: Path) -> None:
    text = GOOD.replace("administrator: bufdir", "<<: {another: 1}\nadministrator: bufdir", 1)
    assert any("another" in problem for problem in problems_of(tmp_path, text))


@pytest.mark.parametrize(
    "content", ["a: &b [1]\nc: *b\n", "a: !x [1]\n", "a: \x07\n", f"{'9' * 5_000}: [x]\n", "- 1\n", b"\xff"]
)
def test_a_bad_file_beside_a_scheme_is_refused_with_its_folder_and_line(content: str | bytes, tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    beside = content if isinstance(content, bytes) else content.encode()
    (tmp_path / "questions" / "tryggest.yml").write_bytes(beside)
    (problem,) = problems_of(tmp_path, GOOD)
    assert problem.startswith("questions/tryggest.yml, line ")
