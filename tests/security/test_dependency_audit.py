"""The audit of dependencies: «not run» is never «nothing found», and an exception ends on its day."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import dependency_audit as audit_of
from tools.dependency_audit import EXCEPTIONS, AuditError, Verdict, audit, read_exemptions

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 23)
WARNING = "warning: `uv audit` is experimental and may change without warning.\n"
# As uv 0.13.9 wrote them, asked of a service on this machine that answered as OSV does.
NONE = """{"schema": {"version": "preview"},
 "summary": {"audited_packages": 216, "vulnerabilities": 0, "adverse_statuses": 0},
 "vulnerabilities": [], "adverse_statuses": []}"""
FOUND = """{"schema": {"version": "preview"},
 "summary": {"audited_packages": 216, "vulnerabilities": 1, "adverse_statuses": 0},
 "vulnerabilities": [{"dependency": {"name": "sanic", "version": "21.12.2"}, "id": "GHSA-0000-made-0001",
   "display_id": "GHSA-0000-made-0001", "aliases": ["CVE-2000-0001"], "summary": "Made for a test", "description": "d",
   "link": "https://example.org/a", "fix_versions": ["22.6.1"], "published": "2023-01-01T00:00:00Z",
   "modified": "2024-01-01T00:00:00Z"}], "adverse_statuses": []}"""
NO_NAME = """error: Request failed after 3 retries
  cause: error sending request for url (https://api.osv.dev/v1/querybatch)
  cause: client error (Connect)
  cause: dns error
"""
SERVER_FAILED = "error: HTTP status server error (500 Internal Server Error) for url (http://127.0.0.1/v1/querybatch)\n"
NOT_UNDERSTOOD = """error: error decoding response body for url (http://127.0.0.1/v1/querybatch)
  cause: invalid type: integer `1`, expected a sequence at line 1 column 2
"""
EXCEPTION = """[[exception]]
id = "{id}"
package = "{package}"
reason = "never started"
date = 2026-01-01
until = {until}
"""


def excepted(name: str = "CVE-2000-0001", package: str = "sanic", until: str = "2026-11-23") -> str:
    return EXCEPTION.format(id=name, package=package, until=until)


def told(verdict: Verdict) -> str:
    return "\n".join(verdict.lines)


def test_nothing_found_is_said_with_how_many_packages_were_looked_at() -> None:
    verdict = audit(0, NONE, WARNING, "", TODAY)
    assert (verdict.code, told(verdict)) == (0, "audit: 216 packages, 0 known vulnerabilities")


def test_a_finding_without_an_exception_fails_and_says_what_mends_it() -> None:
    verdict = audit(1, FOUND, WARNING, "", TODAY)
    assert verdict.code == 1
    assert "NOT EXCEPTED  sanic 21.12.2: GHSA-0000-made-0001, CVE-2000-0001" in told(verdict)
    assert "fixed in 22.6.1" in told(verdict)


@pytest.mark.parametrize("name", ["CVE-2000-0001", "GHSA-0000-made-0001"])
def test_an_exception_holds_by_any_of_the_advisorys_names_and_on_its_last_day(name: str) -> None:
    verdict = audit(1, FOUND, WARNING, excepted(name), TODAY)
    assert verdict.code == 0
    assert "1 known vulnerabilities" in told(verdict), "an excepted finding is still counted"
    assert "never started" in told(verdict)


@pytest.mark.parametrize("exception", [excepted("CVE-2000-0002"), excepted(package="rasa")])
def test_an_exception_for_another_advisory_or_package_does_not_hold(exception: str) -> None:
    assert audit(1, FOUND, WARNING, exception, TODAY).code == 1


@pytest.mark.parametrize(("code", "output", "errors"), [(1, FOUND, ""), (0, NONE, ""), (2, "", NO_NAME)])
def test_an_exception_past_its_date_fails_whatever_was_found(code: int, output: str, errors: str) -> None:
    verdict = audit(code, output, errors, excepted(until="2026-11-22"), TODAY)
    assert verdict.code == 1
    assert "PAST ITS DATE  CVE-2000-0001 (sanic)" in told(verdict)


def test_an_exception_that_nothing_needs_is_told() -> None:
    verdict = audit(0, NONE, "", excepted(), TODAY)
    assert verdict.code == 0
    assert "not needed any more: CVE-2000-0001" in told(verdict)


@pytest.mark.parametrize("errors", [NO_NAME, SERVER_FAILED, "timed out after 120 seconds"])
def test_where_nobody_could_be_asked_it_says_not_run_and_why_and_no_number(errors: str) -> None:
    verdict = audit(2, "", WARNING + errors, "", TODAY)
    assert verdict.code == 0
    assert told(verdict).startswith("audit: not run: ")
    assert errors.splitlines()[-1].strip() in told(verdict)
    assert "0 known" not in told(verdict)


@pytest.mark.parametrize(
    ("code", "output", "errors"),
    [
        (2, "", WARNING + NOT_UNDERSTOOD),
        (2, "", ""),
        (101, "", "thread 'main' panicked"),
        (2, "", "error: No `uv.lock` was found"),
        (0, "", ""),
        (0, "nothing found", ""),
        (0, "[]", ""),
        (0, "{}", ""),
        (1, NONE, ""),
        (0, NONE.replace("216", "0"), ""),
        (0, NONE.replace('"vulnerabilities": 0', '"vulnerabilities": 3'), ""),
        (0, NONE.replace('"vulnerabilities": []', '"vulnerabilities": null'), ""),
        (1, FOUND.replace('"dependency"', '"package"'), ""),
        (1, FOUND.replace('"name": "sanic", ', ""), ""),
    ],
)
def test_what_cannot_be_read_is_a_failure_of_its_own_and_never_nothing_found(
    code: int, output: str, errors: str
) -> None:
    verdict = audit(code, output, errors, "", TODAY)
    assert verdict.code == 2
    assert "known vulnerabilities" not in told(verdict)


@pytest.mark.parametrize(
    "text",
    [
        "[[exception]\n",
        '[[exception]]\nid = "x"\n',
        excepted().replace('"never started"', '""'),
        excepted().replace("2026-11-23", '"soon"'),
        excepted() + 'by = "me"\n',
    ],
)
def test_an_exception_must_say_what_why_and_until_when(text: str) -> None:
    with pytest.raises(AuditError, match="audit_exceptions"):
        read_exemptions(text)


def test_the_written_exceptions_are_of_packages_of_the_lock_and_end_within_a_year() -> None:
    packages = {each["name"] for each in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
    exemptions = read_exemptions(EXCEPTIONS.read_text(encoding="utf-8"))
    assert exemptions
    for each in exemptions:
        assert each.package in packages
        assert dt.timedelta() < each.until - each.date <= dt.timedelta(days=366)
        assert len(each.reason) > 40


def test_the_command_says_what_uv_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "uv.py"
    script.write_text(
        f"import sys\nassert sys.argv[1:] == ['audit', '--frozen', '--output-format', 'json']\nprint({FOUND!r})\nsys.exit(1)"
    )
    assert audit_of.main([sys.executable, str(script)]) == 1
    assert "NOT EXCEPTED  sanic" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["/nowhere/uv"]])
def test_without_uv_it_says_so_and_never_nothing_found(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit_of.main(arguments) == 2
    said = capsys.readouterr().out
    assert "uv cannot be started" in said
    assert "known vulnerabilities" not in said


def _uv() -> str:
    uv = shutil.which("uv") or ROOT / ".tools" / "uv" / "bin" / "uv"
    return str(uv) if Path(uv).exists() else ""


@pytest.mark.skipif(not _uv(), reason="uv is not installed; `make setup` installs it into .tools")
def test_the_bill_of_materials_lists_every_package_of_the_lock(tmp_path: Path) -> None:
    made = tmp_path / "sbom.json"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    options = makefile.split("$(UV) export ")[1].split(" --output-file")[0].split()
    subprocess.run([_uv(), "export", *options, "--output-file", str(made)], cwd=ROOT, capture_output=True, check=True)
    bill = json.loads(made.read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    listed = {(each["name"], each["version"]) for each in (*bill["components"], bill["metadata"]["component"])}
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    assert listed == {(each["name"], each["version"]) for each in lock["package"]}
    assert all(each["purl"].startswith("pkg:pypi/") for each in bill["components"])
