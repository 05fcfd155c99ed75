"""All checks, one after the other, and what they found as text or JSON."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib import import_module

from assistant.doctor.configuration import readable
from assistant.doctor.finding import Check, Finding, Installation, error

# By module, so that one which cannot be imported does not keep the others from being asked.
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("machine", ("python", "packages", "clock", "memory", "disk")),
    ("configuration", ("names", "proxy", "cors", "controller", "opening_hours", "tracing")),
    ("files", ("var", "secret", "model", "old_models")),
    ("tables", ("database",)),
    ("contents", ("schemes", "documents", "all_texts", "widget", "export")),
    ("others", ("service", "provider", "redis")),
)
_NAME_WIDTH = 15
_WIDTH = 120


def diagnose(environ: Mapping[str, str], *, load_model: bool = False) -> Iterator[Finding]:
    """Every finding, as it is made. Settings that cannot be read end it: all else depends on them."""
    settings, read = readable(environ)
    yield read
    if settings is None:
        return
    yield from examine(Installation(settings, environ, load_model=load_model))


def examine(installation: Installation, checks: Sequence[tuple[str, Sequence[str]]] = CHECKS) -> Iterator[Finding]:
    """What checks find, by module and name; one that fails itself is a finding too."""
    for module, names in checks:
        for name in names:
            try:
                check: Check = getattr(import_module(f"assistant.doctor.{module}"), name)
                yield from check(installation)
            except Exception as failed:  # noqa: BLE001  one broken check must not hide what the others find
                yield _failed(name.replace("_", " "), failed)


def _failed(name: str, failed: Exception) -> Finding:
    if isinstance(failed, ImportError):
        why = f"This could not be looked at: the package {failed.name} cannot be imported."
        return error(name, why, "Install the packages again: `make setup`.")
    why = f"This could not be looked at ({type(failed).__name__})."
    return error(name, why, "Something is wrong that this command does not foresee: see whether the service starts.")


def exit_code(findings: Sequence[Finding]) -> int:
    """0, or 1 when something is an error."""
    return int(any(finding.result == "error" for finding in findings))


def as_line(finding: Finding) -> str:
    """A finding for people."""
    indent = " " * (9 + _NAME_WIDTH + 1)
    lines = _filled(f"{finding.result:<8} {finding.check:<{_NAME_WIDTH}} ", finding.why)
    if finding.remedy:
        lines += _filled(f"{indent}→ ", finding.remedy)
    return "\n".join(lines)


def _filled(first: str, told: str) -> list[str]:
    """The words under each other, each paragraph of them anew."""
    filler = textwrap.TextWrapper(
        _WIDTH, subsequent_indent=" " * len(first), break_on_hyphens=False, break_long_words=False
    )
    lines: list[str] = []
    for paragraph in told.splitlines() or [""]:
        filler.initial_indent = " " * len(first) if lines else first
        lines += filler.wrap(paragraph)
    return lines


def as_summary(findings: Sequence[Finding]) -> str:
    """How many of each."""
    count = Counter(finding.result for finding in findings)
    return f"{count['ok']} ok, {count['warning']} to look at, {count['error']} to mend."


def as_json(findings: Sequence[Finding]) -> str:
    """All findings for programs."""
    worst = next((each for each in ("error", "warning") if any(f.result == each for f in findings)), "ok")
    return json.dumps({"result": worst, "findings": [asdict(each) for each in findings]}, ensure_ascii=False, indent=2)
