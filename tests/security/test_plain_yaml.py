"""A text with `${NAME}` stays that text: Rasa would put the environment, passwords and all, in its place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "postgresql://veileder:hemmelig@db/veileder"
READ = """
import io, sys
from pathlib import Path
{first}
from ruamel.yaml import YAML
from knowledge.loader import read_plain, read_yaml
path = Path(sys.argv[1])
text = path.read_text(encoding="utf-8")
print(dict(read_yaml(path)), read_plain(path), YAML(typ="safe").load(text), YAML(typ="safe", pure=True).load(text))
YAML().dump(YAML().load(text), sys.stdout)
assert "rasa.shared.utils.io" in sys.modules
"""


@pytest.mark.parametrize(
    "first",
    [
        "import assistant.engine.engine",
        "import assistant.engine.importer",
        "import rasa.shared.utils.io, assistant.engine",
    ],
)
def test_no_reader_puts_the_environment_in_a_text(first: str, tmp_path: Path) -> None:
    path = tmp_path / "ny.yml"
    path.write_text("name: Passordet er ${VEILEDER_DATABASE_URL}, ${NOT_SET}\n", encoding="utf-8")
    environment = os.environ | {"VEILEDER_DATABASE_URL": SECRET, "PYTHONWARNINGS": "ignore"}
    ran = subprocess.run(
        [sys.executable, "-c", READ.format(first=first), str(path)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2_000:]
    assert ran.stdout.count("Passordet er ${VEILEDER_DATABASE_URL}, ${NOT_SET}") == 5
    assert "hemmelig" not in ran.stdout
