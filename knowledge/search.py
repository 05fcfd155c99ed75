"""Finds statements by words: lemmas of both målformer, parts of compounds, and small misspellings."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language.lemmas import search_words
from knowledge.tables import StatementRow
from knowledge.word_index import WordIndex


@dataclass(frozen=True, slots=True)
class Hit:
    scheme: str
    edition: str
    topic: str
    statement: str
    text: str
    source: str
    locator: str
    score: float


class StatementSearch:
    """BM25 over the statements of the knowledge base, in memory: hundreds of short texts."""

    def __init__(self, rows: Sequence[StatementRow]) -> None:
        self._rows = list(rows)
        self._index = WordIndex([row.words.split() for row in self._rows])

    def find(self, query: str, lang: str = "nb", limit: int = 10) -> list[Hit]:
        """The best statements for a query, best first; at most one for each statement id."""
        wanted = [self._index.known(word) for word in search_words(query)]
        places = [index for index, row in enumerate(self._rows) if row.lang == lang]
        scored = [(self._index.score(wanted, index), index) for index in places]
        best = sorted(((s, i) for s, i in scored if s > 0), key=lambda item: (-item[0], item[1]))[:limit]
        return [self._hit(index, score) for score, index in best]

    def _hit(self, index: int, score: float) -> Hit:
        row = self._rows[index]
        return Hit(row.scheme_id, row.edition, row.topic, row.id, row.text, row.source_id, row.locator, round(score, 3))
