"""Components that need TensorFlow are refused by name."""

from pathlib import Path

import pytest

from assistant.engine.components import UnsupportedComponent, check_config

ROOT = Path(__file__).resolve().parents[2]


def test_the_shipped_configuration_is_accepted() -> None:
    check_config(ROOT / "config.yml")


@pytest.mark.parametrize("name", ["DIETClassifier", "rasa.nlu.classifiers.diet_classifier.DIETClassifier"])
def test_a_component_that_needs_tensorflow_is_refused_by_name(tmp_path: Path, name: str) -> None:
    config = tmp_path / "config.yml"
    config.write_text(f"pipeline:\n  - name: {name}\npolicies:\n  - name: TEDPolicy\n", encoding="utf-8")
    with pytest.raises(UnsupportedComponent, match="DIETClassifier, TEDPolicy"):
        check_config(config)
