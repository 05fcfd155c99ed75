"""Read access to the knowledge base for the web layer, in the HTTP contract's words."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from knowledge import deadlines
from knowledge.answers import administrator_name
from knowledge.citations import cite
from knowledge.language.texts import topic_titles
from knowledge.model import CitationRef, Criterion, Fact, Gap, Scheme
from knowledge.search.knowledge import Hit, KnowledgeSearch

Json = dict[str, Any]


class KnowledgeCatalogue:
    """Implements `assistant.conversations.ports.Catalogue`."""

    def __init__(self, schemes: Sequence[Scheme], search: KnowledgeSearch, today: Callable[[], dt.date]) -> None:
        self._schemes = {s.id: s for s in schemes}
        self._search = search
        self._today = today

    def list_schemes(self, lang: str) -> list[Json]:
        return [self._summary(scheme, lang) for scheme in self._schemes.values()]

    def get_scheme(self, scheme_id: str, lang: str) -> Json | None:
        scheme = self._schemes.get(scheme_id)
        if scheme is None:
            return None
        edition = scheme.edition()
        return {
            **self._summary(scheme, lang),
            "facts": [self._statement(scheme, s, lang) for s in edition.facts],
            "gaps": [self._statement(scheme, s, lang) for s in edition.gaps],
            "criteria": [self._criterion(scheme, c, lang) for c in edition.criteria],
            "sources": [s.model_dump(mode="json") for s in scheme.sources],
        }

    def search(self, q: str, lang: str, limit: int) -> list[Json]:
        return [self._result(hit, lang) for hit in self._search.find(q, lang, limit)]

    def _summary(self, scheme: Scheme, lang: str) -> Json:
        edition = scheme.edition()
        window = deadlines.window(edition, self._today(), lang)
        return {
            "id": scheme.id,
            "name": scheme.name[lang],
            "short_name": scheme.short_name[lang],
            "administrator": scheme.administrator,
            "administrator_name": administrator_name(scheme, lang),
            "chapter": scheme.chapter,
            "post": scheme.post,
            "edition": edition.id,
            "status": edition.status,
            "window": {
                "state": window.state,
                "deadline": window.deadline.isoformat(),
                "certainty": window.certainty,
                "text": window.text,
            },
        }

    def _statement(self, scheme: Scheme, statement: Fact | Gap, lang: str) -> Json:
        return {
            "id": statement.id,
            "topic": statement.topic,
            "title": topic_titles()(statement.topic, lang),
            "statement": statement.statement[lang],
            "certainty": statement.certainty if isinstance(statement, Fact) else None,
            "citation": cite(scheme, scheme.edition().id, statement.citation).as_dict(),
        }

    def _criterion(self, scheme: Scheme, criterion: Criterion, lang: str) -> Json:
        return {
            "id": criterion.id,
            "label": criterion.label[lang],
            "why": criterion.why[lang],
            "hard": criterion.hard,
            "question": criterion.question[lang] if criterion.question else None,
            "citation": cite(scheme, scheme.edition().id, criterion.citation).as_dict(),
        }

    def _result(self, hit: Hit, lang: str) -> Json:
        scheme = self._schemes[hit.scheme]
        title = f"{scheme.short_name[lang]}: {topic_titles()(hit.topic, lang)}"
        reference = CitationRef(source=hit.source, locator=hit.locator)
        return {
            "scheme": hit.scheme,
            "topic": hit.topic,
            "title": title[:1].upper() + title[1:],
            "snippet": hit.text,
            "citation": cite(scheme, hit.edition, reference).as_dict(),
        }
