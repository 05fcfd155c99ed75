"""The supervisor with workers that only pretend: who is started, replaced, restarted, given up, ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
_MOST_SECONDS = 30
# A worker: `{kind}` decides how it behaves; it writes its life into a file of its own.
WORKER = """
import json, os, signal, sys, threading, time
seat = json.loads(sys.argv[-1]); kind, folder = sys.argv[1], sys.argv[2]
def note(what): open(f"{folder}/{seat['number']}.{os.getpid()}", "a").write(what + "\\n")
note("started")
if kind == "bad": sys.exit(2)
if kind == "dies": sys.exit(3)
if kind == "second dies" and os.path.exists(f"{folder}/once"): sys.exit(3)
open(f"{folder}/once", "w").close()
def leave(number, frame):
    note(signal.Signals(number).name)
    if kind != "deaf": os._exit(0)
signal.signal(signal.SIGTERM, leave); signal.signal(signal.SIGHUP, leave)
def alone():
    os.read(seat["lifeline"], 1); note("alone"); os._exit(0)
threading.Thread(target=alone, daemon=True).start()
note("ready"); os.write(seat["status"], b"ready"); os.close(seat["status"])
while True: time.sleep(60)
"""
SUPERVISOR = """
import functools, sys
from assistant.workers.listening import address_of, listen
from assistant.workers.supervisor import Plan, Supervisor
kind, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
say = functools.partial(print, flush=True)
sockets = listen("127.0.0.1", 0)
command = lambda seat: [sys.executable, "-c", open(folder + "/worker.py").read(), kind, folder, *seat.as_option()]
address = address_of(sockets, "127.0.0.1")
plan = Plan(count, command, address, grace_seconds=1.0, first_ready=lambda: say("first", address), forget=lambda pid: say("forgot", pid))
heavy = {"rasa", "aiohttp", "tensorflow", "sqlalchemy", "prometheus_client"} & set(sys.modules)
say("heavy", *heavy)
sys.exit(Supervisor(plan, sockets, say).run())
"""


class Run:
    """A supervisor under test."""

    def __init__(self, folder: Path, kind: str, count: int) -> None:
        self.folder = folder
        (folder / "worker.py").write_text(WORKER)
        self._output = (folder / "output").open("wb")
        command = [sys.executable, "-c", SUPERVISOR, kind, str(folder), str(count)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=self._output, stderr=self._output)

    def said(self) -> str:
        return (self.folder / "output").read_text()

    def lives(self, number: int) -> list[list[str]]:
        """What the workers of one place went through, the earliest first."""
        files = sorted(self.folder.glob(f"{number}.*"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text().split() for path in files]

    def pids(self, number: int) -> list[int]:
        found = sorted(self.folder.glob(f"{number}.*"), key=lambda path: path.stat().st_ctime_ns)
        return [int(path.suffix[1:]) for path in found]

    def until(self, holds: Callable[[], object]) -> None:
        end = time.monotonic() + _MOST_SECONDS
        while not holds():
            assert time.monotonic() < end, self.said()
            time.sleep(0.02)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._output.close()


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    runs: list[Run] = []

    def start(kind: str = "good", count: int = 2) -> Run:
        runs.append(Run(tmp_path, kind, count))
        return runs[-1]

    yield start
    for run in runs:
        run.close()


def test_the_others_start_when_the_first_is_ready_and_all_end_on_sigterm(begin: Callable[..., Run]) -> None:
    run = begin(count=3)
    run.until(lambda: "All 3 workers are ready" in run.said())
    assert run.said().splitlines()[0].split() == ["heavy"], "the supervisor imports nothing of what answers"
    assert run.said().index("first") < run.said().index("All 3")
    run.process.send_signal(signal.SIGTERM)
    assert run.process.wait(_MOST_SECONDS) == 0
    assert [run.lives(number) for number in range(3)] == [[["started", "ready", "SIGTERM"]]] * 3
    assert run.said().count("forgot") == 3


def test_a_killed_worker_is_replaced_and_connections_that_wait_are_kept(begin: Callable[..., Run]) -> None:
    run = begin()
    run.until(lambda: "All 2" in run.said())
    host, port = run.said().split("first http://")[1].split()[0].split(":")
    with socket.create_connection((host, int(port))) as waiting:
        os.kill(run.pids(1)[0], signal.SIGKILL)
        run.until(lambda: run.lives(1)[1:] == [["started", "ready"]])
        waiting.sendall(b"GET / HTTP/1.1\r\n")  # still connected: the socket is not the worker's
    assert "Worker 1" in run.said() and "by SIGKILL" in run.said()
    assert run.lives(0) == [["started", "ready"]]


def test_sighup_replaces_one_after_the_other_each_when_the_next_is_ready(begin: Callable[..., Run]) -> None:
    run = begin()
    run.until(lambda: "All 2" in run.said())
    run.process.send_signal(signal.SIGHUP)
    run.until(lambda: len(run.lives(1)) == 2 and all("ready" in life for life in run.lives(1)))
    run.until(lambda: sum("SIGHUP" in life for life in run.lives(0) + run.lives(1)) == 2)
    assert [len(run.lives(number)) for number in range(2)] == [2, 2]
    assert run.process.poll() is None


def test_a_new_worker_that_fails_leaves_those_that_serve(begin: Callable[..., Run]) -> None:
    run = begin("second dies", count=1)
    run.until(lambda: "All 1" in run.said())
    run.process.send_signal(signal.SIGHUP)
    run.until(lambda: "those that serve stay" in run.said())
    assert ["started", "ready"] in run.lives(0)
    assert run.process.poll() is None


@pytest.mark.parametrize(("kind", "code", "starts"), [("bad", 2, 1), ("dies", 1, 4)])
def test_workers_that_die_at_once_are_given_up(begin: Callable[..., Run], kind: str, code: int, starts: int) -> None:
    run = begin(kind)
    assert run.process.wait(_MOST_SECONDS) == code
    assert run.lives(0) == [["started"]] * starts
    assert run.lives(1) == [], "others are not started before one is ready"
    assert ("said what is wrong" if kind == "bad" else "giving up") in run.said()


def test_a_worker_that_does_not_end_is_killed_and_the_exit_code_says_so(begin: Callable[..., Run]) -> None:
    run = begin("deaf", count=1)
    run.until(lambda: "All 1" in run.said())
    run.process.send_signal(signal.SIGTERM)
    assert run.process.wait(_MOST_SECONDS) == 1
    assert "is killed" in run.said()


def test_workers_end_when_their_supervisor_is_gone(begin: Callable[..., Run]) -> None:
    run = begin()
    run.until(lambda: "All 2" in run.said())
    run.process.kill()
    run.until(lambda: all("alone" in life for number in range(2) for life in run.lives(number)))
