"""However many processes start at once on an empty folder, they have one secret, and it is their owner's alone."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROCESSES, ROUNDS = 4, 25
PROGRAM = """
import os, sys, time
from pathlib import Path
from assistant.conversations.secret import load_keyring
from assistant.settings import Settings
base, me, many, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for number in range(rounds):
    (base / f"here-{number}-{me}").touch()
    while len(list(base.glob(f"here-{number}-*"))) < many:  # all begin each round together
        pass
    print(load_keyring(Settings(var=base / f"new-{number}" / "var")).digest("token", "x"), flush=True)
"""


def test_processes_that_start_at_once_on_an_empty_folder_agree_on_one_secret(tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path), str(me), str(PROCESSES), str(ROUNDS)],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for me in range(PROCESSES)
    ]
    try:
        told = [process.communicate(timeout=120)[0].split() for process in started]
    finally:
        for process in started:
            process.kill()
    assert [len(digests) for digests in told] == [ROUNDS] * PROCESSES
    for number, digests in enumerate(zip(*told, strict=True)):
        assert len(set(digests)) == 1, f"round {number}: {digests}"
        folder = tmp_path / f"new-{number}" / "var"
        assert [path.name for path in folder.iterdir()] == ["secret.key"], "nothing else is left"
        assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(set(told[0])) == ROUNDS, "each folder has a secret of its own"
