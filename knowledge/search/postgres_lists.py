"""Lists as they are read from PostgreSQL: those asked for lately are kept, and only what has changed is read again."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, text

from knowledge.search.postgres_tables import BLOCK_BITS
from knowledge.search.postings import NONE, Posting

_MOST = 128_000_000  # bytes of lists that a process keeps: most of what 200,000 entries are asked for
_EACH = 500  # bytes
_READ = text("""SELECT state.generation, state.whole, list.name, list.blocks, list.held FROM search_state state LEFT JOIN (
    SELECT name, array_agg(block) AS blocks, string_agg(held, '' ORDER BY block) AS held
    FROM unnest(CAST(:names AS text[]), CAST(:since AS bigint[])) AS asked (name, since) JOIN search_list USING (name)
    WHERE search_list.generation > asked.since GROUP BY name) list ON true""")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A list as it was in a generation."""

    generation: int
    held: Posting

    @property
    def size(self) -> int:
        """Bytes, with what keeping a list takes however short it is."""
        return self.held.entries.nbytes + self.held.impacts.nbytes + _EACH

    def with_blocks(self, blocks: Sequence[int], held: Posting) -> Posting:
        """The list with what these blocks of it hold now."""
        stays = ~np.isin(self.held.entries >> BLOCK_BITS, blocks)
        return Posting.joined([Posting(self.held.entries[stays], self.held.impacts[stays]), held])


_UNKNOWN = _Kept(-1, NONE)


class Lists:
    """Reads lists for any number of threads."""

    def __init__(self, most: int = _MOST) -> None:
        """
        Args:
            most: How many bytes of lists are kept.
        """
        self._most = most
        self._changing = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()  # the longest not asked for first
        self._size = 0

    def read(self, connection: Connection, names: Sequence[str]) -> tuple[int, dict[str, Posting]]:
        """The generation of the index, and the lists of that moment; one that does not exist is empty."""
        with self._changing:
            known = {name: self._kept.get(name, _UNKNOWN) for name in names}
        since = [each.generation for each in known.values()]
        rows = connection.execute(_READ, {"names": list(known), "since": since}).all()
        generation, whole = rows[0][:2]
        now = {name: each.held if each.generation >= whole else NONE for name, each in known.items()}
        for _, _, name, blocks, packed in rows:
            if name is not None:
                held, before = Posting.unpacked(packed), known[name]
                fresh = before.generation < whole or not len(before.held.entries)
                now[name] = held if fresh else before.with_blocks(blocks, held)
        self._keep({name: _Kept(generation, held) for name, held in now.items()})
        return generation, now

    def _keep(self, lists: Mapping[str, _Kept]) -> None:
        with self._changing:
            for name, each in lists.items():
                before = self._kept.pop(name, None)
                newest = before if before and before.generation > each.generation else each
                self._kept[name] = newest
                self._size += newest.size - (before.size if before else 0)
            while self._size > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._size -= oldest.size
