"""What the eligibility rules and the checklist files cost, measured in one run (`make bench`)."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
from collections.abc import Callable

from knowledge.checklist_document import compose
from knowledge.eligibility import UNKNOWN, Answer, evaluate, next_question, possible_answers
from knowledge.export.docx import render_docx
from knowledge.export.ics import render_ics
from knowledge.export.mail import render_text
from knowledge.export.pdf import render_pdf
from knowledge.loader import load_schemes
from knowledge.model import Criterion, Edition, Scheme

SHEETS = 1_000_000
MANY_CRITERIA = 200
ROUNDS = 40
_SEED = 4


def main() -> int:
    """Prints every figure with what was asked of it."""
    schemes = load_schemes()
    _rules(schemes)
    _many_criteria(schemes)
    _files(schemes)
    return 0


def _rules(schemes: list[Scheme]) -> None:
    chance = random.Random(_SEED)  # noqa: S311 - not for secrets
    editions = [scheme.edition() for scheme in schemes]
    sheets = [(edition, _sheet(edition, chance)) for edition in editions for _ in range(2_500)]
    began, judged = time.perf_counter(), 0
    for number in range(SHEETS):
        edition, sheet = sheets[number % len(sheets)]
        judged += len(evaluate(edition, sheet).findings)
    took = time.perf_counter() - began
    print(
        f"answer sheets: {SHEETS:,} judged in {took:.1f} s: {SHEETS / took:,.0f} sheets/s, {judged / took:,.0f} criteria/s"
    )


def _sheet(edition: Edition, chance: random.Random) -> dict[str, Answer]:
    answered = (c for c in edition.criteria if chance.random() < 0.9)
    return {c.id: chance.choice([*possible_answers(c), UNKNOWN]) for c in answered}


def _many_criteria(schemes: list[Scheme]) -> None:
    """An edition made large by repeating criteria under new ids, walked from the first question to the last."""
    edition = _enlarged(schemes)
    sheet: dict[str, Answer] = {}
    times = []
    next_question(edition, sheet)  # what follows from the criteria alone is worked out once
    while True:
        began = time.perf_counter()
        asked = next_question(edition, sheet)
        times.append(time.perf_counter() - began)
        if asked is None:
            break
        sheet[asked.id] = possible_answers(asked)[0] if asked.type != "yes_no" else "yes"
    print(
        f"next question among {len(edition.criteria)} criteria: median {statistics.median(times) * 1e3:.3f} ms, "
        f"worst {max(times) * 1e3:.3f} ms over {len(times)} steps (asked: 1 ms)"
    )


def _enlarged(schemes: list[Scheme]) -> Edition:
    edition = next(s for s in schemes if s.id == "oppfolging-barn-unge").edition()
    criteria: list[Criterion] = []
    while len(criteria) < MANY_CRITERIA:
        number = len(criteria) // len(edition.criteria)
        criteria += [_numbered(c, number) for c in edition.criteria]
    return edition.model_copy(update={"criteria": tuple(criteria[:MANY_CRITERIA])})


def _numbered(criterion: Criterion, number: int) -> Criterion:
    """A copy whose conditions name the copies of the same number."""
    when = {f"{name}-{number}": values for name, values in criterion.applies_when.items()}
    limits = tuple(
        limit.model_copy(update={"when": {f"{name}-{number}": v for name, v in limit.when.items()}})
        for limit in criterion.limits
    )
    return criterion.model_copy(
        update={
            "id": f"{criterion.id}-{number}",
            "applies_when": when,
            "limits": limits,
            "hard": number == 0 and criterion.hard,
        }
    )


def _files(schemes: list[Scheme]) -> None:
    scheme = next(s for s in schemes if s.id == "oppfolging-barn-unge")
    answers: dict[str, Answer] = {
        "applicant_type": "municipality_trust",
        "agreement": "no",
        "track": "fact_ung",
        "years": 6,
    }
    today = dt.date(2025, 2, 20)
    kept = {**compose(scheme, answers, "nn", today), "id": "x" * 32, "expires": "2025-05-21"}
    _timed("checklist composed in three languages", lambda: compose(scheme, answers, "nn", today))
    for name, write in (
        ("PDF/UA (asked: 300 ms)", render_pdf),
        ("Word", render_docx),
        ("calendar", render_ics),
        ("text", render_text),
    ):
        _timed(f"checklist to {name}", lambda write=write: write(kept))  # type: ignore[misc]


def _timed(name: str, work: Callable[[], object]) -> None:
    began = time.perf_counter()
    work()
    first = time.perf_counter() - began
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    print(
        f"{name}: first {first * 1e3:.0f} ms, then median {statistics.median(times) * 1e3:.1f} ms, worst {max(times) * 1e3:.1f} ms"
    )


if __name__ == "__main__":
    raise SystemExit(main())
