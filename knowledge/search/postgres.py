"""The engine in PostgreSQL's full text search (tsvector, GIN), over the same tokens as the embedded one.

PostgreSQL would look at every row that a query matches, which takes seconds for words that half of all entries have. So
each common token has lists of its best entries as lexemes of their own (`champions`), and a query asks for lists
(`likely`). What the rows' tokens count is judged here, all at once (`ranking`); only the rows that are shown are read
whole (docs/decisions/0019-search-engine.md).
"""

import csv
import io
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice
from typing import Any

from sqlalchemy import Connection, Engine, TextClause, text

from knowledge.search.champions import MARK, Champions, Lists
from knowledge.search.fields import Fields
from knowledge.search.likely import everything, likely, tokens_of
from knowledge.search.model import Entry, Found, Kind
from knowledge.search.query import Group, analyse
from knowledge.search.ranking import Candidates, is_judged_whole, order
from knowledge.search.synonyms import Synonyms, load
from knowledge.search.vocabulary import Vocabulary

_MOST_ROWS = 5_000  # that are judged for one query
_SHARES = (1.0, 0.1, 0.01)  # of what is asked for at first, when words stand together so often that that is too much
_FEW_SCHEMES = 100
_COLUMNS = "kind, scheme, edition, weighed, entry, tokens"
# A query reads thousands of rows in part and ten in full: what only those ten need is kept beside the row.
_TABLE = """CREATE TABLE {name} (number bigint NOT NULL DEFAULT nextval('search_number'), kind text NOT NULL,
    scheme text NOT NULL, edition text NOT NULL, weighed bytea NOT NULL, entry text NOT NULL, tokens tsvector NOT NULL)
    WITH (toast_tuple_target = 128);
    ALTER TABLE {name} ALTER COLUMN weighed SET STORAGE MAIN, ALTER COLUMN tokens SET STORAGE EXTERNAL,
    ALTER COLUMN entry SET STORAGE EXTERNAL"""
_INDEXES = ("GIN (tokens) WITH (fastupdate = off)", "btree (scheme)", "btree (kind)", "btree (number)")
_VOCABULARY = """CREATE TABLE IF NOT EXISTS search_token (token text PRIMARY KEY, documents integer NOT NULL,
    least double precision[] NOT NULL)"""
_STATE = "CREATE TABLE IF NOT EXISTS search_state (generation bigint NOT NULL, entries integer NOT NULL)"


@dataclass(frozen=True, slots=True)
class _State:
    """What the index held at one moment."""

    generation: int
    vocabulary: Vocabulary
    lists: Lists


class PostgresEngine:
    """Implements `knowledge.search.engine.SearchEngine` for any number of processes on one database."""

    def __init__(self, database: Engine, synonyms: Synonyms | None = None) -> None:
        """
        Args:
            database: A PostgreSQL database; the tables `search_…` are made when they are missing.
            synonyms: What else counts as a word; our own list when not given.
        """
        self._database = database
        self._synonyms = synonyms or load()
        self._reading = threading.Lock()
        self._state = _State(-1, Vocabulary({}, 0), Lists({}))
        with database.begin() as connection:
            _lock(connection)
            _create(connection)

    def index(self, entries: Sequence[Entry]) -> None:
        """Makes the index hold just these entries: a new table in the place of the old one."""
        champions = Champions.of([(entry, Fields.of(entry)) for entry in entries])
        with self._database.begin() as connection:
            _lock(connection)
            connection.execute(text(_TABLE.format(name="search_entry_new")))
            _copy(connection, f"search_entry_new ({_COLUMNS})", champions.rows())
            for index in _INDEXES:
                connection.execute(text(f"CREATE INDEX ON search_entry_new USING {index}"))
            connection.execute(text("DELETE FROM search_token"))
            _copy(connection, "search_token (token, documents, least)", champions.tokens())
            connection.execute(text("ANALYZE search_entry_new"))
            connection.execute(text("DROP TABLE search_entry"))
            connection.execute(text("ALTER TABLE search_entry_new RENAME TO search_entry"))
            _count(connection, len(entries) - _entries(connection))

    def replace(self, scheme: str, entries: Sequence[Entry]) -> None:
        """Makes the index hold just these entries of a scheme, in one transaction."""
        with self._database.begin() as connection:
            _lock(connection)
            state = _read(connection)
            gone = connection.execute(text(_REMOVE), {"scheme": scheme})
            removed = Vocabulary.of([t for t in row.lexemes if not t.startswith(MARK)] for row in gone)
            added = [(entry, Fields.of(entry)) for entry in entries]
            vocabulary = state.vocabulary.changed(removed, Vocabulary.of(set(fields.all()) for _, fields in added))
            champions = Champions(added, vocabulary, state.lists)
            _copy(connection, f"search_entry ({_COLUMNS})", champions.rows())
            touched = {t for t, _ in removed.items()} | {t for _, fields in added for t in fields.all()}
            connection.execute(text("DELETE FROM search_token WHERE token = ANY(:tokens)"), {"tokens": list(touched)})
            _copy(connection, "search_token (token, documents, least)", champions.tokens(touched))
            _count(connection, vocabulary.entries - state.vocabulary.entries)

    def find(
        self,
        query: str,
        *,
        kinds: Collection[Kind] | None = None,
        schemes: Collection[str] | None = None,
        limit: int = 10,
        unfinished: bool = False,
    ) -> list[Found]:
        """The entries that fit best, best first; see `SearchEngine.find`."""
        narrow = {f"{name}s": list(held) for name, held in (("kind", kinds), ("scheme", schemes)) if held is not None}
        with self._database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while True:
                state = self._current(connection)
                groups = analyse(query, state.vocabulary, self._synonyms, unfinished=unfinished)
                if not tokens_of(groups) or limit < 1:
                    return []
                candidates = _candidates(connection, groups, state, narrow, limit)
                best = order(groups, candidates, state.vocabulary, limit)
                shown = _entries_of(connection, [each.number for each in best])
                if len(shown) == len(best):  # else one was replaced since it was picked
                    return [each.found(shown[each.number]) for each in best]

    def groups(self, query: str, *, unfinished: bool = False) -> list[Group]:
        """What a query means to this index."""
        with self._database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            vocabulary = self._current(connection).vocabulary
        return analyse(query, vocabulary, self._synonyms, unfinished=unfinished)

    def _current(self, connection: Connection) -> _State:
        """The vocabulary, read again when another process has published."""
        generation = connection.execute(text("SELECT generation FROM search_state")).scalar_one()
        if self._state.generation != generation:
            with self._reading:
                if self._state.generation != generation:
                    self._state = _read(connection)
        return self._state


_REMOVE = "DELETE FROM search_entry WHERE scheme = :scheme RETURNING tsvector_to_array(tokens) AS lexemes"
# The limit stands outside: PostgreSQL would else expect to meet so many rows soon, and read the table from its beginning.
_PICK = """WITH likely AS MATERIALIZED (
    SELECT number, edition, weighed FROM search_entry WHERE {narrowed}({any_of}))
    SELECT array_agg(number), array_agg(edition), array_agg(length(weighed)), string_agg(weighed, '')
    FROM (SELECT * FROM likely LIMIT :most) picked"""
_SHOW = text("SELECT number, entry FROM search_entry WHERE number = ANY(:numbers)")


def _candidates(
    connection: Connection, groups: Sequence[Group], state: _State, narrow: dict[str, list[str]], limit: int
) -> Candidates:
    """The entries that may be among the best."""
    few = "schemes" in narrow and len(narrow["schemes"]) <= _FEW_SCHEMES  # lists are of all: theirs may not be in them
    if few or is_judged_whole(state.vocabulary):
        return _picked(connection, everything(groups), narrow)
    for share in _SHARES:
        candidates = _picked(connection, likely(groups, state.vocabulary, state.lists, 2 * limit, share), narrow)
        if len(candidates.numbers) < _MOST_ROWS:
            break
    if "kinds" in narrow and len(candidates.numbers) < 2 * limit:  # a rare kind, hardly one of which is in the lists
        return _picked(connection, everything(groups), narrow)
    return candidates


def _picked(connection: Connection, wanted: Sequence[str], narrow: dict[str, list[str]]) -> Candidates:
    """What any of the tsqueries finds, as one row: taking in each as a row of its own takes longer than judging it."""
    values = {"most": _MOST_ROWS, **narrow, **{f"wanted{place}": each for place, each in enumerate(wanted)}}
    numbers, editions, lengths, joined = connection.execute(_pick(len(wanted), tuple(narrow)), values).one()
    if numbers is None:
        return Candidates([], [], [])
    held, ends = bytes(joined), list(accumulate(lengths))
    weighed = [held[end - length : end] for length, end in zip(lengths, ends, strict=True)]
    return Candidates(numbers, weighed, editions)


@lru_cache(maxsize=256)
def _pick(wanted: int, narrow: tuple[str, ...]) -> TextClause:
    """The statement for so many tsqueries and these columns, both by number and name only."""
    any_of = " OR ".join(f"tokens @@ CAST(:wanted{place} AS tsquery)" for place in range(wanted))
    narrowed = "".join(f"{name.removesuffix('s')} = ANY(:{name}) AND " for name in narrow)
    return text(_PICK.format(any_of=any_of, narrowed=narrowed))


def _entries_of(connection: Connection, numbers: list[int]) -> dict[int, str]:
    return {row.number: row.entry for row in connection.execute(_SHOW, {"numbers": numbers})}


def _create(connection: Connection) -> None:
    connection.execute(text("CREATE SEQUENCE IF NOT EXISTS search_number"))
    held = connection.execute(text("SELECT to_regclass('search_entry')")).scalar_one()
    if held is None:
        connection.execute(text(_TABLE.format(name="search_entry")))
        for index in _INDEXES:
            connection.execute(text(f"CREATE INDEX ON search_entry USING {index}"))
    connection.execute(text(_VOCABULARY))
    connection.execute(text(_STATE))
    none = "INSERT INTO search_state SELECT 0, 0 WHERE NOT EXISTS (SELECT 1 FROM search_state)"
    connection.execute(text(none))


def _lock(connection: Connection) -> None:
    """One writer at a time, whichever process it is in; readers go on."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('search_entry'))"))


def _entries(connection: Connection) -> int:
    return int(connection.execute(text("SELECT entries FROM search_state")).scalar_one())


def _count(connection: Connection, more: int) -> None:
    """Tells readers in other processes that the vocabulary has changed."""
    change = "UPDATE search_state SET generation = generation + 1, entries = entries + :more"
    connection.execute(text(change), {"more": more})


def _read(connection: Connection) -> _State:
    """The vocabulary; read in one statement, so that it is of one moment."""
    rows = connection.execute(
        text("SELECT generation, entries, token, documents, least FROM search_state LEFT JOIN search_token ON true")
    ).all()
    held = [row for row in rows if row.token is not None]
    lists = {row.token: row.least for row in held if row.least}
    vocabulary = Vocabulary({row.token: row.documents for row in held}, rows[0].entries)
    return _State(rows[0].generation, vocabulary, Lists(lists))


def _copy(connection: Connection, table: str, rows: Iterable[Sequence[object]]) -> None:
    """Loads rows the fast way; the driver is psycopg2."""
    cursor: Any = connection.connection.cursor()
    for part in _parts(rows):
        cursor.copy_expert(f"COPY {table} FROM STDIN (FORMAT csv)", part)


def _parts(rows: Iterable[Sequence[object]], size: int = 20_000) -> Iterator[io.StringIO]:
    left = iter(rows)
    while some := list(islice(left, size)):
        part = io.StringIO()
        csv.writer(part).writerows(some)
        part.seek(0)
        yield part
