"""The caseworker's pages read the same library as the tests of the web layer."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "web"))
