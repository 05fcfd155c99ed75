"""The installed documents of each scheme, section by section, for a question that no statement answers."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from knowledge.documents import read, sections
from knowledge.model import LANGS, Scheme
from knowledge.passages import Passages
from knowledge.search.embedded import EmbeddedEngine
from knowledge.search.entries import entries_of, section_entries
from knowledge.search.model import Entry
from knowledge.search.verbatim import VerbatimPassage, likely_passages


class DocumentSearch:
    """Finds what answers a question, or comes near it. Built anew when documents or their schemes change."""

    def __init__(self, schemes: Sequence[Scheme], passages: Passages) -> None:
        self._engine = EmbeddedEngine()
        self._engine.index([entry for scheme in schemes for entry in _entries(scheme, schemes, passages)])

    def likely(self, question: str, scheme: Scheme, *, without: Collection[str] = ()) -> list[VerbatimPassage]:
        """The passages of a scheme's documents that answer a question or come near it, the likeliest first.

        Args:
            without: sources whose passages do not count: somebody read them and wrote that they do not say it.
        """
        return [each for each in likely_passages(question, self._engine, scheme.id) if each.source not in without]


def _entries(scheme: Scheme, schemes: Sequence[Scheme], passages: Passages) -> Iterator[Entry]:
    """Every section of a document that is about this scheme alone; of one that several share, what the scheme cites,
    since the rest may be about another."""
    shared = Counter(source.id for each in schemes for source in each.sources)
    names = " ".join([*(scheme.name[lang] for lang in LANGS), *scheme.aliases])
    for source in scheme.sources:
        if passages.has(source.id) and shared[source.id] == 1:
            told = sections(read(passages.whole(source.id).encode(), name=f"{source.id}.txt"))
            yield from section_entries(source.id, told, scheme=scheme.id, edition=str(source.year), names=names)
    cited = [entry for entry in entries_of(scheme, passages) if entry.kind == "passage"]
    yield from (entry for entry in cited if entry.citation and shared[entry.citation.source] > 1)
