"""The tables of the engine in PostgreSQL, and how they are filled.

The list of a token stands in blocks, one row for each 16,384 numbers of entries, so that publishing a scheme rewrites
parts of lists only. A row says in which generation, the count of publications, it became what it is.
"""

import csv
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import Connection, text

from knowledge.search.model import Entry
from knowledge.search.postings import Posting

BLOCK_BITS = 14  # of a number, within a block
# The list of a block hardly grows smaller by PostgreSQL's compression, and unpacking takes time: EXTERNAL.
_TABLES = {
    "search_entry": """(number integer NOT NULL, scheme text NOT NULL, edition text COLLATE "C" NOT NULL,
        tie bigint NOT NULL, entry text NOT NULL)""",
    "search_list": """(name text COLLATE "C" NOT NULL, block integer NOT NULL, generation bigint NOT NULL,
        held bytea NOT NULL); ALTER TABLE {name} ALTER COLUMN held SET STORAGE EXTERNAL""",
    "search_token": "(token text NOT NULL, documents integer NOT NULL, generation bigint NOT NULL)",
}
_INDEXES = {
    "search_entry": ("UNIQUE INDEX ON {name} (number)", "INDEX ON {name} (scheme)"),
    "search_list": ("UNIQUE INDEX ON {name} (name, block)",),
    "search_token": ("UNIQUE INDEX ON {name} (token)",),
}
_STATE = """CREATE TABLE IF NOT EXISTS search_state (generation bigint NOT NULL, whole bigint NOT NULL,
    entries integer NOT NULL)"""


def create(connection: Connection) -> None:
    """Makes the tables that are missing."""
    for table in _TABLES:
        if connection.execute(text("SELECT to_regclass(:table)"), {"table": table}).scalar_one() is None:
            _make(connection, table, table)
            _make_indexes(connection, table, table)
    connection.execute(text(_STATE))
    none = "INSERT INTO search_state SELECT 0, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM search_state)"
    connection.execute(text(none))


def lock(connection: Connection) -> None:
    """One writer at a time, whichever process it is in; readers go on."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('search_list'))"))


def put_in_place(connection: Connection, table: str, rows: Iterable[Sequence[object]]) -> None:
    """Loads a new table, makes its indexes, and puts it in the place of the old one."""
    made = f"{table}_new"
    _make(connection, table, made)
    copy(connection, made, rows)
    _make_indexes(connection, table, made)
    connection.execute(text(f"ANALYZE {made}"))
    connection.execute(text(f"DROP TABLE {table}"))
    connection.execute(text(f"ALTER TABLE {made} RENAME TO {table}"))


def _make(connection: Connection, table: str, name: str) -> None:
    connection.execute(text(f"CREATE TABLE {name} {_TABLES[table].format(name=name)}"))


def _make_indexes(connection: Connection, table: str, name: str) -> None:
    for index in _INDEXES[table]:
        connection.execute(text(f"CREATE {index.format(name=name)}"))


def copy(connection: Connection, table: str, rows: Iterable[Sequence[object]]) -> None:
    """Adds rows the fast way; the driver is psycopg2."""
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


def entry_row(number: int, entry: Entry) -> tuple[object, ...]:
    """The row of an entry."""
    kept = entry.as_json()
    return number, entry.scheme, entry.edition, zlib.crc32(kept.encode()), kept


def list_rows(lists: Mapping[str, Posting], generation: int) -> Iterator[tuple[object, ...]]:
    """The rows of whole lists, their entries in order."""
    for name, held in lists.items():
        blocks = held.entries >> BLOCK_BITS
        starts = [0, *(np.flatnonzero(np.diff(blocks)) + 1).tolist()]
        for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
            part = Posting(held.entries[start:end], held.impacts[start:end])
            yield list_row(name, int(blocks[start]), generation, part)


def list_row(name: str, block: int, generation: int, held: Posting) -> tuple[object, ...]:
    """The row of one block of a list."""
    return name, block, generation, f"\\x{held.packed().hex()}"
