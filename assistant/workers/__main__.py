"""`veileder serve --workers N` becomes this program: the supervisor, without all that the command line has imported."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from assistant.announcement import announce, sign_in_link
from assistant.observability.shared import forget_worker, prepare_shared_metrics, remove_shared_metrics
from assistant.settings import Settings, SettingsError
from assistant.workers.link import make_link
from assistant.workers.listening import address_of, listen
from assistant.workers.seat import Seat
from assistant.workers.supervisor import EXIT_BAD_INPUT, Plan, Supervisor

_AFTER_DRAINING_SECONDS = 30.0


def become(workers: int) -> NoReturn:
    """Replace this process by the supervisor; its process id stays."""
    os.execv(sys.executable, [*_python(), "-m", "assistant.workers", str(workers)])  # noqa: S606 - ourselves


def supervise(settings: Settings, workers: int) -> int:
    """Serve with several processes until told to end; returns the exit code.

    Raises:
        OSError: The address cannot be listened on.
    """
    began = time.monotonic()
    sockets = listen(settings.host, settings.port)
    address = address_of(sockets, settings.host)
    folder = prepare_shared_metrics(settings.var)
    try:
        if workers > 1 and settings.redis_url is None:
            _say(f"No VEILEDER_REDIS_URL: each of the {workers} workers counts requests against the rate limits alone.")
        key = secrets.token_urlsafe(32) if settings.has_local_link else ""
        plan = Plan(
            count=workers,
            command=_command,
            address=address,
            grace_seconds=settings.drain_seconds + _AFTER_DRAINING_SECONDS,
            link=make_link(folder, key) if key else None,
            first_ready=partial(announce, address, began, sign_in_link(address, key) if key else None),
            forget=forget_worker,
        )
        return Supervisor(plan, sockets, _say).run()
    finally:
        remove_shared_metrics()


def _command(seat: Seat) -> Sequence[str]:
    return [*_python(), "-m", "assistant.cli", "serve", *seat.as_option()]


def _python() -> list[str]:
    """This interpreter, with the options that it was started with (`-W`, `-X` and the like)."""
    flags: Callable[[], list[str]] = subprocess._args_from_interpreter_flags  # type: ignore[attr-defined]
    return [sys.executable, *flags()]


def _say(line: str) -> None:
    print(f"veileder: {line}", file=sys.stderr, flush=True)


def main(argv: Sequence[str]) -> int:
    """Entry point; the one argument is the number of workers."""
    try:
        return supervise(Settings.from_env(), int(argv[0]))
    except SettingsError as error:
        _say(str(error))
    except OSError as error:
        where = Path(error.filename).name if error.filename else ""
        _say(
            f"{error.strerror or error}{f' ({where})' if where else ''}. Is the port free, may VEILEDER_VAR be written?"
        )
    return EXIT_BAD_INPUT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
