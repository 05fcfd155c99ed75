"""Runs labelled conversations against a service and reports what is right."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import aiohttp

from assistant.evaluation.cases import Case
from assistant.evaluation.client import ServiceClient
from assistant.evaluation.judge import faults


@dataclass
class Result:
    """A case with the transcript and what was wrong, turn by turn."""

    case: Case
    transcript: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        return not self.faults


async def evaluate(cases: Sequence[Case], base_url: str, *, erase: bool = True) -> list[Result]:
    """Runs every case in a conversation of its own, one after the other.

    Args:
        erase: Erase each conversation, which takes longer than to hold it: the database file is rebuilt.
    """
    async with aiohttp.ClientSession() as session:
        return [await _run(case, ServiceClient(session, base_url), erase) for case in cases]


async def _run(case: Case, client: ServiceClient, erase: bool) -> Result:
    result = Result(case)
    await client.start()
    for number, turn in enumerate(case.turns, 1):
        messages = await client.say(turn.q) if turn.q is not None else await client.press(turn.press or "")
        result.transcript.append(f"– {turn.q or '(' + str(turn.press) + ')'}")
        result.transcript += [f"    [{m['kind']} {m['scheme'] or '-'} {m['lang']}] {m['text']}" for m in messages]
        result.faults += [f"turn {number}: {fault}" for fault in faults(turn, messages)]
    if erase:
        await client.end()
    return result


def interval(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95 % interval for a share, in per cent."""
    if total == 0:
        return 0.0, 0.0
    p = right / total
    centre, spread = p + z * z / (2 * total), z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return 100 * (centre - spread) / scale, 100 * (centre + spread) / scale


def table(results: Iterable[Result]) -> list[tuple[str, int, int]]:
    """Rows of group, right, total, in the order met."""
    rows: dict[str, list[int]] = {}
    for result in results:
        row = rows.setdefault(result.case.group, [0, 0])
        row[0] += result.right
        row[1] += 1
    return [(group, right, total) for group, (right, total) in rows.items()]


def report(results: Sequence[Result]) -> str:
    """Each failure, a table by group, and one figure."""
    lines = []
    for result in (r for r in results if not r.right):
        lines += [f"FAILED [{result.case.group}]", *result.transcript, *(f"  ! {fault}" for fault in result.faults), ""]
    lines += ["| group | right | of |", "|---|---|---|"]
    lines += [f"| {group} | {right} | {total} |" for group, right, total in table(results)]
    right, total = sum(r.right for r in results), len(results)
    low, high = interval(right, total)
    share = 100 * right / total if total else 0.0
    return "\n".join([*lines, "", f"right {right} of {total} = {share:.1f} % (95 % interval {low:.1f}–{high:.1f} %)"])
