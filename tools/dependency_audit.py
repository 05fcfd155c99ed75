"""Asks uv which packages of the lock have known vulnerabilities, and holds them against the written exceptions.

    python -m tools.dependency_audit .tools/uv/bin/uv

Ends with 0 when there is nothing, or nothing without an exception; with 1 for a finding without one, and for an exception
that is past its date; with 2 when uv said something that cannot be read. Where the service with the advisories cannot be
reached, nothing is known: it says so, and ends with 0, so that a build without a network is no broken build.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXCEPTIONS = Path(__file__).with_name("audit_exceptions.toml")
_ASKED = ("audit", "--frozen", "--output-format", "json")
_SECONDS = 120
# What uv (0.13) says when no answer came, as against one that it could not read.
_NOT_REACHED = ("request failed", "error sending request", "http status server error", "timed out", "dns error")
_FIELDS = {"id": str, "package": str, "reason": str, "date": dt.date, "until": dt.date}


class AuditError(ValueError):
    """What uv said, or the file of exceptions, cannot be read; the message says why."""


class NotReached(RuntimeError):
    """The service with the advisories did not answer; the message says what uv says of it."""


@dataclass(frozen=True)
class Finding:
    """One advisory that concerns a package of the lock. `ids` are all its names: GHSA, CVE, PYSEC."""

    package: str
    version: str
    ids: tuple[str, ...]
    summary: str
    fixed: tuple[str, ...]

    def __str__(self) -> str:
        fixed = f"fixed in {', '.join(self.fixed)}" if self.fixed else "no fix yet"
        return f"{self.package} {self.version}: {', '.join(self.ids)}: {self.summary} ({fixed})"


@dataclass(frozen=True)
class Exemption:
    """Why an advisory does no harm here, who may read that until when."""

    id: str
    package: str
    reason: str
    date: dt.date
    until: dt.date

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this advisory of this package."""
        return self.package == finding.package and self.id in finding.ids


@dataclass(frozen=True)
class Verdict:
    """What to print, and what to end with."""

    lines: tuple[str, ...]
    code: int


def read_report(code: int, output: str, errors: str) -> tuple[int, list[Finding]]:
    """How many packages uv looked at, and what it found.

    Args:
        code: What uv ended with: 0 for nothing found, 1 for findings, 2 for a failure.
        output: Its JSON.
        errors: What it wrote to stderr.

    Raises:
        NotReached: The service did not answer.
        AuditError: This is no report, or one that contradicts itself.
    """
    if code not in (0, 1):
        said = [line.strip() for line in errors.splitlines() if line.strip() and not line.startswith("warning:")]
        why = "; ".join(said[:6])[:500] or f"uv ended with {code} and said nothing"
        if any(sign in errors.lower() for sign in _NOT_REACHED):
            raise NotReached(why)
        raise AuditError(f"uv audit failed: {why}")
    try:
        report = json.loads(output)
        looked = int(report["summary"]["audited_packages"])
        findings = [_finding(each) for each in report["vulnerabilities"]]
        counted = int(report["summary"]["vulnerabilities"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AuditError(f"uv audit ended with {code}, but its report cannot be read ({error!r:.200})") from None
    if looked < 1 or counted != len(findings) or (code == 1 and not findings and not report.get("adverse_statuses")):
        raise AuditError(
            f"uv audit contradicts itself: ended with {code}, {looked} packages, {counted} counted, "
            f"{len(findings)} findings"
        )
    return looked, findings


def read_exemptions(text: str) -> list[Exemption]:
    """The written exceptions.

    Raises:
        AuditError: One lacks a field, or has an empty one.
    """
    try:
        entries = tomllib.loads(text).get("exception", [])
    except tomllib.TOMLDecodeError as error:
        raise AuditError(f"{EXCEPTIONS.name}: {error}") from None
    for number, entry in enumerate(entries, start=1):
        wrong = [name for name, kind in _FIELDS.items() if not isinstance(entry.get(name), kind) or not entry[name]]
        if wrong or entry.keys() != _FIELDS.keys():
            raise AuditError(
                f"{EXCEPTIONS.name}: exception {number} needs exactly {', '.join(_FIELDS)}; look at {wrong}"
            )
    return [Exemption(**entry) for entry in entries]


def judge(looked: int, findings: Sequence[Finding], exemptions: Iterable[Exemption], today: dt.date) -> Verdict:
    """What the findings mean, given the exceptions."""
    exempt = list(exemptions)
    lines, code = [f"audit: {looked} packages, {len(findings)} known vulnerabilities"], 0
    for finding in findings:
        held = next((each for each in exempt if each.covers(finding)), None)
        if held is None:
            lines.append(f"  NOT EXCEPTED  {finding}")
            code = 1
        else:
            lines.append(f"  excepted until {held.until}  {finding}\n      {held.reason}")
    for each in exempt:
        if each.until < today:
            lines.append(f"  PAST ITS DATE  {each.id} ({each.package}) until {each.until}: look again, or mend it")
            code = 1
        elif not any(each.covers(finding) for finding in findings):
            lines.append(f"  not needed any more: {each.id} ({each.package}); remove it from {EXCEPTIONS.name}")
    return Verdict(tuple(lines), code)


def audit(code: int, output: str, errors: str, exceptions: str, today: dt.date) -> Verdict:
    """From what uv said to what is printed. Exceptions past their date count also when nothing could be asked."""
    try:
        exemptions = read_exemptions(exceptions)
        looked, findings = read_report(code, output, errors)
    except NotReached as error:
        old = [each for each in exemptions if each.until < today]
        told = [
            f"  PAST ITS DATE  {each.id} ({each.package}) until {each.until}: look again, or mend it" for each in old
        ]
        return Verdict((f"audit: not run: {error}", *told), 1 if old else 0)
    except AuditError as error:
        return Verdict((f"audit: {error}",), 2)
    return judge(looked, findings, exemptions, today)


def main(arguments: Sequence[str]) -> int:
    """Run uv and print the verdict."""
    try:
        command = [arguments[0], *arguments[1:], *_ASKED]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
        said = (done.returncode, done.stdout, done.stderr)
    except subprocess.TimeoutExpired:
        said = (2, "", f"timed out after {_SECONDS} seconds")
    except (OSError, IndexError) as error:
        said = (2, "", f"uv cannot be started ({error}); `make audit` knows where it is")
    verdict = audit(*said, EXCEPTIONS.read_text(encoding="utf-8"), dt.date.today())
    print("\n".join(verdict.lines))
    return verdict.code


def _finding(plain: dict[str, Any]) -> Finding:
    package = plain["dependency"]
    ids = tuple(dict.fromkeys([str(plain["id"]), *map(str, plain.get("aliases") or [])]))
    fixed = tuple(map(str, plain.get("fix_versions") or []))
    summary = " ".join(str(plain.get("summary") or "no summary").split())
    return Finding(str(package["name"]), str(package["version"]), ids, summary, fixed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
