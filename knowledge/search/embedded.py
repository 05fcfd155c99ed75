"""The engine that runs in this process: tantivy, over our own tokens (docs/decisions/0019-search-engine.md)."""

import json
import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from knowledge.search.model import Entry, Found, Kind
from knowledge.search.query import Group, analyse
from knowledge.search.ranking import Candidate, Fields, candidates_for, order
from knowledge.search.synonyms import Synonyms, load
from knowledge.search.vocabulary import Vocabulary

_SMALL = 2_000  # entries; an index so small is written by one thread with little memory
_HEAP = 200_000_000  # bytes that a large index may take while it is written
_SMALL_HEAP = 15_000_000


@dataclass(frozen=True, slots=True)
class _State:
    """What a reader sees: always both of one moment."""

    searcher: tantivy.Searcher
    vocabulary: Vocabulary


class EmbeddedEngine:
    """Implements `knowledge.search.engine.SearchEngine`."""

    def __init__(self, folder: Path | None = None, synonyms: Synonyms | None = None) -> None:
        """
        Args:
            folder: Where the index is kept, an empty or new folder; in memory when not given.
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
        self._state = _State(self._index.searcher(), Vocabulary({}, 0))

    def index(self, entries: Iterable[Entry]) -> None:
        """Makes the index hold just these entries."""
        self._write(None, entries)

    def replace(self, scheme: str, entries: Iterable[Entry]) -> None:
        """Makes the index hold just these entries of a scheme; readers see the old ones until all are in."""
        self._write(scheme, entries)

    def _write(self, scheme: str | None, entries: Iterable[Entry]) -> None:
        with self._writing:
            held = self._state.vocabulary
            writer = self._writer(entries)
            try:
                if scheme is None:
                    writer.delete_all_documents()
                    removed = held
                else:
                    removed = self._held(scheme)
                    writer.delete_documents_by_term("scheme", scheme)
                added = Vocabulary.of(set(_add(writer, entry)) for entry in entries)
                writer.commit()
            except BaseException:
                writer.rollback()
                raise
            writer.wait_merging_threads()
            self._index.reload()
            self._state = _State(self._index.searcher(), held.changed(removed, added))

    def _writer(self, entries: Iterable[Entry]) -> tantivy.IndexWriter:
        small = isinstance(entries, Sequence) and len(entries) < _SMALL
        return self._index.writer(_SMALL_HEAP, 1) if small else self._index.writer(_HEAP, 2)

    def _held(self, scheme: str) -> Vocabulary:
        """The tokens of a scheme's entries as they are indexed now."""
        searcher = self._state.searcher
        query = tantivy.Query.term_query(self._schema, "scheme", scheme, "basic")
        hits = searcher.search(query, limit=max(searcher.num_docs, 1), count=False).hits
        documents = (searcher.doc(address) for _, address in hits)
        return Vocabulary.of(set(Fields.unpack(_packed(document)).all()) for document in documents)

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
        candidates = [_candidate(state.searcher.doc(address)) for _, address in hits]
        return order(groups, candidates, state.vocabulary, limit)

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
    builder.add_text_field("tokens", tokenizer_name="spaces", index_option="freq")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("scheme", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("edition", stored=True, indexed=False)
    builder.add_bytes_field("fields", stored=True, indexed=False)
    builder.add_bytes_field("entry", stored=True, indexed=False)
    return builder.build()


def _add(writer: tantivy.IndexWriter, entry: Entry) -> list[str]:
    fields = Fields.of(entry)
    every = fields.all()
    document = tantivy.Document()
    document.add_text("tokens", " ".join(every))
    document.add_text("kind", entry.kind)
    document.add_text("scheme", entry.scheme)
    document.add_bytes("edition", entry.edition.encode())
    document.add_bytes("fields", fields.pack().encode())
    document.add_bytes("entry", json.dumps(entry.as_dict(), ensure_ascii=False).encode())
    writer.add_document(document)
    return every


def _candidate(document: tantivy.Document) -> Candidate:
    return Candidate(_packed(document), _kept(document, "edition").decode(), _kept(document, "entry"))


def _packed(document: tantivy.Document) -> str:
    return _kept(document, "fields").decode()


def _kept(document: tantivy.Document, field: str) -> bytes:
    value: Any = document.get_first(field)
    return bytes(value)
