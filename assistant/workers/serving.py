"""A worker: serves on what its supervisor has opened, until it is told to end or the supervisor is gone."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import time
from dataclasses import replace

from aiohttp import web

from assistant.settings import Settings
from assistant.staff.sign_in import SIGN_IN_KEY
from assistant.web.observing import drain
from assistant.web.server import Runner, new_runner
from assistant.workers.link import SharedLink
from assistant.workers.seat import READY, Seat

LINGER_SECONDS = 5.0
"""How long one that is replaced waits for its clients to open a connection to another worker."""
_LOOK_SECONDS = 0.02
_PAUSE_SECONDS = 0.5
_KILLED_AFTER_SECONDS = 60.0


def end_with_supervisor(seat: Seat) -> None:
    """End this process, turns under way finished, when its supervisor has ended without telling it."""

    def wait() -> None:
        os.read(seat.lifeline, 1)  # nobody writes: it returns when the last writer, the supervisor, is gone
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_KILLED_AFTER_SECONDS)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def share_link(app: web.Application, seat: Seat) -> None:
    """Let the sign-in link that the supervisor prints work in whichever worker it comes to, once."""
    link = SharedLink(seat.link_path) if seat.link_path else None
    app[SIGN_IN_KEY] = replace(app[SIGN_IN_KEY], local=link)


class Door:
    """Accepts connections from a socket that other processes accept from too: one at a time, so that all get some."""

    def __init__(self, listener: socket.socket, runner: Runner) -> None:
        self._loop = asyncio.get_running_loop()
        self._listener = listener
        self._runner = runner
        self._arriving: set[asyncio.Task[object]] = set()
        self._is_open = True
        self._loop.add_reader(listener.fileno(), self._accept)

    def close(self) -> None:
        """Accept nothing more here; who waits is another process's."""
        if self._is_open:
            self._is_open = False
            self._loop.remove_reader(self._listener.fileno())
            self._listener.close()

    async def settle(self) -> None:
        """Wait until who was accepted has become a connection of the server."""
        if self._arriving:
            await asyncio.wait(self._arriving)

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return  # another worker was quicker, or the client has gone
        except OSError:  # too many open files, most likely: trying at once again would only burn time
            self._loop.remove_reader(self._listener.fileno())
            self._loop.call_later(_PAUSE_SECONDS, self._resume)
            return
        connection.setblocking(False)
        server = self._runner.server
        if server is None:
            connection.close()
            return
        task: asyncio.Task[object] = asyncio.ensure_future(self._loop.connect_accepted_socket(server, connection))
        self._arriving.add(task)
        task.add_done_callback(self._arriving.discard)

    def _resume(self) -> None:
        if self._is_open:
            self._loop.add_reader(self._listener.fileno(), self._accept)


class _Told:
    """What signals have told this worker: to end (SIGTERM), or to leave its place to another one (SIGHUP)."""

    def __init__(self) -> None:
        self.something, self.end = asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, self.something.set)
        loop.add_signal_handler(signal.SIGTERM, self._end)

    def _end(self) -> None:
        self.end.set()
        self.something.set()


async def serve(app: web.Application, settings: Settings, seat: Seat) -> None:
    """Serve in a seat until told to end; turns under way are finished.

    Told to end, it answers for `VEILEDER_DRAIN_SECONDS` more while `/readyz` says 503, as a single process does. Told
    to leave its place, it accepts nothing new from now on, and asks its clients to connect anew with each answer.
    """
    told = _Told()
    leaving = False

    async def say_close(_request: web.Request, response: web.StreamResponse) -> None:
        if leaving and response.headers.get("Upgrade") is None:
            response.force_close()
            response.headers["Connection"] = "close"

    app.on_response_prepare.append(say_close)
    runner = new_runner(app)
    await runner.setup()
    try:
        doors = [Door(socket.socket(fileno=number), runner) for number in seat.listeners]
        _say_ready(seat)
        await told.something.wait()
        leaving = True
        if told.end.is_set():
            drain(app)
            await asyncio.sleep(settings.drain_seconds)
        for door in doors:
            door.close()
            await door.settle()
        if not told.end.is_set():
            await _linger(runner, told.end)
    finally:
        await runner.cleanup()


def _say_ready(seat: Seat) -> None:
    os.write(seat.status, READY)
    os.close(seat.status)


async def _linger(runner: Runner, end: asyncio.Event) -> None:
    """Wait until the clients have gone, but not long: they are asked to with each answer."""
    until = time.monotonic() + LINGER_SECONDS
    while runner.server is not None and runner.server.connections and time.monotonic() < until and not end.is_set():
        await asyncio.sleep(_LOOK_SECONDS)
