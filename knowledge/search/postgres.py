"""The engine in PostgreSQL's full text search (tsvector, GIN), over the same tokens as the embedded one.

PostgreSQL scores every row that a query matches, which takes seconds for words that half of all entries have. So a
common token has lists of its best entries as lexemes of their own: `!token` marks the few where it counts most, `~token`
some more. A query asks for the few of each of its tokens, and for entries that are in the longer lists of two
(docs/decisions/0019-search-engine.md).
"""

import csv
import io
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, islice
from typing import Any

from sqlalchemy import Connection, Engine, text

from knowledge.search.champions import BEST, GOOD, Champions, Lists
from knowledge.search.fields import Fields
from knowledge.search.model import Entry, Found, Kind
from knowledge.search.query import Group, analyse
from knowledge.search.ranking import Candidate, candidates_for, most, order
from knowledge.search.synonyms import Synonyms, load
from knowledge.search.vocabulary import Vocabulary

_MOST_LEXEMES = 32  # of one query
_MOST_PAIRED = 6  # groups that are looked for together, two by two
_WEIGHTS = "{0.45, 0.55, 0.7, 0.9}"  # of the labels D to A: about half of what they stand for (`champions`)
_COLUMNS = "kind, scheme, edition, weighed, entry, tokens"
# The tokens of thousands of rows are looked at for each query, the rest of a hundred: the tokens stay in the row.
_TABLE = """CREATE TABLE {name} (kind text NOT NULL, scheme text NOT NULL, edition text NOT NULL,
    weighed bytea NOT NULL, entry text NOT NULL, tokens tsvector NOT NULL);
    ALTER TABLE {name} ALTER COLUMN tokens SET STORAGE MAIN, ALTER COLUMN weighed SET STORAGE EXTERNAL,
    ALTER COLUMN entry SET STORAGE EXTERNAL"""
_VOCABULARY = """CREATE TABLE IF NOT EXISTS search_token (token text PRIMARY KEY, documents integer NOT NULL,
    best real, good real)"""
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
            for column in ("GIN (tokens) WITH (fastupdate = off)", "btree (scheme)"):
                connection.execute(text(f"CREATE INDEX ON search_entry_new USING {column}"))
            connection.execute(text("DELETE FROM search_token"))
            _copy(connection, "search_token (token, documents, best, good)", champions.tokens())
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
            removed = Vocabulary.of([t for t in row.lexemes if t[0] not in (BEST, GOOD)] for row in gone)
            added = [(entry, Fields.of(entry)) for entry in entries]
            vocabulary = state.vocabulary.changed(removed, Vocabulary.of(set(fields.all()) for _, fields in added))
            champions = Champions(added, vocabulary, state.lists)
            _copy(connection, f"search_entry ({_COLUMNS})", champions.rows())
            touched = {t for t, _ in removed.items()} | {t for _, fields in added for t in fields.all()}
            connection.execute(text("DELETE FROM search_token WHERE token = ANY(:tokens)"), {"tokens": list(touched)})
            _copy(connection, "search_token (token, documents, best, good)", champions.tokens(touched))
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
        with self._database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            state = self._current(connection)
            groups = analyse(query, state.vocabulary, self._synonyms, unfinished=unfinished)
            if not _tokens(groups) or limit < 1:
                return []
            values: dict[str, Any] = {
                "wanted": " | ".join(_wanted(groups, state)),
                "weights": _WEIGHTS,
                "limit": candidates_for(limit, state.vocabulary),
            }
            narrowed = ""
            for column, allowed in (("kind", kinds), ("scheme", schemes)):
                if allowed is not None:
                    narrowed += f" AND {column} = ANY(:{column}s)"
                    values[f"{column}s"] = list(allowed)
            likely = _likely(groups, state.vocabulary, values)
            rows = connection.execute(text(_FIND.format(narrowed=narrowed, likely=likely)), values)
            candidates = [Candidate(bytes(row.weighed), row.edition, partial(str, row.entry)) for row in rows]
        return order(groups, candidates, state.vocabulary, limit)

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
_FIND = """SELECT weighed, edition, entry FROM search_entry WHERE tokens @@ CAST(:wanted AS tsquery){narrowed}
    ORDER BY {likely} DESC LIMIT :limit"""


def _likely(groups: Sequence[Group], vocabulary: Vocabulary, values: dict[str, Any]) -> str:
    """How likely an entry is among the best, in SQL: what each group tells, by how much its tokens count there."""
    asked = [group for group in groups if group.options][:_MOST_PAIRED]
    for number, group in enumerate(asked):
        lexemes = [_lexeme(token) for token in _tokens([group])]
        values[f"group{number}"] = " | ".join(lexemes)
        values[f"worth{number}"] = most(group, vocabulary) * len(lexemes)
    rank = "ts_rank(CAST(:weights AS real[]), tokens, CAST(:group{0} AS tsquery))"
    return " + ".join(f":worth{number} * {rank.format(number)}" for number in range(len(asked)))


def _wanted(groups: Sequence[Group], state: _State) -> Iterator[str]:
    """The parts of the query, any of which an entry must have: the best of each token, and the good of two groups."""
    for token in _tokens(groups):
        yield _lexeme(state.lists.lexeme(token, BEST))
    main = [_main(group, state.vocabulary) for group in groups if group.options][:_MOST_PAIRED]
    for one, other in combinations(dict.fromkeys(main), 2):
        yield f"({_lexeme(state.lists.lexeme(one, GOOD))} & {_lexeme(state.lists.lexeme(other, GOOD))})"


def _main(group: Group, vocabulary: Vocabulary) -> str:
    best = max(group.options, key=lambda option: option.weight)
    return max(best.tokens, key=vocabulary.rarity)


def _tokens(groups: Sequence[Group]) -> list[str]:
    """The tokens of all options, those that count most first."""
    weights: dict[str, float] = {}
    for option in (option for group in groups for option in group.options):
        for token in option.tokens:
            weights[token] = max(option.weight, weights.get(token, 0.0))
    return sorted(weights, key=lambda token: -weights[token])[:_MOST_LEXEMES]


def _lexeme(token: str) -> str:
    quoted = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'"


def _create(connection: Connection) -> None:
    held = connection.execute(text("SELECT to_regclass('search_entry')")).scalar_one()
    if held is None:
        connection.execute(text(_TABLE.format(name="search_entry")))
        connection.execute(text("CREATE INDEX ON search_entry USING GIN (tokens) WITH (fastupdate = off)"))
        connection.execute(text("CREATE INDEX ON search_entry USING btree (scheme)"))
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
        text(
            "SELECT generation, entries, token, documents, best, good FROM search_state LEFT JOIN search_token ON true"
        )
    ).all()
    held = [row for row in rows if row.token is not None]
    lists = {row.token: (row.best, row.good) for row in held if row.best is not None}
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
