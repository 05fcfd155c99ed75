"""The engine in PostgreSQL, for any number of processes on one database, over the same lists as the embedded one.

A query takes two statements: the lists of its tokens as they are at one moment, and, when they have been judged here
(`ranking`), the entries that are shown (docs/decisions/0019-search-engine.md).
"""

import json
import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy import Connection, Engine, create_engine, text

from knowledge.search.fields import Fields
from knowledge.search.model import Entry, Found, Kind
from knowledge.search.postgres_lists import Lists
from knowledge.search.postgres_tables import (
    BLOCK_BITS,
    copy,
    create,
    entry_row,
    list_row,
    list_rows,
    lock,
    put_in_place,
)
from knowledge.search.postings import Posting, changed, is_token, lists_of, postings
from knowledge.search.query import Group, analyse
from knowledge.search.ranking import Leading, leading, narrowed, wanted
from knowledge.search.synonyms import Synonyms, load
from knowledge.search.turns import Turns
from knowledge.search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class _State:
    """What tokens the index held in a generation."""

    generation: int
    documents: Mapping[str, int]
    vocabulary: Vocabulary


class PostgresEngine:
    """Implements `knowledge.search.engine.SearchEngine`."""

    def __init__(self, database: Engine, synonyms: Synonyms | None = None) -> None:
        """
        Args:
            database: A PostgreSQL database; the tables `search_…` are made when they are missing.
            synonyms: What else counts as a word; our own list when not given.
        """
        self._database = database
        self._readers = _readers(database)
        self._synonyms = synonyms or load()
        self._reading = threading.Lock()
        self._turns = Turns()
        self._state = _State(-1, {}, Vocabulary({}, 0))
        self._lists = Lists()
        with database.begin() as connection:
            lock(connection)
            create(connection)

    def index(self, entries: Sequence[Entry]) -> None:
        """Makes the index hold just these entries: new tables in the place of the old ones."""
        lists = postings((number, lists_of(entry, Fields.of(entry))) for number, entry in enumerate(entries))
        with self._database.begin() as connection:
            lock(connection)
            new = "UPDATE search_state SET generation = generation + 1, whole = generation + 1, entries = :entries"
            generation = connection.execute(text(f"{new} RETURNING generation"), {"entries": len(entries)}).scalar_one()
            documents = ((name, len(held.entries), generation) for name, held in lists.items() if is_token(name))
            put_in_place(connection, "search_token", documents)
            put_in_place(connection, "search_list", list_rows(lists, generation))
            put_in_place(connection, "search_entry", (entry_row(n, entry) for n, entry in enumerate(entries)))

    def replace(self, scheme: str, entries: Sequence[Entry]) -> None:
        """Makes the index hold just these entries of a scheme, in one transaction."""
        with self._database.begin() as connection:
            lock(connection)
            gone = {row.number: row.entry for row in connection.execute(_REMOVE, {"scheme": scheme})}
            highest = connection.execute(text("SELECT coalesce(max(number), -1) FROM search_entry")).scalar_one()
            numbers = [*sorted(gone), *(n for n, _ in zip(count(max(highest, *gone, -1) + 1), entries, strict=False))]
            come = dict(zip(numbers, entries, strict=False))
            left = {number: Entry.from_dict(json.loads(entry)) for number, entry in gone.items()}
            more = {"more": len(come) - len(left)}
            generation = connection.execute(_PUBLISH, more).scalar_one()
            copy(connection, "search_entry", (entry_row(number, entry) for number, entry in come.items()))
            _change(connection, generation, _lists(left), _lists(come))

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
        among = narrowed(kinds, schemes)
        with self._readers.connect() as connection:
            while True:
                state = self._state
                with self._turns.one():
                    groups = analyse(query, state.vocabulary, self._synonyms, unfinished=unfinished)
                names = [*wanted(groups), *(name for names in among for name in names)]
                generation, held = self._lists.read(connection, names)
                if generation != state.generation:
                    self._read(connection)
                    continue
                with self._turns.one():
                    best = leading(groups, held, state.vocabulary, max(limit, 1), among)
                shown = _shown(connection, best, limit, generation)
                if shown is not None:  # else somebody published meanwhile, and numbers may have become others'
                    return shown

    def groups(self, query: str, *, unfinished: bool = False) -> list[Group]:
        """What a query means to this index."""
        with self._readers.connect() as connection:
            if self._lists.read(connection, [])[0] != self._state.generation:
                self._read(connection)
        return analyse(query, self._state.vocabulary, self._synonyms, unfinished=unfinished)

    def _read(self, connection: Connection) -> None:
        """Reads what tokens have changed since; in one statement, so that it is of one moment."""
        with self._reading:
            before = self._state
            rows = connection.execute(_TOKENS, {"since": before.generation}).all()
            generation, whole, entries = rows[0][:3]
            documents = dict(before.documents) if before.generation >= whole else {}
            documents.update((row.token, row.documents) for row in rows if row.token is not None)
            documents = {token: held for token, held in documents.items() if held}
            self._state = _State(generation, documents, Vocabulary(documents, entries))


_REMOVE = text("DELETE FROM search_entry WHERE scheme = :scheme RETURNING number, entry")
_PUBLISH = text("UPDATE search_state SET generation = generation + 1, entries = entries + :more RETURNING generation")
_TOKENS = text("""SELECT state.generation, state.whole, state.entries, token, documents FROM search_state state
    LEFT JOIN search_token ON search_token.generation > :since""")
_SHOW = text("""SELECT state.generation, shown.number, shown.entry FROM search_state state LEFT JOIN (
    SELECT number, entry, score, edition, tie FROM search_entry
    JOIN unnest(CAST(:numbers AS integer[]), CAST(:scores AS float8[])) AS best (number, score) USING (number)
    ORDER BY score DESC, edition DESC, tie LIMIT :limit) shown ON true ORDER BY score DESC, edition DESC, tie""")
_HELD = text("SELECT name, held FROM search_list WHERE block = :block AND name = ANY(:names)")


def _readers(database: Engine) -> Engine:
    """The same database with connections that begin no transactions: each query would take two more round trips."""
    return create_engine(database.url, pool=database.pool.recreate(), isolation_level="AUTOCOMMIT")


def _shown(connection: Connection, best: Leading, limit: int, generation: int) -> list[Found] | None:
    """The hits, of equals the newest edition first; None when the index is not of that generation any longer."""
    if limit < 1 or not best.numbers:
        return []
    values = {"numbers": best.numbers, "scores": best.scores, "limit": limit}
    rows = connection.execute(_SHOW, values).all()
    return [best.found(row.number, row.entry) for row in rows] if rows[0].generation == generation else None


def _lists(entries: Mapping[int, Entry]) -> list[tuple[int, dict[str, float]]]:
    return [(number, lists_of(entry, Fields.of(entry))) for number, entry in entries.items()]


_Listed = Sequence[tuple[int, Mapping[str, float]]]


def _change(connection: Connection, generation: int, gone: _Listed, come: _Listed) -> None:
    """Rewrites the blocks that entries leave or come into, and counts their tokens anew."""
    for block in sorted({number >> BLOCK_BITS for number, _ in (*gone, *come)}):
        leaves: defaultdict[str, list[int]] = defaultdict(list)
        for number, names in _within(block, gone):
            for name in names:
                leaves[name].append(number)
        added = postings(_within(block, come))
        touched = {"block": block, "names": list({*leaves, *added})}
        old = {row.name: Posting.unpacked(row.held) for row in connection.execute(_HELD, touched)}
        connection.execute(text("DELETE FROM search_list WHERE block = :block AND name = ANY(:names)"), touched)
        rows = (list_row(name, block, generation, held) for name, held in changed(old, leaves, added))
        copy(connection, "search_list", rows)
    _count(connection, generation, gone, come)


def _within(block: int, entries: _Listed) -> Iterator[tuple[int, Mapping[str, float]]]:
    return ((number, names) for number, names in entries if number >> BLOCK_BITS == block)


def _count(connection: Connection, generation: int, gone: _Listed, come: _Listed) -> None:
    """How many entries have each of the tokens now; those that none has stay, so that readers learn of it."""
    more: Counter[str] = Counter(name for _, names in come for name in names if is_token(name))
    more.subtract(name for _, names in gone for name in names if is_token(name))
    removed = text("DELETE FROM search_token WHERE token = ANY(:tokens) RETURNING token, documents")
    before = {row.token: row.documents for row in connection.execute(removed, {"tokens": list(more)})}
    rows: Iterable[tuple[str, int, int]] = ((t, before.get(t, 0) + n, generation) for t, n in more.items())
    copy(connection, "search_token", rows)
