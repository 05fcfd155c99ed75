"""The fault matrix: what fails, under load, and what becomes of the messages (`make faults`; docs/reliability.md).

Everything runs on this machine and is its own: the service, PostgreSQL, Redis, a small file system in memory.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from assistant.evaluation.local_service import LocalService, local_service
from assistant.evaluation.patient import Load, Tally
from assistant.evaluation.temporary_postgres import PostgresServer, temporary_postgres_server
from assistant.evaluation.temporary_redis import RedisServer, temporary_redis

CLIENTS = 40
WORKERS = 2
_THINK_SECONDS = 0.5
_HELD_SECONDS = 0.3
_BEFORE_SECONDS, _AFTER_SECONDS = 4.0, 6.0
_MOST_SECONDS = 180.0
_DISK_MEGABYTES = 24
_HEADER = "| fault | sent | acknowledged | stored once | lost | doubled | refused honestly (503, 429) | cut off | other answers | apologies | longest until acknowledged |"


@dataclass
class Ground:
    """What faults are made in."""

    service: LocalService
    postgres: PostgresServer | None = None
    redis: RedisServer | None = None
    disk: Path | None = None
    hands: Executor = field(default_factory=lambda: ThreadPoolExecutor(1))

    async def do(self, work: Callable[[], None]) -> None:
        """Do something that takes time, in a thread that stays: PostgreSQL ends with the thread that has started it."""
        await asyncio.get_running_loop().run_in_executor(self.hands, work)


Strike = Callable[[Ground], Awaitable[None]]


async def kill_worker(ground: Ground) -> None:
    """One of two workers is killed (SIGKILL) while requests wait in it."""
    before = set(ground.service.workers())
    os.kill(max(before), signal.SIGSTOP)  # a message takes milliseconds: hardly ever would one be there by chance
    await asyncio.sleep(_HELD_SECONDS)
    os.kill(max(before), signal.SIGKILL)
    await _until(ground, lambda: len(set(ground.service.workers()) - before) == 1)


async def restart_postgres(ground: Ground) -> None:
    """PostgreSQL is restarted in order."""
    assert ground.postgres is not None
    await ground.do(partial(ground.postgres.stop, signal.SIGINT))
    await ground.do(ground.postgres.start)


async def kill_postgres(ground: Ground) -> None:
    """PostgreSQL ends at once, as in a crash, and is back after 5 seconds."""
    assert ground.postgres is not None
    await ground.do(ground.postgres.stop)
    await asyncio.sleep(5)
    await ground.do(ground.postgres.start)


async def stop_redis(ground: Ground) -> None:
    """Redis is killed, and is back, empty, after 5 seconds."""
    assert ground.redis is not None
    await asyncio.to_thread(ground.redis.stop)
    await asyncio.sleep(5)
    await asyncio.to_thread(ground.redis.start)


async def hang_redis(ground: Ground) -> None:
    """Redis is up and does not answer for 5 seconds (SIGSTOP)."""
    assert ground.redis is not None
    os.kill(ground.redis.pid, signal.SIGSTOP)
    await asyncio.sleep(5)
    os.kill(ground.redis.pid, signal.SIGCONT)


async def fill_disk(ground: Ground) -> None:
    """The file system of the SQLite database is full for 5 seconds."""
    assert ground.disk is not None
    ballast = ground.disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65_536)
        except OSError:
            pass
    await asyncio.sleep(5)
    ballast.unlink()


async def replace_workers(ground: Ground) -> None:
    """All workers are replaced, one after the other (SIGHUP)."""
    before = set(ground.service.workers())
    ground.service.tell(signal.SIGHUP)
    await _until(ground, lambda: not before & set(ground.service.workers()))


async def end_and_start(ground: Ground) -> None:
    """The service is told to end (SIGTERM), and is started anew when it has."""
    ground.service.tell(signal.SIGTERM)
    code = await asyncio.to_thread(ground.service.ended)
    if code:
        raise RuntimeError(f"the service ended with exit code {code}")
    await asyncio.to_thread(ground.service.start)


async def nothing(_ground: Ground) -> None:
    """Nothing fails."""


ON_POSTGRES: tuple[Strike, ...] = (
    nothing,
    kill_worker,
    restart_postgres,
    kill_postgres,
    stop_redis,
    hang_redis,
    replace_workers,
    end_and_start,
)
ON_SQLITE: tuple[Strike, ...] = (fill_disk, kill_worker)


async def run(ground: Ground, strike: Strike) -> Tally:
    """Talks, strikes in the middle, talks on, and compares what was told with what is stored."""
    load, over = Load(ground.service.url, CLIENTS, think_seconds=_THINK_SECONDS), asyncio.Event()
    try:
        async with asyncio.timeout(_MOST_SECONDS):
            await load.open()
            job = asyncio.create_task(load.talk(over.is_set))
            await asyncio.sleep(_BEFORE_SECONDS)
            await strike(ground)
            await asyncio.sleep(_AFTER_SECONDS)
            over.set()
            await job
            await load.check()
    finally:
        await load.close()
    return load.tally


def row(strike: Strike, database: str, tally: Tally) -> str:
    """One row of the table."""
    what = f"{(strike.__doc__ or '').rstrip('.')} ({database})"
    wrong = ", ".join(f"{count} × {status}" for status, count in tally.wrong.items()) or "0"
    cells = (
        what,
        tally.sent,
        tally.acknowledged,
        tally.stored,
        tally.lost,
        tally.doubled + tally.changed,
        tally.notices,
        tally.broken,
        wrong,
        tally.apologies,
        f"{tally.slowest:.1f} s",
    )
    return f"| {' | '.join(map(str, cells))} |"


async def _until(ground: Ground, holds: Callable[[], object]) -> None:
    await asyncio.to_thread(ground.service.wait, holds, _MOST_SECONDS)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """A file system of a few megabytes that can be filled; None where this user may not mount one."""
    folder.mkdir()
    options = f"size={_DISK_MEGABYTES}m,mode=0700"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603 - fixed command
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607 - fixed command


def _rounds(ground: Ground, strikes: Sequence[Strike], database: str) -> Iterator[bool]:
    for strike in strikes:
        tally = asyncio.run(run(ground, strike))
        print(row(strike, database, tally), flush=True)
        yield tally.is_kept and tally.acknowledged == tally.sent


def main(argv: Sequence[str]) -> int:
    """Prints the matrix; 1 when anything was lost, doubled or never acknowledged. Arguments: only those faults, by name."""
    kept: list[bool] = []

    def chosen(strikes: Sequence[Strike]) -> list[Strike]:
        return [strike for strike in strikes if not argv or strike.__name__ in argv]

    print(f"{_HEADER}\n|{'---|' * (_HEADER.count('|') - 1)}", flush=True)
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="veileder-faults-")))
        secret = secrets.token_hex(32)
        redis = opened.enter_context(temporary_redis())
        if chosen(ON_POSTGRES):
            postgres = opened.enter_context(temporary_postgres_server())
            given = {"database_url": postgres.url(), "redis_url": redis.url, "secret": secret}
            with local_service(folder / "postgres", WORKERS, **given) as service:
                kept += _rounds(Ground(service, postgres, redis), chosen(ON_POSTGRES), "PostgreSQL")
        if chosen(ON_SQLITE):
            disk = opened.enter_context(small_disk(folder / "disk"))
            if disk is None:
                print("a full disk: not tried, since this user may not mount a small file system", flush=True)
            strikes = [strike for strike in chosen(ON_SQLITE) if disk or strike is not fill_disk]
            url = f"sqlite:///{(disk or folder) / 'conversations.db'}"
            with local_service(folder / "sqlite", WORKERS, database_url=url, secret=secret) as service:
                kept += _rounds(Ground(service, disk=disk), strikes, "SQLite")
    print(f"kept {sum(kept)} of {len(kept)}")
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
