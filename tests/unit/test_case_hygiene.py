"""What measures the assistant must not have taught it."""

import re
from collections.abc import Iterator
from pathlib import Path

from known_schemes import SCHEMES
from ruamel.yaml import YAML

from knowledge.known_questions import asked_for, left_open

ROOT = Path(__file__).parents[2]
SHORT = 4  # «hvem kan søke», «TryggEst»: so few words are anybody's


def plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w ]", " ", text.lower()).split())


def questions_of(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "q" and isinstance(value, str):
                yield value
            else:
                yield from questions_of(value)
    elif isinstance(node, list):
        for item in node:
            yield from questions_of(item)


def taught() -> set[str]:
    lines = [line for path in (ROOT / "nlu_data").glob("*.yml") for line in path.read_text("utf-8").splitlines()]
    examples = {plain(line.strip()[2:]) for line in lines if line.strip().startswith("- ")}
    known = {plain(q) for scheme in SCHEMES.values() for texts in asked_for(scheme).values() for q in texts}
    return examples | known | {plain(q) for s in SCHEMES.values() for texts in left_open(s).values() for q in texts}


def test_no_case_of_more_than_a_few_words_stands_in_the_training_data() -> None:
    files = list((ROOT / "tests" / "cases").rglob("*.yml"))
    asked = {plain(q) for f in files for q in questions_of(YAML(typ="safe").load(f.read_text("utf-8")))}
    assert len(asked) > 1_000
    assert sorted(q for q in asked & taught() if len(q.split()) > SHORT) == []
