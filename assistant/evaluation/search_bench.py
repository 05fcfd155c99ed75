"""What search costs with 10,000 generated schemes of 20 passages, embedded and in PostgreSQL (`make bench-search`)."""

from __future__ import annotations

import gc
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, text

from assistant.evaluation.quantiles import quantile
from assistant.evaluation.search_data import Queries, passages, queries
from assistant.evaluation.temporary_postgres import NoPostgres, temporary_postgres
from knowledge.search.embedded import EmbeddedEngine
from knowledge.search.engine import SearchEngine
from knowledge.search.fields import Fields
from knowledge.search.model import Entry
from knowledge.search.postgres import PostgresEngine
from knowledge.search.postings import Gathered, Posting, postings
from knowledge.search.query import analyse
from knowledge.search.ranking import Judge
from knowledge.search.synonyms import load
from knowledge.search.vocabulary import Vocabulary

SCHEMES, EACH, CLIENTS, ROUNDS = 10_000, 20, 4, 400
_BEFORE = (
    3_000  # other queries of each kind that a service has been asked when it is measured, as on any day but its first
)
_EXACT = 12  # queries of each kind whose exact order is worked out
_BAR = {"middle": 20, "commonest": 60}  # milliseconds, p95

Finder = Callable[[str], object]
Ranked = dict[str, list[str]]  # the texts of the best ten, by query


def main(schemes: int = SCHEMES) -> int:
    """Prints the table; 1 when a bar is missed."""
    entries = list(passages(schemes, EACH))
    print(f"{len(entries):,} passages, {os.cpu_count()} cores, {CLIENTS} clients at once in threads of one process")
    print("engine                queries       p50 ms   p95 ms   max ms   queries/s   overlap@10")
    fields = [Fields.of(entry) for entry in entries]
    vocabulary = Vocabulary.of(set(each.all()) for each in fields)
    every = queries(vocabulary, ROUNDS + _BEFORE)
    asked = Queries(every.middle[:ROUNDS], every.commonest[:ROUNDS])
    before = Queries(every.middle[ROUNDS:], every.commonest[ROUNDS:])
    exact = _exact_order(asked, postings(enumerate(each.impacts() for each in fields)), entries, vocabulary)
    missed = _embedded(entries, before, asked, exact)
    try:
        missed += _postgres(entries, before, asked, exact)
    except NoPostgres as error:
        print(error)
    _plain(fields, asked)
    return 1 if missed else 0


def _embedded(entries: Sequence[Entry], before: Queries, asked: Queries, exact: Ranked) -> int:
    engine = EmbeddedEngine()
    built = _timed(lambda: engine.index(entries))
    missed = _measure("embedded", engine, before, asked, exact)
    _publish("embedded", engine, entries)
    print(f"embedded: built in {built:.0f} s, {engine.size() / 1e6:.0f} MB in memory")
    return missed


def _postgres(entries: Sequence[Entry], before: Queries, asked: Queries, exact: Ranked) -> int:
    with temporary_postgres() as database:
        engine = PostgresEngine(database)
        built = _timed(lambda: engine.index(entries))
        missed = _measure("PostgreSQL", engine, before, asked, exact)
        size = _size(database)
        _publish("PostgreSQL", engine, entries)
        print(f"PostgreSQL: built in {built:.0f} s, {size / 1e6:.0f} MB with its indexes")
        return missed


def _size(database: Engine) -> int:
    with database.connect() as connection:
        tables = "sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname LIKE 'search\\_%' AND relkind = 'r'"
        return int(connection.execute(text(f"SELECT {tables}")).scalar_one())


def _plain(fields: Sequence[Fields], asked: Queries) -> None:
    """SQLite's own full text search over the same tokens, with nothing of ours, for comparison."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/plain.db"
        with sqlite3.connect(path) as database:
            database.execute("CREATE VIRTUAL TABLE entry USING fts5(tokens, content='', detail=column)")
            rows = ((" ".join(each.all()),) for each in fields)
            built = _timed(lambda: database.executemany("INSERT INTO entry (tokens) VALUES (?)", rows))
        size = Path(path).stat().st_size
        synonyms, vocabulary = load(), Vocabulary.of(set(each.all()) for each in fields[:1])

        def find(query: str) -> object:
            words = {token for group in analyse(query, vocabulary, synonyms) for token in (group.word,)}
            wanted = " OR ".join(f'"{word}"' for word in _keys(words))
            with sqlite3.connect(path) as database:
                statement = "SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY rank LIMIT 100"
                return database.execute(statement, (wanted,)).fetchall()

        for kind, texts in (("middle", asked.middle), ("commonest", asked.commonest)):
            _row("plain FTS5", kind, *_times(find, texts[: ROUNDS // 4]), "")
        print(f"plain FTS5: built in {built:.0f} s, {size / 1e6:.0f} MB on disk, without the texts")


def _keys(words: Iterable[str]) -> list[str]:
    from knowledge.search.tokens import key

    return sorted({key(word) for word in words})


def _measure(name: str, engine: SearchEngine, before: Queries, asked: Queries, exact: Ranked) -> int:
    """The rows of an engine: of the first queries that it is asked at all, and of others when it has been asked many."""
    missed = 0
    for kind in ("middle", "commonest"):
        texts, others = getattr(asked, kind), getattr(before, kind)
        _row(f"{name}, at first", kind, *_times(engine.find, others[:ROUNDS]), "")
        _times(engine.find, others[ROUNDS:])
        times, took = _times(engine.find, texts)
        shared = statistics.mean(_overlap(engine, query, exact[query]) for query in texts[:_EXACT])
        _row(name, kind, times, took, f"{shared:.2f}")
        missed += quantile(times, 0.95) > _BAR[kind]
    return missed


def _overlap(engine: SearchEngine, query: str, best: Sequence[str]) -> float:
    found = [each.entry.text["nb"] for each in engine.find(query)]
    return len(set(found) & set(best)) / max(len(best), 1)


def _publish(name: str, engine: SearchEngine, entries: Sequence[Entry]) -> None:
    scheme = random.Random(1).choice(entries).scheme  # noqa: S311 - not for secrets
    own = [entry for entry in entries if entry.scheme == scheme]
    took = _timed(lambda: engine.replace(scheme, own))
    print(f"{name}: one scheme published in {took * 1000:.0f} ms")


def _exact_order(
    asked: Queries, lists: Mapping[str, Posting], entries: Sequence[Entry], vocabulary: Vocabulary
) -> Ranked:
    """The best ten of all entries for some queries, every entry judged."""
    return {
        query: _best(query, lists, entries, vocabulary)
        for texts in (asked.middle, asked.commonest)
        for query in texts[:_EXACT]
    }


def _best(query: str, lists: Mapping[str, Posting], entries: Sequence[Entry], vocabulary: Vocabulary) -> list[str]:
    every = Gathered(lists, [(token,) for token in lists])
    scores = Judge(analyse(query, vocabulary, load()), vocabulary).fits(every).scores
    best = np.argsort(-scores, kind="stable")[:10]
    return [entries[every.numbers[place]].text["nb"] for place in best if scores[place] > 0]


def _times(find: Finder, texts: Sequence[str]) -> tuple[list[float], float]:
    """Seconds of each query, and of all, with several clients at once that each wait for their answer."""
    gc.collect()
    gc.freeze()  # the generated texts, which a service would not hold
    with ThreadPoolExecutor(CLIENTS) as clients:
        began = time.perf_counter()
        times = list(clients.map(lambda query: _timed(lambda: find(query)), texts))
        took = time.perf_counter() - began
    gc.unfreeze()
    return sorted(times), took


def _timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _row(name: str, kind: str, times: Sequence[float], took: float, shared: str) -> None:
    shown = "  ".join(f"{quantile(times, share):7.1f}" for share in (0.5, 0.95, 1.0))
    print(f"{name:<21} {kind:<11} {shown}   {len(times) / took:9.0f}   {shared:>10}", flush=True)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SCHEMES))
