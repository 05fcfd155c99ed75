"""`veileder doctor`."""

from __future__ import annotations

import argparse
import os
from typing import Any


def add_parser(commands: Any) -> None:
    """Adds `doctor` to the commands of `veileder`."""
    parser = commands.add_parser("doctor", help="look at the installation: what is wrong, and what to do")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.add_argument("--load-model", action="store_true", help="load the model with Rasa too, as a start does")
    parser.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from assistant.doctor import run  # imports nearly everything, which no other command should wait for

    findings = []
    for finding in run.diagnose(dict(os.environ), load_model=options.load_model):
        findings.append(finding)
        if not options.json:
            print(run.as_line(finding), flush=True)
    print(run.as_json(findings) if options.json else f"\n{run.as_summary(findings)}")
    return run.exit_code(findings)
