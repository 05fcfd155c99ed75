"""What Rasa imports and a service without its channels, brokers and databases never uses.

Rasa imports every messaging channel, event broker and tracker store that it knows, its own web server and the data
feeding of neural models, when any of its modules is imported: half of the time a start took, and 90 MB. Placeholders
stand in for them, the same as for TensorFlow (docs/decisions/0028-what-is-never-imported.md).

What has been imported already stays as it is, so Rasa's own commands, which import it first, have all of it.
"""

from __future__ import annotations

import os
import sys

from tensorflow import PlaceholderFinder

UNUSED = (
    # channels
    "aiogram",
    "cachecontrol",
    "engineio",
    "fbmessenger",
    "google.auth",
    "google.oauth2",
    "jwt",
    "mattermostwrapper",
    "rocketchat_API",
    "slack_sdk",
    "socketio",
    "twilio",
    "webexteamssdk",
    # event brokers, reminders, and stores for trackers
    "aio_pika",
    "aiormq",
    "apscheduler",
    "boto3",
    "confluent_kafka",
    "portalocker.redis",
    "pymongo",
    # Rasa's web server, and its questions on a terminal
    "prompt_toolkit",
    "questionary",
    "sanic",
    "sanic_cors",
    "sanic_jwt",
    # telemetry, which is switched off, and drawings of how well a model does
    "matplotlib",
    "requests",
    # neural models, what spaCy has for them, and for a terminal
    "rasa.core.policies.ted_policy",
    "rasa.core.policies.unexpected_intent_policy",
    "rasa.nlu.classifiers.diet_classifier",
    "rasa.nlu.selectors.response_selector",
    "rasa.utils.tensorflow.data_generator",
    "rasa.utils.tensorflow.layers",
    "rasa.utils.tensorflow.model_data",
    "rasa.utils.tensorflow.models",
    "rasa.utils.tensorflow.rasa_layers",
    "rasa.utils.tensorflow.transformer",
    "spacy.cli",
    "spacy.ml",
    "spacy.pipeline",
    "spacy.training",
    # whether a spaCy pipeline on disk fits the spaCy that is installed
    "packaging.requirements",
    # logs in colours: here they are JSON
    "pygments",
    "rich",
)

# What a setting makes use of, and the setting.
_USED_WITH = {"requests": "VEILEDER_TRACING_ENDPOINT"}


def install() -> None:
    """Let placeholders stand in for what is not imported yet."""
    unused = [
        name
        for name in UNUSED
        if (name.split(".")[0] not in sys.modules or ("." in name and name not in sys.modules))
        and not os.environ.get(_USED_WITH.get(name, ""))
    ]
    sys.meta_path.insert(0, PlaceholderFinder(unused))
