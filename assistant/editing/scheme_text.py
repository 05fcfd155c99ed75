"""A scheme as text in an editor's hands: read with its problems, and the beginning of a new one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from assistant.editing.drafts import Draft
from knowledge.drafting.model import AmountValue, DateValue, Finding, PeriodValue, StatusValue
from knowledge.editing.scheme_file import from_yaml
from knowledge.loader import SchemeFileError
from knowledge.model import Scheme

LONGEST = 400_000  # characters; the largest shipped scheme has 60 000
_ID = re.compile(r"^id:\s*[\"']?([a-z0-9]+(?:[-_][a-z0-9]+)*)[\"']?\s*(?:#.*)?$", re.M)
_EMPTY = '{nb: "", nn: "", en: ""}'
_MOST_PASSAGE = 400  # characters of a passage that stands as a comment


def read(text: str, scheme_id: str, beside: Scheme | None = None) -> Scheme:
    """The scheme that a text describes; some tenths of a second, so in a thread.

    Raises:
        SchemeFileError: It is not usable; each problem has line and remedy.
    """
    if len(text) > LONGEST:
        raise SchemeFileError([f"{scheme_id}.yml: longer than {LONGEST} characters. Shorten it"])
    return from_yaml(scheme_id, text, beside)


def id_of(text: str) -> str:
    """The id that a text gives its scheme; "" when it gives none that can be used."""
    found = _ID.search(text)
    return found[1] if found and len(found[1]) <= 64 else ""


def skeleton(draft: Draft | None = None) -> str:
    """The beginning of a scheme file, with what a draft found. Texts are empty: a paraphrase is an editor's claim."""
    found = draft.found.findings if draft else ()
    year = (draft.edition if draft else "") or "2026"
    name = json.dumps(draft.found.name, ensure_ascii=False) if draft and draft.found.name else '""'
    lines = [
        "id: ny-ordning",
        f'name: {{nb: {name}, nn: {name}, en: ""}}',
        f"short_name: {_EMPTY}",
        "administrator: statsforvalteren  # statsforvalteren, bufdir",
        f"aliases: [{name}]",
        "sources:",
        *_source(draft),
        "editions:",
        f'  - id: "{year}"',
        *_frame(draft, found),
        "    facts:",
        *_facts(draft, found),
        *_RULES.format(source=draft.source.id if draft else "kilde", empty=_EMPTY).splitlines(),
    ]
    return "\n".join(lines) + "\n"


_RULES = """\
    criteria:
      - id: applicant_type
        label: {empty}
        type: yes_no
        question: {empty}
        why: {empty}
        hard: true
        reasons:
          met: {empty}
          not_met: {empty}
          unknown: {empty}
        citation: {{source: {source}, locator: ""}}
    checklist:
      - id: apply
        what: {empty}
        who: {empty}
        due: {{deadline: application, days_before: 0}}
        why: {empty}
        citation: {{source: {source}, locator: ""}}
"""


def _source(draft: Draft | None) -> list[str]:
    if draft is None:
        return ['  - {id: kilde, title: "", publisher: "", year: 2026, checked: 2026-01-01}']
    source = draft.source
    lines = [
        f"  - id: {source.id}",
        f"    title: {_quoted(source.title)}",
        f"    publisher: {_quoted(source.publisher)}",
    ]
    lines += [f"    date: {source.date}"] if source.date else []
    lines += [f"    year: {source.year}"]
    lines += [f"    url: {_quoted(source.url)}"] if source.url else []
    return [*lines, f"    checked: {source.checked}"]


def _frame(draft: Draft | None, found: tuple[Finding, ...]) -> Iterator[str]:
    status = next((f for f in found if isinstance(f.value, StatusValue)), None)
    told = status.value.status if status and isinstance(status.value, StatusValue) else "announced"
    yield f"    status: {told}"
    yield f"    status_citation: {_citation(draft, status)}"
    yield "    deadlines:"
    for field, name in (("deadline", "application"), ("reporting_deadline", "reporting")):
        finding = next((f for f in found if f.field == field), None)
        if finding or name == "application":
            yield f"      {name}:"
            yield from _date(draft, finding)


def _date(draft: Draft | None, finding: Finding | None) -> Iterator[str]:
    value = finding.value if finding else None
    date = value if isinstance(value, DateValue) else None
    yield f"        date: {date.date}" if date else '        date: ""'
    yield f"        precision: {date.precision if date else 'day'}"
    yield f"        certainty: {date.certainty if date else 'fixed'}"
    yield f"        citation: {_citation(draft, finding)}"


def _facts(draft: Draft | None, found: tuple[Finding, ...]) -> Iterator[str]:
    told = [f for f in found if not isinstance(f.value, DateValue | StatusValue)]
    seen: dict[str, int] = {}
    for finding in told:
        name = str(finding.topic).replace("_", "-")
        seen[name] = seen.get(name, 0) + 1
        yield from _comment(finding)
        yield f"      - id: {name}{f'-{seen[name]}' if seen[name] > 1 else ''}"
        yield f"        topic: {finding.topic}"
        yield f"        statement: {_EMPTY}"
        yield f"        citation: {_citation(draft, finding)}"
    if not told:
        yield f'      - {{id: about, topic: about, statement: {_EMPTY}, citation: {{source: kilde, locator: ""}}}}'


def _comment(finding: Finding) -> Iterator[str]:
    """The document's words, which say nothing to the reader of the file but to a person."""
    words = " ".join(finding.passage.split())[:_MOST_PASSAGE]
    yield f"      # {words}"
    if isinstance(finding.value, AmountValue):
        yield f"      # -> {finding.value.kroner} kroner"
    elif isinstance(finding.value, PeriodValue):
        yield f"      # -> {finding.value.years:g} år"


def _citation(draft: Draft | None, finding: Finding | None) -> str:
    locator = finding.locator if finding else ""
    return f"{{source: {draft.source.id if draft else 'kilde'}, locator: {_quoted(locator)}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
