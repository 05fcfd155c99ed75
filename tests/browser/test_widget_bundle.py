"""The committed bundle: small, self-contained, in parity between languages."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from knowledge.loader import load_schemes

WIDGET = Path(__file__).resolve().parents[2] / "assistant" / "widget"
LIMIT_BYTES = 40_000


def test_the_widget_is_at_most_40_kb_gzipped() -> None:
    """The one file that a page which embeds it loads; page.css belongs to the service's own pages."""
    bundle = (WIDGET / "dist" / "veileder.js").read_bytes()
    assert len(gzip.compress(bundle, mtime=0)) <= LIMIT_BYTES


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_a_question_has_the_label_that_its_scheme_gives_it(lang: str) -> None:
    """«Endre svaret om …» names a question by this label, and the engine looks for the words of the scheme's."""
    source = (WIDGET / "src" / "texts.js").read_text("utf-8")
    block = source.split(f"const {lang} = {{")[1].split("\n};")[0].split("criterion: {")[1].split("}")[0]
    known = dict(re.findall(r'(\w+): "([^"]+)"', block))
    wrong = {
        (scheme.id, criterion.id): criterion.label[lang]  # type: ignore[index]
        for scheme in load_schemes()
        for criterion in scheme.edition().criteria
        if known.get(criterion.id) != criterion.label[lang]  # type: ignore[index]
    }
    assert not wrong


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
