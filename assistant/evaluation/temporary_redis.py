"""A Redis server of its own for tests and measurements, in a temporary folder, gone afterwards."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

_WAIT_SECONDS = 20


class NoRedis(RuntimeError):
    """Redis cannot be started here; the message says why."""


class RedisServer:
    """A running server that listens on a socket in its folder only, and writes nothing to the disk."""

    def __init__(self, folder: Path, program: str) -> None:
        self._socket = folder / "redis.sock"
        self._program = program
        self.start()

    @property
    def url(self) -> str:
        """Its URL, as `redis.Redis.from_url` takes it."""
        return f"unix://{self._socket}"

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises:
            NoRedis: It does not.
        """
        settings = ("--port", "0", "--unixsocket", str(self._socket), "--save", "", "--appendonly", "no")
        self._process = subprocess.Popen(  # noqa: S603 - a fixed command, no input of a user
            [self._program, *settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self._socket.parent
        )
        end = time.monotonic() + _WAIT_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise NoRedis(f"Redis: {self._program} did not start (exit code {self._process.poll()}).")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it at once; whoever is connected is cut off."""
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


@contextmanager
def temporary_redis() -> Iterator[RedisServer]:
    """A new, empty server; stopped and removed at the end.

    Raises:
        NoRedis: It is not installed, or does not start.
    """
    program = shutil.which("redis-server")
    if program is None:
        raise NoRedis("Redis is not installed: no redis-server on the path. Install it: apt-get install redis-server")
    folder = Path(tempfile.mkdtemp(prefix="veileder-redis-"))
    try:
        server = RedisServer(folder, program)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
