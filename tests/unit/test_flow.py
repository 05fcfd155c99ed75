"""The drawing of a scheme's questions: well formed, whole, and as the engine asks."""

import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from eligibility_support import EDITIONS, paths
from known_schemes import SCHEMES

from knowledge.eligibility import evaluate
from knowledge.export.flow import flow_svg
from knowledge.model import LANGS, Scheme

all_schemes = pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES.keys())


def said(svg: str) -> str:
    """All text of the drawing, in order, line breaks mended."""
    root = ElementTree.fromstring(svg)
    return re.sub(r"\s+", " ", " ".join(t.text or "" for t in root.iter("{http://www.w3.org/2000/svg}text")))


@all_schemes
@pytest.mark.parametrize("lang", LANGS)
def test_every_question_answer_reason_and_source_stands_in_the_drawing(scheme: Scheme, lang: str) -> None:
    edition = scheme.edition()
    text = said(flow_svg(scheme, edition, lang))
    for criterion in edition.criteria:
        if criterion.question is None:
            continue
        assert criterion.question[lang] in text
        assert criterion.citation.locator in text
        for option in criterion.options:
            assert option.title[lang] in text
            assert (option.reason or getattr(criterion.reasons, option.status))[lang] in text


@all_schemes
def test_the_paths_to_each_outcome_are_those_that_the_engine_walks(scheme: Scheme) -> None:
    edition = scheme.edition()
    text = said(flow_svg(scheme, edition, "nb"))
    drawn = {int(n) for n in re.findall(r"(\d+) veier gjennom", text)}
    assert len(drawn) >= 3
    walked = Counter(
        evaluate(edition, node.answers).outcome
        for node in paths(EDITIONS[f"{scheme.id} {edition.id}"])
        if node.asked is None
    )
    assert sum(drawn) <= sum(walked.values())  # the test tries more numbers than the drawing
    assert len(re.findall(r"veier gjennom", text)) == len(walked)


@all_schemes
def test_arrows_only_point_down_and_no_line_leaves_its_card(scheme: Scheme) -> None:
    svg = flow_svg(scheme, scheme.edition(), "nb")
    for way in re.findall(r'<path d="M\d+ (\d+)(?:H\d+)?V(\d+)', svg):
        assert int(way[0]) < int(way[1])
    root = ElementTree.fromstring(svg)
    for line in root.iter("{http://www.w3.org/2000/svg}text"):
        size = float(line.get("font-size", "14"))
        assert float(line.get("x", "0")) + 0.56 * size * len(line.text or "") < float(root.get("width", "0"))


def test_signs_of_the_markup_in_a_text_are_harmless() -> None:
    scheme = SCHEMES["tryggest"]
    name = scheme.name.model_copy(update={"nb": "A & B <script> {x}"})
    svg = flow_svg(scheme.model_copy(update={"name": name}), scheme.edition(), "nb")
    assert "A & B <script> {x}" in said(svg)
    assert "<script>" not in svg
