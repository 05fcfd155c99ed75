"""Runs inside the throwaway environment: trains Rasa's default pipeline on dev and guesses the intents of test.

Uses nothing of this project. Arguments: a work folder with `config.yml`, `nlu.json` and `test.json` (a list of texts);
writes `guessed.json` beside them, with the intents, the seconds of training and the milliseconds a sentence.
"""

import asyncio
import json
import sys
import time
from pathlib import Path


async def _guess(model: str, texts: list[str]) -> list[str]:
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    return [(await agent.parse_message(text))["intent"]["name"] for text in texts]


def main(folder: Path) -> None:
    from rasa.model_training import train_nlu

    started = time.perf_counter()
    model = train_nlu(config=str(folder / "config.yml"), nlu_data=str(folder / "nlu.json"), output=str(folder))
    trained = time.perf_counter()
    texts = json.loads((folder / "test.json").read_text(encoding="utf-8"))
    guessed = asyncio.run(_guess(str(model), texts))
    figures = {
        "guessed": guessed,
        "training_seconds": trained - started,
        "milliseconds": 1000 * (time.perf_counter() - trained) / len(texts),
    }
    (folder / "guessed.json").write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
