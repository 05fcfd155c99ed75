"""The `veileder` command as an operator types it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from running_service import ROOT, RunningService, command, environment

pytestmark = pytest.mark.rasa

SCHEMES = ROOT / "knowledge" / "schemes"
CASES = """
- group: rett
  cases:
  - {q: "Når er søknadsfristen for TryggEst?", s: tryggest, has: ["31. mars 2025"], l: nb}
  - turns:
    - {q: "Kan vi søkje TryggEst?", s: tryggest, k: [answer, question], l: nn, question: applicant_type}
    - {press: "Privatperson|Andre", k: [verdict, question], s: tryggest, c: false}
"""
WRONG = """
- group: gale
  cases:
  - {q: "Når er søknadsfristen for TryggEst?", s: kommunalt-rusarbeid, has: ["1. april"], l: nn}
"""


def veileder(*arguments: str, folder: Path, text: str = "", **settings: object) -> subprocess.CompletedProcess[str]:
    """Runs the command to its end."""
    return subprocess.run(
        command(*arguments), cwd=ROOT, env=environment(folder / "var", **settings), input=text,
        capture_output=True, encoding="utf-8", timeout=240, check=False,
    )  # fmt: skip


def test_check_describes_the_shipped_schemes(tmp_path: Path) -> None:
    done = veileder("check", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == sorted(
        path.stem for path in SCHEMES.glob("*.yml")
    )


def test_check_names_file_line_and_remedy_for_a_missing_nynorsk_text(tmp_path: Path) -> None:
    bad = tmp_path / "schemes"
    shutil.copytree(SCHEMES, bad)
    path = bad / "tryggest.yml"
    lines = path.read_text("utf-8").splitlines()
    gone = next(number for number, line in enumerate(lines) if line.startswith('          nn: "TryggEst-tilskotet'))
    path.write_text("\n".join(lines[:gone] + lines[gone + 1 :]), "utf-8")
    done = veileder("check", str(bad), folder=tmp_path)
    assert done.returncode == 2
    assert "tryggest.yml, line " in done.stderr
    assert "nynorsk text is missing" in done.stderr
    assert "add `nn:`" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no scheme file"),
        ("id: [", "line 1"),
        ("- a list", "expected a scheme"),
        ("id: x\nid: x", "stands twice"),
    ],
)
def test_check_refuses_a_folder_without_schemes_and_a_broken_file(
    tmp_path: Path, content: str | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "x.yml").write_text(content, "utf-8")
    done = veileder("check", str(tmp_path), folder=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_evaluate_tells_right_from_wrong_and_writes_the_tables(service: RunningService, tmp_path: Path) -> None:
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "right.yml").write_text(CASES, "utf-8")
    right = veileder("evaluate", str(cases), "--url", service.url, "--least", "100", folder=tmp_path)
    assert right.returncode == 0, right.stdout
    assert "right 2 of 2 = 100.0 %" in right.stdout

    (cases / "wrong.yml").write_text(WRONG, "utf-8")
    page = tmp_path / "correctness.md"
    arguments = ["--url", service.url, "--least", "90", "--write", str(page)]
    mixed = veileder("evaluate", str(cases), *arguments, folder=tmp_path)
    assert mixed.returncode == 1
    assert "right 2 of 3 = 66.7 %" in mixed.stdout
    for fault in ("scheme tryggest, not kommunalt-rusarbeid", "lacks /1. april/", "language nb, not nn"):
        assert fault in mixed.stdout
    written = page.read_text("utf-8")
    assert "| 2 | 3 | 66.7 |" in written
    assert "| rett | 2 | 2 |" in written
    assert "language nb, not nn" in written


@pytest.mark.parametrize(
    "content", ["- group: x\n  cases:\n  - {}", "- group: x\n  cases:\n  - {q: a, has: ['[']}", "a: [", "5", "- x"]
)
def test_evaluate_refuses_a_case_file_that_is_not_one(tmp_path: Path, content: str) -> None:
    path = tmp_path / "cases.yml"
    path.write_text(content, "utf-8")
    done = veileder("evaluate", str(path), "--url", "http://127.0.0.1:9", folder=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "cases.yml" in done.stderr
    assert "Traceback" not in done.stderr


def test_evaluate_says_when_no_service_answers(tmp_path: Path) -> None:
    path = tmp_path / "cases.yml"
    path.write_text(CASES, "utf-8")
    done = veileder("evaluate", str(path), "--url", "http://127.0.0.1:9", folder=tmp_path)
    assert done.returncode == 2
    assert "127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr


def test_chat_answers_lines_and_numbers_until_the_end_of_input(tmp_path: Path) -> None:
    said = "Kven kan få TryggEst-midlane?\n1\n1\n/restart\n\n17018012366\n"
    done = veileder("chat", "--lang", "nn", "--municipality", "1515", folder=tmp_path, text=said)
    assert done.returncode == 0, done.stderr
    assert "Eg er ein automatisk rettleiar" in done.stdout
    assert "[1] " in done.stdout
    assert "(1) Éin kommune" in done.stdout
    assert "innført TryggEst" in done.stdout
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "var" / "conversations.db").exists(), "a chat in the terminal leaves nothing behind"


@pytest.mark.parametrize(
    ("name", "value"), [("port", "http"), ("today", "1. mars"), ("secret", "short"), ("retention_days", "0")]
)
@pytest.mark.parametrize("subcommand", ["serve", "chat"])
def test_a_bad_setting_stops_the_start_and_names_the_variable(
    tmp_path: Path, subcommand: str, name: str, value: str
) -> None:
    done = veileder(subcommand, folder=tmp_path, **{name: value})
    assert done.returncode == 2
    assert f"VEILEDER_{name.upper()}" in done.stderr
    assert "docs/settings.md" in done.stderr
    assert "Traceback" not in done.stderr


def test_hours_of_an_office_that_does_not_exist_stop_the_start(tmp_path: Path) -> None:
    done = veileder("serve", folder=tmp_path, opening_hours="XX mon-fri 08:00-15:00")
    assert done.returncode == 2
    assert "no office 'XX'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_said_plainly(service: RunningService, tmp_path: Path) -> None:
    port = service.url.rsplit(":", 1)[1]
    done = veileder("serve", folder=tmp_path, port=port)
    assert done.returncode == 2
    assert "in use" in done.stderr
    assert port in done.stderr
    assert "Traceback" not in done.stderr


def test_a_municipality_that_does_not_exist_is_said_plainly(tmp_path: Path) -> None:
    done = veileder("chat", "--municipality", "0000", folder=tmp_path)
    assert done.returncode == 2
    assert "0000" in done.stderr
    assert "Traceback" not in done.stderr
