"""Holds a reply against its label."""

import re
from collections.abc import Sequence
from typing import Any

from assistant.evaluation.cases import ANY, Turn

Message = dict[str, Any]


def faults(turn: Turn, messages: Sequence[Message]) -> list[str]:
    """What is wrong with a reply; empty when it is right."""
    if not messages:
        return ["no reply"]
    text = "\n".join(m["text"] for m in messages)
    found = [f"kind {m['kind']} is not among {', '.join(turn.k)}" for m in messages if m["kind"] not in turn.k]
    found += _scheme_faults(turn, messages)
    found += [f"lacks /{p}/" for p in turn.has if not re.search(p, text, re.IGNORECASE)]
    found += [f"has /{p}/" for p in turn.lacks if re.search(p, text, re.IGNORECASE)]
    if turn.lang:
        found += [f"language {m['lang']}, not {turn.lang}" for m in messages if m["lang"] != turn.lang]
    if turn.cited and not any(m["citations"] for m in messages):
        found.append("no citation")
    return list(dict.fromkeys(found + _walk_faults(turn, messages)))


def _scheme_faults(turn: Turn, messages: Sequence[Message]) -> list[str]:
    if turn.s == ANY:
        return []
    schemes = {m["scheme"] for m in messages}
    if turn.s is None:
        return [] if schemes == {None} else [f"scheme {', '.join(sorted(s for s in schemes if s))}, not none"]
    wrong = sorted(s for s in schemes if s not in (turn.s, None))
    return [] if turn.s in schemes and not wrong else [f"scheme {', '.join(wrong) or 'none'}, not {turn.s}"]


def _walk_faults(turn: Turn, messages: Sequence[Message]) -> list[str]:
    found = []
    if turn.outcome:
        outcomes = [m["verdict"]["outcome"] for m in messages if m.get("verdict")]
        if outcomes != [turn.outcome]:
            found.append(f"outcome {', '.join(outcomes) or 'none'}, not {turn.outcome}")
    if turn.question:
        asked = messages[-1].get("question", {}).get("criterion")
        if asked != turn.question:
            found.append(f"asks {asked}, not {turn.question}")
    return found
