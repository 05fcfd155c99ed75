"""Metrics of several processes behind one port: each keeps its own in files of one folder, and any of them adds up all.

The supervisor calls `prepare_shared_metrics` before it starts a worker, and before anything imports prometheus_client:
that library decides at its import whether it counts in memory or in files. This module therefore imports it late.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_NAME = re.compile(r"metrics-(\d+)-\w+")


def prepare_shared_metrics(folder: Path) -> Path:
    """Make a new folder (mode 0700) for this run's metrics, and let this process and its children count in it.

    Args:
        folder: The var folder. Folders that runs left there which no longer exist are removed.

    Returns:
        The new folder; `remove_shared_metrics` removes it at the end.

    Raises:
        RuntimeError: prometheus_client is imported already, so that it would count in memory.
        OSError: The folder cannot be made.
    """
    if "prometheus_client" in sys.modules:
        raise RuntimeError(
            "prometheus_client is imported already, so the workers' metrics could not be added up. "
            "Call prepare_shared_metrics first of all, before the application is imported."
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # before the workers, who keep secrets there
    _remove_left_over(folder)
    made = Path(tempfile.mkdtemp(prefix=f"metrics-{os.getpid()}-", dir=folder)).absolute()
    os.environ[VARIABLE] = str(made)
    return made


def forget_worker(pid: int) -> None:
    """Take a worker that has ended out of what is true of living ones only; what it counted stays counted."""
    if not is_shared():
        return
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(pid, os.environ[VARIABLE])  # type: ignore[no-untyped-call]


def remove_shared_metrics() -> None:
    """Remove the folder when all workers have ended."""
    if is_shared():
        shutil.rmtree(os.environ.pop(VARIABLE), ignore_errors=True)


def is_shared() -> bool:
    """Whether this process counts in files, beside others."""
    return VARIABLE in os.environ


def _remove_left_over(folder: Path) -> None:
    for path in folder.glob("metrics-*"):
        found = _NAME.fullmatch(path.name)
        if found and not _lives(int(found[1])):
            shutil.rmtree(path, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it lives, and is another user's
        return True
    return True
