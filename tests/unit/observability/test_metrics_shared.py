"""Metrics: few labels, no content, and one sum for several processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.observability.labels import Values
from assistant.observability.sampling import LongestLately, Sampler
from assistant.observability.shared import forget_worker, prepare_shared_metrics
from assistant.web.metrics import Metrics

ROOT = Path(__file__).parents[3]
# A supervisor as `veileder serve --workers` is one: it makes the folder before the library is imported, and then workers.
SUPERVISOR = """
import os, subprocess, sys
from pathlib import Path
from assistant.observability.shared import forget_worker, prepare_shared_metrics, remove_shared_metrics
made = prepare_shared_metrics(Path(sys.argv[1]))
print(oct(made.stat().st_mode & 0o777))
worker = '''
import sys
from assistant.web.metrics import Metrics
metrics = Metrics()
for _ in range(int(sys.argv[1])):
    metrics.count("veileder_messages_total", kind="answer", topic="deadline")
    metrics.observe_reply(0.02)
metrics.set("veileder_memory_bytes", 100.0)
print("counted", flush=True)
sys.stdin.readline()
print(metrics.render().decode() + "end", flush=True)
sys.stdin.readline()
'''
def start(number):
    made = subprocess.Popen([sys.executable, "-c", worker, number], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert made.stdout.readline() == "counted\\n"
    return made
def render(process):
    process.stdin.write("\\n"); process.stdin.flush()
    lines = []
    while lines[-1:] != ["end\\n"]:
        lines.append(process.stdout.readline())
    return "".join(lines)
first, second, third = start("2"), start("3"), start("4")
print(render(first)); print("=====")
second.kill(); second.wait(); forget_worker(second.pid)
print(render(third)); print("=====")
for process in (first, third):
    process.kill(); process.wait()
remove_shared_metrics()
print(made.exists())
"""


def test_any_worker_tells_the_sum_of_all_and_a_dead_one_keeps_what_it_counted(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SUPERVISOR, str(tmp_path)], capture_output=True, text=True, timeout=120, env=environment,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    before, after, end = done.stdout.split("=====")
    assert before.startswith("0o700\n")
    for text in (before, after):
        assert 'veileder_messages_total{kind="answer",topic="deadline"} 9.0' in text
        assert 'veileder_reply_seconds_count{turn="text"} 9.0' in text
    assert "veileder_workers 3.0" in before
    assert "veileder_memory_bytes 300.0" in before
    assert "veileder_workers 2.0" in after, "a worker that has ended serves no more"
    assert "veileder_memory_bytes 200.0" in after
    assert "False" in end, "the folder is gone"


def test_shared_metrics_are_refused_when_it_is_too_late_for_them(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="first of all"):
        prepare_shared_metrics(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_single_process_has_no_worker_to_forget() -> None:
    forget_worker(1)


def test_a_label_has_the_values_it_may_have_and_no_others() -> None:
    closed = Values(["answer"])
    assert [closed.of(value) for value in ("answer", "hei på deg", "")] == ["answer", "other", "other"]
    few = Values(most=2)
    values = ["ValueError", "min tekst", "KeyError", "OSError", "KeyError", "x" * 200]
    assert [few.of(value) for value in values] == ["ValueError", "other", "KeyError", "other", "KeyError", "other"]


def test_what_was_counted_under_the_old_names_is_counted_under_them_still() -> None:
    metrics = Metrics()
    metrics.count("veileder_requests_total", route="/x/{id}", method="GET", status="200")
    metrics.count("veileder_engine_failures_total", error="TimeoutError")
    metrics.count("veileder_masked_total", kind="telefon")
    metrics.count("veileder_refused_total", reason="conversation")
    metrics.count("veileder_replays_total")
    metrics.count("veileder_handoffs_total", outcome="sent")
    metrics.observe_reply(0.007, "button")
    text = metrics.render().decode()
    for line in (
        'veileder_requests_total{method="GET",route="/x/{id}",status="200"} 1.0',
        'veileder_engine_failures_total{error="TimeoutError"} 1.0',
        'veileder_masked_total{kind="telefon"} 1.0',
        'veileder_refused_total{reason="conversation"} 1.0',
        "veileder_replays_total 1.0",
        'veileder_handoffs_total{outcome="sent"} 1.0',
        'veileder_reply_seconds_bucket{le="0.01",turn="button"} 1.0',
        'veileder_reply_seconds_bucket{le="0.005",turn="button"} 0.0',
    ):
        assert line in text
    assert "_created" not in text


def test_two_services_in_one_process_count_apart() -> None:
    first, second = Metrics(), Metrics()
    first.count("veileder_replays_total")
    assert "veileder_replays_total 0.0" in second.render().decode()


def test_a_counter_that_does_not_exist_is_a_defect() -> None:
    with pytest.raises(KeyError):
        Metrics().count("veileder_nothing_total")


def test_the_longest_lag_is_forgotten_after_two_minutes() -> None:
    longest = LongestLately(window_seconds=60)
    assert [longest.of(value, at) for value, at in ((0.5, 0), (0.1, 30), (0.1, 61), (0.2, 100), (0.1, 121))] == [
        0.5, 0.5, 0.5, 0.5, 0.2,
    ]  # fmt: skip
    assert longest.of(0.01, 1000) == 0.01


def test_memory_processor_time_and_the_age_of_the_retention_are_told() -> None:
    metrics = Metrics()
    sampler = Sampler(metrics)
    sampler.slow()
    text = metrics.render().decode()
    assert "veileder_retention_age_seconds +Inf" in text, "it has never run"
    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(values["veileder_memory_bytes"]) > 1e6
    assert float(values["veileder_cpu_seconds_total"]) > 0
    sampler.retention_ran()
    metrics.observe_retention(3)
    sampler.slow()
    text = metrics.render().decode()
    assert "veileder_retention_age_seconds +Inf" not in text
    assert 'veileder_conversations_total{event="expired"} 3.0' in text
    metrics.observe_retention(None)
    assert "veileder_retention_failures_total 1.0" in metrics.render().decode()
