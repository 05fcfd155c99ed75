"""No regular expression of the project goes on and on, whatever it is given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("hostile_patterns.py")
ROOT = PROGRAM.parents[2]
LENGTH = 150  # characters: enough for what doubles with each; the longest texts are tried on the service itself
SECONDS = 300.0  # of the clock; all together take about ten


def test_every_pattern_comes_to_an_end_on_strings_made_against_it() -> None:
    command = [sys.executable, str(PROGRAM), str(LENGTH)]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        said = (late.stdout or b"").decode().splitlines() if isinstance(late.stdout, bytes) else []
        pytest.fail(f"this pattern did not come to an end: {said[-1:]}")
    assert done.returncode == 0, done.stderr[-2000:]
    counts = next(line for line in done.stdout.splitlines() if line.startswith("patterns: ")).split()
    assert int(counts[1]) > 250, "the modules were found"
    assert int(counts[3]) > 50_000


def test_the_program_would_tell_a_pattern_that_does_not(tmp_path: Path) -> None:
    check = "import re, hostile_patterns as h\nfor t in h.hostile(r'(a+)+$', 40): re.match(r'(a+)+$', t)"
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", check], cwd=PROGRAM.parent, timeout=3, check=False)
