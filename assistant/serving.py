"""`veileder serve`: one process, several (which becomes `assistant.workers`), or one of those."""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import time
from collections.abc import Callable

from assistant import c_memory
from assistant.announcement import announce, tell_progress
from assistant.settings import Settings

_MOST_WORKERS = 64
_SWITCH_SECONDS = 0.001  # a turn is stored in another thread, which needs the interpreter for a moment, many times


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `serve`."""
    serve = commands.add_parser("serve", help="serve the website, the widget and the API")
    serve.add_argument(
        "--workers", type=_workers, default=1, help="processes that answer behind the one port (default: 1)"
    )
    serve.add_argument("--seat", help=argparse.SUPPRESS)  # given by the supervisor to its workers
    serve.set_defaults(run=_serve)


def _workers(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_WORKERS):
        raise argparse.ArgumentTypeError(f"give a whole number from 1 to {_MOST_WORKERS}, for example 2")
    return int(text)


def _serve(options: argparse.Namespace) -> int:
    if options.seat:
        return _work(options.seat)
    if options.workers > 1:
        from assistant.workers.__main__ import become

        Settings.from_env()  # what is wrong with them is said before anything is started
        become(options.workers)
    from assistant.bootstrap import build
    from assistant.staff.sign_in import staff_link
    from assistant.web.server import refuse_taken_address, serve

    began = time.monotonic()
    settings = Settings.from_env()
    refuse_taken_address(settings)
    system = build(settings, tell_progress)

    def ready(address: str) -> None:
        announce(address, began, staff_link(system.app, address))

    _keep_what_is_loaded()
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(system.app, settings, ready=ready))
    return 0


def _keep_what_is_loaded() -> None:
    """What is loaded by now stays for good: going through it in search of garbage would hold up every answer meanwhile."""
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(_SWITCH_SECONDS)
    c_memory.settle()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's, where there is one (not on Windows)."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def _work(given: str) -> int:
    """Serve as one of several workers."""
    from assistant.workers.seat import Seat
    from assistant.workers.serving import end_with_supervisor, serve, share_link

    seat = Seat.read(given)
    end_with_supervisor(seat)
    from assistant.bootstrap import build

    settings = Settings.from_env()
    system = build(settings, tell_progress if seat.is_first else lambda _line: None, jobs=seat.is_first)
    share_link(system.app, seat)
    _keep_what_is_loaded()
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(system.app, settings, seat))
    return 0
