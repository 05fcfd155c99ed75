"""The committed bundle: small, self-contained, in parity between languages."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

WIDGET = Path(__file__).resolve().parents[2] / "assistant" / "widget"
LIMIT_BYTES = 40_000


def test_the_widget_and_its_page_are_at_most_40_kb_gzipped() -> None:
    size = sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in (WIDGET / "dist").iterdir())
    assert size <= LIMIT_BYTES


def test_the_bundle_evaluates_no_strings_and_names_no_third_party() -> None:
    bundle = (WIDGET / "dist" / "veileder.js").read_text("utf-8")
    assert not re.search(r"\beval\(|new Function\(|document\.cookie|localStorage|innerHTML=[^\"']{0,3}\btext", bundle)
    urls = set(re.findall(r"https?://[\w.]+", bundle))
    assert urls <= {"http://www.w3.org"}, urls


def test_versions_are_pinned() -> None:
    package = json.loads((WIDGET / "package.json").read_text("utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values()), versions


@pytest.mark.browser
def test_the_texts_exist_in_every_language(open_guide: Any) -> None:
    guide = open_guide()
    source = (WIDGET / "src" / "texts.js").read_text("utf-8").replace("export ", "")
    mark = "typeof v === 'function' ? 'f' + v.length : typeof v === 'string' ? (v ? 's' : '') : v"
    shape = f"(o) => JSON.stringify(o, (k, v) => {mark})"
    script = f"(() => {{ {source}; const shape = {shape}; return Object.values(texts).map(shape) }})()"
    shapes = guide.page.evaluate(script)
    assert len(shapes) == 3
    assert len(set(shapes)) == 1
    assert ':""' not in shapes[0]
