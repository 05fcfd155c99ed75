"""Rasa as it is installed and this service, side by side: the same domain, rules, examples, actions and messages.

Stock: `rasa run` with REST, `rasa run actions`, Rasa's SQLite tracker store and its own pipeline (config.yml beside this
file). Ours: `veileder serve`, one worker, SQLite. Both write durably. They take turns, so that a machine that slows down
slows both. `make bench-stock` runs it; the last line is the ratio of messages a second.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from aiohttp import ClientSession

from assistant.engine.training import ROOT, ensure_model, input_files
from assistant.evaluation.load import Seen, chained, converse, scripts
from assistant.evaluation.local_service import environment, local_service, memory_of, processor_seconds_of
from assistant.evaluation.visitors import Refused, Say, with_guide
from assistant.settings import Settings

CONFIG = Path(__file__).with_name("config.yml")
ROUNDS, CLIENTS, MOST_SECONDS = 3, 8, 60.0
CONVERSATIONS, MESSAGES = 30, 5  # a round; each
_READY_SECONDS = 180.0
_RASA = [sys.executable, "-W", "ignore", "-m", "rasa"]
_FOR_RASA = {"PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false", "SANIC_WORKERS": "1", "TQDM_DISABLE": "1"}


@dataclass
class Side:
    """One of the two, running.

    Attributes:
        processes: Their ids.
        ready: Seconds from its start until it answered.
        rounds: What the clients saw, a round each.
        worked: Seconds of processor time that its processes took for the rounds.
    """

    name: str
    url: str
    processes: list[int]
    ready: float
    rounds: list[Seen] = field(default_factory=list)
    worked: float = 0.0

    @property
    def cost(self) -> float:
        """Milliseconds of processor time for each message, of all its processes."""
        return 1000 * self.worked / sum(len(each.times) for each in self.rounds)

    def processor_seconds(self) -> float:
        """Processor time that its processes have taken so far."""
        return sum(map(processor_seconds_of, self.processes))

    @property
    def memory(self) -> float:
        """Megabytes of memory that its processes take now; what they share with others counts in part."""
        return sum(map(memory_of, self.processes))

    def quantile(self, share: float) -> float:
        """Milliseconds, of all rounds together."""
        return Seen([t for each in self.rounds for t in each.times]).quantile(share)

    @property
    def rate(self) -> float:
        """Messages a second: the median of the rounds."""
        return statistics.median(each.rate for each in self.rounds)


def main() -> int:
    """Trains what is missing, runs both, prints the comparison; the exit code tells whether messages failed."""
    settings = Settings.from_env()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        ensure_model(settings.models_folder, lambda line: print(line, file=sys.stderr))
        model = _stock_model(settings.models_folder)
        models = settings.models_folder.absolute()
        ours = running.enter_context(_ours(Path(folder), models))
        stock = running.enter_context(_stock(Path(folder), models, model))
        said = chained(scripts(), MESSAGES)
        for number in range(ROUNDS + 1):
            part = said[number * CONVERSATIONS :][:CONVERSATIONS]
            for side, begin in ((ours, with_guide), (stock, with_rest)):
                worked = side.processor_seconds()
                seen = asyncio.run(converse(side.url, part, begin, clients=CLIENTS, most_seconds=MOST_SECONDS))
                if number:  # the first warms both up
                    side.rounds.append(seen)
                    side.worked += side.processor_seconds() - worked
                    print(_round(side.name, number, seen), flush=True)
        _report(ours, stock)
        return int(any(seen.failed for seen in ours.rounds))


def _round(name: str, number: int, seen: Seen) -> str:
    failed = f", not answered: {dict(seen.failed)}" if seen.failed else ""
    return f"round {number}, {name}: {len(seen.times)} messages, {seen.rate:.1f}/s{failed}"


def _report(ours: Side, stock: Side) -> None:
    print(
        f"\n{CLIENTS} clients, {ROUNDS} rounds each in turn, {os.cpu_count()} cores; one worker, SQLite on both sides"
    )
    print(f"{'':22}{'stock':>10}{'ours':>10}{'ratio':>10}")
    rows: list[tuple[str, Callable[[Side], float], bool]] = [
        ("messages/s", lambda side: side.rate, True),
        ("p50 ms", lambda side: side.quantile(0.5), False),
        ("p95 ms", lambda side: side.quantile(0.95), False),
        ("p99 ms", lambda side: side.quantile(0.99), False),
        ("processor ms/message", lambda side: side.cost, False),
        ("memory MB", lambda side: side.memory, False),
        ("ready after s", lambda side: side.ready, False),
    ]
    for name, value, more_is_better in rows:
        theirs, own = value(stock), value(ours)
        ratio = own / theirs if more_is_better else theirs / own
        print(f"{name:22}{theirs:10.1f}{own:10.1f}{ratio:10.1f}")
    print(f"throughput ratio {ours.rate / stock.rate:.1f}")


async def with_rest(session: ClientSession, url: str) -> Say:
    """A conversation over Rasa's REST channel."""
    sender = os.urandom(8).hex()

    async def say(text: str) -> str:
        body = {"sender": sender, "message": text}
        async with session.post(f"{url}/webhooks/rest/webhook", json=body) as response:
            if response.status != 200:
                raise Refused(str(response.status))
            return " ".join(str(message.get("text") or message) for message in await response.json())

    return say


def _stock_model(folder: Path) -> Path:
    """Rasa's own model of the present data, trained unless it is there (several minutes)."""
    digest = hashlib.sha256(CONFIG.read_bytes())
    for path in input_files():
        if path.suffix == ".yml" and path.name != "config.yml":
            digest.update(path.read_bytes())
    path = folder / f"stock-{digest.hexdigest()[:16]}.tar.gz"
    if not path.exists():
        print("stock: training, several minutes", file=sys.stderr)
        command = ["train", "--domain", "assistant/dialogue/domain", "--data", "nlu_data", "assistant/dialogue/rules",
                   "--config", str(CONFIG), "--out", str(folder.absolute()), "--fixed-model-name", path.name[:-7]]  # fmt: skip
        with tempfile.TemporaryFile("w+") as said:
            if subprocess.call([*_RASA, *command], cwd=ROOT, env={**os.environ, **_FOR_RASA}, stdout=said, stderr=said):  # noqa: S603
                said.seek(0)
                raise RuntimeError(f"Rasa trained no model: {said.read()[-500:]}")
    return path


@contextmanager
def _ours(folder: Path, models: Path) -> Iterator[Side]:
    began = time.perf_counter()
    # What it takes is measured, not what it refuses.
    with local_service(folder, models=models, max_wait_seconds=30) as service:
        service.wait(lambda: _answers(f"{service.url}/readyz"), _READY_SECONDS)
        yield Side("ours", service.url, [service.pid], time.perf_counter() - began)


@contextmanager
def _stock(folder: Path, models: Path, model: Path) -> Iterator[Side]:
    port, actions = _free_port(), _free_port()
    url = f"http://127.0.0.1:{port}"
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{actions}/webhook\n"
        f"tracker_store:\n  type: SQL\n  url: sqlite:///{folder}/stock.db\n",
        encoding="utf-8",
    )
    credentials = folder / "credentials.yml"
    credentials.write_text("rest:\n", encoding="utf-8")
    server = ["run", "--model", str(model), "--endpoints", str(endpoints), "--credentials", str(credentials),
              "--port", str(port), "--interface", "127.0.0.1"]  # fmt: skip
    action_server = ["run", "actions", "--actions", "assistant.evaluation.stock.actions_server", "--port", str(actions)]
    commands = [
        ([*_RASA, *action_server], f"http://127.0.0.1:{actions}/health"),
        ([*_RASA, *server], f"{url}/"),
    ]
    ours = environment(var=folder / "var", models=models)  # the action server reads our knowledge base where it lies
    with _started("stock", url, commands, {**ours, **_FOR_RASA, "STOCK_FOLDER": str(folder)}) as side:
        yield side


@contextmanager
def _started(name: str, url: str, commands: list[tuple[list[str], str]], given: dict[str, str]) -> Iterator[Side]:
    """Starts processes in an environment, each with the address that answers when it is ready, and ends them."""
    began = time.perf_counter()
    quiet = subprocess.DEVNULL
    running = [subprocess.Popen(c, env=given, cwd=ROOT, stdout=quiet, stderr=quiet) for c, _ in commands]  # noqa: S603
    try:
        for process, (command, address) in zip(running, commands, strict=True):
            _await(process, address, " ".join(command[4:6]))
        yield Side(name, url, [process.pid for process in running], time.perf_counter() - began)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _await(process: subprocess.Popen[bytes], address: str, what: str) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{what} ended with {process.returncode}: run it by hand to see why")
        if _answers(address):
            return
        time.sleep(0.1)
    raise RuntimeError(f"{what} did not answer on {address} in {_READY_SECONDS:.0f} s")


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2) as answer:  # noqa: S310 - an address of this machine
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
