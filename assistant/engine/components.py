"""Refuses components that need the real TensorFlow, which the stand-in would let through to fail later."""

from pathlib import Path

from knowledge.yaml_files import plain_reader

NEEDS_TENSORFLOW = frozenset(
    {
        "DIETClassifier",
        "ResponseSelector",
        "LanguageModelFeaturizer",
        "ConveRTFeaturizer",
        "TEDPolicy",
        "UnexpecTEDIntentPolicy",
    }
)


class UnsupportedComponent(ValueError):
    """config.yml names a component that cannot run here; the message says which, why and what to do."""


def check_config(path: Path) -> None:
    """Reads a Rasa configuration and refuses what needs TensorFlow.

    Raises:
        UnsupportedComponent: a component of the pipeline or a policy needs it.
    """
    config = plain_reader().load(path.read_text(encoding="utf-8"))
    named = [str(c["name"]).rsplit(".", 1)[-1] for part in ("pipeline", "policies") for c in config.get(part) or []]
    refused = [name for name in named if name in NEEDS_TENSORFLOW]
    if refused:
        raise UnsupportedComponent(
            f"{path.name} names {', '.join(refused)}, which needs TensorFlow. This project runs without it "
            "(docs/decisions/0002). Use the linear classifier and RulePolicy, or install the real TensorFlow in an "
            "environment of your own"
        )
