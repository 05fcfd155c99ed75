"""The engine that runs in this process: tantivy, over our own tokens (docs/decisions/0019-search-engine.md)."""

import json
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import tantivy

from knowledge.search.fields import Fields
from knowledge.search.model import Entry, Found, Kind
from knowledge.search.query import Group, analyse
from knowledge.search.ranking import Candidates, candidates_for, order
from knowledge.search.synonyms import Synonyms, load
from knowledge.search.vocabulary import Vocabulary
from knowledge.search.weighed import weighed

_SMALL = 2_000  # entries; an index so small is written by one thread with little memory
_HEAP = 200_000_000  # bytes that a large index may take while it is written
_SMALL_HEAP = 15_000_000


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is asked of every candidate, kept at hand: reading it from the index takes longer than judging it."""

    weighed: bytes
    edition: str


@dataclass(frozen=True, slots=True)
class _State:
    """What a reader sees: always all of one moment. Entries are numbered as they come, and a number is never reused."""

    searcher: tantivy.Searcher
    vocabulary: Vocabulary
    kept: Mapping[int, _Kept]


class EmbeddedEngine:
    """Implements `knowledge.search.engine.SearchEngine`."""

    def __init__(self, folder: Path | None = None, synonyms: Synonyms | None = None) -> None:
        """
        Args:
            folder: Where the index is written, an empty or new folder; in memory when not given.
            synonyms: What else counts as a word; our own list when not given.
        """
        self._synonyms = synonyms or load()
        self._schema = _schema()
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(folder) if folder else None)
        by_spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("spaces", by_spaces)
        self._writing = threading.Lock()
        self._numbers = count()
        self._state = _State(self._index.searcher(), Vocabulary({}, 0), {})

    def index(self, entries: Iterable[Entry]) -> None:
        """Makes the index hold just these entries."""
        with self._writing:
            self._write(None, entries)

    def replace(self, scheme: str, entries: Iterable[Entry]) -> None:
        """Makes the index hold just these entries of a scheme; readers see the old ones until all are in."""
        with self._writing:
            self._write(scheme, entries)

    def _write(self, scheme: str | None, entries: Iterable[Entry]) -> None:
        state = self._state
        gone = {} if scheme is None else self._tokens_of(scheme)
        before = _State(state.searcher, Vocabulary({}, 0), {}) if scheme is None else state
        writer = self._writer(entries)
        try:
            if scheme is None:
                writer.delete_all_documents()
            else:
                writer.delete_documents_by_term("scheme", scheme)
            added, tokens = self._add(writer, entries)
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        writer.wait_merging_threads()
        self._index.reload()
        vocabulary = before.vocabulary.changed(Vocabulary.of(gone.values()), tokens)
        kept = {**{number: each for number, each in before.kept.items() if number not in gone}, **added}
        self._state = _State(self._index.searcher(), vocabulary, kept)

    def _add(self, writer: tantivy.IndexWriter, entries: Iterable[Entry]) -> tuple[dict[int, _Kept], Vocabulary]:
        """Adds entries; what is kept of each, by its number, and their tokens."""
        kept: dict[int, _Kept] = {}
        tokens: Counter[str] = Counter()
        for number, entry in zip(self._numbers, entries, strict=False):
            fields = Fields.of(entry)
            writer.add_document(_document(number, entry, fields))
            kept[number] = _Kept(weighed(fields.impacts()), entry.edition)
            tokens.update(set(fields.all()))
        return kept, Vocabulary(tokens, len(kept))

    def _tokens_of(self, scheme: str) -> dict[int, set[str]]:
        """The tokens of each of a scheme's entries as they are indexed now, by number."""
        searcher = self._state.searcher
        query = tantivy.Query.term_query(self._schema, "scheme", scheme, "basic")
        hits = searcher.search(query, limit=max(searcher.num_docs, 1), count=False).hits
        entries = (Entry.from_dict(json.loads(_entry(searcher, address))) for _, address in hits)
        return {
            number: set(Fields.of(entry).all()) for number, entry in zip(_numbers(searcher, hits), entries, strict=True)
        }

    def _writer(self, entries: Iterable[Entry]) -> tantivy.IndexWriter:
        small = isinstance(entries, Sequence) and len(entries) < _SMALL
        return self._index.writer(_SMALL_HEAP, 1) if small else self._index.writer(_HEAP, 2)

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
        state = self._state
        groups = analyse(query, state.vocabulary, self._synonyms, unfinished=unfinished)
        wanted = self._wanted(groups, kinds, schemes)
        if wanted is None or limit < 1:
            return []
        hits = state.searcher.search(wanted, limit=candidates_for(limit, state.vocabulary), count=False).hits
        numbers = _numbers(state.searcher, hits)
        kept = [state.kept[number] for number in numbers]
        candidates = Candidates(numbers, [each.weighed for each in kept], [each.edition for each in kept])
        addresses = dict(zip(numbers, (address for _, address in hits), strict=True))
        best = order(groups, candidates, state.vocabulary, limit)
        return [each.found(_entry(state.searcher, addresses[each.number])) for each in best]

    def groups(self, query: str, *, unfinished: bool = False) -> list[Group]:
        """What a query means to this index."""
        return analyse(query, self._state.vocabulary, self._synonyms, unfinished=unfinished)

    def _wanted(
        self, groups: Sequence[Group], kinds: Collection[Kind] | None, schemes: Collection[str] | None
    ) -> tantivy.Query | None:
        weights: dict[str, float] = {}
        for group in groups:
            for option in group.options:
                for token in option.tokens:
                    weights[token] = max(option.weight / len(option.tokens), weights.get(token, 0.0))
        if not weights:
            return None
        # A union of nothing but terms is what tantivy skips through block by block (block-max WAND).
        terms = [(tantivy.Occur.Should, self._term(token, weight)) for token, weight in weights.items()]
        words = tantivy.Query.boolean_query(terms)
        narrowed = [self._one_of("kind", kinds), self._one_of("scheme", schemes)]
        filters = [(tantivy.Occur.Must, each) for each in narrowed if each]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, words), *filters]) if filters else words

    def _term(self, token: str, weight: float) -> tantivy.Query:
        term = tantivy.Query.term_query(self._schema, "tokens", token, "freq")
        return term if weight == 1.0 else tantivy.Query.boost_query(term, weight)

    def _one_of(self, field: str, values: Collection[str] | None) -> tantivy.Query | None:
        if values is None:
            return None
        return tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, field, list(values)), 0.0)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    builder.add_text_field("tokens", tokenizer_name="spaces", index_option="freq")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("scheme", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("entry", stored=True, indexed=False)
    return builder.build()


def _document(number: int, entry: Entry, fields: Fields) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("number", number)
    document.add_text("tokens", " ".join(fields.all()))
    document.add_text("kind", entry.kind)
    document.add_text("scheme", entry.scheme)
    document.add_bytes("entry", json.dumps(entry.as_dict(), ensure_ascii=False).encode())
    return document


def _numbers(searcher: tantivy.Searcher, hits: Sequence[tuple[Any, tantivy.DocAddress]]) -> list[int]:
    return [int(number or 0) for number in searcher.fast_field_values("number", [address for _, address in hits])]


def _entry(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    kept: Any = searcher.doc(address).get_first("entry")
    return bytes(kept).decode()
