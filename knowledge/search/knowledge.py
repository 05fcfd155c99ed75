"""Search over the knowledge base: statements for the API, everything for the caseworker's page, passages word for word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model import Scheme
from knowledge.passages import Passages
from knowledge.search.embedded import EmbeddedEngine
from knowledge.search.engine import SearchEngine
from knowledge.search.entries import all_entries, entries_of
from knowledge.search.model import Found
from knowledge.search.naming import named_first

_FAR_BEHIND = 0.3  # of the best score; what is further behind shares a common word and no more
_MOST = 400  # hits of a lookup


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that fits a query, in one language.

    Attributes:
        score: How well it fits; comparable within one query.
        evidence: How much of the query it has, by how rare the words are: about 5 for one word that only it has.
            Comparable between queries.
    """

    scheme: str
    edition: str
    topic: str
    statement: str
    text: str
    source: str
    locator: str
    score: float
    evidence: float


class KnowledgeSearch:
    """What the schemes and their passages say, indexed. Reading is safe from several threads, also while publishing."""

    def __init__(self, engine: SearchEngine) -> None:
        """
        Args:
            engine: One that holds the entries of the schemes already, or gets them by `publish`.
        """
        self.engine = engine

    @classmethod
    def of(
        cls, schemes: Sequence[Scheme], passages: Passages | None = None, engine: SearchEngine | None = None
    ) -> "KnowledgeSearch":
        """Indexes schemes and the passages that they cite, in memory unless another engine is given."""
        made = cls(engine or EmbeddedEngine())
        made.engine.index(all_entries(schemes, passages or Passages({})))
        return made

    def publish(self, scheme: Scheme, passages: Passages) -> None:
        """Puts a scheme's new entries in the place of its old ones; a reader sees the old or the new, never half."""
        self.engine.replace(scheme.id, entries_of(scheme, passages))

    def find(self, query: str, lang: str = "nb", limit: int = 10) -> list[Hit]:
        """The best statements for a query, best first, in the language asked for."""
        found = named_first(query, self.engine.find(query, kinds=("fact", "gap"), limit=max(limit, _MOST)))
        return [_hit(each, lang) for each in found[:limit]]

    def look_up(self, query: str) -> list[Found]:
        """Everything that fits a query, best first. The last word may be unfinished."""
        found = self.engine.find(query, limit=_MOST, unfinished=True)
        least = found[0].score * _FAR_BEHIND if found else 0.0
        near = [each for each in found if each.score >= least]
        return list(_passages_once(named_first(query, near)))

    def matching(self, query: str) -> frozenset[str]:
        """The tokens of all words that a query finds, for marking them in a text (`tokens.spans`)."""
        groups = self.engine.groups(query, unfinished=True)
        return frozenset(option.tokens[0] for g in groups for option in g.options if len(option.tokens) == 1)


def _hit(found: Found, lang: str) -> Hit:
    entry = found.entry
    assert entry.topic is not None and entry.citation is not None  # statements have both
    text = entry.text.get(lang, entry.text["nb"])
    source, locator = entry.citation.source, entry.citation.locator
    evidence = round(found.score / found.coverage, 4)
    return Hit(entry.scheme, entry.edition, entry.topic, entry.id, text, source, locator, found.score, evidence)


def _passages_once(found: Sequence[Found]) -> Iterator[Found]:
    """A passage that several schemes cite is one hit."""
    seen: set[str] = set()
    for each in found:
        text = each.entry.text["nb"]
        if each.entry.kind == "passage" and text in seen:
            continue
        seen.update([text] if each.entry.kind == "passage" else [])
        yield each
