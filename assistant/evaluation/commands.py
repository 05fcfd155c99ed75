"""`veileder evaluate`, `learn-ranking` and `learn-passages`: what is measured, and what is learned from it."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.announcement import tell_progress
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.evaluation.cases import Case
    from assistant.evaluation.measurements import Measurements


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the three commands."""
    evaluate = commands.add_parser("evaluate", help="run labelled conversations and report what is right")
    evaluate.add_argument("cases", type=Path, nargs="+", help="case files, or folders of them")
    evaluate.add_argument("--url", help="evaluate a service that is running there, instead of starting one")
    evaluate.add_argument("--write", type=Path, help="write the tables to this file too (docs/correctness.md)")
    evaluate.add_argument(
        "--measure", action="store_true", help="measure refusing, målform, unseen wordings and NorSID too (15 minutes)"
    )
    evaluate.add_argument(
        "--least", type=float, default=0.0, help="exit with 1 when fewer per cent than this are right"
    )
    evaluate.set_defaults(run=_evaluate)
    learn = commands.add_parser("learn-ranking", help="learn the weights of the ranking from questions held back")
    learn.add_argument("--write", type=Path, help="write the weights here (knowledge/ranking_weights.yml)")
    learn.set_defaults(run=_learn_ranking)
    passages = commands.add_parser(
        "learn-passages", help="learn the weights by which passages answer from labelled questions"
    )
    passages.add_argument("cases", type=Path, help="folder of labelled questions (tests/cases/search)")
    passages.add_argument("--write", type=Path, help="write the weights here (knowledge/search/passage_weights.yml)")
    passages.set_defaults(run=_learn_passages)


def _evaluate(options: argparse.Namespace) -> int:
    from assistant.evaluation.cases import read_cases
    from assistant.evaluation.document import write_document
    from assistant.evaluation.run import evaluate, report

    cases = [case for path in options.cases for case in read_cases(path)]

    async def run() -> int:
        async with _service(options.url) as url:
            results = await evaluate(cases, url)
        print(report(results))
        if options.write:
            write_document(options.write, results, await _measured(cases) if options.measure else None)
        return int(100 * sum(r.right for r in results) < options.least * len(results))

    return asyncio.run(run())


async def _measured(cases: Sequence[Case]) -> Measurements:
    """What is measured beside conversations, with an assistant of its own in this process."""
    from assistant.bootstrap import build
    from assistant.evaluation.measurements import measure

    with tempfile.TemporaryDirectory() as folder:
        system = build(Settings.from_env().throwaway(Path(folder)))
        knowledge = system.knowledge
        return await measure(system.assistant, cases, knowledge.reader, knowledge.schemes, tell_progress)


@contextlib.asynccontextmanager
async def _service(url: str | None) -> AsyncIterator[str]:
    """The service to evaluate: the one at `url`, or one started here on a free port."""
    if url:
        yield url
        return
    from assistant.bootstrap import build
    from assistant.web.server import serving

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env().throwaway(Path(folder)).model_copy(update={"host": "127.0.0.1", "port": 0})
        system = build(settings, tell_progress)
        async with serving(system.app, settings) as address:
            yield address


def _learn_ranking(options: argparse.Namespace) -> int:
    from assistant.engine.training import ROOT
    from assistant.evaluation import ranking_weights
    from assistant.nlu.runtime import current_reader
    from knowledge.loader import load_schemes

    weights, shares = ranking_weights.learn(ROOT, load_schemes(), current_reader())
    for kind, share in shares.items():
        print(f"{kind}: {share:.1f} % of the questions held back")
    if options.write:
        ranking_weights.write(options.write, weights)
    return 0


def _learn_passages(options: argparse.Namespace) -> int:
    from assistant.evaluation import passage_weights

    weights, results = passage_weights.learn(options.cases)
    for part, result in results.items():
        print(
            f"{part}: precision {result.precision:.3f}, recall {result.recall:.3f} of {result.answered}; "
            f"shown something {result.shown}, with the answer in it {result.held}"
        )
    if options.write:
        passage_weights.write(options.write, weights)
    return 0
