"""Counters and one histogram, written in Prometheus' text format. They hold no text of users."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_HELP = {
    "veileder_requests_total": "Requests by route, method and status.",
    "veileder_messages_total": "Replies by kind and topic.",
    "veileder_engine_failures_total": "Messages that the engine did not answer, by exception.",
    "veileder_masked_total": "Personal data masked, by kind.",
    "veileder_refused_total": "Requests refused by a limit, by reason.",
    "veileder_replays_total": "Requests answered from their Idempotency-Key.",
    "veileder_overtaken_total": "Turns taken anew, since another process had taken one of the same conversation.",
}
_LATENCY = "veileder_reply_seconds"


class Metrics:
    """What the service has done since it started."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
        self._buckets = [0] * (len(_BUCKETS) + 1)
        self._sum = 0.0

    def count(self, name: str, **labels: str) -> None:
        """Add one to a counter of `_HELP`."""
        self._counts[name, tuple(sorted(labels.items()))] += 1

    def observe_reply(self, seconds: float) -> None:
        """Add the time that one reply took."""
        self._buckets[bisect_left(_BUCKETS, seconds)] += 1
        self._sum += seconds

    def render(self) -> str:
        """Everything, in Prometheus' text format."""
        lines: list[str] = []
        for name, text in _HELP.items():
            lines += [f"# HELP {name} {text}", f"# TYPE {name} counter"]
            chosen = sorted((labels, value) for (found, labels), value in self._counts.items() if found == name)
            lines += [f"{name}{_labels(labels)} {value}" for labels, value in chosen]
        lines += [f"# HELP {_LATENCY} Time from a message to its reply.", f"# TYPE {_LATENCY} histogram"]
        total = 0
        for limit, value in zip((*map(str, _BUCKETS), "+Inf"), self._buckets, strict=True):
            total += value
            lines.append(f'{_LATENCY}_bucket{{le="{limit}"}} {total}')
        return "\n".join([*lines, f"{_LATENCY}_sum {self._sum:.6f}", f"{_LATENCY}_count {total}", ""])


def _labels(labels: tuple[tuple[str, str], ...]) -> str:
    def quote(value: str) -> str:
        return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")

    return "{" + ",".join(f'{name}="{quote(value)}"' for name, value in labels) + "}" if labels else ""
