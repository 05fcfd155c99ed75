"""The engine that runs in this process and keeps all in its memory (docs/decisions/0019-search-engine.md)."""

import json
import threading
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.search.fields import Fields
from knowledge.search.model import Entry, Found, Kind
from knowledge.search.postings import Posting, changed, is_token, lists_of, narrowing, postings
from knowledge.search.query import Group, analyse
from knowledge.search.ranking import Leading, leading, narrowed
from knowledge.search.synonyms import Synonyms, load
from knowledge.search.turns import Turns
from knowledge.search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class _State:
    """What a reader sees: always all of one moment.

    Attributes:
        kept: Every entry as JSON, by its number, which another may get when it is gone; bytes, which the garbage
            collector passes by.
        editions: Of each entry.
    """

    vocabulary: Vocabulary
    postings: Mapping[str, Posting]
    kept: Sequence[bytes]
    editions: Sequence[str]


class EmbeddedEngine:
    """Implements `knowledge.search.engine.SearchEngine`."""

    def __init__(self, synonyms: Synonyms | None = None) -> None:
        """
        Args:
            synonyms: What else counts as a word; our own list when not given.
        """
        self._synonyms = synonyms or load()
        self._writing = threading.Lock()
        self._turns = Turns()
        self._state = _State(Vocabulary({}, 0), {}, (), ())

    def index(self, entries: Iterable[Entry]) -> None:
        """Makes the index hold just these entries."""
        with self._writing:
            self._state = _changed(_State(Vocabulary({}, 0), {}, (), ()), {}, entries)

    def replace(self, scheme: str, entries: Iterable[Entry]) -> None:
        """Makes the index hold just these entries of a scheme; readers see the old ones until all are in."""
        with self._writing:
            self._state = _changed(self._state, self._entries_of(scheme), entries)

    def _entries_of(self, scheme: str) -> dict[int, Entry]:
        state = self._state
        held = [
            state.postings[name].entries.tolist() for name in narrowing("scheme", [scheme]) if name in state.postings
        ]
        return {number: _entry(state.kept[number]) for numbers in held for number in numbers}

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
        if limit < 1:
            return []
        with self._turns.one():
            state = self._state
            groups = analyse(query, state.vocabulary, self._synonyms, unfinished=unfinished)
            best = leading(groups, state.postings, state.vocabulary, limit, narrowed(kinds, schemes))
            return [best.found(number, state.kept[number]) for number in _in_order(best, state)[:limit]]

    def groups(self, query: str, *, unfinished: bool = False) -> list[Group]:
        """What a query means to this index."""
        return analyse(query, self._state.vocabulary, self._synonyms, unfinished=unfinished)

    def size(self) -> int:
        """Bytes of the lists and the entries."""
        state = self._state
        lists = sum(each.entries.nbytes + each.impacts.nbytes for each in state.postings.values())
        return lists + sum(map(len, state.kept))


def _changed(state: _State, gone: Mapping[int, Entry], come: Iterable[Entry]) -> _State:
    """What a reader sees afterwards."""
    kept, editions = list(state.kept), list(state.editions)
    leaves: defaultdict[str, list[int]] = defaultdict(list)
    for number, entry in gone.items():
        kept[number] = b""
        for name in lists_of(entry, Fields.of(entry)):
            leaves[name].append(number)
    added = postings(_taken_in(come, kept, editions))
    touched = dict(changed(state.postings, leaves, added)) if state.kept else added
    lists, documents = {**state.postings, **touched}, dict(state.vocabulary.items())
    documents.update((name, len(held.entries)) for name, held in touched.items() if is_token(name))
    for name in [name for name in leaves if not len(lists[name].entries)]:
        del lists[name]
        documents.pop(name, None)
    return _State(Vocabulary(documents, sum(map(bool, kept))), lists, kept, editions)


def _taken_in(
    entries: Iterable[Entry], kept: list[bytes], editions: list[str]
) -> Iterator[tuple[int, dict[str, float]]]:
    """Numbers entries, first by the numbers that are free, and keeps them; the lists of each."""
    free = [number for number, held in enumerate(kept) if not held]
    for entry in entries:
        number = free.pop() if free else len(kept)
        if number == len(kept):
            kept.append(b"")
            editions.append("")
        kept[number], editions[number] = entry.as_json().encode(), entry.edition
        yield number, lists_of(entry, Fields.of(entry))


def _in_order(best: Leading, state: _State) -> list[int]:
    """The best entries, of equals the newest edition, then by what they say, so that engines agree."""
    order = list(range(len(best.numbers)))
    if len(set(best.scores)) < len(order):
        order.sort(key=lambda place: zlib.crc32(state.kept[best.numbers[place]]))
        order.sort(key=lambda place: (best.scores[place], state.editions[best.numbers[place]]), reverse=True)
    return [best.numbers[place] for place in order]


def _entry(kept: bytes) -> Entry:
    return Entry.from_dict(json.loads(kept))
