"""What the service counts and measures, for Prometheus. No label holds text, ids or anything else that a user chose.

In one process everything is kept in memory, apart for each `Metrics`. When several processes serve behind one port
(`assistant.observability.shared`), it is kept in files, and each of them tells the sum.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from assistant.observability.labels import Values
from assistant.observability.shared import is_shared
from assistant.privacy.masking import TOKENS
from assistant.web.messages import KINDS
from knowledge.model import Topic

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, which nobody reads
CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

# Name without `_total`: what it counts, and its labels with the values that they may have (None: few, made by us).
_Labels = Mapping[str, Iterable[str] | None]
_COUNTERS: Mapping[str, tuple[str, _Labels]] = {
    "veileder_requests": ("Requests by route, method and status.", {"route": None, "method": None, "status": None}),
    "veileder_messages": ("Replies by kind and topic.", {"kind": KINDS, "topic": ("", *Topic)}),
    "veileder_engine_failures": ("Messages that the engine did not answer, by exception.", {"error": None}),
    "veileder_masked": (
        "Messages in which personal data was masked, by kind.",
        {"kind": [token.strip("[]") for token in TOKENS]},
    ),
    "veileder_refused": (
        "Requests refused by a limit, by reason.",
        {"reason": ("address", "conversation", "export", "sign_in", "overloaded", "too_large", "database")},
    ),
    "veileder_replays": ("Requests answered from their Idempotency-Key.", {}),
    "veileder_overtaken": ("Turns taken anew: another process had taken one of the same conversation.", {}),
    "veileder_handoffs": ("Summaries sent to a person's receiver, by outcome.", {"outcome": ("sent", "failed")}),
    "veileder_conversations": (
        "Conversations started, erased by their user, and expired.",
        {"event": ("started", "erased", "expired")},
    ),
    "veileder_database_failures": ("Database calls that failed, by exception.", {"error": None}),
    "veileder_retention_failures": ("Runs of the retention that failed.", {}),
    "veileder_cpu_seconds": ("Processor time used, in seconds.", {}),
}
_REPLY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_DATABASE_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
_LAG_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_HISTOGRAMS: Mapping[str, tuple[str, Mapping[str, Iterable[str]], tuple[float, ...]]] = {
    "veileder_reply_seconds": (
        "Time from a message to its reply, by kind of turn.",
        {"turn": ("text", "button", "open")},
        _REPLY_BUCKETS,
    ),
    "veileder_database_seconds": (
        "Time of a database call, waiting for a thread included.",
        {"operation": ("read", "write")},
        _DATABASE_BUCKETS,
    ),
    "veileder_loop_lag_seconds": ("How much later than asked the event loop woke, sampled.", {}, _LAG_BUCKETS),
}
# Gauges: what they tell, labels, and how those of several workers become one (prometheus_client's multiprocess modes).
_GAUGES: Mapping[str, tuple[str, _Labels, str]] = {
    "veileder_loop_lag_max_seconds": ("The longest lag of the last one to two minutes.", {}, "livemax"),
    "veileder_messages_in_flight": ("Messages being handled.", {}, "livesum"),
    "veileder_scheme_version": ("Number of the version that answers, by scheme.", {"scheme": None}, "livemin"),
    "veileder_build_info": ("1; labels tell what runs.", {"version": None, "model": None}, "livemax"),
    "veileder_retention_last_run_timestamp_seconds": ("End of the last complete run of the retention.", {}, "max"),
    "veileder_retention_age_seconds": ("Time since the last complete run of the retention.", {}, "livemin"),
    "veileder_start_time_seconds": ("When the service started; the oldest worker.", {}, "livemin"),
    "veileder_workers": ("Processes that serve.", {}, "livesum"),
    "veileder_degraded": (
        "1 while the service does without a part that it shares, by part.",
        {"part": ("redis",)},
        "livemax",
    ),
    "veileder_memory_bytes": ("Resident memory of all workers.", {}, "livesum"),
}


class Metrics:
    """What the service does. Safe to use from several threads."""

    def __init__(self) -> None:
        registry = None if is_shared() else CollectorRegistry()
        self._registry = registry
        self._values: dict[str, dict[str, Values]] = {}
        self._counters = {
            f"{name}_total": Counter(name, text, self._labels(f"{name}_total", labels), registry=registry)
            for name, (text, labels) in _COUNTERS.items()
        }
        self._histograms = {
            name: Histogram(name, text, self._labels(name, labels), buckets=buckets, registry=registry)
            for name, (text, labels, buckets) in _HISTOGRAMS.items()
        }
        self._gauges = {
            name: Gauge(name, text, self._labels(name, labels), multiprocess_mode=mode, registry=registry)  # type: ignore[arg-type]
            for name, (text, labels, mode) in _GAUGES.items()
        }
        # Bound once: looking a label up by its name takes several times as long as counting.
        self._bound: dict[tuple[str, ...], Counter] = {}
        self._reply = self._each("veileder_reply_seconds", "turn")
        self._database = self._each("veileder_database_seconds", "operation")
        self._lag = self._histograms["veileder_loop_lag_seconds"]
        self.set("veileder_start_time_seconds", time.time())
        self.set("veileder_workers", 1)
        self.set("veileder_retention_age_seconds", math.inf)  # never yet; the least of all workers' is told

    def count(self, name: str, /, **labels: str) -> None:
        """Add one to a counter, e.g. `veileder_replays_total`. A value that a label may not have counts as `other`.

        Raises:
            KeyError: There is no such counter, or a label of it is missing.
        """
        known = self._values[name]
        key = (name, *(values.of(labels[label]) for label, values in known.items()))
        bound = self._bound.get(key)
        if bound is None:
            counter = self._counters[name]
            bound = self._bound[key] = counter.labels(*key[1:]) if known else counter
        bound.inc()

    def add(self, name: str, amount: float) -> None:
        """Add an amount to a counter without labels."""
        self._counters[name].inc(amount)

    def set(self, name: str, value: float, /, **labels: str) -> None:
        """Set a gauge."""
        known = self._values[name]
        gauge = self._gauges[name]
        (gauge.labels(*(values.of(labels[label]) for label, values in known.items())) if known else gauge).set(value)

    def observe_reply(self, seconds: float, turn: str = "text") -> None:
        """Add the time that one reply took; `turn` is text, button or open."""
        self._reply[turn].observe(seconds)

    def observe_database(self, operation: str, seconds: float, error: str) -> None:
        """Add the time of one database call (`read` or `write`), and the exception that it ended with, if any."""
        self._database[operation].observe(seconds)
        if error:
            self.count("veileder_database_failures_total", error=error)

    def observe_lag(self, seconds: float) -> None:
        """Add one sample of the event loop's lag."""
        self._lag.observe(seconds)

    def observe_retention(self, deleted: int | None) -> None:
        """Note a run of the retention: how many conversations it deleted, or None when it failed."""
        if deleted is None:
            self.count("veileder_retention_failures_total")
            return
        self._counters["veileder_conversations_total"].labels("expired").inc(deleted)
        self.set("veileder_retention_last_run_timestamp_seconds", time.time())

    def render(self) -> bytes:
        """Everything, in Prometheus' text format; of all workers where there are several."""
        registry = self._registry
        if registry is None:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)

    def _labels(self, name: str, labels: _Labels) -> tuple[str, ...]:
        self._values[name] = {label: Values(known) for label, known in labels.items()}
        return tuple(labels)

    def _each(self, name: str, label: str) -> dict[str, Histogram]:
        return {value: self._histograms[name].labels(value) for value in _HISTOGRAMS[name][1][label]}
